"""What an import says of every row: values, changes and candidates as they may be shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import history
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Day, Field, Link
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.services.import_matching import Known
from jianxi_desktop.services.import_report import Candidate, RowReport
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.taking import Taken
from jianxi_desktop.sheets.roster import RosterRow

_SKIPPED: Mapping[str, str] = {
    "blank": "空行，没有收",
    "title": "标题，不是记录",
    "total": "合计，不是记录",
    "footnote": "注释，不是记录",
    "example": "填表示例，不是记录",
    "heading": "表头，不是记录",
}


class RowTeller:
    """Puts rows of one roster into words; numbers whole only to those who may see them."""

    def __init__(
        self, office: Office, connection: Connection, ledger: Ledger, named: Mapping[UUID, str]
    ) -> None:
        self._catalog = office.catalog
        self._connection = connection
        self._ledger = ledger
        self._named = named
        self._called: dict[UUID, str] = {}
        self._whole = Right.REVEAL in office.account.rights

    def tell(self, row: RosterRow, taken: Taken) -> RowReport:
        """Say what a row holds and what becomes of it."""
        values = {key: self._show(key, value) for key, value in row.values.items()}
        changes = {
            key: (self._show_kept(key, old), self._show(key, new))
            for key, (old, new) in taken.changes.items()
        }
        return RowReport(
            row.sheet,
            row.row,
            taken.action,
            {key: text for key, text in values.items() if text},
            taken.issues or _why_skipped(row),
            changes,
            tuple(self._candidate(each) for each in taken.candidates if not each.made),
        )

    def _candidate(self, known: Known) -> Candidate:
        """Name a record by what tells it from its namesakes."""
        ledger = self._ledger
        keys = [each.key for each in (*ledger.alike[1:], *ledger.roster_key)]
        caption = ledger.caption.key
        parts = []
        for key in dict.fromkeys(keys):
            text = self._show_kept(key, known.value(key), days=True)
            if key != caption and not text:
                parts.append(f"没有{ledger.all_fields[key].caption}")
            elif key != caption:
                parts.append(text)
        return Candidate(
            known.record["id"], self._show_kept(caption, known.value(caption)), "，".join(parts)
        )

    def _show(self, key: str, value: Any) -> str:
        """Show what the row says, which whoever brings the file can read in it anyway."""
        field: Field[Any] = self._ledger.all_fields[key]
        if value is None or isinstance(field, Link) or not self._whole:
            return self._show_kept(key, value)
        return field.show(value)

    def _show_kept(self, key: str, value: Any, *, days: bool = False) -> str:
        """Show what stands in a record: whole numbers are seen with a reason only, elsewhere."""
        field: Field[Any] = self._ledger.all_fields[key]
        if value is None:
            return ""
        if isinstance(field, Link):
            return self._caption(field, value)
        return show_day(value) if days and isinstance(field, Day) else field.mask(value)

    def _caption(self, field: Link, one: Any) -> str:
        if not isinstance(one, UUID):
            return str(one)
        if one in self._named:
            return self._named[one]
        if one not in self._called:
            found = history.captions(self._connection, self._catalog, field.target, [one])
            self._called[one] = found.get(one, "")
        return self._called[one]


def _why_skipped(row: RosterRow) -> tuple[Issue, ...]:
    """Say why a line holds no record."""
    if not row.skipped:
        return ()
    text = _SKIPPED.get(row.skipped, "不是记录，没有收")
    return (Issue("", f"skipped_{row.skipped}", "warning", text),)
