"""Sums at the foot of a list are those of all that the query finds."""

from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records, totals
from tests import factory


def test_that_sums_are_of_what_the_query_finds_and_of_what_is_picked(office):
    ledger = office.catalog["expenditure"]
    for n, amount in enumerate((100_50, 20_00, 300_00, 7)):
        factory.record_of(office, "expenditure", n, amount=amount)
    every = records.list_serials(office, ledger, Query())
    amounts = [records.list_rows(office, ledger, (ledger.record.amount,), [s])[0] for s in every]

    found = totals.totals_of(office, ledger, ["amount"], Query())

    assert found.count == 4
    cents = [row.cells[0] for row in amounts]
    assert found.sums == {"amount": f"{sum(cents) / 100:.2f}"}
    picked = totals.totals_of(office, ledger, ["amount"], Query(only=tuple(every[:2])))
    assert (picked.count, picked.sums["amount"]) == (2, "120.50")
    none = totals.totals_of(
        office, ledger, ["amount"], Query(filters=(Filter("amount", 999_999_99, "from"),))
    )
    assert (none.count, none.sums["amount"]) == (0, "")


def test_that_a_sum_may_be_of_the_row_beside(office, member):
    ledger = office.catalog["person"]
    assert totals.totals_of(office, ledger, [], Query(words="李")).count == 1


def test_that_years_places_and_masked_numbers_are_not_added_up(office):
    summed = {
        (ledger.key, field.key)
        for ledger in office.catalog
        for field in totals.summed_fields(ledger.all_fields.values())
    }

    assert {("expenditure", "amount"), ("activity", "present"), ("course", "hours")} <= summed
    assert not summed & {
        ("target", "year"),
        ("work_plan_item", "position"),
        ("indicator_set", "edition"),
        ("leadership_term", "years"),
        ("menu_item", "most"),
        ("dues_record", "base"),
    }
