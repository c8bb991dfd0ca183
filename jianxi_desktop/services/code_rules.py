"""Who may write which entry of a code table: the district all of them, others a few of their own.

What an office below the district adds is told apart by its code, which begins with the office's
own, so that entries of two communities never meet; and only tables that are open to all take it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.codes import tables
from jianxi_desktop.schema.ledger import Issue, Ledger, Values
from jianxi_desktop.services.code_tables import KEY
from jianxi_desktop.services.office import Office

_GIVING = ("district", "city")


def reason_against(office: Office, values: Mapping[str, Any]) -> str:
    """Say in Chinese why an entry is not this office's to write; nothing where it is."""
    if office.unit.level in _GIVING:
        return ""
    info, own = tables().get(values.get("table_key") or ""), office.unit.code
    title = "代码表" if info is None else info.title
    if info is None or not info.local:
        return f"“{title}”由区里统一规定，本单位不能改。需要增加时请向区里提出。"
    if not str(values.get("code") or "").startswith(own):
        return f"本单位在“{title}”里增加的代码要以本单位的区划代码 {own} 开头，如 {own}-1。"
    return ""


def may_be_saved(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Refuse an entry that is not this office's, or that stands in the ledger already.

    Raises:
        InputError: It does or is; nothing is saved.
    """
    table = table_of(office.catalog[KEY])
    row = change.connection.execute(select(table).where(table.c.id == record_id)).mappings().one()
    for each in (dict(row), before):
        if each is not None and (why := reason_against(office, each)):
            raise _refused(why)
    twin = select(table.c.id).where(
        table.c.table_key == row["table_key"],
        table.c.code == row["code"],
        table.c.id != record_id,
        table.c.removed_on.is_(None),
    )
    if change.connection.execute(twin).first() is not None:
        raise InputError(
            "code_item: entry exists",
            user_message=f"这个代码表里已经写过代码“{row['code']}”，请打开原来的那一条修改。",
            code="exists",
        )


def require_own(
    office: Office, connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> None:
    """Make sure that entries to be removed or brought back are this office's.

    Raises:
        InputError: One is not.
    """
    if ledger.key != KEY:
        return
    table = table_of(ledger)
    for row in connection.execute(select(table).where(table.c.id.in_(list(ids)))).mappings():
        if why := reason_against(office, dict(row)):
            raise _refused(why)


def row_issues(office: Office, ledger: Ledger, values: Values) -> Iterable[Issue]:
    """Say of a row of a roster whether it is this office's to bring in."""
    if ledger.key == KEY and (why := reason_against(office, values)):
        yield Issue("table_key", "not_allowed", "error", why)


def _refused(why: str) -> InputError:
    return InputError("code_item: not this office's", user_message=why, code="not_allowed")
