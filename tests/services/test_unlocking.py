"""Wrong passwords: each costs more time than the one before, and none is forgotten."""

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop import settings
from jianxi_desktop.db import keyring
from jianxi_desktop.db.journal import read_note
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import unlocking
from jianxi_desktop.services.unlocking import Attempts, delay_after
from tests.conftest import PASSWORD

WHO = uuid.UUID("01890000-0000-7000-8000-000000000009")


class Clock:
    """Counts when it is told to."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        """Say what time it is."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(tmp_path, clock):
    return Attempts(tmp_path / "state" / "a.json", clock)


def code_of(work):
    with pytest.raises(EnvironmentFailure) as refused:
        work()
    return refused.value.code


def test_that_three_slips_cost_nothing_and_then_it_doubles_up_to_five_minutes():
    delays = [delay_after(n) for n in range(13)]
    assert delays == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert delay_after(10**9) == 300


def test_that_a_wait_runs_out(attempts, clock):
    for _ in range(5):
        attempts.failed(WHO)
    assert attempts.seconds_left(WHO) == 4
    clock.now += 3.2
    assert attempts.seconds_left(WHO) == 1
    clock.now += 1
    assert attempts.seconds_left(WHO) == 0


def test_that_a_new_start_of_the_program_forgets_nothing(attempts, clock):
    for _ in range(5):
        attempts.failed(WHO)
    assert Attempts(attempts.file, clock).seconds_left(WHO) == 4


def test_that_one_users_slips_do_not_cost_another(attempts):
    for _ in range(6):
        attempts.failed(WHO)
    assert attempts.seconds_left(uuid.uuid4()) == 0


def test_that_a_right_password_begins_anew(attempts):
    for _ in range(6):
        attempts.failed(WHO)
    attempts.forget(WHO)
    assert (attempts.count(WHO), attempts.seconds_left(WHO)) == (0, 0)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 10**6)), max_size=12), st.integers(0, 20))
def test_that_no_start_of_the_pc_shortens_a_wait_or_makes_it_longer_than_five_minutes(
    tmp_path_factory, steps, failures
):
    """A start sets the PC's clock to nought; nobody can set it otherwise."""
    clock = Clock()
    attempts = Attempts(tmp_path_factory.mktemp("a") / "a.json", clock)
    for _ in range(failures):
        attempts.failed(WHO)
    passed = 0.0
    for started, seconds in steps:
        clock.now = seconds if started else clock.now + seconds
        passed += seconds
        left = attempts.seconds_left(WHO)
        assert delay_after(failures) - passed <= left <= delay_after(failures)


@pytest.mark.parametrize(
    "spoilt", ["", "[]", "nonsense", '{"a": 1}', json.dumps({WHO.hex: ["x", 1]}), "[" * 10_000]
)
def test_that_a_spoilt_file_is_as_none(attempts, spoilt):
    attempts.file.parent.mkdir()
    attempts.file.write_text(spoilt, encoding="utf-8")
    assert attempts.seconds_left(WHO) == 0
    assert attempts.failed(WHO) == 1


def test_that_figures_nobody_wrote_do_not_lock_anybody_out(attempts):
    attempts.file.parent.mkdir()
    attempts.file.write_text(json.dumps({WHO.hex: [10**30, -5.0]}), encoding="utf-8")
    assert attempts.seconds_left(WHO) <= 300


def test_that_a_pc_that_cannot_keep_count_still_opens(attempts, caplog):
    attempts.file.parent.parent.joinpath("state").write_text("a file in the folder's place")
    assert attempts.failed(WHO) == 1
    assert "cannot keep count" in caplog.text


def test_that_the_fifth_wrong_password_is_not_even_looked_at(office, clock):
    for _ in range(4):
        code = code_of(lambda: unlocking.unlock(office.path, None, "wrong-horse", clock=clock))
        assert code == "wrong_password"
    with pytest.raises(EnvironmentFailure) as refused:
        unlocking.unlock(office.path, None, PASSWORD, clock=clock)
    assert (refused.value.code, "2 秒" in refused.value.user_message) == ("wait", True)
    clock.now += 2
    assert unlocking.unlock(office.path, None, PASSWORD, clock=clock).key


def test_that_slips_before_a_right_password_are_told_in_the_journal(office):
    for _ in range(2):
        assert code_of(lambda: offices.open_office(office.path, "wrong-horse")) == "wrong_password"
    again = offices.open_office(office.path, PASSWORD)
    with again.store.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT note FROM sync_change WHERE action = 'failed_login'"
        ).all()
    again.close()
    assert [read_note(row[0]) for row in rows] == [(None, {"count": 2})]
    assert unlocking.seconds_to_wait(office.path) == 0


def test_that_what_is_kept_names_nobody(office):
    assert code_of(lambda: offices.open_office(office.path, "wrong-horse")) == "wrong_password"
    kept = [file for file in settings.state_folder().rglob("*") if file.is_file()]
    text = "".join(file.read_text("utf-8") + file.name for file in kept)
    database = keyring.database_id(keyring.keyring_path(office.path)).hex
    assert database in text
    assert not any(word in text for word in ("管理员", "wrong-horse", PASSWORD))
