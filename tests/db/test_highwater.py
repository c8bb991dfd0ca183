"""What this PC remembers of a database outside it, and what it is called."""

import os
import time
import uuid

from jianxi_desktop import settings
from jianxi_desktop.db import highwater, machine
from jianxi_desktop.db.highwater import HighWater, Mark
from jianxi_desktop.db.journal import Chain

DATABASE = uuid.UUID(int=7)
END = Chain(1, uuid.UUID(int=9), "org/410305008001", 5, 0, bytes(32))


def test_that_the_end_of_a_chain_is_remembered():
    HighWater(DATABASE).note(END)
    name = f"{END.replica.hex}/{END.scope}"
    assert highwater.read(DATABASE).marks == {name: Mark(5, "00" * 32)}
    assert highwater.read(uuid.UUID(int=8)).marks == {}


def test_that_a_mark_without_a_seal_is_one():
    HighWater(DATABASE).note(END._replace(hash=None))
    assert [*highwater.read(DATABASE).marks.values()] == [Mark(5)]


def test_that_what_is_known_already_is_not_written_again():
    known = HighWater(DATABASE)
    known.note(END)
    file = highwater._file(DATABASE)
    before = file.stat().st_ino
    known.note(END)
    assert file.stat().st_ino == before


def test_that_a_spoilt_file_is_none_and_is_told_to_the_log(caplog):
    HighWater(DATABASE).note(END)
    for spoilt in (b"\0" * 30, b"[]", b'{"a": 1}', b""):
        highwater._file(DATABASE).write_bytes(spoilt)
        assert highwater.read(DATABASE).marks == {}
    assert "not readable" in caplog.text


def test_that_only_old_leftovers_are_swept():
    HighWater(DATABASE).note(END)
    folder = settings.state_folder() / "highwater"
    old, fresh = (folder / f"{DATABASE.hex}.{n}.part" for n in (1, 2))
    for each in (old, fresh):
        each.write_bytes(b"half")
    os.utime(old, (time.time() - 100,) * 2)
    highwater.read(DATABASE)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_that_a_pc_is_known_by_a_hash_that_stays_and_does_not_name_it():
    known = machine.machine_id()
    assert known == machine.machine_id()
    for file in machine._FILES:
        if known is not None and file.exists():
            assert file.read_text().strip() not in known
            assert len(known) == 64
