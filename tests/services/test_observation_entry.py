"""Entering a sheet: what may stand there, what is kept, what follows for form and problems."""

import pytest

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import entry_drafts, entry_states, history, observation_entry, records
from jianxi_desktop.services.entry_stock import EntryGiven, ScorerEntry
from jianxi_desktop.services.observation_entry import add_scores, open_entry, save_entry
from tests import factory
from tests.services.observation_books import (
    LI,
    WANG,
    add_problem,
    full_marks,
    lines_by_item,
    plan,
    sheet_of,
)


def save(office, number, scorer=WANG, points=None, **given):
    sheet = sheet_of(office, number)
    whole = full_marks(sheet) if points is None else points
    return save_entry(office, sheet.visit, sheet.version, EntryGiven(scorer, whole, **given))


def problem(office, one):
    return records.find_record(office, office.catalog["problem"], one).values


def live_scores(office):
    return records.count_rows(office, office.catalog["observation_score"], Query())


def test_that_a_sheet_opens_by_what_a_scanner_types(office):
    _round, number = plan(office)
    for typed in (number, f" {number.lower()} ", f"{number}:1/2", f"{number}#2:2/2~2"):
        assert open_entry(office, typed).sheet.form_number == number
    with pytest.raises(InputError) as refused:
        open_entry(office, "GMN-2026H2-410305008001-999")
    assert refused.value.code == "no_form"


def test_that_a_saved_sheet_is_entered_and_gives_back_what_was_saved(office):
    _round, number = plan(office)
    saved = save(office, number, highlights="有品牌", gaps="", visited_on="2026年11月20日")
    entry = open_entry(office, number)
    assert entry.state == "entered"
    assert entry.of(WANG).points == full_marks(entry.sheet)
    assert (entry.highlights, entry.gaps, entry.visited_on) == ("有品牌", "", "2026-11-20")
    assert entry.sheet.version == saved.version
    assert saved.touched == {"observation_score", "observation_visit", "printed_form"}


def test_that_everything_wrong_is_told_at_once_and_nothing_kept(office):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    points = dict.fromkeys(full_marks(sheet), 100_00)
    points[factory.any_id()] = 100
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        save(office, number, "王1", points, visited_on="2026-13-01")
    told = "\n".join(refused.value.details)
    assert len(refused.value.details) == len(sheet.lines) + 3
    for line in sheet.lines:
        assert f"第{line.number}项" in told
    assert "打分人" in told
    assert "观摩日期" in told
    assert factory.dump(office) == before


@pytest.mark.parametrize("points", [-50, 825, 850, 66, 1_000_000])
def test_that_points_the_boxes_cannot_say_are_refused(office, points):
    _round, number = plan(office)
    line = lines_by_item(sheet_of(office, number))["社区党组织书记汇报"]
    with pytest.raises(InputError) as refused:
        save(office, number, points={line.id: points})
    assert "0到8" in refused.value.user_message


def test_that_what_is_not_given_any_more_is_taken_out_of_one_scorer_alone(office):
    _round, number = plan(office)
    whole = full_marks(sheet_of(office, number))
    save(office, number)
    save(office, number, LI)
    (first, *_rest) = whole
    save(office, number, points={first: 50})
    entry = open_entry(office, number)
    assert entry.of(WANG).points == {first: 50}
    assert entry.of(LI).points == whole
    assert [each.name for each in entry.scorers] == [WANG, LI]


def test_that_saving_the_same_again_writes_no_score_anew(office):
    _round, number = plan(office)
    saved = save(office, number)
    again = save(office, number)
    assert again.version == saved.version
    assert "observation_score" not in again.touched


def test_that_a_scorer_changed_by_somebody_else_meanwhile_is_not_overwritten(office):
    _round, number = plan(office)
    opened = open_entry(office, number)
    (first, *_rest) = full_marks(opened.sheet)
    save(office, number, points={first: 100})
    mine = {"points": {first: 200}, "seen": opened.of(WANG)}
    with pytest.raises(ConflictError) as refused:
        save(office, number, **mine)
    assert refused.value.code == "stale"
    assert open_entry(office, number).of(WANG).points == {first: 100}
    save(office, number, LI, points={first: 200}, seen=ScorerEntry(LI))


