"""Subtrees: who is limited to an organisation sees and writes what belongs to it, nothing else."""

from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import (
    attendance,
    history,
    links,
    observation,
    papers,
    records,
    returns,
    roster,
)
from tests import factory
from tests.conftest import open_copy

OURS = {  # everybody's to read
    "territory",
    "territory_change",
    "observation_round",
    "observation_criterion",
    "policy_document",
    "code_item",
    "indicator_set",
    "indicator",
    "grade_band",
    "issued_definition",
    "told_apart",
}
FIXED = ("name", "form")  # a group stays one as long as it stands in a branch
SCOPED = [ledger for ledger in CATALOG if ledger.key not in OURS]
EVERY = pytest.mark.parametrize("ledger", SCOPED, ids=lambda ledger: ledger.key)
COMMON = pytest.mark.parametrize("key", sorted(OURS))
EVERYTHING = Query()
DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def place(founded, tmp_path_factory):
    """An office with two branches and one record of each ledger in either."""
    office = open_copy(founded, "community", tmp_path_factory.mktemp("scope"))
    ours = factory.branch_of(office, "第一网格党支部")
    theirs = factory.branch_of(office, "第二网格党支部")
    round_id = factory.record_of(office, "observation_round", 1)
    factory.record_of(office, "observation_criterion", 1, round=round_id)
    for key in (
        "territory_change",
        "policy_document",
        "code_item",
        "indicator",
        "grade_band",
        "issued_definition",
        "told_apart",
    ):
        factory.record_of(office, key, 1)
    inside = _records(office, ours, round_id, 1)
    outside = _records(office, theirs, round_id, 2)
    limited = factory.limited(office, ours, Role.EDITOR, "+reveal")
    yield SimpleNamespace(
        office=office, limited=limited, ours=ours, theirs=theirs, inside=inside, outside=outside
    )
    office.close()


def _records(office, branch, round_id, n):
    """Make one record of each ledger that belongs to a branch; give them by ledger."""

    def make(key, **given):
        return factory.record_of(office, key, n, **given)

    person = make("person", branch=branch, name="甲乙丙"[n] + "某人")
    activity = make("activity", organisation=branch, topic=f"第{n}次党课", venue=None)
    membership = office.catalog["membership"]
    found = records.list_serials(office, membership, Query(filters=(Filter("person", person),)))
    rows = records.list_rows(office, membership, (membership.caption,), found)
    made = {
        "organisation": factory.branch_of(office, f"第{n}党小组", parent=branch, form="group"),
        "person": person,
        "membership": rows[0].id,
        "activity": activity,
        "observation_round": round_id,
        "venue": make("venue", organisation=branch),
    }
    for ledger in _owners_first():
        if ledger.key not in made:
            made[ledger.key] = make(ledger.key, **_links(ledger, made, branch))
    return made


def _owners_first():
    """Give the ledgers so that whatever a row needs to point at is there before it."""
    needs = {
        ledger.key: {
            field.target
            for field in ledger.fields.values()
            if isinstance(field, Link) and field.required
        }
        for ledger in SCOPED
    }
    waiting, done = list(SCOPED), {"organisation", *OURS}
    while waiting:
        ready = next(ledger for ledger in waiting if needs[ledger.key] <= done | {ledger.key})
        waiting.remove(ready)
        done.add(ready.key)
        yield ready


def _links(ledger, made, branch):
    """Let required links lead to what was made for the same branch, and so the home."""
    links = {key: each for key, each in ledger.fields.items() if isinstance(each, Link)}
    home = ledger.home.key if ledger.home is not None else ""
    return {
        key: branch if field.target == "organisation" else made.get(field.target)
        for key, field in links.items()
        if (field.required or key == home)
        and (field.target == "organisation" or field.target in made)
    }


def refused(call, *arguments, **named):
    """Call what must be refused for standing outside."""
    with pytest.raises(InputError) as error:
        call(*arguments, **named)
    return error.value.code


def seen(office, ledger, record_id):
    found = records.find_record(office, ledger, record_id)
    return records.Seen(found.id, found.version, found.companion)


