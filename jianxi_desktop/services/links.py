"""Find the records that a roster names: branches, groups, venues, people."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.office import territory_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.divisions import units_called
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.organisation import What, may_stand_under
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Issue, Ledger
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_JOINED = ("branch", "group")  # where a member is put


class LinkFinder:
    """Turns the names in a roster's link columns into identities; reads each ledger once.

    An organisation is looked for below the one the roster belongs to, a group below its branch;
    for somebody who is limited to the organisation ``top``, there is nothing outside of it.

    Attributes:
        named: What the roster calls each record that was found.
    """

    def __init__(
        self,
        change: Change,
        catalog: Catalog,
        ledger: Ledger,
        home: UUID,
        *,
        create: bool,
        top: UUID | None = None,
    ) -> None:
        self._change = change
        self._catalog = catalog
        self._links = [f for f in ledger.form_fields if isinstance(f, Link)]
        self._home = home
        self._top = top
        self._create = create
        self._names: dict[str, dict[str, list[UUID]]] = {}
        self._parents = lookup.parents(change.connection, catalog)
        self._answers: dict[tuple[str, str, UUID | None], UUID | Issue] = {}
        self._what: dict[UUID, What] = {}
        self._inside: dict[UUID, dict[str, list[UUID]]] = {}
        self.named: dict[UUID, str] = {}

    def resolve(self, values: dict[str, Any], *, sound: bool = True) -> list[Issue]:
        """Replace names by identities in place; what cannot be found is for a person to review.

        A row that is not ``sound`` will be refused: nothing is made for its sake.
        """
        issues: list[Issue] = []
        for field in self._links:
            name = values.get(field.key)
            if not isinstance(name, str):
                continue
            below = values.get("branch") if field.key == "group" else None
            question = (field.key, name, below)
            answer = self._answers.get(question) or self._find(field, name, below)
            if answer is None:
                answer = self._make(field.key, name, below) if sound else None
            if answer is None:
                values[field.key] = None
                continue
            self._answers[question] = answer
            if isinstance(answer, Issue):
                values[field.key] = None
                issues.append(answer)
            else:
                values[field.key] = answer
                self.named[answer] = name
                issues += self._odd(field, name, answer)
        return issues

    def _odd(self, field: Link, name: str, answer: UUID) -> Iterator[Issue]:
        """Say that a row names an organisation that has ended: it may be about the past."""
        if field.target != "organisation" or field.key in {*_JOINED, "parent"}:
            return
        if ended := self._ended.get(answer):
            said = f"{field.caption}“{hide_numbers(name)}”已于{show_day(ended)}撤销"
            yield Issue(field.key, "ended", "warning", f"{said}，请核对是不是以前的事")

    def _find(self, field: Link, name: str, below: UUID | None) -> UUID | Issue | None:
        """Find a record by name; ``None`` says that it may be made."""
        found = self._named(field, name, below)
        if len(found) > 1 and field.target == "organisation":
            found = [each for each in found if each not in self._ended] or found
        if field.key in _JOINED and (ended := [each for each in found if each in self._ended]):
            found = [each for each in found if each not in self._ended]
            if not found:
                return _ended_issue(field, name, self._ended[ended[0]])
        if len(found) == 1:
            return found[0]
        if found:
            text = f"{field.caption}“{hide_numbers(name)}”有{len(found)}个同名，请写明全称"
            return Issue(field.key, "ambiguous", "review", text)
        if self._create and field.key in {"branch", "group"}:
            return None
        text = f"{field.caption}“{hide_numbers(name)}”还没有登记"
        return Issue(field.key, "unknown_link", "review", text)

    def _named(self, field: Link, name: str, below: UUID | None) -> list[UUID]:
        known = self._names.get(field.target)
        if known is None:
            known = lookup.names(self._change.connection, self._catalog, field.target, self._top)
            self._names[field.target] = known
        found = known.get(name, [])
        if not found and field.target == "territory":
            found = self._formerly(name)
        if field.target == "organisation" and field.key != "parent":
            if below is not None:
                return self._below(below).get(name, [])
            found = [each for each in found if self._is_below(each, self._home)]
        return found

    def _below(self, top: UUID) -> Mapping[str, list[UUID]]:
        """Give by name what stands in a branch: the groups of many branches are called alike."""
        if top not in self._inside:
            found: dict[str, list[UUID]] = {}
            waiting, seen = [top], set[UUID]()
            while waiting:
                one = waiting.pop()
                if one in seen:  # a circle that a merge may bring ends here
                    continue
                seen.add(one)
                waiting += self._children.get(one, ())
                for name in self._called.get(one, ()):
                    found.setdefault(name, []).append(one)
            self._inside[top] = found
        return self._inside[top]

    @cached_property
    def _children(self) -> dict[UUID | None, list[UUID]]:
        found: dict[UUID | None, list[UUID]] = {}
        for one, above in self._parents.items():
            found.setdefault(above, []).append(one)
        return found

    @cached_property
    def _called(self) -> dict[UUID, list[str]]:
        """Give the names by which each organisation may be meant."""
        found: dict[UUID, list[str]] = {}
        for name, ids in self._names["organisation"].items():
            for one in ids:
                found.setdefault(one, []).append(name)
        return found

    @cached_property
    def _ended(self) -> dict[UUID, str]:
        """Give the organisations that have ended, with their last day."""
        today = calendar.today().isoformat()
        rows = tree.organisations(self._change.connection, self._catalog)
        ends = {row["id"]: row["dissolved_on"] for row in rows}
        return {one: day for one, day in ends.items() if day is not None and day <= today}

    def _formerly(self, name: str) -> list[UUID]:
        """Find the territories that are or were once meant by a division code or a name."""
        once = {territory_id(unit) for unit in units_called(name)}
        if not once:
            return []
        ledger = self._catalog["territory"]
        rows = lookup.existing(self._change.connection, ledger, "id", once)
        return [row["id"] for row in rows]

    def _is_below(self, one: UUID, top: UUID) -> bool:
        at: UUID | None = one
        for _ in range(64):  # a circle that a merge may bring ends here
            if at is None or at == top:
                return at is not None
            at = self._parents.get(at)
        return False

    def _make(self, key: str, name: str, below: UUID | None) -> UUID | Issue:
        facts: dict[str, Any] = (
            {"form": "branch", "kind": "grid", "parent": self._home}
            if key == "branch"
            else {"form": "group", "kind": "building", "parent": below or self._home}
        )
        if not self._may_stand(What(facts["kind"], facts["form"]), facts["parent"]):
            told = "党小组要建在党支部之内" if key == "group" else "这里不能再设党支部"
            text = f"没有建立“{hide_numbers(name)}”：{told}，请先登记它，再导入"
            return Issue(key, "parent", "review", text)
        ledger = self._catalog["organisation"]
        children, called = self._children, self._called
        made = insert_rows(self._change, ledger, [{"name": name, **facts}])[0]
        self._names["organisation"].setdefault(name, []).append(made)
        self._parents[made] = facts["parent"]
        children.setdefault(facts["parent"], []).append(made)
        called[made] = [name]
        self._inside.clear()
        self._what[made] = What(facts["kind"], facts["form"])
        return made

    def _may_stand(self, what: What, above: UUID) -> bool:
        if not self._what:
            rows = tree.organisations(self._change.connection, self._catalog)
            self._what = {row["id"]: What(row["kind"], row["form"]) for row in rows}
        other = self._what.get(above)
        return other is None or may_stand_under(what, other, calendar.today())


def _ended_issue(field: Link, name: str, day: str) -> Issue:
    told = f"{field.caption}“{hide_numbers(name)}”已于{show_day(day)}撤销，请写现在的党组织"
    return Issue(field.key, "ended", "review", told)


def organisation_named(
    change: Change, catalog: Catalog, text: str, top: UUID | None = None
) -> UUID:
    """Find an organisation by name or identity, below ``top`` where this limits the person.

    Raises:
        InputError: There is none, or several of that name.
    """
    found = lookup.names(change.connection, catalog, "organisation", top)
    with contextlib.suppress(ValueError):
        one = UUID(text)
        found = {text: [one]} if any(one in each for each in found.values()) else {}
    named = found.get(text, [])
    if len(named) == 1:
        return named[0]
    trouble = "有多个同名" if named else "没有登记"
    raise InputError(
        "organisation not found" if not named else "organisation name is ambiguous",
        user_message=f"党组织“{hide_numbers(text)[:40]}”{trouble}，请核对名称。",
        code="no_such_organisation",
    )


@needs(Right.VIEW)
def text_to_link(office: Office, ledger: Ledger, key: str, text: str) -> str:
    """Turn the name of a linked record into its identity; other fields' text stays.

    Raises:
        InputError: There is no such record, or several of that name.
    """
    field = ledger.all_fields[key]
    if not isinstance(field, Link) or not text:
        return text
    try:
        return str(UUID(text))
    except ValueError:
        with office.store.read() as connection:
            every = lookup.names(
                connection, office.catalog, field.target, office.account.organisation
            )
            found = every.get(text, [])
    if len(found) == 1:
        return str(found[0])
    trouble = "有多个同名" if found else "没有登记"
    raise InputError(
        f"{key}: {len(found)} records of that name",
        user_message=f"{field.caption}“{hide_numbers(text)[:40]}”{trouble}，请核对名称。",
        code="ambiguous" if found else "unknown_link",
    )
