"""Moving, merging, dissolving: nothing is lost, every earlier day counts what it counted."""

from datetime import date, timedelta

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import ConflictError, FieldError
from jianxi_desktop.services import history, organisation_outlook, organisations, records
from jianxi_desktop.services.organisations import Decision
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.services.community import DAY, EVE, PAPER, Place, refusal, unremoved

AUTUMN = date(2026, 11, 1)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, on a file and on the district's server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def place(office):
    return Place(office)


@pytest.fixture
def taken_back(office, place):
    """Make sure that undo takes all of it back."""
    before = unremoved(factory.dump(office))
    yield
    history.undo_last(office)
    assert unremoved(factory.dump(office)) == before


def test_that_a_dissolution_with_members_and_children_is_refused_with_all_of_them(office, place):
    before = factory.dump(office)
    refused = refusal(organisations.dissolve, office, place.first, PAPER)
    assert refused.code == "in_the_way"
    assert len(refused.details) == 2
    for told in ("3名党员", "1个下级党组织", "一号楼党小组", "先合并到其他支部", "转移党员"):
        assert told in refused.told
    assert factory.dump(office) == before
    found = organisation_outlook.in_the_way(office, place.first, DAY)
    assert [(each.what, each.count) for each in found] == [("members", 3), ("organisations", 1)]


def test_that_an_empty_branch_is_dissolved_with_its_posts(office, place, taken_back):
    empty = factory.branch_of(office, "第三网格党支部")
    place.post(empty, "王芳", "secretary", starts_on="2024-03")
    done = organisations.dissolve(office, empty, PAPER)
    assert done.touched == {"organisation", "organisation_change", "post_holding"}
    assert place.organisation(empty)["dissolved_on"] == "2026-06-15"
    assert place.rows("post_holding")[0]["ends_on"] == "2026-06-15"
    line = place.line(empty)
    assert (line["kind"], line["document"]) == ("dissolved", "涧组〔2026〕15号")
    history.undo_last(office)
    assert place.organisation(empty)["dissolved_on"] is None
    assert place.rows("post_holding")[0]["ends_on"] is None
    history.redo_last(office)
    for _made in range(2):  # the branch and the post
        history.undo_last(office)


def test_that_a_merge_keeps_every_member_with_dated_rows(office, place, taken_back):
    done = organisations.merge(office, place.first, place.second, PAPER)
    assert (done.members, done.organisations) == (3, 1)
    assert place.counts(EVE) == {"first": 3, "second": 2}
    assert place.counts(DAY) == place.counts(AUTUMN) == {"second": 5}
    assert place.organisation(place.first)["dissolved_on"] == "2026-06-15"
    assert place.organisation(place.group)["parent"] == place.second
    assert place.row("person", place.people[2])["group"] == place.group
    merged, moved = place.line(place.first), place.line(place.group)
    assert (merged["kind"], merged["into"]) == ("merged", place.second)
    assert (moved["kind"], moved["old_parent"]) == ("moved", place.first)
    assert moved["document"] == "涧组〔2026〕15号"


def test_that_the_tree_of_a_day_has_the_names_and_places_of_that_day(office, place):
    organisations.rename(office, place.second, "邻里中心党支部", PAPER)
    organisations.merge(office, place.first, place.second, PAPER)

    def tree(day, **asked):
        nodes = records.organisation_tree(office, day, **asked)
        return {(node.name, node.members, node.ended) for node in nodes[1:]}

    group = ("一号楼党小组", 0, False)
    before = {("第一网格党支部", 3, False), ("第二网格党支部", 2, False), group}
    assert tree(EVE) == tree(EVE, ended=True) == before
    assert tree(DAY) == {("邻里中心党支部", 5, False), group}
    assert tree(DAY, ended=True) == tree(DAY) | {("第一网格党支部", 0, True)}
    parents = {node.id: node.parent for node in records.organisation_tree(office, EVE)}
    assert parents[place.group] == place.first


def test_that_posts_go_on_in_the_other_organisation_but_a_second_secretary(office, place):
    place.post(place.first, "王芳", "secretary", starts_on="2024-03")
    place.post(place.first, "马建军", "part_time_member", part_time=True, starts_on="2024-03")
    place.post(place.first, "韩梅梅", "member", starts_on="2026-09-01")  # after the day
    place.post(place.second, "李雷", "secretary", starts_on="2025-03")
    done = organisations.merge(office, place.first, place.second, PAPER)
    assert done.posts == 2
    assert "王芳" in done.notes[0]
    posts = {
        (row["organisation"], row["name"]): (row["starts_on"], row["ends_on"])
        for row in place.rows("post_holding")
    }
    assert posts == {
        ("第一网格党支部", "王芳"): ("2024-03", "2026-06-15"),
        ("第一网格党支部", "马建军"): ("2024-03", "2026-06-15"),
        ("第二网格党支部", "马建军"): ("2026-06-15", None),
        ("第一网格党支部", "韩梅梅"): ("2026-09-01", "2026-09-01"),
        ("第二网格党支部", "韩梅梅"): ("2026-09-01", None),
        ("第二网格党支部", "李雷"): ("2025-03", None),
    }


