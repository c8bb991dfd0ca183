"""Decide row by row what a roster means, and write the rows that are good."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jianxi_desktop.db import pairs, write
from jianxi_desktop.db.ids import new_ids
from jianxi_desktop.db.store import Change
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.services import (
    code_rules,
    filing_rules,
    import_rules,
    indicator_rules,
    organisation_rows,
    standing_rules,
)
from jianxi_desktop.services.import_decisions import Decided, said_in_sheet, settle
from jianxi_desktop.services.import_matching import Known, Matcher, Meeting, differences
from jianxi_desktop.services.import_report import Decision
from jianxi_desktop.services.links import LinkFinder
from jianxi_desktop.services.office import Office
from jianxi_desktop.sheets.roster import Roster, RosterRow

Action = Literal["create", "update", "same", "review", "refuse", "skip"]
Changes = Mapping[str, tuple[Any, Any]]
_NOTHING: Changes = MappingProxyType({})


class Taken(NamedTuple):
    """What becomes of one row, and everything there is to say about it.

    Attributes:
        action: What is done with it.
        issues: What is wrong or odd.
        changes: What stands in its record and what it says otherwise, by field key.
        candidates: Records it may be about, where a person must decide.
    """

    action: Action
    issues: tuple[Issue, ...]
    changes: Changes = _NOTHING
    candidates: tuple[Known, ...] = ()


class _Prepared(NamedTuple):
    """A row made ready: what the sheet itself gave, and what is wrong; ``None``: no record."""

    row: RosterRow
    given: frozenset[str]
    issues: list[Issue] | None
    decided: Decided | None


class Taker:
    """Takes rows of one roster into one ledger, a chunk at a time, inside one change."""

    def __init__(
        self,
        office: Office,
        change: Change,
        ledger: Ledger,
        finder: LinkFinder,
        home: UUID,
        decisions: Sequence[Decision] = (),
    ) -> None:
        self._office = office
        self._change = change
        self._ledger = ledger
        self._finder = finder
        self._home = home
        self._above = standing_rules.above(office, change.connection)
        self._decisions = {each.row: Decided(each.answer, each.record) for each in decisions}
        self._matcher = Matcher(office, change, ledger, home)
        self._new: list[dict[str, Any]] = []
        self._edits: list[write.Edit] = []
        self._edited: list[Mapping[str, Any]] = []
        self._beside: list[write.Edit] = []
        self._joined: list[dict[str, Any]] = []
        self._standing = organisation_rows.Watcher(office, change, ledger, home)
        self._fixed = indicator_rules.Watcher(office, change.connection, ledger)
        self._filed = filing_rules.Watcher(change.connection, office.catalog, ledger)
        self._rules = import_rules.Watcher(office, change, ledger, home)

    def take_all(self, roster: Roster) -> Iterator[tuple[RosterRow, Taken]]:
        """Decide and write every row of a roster."""
        for chunk in roster.chunks():
            yield from self.take(chunk)
        self._rules.close()

    def take(self, chunk: Sequence[RosterRow]) -> list[tuple[RosterRow, Taken]]:
        """Decide and write a chunk of rows; they come back with what became of each."""
        prepared = [self._prepare(row) for row in chunk]
        self._matcher.look(chunk)
        result = [(each.row, self._decide(each)) for each in prepared]
        self._write()
        return result

    def _prepare(self, row: RosterRow) -> _Prepared:
        """Complete a row's values in place; its issues are ``None`` for a line without a record.

        Only what the sheet itself gives overwrites what is stored, not what is derived from it.
        """
        if row.skipped:
            return _Prepared(row, frozenset(), None, None)
        decided, issues = said_in_sheet(row.values)
        decided = self._decisions.get(row.row, decided)
        given = frozenset([key for key, value in row.values.items() if value is not None])
        sound = not any(issue.severity == "error" for issue in row.issues)
        issues = [*row.issues, *issues, *self._finder.resolve(row.values, sound=sound)]
        if self._ledger.home is not None:
            row.values.setdefault(self._ledger.home.key, None)
        if self._ledger.complete is not None:
            completed, more = self._ledger.complete(row.values)
            row.values.update(completed)
            wrong = {issue.field for issue in issues}
            issues += [each for each in more if each.field not in wrong]
        issues += code_rules.row_issues(self._office, self._ledger, row.values)
        return _Prepared(row, given, issues, decided)

    def _decide(self, prepared: _Prepared) -> Taken:
        row, given, issues, decided = prepared
        if issues is None:
            return Taken("skip", ())
        if any(issue.severity == "error" for issue in issues):
            return Taken("refuse", tuple(issues))
        met = self._matcher.meet(row, given)
        if decided is not None:
            settle(self._matcher, row, given, met, decided, self._write)
        issues += met.issues
        if met.match is None:
            issues += standing_rules.row_issues(self._ledger, row.values, self._above)
        else:
            issues += self._moved(row, given, met, decided)
        record = met.match and met.match.record
        for watcher in (self._standing, self._fixed, self._filed, self._rules):
            issues += watcher.issues(row.values, record)
        if halted := _halted(issues):
            return self._halt(halted, prepared, met, issues)
        if met.match is None:
            return self._create(row, issues)
        return self._update(row, given, met.match, issues)

    def _halt(
        self,
        action: Action,
        prepared: _Prepared,
        met: Meeting,
        issues: Sequence[Issue],
    ) -> Taken:
        row, given, _issues, decided = prepared
        if action == "review" and (decided is None or decided.answer != "leave"):
            self._matcher.doubted(row.row, row.values)
        asked = met.candidates
        if action == "review" and not asked and met.match is not None:
            asked = [met.match]
        changes = _NOTHING
        if len(asked) == 1 and asked[0].ours and not asked[0].made:
            own, beside = self._differences(row, given, asked[0])
            changes = self._told(asked[0], own | beside)
        return Taken(action, tuple(issues), changes, tuple(asked))

    def _create(self, row: RosterRow, issues: Sequence[Issue]) -> Taken:
        home = self._ledger.home
        if home is not None and row.values.get(home.key) is None:
            row.values[home.key] = self._home
        self._matcher.made(row.row, row.values)
        self._new.append(row.values)
        if self._rules.at_once:
            self._write()
        return Taken("create", tuple(issues))

    def _update(
        self, row: RosterRow, given: frozenset[str], match: Known, issues: Sequence[Issue]
    ) -> Taken:
        self._matcher.met(match, row)
        own, beside = self._differences(row, given, match)
        if own:
            record = match.record
            self._edits.append(write.Edit(record["id"], own, record["version"]))
            self._edited.append(record)
        if beside and match.companion is not None:
            old = match.companion
            self._beside.append(write.Edit(old["id"], beside, old["version"]))
        elif beside and self._ledger.companion is not None:
            owner = {self._ledger.companion.owner.key: match.record["id"]}
            self._joined.append({**row.values, **owner})
        if not own and not beside:
            return Taken("same", tuple(issues))
        if self._rules.at_once:
            self._write()
        return Taken("update", tuple(issues), self._told(match, own | beside))

    def _differences(
        self, row: RosterRow, given: frozenset[str], match: Known
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give what a row says otherwise than its record, and than the companion's row."""
        own = differences(row.values, given, match.record, self._ledger)
        companion = self._ledger.companion
        if companion is None:
            return own, {}
        if match.companion is not None:
            return own, differences(row.values, given, match.companion, companion)
        if not _told_of(companion, row.values):
            return own, {}  # an applicant, or one who left: nothing is said of a branch
        return own, differences(row.values, given, {}, companion)

    def _told(self, match: Known, changed: Mapping[str, Any]) -> Changes:
        return {
            key: (match.value(key), value)
            for key, value in changed.items()
            if key in self._ledger.all_fields
        }

    def _moved(
        self, row: RosterRow, given: frozenset[str], met: Meeting, decided: Decided | None
    ) -> Iterator[Issue]:
        """Say when a roster would move a member: that is a transfer, for a person to decide.

        Whoever says that it is the same person keeps the branch as it is. Of a record that is not
        this person's to see nothing is said but that.
        """
        match = met.match
        assert match is not None  # noqa: S101 - only asked where there is one
        if not match.ours:
            yield _not_ours(self._ledger)
            return
        if match.companion is None or "branch" not in given:
            return
        branch = match.companion.get("branch")
        if row.values.get("branch") in (None, branch):
            return
        if decided is not None and decided.answer == "same":
            row.values["branch"], row.values["group"] = branch, None
            text = "党支部没有改动；要转接组织关系，请到“组织关系转接”办理"
            yield Issue("branch", "moved", "warning", text)
            return
        text = "名册里的党支部与现有的不同，是否转接组织关系请人工核对"
        yield Issue("branch", "moved", "review", text)

    def _write(self) -> None:
        """Write what was decided so far."""
        companion = self._ledger.companion
        self._write_new()
        if self._edits:
            write.update_rows(self._change, self._ledger, self._edits)
            for record in self._edited:
                self._standing.changed(record)
        if companion is not None:
            write.update_rows(self._change, companion, self._beside)
            write.insert_rows(self._change, companion, self._joined)
        self._edits, self._edited, self._beside, self._joined = [], [], [], []
        self._matcher.written()

    def _write_new(self) -> None:
        new, self._new = self._new, []
        ledger, companion = self._ledger, self._ledger.companion
        if not new:
            return
        if pairs.is_pair(ledger):
            pairs.put_pairs(self._change, ledger, new)
            return
        ids = new_ids(len(new))
        write.insert_rows(self._change, ledger, new, {"id": ids})
        self._standing.made(ids, new)
        if companion is not None:
            own = {"id": new_ids(len(new)), companion.owner.key: ids}
            write.insert_rows(self._change, companion, new, own)


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


def _not_ours(ledger: Ledger) -> Issue:
    """Refuse a row without a word on the record it meets, which is not this person's to see."""
    text = f"这一行的{ledger.title.removesuffix('台账')}记录不能由您导入，请交给管理员核对办理"
    return Issue(ledger.roster_key[0].key, "outside", "error", text)
