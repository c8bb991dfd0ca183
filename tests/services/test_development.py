"""Applications with their steps: read for many, entered one by one, printed, and told when due."""

from datetime import date

import pytest

from jianxi_desktop.domain.due import Due
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import (
    attention,
    development,
    development_deeds,
    history,
    papers,
    records,
    slips,
)
from tests import factory
from tests.pdf_text import text_of

DAY = date(2026, 11, 20)


def applied(office, branch, name="周小满", on="2026-10-09", **person):
    values = {"name": name, "born_on": "1990-05-04", **person}
    saved = development_deeds.enter_applicant(office, values, organisation=branch, applied_on=on)
    return saved.id


def change_case(office, case, **values):
    ledger = office.catalog["development_case"]
    found = records.find_record(office, ledger, case)
    records.save_record(office, ledger, values, records.Seen(case, found.version))


@pytest.fixture
def case(office, branch):
    return applied(office, branch)


@pytest.fixture
def applicant(office, case):
    return view(office, case).application.person


def enter(office, case, step, on, **given):
    of_case = given.pop("of_case", None)
    values = {"step": step, "done_on": on, **given}
    return development_deeds.enter_step(office, case, values, of_case=of_case)


def view(office, case, day=DAY):
    return development.case_view(office, case, day)


def due(office, day=DAY):
    found = attention.attention(office, day).items
    return [each for each in found if each.kind in ("development", "probation")]


def memberships(office, person):
    ledger = office.catalog["membership"]
    serials = records.list_serials(office, ledger, Query(filters=(Filter("person", person),)))
    rows = records.list_rows(
        office, ledger, (ledger.record.status, ledger.record.joined_on), serials
    )
    return [row.cells for row in rows]


def test_that_what_is_overdue_comes_first_and_what_is_over_last(office, branch, case):
    applied(office, branch, "王五", "2026-11-18")
    change_case(office, applied(office, branch, "王六", "2020-01-01"), stopped_on="2021-01-01")
    lines = development.cases(office, day=DAY)
    assert [(each.name, each.late, each.running) for each in lines] == [
        ("周小满", True, True),
        ("王五", False, True),
        ("王六", False, False),
    ]
    assert (lines[0].next, lines[0].due.day) == ("02", date(2026, 11, 9))


def test_that_an_applicant_is_entered_with_the_application_and_known_by_the_number(office, branch):
    number = factory.identity_number(1)
    case = applied(office, branch, id_number=number)
    found = view(office, case).application
    assert [(each.done.step, each.done.documents) for each in found.steps] == [
        ("01", frozenset({"application"}))
    ]
    assert memberships(office, found.person) == []
    with pytest.raises(InputError) as again:
        applied(office, branch, id_number=number)
    assert again.value.code == "has_applied"
    with pytest.raises(InputError) as other:
        applied(office, branch, "王五", id_number=number)
    assert other.value.code == "number_taken"
    change_case(office, case, stopped_on="2026-11-01")
    anew = applied(office, branch, on="2026-11-19", id_number=number)
    assert view(office, anew).application.person == found.person


def test_that_what_is_known_of_an_applicant_is_put_right_without_a_membership(office, applicant):
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, applicant)
    typed = {key: "" if value is None else value for key, value in found.values.items()}
    shown = found.values
    checked = records.check_values(ledger, {**typed, "phone": "13800001111"}, shown)
    seen = records.Seen(applicant, found.version, found.companion)
    records.save_record(office, ledger, checked.values, seen)
    assert memberships(office, applicant) == []
    begun = records.check_values(ledger, {**typed, "status": "full"}, shown)
    again = records.find_record(office, ledger, applicant)
    with pytest.raises(InputError):
        records.save_record(office, ledger, begun.values, records.Seen(applicant, again.version))


def test_that_a_step_and_the_day_it_makes_are_one_action(office, case):
    follow = development_deeds.follows("03", "2026-11-10")
    saved = enter(office, case, "03", "2026-11-10", of_case=follow)
    assert saved.touched == {"development_step", "development_case"}
    application = view(office, case).application
    assert (application.stage, application.case.activist_on) == ("activist", "2026-11-10")
    history.undo_last(office)
    assert view(office, case).application.case.activist_on is None
    assert [each.done.step for each in view(office, case).application.steps] == ["01"]


def test_that_no_status_changes_by_itself(office, branch, case, applicant):
    for step, on in (("15", "2026-05-08"), ("17", "2026-06-01")):
        enter(office, case, step, on, of_case=development_deeds.follows(step, on))
    assert memberships(office, applicant) == []
    assert view(office, case).offer == "take_in"
    development_deeds.take_in(office, case, joined_on="2026-05-08")
    assert memberships(office, applicant) == [("probationary", "2026-05-08")]
    assert view(office, case).offer == ""
    with pytest.raises(InputError):
        development_deeds.take_in(office, case, joined_on="2026-05-08")
    for step, on in (("23", "2027-05-08"), ("24", "2027-06-01")):
        enter(office, case, step, on, of_case=development_deeds.follows(step, on))
    assert memberships(office, applicant)[0][0] == "probationary"
    assert view(office, case, date(2027, 6, 2)).offer == "turn_full"
    development_deeds.turn_full(office, case, full_on="2027-05-08")
    assert memberships(office, applicant)[0][0] == "full"


