"""Opening and closing: where it lies, how it ended last, whether it is still the same file."""

import os
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from jianxi_desktop.db import highwater, location, replica, restore
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import audit, backups, opening, records
from jianxi_desktop.services import office as offices
from tests.conftest import COMMUNITY, PASSWORD

ROOT = Path(__file__).parents[2]
WORKER = """
import sys
from pathlib import Path
from jianxi_desktop.services import office as offices, records
office = offices.open_office(Path(sys.argv[1]), sys.argv[2])
for number in range(int(sys.argv[3])):
    values = {"name": f"第{number}阵地", "kind": "service_center"}
    records.save_record(office, office.catalog["venue"], values)
print("saved", flush=True)
sys.stdin.read()
"""


def add_venue(office, name="党群服务中心"):
    values = {"name": name, "kind": "service_center"}
    return records.save_record(office, office.catalog["venue"], values).id


def venues(office):
    return records.count_rows(office, office.catalog["venue"], Query())


def chain_of(office):
    with office.store.read() as connection:
        return min(replica.own_names(connection).items())


def copy_aside(path, folder):
    folder.mkdir()
    for each in path.parent.glob(f"{path.name}*"):
        if not each.name.endswith("-shm"):
            shutil.copy(each, folder / each.name)
    return folder / path.name


def put_back(copy, path):
    for each in path.parent.glob(f"{path.name}-*"):
        each.unlink()
    shutil.copy(copy, path)


@pytest.fixture
def crashed(office):
    """An office whose program was killed after saving five venues."""
    office.close()
    arguments = [sys.executable, "-c", WORKER, str(office.path), PASSWORD, "5"]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout.readline() == b"saved\n"
        worker.send_signal(signal.SIGKILL)
    return office.path


def test_that_a_clean_end_needs_no_words(office):
    add_venue(office)
    office.close()
    again = offices.open_office(office.path, PASSWORD)
    assert again.warnings == ()
    assert again.opened.checked
    again.close()


def test_that_the_second_opener_is_told_and_both_work(office):
    second = offices.open_office(office.path, PASSWORD, program="command")
    assert "也打开着" in second.warnings[0]
    add_venue(office, "一号阵地")
    add_venue(second, "二号阵地")
    assert venues(office) == venues(second) == 2
    assert [guest.account for guest in office.opened.seat.others()] == [second.account.id.hex]
    second.close()
    assert office.opened.seat.others() == []


def test_that_after_a_crash_everything_is_there_and_that_is_told(crashed):
    office = offices.open_office(crashed, PASSWORD)
    assert venues(office) == 5
    assert any("没有正常关闭" in warning for warning in office.warnings)
    office.close()
    again = offices.open_office(crashed, PASSWORD)
    assert again.warnings == ()
    again.close()


def test_that_an_old_file_put_back_begins_new_chains_and_says_how_much_is_missing(office, tmp_path):
    add_venue(office)
    office.close()
    copy = copy_aside(office.path, tmp_path / "old")
    later = offices.open_office(office.path, PASSWORD)
    before = chain_of(later)
    for name in ("一号阵地", "二号阵地", "三号阵地"):
        add_venue(later, name)
    later.close()
    put_back(copy, office.path)
    back = offices.open_office(office.path, PASSWORD)
    assert any("缺少本机最后保存的 3 次改动" in warning for warning in back.warnings)
    assert chain_of(back)[1] != before[1]
    assert _events(back)[0] == "new_replica"
    add_venue(back, "四号阵地")
    back.close()
    again = offices.open_office(office.path, PASSWORD)
    assert again.warnings == ()
    again.close()


def _events(office):
    with office.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT action FROM sync_change ORDER BY hlc DESC")
        return [row[0] for row in rows]


def test_that_an_old_file_that_lacks_only_what_was_noted_is_noticed(office, tmp_path):
    office.close()
    copy = copy_aside(office.path, tmp_path / "old")
    later = offices.open_office(office.path, PASSWORD)
    audit.note(later, "print", form="list")
    later.close()
    put_back(copy, office.path)
    back = offices.open_office(office.path, PASSWORD)
    assert any("操作记录" in warning for warning in back.warnings)
    back.close()


def test_that_a_fork_as_long_as_the_mark_is_noticed_by_its_seal(office, tmp_path):
    office.close()
    copy = copy_aside(office.path, tmp_path / "old")
    for name in ("一号阵地", "二号阵地"):
        put_back(copy, office.path)
        _forget_marks(office.path)
        later = offices.open_office(office.path, PASSWORD)
        add_venue(later, name)
        marks = highwater.read(_database(later))
        later.close()
        if name == "一号阵地":
            first = marks.marks
    highwater.HighWater(marks.database).take(first)
    back = offices.open_office(office.path, PASSWORD)
    assert any("不是同一份" in warning for warning in back.warnings)
    back.close()


def _database(office):
    with office.store.read() as connection:
        from jianxi_desktop.db.office import facts_of

        return facts_of(connection)["database_id"]


def _forget_marks(path):
    from jianxi_desktop import settings

    shutil.rmtree(settings.state_folder() / "highwater", ignore_errors=True)


def test_that_a_file_from_another_pc_begins_new_chains(office):
    before = chain_of(office)
    with office.store.writing() as connection:
        replica.keep_machine(connection, "0" * 64)
    office.close()
    moved = offices.open_office(office.path, PASSWORD)
    assert any("另一台电脑" in warning for warning in moved.warnings)
    assert chain_of(moved)[1] != before[1]
    moved.close()
    assert offices.open_office(office.path, PASSWORD).warnings == ()