def test_that_a_visit_changed_since_it_was_opened_is_refused(office):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    save(office, number, gaps="没有灯")
    with pytest.raises(ConflictError):
        save_entry(office, sheet.visit, sheet.version, EntryGiven(LI, full_marks(sheet)))
    assert [each.name for each in open_entry(office, number).scorers] == [WANG]


def test_that_a_problem_found_put_right_is_closed_and_an_error_opens_it_again(office):
    mended, waiting = add_problem(office), add_problem(office, "台账不全")
    _round, number = plan(office)
    seen = {mended: ("done", "已换新"), waiting: ("underway", "")}
    save(office, number, outcomes=seen, visited_on="2026-11-20")
    closed = problem(office, mended)
    assert (closed["closed_on"], closed["result"]) == ("2026-11-20", "已换新")
    assert closed["confirmed_by"] == WANG
    assert problem(office, waiting)["closed_on"] is None
    assert open_entry(office, number).reviews == {
        mended: ("done", "已换新"),
        waiting: ("underway", ""),
    }
    save(office, number, outcomes={mended: ("open", "")})
    assert problem(office, mended)["closed_on"] is None


def test_that_a_sheet_keeps_its_problems_once_it_is_entered(office):
    first = add_problem(office)
    _round, number = plan(office)
    save(office, number)
    add_problem(office, "后来发现的")
    assert [each.problem for each in sheet_of(office, number).problems] == [first]


@pytest.mark.parametrize("outcome", ["mended", "done "])
def test_that_an_outcome_that_is_none_is_refused(office, outcome):
    one = add_problem(office)
    _round, number = plan(office)
    with pytest.raises(InputError) as refused:
        save(office, number, outcomes={one: (outcome, ""), factory.any_id(): ("done", "")})
    assert "回头看第1个问题" in refused.value.details[0]
    assert len(refused.value.details) == 2
    assert problem(office, one)["closed_on"] is None


def test_that_a_line_without_score_keeps_what_was_written(office):
    _round, number = plan(office, "quick")
    line = lines_by_item(sheet_of(office, number))["最值得推广的一点"]
    save(office, number, remarks={line.id: "夜间课堂"})
    assert open_entry(office, number).of(WANG).remarks == {line.id: "夜间课堂"}
    save(office, number)
    assert open_entry(office, number).of(WANG).remarks == {}


def test_that_a_remark_without_its_score_is_asked_about(office):
    _round, number = plan(office)
    line = sheet_of(office, number).lines[0]
    with pytest.raises(InputError) as refused:
        save(office, number, points={}, remarks={line.id: "没有看到"})
    assert "还没有打分" in refused.value.user_message


def test_that_a_draft_is_its_accounts_alone_and_goes_with_the_saving(office):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    entry_drafts.keep_draft(office, sheet.visit, WANG, {"1": "8"})
    entry_drafts.keep_draft(office, sheet.visit, WANG, {"1": "8", "2": "𠮷"})
    draft = open_entry(office, number).draft
    assert (draft.scorer, draft.typed) == (WANG, {"1": "8", "2": "𠮷"})
    somebody = factory.limited(office, None, Role.EDITOR)
    assert open_entry(somebody, number).draft is None
    save(office, number)
    assert open_entry(office, number).draft is None
    assert entry_drafts.list_drafts(office) == ()


def test_that_emptied_scores_make_a_form_returned_again(office):
    round_id, number = plan(office)
    save(office, number)
    save(office, number, points={})
    (form,) = entry_states.forms_of(office, round_id)
    assert (form.state, form.scorers) == ("returned", ())
    assert live_scores(office) == 0


def test_that_one_undo_takes_the_whole_entry_back(office):
    one = add_problem(office)
    _round, number = plan(office)
    save(office, number, outcomes={one: ("done", "")}, gaps="没有灯", visited_on="2026-11-20")
    history.undo_last(office)
    entry = open_entry(office, number)
    assert entry.scorers == ()
    assert (entry.state, entry.gaps, entry.visited_on) == ("", "", "")
    assert problem(office, one)["closed_on"] is None