def test_that_units_go_on_in_the_other_organisation_once(office, place):
    units = [factory.record_of(office, "unit", n, name=f"单位{n}") for n in (1, 2)]
    for branch, unit in (
        (place.first, units[0]),
        (place.first, units[1]),
        (place.second, units[1]),
    ):
        values = {"organisation": branch, "unit": unit, "role": "co_builder", "since": "2020"}
        records.save_record(office, office.catalog["organisation_unit"], values)
    organisations.merge(office, place.first, place.second, PAPER)
    standing = [row["unit"] for row in place.rows("organisation_unit", until=None)]
    assert sorted(standing) == ["单位1", "单位2"]


def test_that_whoever_left_after_the_day_of_a_merge_left_the_other_branch(office, place):
    leaver = place.person(7, branch=place.first, since="2025-01-01")
    people = office.catalog["person"]
    found = records.find_record(office, people, leaver)
    opened = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, people, {"until": "2026-09-01"}, opened)
    organisations.merge(office, place.first, place.second, PAPER)
    counted = [place.counts(day) for day in (EVE, DAY, date(2026, 9, 1))]
    assert counted == [{"first": 4, "second": 2}, {"second": 6}, {"second": 5}]


def test_that_a_member_of_both_is_one_member_of_the_merged_branch(office, place):
    values = {"person": place.people[0], "branch": place.second, "status": "full"}
    records.save_record(office, office.catalog["membership"], values)
    assert place.counts(EVE) == {"first": 3, "second": 3}
    organisations.merge(office, place.first, place.second, PAPER)
    assert place.counts(DAY) == {"second": 5}


def test_that_nothing_goes_into_itself_below_itself_or_into_what_cannot_hold_it(office, place):
    before = factory.dump(office)
    ended = factory.branch_of(office, "撤销了的党支部")
    organisations.dissolve(office, ended, Decision(date(2026, 1, 1)))
    for into, told in (
        (place.first, "它自己"),
        (place.group, "下级"),
        (ended, "撤销"),
        (office.unit.organisation, "一号楼党小组"),  # no group stands under a committee
    ):
        assert told in refusal(organisations.merge, office, place.first, into, PAPER).told
    history.undo_last(office)
    history.undo_last(office)
    assert unremoved(factory.dump(office)) == unremoved(before)


def test_that_a_group_moves_to_another_branch_with_its_members(office, place, taken_back):
    done = organisations.move(office, place.group, place.second, PAPER)
    assert done.members == 1
    assert place.counts(EVE) == {"first": 3, "second": 2}
    assert place.counts(DAY) == {"first": 2, "second": 3}
    found = place.row("person", place.people[2])
    assert (found["branch"], found["group"]) == (place.second, place.group)
    line = place.line(place.group)
    assert (line["old_parent"], line["new_parent"]) == (place.first, place.second)


def test_that_nobody_comes_to_stand_under_himself(office, place):
    general = factory.branch_of(office, "机关党总支", form="general_branch")
    organisations.move(office, place.first, general, PAPER)
    before = factory.dump(office)
    for above, told in ((general, "它自己"), (place.first, "下级"), (place.group, "下级")):
        assert told in refusal(organisations.move, office, general, above, PAPER).told
    values, opened = {"parent": place.first}, place.seen("organisation", general)
    told = refusal(records.save_record, office, office.catalog["organisation"], values, opened)
    assert told.code == "not_allowed_there"
    assert factory.dump(office) == before


def test_that_all_that_speaks_against_a_move_is_said_at_once(office, place):
    organisations.rename(office, place.group, "二号楼党小组", Decision(date(2026, 7, 1)))
    before = factory.dump(office)
    refused = refusal(organisations.move, office, place.group, place.top, PAPER)
    assert len(refused.details) == 2
    assert "2026年7月1日已有“更名”" in refused.told
    assert "可以隶属于：任何领域的党支部" in refused.told
    assert factory.dump(office) == before


def test_that_a_name_changes_from_a_day_on(office, place, taken_back):
    done = organisations.rename(office, place.first, "邻里中心党支部", PAPER)
    found = place.organisation(place.first)
    assert (found["name"], done.id) == ("邻里中心党支部", place.first)
    line = place.line(place.first)
    assert (line["old_name"], line["new_name"]) == ("第一网格党支部", "邻里中心党支部")
    assert (line["changed_on"], line["reason"]) == ("2026-06-15", "网格调整")


def test_that_a_branch_becomes_a_general_branch_and_odd_ones_below_are_told(
    office, place, taken_back
):
    done = organisations.upgrade(office, place.first, "党总支", PAPER, name="第一网格党总支")
    found = place.organisation(place.first)
    assert (found["form"], found["name"]) == ("general_branch", "第一网格党总支")
    assert "一号楼党小组" in done.notes[0]
    line = place.line(place.first)
    assert (line["old_form"], line["new_form"]) == ("branch", "general_branch")
    assert place.counts(DAY) == {"first": 3, "second": 2}


