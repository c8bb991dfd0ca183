"""One decision about organisations at work: what it looks at, what it writes, what it tells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.organisation import GROUP, What, may_stand_under
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import scope, transfers
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_lines import note_change
from jianxi_desktop.services.structure import Row, Structure
from jianxi_desktop.services.transfers import Place


@dataclass(frozen=True)
class Decision:
    """What a change of structure stands on.

    Attributes:
        on: The day it holds from.
        document: Number of the paper that approved it (批准文号).
        reason: Why, in words.
    """

    on: date
    document: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Changed:
    """What a change of structure did.

    Attributes:
        id: The organisation it was about.
        version: Its version now.
        touched: Ledgers written.
        members: Memberships that go on elsewhere.
        organisations: Organisations that got another superior with it.
        posts: Posts that go on elsewhere.
        notes: What the person should know, in words.
    """

    id: UUID
    version: int
    touched: frozenset[str]
    members: int = 0
    organisations: int = 0
    posts: int = 0
    notes: tuple[str, ...] = ()


@contextmanager
def deciding(office: Office, action: str, decision: Decision) -> Iterator["Work"]:
    """Open the one transaction of a decision.

    Raises:
        InputError: The number of the document or the reason is too long.
    """
    line = office.catalog["organisation_change"]
    decision = Decision(
        decision.on,
        line.fields["document"].parse(decision.document),
        line.fields["reason"].parse(decision.reason),
    )
    scope.require_writable(office, office.catalog["organisation"])
    why = "；".join(each for each in (decision.document, decision.reason) if each)
    with office.change(action, why or None) as change:
        work = Work(office, change, decision)
        yield work
        work.close()


class Work:
    """Reads the organisations once, writes what a decision says, and counts it.

    Attributes:
        change: The transaction.
        structure: The organisations as they stood when it began.
        members: Memberships that go on elsewhere.
        organisations: Organisations that got another superior with it.
        posts: Posts that go on elsewhere.
        notes: What the person should know.
    """

    def __init__(self, office: Office, change: Change, decision: Decision) -> None:
        self.change = change
        self.structure = Structure.read(change.connection, office.catalog)
        self.members = 0
        self.organisations = 0
        self.posts = 0
        self.notes: tuple[str, ...] = ()
        self._office = office
        self._catalog = office.catalog
        self._decision = decision
        self._taken: set[UUID] = set()
        self._versions: dict[UUID, int] = {}

    @property
    def _day(self) -> str:
        return self._decision.on.isoformat()

    def take(self, one: UUID, version: int | None = None) -> Row:
        """Read an organisation that this person may change.

        Raises:
            ConflictError: It is gone, or not the version that was shown.
            InputError: It is not this person's.
        """
        ledger, connection = self._catalog["organisation"], self.change.connection
        scope.require_inside(self._office, connection, ledger, [one])
        found = lookup.existing(connection, ledger, "id", [one])
        if not found:
            raise ConflictError(
                "no such organisation",
                user_message="这个党组织不存在或已移除，请刷新后再试。",
                code="gone",
            )
        if version not in (None, found[0]["version"]):
            raise write.stale(ledger)
        self._taken.add(one)
        self._versions[one] = found[0]["version"]
        return found[0]

    def parsed(self, key: str, raw: object) -> Any:
        """Read a value of an organisation as its form does.

        Raises:
            FieldError: It is none.
        """
        return self._catalog["organisation"].fields[key].parse(raw)

    def edit(self, row: Row, values: Mapping[str, Any]) -> None:
        """Change fields of an organisation."""
        ledger, one = self._catalog["organisation"], row["id"]
        edit = write.Edit(one, values, self._versions[one])
        self._versions[one] = write.update_rows(self.change, ledger, [edit])[one]

    def note(self, row: Row, kind: str, **facts: Any) -> None:
        """Write the dated line of what was decided."""
        paper = {"document": self._decision.document, "reason": self._decision.reason}
        note_change(self.change, self._catalog, row["id"], kind, self._day, **paper, **facts)

    def put_under(self, row: Row, above: UUID) -> None:
        """Give an organisation another superior; a group's members come into its new branch."""
        self.edit(row, {"parent": above})
        self.note(row, "moved", old_parent=row["parent"], new_parent=above)

    def follow(self, before: Row, after: Row) -> None:
        """Let members follow a group that comes to another branch, becomes one, or was one."""
        day = self._decision.on
        self.members += transfers.follow(self.change, self._catalog, before, after, day)

    def gather(self, row: Row, place: Place) -> None:
        """Let the members of an organisation go on in a place; groups below it keep theirs."""
        wanted = []
        for each in transfers.members_of(
            self.change.connection, self._catalog, row["id"], self._decision.on
        ):
            stays = each["group"] not in (None, row["id"])
            wanted.append((each, Place(place.branch, each["group"]) if stays else place))
        self.members += transfers.transfer(self.change, self._catalog, wanted, self._decision.on)

    def place_in(self, other: Row) -> Place:
        """Say where members belong who come into an organisation."""
        if other["form"] == GROUP and other["parent"] is not None:
            return Place(other["parent"], other["id"])
        return Place(other["id"])

    def memberships_of(self, people: Collection[UUID]) -> dict[UUID, list[Row]]:
        """Give the open memberships of some people on the day, by person."""
        ledger = self._catalog["membership"]
        found: dict[UUID, list[Row]] = {one: [] for one in people}
        for row in lookup.existing(self.change.connection, ledger, "person", list(found)):
            if transfers.holds(row, self._decision.on):
                found[row["person"]].append(row)
        return found

    def note_transfers(self, rows: Sequence[Row], place: Place) -> None:
        """Write a movement for each member that was transferred."""
        told = (self._decision.document, self._decision.reason)
        reason = "；".join(each for each in told if each) or None
        fields = self._catalog["member_movement"].fields
        limit = getattr(fields["to_place"], "length", 100)
        movements = [
            {
                "person": row["person"],
                "kind": "transfer_within",
                "moved_on": self._day,
                "handled_by": self._office.unit.name,
                "from_place": self._named(Place(row["branch"], row["group"]))[:limit],
                "to_place": self._named(place)[:limit],
                "reason": reason,
            }
            for row in rows
        ]
        write.insert_rows(self.change, self._catalog["member_movement"], movements)

    def against_day(self, row: Row) -> Iterator[str]:
        """Say what speaks against the day: it is to come, or something later is known."""
        day, name = self._day, row["name"]
        if self._decision.on > calendar.today():
            yield f"{show_day(day)}还没有到，请等到那一天再办理，或改填日期。"
        if (row["established_on"] or "") > day:
            yield f"“{name}”{show_day(row['established_on'])}才成立，日期不能早于那一天。"
        if row["dissolved_on"] is not None:
            yield f"“{name}”已于{show_day(row['dissolved_on'])}撤销，不能再变动。"
        ledger, kinds = self._catalog["organisation_change"], code_table("organisation_change_kind")
        lines = lookup.existing(self.change.connection, ledger, "organisation", [row["id"]])
        for line in lines:
            if line["changed_on"] > day and row["dissolved_on"] is None:
                kind = kinds.known.get(line["kind"], line["kind"])
                told = f"“{name}”在{show_day(line['changed_on'])}已有“{kind}”"
                yield f"{told}，日期不能早于那一天；如果那一条登记错了，请先更正。"

    def against_leaving(self, row: Row) -> Iterator[str]:
        """Say that the office's own organisation and those above are for others to change."""
        own, top = self._office.unit.organisation, self._office.account.organisation
        one = row["id"]
        if one in {own, top, *self.structure.line(own)}:
            yield f"“{row['name']}”是本单位或上级的党组织，它的改隶、合并和撤销由上级办理。"

    def against_form(self, after: Row, above: UUID | None) -> Iterator[str]:
        """Say what speaks against an organisation as it is to be."""
        yield from self.structure.against(after, above, self._decision.on)
        if after["form"] != GROUP:
            return
        if self.structure.children(after["id"], self._decision.on):
            yield f"“{after['name']}”还有下级党组织，不能改为党小组。请先把它们改隶。"

    def odd_below(self, after: Row) -> tuple[str, ...]:
        """Say who would not be put under an organisation as it is now, and stands there still."""
        what = What(after["kind"], after["form"])
        return tuple(
            f"“{child['name']}”按规则不应再在“{after['name']}”之下，请改隶或改建"
            for child in self.structure.children(after["id"], self._decision.on)
            if not may_stand_under(What(child["kind"], child["form"]), what, self._decision.on)
        )

    def against_merging(self, row: Row, other: Row, children: Sequence[Row]) -> Iterator[str]:
        """Say what speaks against one organisation going into another."""
        day, into = self._decision.on, other["id"]
        if into == row["id"]:
            yield "不能并入它自己，请另选一个党组织。"
            return
        if into in self.structure.below(row["id"]):
            yield f"“{other['name']}”在“{row['name']}”之下，不能并入下级。请先把它改隶。"
            return
        yield from self.structure.against_day(other, day)
        if row["form"] != GROUP and other["form"] == GROUP:
            yield f"“{other['name']}”是党小组，不能并入党小组。请选一个党支部。"
            return
        for child in children:
            yield from self.structure.against(child, into, day)
            yield from self.against_day(child)

    def against_place(self, row: Row, group: UUID | None) -> Iterator[str]:
        """Say what speaks against members coming into a branch and group."""
        yield from self.structure.against_day(row, self._decision.on)
        if self._decision.on > calendar.today():
            yield f"{show_day(self._day)}还没有到，请等到那一天再办理，或改填日期。"
        if row["form"] == GROUP:
            yield f"“{row['name']}”是党小组，请选它所在的党支部。"
        if group is None:
            return
        inside = self.structure.rows.get(group)
        if inside is None or inside["parent"] != row["id"] or inside["form"] != GROUP:
            yield f"“{self.structure.name(group)}”不是“{row['name']}”的党小组，请另选。"
        else:
            yield from self.structure.against_day(inside, self._decision.on)

    def against_transfer(self, held: Mapping[UUID, Sequence[Row]], place: Place) -> Iterator[str]:
        """Say which members cannot be transferred, and why."""
        names = self._people(list(held))
        for person, rows in held.items():
            name = names.get(person, "（未到）")
            if len(rows) != 1:
                what = "没有组织关系" if not rows else f"有{len(rows)}条组织关系"
                yield f"{name}在这一天{what}，请先核对他的组织关系。"
            elif Place(rows[0]["branch"], rows[0]["group"]) == place:
                yield f"{name}已经在“{self._named(place)}”，不用转移。"
            elif (rows[0]["since"] or "") > self._day:
                yield f"{name}{show_day(rows[0]['since'])}才转入现在的支部，日期不能早于那一天。"

    def done(self, row: Row) -> Changed:
        """Say what was done."""
        return Changed(
            row["id"],
            self._versions[row["id"]],
            frozenset(self.change.touched),
            self.members,
            self.organisations,
            self.posts,
            self.notes,
        )

    def close(self) -> None:
        """Make sure that everything it wrote is still this person's."""
        ledger = self._catalog["organisation"]
        scope.require_inside(self._office, self.change.connection, ledger, self._taken)

    def _named(self, place: Place) -> str:
        name = self.structure.name(place.branch)
        return name if place.group is None else f"{name} {self.structure.name(place.group)}"

    def _people(self, ids: Collection[UUID]) -> dict[UUID, str]:
        rows = lookup.existing(self.change.connection, self._catalog["person"], "id", ids)
        return {row["id"]: row["name"] for row in rows}