def test_that_only_a_probationary_member_becomes_a_full_one(office, case):
    with pytest.raises(InputError):
        development_deeds.turn_full(office, case, full_on="2027-05-08")


def test_that_a_longer_probation_keeps_the_meeting_and_is_no_full_membership(office, case):
    with pytest.raises(InputError):
        development_deeds.prolong_probation(office, case, on="2026-11-01", until="2027-05-01")
    enter(office, case, "15", "2025-11-01", of_case=development_deeds.follows("15", "2025-11-01"))
    with pytest.raises(InputError):
        development_deeds.prolong_probation(office, case, on="2026-11-02", until="2026-11-01")
    development_deeds.prolong_probation(office, case, on="2026-11-02", until="2027-05-01")
    found = view(office, case)
    assert found.course.ends.day == date(2027, 5, 1)
    turning = found.course.standings[22]
    assert turning.step.code == "23"
    assert (turning.state, turning.least.day) == ("waiting", date(2027, 5, 1))


def test_that_what_is_due_names_the_applicant_the_step_and_its_page(office, case):
    (item,) = due(office)
    assert isinstance(item, Due)
    assert item.text == "周小满：发展党员第2步“党组织派人谈话”"
    assert (item.due_on, item.screen, item.argument) == ("2026-11-09", "development", case.hex)
    enter(office, case, "02", "2026-11-08")
    assert due(office) == []


def test_that_an_inspection_is_due_again_and_a_stopped_case_is_silent(office, case):
    for step, on in (("02", "2026-10-12"), ("03", "2026-04-01"), ("05", "2026-04-02")):
        enter(office, case, step, on, of_case=development_deeds.follows(step, on))
    enter(office, case, "06", "2026-06-01")
    assert [each.due_on for each in due(office)] == ["2026-12-01"]
    development_deeds.stop_case(office, case, on="2026-11-19", why="本人放弃")
    assert due(office) == []


def test_that_a_probation_that_ends_is_due_with_its_doubt(office, case):
    enter(office, case, "15", "2025-11-10", of_case=development_deeds.follows("15", "2025-11-10"))
    for step in ("16", "17", "18", "19", "20", "21", "22"):
        enter(office, case, step, "2026-10-30")
    (item,) = due(office)
    assert (item.kind, item.due_on, item.unverified) == ("probation", "2026-12-10", True)
    assert item.text.endswith("（依据待核实）")


def test_that_the_whole_course_is_printed_with_documents_votes_and_what_is_odd(office, case):
    enter(office, case, "02", "2026-11-20", documents="talk_record", handled_by="单雄信")
    votes = {"entitled": 9, "present": 8, "agreed": 4}
    enter(office, case, "15", "2026-11-20", documents="admission_minutes", **votes)
    document = slips.print_slip(office, "development_case.course", case, today=DAY)
    text = text_of(document.pdf)
    for said in ("发展党员全程纪实表", "周小满", "谈话记录", "单雄信", "应到9人、实到8人、赞成4票"):
        assert said in text
    assert "赞成4票，没有超过应到会9人的半数" in text
    assert "缺：接收预备党员票决情况" in text
    assert document.missing == ()


def test_that_the_progress_of_all_is_printed_and_what_is_over_left_out(office, branch, case):
    change_case(office, applied(office, branch, "王六", "2020-01-01"), stopped_on="2021-01-01")
    text = text_of(papers.print_paper(office, "development.progress", today=DAY).pdf)
    assert "2.党组织派人谈话" in text
    assert "2026-11-09（逾期）" in text
    assert "王六" not in text


def test_that_a_limited_account_sees_and_writes_only_its_own(office, branch, case):
    other = factory.branch_of(office, "第二网格党支部")
    limited = factory.limited(office, other)
    assert development.cases(limited, day=DAY) == ()
    with pytest.raises(InputError):
        enter(limited, case, "02", "2026-11-08")
    assert [each.name for each in development.cases(factory.limited(office, branch))] == ["周小满"]


def test_that_the_demonstration_shows_every_state_and_whoever_is_in_has_nothing_odd(demo):
    lines = development.cases(demo, day=DAY)
    assert any(each.late for each in lines)
    assert any(each.blocked for each in lines)
    assert any(each.odd for each in lines)
    assert {"applicant", "activist", "candidate", "probationary", "full"} <= {
        each.stage for each in lines
    }
    assert [each.odd for each in lines if not each.running] == [0] * 4
