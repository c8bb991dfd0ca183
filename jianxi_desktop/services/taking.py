"""Decide row by row what a roster means, and write the rows that are good."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jianxi_desktop.db import lookup, pairs, tree, write
from jianxi_desktop.db.ids import new_ids
from jianxi_desktop.db.store import Change
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.services import code_rules, indicator_rules, organisation_rows
from jianxi_desktop.services.links import LinkFinder
from jianxi_desktop.services.office import Office
from jianxi_desktop.sheets.roster import Roster, RosterRow

Action = Literal["create", "update", "same", "review", "refuse", "skip"]


class Taken(NamedTuple):
    """What becomes of one row, and everything there is to say about it."""

    action: Action
    issues: tuple[Issue, ...]


class _Known(NamedTuple):
    """A record that a row is about; ``ours`` unless it belongs to others than who imports."""

    record: Mapping[str, Any]
    companion: Mapping[str, Any] | None
    ours: bool = True


class _Prepared(NamedTuple):
    """A row made ready: what the sheet itself gave, and what is wrong; ``None``: no record."""

    row: RosterRow
    given: frozenset[str]
    issues: list[Issue] | None


class Taker:
    """Takes rows of one roster into one ledger, a chunk at a time, inside one change."""

    def __init__(
        self, office: Office, change: Change, ledger: Ledger, finder: LinkFinder, home: UUID
    ) -> None:
        self._office = office
        self._change = change
        self._ledger = ledger
        self._finder = finder
        self._home = home
        self._keys = tuple(attribute.key for attribute in ledger.roster_key)
        # The roster's own rows are told apart by ``_seen``; only what was here before is looked up.
        self._first_ones = not lookup.has_rows(change.connection, ledger)
        self._seen: dict[tuple[Any, ...], int] = {}
        self._namesakes: dict[Any, list[_Known]] = {}
        self._new: list[dict[str, Any]] = []
        self._standing = organisation_rows.Watcher(office, change, ledger, home)
        self._fixed = indicator_rules.Watcher(office, change.connection, ledger)

    def take_all(self, roster: Roster) -> Iterator[tuple[RosterRow, Taken]]:
        """Decide and write every row of a roster."""
        for chunk in roster.chunks():
            yield from self.take(chunk)

    def take(self, chunk: Sequence[RosterRow]) -> list[tuple[RosterRow, Taken]]:
        """Decide and write a chunk of rows; they come back with what became of each."""
        prepared = [_Prepared(row, self._given(row), self._prepare(row)) for row in chunk]
        rows = [row.values for row in chunk]
        known, self._namesakes = self._known(rows), self._alike(rows)
        result = [(each.row, self._decide(each, known)) for each in prepared]
        self._write_new()
        return result

    def _given(self, row: RosterRow) -> frozenset[str]:
        """Name the fields the sheet itself has a value for; what is derived does not overwrite."""
        if self._first_ones:
            return frozenset()
        return frozenset(key for key, value in row.values.items() if value is not None)

    def _prepare(self, row: RosterRow) -> list[Issue] | None:
        """Complete a row's values in place; ``None`` for a line without a record."""
        if row.skipped:
            return None
        sound = not any(issue.severity == "error" for issue in row.issues)
        issues = [*row.issues, *self._finder.resolve(row.values, sound=sound)]
        if self._ledger.home is not None:
            row.values.setdefault(self._ledger.home.key, None)
        if self._ledger.complete is not None:
            completed, more = self._ledger.complete(row.values)
            row.values.update(completed)
            wrong = {issue.field for issue in issues}
            issues += [each for each in more if each.field not in wrong]
        issues += code_rules.row_issues(self._office, self._ledger, row.values)
        return issues

    def _known(self, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, ...], _Known]:
        if not self._keys or self._first_ones:
            return {}
        first = self._keys[0]
        wanted = {row[first] for row in rows if row.get(first) is not None}
        found = self._existing(first, wanted)
        return {tuple(each.record[key] for key in self._keys): each for each in found}

    def _alike(self, rows: Sequence[Mapping[str, Any]]) -> dict[Any, list[_Known]]:
        """Find records by caption for the rows that say nothing of their key."""
        caption = self._ledger.caption.key
        if not self._keys or self._first_ones or caption in self._keys:
            return {}
        names = {row.get(caption) for row in rows if row.get(self._keys[0]) is None}
        alike: dict[Any, list[_Known]] = {}
        for each in self._existing(caption, names - {None}):
            if not each.ours:
                continue
            alike.setdefault(each.record[caption], []).append(each)
        return alike

    def _existing(self, key: str, wanted: set[Any]) -> list[_Known]:
        if not wanted:
            return []
        records = lookup.existing(self._change.connection, self._ledger, key, wanted)
        beside: Mapping[UUID, Mapping[str, Any]] = {}
        if self._ledger.companion is not None and records:
            owners = [record["id"] for record in records]
            beside = lookup.current_rows(self._change.connection, self._ledger.companion, owners)
        others = self._others([record["id"] for record in records])
        return [
            _Known(record, beside.get(record["id"]), record["id"] not in others)
            for record in records
        ]

    def _others(self, ids: Sequence[UUID]) -> set[UUID]:
        """Give the records that are not for this person to see."""
        top = self._office.account.organisation
        if top is None:
            return set()
        connection, catalog = self._change.connection, self._office.catalog
        return tree.outside_of(connection, catalog, self._ledger, top, ids)

    def _decide(self, prepared: _Prepared, known: Mapping[tuple[Any, ...], _Known]) -> Taken:
        row, given, issues = prepared
        if issues is None:
            return Taken("skip", ())
        if any(issue.severity == "error" for issue in issues):
            return Taken("refuse", tuple(issues))
        key = tuple(row.values.get(each) for each in self._keys)
        issues += self._repeated(row, key)
        match = known.get(key) or _only_match(key, known)
        if match is None:
            match = self._namesake(row, given, issues)
        if match is not None:
            issues += self._moved(row, given, match)
        issues += self._standing.issues(row.values, match and match.record)
        issues += self._fixed.issues(row.values, match and match.record)
        if halted := _halted(issues):
            return Taken(halted, tuple(issues))
        if match is None:
            home = self._ledger.home
            if home is not None and row.values.get(home.key) is None:
                row.values[home.key] = self._home
            self._new.append(row.values)
            return Taken("create", tuple(issues))
        changed = self._update(row, given, match)
        return Taken("update" if changed else "same", tuple(issues))

    def _repeated(self, row: RosterRow, key: tuple[Any, ...]) -> Iterator[Issue]:
        """Say when an earlier row of the file is about the same record."""
        if not key or key[0] is None:
            return
        first = self._seen.setdefault(key, row.row)
        if first != row.row:
            caption = self._ledger.fields[self._keys[0]].caption
            text = f"与第{first}行的{caption}相同，请核对是否重复"
            yield Issue(self._keys[0], "repeated", "review", text)

    def _says_nothing_new(self, row: RosterRow, given: frozenset[str], match: _Known) -> bool:
        if _differences(row.values, given, match.record, self._ledger):
            return False
        companion = self._ledger.companion
        if companion is None or match.companion is None:
            return companion is None
        return not _differences(row.values, given, match.companion, companion)

    def _namesake(
        self, row: RosterRow, given: frozenset[str], issues: list[Issue]
    ) -> _Known | None:
        """Find who a row without a key is, if it says nothing new; else a person must tell."""
        if not self._namesakes or row.values.get(self._keys[0]) is not None:
            return None
        alike = self._namesakes.get(row.values.get(self._ledger.caption.key), [])
        match = next((each for each in alike if self._says_nothing_new(row, given, each)), None)
        if alike and match is None:
            key = self._keys[0]
            caption = self._ledger.fields[key].caption
            text = f"已有同名的记录，没有{caption}分不清是不是同一个，请补填后再导入，或手工登记"
            issues.append(Issue(key, "namesake", "review", text))
        return match

    def _moved(self, row: RosterRow, given: frozenset[str], match: _Known) -> Iterator[Issue]:
        """Say when a roster would move a member: that is a transfer, for a person to decide.

        Of a record that is not this person's to see nothing is said but that.
        """
        if not match.ours:
            yield _not_ours(self._keys[0], self._ledger)
            return
        if match.companion is None or "branch" not in given:
            return
        if row.values.get("branch") not in (None, match.companion["branch"]):
            text = "名册里的党支部与现有的不同，是否转接组织关系请人工核对"
            yield Issue("branch", "moved", "review", text)

    def _update(self, row: RosterRow, given: frozenset[str], match: _Known) -> bool:
        own = _differences(row.values, given, match.record, self._ledger)
        if own:
            record = match.record
            write.update_row(self._change, self._ledger, record["id"], record["version"], own)
            self._standing.changed(record)
        companion = self._ledger.companion
        if companion is None:
            return bool(own)
        if match.companion is None:
            if not _told_of(companion, row.values):
                return bool(own)  # an applicant, or one who left: nothing is said of a branch
            owner = {companion.owner.key: match.record["id"]}
            write.insert_rows(self._change, companion, [{**row.values, **owner}])
            return True
        beside = _differences(row.values, given, match.companion, companion)
        if beside:
            old = match.companion
            write.update_row(self._change, companion, old["id"], old["version"], beside)
        return bool(own or beside)

    def _write_new(self) -> None:
        if not self._new:
            return
        ledger, companion = self._ledger, self._ledger.companion
        if pairs.is_pair(ledger):
            pairs.put_pairs(self._change, ledger, self._new)
            self._new = []
            return
        count = len(self._new)
        ids = new_ids(count)
        write.insert_rows(self._change, ledger, self._new, {"id": ids})
        self._standing.made(ids, self._new)
        if companion is not None:
            own = {"id": new_ids(count), companion.owner.key: ids}
            write.insert_rows(self._change, companion, self._new, own)
        self._new = []


