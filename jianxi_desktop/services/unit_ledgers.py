"""Which ledgers tell something of one organisation or territory, and how its rows are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.trees import ORGANISATIONS, TERRITORIES, TreeNode

# What people look for first; all others follow in the order of the catalog.
_FIRST: Final = (
    "organisation",
    "person",
    "post_holding",
    "leadership_term",
    "organisation_unit",
    "organisation_change",
    "organisation_rating",
    "target",
    "activity",
    "venue",
    "problem",
)
_WITH_MEMBERS: Final = ("branch", "group")
_TITLES: Final = {
    "person": "党员",
    "post_holding": "班子和兼职委员",
    "leadership_term": "届次",
    "organisation_unit": "单位关系",
    "organisation_change": "组织变动",
    "organisation_rating": "定级",
    "target": "三创",
    "activity": "活动",
    "work_plan": "工作台账",
}


# What mostly stands under an organisation of a kind, else of a form.
_BELOW: Final = {
    "district": (("form", "working_committee"), ("kind", "street")),
    "street": (("form", "party_committee"), ("kind", "community")),
    "community": (("form", "branch"), ("kind", "grid")),
    "branch": (("form", "group"), ("kind", "building")),
}
Given = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The rows of one ledger that tell of a unit.

    Attributes:
        ledger: Where they are kept.
        title: What they are called on the unit's page.
        link: Key of the field that leads from a row to the unit.
        value: The unit.
        owned: Whether the rows are nothing without the unit.
        within: The organisation whose subtree is asked; none: the link itself is.
        given: What a new row starts with.
    """

    ledger: Ledger
    title: str
    link: str
    value: UUID
    owned: bool = True
    within: UUID | None = None
    given: Given = ()

    @property
    def query(self) -> Query:
        """Ask for the rows."""
        if self.within is not None:
            return Query(within=self.within)
        return Query(filters=(Filter(self.link, self.value),))


def shelves_of(catalog: Catalog, tree: str, node: TreeNode) -> tuple[Shelf, ...]:
    """Give the ledgers that tell of an organisation or a territory, the most asked for first."""
    if tree == TERRITORIES:
        return tuple(_of_territory(catalog, node))
    found = {shelf.ledger.key: shelf for shelf in _of_organisation(catalog, node)}
    first = [key for key in _FIRST if key in found]
    if node.form in _WITH_MEMBERS:
        first.insert(0, first.pop(first.index("person")))
    return tuple(found[key] for key in (*first, *(key for key in found if key not in first)))


@needs(Right.VIEW)
def count_shelves(office: Office, shelves: Sequence[Shelf]) -> dict[str, int]:
    """Count the rows of each ledger, by its key."""
    return {
        shelf.ledger.key: records.count_rows(office, shelf.ledger, shelf.query) for shelf in shelves
    }


def _of_territory(catalog: Catalog, node: TreeNode) -> list[Shelf]:
    territory, organisation = catalog[TERRITORIES], catalog[ORGANISATIONS]
    return [
        _shelf(territory, "下级区域", "parent", node),
        _shelf(organisation, "这里的党组织", "territory", node),
        *(
            _shelf(each, _title(each), each.owner.key, node)
            for each in catalog.details_of(territory)
        ),
    ]


def _of_organisation(catalog: Catalog, node: TreeNode) -> list[Shelf]:
    organisation = catalog[ORGANISATIONS]
    details = catalog.details_of(organisation)
    below = _shelf(organisation, "下级组织", "parent", node)
    usual = (("territory", node.territory), *_BELOW.get(node.kind, _BELOW.get(node.form, ())))
    found = [replace(below, given=(*below.given, *usual)), _members(catalog, node)]
    found += [_shelf(each, _title(each), each.owner.key, node) for each in details]
    for each in catalog:
        link = _link_of(each)
        if each.area and link and each not in details and each.key not in ("person", ORGANISATIONS):
            given = ((link, node.id),)
            found.append(_below(each, _title(each), link, node, given))
    return found


def _members(catalog: Catalog, node: TreeNode) -> Shelf:
    """Give the members in an organisation and below it; a new one joins its branch, or group."""
    given: Given = (("branch", node.id),) if node.form != "working_committee" else ()
    if node.form == "group":
        given = (("branch", node.parent), ("group", node.id))
    return _below(catalog["person"], _TITLES["person"], "branch", node, given)


def _link_of(ledger: Ledger) -> str | None:
    """Name the field that says whose a record is."""
    for key, field in ledger.fields.items():
        if isinstance(field, Link) and field.target == ORGANISATIONS:
            return key if field.required or ledger.owner is None else None
    return None


def _shelf(ledger: Ledger, title: str, link: str, node: TreeNode) -> Shelf:
    """Give the rows that are a unit's own."""
    given = ((link, node.id),)
    return Shelf(ledger=ledger, title=title, link=link, value=node.id, given=given)


def _below(ledger: Ledger, title: str, link: str, node: TreeNode, given: Given) -> Shelf:
    """Give the rows of a unit and of all below it."""
    own = _shelf(ledger, title, link, node)
    return replace(own, owned=False, within=node.id, given=given)


def _title(ledger: Ledger) -> str:
    return _TITLES.get(ledger.key) or ledger.title.removesuffix("台账").removesuffix("名册")
