"""How packages of changes come onto a drive."""

import os
import sys
import time
import tracemalloc

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sync import drive, records
from jianxi_desktop.sync.child import read_in_child
from jianxi_desktop.sync.package import deliver, read_package, seal_package, write_package
from jianxi_desktop.sync.records import BLOB, CHANGE, Record
from tests.sync.authors import Author, blob, changes_facts, edit, rows, told


@pytest.fixture
def author(community):
    return Author(community)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def work(tmp_path):
    return tmp_path / "work"


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def write(stick, work, author, district, given, **more):
    facts = more.pop("facts", None) or changes_facts()
    return write_package(
        stick,
        facts,
        author.keys,
        [district.card],
        given,
        work=work,
        closing=more.pop("closing", lambda: {"to": author.vector}),
        **more,
    )


def test_that_changes_come_back_as_they_were_handed_in(stick, work, author, district):
    given = list(author.records())
    told_of = []
    written = write(stick, work, author, district, iter(given), progress=told_of.append)
    found = read_package(written.path, district, [author.keys.card])
    assert list(found.records()) == given == list(found.records())
    assert found.closing == {"to": author.vector}
    assert (found.header.kind, found.header.min_reader) == ("changes", 2)
    assert found.counts == written.counts
    assert written.records == 5
    assert told_of == list(range(1, len(given) + 1))
    assert (files(stick), files(work)) == ([written.path.name], [])
    assert written.bytes == written.path.stat().st_size


def test_that_the_sender_can_read_its_own_package(stick, work, author, district):
    written = write(stick, work, author, district, author.records())
    assert read_package(written.path, author.keys, []).counts["changes"] == 5


def test_that_parts_of_one_sending_stand_alone_and_go_on(stick, work, author, district):
    sealed, base = [], {}
    for part in (1, 2, 3):
        given = [author.record(rows(2, part)), author.checkpoint()]
        facts = changes_facts(part, manifest=told(base=base), part=part)
        base = author.vector
        sealed.append(
            seal_package(
                facts,
                author.keys,
                [district.card],
                given,
                work=work,
                closing=lambda: {"to": author.vector},
            )
        )
    assert len(files(work)) == 3
    copied = []
    written = deliver(stick, sealed, author.keys, progress=lambda *done: copied.append(done))
    assert (len(files(stick)), files(work)) == (3, [])
    found = [read_package(each.path, district, [author.keys.card]) for each in written]
    assert [(each.header.part, each.header.of) for each in found] == [(1, 3), (2, 3), (3, 3)]
    assert [each.manifest["base"] for each in found[1:]] == [
        each.closing["to"] for each in found[:2]
    ]
    assert copied[-1][0] == copied[-1][1]
    assert copied == sorted(copied)


