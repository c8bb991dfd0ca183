"""What packages and their readers do at the edges: limits, disks that fail, odd answers."""

import errno
import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sync import canonical, checkpoints, drive, following, locking, records
from jianxi_desktop.sync import header as headers
from jianxi_desktop.sync.changes import check_change, spell_change
from jianxi_desktop.sync.child import read_in_child
from jianxi_desktop.sync.package import deliver, read_package, seal_package
from jianxi_desktop.sync.reading import check_package
from jianxi_desktop.sync.records import Record
from tests.sync.authors import Author, blob, changes_facts, edit, erasure, rows, told
from tests.sync.forging import Forge, framed


@pytest.fixture
def forge(community, district):
    return Forge(community, district)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.jxp"


def refused(path, receiver, sender):
    with pytest.raises(InputError) as failed:
        check_package(path, receiver, [sender.card])
    return failed.value


def code_of(path, forge, plain):
    path.write_bytes(forge.package(plain))
    return refused(path, forge.receiver, forge.sender).code


def test_that_a_section_of_which_all_was_erased_travels(community):
    author = Author(community)
    for made in (rows(2), edit(), erasure()):
        change = author.change(made)
        [(ledger, kind, columns, leaves)] = change.sections
        erased = [
            [ledger, kind, columns, [sha256(canonical.spell(leaf)).hexdigest() for leaf in leaves]]
        ]
        gone = change._replace(sections=erased)
        assert check_change(spell_change(gone)) == gone


def test_that_more_values_than_any_change_has_are_not_even_parsed():
    body = b"[{},[" + b"0," * 400_001 + b"0]]"
    with pytest.raises(InputError) as failed:
        check_change(body)
    assert failed.value.code == "package_change_too_large"


@pytest.mark.parametrize(
    "note",
    ["[]", '["' + "0" * 32 + '",1,{}]', '["' + "0" * 32 + '",null,[]]', '["x",null,{}]', "[", 1],
)
def test_that_a_note_of_another_shape_is_refused(community, note):
    change = Author(community).change(edit())._replace(note=note)
    with pytest.raises(InputError) as failed:
        check_change(spell_change(change))
    assert failed.value.code == "package_malformed"


@pytest.mark.parametrize("seq", [0, -1, True, 2**52 + 0.5, "1", None])
def test_that_a_checkpoint_without_a_number_is_refused(community, seq):
    signed = checkpoints.sign(community, "ab" * 16 + "/org/1", 1, "0" * 64)
    with pytest.raises(InputError) as failed:
        checkpoints.open_checkpoint(canonical.spell(signed._asdict() | {"seq": seq}))
    assert failed.value.code == "package_malformed"


def test_that_the_numbers_of_chains_records_and_facts_have_ends(path, forge, monkeypatch, stranger):
    both = [forge.author, Author(stranger, "12" * 16)]
    given = [each.record(rows(2)) for each in both] + [each.checkpoint() for each in both]
    to = both[0].vector | both[1].vector
    path.write_bytes(forge.package(forge.plain(given, to=to)))
    with monkeypatch.context() as patched:
        patched.setattr(following, "CHAINS_LIMIT", 0)
        assert refused(path, forge.receiver, forge.sender).code == "package_malformed"
    with monkeypatch.context() as patched:
        patched.setattr(records, "_COUNT_LIMIT", 3)
        assert "too many records" in str(refused(path, forge.receiver, forge.sender))
    forge.facts = told(more=list(range(400_001)))
    assert code_of(path, forge, forge.plain([])) == "package_malformed"
    forge.facts = told()
    long = {"to": {}, "more": [0] * 400_001}
    assert code_of(path, forge, forge.plain([], closing=long)) == "package_malformed"
    first = framed(1, canonical.spell({"outside": {}, "facts": []}))
    assert code_of(path, forge, forge.plain([], first=first)) == "package_malformed"


def test_that_a_checkpoint_comes_once(path, forge):
    given = [forge.author.record(rows(2)), *[forge.author.checkpoint()] * 2]
    assert code_of(path, forge, forge.plain(given)) == "package_checkpoint_wrong"


def test_that_places_name_unit_and_name_alone(path, forge):
    for place in (
        {},
        {"unit": "1"},
        {"unit": "1", "name": "甲", "more": 1},
        {"unit": "", "name": ""},
    ):
        forge.facts = told(places={"ab" * 16: place})
        assert code_of(path, forge, forge.plain([])) == "package_malformed"


def test_that_a_file_beyond_a_gibibyte_is_not_read(path, district, community):
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)
    assert refused(path, district, community).code == "package_too_large"
    with (
        pytest.raises(InputError) as failed,
        read_in_child(path, district, [community.card]),
    ):
        pass
    assert failed.value.code == "package_too_large"


def test_that_a_file_beyond_the_limit_is_not_copied_whole(path, district, community, monkeypatch):
    monkeypatch.setattr(headers, "PACKAGE_LIMIT", 2_000_000)
    path.write_bytes(bytes(3_000_000))
    inbox = path.parent / "inbox"
    with (
        pytest.raises(InputError) as failed,
        read_in_child(path, district, [community.card], inbox=inbox),
    ):
        pass
    assert (failed.value.code, list(inbox.iterdir())) == ("package_too_large", [])


def test_that_a_package_larger_than_a_reader_takes_does_not_leave(tmp_path, community, monkeypatch):
    monkeypatch.setattr(headers, "PACKAGE_LIMIT", headers.OUTSIDE_LIMIT + 1_000)
    with pytest.raises(InputError) as failed:
        seal_package(
            changes_facts(),
            community,
            [],
            [blob(os.urandom(2_000))],
            work=tmp_path,
            closing=lambda: {"to": {}},
        )
    assert (failed.value.code, list(tmp_path.iterdir())) == ("package_beyond_limit", [])


