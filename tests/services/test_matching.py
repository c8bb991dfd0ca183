"""Needs meet resources: what is offered and why, and the project that comes of it."""

from datetime import date

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import history, matching, matching_deeds, projects, records
from tests import factory

DAY = date(2026, 11, 20)


def made(office, key, **given):
    values = factory.values_for(office, office.catalog[key], only_required=True, **given)
    return records.save_record(office, office.catalog[key], values).id


def values_of(office, key, record_id):
    return records.find_record(office, office.catalog[key], record_id).values


@pytest.fixture
def school(office):
    return made(office, "unit", name="涧西小学")


@pytest.fixture
def need(office):
    return made(
        office,
        "need",
        title="放学后活动场地",
        kind="place",
        state="open",
        due_on="2026-11-10",
        organisation=office.unit.organisation,
    )


def yard(office, school, **given):
    values = {"title": "涧西小学操场活动区", "kind": "place", "provider": school, "quantity": 1}
    values |= {"state": "offered", "organisation": office.unit.organisation, "measure": "个"}
    return made(office, "resource", **(values | given))


def found(office, need):
    lists = matching.lists(office, today=DAY)
    return lists, next(each for each in lists.needs if each.id == need)


def match(office, need, resource, **given):
    values = {"title": "操场借给孩子们", "on": "2026-11-20", "due_on": "2026-12-31"}
    return matching_deeds.match(office, need, resource, **(values | given))


def test_that_what_fits_is_offered_with_its_reasons(office, school, need):
    wanted = yard(office, school)
    yard(office, school, title="轮椅", kind="goods")
    yard(office, school, title="已收回的操场", state="withdrawn")

    lists, one = found(office, need)
    [fitting] = matching.fitting(lists, one)

    assert one.overdue
    assert fitting.resource.id == wanted
    assert fitting.reasons == ("同为场地类", "同社区", "还有1个")
    assert lists.counts()["late_needs"] == 1


def test_that_a_match_is_one_action_with_project_need_and_resource(office, school, need):
    resource = yard(office, school)

    saved = match(office, need, resource, claimant=school, promise="每天开放一小时")

    project = values_of(office, "project", saved.id)
    assert (project["need"], project["resource"], project["claimant"]) == (need, resource, school)
    assert (project["state"], project["claimed_on"]) == ("claimed", "2026-11-20")
    assert values_of(office, "need", need)["state"] == "matched"
    shared = values_of(office, "resource", resource)
    assert (shared["state"], shared["shared_on"]) == ("shared", "2026-11-20")
    assert saved.touched == {"project", "need", "resource"}
    lists, one = found(office, need)
    assert lists.project_of(need).id == saved.id
    assert matching.fitting(lists, one)[0].resource.free == 0

    assert history.undoable(office) == "需求对接资源"
    history.undo_last(office)
    assert values_of(office, "need", need)["state"] == "open"
    assert values_of(office, "resource", resource)["state"] == "offered"
    assert matching.lists(office, today=DAY).projects == ()


def test_that_a_project_without_resource_waits_for_a_unit_and_the_need_stays_open(office, need):
    saved = match(office, need, None)

    assert values_of(office, "project", saved.id)["state"] == "open"
    assert values_of(office, "need", need)["state"] == "open"
    assert matching.lists(office, today=DAY).counts()["unclaimed"] == 1


def test_that_a_need_is_matched_once(office, school, need):
    match(office, need, yard(office, school))

    with pytest.raises(InputError) as refused:
        match(office, need, None)
    assert "已由项目“操场借给孩子们”对接" in refused.value.user_message


@pytest.mark.parametrize("state", ["met", "dropped"])
def test_that_what_is_over_is_not_matched(office, state):
    over = made(office, "need", title="旧需求", state=state)

    with pytest.raises(InputError) as refused:
        match(office, over, None)
    assert refused.value.code == "need_over"


def test_that_a_resource_taken_back_and_one_that_is_gone_are_refused(office, school, need):
    with pytest.raises(InputError) as refused:
        match(office, need, yard(office, school, state="withdrawn"))
    assert "已收回" in refused.value.user_message
    with pytest.raises(ConflictError, match="gone"):
        match(office, need, factory.any_id())
    assert values_of(office, "need", need)["state"] == "open"


def test_that_a_stopped_project_opens_its_need_and_frees_its_resource(office, school, need):
    resource = yard(office, school)
    saved = match(office, need, resource, claimant=school)

    projects.stop_project(office, saved.id, reason="学校施工")

    assert values_of(office, "project", saved.id)["result"] == "终止原因：学校施工"
    assert values_of(office, "need", need)["state"] == "open"
    lists, one = found(office, need)
    assert matching.fitting(lists, one)[0].fit.free == 1
    again = match(office, need, resource, claimant=school)
    assert again.id != saved.id
    for service in (
        lambda: projects.stop_project(office, saved.id, reason="再来一次"),
        lambda: projects.stop_project(office, again.id, reason=" "),
    ):
        with pytest.raises(InputError):
            service()


def test_that_people_limited_to_a_branch_see_and_match_only_what_is_theirs(office, school, need):
    branch = factory.branch_of(office)
    limited = factory.limited(office, branch)
    own = made(office, "need", title="支部自己的需求", state="open", organisation=branch)

    assert [each.id for each in matching.lists(limited, today=DAY).needs] == [own]
    with pytest.raises(InputError, match="outside"):
        match(limited, need, None)
    assert match(limited, own, None).touched == {"project"}
