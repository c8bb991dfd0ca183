"""Projects: claimed once, finished once, and the need behind them goes along."""

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import history, projects, records
from tests import factory


@pytest.fixture(params=["file", "server"])
def office(request):
    """An office on either kind of database."""
    return request.getfixturevalue(f"office_on_{request.param}")


def made(office, key, **given):
    ledger = office.catalog[key]
    values = factory.values_for(office, ledger, only_required=True, **given)
    return records.save_record(office, ledger, values).id


def values_of(office, key, record_id):
    return records.find_record(office, office.catalog[key], record_id).values


@pytest.fixture
def unit(office):
    return made(office, "unit", name="中信重工")


@pytest.fixture
def need(office):
    return made(office, "need", title="楼道照明", state="open")


@pytest.fixture
def project(office, need):
    return made(office, "project", title="点亮楼道", state="open", need=need, due_on="2026-12-31")


def claim(office, project, unit, **given):
    return projects.claim_project(office, project, unit, on="2026-11-25", **given)


def test_that_a_claim_writes_who_when_and_what_and_matches_the_need(office, project, unit, need):
    saved = claim(office, project, unit, promise="十二月底前装好", contact="王建国")

    found = values_of(office, "project", project)
    assert (found["claimant"], found["claimed_on"], found["state"]) == (
        unit,
        "2026-11-25",
        "claimed",
    )
    assert (found["promise"], found["contact"], found["due_on"]) == (
        "十二月底前装好",
        "王建国",
        "2026-12-31",
    )
    assert values_of(office, "need", need)["state"] == "matched"
    assert saved.touched == {"project", "need"}


def test_that_a_claim_is_one_action_and_is_taken_back_as_one(office, project, unit, need):
    claim(office, project, unit)

    assert history.undoable(office) == "认领项目"
    history.undo_last(office)

    assert values_of(office, "project", project)["state"] == "open"
    assert values_of(office, "need", need)["state"] == "open"


def test_that_a_project_is_claimed_once(office, project, unit):
    claim(office, project, unit)
    other = made(office, "unit", name="中国一拖")

    for service in (projects.look_before_claim, claim):
        with pytest.raises(InputError) as refused:
            service(office, project, *([other] if service is claim else []))
        assert "已由“中信重工”于2026-11-25认领" in refused.value.user_message
    assert values_of(office, "project", project)["claimant"] == unit


def test_that_a_stopped_project_is_not_claimed(office, unit):
    stopped = made(office, "project", title="旧项目", state="stopped")

    with pytest.raises(InputError, match="stopped"):
        claim(office, stopped, unit)


def test_that_a_need_that_went_its_own_way_is_left_alone(office, unit):
    dropped = made(office, "need", title="已撤回的需求", state="dropped")
    project = made(office, "project", title="照做", state="open", need=dropped)

    claim(office, project, unit)

    assert values_of(office, "need", dropped)["state"] == "dropped"


def test_that_a_finished_project_meets_its_need(office, project, unit, need):
    claim(office, project, unit)

    projects.finish_project(
        office, project, on="2026-12-20", result="装灯六十盏", satisfaction="satisfied"
    )

    found = values_of(office, "project", project)
    assert (found["state"], found["done_on"], found["satisfaction"]) == (
        "done",
        "2026-12-20",
        "satisfied",
    )
    assert values_of(office, "need", need)["state"] == "met"
    assert values_of(office, "need", need)["met_on"] == "2026-12-20"


def test_that_only_what_is_claimed_and_not_over_is_finished(office, project, unit):
    with pytest.raises(InputError) as refused:
        projects.look_before_finish(office, project)
    assert "还没有单位认领" in refused.value.user_message

    claim(office, project, unit)
    projects.finish_project(office, project, on="2026-12-20")

    with pytest.raises(InputError) as refused:
        projects.finish_project(office, project, on="2026-12-21")
    assert "已于2026-12-20完成" in refused.value.user_message


def test_that_what_people_say_is_written_down_once_it_is_done(office, project, unit):
    with pytest.raises(InputError) as refused:
        projects.rate_project(office, project, satisfaction="satisfied", result="")
    assert "还没有完成" in refused.value.user_message
    claim(office, project, unit)
    projects.finish_project(office, project, on="2026-12-20", result="装灯六十盏")

    assert projects.look_before_rating(office, project).result == "装灯六十盏"
    projects.rate_project(office, project, satisfaction="average", result="装灯六十盏，两盏不亮")

    found = values_of(office, "project", project)
    assert (found["satisfaction"], found["result"]) == ("average", "装灯六十盏，两盏不亮")
    assert history.undoable(office) == "登记群众评价"


def test_that_people_limited_to_a_branch_claim_only_what_is_theirs(office, project, unit):
    branch = factory.branch_of(office)
    limited = factory.limited(office, branch)

    with pytest.raises(InputError, match="outside"):
        claim(limited, project, unit)


def test_that_a_project_that_is_gone_is_said_to_be_gone(office):
    with pytest.raises(ConflictError, match="gone"):
        projects.look_before_claim(office, factory.any_id())