def test_that_a_lock_has_1_to_20_receivers():
    with pytest.raises(ValueError, match="0 recipients"):
        locking.lock(b"x", [])


def test_that_a_file_changed_while_it_is_read_is_noticed(path, forge, monkeypatch):
    """The digest is right when it is taken first, and wrong when the lock is opened."""
    path.write_bytes(forge.package(forge.plain(forge.author.records())))
    other = forge.package(forge.plain([]))
    real = locking.size_of_locks

    def swapped(*args, **more):
        whole = path.read_bytes()
        contents = headers.split(other).contents
        start = headers.split(whole).start
        with path.open("rb+") as file:
            file.seek(start)
            file.write(contents)
        return real(*args, **more)

    monkeypatch.setattr("jianxi_desktop.sync.locking.size_of_locks", swapped)
    assert refused(path, forge.receiver, forge.sender).code in {
        "package_contents_damaged",
        "package_key_wrong",
        "package_malformed",
    }


def test_that_an_inbox_that_cannot_be_written_is_said(path, forge):
    path.write_bytes(forge.package(forge.plain([])))
    inbox = path.parent / "inbox"
    inbox.write_bytes(b"a file")
    with (
        pytest.raises(EnvironmentFailure),
        read_in_child(path, forge.receiver, [forge.sender.card], inbox=inbox),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_an_inbox_without_room_is_said_and_left_clean(path, forge):
    import resource

    path.write_bytes(forge.package(forge.plain([blob(os.urandom(300_000))])))
    inbox, before = path.parent / "inbox", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with (
            pytest.raises(EnvironmentFailure) as failed,
            read_in_child(path, forge.receiver, [forge.sender.card], inbox=inbox),
        ):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (failed.value.code, list(inbox.iterdir())) == ("disk_full", [])


def test_that_an_unfinished_file_is_not_copied(path, forge):
    part = path.with_suffix(".jxp.part")
    part.write_bytes(b"half")
    with (
        pytest.raises(InputError) as failed,
        read_in_child(part, forge.receiver, [], inbox=path.parent / "inbox"),
    ):
        pass
    assert failed.value.code == "package_unfinished"


@pytest.mark.parametrize("answer", [b"C\0\0\0\2[]", b"E\0\0\0\0", b"\x02\0\0\0\0", b"Z\0\0\0\0"])
def test_that_a_child_that_answers_something_else_is_a_refusal(path, forge, answer):
    path.write_bytes(forge.package(forge.plain([])))
    code = f"import sys; sys.stdin.buffer.read(1); sys.stdout.buffer.write({answer!r})"
    with (
        pytest.raises(InputError) as failed,
        read_in_child(path, forge.receiver, [], command=[sys.executable, "-c", code]),
    ):
        pass
    assert failed.value.code == "package_reader_stopped"


def test_that_a_drive_that_dies_while_it_is_read_is_said(path, forge, monkeypatch):
    path.write_bytes(forge.package(forge.plain([])))

    class Dying:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def fileno(self):
            raise OSError(errno.EIO, "pulled out")

    monkeypatch.setattr(Path, "open", lambda _path, _mode: Dying())
    with pytest.raises(EnvironmentFailure) as failed:
        read_package(path, forge.receiver, [forge.sender.card])
    assert failed.value.code == "file_unreadable"


def test_that_a_drive_that_is_gone_has_no_room(tmp_path):
    with pytest.raises(EnvironmentFailure) as failed:
        drive.check_room(tmp_path / "gone", 1)
    assert failed.value.code == "drive_gone"


def test_that_what_was_staged_and_is_gone_is_said(tmp_path, community):
    sealed = seal_package(
        changes_facts(), community, [], [], work=tmp_path / "work", closing=lambda: {"to": {}}
    )
    sealed.staged.unlink()
    (tmp_path / "stick").mkdir()
    with pytest.raises(EnvironmentFailure) as failed:
        deliver(tmp_path / "stick", [sealed], community)
    assert failed.value.code == "no_such_file"
    assert not list((tmp_path / "stick").rglob("*.jxp*"))


def test_that_what_follows_the_last_byte_of_a_stream_is_refused(forge):
    """Wherever the pieces are cut: within the last piece, and in one of their own."""
    plain = forge.plain([])
    packed = records.zlib.compress(plain)
    for pieces in ([packed + b"x"], [packed, b"x"], [packed[:-1], packed[-1:] + b"x"]):
        cutter = records.Cutter(len(plain), lambda *_: None)
        with pytest.raises(InputError):
            fed(cutter, pieces)
    cutter = records.Cutter(len(plain), lambda *_: None)
    fed(cutter, [packed[at : at + 1] for at in range(len(packed))])


def fed(cutter, pieces):
    for piece in pieces:
        cutter.feed(piece)
    cutter.close()


def test_that_a_record_that_ends_the_stream_too_early_is_refused():
    for raw in (b"\x01", b"\x01\0\0\0\x05abc", framed(77, b"x") + b"\x02\0"):
        cutter = records.Cutter(len(raw), lambda *_: None)
        with pytest.raises(InputError):
            fed(cutter, [records.zlib.compress(raw)])


def test_that_records_are_given_out_of_a_thread_and_failures_come_through():
    from jianxi_desktop.sync.pulling import pull

    def failing(take):
        take(Record(2, b"x"))
        raise LookupError("of the reader")

    given = pull(failing)
    assert next(given) == Record(2, b"x")
    with pytest.raises(LookupError):
        next(given)

    def endless(take):
        while True:
            take(1)

    numbers = pull(endless)
    assert next(numbers) == 1
    numbers.close()
