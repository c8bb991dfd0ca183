"""What an ordinary save of an organisation or a territory is asked, and the line it leaves."""

from datetime import date

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import history, kept_numbers, records
from jianxi_desktop.services.organisations import Decision, dissolve, merge, move, move_members
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.services.community import DAY, PAPER, Place, refusal, unremoved

AFTER = date(2026, 7, 1)
TODAY = calendar.today().isoformat()


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def place(office):
    return Place(office)


def save(place, one, **values):
    ledger = place.office.catalog["organisation"]
    return records.save_record(place.office, ledger, values, place.seen("organisation", one))


def make(place, **values):
    ledger = place.office.catalog["organisation"]
    full = {"name": "新党支部", "form": "branch", "kind": "grid", "parent": place.top, **values}
    return records.save_record(place.office, ledger, full).id


def test_that_a_founding_leaves_a_line_where_its_day_is_told(place):
    one = make(place, established_on="2018-07", approval="涧组〔2018〕7号")
    line = place.line(one)
    assert (line["kind"], line["changed_on"]) == ("established", "2018-07")
    assert (line["document"], line["new_parent"]) == ("涧组〔2018〕7号", place.top)
    assert place.lines(make(place, name="另一个党支部")) == []


def test_that_a_form_that_changes_the_structure_leaves_its_lines(place):
    general = make(place, name="机关党总支", form="general_branch")
    values = {"name": "邻里中心党支部", "parent": general, "approval": "涧组〔2026〕8号"}
    save(place, place.first, **values)
    lines = {line["kind"]: line for line in place.lines(place.first)}
    assert set(lines) == {"renamed", "moved"}
    assert {line["changed_on"] for line in lines.values()} == {TODAY}
    assert {line["document"] for line in lines.values()} == {"涧组〔2026〕8号"}
    assert lines["renamed"]["old_name"] == "第一网格党支部"
    assert (lines["moved"]["old_parent"], lines["moved"]["new_parent"]) == (place.top, general)
    save(place, place.first, secretary="王芳")
    assert len(place.lines(place.first)) == 2


def test_that_a_form_that_changes_form_and_name_leaves_one_line(place):
    save(place, place.second, form="general_branch", name="第二网格党总支")
    line = place.line(place.second)
    assert line["kind"] == "upgraded"
    assert (line["old_form"], line["new_form"]) == ("branch", "general_branch")
    assert (line["old_name"], line["new_name"]) == ("第二网格党支部", "第二网格党总支")


def test_that_an_end_through_the_form_is_refused_while_members_are_there(place):
    before = factory.dump(place.office)
    refused = refusal(save, place, place.first, dissolved_on="2026-06-15")
    assert (refused.code, len(refused.details)) == ("in_the_way", 2)
    assert factory.dump(place.office) == before


def test_that_an_end_through_the_form_has_its_line_that_follows_the_day(place):
    one = make(place)
    save(place, one, dissolved_on="2026-06-15", approval="涧组〔2026〕15号")
    line = place.line(one)
    assert (line["kind"], line["changed_on"]) == ("dissolved", "2026-06-15")
    assert line["document"] == "涧组〔2026〕15号"
    save(place, one, dissolved_on="2026-07")
    assert place.line(one)["changed_on"] == "2026-07"
    save(place, one, dissolved_on=None)
    assert place.lines(one) == []


def test_that_an_end_through_the_form_ends_posts_and_terms_too(place):
    one = make(place)
    post = place.post(one, "王芳", "secretary", starts_on="2024-03")
    term = {"organisation": one, "name": "第一届", "starts_on": "2024-03"}
    term = records.save_record(place.office, place.office.catalog["leadership_term"], term).id
    save(place, one, dissolved_on="2026-06")
    assert place.row("post_holding", post)["ends_on"] == "2026-06-01"
    assert place.row("leadership_term", term)["ended_on"] == "2026-06-01"


def test_that_a_founding_told_later_has_its_line_that_follows_the_day(place):
    save(place, place.second, established_on="2018-07")
    assert place.line(place.second)["changed_on"] == "2018-07"
    save(place, place.second, established_on="2018-07-01")
    line = place.line(place.second)
    assert (line["kind"], line["changed_on"]) == ("established", "2018-07-01")


def test_that_undo_does_not_put_anybody_under_himself_or_what_has_ended(place):
    """Each person takes back his own; somebody else's work may stand on it."""
    office, somebody = place.office, factory.limited(place.office, None)
    general = make(place, name="机关党总支", form="general_branch")
    other = make(place, name="另一个党总支", form="general_branch", kind="new_field")
    move(office, place.second, general, PAPER)
    move(office, place.second, other, Decision(AFTER))
    dissolve(somebody, general, Decision(AFTER))
    transferred = place.people[0]
    before = factory.dump(office)
    with pytest.raises(ConflictError) as refused:
        history.undo_last(office)
    assert "机关党总支" in refused.value.details[0]
    assert factory.dump(office) == before
    history.undo_last(somebody)
    empty = make(place, name="空的党支部")
    move_members(office, [transferred], empty, PAPER)
    move_members(office, [transferred], place.second, Decision(AFTER))
    dissolve(somebody, empty, Decision(AFTER))
    with pytest.raises(ConflictError) as refused:
        history.undo_last(office)
    assert "空的党支部" in refused.value.details[0]