def test_that_points_are_added_by_number_method_words_or_identity(office):
    _round, number = plan(office)
    lines = lines_by_item(sheet_of(office, number))
    report, centre, hall = (
        lines[each] for each in ("社区党组织书记汇报", "党群服务中心", "“三新”讲习所")
    )
    said = [("听１", "7.5"), (str(centre.id), "9"), ("“三新” 讲习所", "5")]
    done = add_scores(office, number, said, EntryGiven(WANG, {}))
    assert open_entry(office, number).of(WANG).points == {
        report.id: 750,
        centre.id: 900,
        hall.id: 500,
    }
    assert set(done.entered) == {report.number, centre.number, hall.number}
    assert len(done.missing) == 14
    assert done.total == 2150


def test_that_added_points_leave_the_others_and_their_remarks(office):
    _round, number = plan(office)
    line, other = sheet_of(office, number).lines[:2]
    save(office, number, remarks={line.id: "版面旧"})
    add_scores(office, number, [(str(other.number), "0")], EntryGiven(WANG, {}))
    entry = open_entry(office, number)
    assert entry.of(WANG).points == full_marks(entry.sheet) | {other.id: 0}
    assert entry.of(WANG).remarks == {line.id: "版面旧"}


def test_that_deducted_points_and_marks_are_said_as_people_do(office):
    _round, number = plan(office, "venue")
    lines = lines_by_item(sheet_of(office, number))
    said = [("功能室使用", "-2"), ("开放时间", "有"), ("阵地整体效果", "ｂ")]
    add_scores(office, number, said, EntryGiven(WANG, {}))
    points = open_entry(office, number).of(WANG).points
    assert points[lines["功能室使用"].id] == 1000
    assert points[lines["开放时间"].id] == 800
    assert points[lines["阵地整体效果"].id] == 396


def test_that_all_wrong_pairs_are_told_at_once(office):
    _round, number = plan(office)
    said = [("1", "80"), ("xx", "3"), ("2", "3"), ("2", "4"), ("0", "1"), ("听9", "1")]
    with pytest.raises(InputError) as refused:
        add_scores(office, number, said, EntryGiven(WANG, {}))
    assert len(refused.value.details) == 5
    assert any("给了两次分" in each for each in refused.value.details)
    assert open_entry(office, number).scorers == ()


def test_that_nobody_sees_or_enters_a_sheet_outside_his_tree(office, branch):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    outsider = factory.limited(office, branch, Role.EDITOR)
    with pytest.raises(InputError):
        open_entry(outsider, number)
    with pytest.raises(InputError):
        add_scores(outsider, number, [("1", "3")], EntryGiven(WANG, {}))
    with pytest.raises(ConflictError):
        save_entry(outsider, sheet.visit, sheet.version, EntryGiven(WANG, {}))
    with pytest.raises(InputError):
        entry_drafts.keep_draft(outsider, sheet.visit, WANG, {})
    assert live_scores(office) == 0


def test_that_a_viewer_looks_and_does_not_enter(office):
    _round, number = plan(office)
    save(office, number)
    viewer = factory.limited(office, None, Role.VIEWER)
    assert open_entry(viewer, number).of(WANG).points
    with pytest.raises(InputError) as refused:
        save(viewer, number)
    assert refused.value.code == "not_allowed"


def test_that_a_form_whose_visit_was_removed_is_gone(office):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    visits = office.catalog["observation_visit"]
    records.remove_record(office, visits, sheet.visit, sheet.version, "不去了")
    with pytest.raises(InputError):
        open_entry(office, number)
    with pytest.raises(ConflictError):
        save_entry(office, sheet.visit, sheet.version, EntryGiven(WANG, {}))


def test_that_two_rows_a_merge_brought_for_one_score_become_one(office):
    _round, number = plan(office)
    save(office, number)
    sheet = sheet_of(office, number)
    twice = {"visit": sheet.visit, "criterion": sheet.lines[0].id, "scorer": WANG, "points": 50}
    records.save_record(office, office.catalog["observation_score"], twice)
    save(office, number)
    assert live_scores(office) == len(sheet.lines)
    assert observation_entry.open_entry(office, number).of(WANG).points == full_marks(sheet)
