"""The organisations of a database as a tree to reason about, before something in it is changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import tree
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.organisation import What
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.ledger import Catalog

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Structure:
    """Every organisation that is not removed: who, of what kind, under whom, from when to when.

    Attributes:
        rows: The organisations by identity, in the order of entry.
        parents: Who stands above each; it may be one that has not arrived here.
    """

    rows: Mapping[UUID, Row]
    parents: Mapping[UUID, UUID | None]

    @classmethod
    def read(cls, connection: Connection, catalog: Catalog) -> "Structure":
        """Read all of them."""
        rows = {row["id"]: row for row in tree.organisations(connection, catalog)}
        return cls(rows, {one: row["parent"] for one, row in rows.items()})

    def name(self, one: UUID | None) -> str:
        """Give what an organisation is called; 未到 where it is not known here."""
        found = None if one is None else self.rows.get(one)
        return "（未到）" if found is None else str(found["name"])

    def line(self, one: UUID) -> list[UUID]:
        """Give those above an organisation, the nearest first."""
        return list(rules.line_above(self.parents, one))

    def names_above(self, one: UUID | None) -> tuple[str, ...]:
        """Name an organisation with those above it, the topmost first."""
        if one is None:
            return ()
        return tuple(self.name(each) for each in reversed([one, *self.line(one)]))

    def below(self, one: UUID) -> set[UUID]:
        """Give all that stand under an organisation, at any depth, dissolved ones too."""
        return rules.below(self.parents, one)

    def children(self, one: UUID, on: date) -> list[Row]:
        """Give those directly under an organisation that stand on a day or later."""
        day = on.isoformat()
        return [
            row
            for row in self.rows.values()
            if row["parent"] == one and (row["dissolved_on"] is None or row["dissolved_on"] > day)
        ]

    def against(self, row: Row, above: UUID | None, on: date) -> Iterator[str]:
        """Say all that speaks against an organisation standing under another from a day on.

        Args:
            row: The organisation as it is to be: ``id``, ``name``, ``kind``, ``form``.
            above: The other one; nobody: it is to be on top.
            on: The day.
        """
        what = What(row["kind"], row["form"])
        if above is None:
            if not rules.may_stand_under(what, None, on):
                yield f"{called(row)}要有上级党组织，请选一个。{_advice(what, on)}"
            return
        if above not in self.rows:
            return  # it has not arrived yet; who stands there is not ours to say
        if rules.makes_circle(self.parents, row["id"], above):
            yield f"{called(row)}不能隶属于它自己或它的下级“{self.name(above)}”。请另选上级党组织。"
            return
        other = self.rows[above]
        yield from self.against_day(other, on)
        if not rules.may_stand_under(what, What(other["kind"], other["form"]), on):
            told = f"{called(row)}不能隶属于{called(other)}。"
            yield told + _advice(what, on)

    def against_day(self, other: Row, on: date) -> Iterator[str]:
        """Say that an organisation is not there on a day."""
        ended, begun = other["dissolved_on"], other["established_on"]
        if ended is not None and ended <= on.isoformat():
            yield f"“{other['name']}”已于{show_day(ended)}撤销，请另选一个党组织。"
        if begun is not None and begun > on.isoformat():
            yield f"“{other['name']}”{show_day(begun)}才成立，请另选日期或另选一个党组织。"


def called(row: Row) -> str:
    """Name an organisation with what it is: ``“第一网格党支部”（网格·党支部）``."""
    kinds, forms = code_table("organisation_kind").known, code_table("organisation_form").known
    kind, form = kinds.get(row["kind"], row["kind"]), forms.get(row["form"], row["form"])
    return f"“{row['name']}”（{kind}·{form}）"


def _advice(what: What, on: date) -> str:
    """Say where such an organisation may stand, in the words of the code tables."""
    kinds, forms = code_table("organisation_kind").known, code_table("organisation_form").known
    places = []
    for parent_kinds, parent_forms in rules.parents_of(what, on):
        kind = "、".join(label for code, label in kinds.items() if code in parent_kinds)
        form = "、".join(label for code, label in forms.items() if code in parent_forms)
        if parent_kinds != {rules.OTHER}:
            places.append(f"{kind or '任何领域'}的{form}")
    return f"可以隶属于：{'；'.join(places)}。" if places else ""
