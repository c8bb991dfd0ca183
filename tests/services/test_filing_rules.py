"""What keeps a filed return as it is, whoever writes: forms, rosters, other people's accounts."""

import pytest

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing, records
from jianxi_desktop.services.roster import import_roster
from tests import factory
from tests.services.observation_books import write_book

PERIOD = "2026H1"


@pytest.fixture
def sent(office, branch):
    """A return of members that was handed in."""
    begun = filing.open_filing(office, "R2", PERIOD)
    filing.complete(office, begun.id)
    filing.submit(office, begun.id)
    return begun.id


def save(office, key, record, **values):
    ledger = office.catalog[key]
    found = records.find_record(office, ledger, record)
    return records.save_record(office, ledger, values, records.Seen(found.id, found.version))


def a_value(office, filing_id):
    with office.store.read() as connection:
        ledger = office.catalog["return_value"]
        return lookup.existing(connection, ledger, "filing", [filing_id])[0]


def refused(code, function, *given, **named):
    with pytest.raises(InputError) as error:
        function(*given, **named)
    assert error.value.code == code
    return error.value


def test_that_a_form_changes_no_figure_that_was_handed_in(office, sent):
    row = a_value(office, sent)
    refused("frozen", save, office, "return_value", row["id"], given="9")
    ledger = office.catalog["return_value"]
    refused("frozen", records.remove_record, office, ledger, row["id"], row["version"], "错")
    fresh = {"filing": sent, "figure": "R2.9.9", "given": "1"}
    refused("frozen", records.save_record, office, ledger, fresh)


def test_that_a_form_takes_no_step_and_leads_to_the_page(office, branch):
    begun = filing.open_filing(office, "R2", PERIOD)
    told = refused("frozen", save, office, "return_filing", begun.id, state="accepted")
    assert "上报报表" in told.user_message
    save(office, "return_filing", begun.id, responsible="周建国")
    assert filing.page(office, begun.id).filing.responsible == "周建国"


def test_that_a_form_changes_or_removes_nothing_that_was_handed_in(office, sent):
    ledger = office.catalog["return_filing"]
    refused("frozen", save, office, "return_filing", sent, responsible="周建国")
    version = records.find_record(office, ledger, sent).version
    refused("frozen", records.remove_record, office, ledger, sent, version, "错")


def test_that_there_is_one_filing_of_a_return_and_a_period(office, sent):
    ledger = office.catalog["return_filing"]
    values = {
        "organisation": office.unit.organisation,
        "code": "R2",
        "title": "党员",
        "period": PERIOD,
        "as_of": "2026-06-30",
        "state": "draft",
    }
    refused("exists", records.save_record, office, ledger, values)
    refused(
        "not_allowed",
        records.save_record,
        office,
        ledger,
        values | {"period": "2020H1", "state": "accepted"},
    )
    records.save_record(office, ledger, values | {"period": "2020H1", "state": "submitted"})


def test_that_a_draft_nobody_needs_is_removed(office, branch):
    begun = filing.open_filing(office, "R2", PERIOD)
    ledger = office.catalog["return_filing"]
    version = records.find_record(office, ledger, begun.id).version
    records.remove_record(office, ledger, begun.id, version, "报错期次")
    assert filing.find_filing(office, "R2", PERIOD) is None
    assert filing.open_filing(office, "R2", PERIOD).id != begun.id


@pytest.fixture
def place(district):
    """A street and a community of it, in the district's database."""
    rows = records.organisation_tree(district)
    street = next(row for row in rows if row.kind == "street")
    for name in ("武汉路社区党委", "长安路社区党委"):
        values = {"name": name, "form": "party_committee", "kind": "community"}
        ledger = district.catalog["organisation"]
        records.save_record(district, ledger, values | {"parent": street.id})
    rows = records.organisation_tree(district)
    return street, next(row for row in rows if row.parent == street.id)


def test_that_owners_fill_in_and_superiors_decide_in_one_database(district, place):
    street, community = place
    own = factory.limited(district, community.id, Role.EDITOR)
    above = factory.limited(district, street.id, Role.EDITOR)
    refused("not_begun", filing.open_filing, above, "R3", "2026-06", community.id)
    begun = filing.open_filing(own, "R3", "2026-06")
    assert begun.unit == community.name
    assert filing.page(above, begun.id).steps == ()
    refused("not_allowed", filing.complete, above, begun.id)
    refused("not_allowed", save, above, "return_filing", begun.id, responsible="周建国")
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")

    refused("no_reason", filing.give_back, above, begun.id, " ")
    filing.give_back(above, begun.id, "再核对")
    assert "录入员 退回：再核对" in filing.page(own, begun.id).filing.answer
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")
    filing.accept(district, begun.id)
    refused("wrong_state", filing.take_back, own, begun.id)
    filing.lock(above, begun.id)
    assert filing.page(own, begun.id).steps == ()


def test_that_a_neighbour_sees_nothing(district, place):
    _street, community = place
    others = [
        row
        for row in records.organisation_tree(district)
        if row.kind == "community" and row.id != community.id
    ]
    begun = filing.open_filing(factory.limited(district, community.id), "R3", "2026-06")
    stranger = factory.limited(district, others[-1].id)
    refused("outside", filing.page, stranger, begun.id)
    refused("outside", filing.find_filing, stranger, "R3", "2026-06", community.id)


def test_that_the_district_notes_itself_what_was_decided_above_it(district):
    begun = filing.open_filing(district, "R0", "2026Q2")
    filing.complete(district, begun.id)
    filing.submit(district, begun.id, explanation="已核对")
    filing.accept(district, begun.id, "市委组织部已收")
    assert filing.page(district, begun.id).filing.state == "accepted"


def test_that_a_roster_changes_nothing_that_was_handed_in(office, sent, tmp_path):
    row = a_value(office, sent)
    write_book(
        tmp_path / "figures.xlsx",
        [("报表", "指标号", "填报数"), ("党组织和党员基本情况", row["figure"], "99")],
    )
    ledger = office.catalog["return_value"]
    report = import_roster(office, ledger, tmp_path / "figures.xlsx")
    assert report.counts == {"refuse": 1}
    assert "已经上报" in str(report.rows[0].issues)