def test_that_parts_come_all_or_none(stick, work, author, district, monkeypatch):
    def sealed(number):
        return seal_package(
            changes_facts(number, part=number),
            author.keys,
            [district.card],
            [],
            work=work,
            closing=lambda: {"to": {}},
        )

    both, calls = [sealed(1), sealed(2)], []
    real = drive.write_pieces

    def second_fails(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise drive.drive_failure(OSError(5, "pulled out"))
        return real(*args, **more)

    monkeypatch.setattr(drive, "write_pieces", second_fails)
    with pytest.raises(EnvironmentFailure) as failed:
        deliver(stick, both, author.keys)
    assert failed.value.code == "drive_gone"
    assert (files(stick), files(work)) == ([], [])


def test_that_stopping_leaves_nothing_behind(stick, work, author, district):
    class StoppedError(Exception):
        pass

    def stop(done):
        if done == 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        write(stick, work, author, district, author.records(), progress=stop)
    assert (files(stick), files(work)) == ([], [])


def test_that_what_the_caller_raises_between_records_comes_through(stick, work, author, district):
    def broken():
        yield author.record(rows(2))
        raise LookupError("of the caller")

    with pytest.raises(LookupError):
        write(stick, work, author, district, broken())
    assert (files(stick), files(work)) == ([], [])


def wrong_records(author):
    """Give what no receiver would take, by its name."""
    first, second = author.record(rows(2)), author.record(edit())
    end = author.checkpoint()
    return {
        "gap": [second, end],
        "twice": [first, first, second, end],
        "not signed": [first, second],
        "signed too early": [first, end, second],
        "no record": [first, second, end, Record(77, b"x")],
        "no change": [Record(CHANGE, b"[]"), first, second, end],
        "a digest": [first, second, end, Record(BLOB, bytes(40))],
        "a content twice": [first, second, end, blob(b"x"), blob(b"x")],
        "a certificate": [first, second, end, Record(8, b"{}")],
    }


@pytest.mark.parametrize(
    "name",
    [
        *("gap", "twice", "not signed", "signed too early", "no record", "no change"),
        *("a digest", "a content twice", "a certificate"),
    ],
)
def test_that_records_no_receiver_takes_do_not_leave(stick, work, author, district, name):
    with pytest.raises((ValueError, InputError)):
        write(stick, work, author, district, wrong_records(author)[name])
    assert (files(stick), files(work)) == ([], [])


@pytest.mark.parametrize(
    "manifest",
    [
        {},
        told(kind="some"),
        told(base={"x": [1, "0" * 64]}),
        told(acks=None),
        told(accounts={"x": "王芳"}),
        told(places={"ab" * 16: {"unit": "1"}}),
        told(wants=["x"]),
        told(audit=[0, "0" * 64]),
    ],
)
def test_that_facts_no_receiver_takes_do_not_leave(stick, work, author, district, manifest):
    with pytest.raises(ValueError, match="no reader takes"):
        write(
            stick, work, author, district, author.records(), facts=changes_facts(manifest=manifest)
        )
    assert (files(stick), files(work)) == ([], [])


def test_that_another_end_than_the_records_have_does_not_leave(stick, work, author, district):
    with pytest.raises(ValueError, match="no reader takes"):
        write(stick, work, author, district, author.records(), closing=lambda: {"to": {}})
    assert (files(stick), files(work)) == ([], [])


def test_that_a_drive_without_room_is_said_before_anything_is_written(
    stick, work, author, district, monkeypatch
):
    monkeypatch.setattr(drive.shutil, "disk_usage", lambda _folder: (1 << 30, 0, 1_000))
    with pytest.raises(EnvironmentFailure) as refused:
        write(stick, work, author, district, author.records())
    assert refused.value.code == "drive_full"
    assert "还没有写入" in refused.value.user_message
    assert (files(stick), files(work)) == ([], [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_a_full_disk_is_said_and_nothing_is_left(stick, work, author, district):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(EnvironmentFailure) as refused:
            write(stick, work, author, district, [blob(os.urandom(400_000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert refused.value.code == "disk_full"
    assert (files(stick), files(work)) == ([], [])


def test_that_what_an_ended_program_left_is_swept_after_a_day(stick, work, author, district):
    work.mkdir()
    old, copy, fresh = work / "a.jxsealed", work / "c.jxcopy", work / "b.jxsealed"
    for path in (old, copy, fresh):
        path.write_bytes(b"locked")
    for path in (old, copy):
        os.utime(path, (0, time.time() - 90_000))
    write(stick, work, author, district, author.records())
    assert files(work) == ["b.jxsealed"]


def test_that_a_disk_that_keeps_something_else_is_noticed(stick, work, author, district):
    sealed = seal_package(
        changes_facts(),
        author.keys,
        [district.card],
        author.records(),
        work=work,
        closing=lambda: {"to": author.vector},
    )
    sealed.staged.write_bytes(sealed.staged.read_bytes()[:-1] + b"?")
    with pytest.raises(EnvironmentFailure) as refused:
        deliver(stick, [sealed], author.keys)
    assert refused.value.code == "disk_corrupts"
    assert (files(stick), files(work)) == ([], [])


def test_that_more_than_a_package_holds_is_said(stick, work, author, district, monkeypatch):
    monkeypatch.setattr(records, "RAW_LIMIT", 300_000)
    with pytest.raises(InputError) as refused:
        write(stick, work, author, district, [blob(os.urandom(400_000))])
    assert refused.value.code == "package_beyond_limit"
    assert (files(stick), files(work)) == ([], [])


def test_that_memory_does_not_grow_with_the_package(stick, work, author, district):
    contents = os.urandom(1 << 20)
    given = (blob(n.to_bytes(4, "big") + contents) for n in range(24))
    tracemalloc.start()
    try:
        written = write(stick, work, author, district, given, closing=lambda: {"to": {}})
        found = read_package(written.path, district, [author.keys.card])
        size = sum(len(body) for _kind, body in found.records())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 24 << 20
    assert peak < 12 << 20


def test_that_photos_lie_among_changes_as_they_are(stick, work, author, district):
    """Stored and compressed pieces take turns in one stream; each kind of content comes back."""
    given = [author.record(rows(20))]
    for size in (1, 100, 16_384, 65_279, 65_280, 65_281, 200_000):
        given += [blob(os.urandom(size)), author.record(edit()), blob(b"text" * size)]
    given.append(author.checkpoint())
    written = write(stick, work, author, district, given)
    assert list(read_package(written.path, district, [author.keys.card]).records()) == given
    assert written.bytes < 430_000


def test_that_the_child_reads_a_copy_that_a_pulled_drive_cannot_change(
    tmp_path, stick, work, author, district
):
    given, inbox = list(author.records()), tmp_path / "inbox"
    written = write(stick, work, author, district, given)
    with read_in_child(written.path, district, [author.keys.card], inbox=inbox) as found:
        written.path.unlink()
        assert list(found.records()) == given
        assert (found.file.parent, len(files(inbox))) == (inbox, 1)
        kept = found.file.rename(inbox / "held.jxp")
    assert files(inbox) == ["held.jxp"]
    with read_in_child(kept, district, [author.keys.card], inbox=inbox) as found:
        assert found.file == kept
    assert files(inbox) == ["held.jxp"]


def test_that_a_refused_file_leaves_no_copy(tmp_path, stick, work, author, district):
    written = write(stick, work, author, district, author.records())
    inbox = tmp_path / "inbox"
    with (
        pytest.raises(InputError) as refused,
        read_in_child(written.path, district, [], inbox=inbox),
    ):
        pass
    assert (refused.value.code, files(inbox)) == ("package_sender_unknown", [])


def test_that_checking_tells_how_far_it_is(tmp_path, stick, work, author, district):
    written = write(
        stick, work, author, district, [blob(os.urandom(9 << 20))], closing=lambda: {"to": {}}
    )
    seen = []
    with read_in_child(
        written.path, district, [author.keys.card], progress=lambda *done: seen.append(done)
    ):
        pass
    assert len(seen) >= 4
    assert seen == sorted(seen)
    assert all(done <= total for done, total in seen)
