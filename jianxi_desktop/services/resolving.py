"""End what a merge left to people: one action, which names all it ends, so that it ends everywhere.

Rules between records hold here as everywhere: a decision that breaks one is refused with the rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, owned, refolding, undo, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.registers import REMOVED
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import (
    code_rules,
    doubles,
    person_merging,
    putting_back,
    records,
    save_rules,
    scope,
)
from jianxi_desktop.services.conflict_cycles import PARENT
from jianxi_desktop.services.conflict_names import Named, columns_of, read_name
from jianxi_desktop.services.conflict_versions import GONE, KEPT, Version
from jianxi_desktop.services.conflicts import KINDS, Conflict, read_many
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.removing import hanging
from jianxi_desktop.services.rights import needs

# What is kept: the place of a version, one of these words, or typed values by field.
Keep = int | str | Mapping[str, object]
SHOWN, OURS, THEIRS, MERGE, APART = "shown", "ours", "theirs", "merge", "apart"
_WORDS = (SHOWN, OURS, THEIRS, KEPT, GONE)
_REASON = "核对合并结果后决定移除"
_ASKED = {
    "value": "请选一个版本（第几个、ours、theirs、shown），或写上要填的值。",
    "removal": "请选保留（keep）还是移除（remove）。",
    "cycle": "请选一个上级（第几个、ours、theirs、shown）。",
    "double": "请选合并（merge）或不是同一个（apart）。",
}


@dataclass(frozen=True)
class Resolved:
    """What ending several conflicts did.

    Attributes:
        count: How many.
        touched: Ledgers written.
    """

    count: int
    touched: frozenset[str]


@needs(Right.EDIT)
def resolve(office: Office, conflict_id: str, keep: Keep) -> Saved:
    """End a conflict, here and wherever this office's change comes.

    Args:
        office: Whose database.
        conflict_id: Of a ``Line``.
        keep: The place of a version in ``Conflict.versions``; ``shown``, ``ours`` or ``theirs``;
            ``keep`` or ``remove`` of a removal; ``merge`` or ``apart`` of a double; typed values by
            field, or the text of the one field it is about.

    Raises:
        ConflictError: It is settled already, or was changed since.
        InputError: That cannot be kept, or a rule between records refuses; nothing was changed.
    """
    named = read_name(conflict_id, office.catalog, KINDS)
    if named.kind == "double" and named.ledger == "person" and keep == MERGE:
        joined = person_merging.merge_persons(office, named.row, named.other)
        return Saved(joined.id, joined.version, joined.touched)
    with office.change("resolve") as change:
        change.journal.detail["conflicts"] = 1
        conflict = next(read_many(office, change.connection, [conflict_id]))
        _settle(office, change, conflict, keep)
        rows = lookup.rows_of(change.connection, office.catalog[named.ledger], [named.row])
        version = int(rows[named.row]["version"])
        return Saved(named.row, version, frozenset(change.touched | {named.ledger}))


@needs(Right.EDIT)
def resolve_many(
    office: Office, kept: Mapping[str, Keep], *, progress: Progress = no_progress
) -> Resolved:
    """End several conflicts as one action, which undo takes back whole.

    Args:
        office: Whose database.
        kept: What is kept, as ``resolve`` takes it, by conflict.
        progress: Told how many are ended, of how many.

    Raises:
        ConflictError: As ``resolve``; then nothing was changed.
        InputError: As ``resolve``; two persons are merged one pair at a time.
    """
    if any(keep == MERGE for keep in kept.values()):
        raise InputError(
            "persons are merged one pair at a time",
            user_message="合并两条记录要一对一对地核对，不能成批合并。",
            code="one_by_one",
        )
    with office.change("resolve") as change:
        change.journal.detail["conflicts"] = len(kept)
        every = list(read_many(office, change.connection, list(kept)))
        for done, (conflict, keep) in enumerate(zip(every, kept.values(), strict=True)):
            progress(done, len(kept))
            _settle(office, change, conflict, keep)
        return Resolved(len(kept), frozenset(change.touched))


def _settle(office: Office, change: Change, conflict: Conflict, keep: Keep) -> None:
    named = read_name(conflict.line.id, office.catalog, KINDS)
    ledger = office.catalog[named.ledger]
    if named.kind == "double":
        _settle_double(office, change, ledger, named, keep)
    elif named.kind == "removal":
        _settle_removal(office, change, ledger, named, conflict, _chosen(conflict, keep))
    elif isinstance(keep, Mapping) or _is_typed(conflict, keep):
        _write(office, change, ledger, named, _typed(office.catalog, named, conflict, keep))
    else:
        raw = _chosen(conflict, keep).raw
        _write(office, change, ledger, named, {k: undo.kept(ledger, k, v) for k, v in raw.items()})


def _write(
    office: Office, change: Change, ledger: Ledger, named: Named, values: Mapping[str, Any]
) -> None:
    """Let a group of fields have these values, whoever wrote what."""
    connection, row = change.connection, named.row
    code_rules.require_own(office, connection, ledger, [row])
    _require_values(ledger, values)
    before = save_rules.before_saving(change, ledger, row)
    scope.require_links_inside(office, connection, ledger, values, before or {})
    write.resolve(change, ledger, row, named.group, values)
    save_rules.after_saving(office, change, ledger, row, before)
    if ledger.above is not None:
        _require_no_circle(change, ledger, row, values)
    scope.require_inside(office, connection, ledger, [row])
    scope.require_owner_inside(office, connection, ledger, row)


def _require_no_circle(
    change: Change, ledger: Ledger, row: UUID, values: Mapping[str, Any]
) -> None:
    """Make sure that a record of a tree stands where it was put; other circles may end with it."""
    refolding.check_circles(change, ledger)
    key = ledger.above.key
    stands = lookup.rows_of(change.connection, ledger, [row])[row][key]
    if key in values and stands != values[key]:
        raise InputError(
            f"{ledger.key}: a circle again",
            user_message="这样会绕成圈：它会在自己的下级之下。请另选一个上级，或先改下级。",
            code="circle",
        )


def _require_values(ledger: Ledger, values: Mapping[str, Any]) -> None:
    own = {key: value for key, value in values.items() if key in ledger.fields}
    records.require_values(ledger, own, new=False)


def _settle_removal(
    office: Office,
    change: Change,
    ledger: Ledger,
    named: Named,
    conflict: Conflict,
    chosen: Version,
) -> None:
    """Keep a record with the rows that went along with it, or take it out with them."""
    connection, row = change.connection, named.row
    if chosen.key == KEPT:
        write.resolve(change, ledger, row, REMOVED, {"removed_on": None, "removed_why": None})
        for why in (why for each in conflict.versions for why in each.raw.get("reasons", ())):
            for detail in office.catalog.details_of(ledger):
                owned.restore(change, detail, row, why)
        putting_back.require_standing(office, change, {ledger.key: [row]}, "保留")
        return
    scope.require_not_top(office, ledger, row)
    save_rules.require_changeable(office, connection, ledger, [row])
    if held := hanging(office, change, ledger, [row]).get(row):
        raise InputError(
            f"{ledger.key}: other records hang on it",
            user_message=f"不能移除：还有{held}属于它，请先转移或移除这些记录，或者保留它。",
            code="in_use",
        )
    why = chosen.reason or _REASON
    write.resolve(change, ledger, row, REMOVED, write.removal(why))
    for detail in office.catalog.details_of(ledger):
        owned.remove(change, detail, row, why)


def _settle_double(
    office: Office, change: Change, ledger: Ledger, named: Named, keep: Keep
) -> None:
    if keep == APART:
        doubles.tell_apart(office, change, ledger, named.row, named.other)
    elif keep == MERGE:
        doubles.make_one(office, change, ledger, named.row, named.other)
    else:
        raise _refused(named.kind)


def _chosen(conflict: Conflict, keep: Keep) -> Version:
    """Find the version that is kept."""
    versions = conflict.versions
    if isinstance(keep, int) and 0 <= keep < len(versions):
        return versions[keep]
    if isinstance(keep, str) and keep in _WORDS:
        found = [each for each in versions if _is(each, keep)]
        if len(found) == 1:
            return found[0]
        if len(found) > 1 or keep in (OURS, THEIRS):
            number = len(found)
            raise InputError(
                f"{number} versions are {keep}",
                user_message=f"符合“{keep}”的版本有{number}个，请写明第几个（#1、#2…）。",
                code="which_version",
            )
    raise _refused(conflict.line.kind)


def _is(version: Version, word: str) -> bool:
    if word in (KEPT, GONE):
        return version.key == word
    if word == SHOWN:
        return version.shown
    return version.ours == (word == OURS) and version.when is not None


def _is_typed(conflict: Conflict, keep: Keep) -> bool:
    words = (*_WORDS, MERGE, APART)
    return isinstance(keep, str) and keep not in words and conflict.line.kind == "value"


def _typed(catalog: Catalog, named: Named, conflict: Conflict, keep: Keep) -> dict[str, Any]:
    """Read typed values; what was not typed of the group is as it is shown."""
    ledger = catalog[named.ledger]
    columns = columns_of(ledger, named.group)
    given = dict(keep) if isinstance(keep, Mapping) else {columns[0]: keep}
    if not given.keys() <= set(columns) or (len(columns) > 1 and not isinstance(keep, Mapping)):
        captions = "、".join(conflict.captions)
        raise InputError(
            f"{ledger.key}: typed values are not those of the group",
            user_message=f"这一项有{captions}，请逐个写成 字段=值；字段有：{'、'.join(columns)}。",
            code="which_field",
        )
    checked = records.check_values(ledger, given)
    wrong = [issue.text for issue in checked.refused if issue.field in columns]
    if wrong:
        raise InputError(
            f"{ledger.key}: {len(wrong)} values refused",
            user_message="；".join(wrong) + "。请改正后再试。",
            code=checked.refused[0].code,
            details=wrong,
        )
    return shown_values(catalog, conflict) | {
        key: value for key, value in checked.values.items() if key in columns
    }


def shown_values(catalog: Catalog, conflict: Conflict) -> dict[str, Any]:
    """Give the values that are shown meanwhile, as a record keeps them."""
    ledger = catalog[conflict.line.ledger]
    raw = conflict.versions[0].raw
    return {key: undo.kept(ledger, key, value) for key, value in raw.items()}


def _refused(kind: str) -> InputError:
    return InputError(
        f"no such choice for a conflict of kind {kind}",
        user_message=f"这一项不能这样处理。{_ASKED[kind]}",
        code="no_such_choice",
    )


def choices(conflict: Conflict) -> Iterator[str]:
    """Give the words by which a conflict can be ended, besides the places of its versions."""
    kind = conflict.line.kind
    if kind == "double":
        yield from (MERGE, APART)
    elif kind == "removal":
        yield from (KEPT, GONE)
    else:
        yield SHOWN
        if sum(each.ours for each in conflict.versions) == 1:
            yield OURS
        if sum(not each.ours and each.key != PARENT for each in conflict.versions) == 1:
            yield THEIRS