def ids(office, ledger, query=EVERYTHING):
    serials = records.list_serials(office, ledger, query)
    rows = records.list_rows(office, ledger, (ledger.caption,), serials)
    assert len(rows) == records.count_rows(office, ledger, query)
    return {row.id for row in rows}


def test_that_every_ledger_is_the_organisations_or_everybodys():
    assert set(OURS) < {ledger.key for ledger in CATALOG}


@EVERY
def test_that_lists_and_counts_hold_what_stands_inside(place, ledger):
    found = ids(place.limited, ledger)
    assert place.inside[ledger.key] in found
    assert place.outside[ledger.key] not in found
    assert place.outside[ledger.key] in ids(place.office, ledger)


@EVERY
def test_that_a_guessed_serial_gives_nothing(place, ledger):
    every = records.list_serials(place.office, ledger, Query())
    rows = records.list_rows(place.limited, ledger, ledger.listing, every)
    assert {row.id for row in rows} == ids(place.limited, ledger)


@EVERY
def test_that_a_record_outside_is_not_there(place, ledger):
    assert records.find_record(place.limited, ledger, place.inside[ledger.key]).version
    with pytest.raises(ConflictError) as gone:
        records.find_record(place.limited, ledger, place.outside[ledger.key])
    assert gone.value.code == "gone"


@EVERY
def test_that_search_and_choices_find_nothing_outside(place, ledger):
    offered = {one for one, _caption in records.list_choices(place.limited, ledger.key)}
    assert place.inside[ledger.key] in offered
    assert place.outside[ledger.key] not in offered
    for field in ledger.fields.values():
        found = records.find_record(place.office, ledger, place.outside[ledger.key])
        if field.search and found.values[field.key]:
            query = Query(words=field.show(found.values[field.key]))
            assert place.outside[ledger.key] not in ids(place.limited, ledger, query)


@EVERY
def test_that_what_is_exported_and_printed_stands_inside(place, ledger, tmp_path):
    path, number = tmp_path / "out.xlsx", len(ids(place.limited, ledger))
    assert roster.export_ledger(place.limited, ledger, path, Query()) == number
    assert openpyxl.load_workbook(path).active.max_row == number + 1
    only = papers.paper_named(place.office.catalog, ledger.key)[1].only
    about = Query(filters=tuple(Filter(each.key, values, "among") for each, values in only))
    printed = papers.print_paper(place.limited, ledger.key)
    assert printed.told["rows"] == len(ids(place.limited, ledger, about))


@EVERY
def test_that_nothing_outside_is_changed_or_removed(place, ledger):
    record_id = place.outside[ledger.key]
    before = factory.dump(place.office)
    opened = seen(place.office, ledger, record_id)
    field = next(f for f in ledger.form_fields if not isinstance(f, Link))
    values = {field.key: factory.value_of(field, 9)}
    assert refused(records.save_record, place.limited, ledger, values, opened) == "outside"
    arguments = (place.limited, ledger, record_id, opened.version, "登记错误")
    assert refused(records.remove_record, *arguments) == "outside"
    assert refused(history.history_of, place.limited, ledger, record_id) == "outside"
    assert factory.dump(place.office) == before


@EVERY
def test_that_a_removed_record_outside_does_not_come_back_by_them(place, ledger):
    record_id = place.outside[ledger.key]
    if ledger.key == "unit":  # contracts hang on the first
        record_id = factory.record_of(place.office, "unit", 7, organisation=place.theirs)
    opened = seen(place.office, ledger, record_id)
    records.remove_record(place.office, ledger, record_id, opened.version, "登记错误")
    assert refused(records.restore_record, place.limited, ledger, record_id) == "outside"
    records.restore_record(place.office, ledger, record_id)


@EVERY
def test_that_a_record_inside_is_changed_removed_and_brought_back(place, ledger):
    record_id = place.inside[ledger.key]
    if ledger.key == "unit":  # contracts hang on the first
        record_id = factory.record_of(place.limited, "unit", 7, organisation=place.ours)
    field = next(f for f in ledger.form_fields if not isinstance(f, Link) and f.key not in FIXED)
    stands = records.find_record(place.limited, ledger, record_id).values[field.key]
    values = {field.key: factory.other_value(field, stands)}
    records.save_record(place.limited, ledger, values, seen(place.limited, ledger, record_id))
    history.undo_last(place.limited)
    opened = seen(place.limited, ledger, record_id)
    if ledger.key == "membership":  # without it nobody would be theirs any more
        arguments = (place.limited, ledger, record_id, opened.version, "登记错误")
        assert refused(records.remove_record, *arguments) == "outside"
        return
    records.remove_record(place.limited, ledger, record_id, opened.version, "登记错误")
    records.restore_record(place.limited, ledger, record_id)
    assert record_id in ids(place.limited, ledger)


