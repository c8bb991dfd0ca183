"""A PC is lost and another one takes its place, step by step."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import trust
from jianxi_desktop.services.lost_computers import arrival_steps, lost_steps
from tests.conftest import COMMUNITY, PASSWORD
from tests.services.trusting import give


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def lost(office, district, drive):
    """The card of the PC that the community will lose."""
    give(office, district, drive)
    return give(district, office, drive)


@pytest.fixture
def new(tmp_path, monkeypatch):
    """The database on the community's new PC, founded later than the other."""
    made = offices.lay_down(tmp_path / "new.jxdb", COMMUNITY, password=PASSWORD).office
    trust.renew_keys(made)  # a second or more after the first database was founded
    yield made
    made.close()


def done(steps):
    return [step.key for step in steps if step.done]


def test_that_each_step_is_done_once_its_trace_is_there(district, lost, new, drive):
    assert done(lost_steps(district, lost.fingerprint).steps) == []
    assert lost_steps(district, lost.fingerprint).next.key == "revoke"
    trust.withdraw(district, lost.fingerprint, "电脑遗失")
    found = lost_steps(district, lost.key_id)
    assert (done(found.steps), found.next.key) == (["revoke"], "found")
    assert "电脑遗失" in found.steps[0].done
    assert COMMUNITY in found.steps[1].hint
    give(district, new, drive)
    found = lost_steps(district, lost.fingerprint)
    assert (done(found.steps), found.next.key) == (["revoke", "found", "trust"], "send")
    assert found.new == trust.office_card(new)
    assert "全部内容" in found.next.hint


def test_that_the_new_pc_says_what_it_waits_for(district, new, drive):
    steps = arrival_steps(new)
    assert ([step.key for step in steps], done(steps)) == (["found", "trust", "merge"], ["found"])
    give(new, district, drive)
    assert done(arrival_steps(new)) == ["found", "trust"]
    assert arrival_steps(new)[1].done == "已信任涧西区"


def test_that_a_key_nobody_knows_is_refused(district):
    with pytest.raises(InputError) as refused:
        lost_steps(district, "12345")
    assert refused.value.code == "unknown_key"
