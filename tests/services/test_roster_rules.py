"""Rosters: rules beyond one record, and organisations that are no more."""

import openpyxl
import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import organisations, records, roster
from tests import factory
from tests.services.community import PAPER


@pytest.fixture
def bring(office, tmp_path):
    """Write rows as a workbook and take them into a ledger."""

    def take(key, head, *rows, **options):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append([cell or None for cell in row])
        path = tmp_path / "roster.xlsx"
        book.save(path)
        return roster.import_roster(office, office.catalog[key], path, **options)

    return take


def codes(report, severity):
    return [
        (row.row, issue.code)
        for row in report.rows
        for issue in row.issues
        if issue.severity == severity
    ]


def test_that_a_place_is_taken_once_also_by_a_roster(office, bring):
    values = {"name": "讲习所", "kind": "function_room", "bookable": True}
    place = {**values, "organisation": office.unit.organisation}
    records.save_record(office, office.catalog["venue"], place)
    booking = office.catalog["booking"]
    keys = ("venue", "held_on", "starts_at", "ends_at", "visitor", "channel", "state")
    captions = [booking.fields[key].caption for key in keys]
    day = "2026-12-02"
    way, state = booking.fields["channel"].show("wechat"), booking.fields["state"].show("booked")
    shown = [
        ("讲习所", day, "09:00", "10:30", "第一网格党支部", way, state),
        ("讲习所", day, "10:00", "11:00", "第二网格党支部", way, state),
        ("讲习所", day, "14:00", "15:00", "第三网格党支部", way, state),
    ]
    report = bring("booking", captions, *shown)
    assert report.counts == {"create": 2, "review": 1}
    assert codes(report, "review") == [(3, "taken")]
    again = bring("booking", captions, *shown)
    assert again.counts == {"same": 2, "review": 1}
    assert records.count_rows(office, booking, Query()) == 2


def test_that_a_form_number_is_given_once_also_by_a_roster(office, bring):
    visit = office.catalog["observation_visit"]
    one = factory.record_of(office, "observation_visit", 3)
    with office.store.read() as connection:
        stored = office.lister(visit).find(connection, one).values
        captions = {
            key: office.lister(office.catalog[visit.fields[key].target]).caption(
                connection, stored[key]
            )
            for key in ("round", "organisation")
        }
    factory.branch_of(office, "第七网格党支部")
    head = [
        visit.fields[key].caption for key in ("round", "organisation", "position", "form_number")
    ]
    row = (captions["round"], "第七网格党支部", "7", stored["form_number"])
    report = bring("observation_visit", head, row)
    assert (report.review, codes(report, "review")) == (1, [(2, "exists")])
    row = (captions["round"], "第七网格党支部", "7", "GMN-2026H2-410305008001-999")
    assert bring("observation_visit", head, row).created == 1


def test_that_a_link_to_an_organisation_that_is_no_more_is_told(office, bring):
    ended = factory.branch_of(office, "第八网格党支部")
    records_of_it = ("活动主题", "活动类型", "活动时间", "党支部")
    row = ("党课", "党课", "2020-11-05", "第八网格党支部")
    organisations.dissolve(office, ended, PAPER)
    report = bring("activity", records_of_it, row, keep_rows=True)
    assert report.created == 1
    assert codes(report, "warning") == [(2, "ended")]
    values = {"name": "第八网格党支部", "form": "branch", "kind": "grid"}
    above = {"parent": office.unit.organisation}
    records.save_record(office, office.catalog["organisation"], {**values, **above})
    fresh = ("民主评议", "党课", "2026-11-05", "第八网格党支部")
    report = bring("activity", records_of_it, fresh, keep_rows=True)
    assert (report.created, codes(report, "warning")) == (1, [])


def test_that_a_row_above_the_office_is_not_made(office, tmp_path):
    ledger = office.catalog["need"]
    own = office.catalog["organisation"]
    above = records.find_record(office, own, office.unit.organisation).values["parent"]
    name = records.find_record(office, own, above).values["name"]
    path = tmp_path / "需求.xlsx"
    values = factory.values_for(office, ledger, 1, only_required=True)
    book = openpyxl.Workbook()
    fields = [f for f in ledger.form_fields if values.get(f.key) is not None]
    book.active.append([field.caption for field in fields])
    told = [name if f.key == "organisation" else str(values[f.key]) for f in fields]
    book.active.append(told)
    book.save(path)
    report = roster.import_roster(office, ledger, path)
    assert (report.created, sum(report.counts.values())) == (0, 1)