@EVERY
def test_that_no_link_is_laid_to_what_stands_outside(place, ledger):
    """Moving a record out, or pulling another one in, is for those who see both places."""
    before = factory.dump(place.office)
    opened = seen(place.limited, ledger, place.inside[ledger.key])
    tried = 0
    for key, field in ledger.all_fields.items():
        if not isinstance(field, Link) or field.target in OURS:
            continue
        other = place.theirs if field.target == "organisation" else place.outside[field.target]
        call = (place.limited, ledger, {key: other}, opened)
        assert refused(records.save_record, *call) == "outside", key
        tried += 1
    assert tried
    assert factory.dump(place.office) == before


@EVERY
def test_that_nothing_new_is_made_outside(place, ledger):
    before = factory.dump(place.office)
    found = records.find_record(place.office, ledger, place.outside[ledger.key])
    values = {key: value for key, value in found.values.items() if "*" not in str(value)}
    assert refused(records.save_record, place.limited, ledger, values) == "outside"
    assert factory.dump(place.office) == before


@COMMON
def test_that_what_belongs_to_nobody_is_read_by_all_and_written_by_the_unlimited(place, key):
    ledger = CATALOG[key]
    assert ids(place.limited, ledger) == ids(place.office, ledger)
    record_id = next(iter(ids(place.office, ledger)))
    opened, values = seen(place.limited, ledger, record_id), {}
    before = factory.dump(place.office)
    for call, arguments in (
        (records.save_record, (values, opened)),
        (records.remove_record, (record_id, opened.version, "登记错误")),
        (records.restore_record, (record_id,)),
        (roster.import_roster, ("nothing.xlsx",)),
    ):
        assert refused(call, place.limited, ledger, *arguments) == "outside"
    assert factory.dump(place.office) == before


def test_that_nobody_moves_or_removes_the_organisation_he_is_limited_to(place):
    ledger = CATALOG["organisation"]
    opened = seen(place.limited, ledger, place.ours)
    for parent in (place.inside["organisation"], None, place.theirs):
        call = (place.limited, ledger, {"parent": parent}, opened)
        assert refused(records.save_record, *call) == "outside"
    call = (place.limited, ledger, place.ours, opened.version, "撤销")
    assert refused(records.remove_record, *call) == "outside"
    name = {"secretary": "王芳"}
    assert records.save_record(place.limited, ledger, name, opened).version


def test_that_a_companion_of_somebody_outside_is_not_written_through_ones_own(place):
    people = CATALOG["person"]
    own = seen(place.office, people, place.inside["person"])
    other = seen(place.office, people, place.outside["person"])
    forged = records.Seen(own.id, own.version, other.companion)
    call = (place.limited, people, {"post": "书记"}, forged)
    assert refused(records.save_record, *call) == "outside"


def test_that_attendance_is_of_ones_own_activity_and_people(place):
    held = CATALOG["activity"]
    version = records.find_record(place.office, held, place.inside["activity"]).version
    mark = {place.outside["person"]: ("present", None)}
    call = (place.limited, place.inside["activity"], version, mark)
    assert refused(attendance.record_attendance, *call) == "outside"
    call = (place.limited, place.outside["activity"], version, {})
    assert refused(attendance.record_attendance, *call) == "outside"
    with pytest.raises(ConflictError):
        attendance.attendance_of(place.limited, place.outside["activity"])


def test_that_whoever_left_stays_with_the_last_branch_and_who_moved_goes(place):
    people, membership = CATALOG["person"], CATALOG["membership"]
    leaver = factory.record_of(place.office, "person", 5, branch=place.ours)
    opened = seen(place.limited, people, leaver)
    records.save_record(place.limited, people, {"until": "2026-10-01"}, opened)
    assert leaver in ids(place.limited, people)
    joining = {"person": leaver, "branch": place.theirs, "status": "full"}
    records.save_record(place.office, membership, joining)
    assert leaver not in ids(place.limited, people)


