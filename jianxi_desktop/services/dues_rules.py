"""What a form of dues says before saving: less or more than is owed, relief nobody approved."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import dues as stored
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import dues_rules
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.schema.ledger import Issue, Values
from jianxi_desktop.services.office import Office


def look_at_payment(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say of a payment how it stands to what is owed for its month."""
    del record_id
    if any(values.get(key) is None for key in ("person", "month", "amount")):
        return ()
    return tuple(_of_payment(office, connection, values))


def look_at_standard(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say of a standard what is missing for it to hold."""
    del office, connection, record_id
    return tuple(_of_standard(values))


def _of_payment(office: Office, connection: Connection, values: Values) -> Iterator[Issue]:
    month = dues_rules.month_of(values["month"])
    if values.get("method") == dues_rules.VOLUNTARY:
        if values["amount"] >= dues_rules.large_gift(first_day(month)):
            yield _warning("amount", "large_gift", "一次自愿交纳1000元以上的，要全部上缴中央")
        return
    person = table_of(office.catalog["person"])
    found = connection.execute(select(person.c.job).where(person.c.id == values["person"])).scalar()
    mine = select(person.c.id).where(person.c.id == values["person"])
    standards = stored.standards(connection, office.catalog, mine).get(values["person"], ())
    owed = dues_rules.owed(month, standards, found, values.get("base"))
    if owed.cents is not None and values["amount"] != owed.cents:
        way = "少于" if values["amount"] < owed.cents else "多于"
        much = f"{show_day(month)}应缴 {owed.cents / 100:.2f} 元"
        yield _warning("amount", "not_owed", f"{way}按标准算出的数：{much}，请核对")
    if values.get("paid_on") and (
        doubt := dues_rules.too_late(month, values["paid_on"], first_day(values["paid_on"]))
    ):
        yield _warning("paid_on", "late", doubt)


def _of_standard(values: Values) -> Iterator[Issue]:
    reduced, since, until = (values.get(key) for key in ("reduced_to", "since", "until"))
    if reduced is not None and not values.get("approved_by"):
        text = "少缴、免缴要由支部研究、上级党委批准，请填批准党组织"
        yield _warning("approved_by", "no_approval", text)
    if since and until and (until + "-12")[:7] < dues_rules.month_of(since):
        yield _warning("until", "order", "减免截止月份早于起始月份，请核对")
    if values.get("category") and since and reduced is None:
        base, day = values.get("base"), first_day(dues_rules.month_of(since))
        if dues_rules.monthly_dues(base, values["category"], day) is None:
            yield _warning("base", "no_base", "没有计算基数，算不出每月应缴多少")


def _warning(field: str, code: str, text: str) -> Issue:
    return Issue(field, code, "warning", text)