def _told_of(companion: Ledger, values: Mapping[str, Any]) -> bool:
    """Tell whether a row says enough for a row of the companion, such as which branch."""
    wanted = (field for key, field in companion.fields.items() if key != companion.owner.key)
    return all(values.get(field.key) is not None for field in wanted if field.required)


def _halted(issues: Sequence[Issue]) -> Action | None:
    """Tell whether a row stays out, and in which way."""
    severities = {issue.severity for issue in issues}
    if "error" in severities:
        return "refuse"
    return "review" if "review" in severities else None


def _not_ours(key: str, ledger: Ledger) -> Issue:
    """Refuse a row without a word on the record it meets, which is not this person's to see."""
    text = f"这一行的{ledger.title.removesuffix('台账')}记录不能由您导入，请交给管理员核对办理"
    return Issue(key, "outside", "error", text)


def _only_match(key: tuple[Any, ...], known: Mapping[tuple[Any, ...], _Known]) -> _Known | None:
    """Find the one record that fits a key of which the roster leaves parts out."""
    if None not in key[1:] or key[0] is None:
        return None
    fitting = [
        record
        for other, record in known.items()
        if record.ours
        and all(part in (None, there) for part, there in zip(key, other, strict=True))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _differences(
    values: Mapping[str, Any],
    given: frozenset[str],
    record: Mapping[str, Any],
    ledger: Ledger,
) -> dict[str, Any]:
    """Give what a roster says otherwise, and what it lets derive where nothing is known yet."""
    return {
        key: value
        for key, value in values.items()
        if value is not None
        and key in ledger.fields
        and value != record[key]
        and (key in given or record[key] is None)
    }