def test_that_a_pc_without_marks_or_with_spoilt_ones_goes_on(office):
    database = _database(office)
    office.close()
    highwater._file(database).write_bytes(b"\0" * 40)
    again = offices.open_office(office.path, PASSWORD)
    assert again.warnings == ()
    add_venue(again)
    again.close()
    assert highwater.read(database).marks


def test_that_an_older_database_is_backed_up_before_it_is_brought_up_to_date(office):
    from alembic import command
    from alembic.config import Config

    from jianxi_desktop.db import store as stores

    config = Config()
    folder = Path(stores.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with office.store.writing() as connection, unlocked(connection, "open"):
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    office.close()
    again = offices.open_office(office.path, PASSWORD)
    (made,) = backups.list_backups(office.path)
    assert made.note.state == "schema 0001"
    again.close()
    restored = backups.restore_backup(office.path, made.file, PASSWORD)
    assert restored.office.unit == office.unit
    restored.office.close()


def test_that_nobody_migrates_beside_others(office):
    with office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(EnvironmentFailure) as refused:
        offices.open_office(office.path, PASSWORD)
    assert refused.value.code == "in_use"


def test_that_what_opening_had_no_time_to_look_at_is_looked_at_later(demo):
    assert not opening.check_quickly(demo.store, -1.0)
    demo.opened.checked = False
    opening.finish_check(demo.opened)
    assert demo.opened.checked


def test_that_a_file_cut_off_is_refused_with_the_way_to_restore(office):
    office.close()
    with office.path.open("rb+") as file:
        file.truncate(office.path.stat().st_size - 100)
    with pytest.raises(EnvironmentFailure) as refused:
        offices.open_office(office.path, PASSWORD)
    assert refused.value.code == "damaged"
    assert "恢复备份" in refused.value.user_message


def test_that_a_database_on_a_drive_is_neither_opened_nor_founded(office, monkeypatch):
    office.close()
    folder = Path("/media/jianxi-opening")
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine lets nobody mount a drive: a real one was NOT tried")
    try:
        for each in office.path.parent.glob("community.jxdb*"):
            shutil.copy(each, folder / each.name)
        with pytest.raises(EnvironmentFailure) as refused:
            offices.open_office(folder / office.path.name, PASSWORD)
        assert refused.value.code == "on_removable_drive"
        with pytest.raises(EnvironmentFailure):
            offices.found_office(folder / "new.jxdb", COMMUNITY, password=PASSWORD)
        assert not list(folder.glob("new*"))
        monkeypatch.setenv(location.SWITCH, "1")
        offices.open_office(folder / office.path.name, PASSWORD).close()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def test_that_a_damaged_page_in_the_log_of_a_crash_is_noticed(crashed, tmp_path):
    """Every page of the log once, at a place within its head or its bytes."""
    size = crashed.with_name(crashed.name + "-wal").stat().st_size
    step = 24 + 4096
    places = [number * step + 32 + (number * 613) % step for number in range((size - 32) // step)]
    whole = _content(copy_aside(crashed, tmp_path / "whole"), tmp_path)
    assert whole[0] == 5
    for number, place in enumerate([*range(0, 32, 5), *places[:: max(1, len(places) // 12)]]):
        copy = copy_aside(crashed, tmp_path / f"copy{number}")
        _flip(copy.with_name(copy.name + "-wal"), place)
        state = tmp_path / f"state{number}"
        found = _content(copy, state)
        assert found == whole or found[1], place


def _flip(file, place):
    data = bytearray(file.read_bytes())
    data[place] ^= 0x10
    file.write_bytes(bytes(data))


def _content(path, _state):
    """Open a copy with the marks as they are; give its venues and whether more than a crash
    was told."""
    from jianxi_desktop import settings

    kept = settings.state_folder() / "highwater"
    saved = {each: each.read_bytes() for each in kept.iterdir()}
    try:
        office = offices.open_office(path, PASSWORD)
    except EnvironmentFailure:
        return None, True
    found = venues(office), any("完好。" not in told or "核对" in told for told in office.warnings)
    office.close()
    for each, data in saved.items():
        each.write_bytes(data)
    return found


def test_that_a_restore_killed_at_any_step_leaves_a_database_that_opens(office, tmp_path):
    """A child dies at its first, second, third … change of a name or opening of a file."""
    add_venue(office)
    made = backups.backup(office).backup
    add_venue(office, "二号阵地")
    office.close()
    steps = _steps_of_restore(copy_aside_whole(office.path, tmp_path / "count"), made, 10_000)
    seen = set()
    for step in sorted({*range(steps - 18, steps + 1), *range(1, steps, max(1, steps // 6))}):
        path = copy_aside_whole(office.path, tmp_path / f"step{step}")
        _steps_of_restore(path, made, step)
        opened = offices.open_office(path, PASSWORD)
        seen.add(venues(opened))
        add_venue(opened, "三号阵地")
        assert restore.pending(path) is None
        opened.close()
    assert seen == {1, 2}


def copy_aside_whole(path, folder):
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("home", "step*", "count"))
    return folder / path.name


def _steps_of_restore(path, made, limit):
    """Fork a child that restores and dies at a step; give how many steps there were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        taken = [0]

        def watch(event, arguments):
            if event in {"os.rename", "os.remove", "os.mkdir", "open", "os.truncate"}:
                taken[0] += 1
                if taken[0] >= limit:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            restored = backups.restore_backup(
                path, path.parent / "backups" / made.file.name, PASSWORD
            )
            restored.office.close()
            os.write(writing, struct.pack(">I", taken[0]))
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    told = os.read(reading, 4)
    os.close(reading)
    return struct.unpack(">I", told)[0] if told else 0
