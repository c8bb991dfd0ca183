"""Leave to read numbers in full: asked for with a reason, written into the journal, then given."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Choice, Day, Field, Link, Money, Whole, YesNo
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services import audit
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

MOST_AT_ONCE: Final = 1_000
# Kinds of value that say nothing of one person, and may stand in the journal.
_TOLD = (Choice, Day, Link, Money, Whole, YesNo)


@needs(Right.REVEAL)
def reveal(
    office: Office,
    reason: str,
    *,
    ledger: Ledger,
    ids: Collection[UUID] = (),
    query: Query | None = None,
) -> Reveal:
    """Allow this person to read the numbers of some records, or of all that a query finds.

    Lists, forms, exports and prints take what is given here; it holds for this account, this
    ledger and these records only.

    Raises:
        InputError: No right to it, or no reason; nothing was written.
    """
    why = require_reason(reason)
    if len(ids) > MOST_AT_ONCE:
        raise InputError(
            f"more than {MOST_AT_ONCE} records to reveal",
            user_message=f"一次最多查看{MOST_AT_ONCE}条记录的完整号码，请少选一些，或改用导出。",
            code="too_many",
        )
    detail: dict[str, Any] = {"ledger": ledger.key}
    if query is None:
        detail |= {"count": len(ids), "records": sorted(each.hex for each in ids)}
    else:
        with office.store.read() as connection:
            detail["count"] = office.lister(ledger).count(connection, query)
        detail |= filter_told(ledger, query)
    audit.note(office, "reveal", why, **detail)
    return Reveal(office.account.id, ledger.key, why, frozenset(ids), query)


def require_reason(reason: str | None) -> str:
    """Give a reason as it is kept.

    Raises:
        InputError: There is none that says anything.
    """
    why = (reason or "").strip()
    if len(why) < 2:
        raise InputError(
            "no reason",
            user_message="请写明原因（至少两个字），原因会记入操作记录。",
            code="reason_needed",
        )
    return why[:200]


def require_leave(office: Office, ledger: Ledger, leave: Reveal | None) -> None:
    """Make sure that a leave to read numbers was given to this person and for this ledger.

    Raises:
        InputError: It was not.
    """
    if leave is None:
        return
    office.require(Right.REVEAL)
    if (leave.account, leave.ledger) != (office.account.id, ledger.key):
        raise InputError(
            "leave to reveal is for another account or ledger",
            user_message="查看完整号码的许可不是给这次操作的，请重新说明原因。",
            code="not_allowed",
        )


def filter_told(ledger: Ledger, query: Query) -> dict[str, Any]:
    """Describe a query for the journal, without anything that names a person."""
    told: dict[str, Any] = {}
    if query.words.strip():
        told["searched"] = True
    if query.within is not None:
        told["within"] = query.within.hex
    if query.filters:
        told["filters"] = [_filter_told(ledger, each) for each in query.filters]
    return told


def _filter_told(ledger: Ledger, wanted: Filter) -> list[Any]:
    if wanted.way == "any":
        return ["", "any", *(_filter_told(ledger, each) for each in wanted.value)]
    value = _value_told(ledger.all_fields.get(wanted.field), wanted.value)
    return [wanted.field, wanted.way, *value]


def _value_told(field: Field[Any] | None, value: Any) -> list[str]:
    if value is None or not isinstance(field, _TOLD):
        return []
    many = value if isinstance(value, tuple) else (value,)
    return [each.hex if isinstance(each, UUID) else str(each) for each in many]