def test_that_the_tree_begins_with_ones_own_organisation(place):
    nodes = records.organisation_tree(place.limited)
    assert nodes[0].id == place.ours
    assert {node.id for node in nodes} == {place.ours, place.inside["organisation"]}


def test_that_a_return_counts_ones_own_alone(place):
    factory.record_of(place.office, "person", 9, branch=place.theirs, status="full")
    made = returns.make_return(place.limited, "R2", as_of=DAY)
    assert made.unit == "第一网格党支部"
    assert all("第二" not in row.label for row in made.rows)
    whole = returns.make_return(place.office, "R2", as_of=DAY)
    members = [result.find("total/members").value for result in (made, whole)]
    assert 0 < members[0] < members[1]


def test_that_a_round_visits_ones_own_communities_alone(place):
    call = {"step": "street_internal", "period": "2026H2"}
    assert refused(observation.plan_round, place.limited, **call) == "no_visits"
    assert observation.plan_round(place.office, **call).id


def test_that_names_outside_are_not_found(place):
    theirs = records.caption_of(place.office, "venue", place.outside["venue"])
    for key, text in (("venue", theirs), ("organisation", "第二网格党支部")):
        code = refused(links.text_to_link, place.limited, CATALOG["activity"], key, text)
        assert code == "unknown_link"
    assert records.caption_of(place.limited, "venue", place.outside["venue"]) == "（未到）"
    assert records.caption_of(place.limited, "organisation", place.theirs) == "第二网格党支部"


@pytest.fixture
def sheet(tmp_path):
    """Write a roster of members."""

    def write(*rows, head=("姓名", "身份证号码", "所在党支部")):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(list(row))
        book.save(tmp_path / "roster.xlsx")
        return tmp_path / "roster.xlsx"

    return write


def test_that_a_roster_does_not_take_somebody_outside_nor_tells_who_it_is(place, sheet):
    leave = factory.leave(place.office, CATALOG["person"], place.outside["person"])
    other = records.find_record(
        place.office, CATALOG["person"], place.outside["person"], reveal=leave
    ).values
    before = factory.dump(place.office)["person"]
    path = sheet(("王芳", other["id_number"], "第一网格党支部"))
    report = roster.import_roster(place.limited, CATALOG["person"], path)
    assert [(row.action, row.issues[-1].code) for row in report.rows] == [("refuse", "outside")]
    told = "".join(issue.text for issue in report.rows[0].issues)
    assert other["id_number"] not in told
    assert other["name"] not in told
    assert "第二" not in told
    assert factory.dump(place.office)["person"] == before


def test_that_a_roster_comes_home_to_ones_own_organisation(place, sheet):
    path = sheet(("赵新来", factory.identity_number(77)), head=("姓名", "身份证号码"))
    assert roster.import_roster(place.limited, CATALOG["person"], path).created == 1
    new = Query(words="赵新来")
    row = factory.rows_of(place.limited, CATALOG["person"], new)[0]
    assert row["branch"] == "第一网格党支部"


def test_that_a_roster_goes_to_no_organisation_outside(place, sheet):
    path = sheet(("钱新来", factory.identity_number(78), "第二网格党支部"))
    report = roster.import_roster(place.limited, CATALOG["person"], path)
    assert [(row.action, row.issues[0].code) for row in report.rows] == [("review", "unknown_link")]
    call = (place.limited, CATALOG["person"], path)
    code = refused(roster.import_roster, *call, organisation=place.theirs)
    assert code == "no_such_organisation"


def test_that_undoing_writes_nothing_outside_by_whoever_was_limited_since(place):
    made = factory.record_of(place.office, "venue", 9, organisation=place.theirs)
    since = factory.limited(place.office, place.ours)
    since.account = factory.dataclasses.replace(since.account, id=place.office.account.id)
    assert refused(history.undo_last, since) == "outside"
    assert made in ids(place.office, CATALOG["venue"])