def test_that_what_may_not_stand_somewhere_is_not_saved_there(place):
    before = factory.dump(place.office)
    for values, told in (
        ({"parent": place.second}, "不能隶属于“第二网格党支部”"),
        ({"kind": "street"}, "可以隶属于"),
        ({"parent": None}, "要有上级党组织"),
        ({"form": "group", "parent": place.second}, "还有下级党组织"),
    ):
        assert told in refusal(save, place, place.first, **values).told
    assert "不能隶属于" in refusal(make, place, parent=place.group).told
    assert factory.dump(place.office) == before


def test_that_a_form_says_at_its_field_what_would_be_refused(place):
    office, ledger = place.office, place.office.catalog["organisation"]
    seen = place.seen("organisation", place.first)
    shown = place.organisation(place.first)

    def said(**typed):
        raw = {**shown, **typed}
        checked = kept_numbers.check_record(office, ledger, raw, shown, seen)
        return {issue.field: issue.text for issue in checked.refused}

    assert said() == {}
    assert "不能隶属于" in said(parent=str(place.second))["parent"]
    assert "还有3名党员" in said(dissolved_on="2026-06-15")["dissolved_on"]


def test_that_nothing_new_is_put_under_what_has_ended(place):
    dissolve(place.office, make(place, name="撤销的党总支", form="general_branch"), Decision(DAY))
    ended = place.find("撤销的党总支")
    told = refusal(make, place, name="别的党支部", parent=ended).told
    assert "2026年6月15日撤销" in told
    # What is entered as history may stand under history.
    make(place, name="早先的党支部", parent=ended, dissolved_on="2026-06-15")


def test_that_members_follow_a_group_that_a_form_moves(place):
    save(place, place.group, parent=place.second)
    found = place.row("person", place.people[2])
    assert (found["branch"], found["since"]) == (place.second, TODAY)
    assert place.counts(date(2026, 6, 1)) == {"first": 3, "second": 2}


def test_that_an_earlier_value_put_back_is_a_change_of_its_own(place):
    office, ledger = place.office, place.office.catalog["organisation"]
    first = history.history_of(office, ledger, place.first)[-1].dot
    save(place, place.first, name="邻里中心党支部")
    history.revert_value(office, ledger, place.first, first, "name")
    names = [(line["old_name"], line["new_name"]) for line in place.lines(place.first)]
    assert sorted(names) == [
        ("第一网格党支部", "邻里中心党支部"),
        ("邻里中心党支部", "第一网格党支部"),
    ]


def test_that_undo_of_a_form_takes_its_line_with_it(place):
    before = unremoved(factory.dump(place.office))
    save(place, place.first, name="邻里中心党支部")
    history.undo_last(place.office)
    assert unremoved(factory.dump(place.office)) == before


def test_that_its_own_lines_terms_and_posts_do_not_keep_an_organisation(place):
    office, ledger = place.office, place.office.catalog["organisation"]
    merge(office, place.first, place.second, PAPER)
    one = make(place, established_on="2020-01-01")
    place.post(one, "王芳", "secretary")
    term = {"organisation": one, "name": "第一届", "starts_on": "2020-01-01"}
    records.save_record(office, office.catalog["leadership_term"], term)
    records.remove_record(office, ledger, one, 1, "登记错误")
    assert place.lines(one) == []
    # The ended branch still names the members it had: history keeps it.
    told = refusal(records.remove_record, office, ledger, place.first, 2, "登记错误").told
    assert "3条组织关系" in told


def test_that_nobody_is_put_into_a_branch_that_has_ended(place):
    merge(place.office, place.first, place.second, PAPER)
    before = factory.dump(place.office)
    told = refusal(place.person, 9, branch=place.first).told
    assert "“第一网格党支部”已于2026年6月15日撤销" in told
    values = {"person": place.people[3], "branch": place.first, "status": "full"}
    ledger = place.office.catalog["membership"]
    assert "撤销" in refusal(records.save_record, place.office, ledger, values).told
    assert factory.dump(place.office) == before
    place.person(9, branch=place.first, until="2026-01-01")


def test_that_a_territory_lies_in_a_larger_one_and_not_in_itself(place):
    office, ledger = place.office, place.office.catalog["territory"]

    def make_territory(name, kind, parent):
        values = {"name": name, "kind": kind, "parent": parent}
        return records.save_record(office, ledger, values).id

    community = office.unit.territory
    compound = make_territory("天津路小区", "compound", community)
    grid = make_territory("一号网格", "grid", compound)
    building = make_territory("一号楼", "building", grid)
    before = factory.dump(office)
    told = refusal(make_territory, "二号网格", "grid", building).told
    assert "网格不能划在楼栋之下" in told
    for one, parent in ((compound, grid), (compound, compound)):
        call = (office, ledger, {"parent": parent}, place.seen("territory", one))
        assert "它自己或它的下级" in refusal(records.save_record, *call).told
    assert factory.dump(office) == before