def test_that_a_group_becomes_a_branch_of_its_own_members(office, place, taken_back):
    told = refusal(organisations.upgrade, office, place.group, "党支部", PAPER).told
    assert "不能隶属于“第一网格党支部”" in told
    organisations.upgrade(
        office, place.group, "党支部", PAPER, name="一号楼党支部", parent=place.top
    )
    found = place.row("person", place.people[2])
    assert (found["branch"], found["group"]) == (place.group, None)
    assert place.counts(EVE) == {"first": 3, "second": 2}
    assert place.counts(DAY) == {"first": 2, "second": 2, "group": 1}
    kinds = {row["kind"] for row in place.lines(place.group)}
    assert kinds == {"upgraded", "moved"}


def test_that_a_branch_becomes_a_group_of_another(office, place, taken_back):
    organisations.upgrade(
        office, place.second, "党小组", PAPER, name="二号楼党小组", parent=place.first
    )
    found = place.row("person", place.people[4])
    assert (found["branch"], found["group"]) == (place.first, place.second)
    assert place.counts(DAY) == {"first": 5}
    told = refusal(organisations.upgrade, office, place.first, "党小组", PAPER).told
    assert "还有下级党组织" in told


def test_that_a_member_is_transferred_with_a_movement(office, place, taken_back):
    one = place.people[0]
    done = organisations.move_members(office, [one], place.second, PAPER)
    assert done.members == 1
    assert place.counts(EVE) == {"first": 3, "second": 2}
    assert place.counts(DAY) == {"first": 2, "second": 3}
    row = place.rows("member_movement")[0]
    assert (row["kind"], row["moved_on"]) == ("transfer_within", "2026-06-15")
    assert (row["from_place"], row["to_place"]) == ("第一网格党支部", "第二网格党支部")
    assert row["reason"] == "涧组〔2026〕15号；网格调整"


def test_that_a_transfer_that_cannot_be_is_refused_for_everybody(office, place):
    gone = place.person(8, branch=place.first, status="exited")
    before = factory.dump(office)
    people = [place.people[0], place.people[3], gone]
    refused = refusal(organisations.move_members, office, people, place.second, PAPER)
    assert len(refused.details) == 2
    assert "不用转移" in refused.told
    told = refusal(
        organisations.move_members, office, people[:1], place.second, PAPER, group=place.group
    )
    assert "不是“第二网格党支部”的党小组" in told.told
    assert factory.dump(office) == before


def test_that_a_day_to_come_or_before_the_founding_is_refused(office, place):
    tomorrow = Decision(calendar.today() + timedelta(days=1))
    young = factory.branch_of(office, "新网格党支部")
    values = {"established_on": "2026-07"}
    ledger = office.catalog["organisation"]
    records.save_record(office, ledger, values, place.seen("organisation", young))
    for one, decision, told in ((place.first, tomorrow, "还没有到"), (young, PAPER, "才成立")):
        for call in (
            lambda one, decision: organisations.rename(office, one, "新名称", decision),
            lambda one, decision: organisations.merge(office, one, place.second, decision),
            lambda one, decision: organisations.upgrade(office, one, "党总支", decision),
        ):
            assert told in refusal(call, one, decision).told


def test_that_what_somebody_else_changed_since_is_not_overwritten(office, place):
    version = records.find_record(office, office.catalog["organisation"], place.first).version
    organisations.rename(office, place.first, "邻里中心党支部", PAPER, version=version)
    with pytest.raises(ConflictError):
        organisations.rename(office, place.first, "别的名称", PAPER, version=version)
    with pytest.raises(ConflictError):
        organisations.dissolve(office, factory.any_id(), PAPER)
    with pytest.raises(FieldError):
        organisations.rename(office, place.second, "  ", PAPER)


def test_that_the_office_itself_is_for_its_superior_to_move_or_end(office, place):
    street = place.organisation(place.top)["parent"]
    for one in (place.top, street):
        for call in (organisations.dissolve,):
            assert "由上级办理" in refusal(call, office, one, PAPER).told
        told = refusal(organisations.merge, office, one, place.second, PAPER).told
        assert "由上级办理" in told


def test_that_whoever_is_limited_changes_only_what_stands_below(office, place):
    limited = factory.limited(office, place.first)
    before = factory.dump(office)
    calls = (
        (organisations.rename, (place.second, "别的名称", PAPER)),
        (organisations.move, (place.group, place.second, PAPER)),
        (organisations.merge, (place.group, place.second, PAPER)),
        (organisations.dissolve, (place.second, PAPER)),
        (organisations.move_members, ([place.people[0]], place.second, PAPER)),
        (organisations.move_members, ([place.people[3]], place.first, PAPER)),
    )
    for call, arguments in calls:
        assert refusal(call, limited, *arguments).code == "outside"
    assert "由上级办理" in refusal(organisations.dissolve, limited, place.first, PAPER).told
    assert factory.dump(office) == before
    assert organisations.rename(limited, place.group, "二号楼党小组", PAPER).version == 2
