"""Packages that wait: kept locked, tried again, let go; never more than there is room for."""

import json
import shutil

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import inbox, package
from jianxi_desktop.sync import canonical, header
from jianxi_desktop.sync.refusals import PackageRefusedError
from tests import golden
from tests.services.clones import at, clone, pack, rows, save, send, shown


@pytest.fixture
def receiver(district):
    """A district with the keys that the kept packages were locked for."""
    golden.become(district, "district")
    return district


def newer(tmp_path, name="newer.jxp", seed=None, **fields):
    """A package of a program to come, signed by the kept community."""
    kept = golden.package("0011").read_bytes()
    envelope = header.split(kept)
    outside = canonical.encode({**envelope.fields, "min_reader": 9, **fields})
    framed = header.MAGIC + len(outside).to_bytes(4, "big") + outside
    secret = seed or golden.keys()["community"]["secrets"]["seed"]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    file = tmp_path / name
    file.write_bytes(framed + key.sign(b"jxpkg-v1\0" + framed) + kept[envelope.start :])
    return file


def why(code="package_newer"):
    return PackageRefusedError(code, user_message=f"没有接收：{code}。", code=code)


def test_that_a_newer_programs_package_is_kept_until_the_upgrade(receiver, tmp_path, monkeypatch):
    file = newer(tmp_path)
    with pytest.raises(PackageRefusedError) as refused:
        package.inspect_package(receiver, file)
    assert refused.value.code == "package_newer"
    kept = inbox.keep(receiver, file, None, refused.value)
    assert (kept.name, kept.number, kept.reason) == ("武汉路社区", 5, "package_newer")
    assert "升级" in kept.told
    assert kept.file.read_bytes() == file.read_bytes()
    file.unlink()
    tried = []
    assert inbox.retry(receiver, tried.append) == []  # the same program would refuse it again
    monkeypatch.setattr(inbox, "_app", lambda: "the next version")
    assert [each.merged for each in inbox.retry(receiver, tried.append)] == [True]
    assert tried == [kept.file]
    assert inbox.held(receiver) == []
    assert not kept.file.exists()


def test_that_a_package_of_nobody_we_trust_is_not_kept(receiver, tmp_path):
    stranger = newer(tmp_path, seed="11" * 32)
    assert inbox.keep(receiver, stranger, None, why()) is None
    assert inbox.keep(receiver, newer(tmp_path, id="../x"), None, why()) is None
    assert inbox.keep(receiver, newer(tmp_path), None, why("package_fork")) is None
    assert inbox.held(receiver) == []
    assert not list(inbox.folder(receiver).iterdir())


def test_that_what_waits_is_kept_once_and_let_go_by_its_number(receiver, tmp_path):
    first, second = newer(tmp_path), newer(tmp_path, "other.jxp", id="ab" * 16, no=7)
    for file in (second, first, first):
        inbox.keep(receiver, file, None, why())
    assert [each.number for each in inbox.held(receiver)] == [5, 7]
    inbox.drop(receiver, "abab")
    assert [each.number for each in inbox.held(receiver)] == [5]
    for unknown in ("abab", ""):
        with pytest.raises(InputError, match="kept with this id"):
            inbox.drop(receiver, unknown)
    assert inbox.keep(receiver, second, None, why()) is not None


def test_that_no_more_is_kept_than_there_is_room_for(receiver, tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_BYTES", 20_000)
    assert inbox.keep(receiver, newer(tmp_path), None, why()) is not None
    assert inbox.keep(receiver, newer(tmp_path, id="ab" * 16), None, why()) is None
    monkeypatch.setattr(inbox, "MOST_BYTES", 1 << 30)
    usage = shutil.disk_usage(tmp_path)._replace(free=1 << 20)
    monkeypatch.setattr(inbox.shutil, "disk_usage", lambda _path: usage)
    assert inbox.keep(receiver, newer(tmp_path, id="ab" * 16), None, why()) is None


def test_that_one_refused_for_good_is_let_go_and_one_that_still_waits_is_not(
    receiver, tmp_path, monkeypatch
):
    for number in (5, 6):
        inbox.keep(receiver, newer(tmp_path, id=f"{number:032x}", no=number), None, why())
    monkeypatch.setattr(inbox, "_app", lambda: "the next version")

    def merge(file):
        raise why("package_gap" if json.loads(file.stem.lstrip("0")) == 5 else "package_malformed")

    tried = inbox.retry(receiver, merge)
    assert [each.merged for each in tried] == [False, False]
    assert "package_malformed" in tried[1].told
    left = inbox.held(receiver)
    assert [(each.number, each.reason) for each in left] == [(5, "package_gap")]
    assert [file.name for file in inbox.folder(receiver).iterdir()] == [left[0].file.name]


def test_that_a_package_with_a_gap_waits_and_is_merged_by_itself(friends, member, drive, tmp_path):
    office, district = friends
    behind, home = clone(district, tmp_path / "behind")
    send(office, district, drive)
    send(district, office, drive)
    save(office, member, address="黄河路1号")
    second = pack(office, district, drive)
    with at(home):
        before = rows(behind, "person")
        with pytest.raises(PackageRefusedError) as refused:
            package.merge_package(behind, second)
        assert refused.value.code == "package_gap"
        assert "暂存" in refused.value.user_message
        assert rows(behind, "person") == before
        kept = inbox.held(behind)
        assert [(each.name, each.reason) for each in kept] == [("武汉路社区", "package_gap")]
        assert "李𠮷".encode() not in kept[0].file.read_bytes()
        second.unlink()
        save(office, member, phone="13800000009")
        missing = pack(office, district, drive, full=True)
        merged = package.merge_package(behind, missing)
        assert [each.merged for each in merged.kept] == [True]
        assert inbox.held(behind) == []
        assert shown(behind, member)["address"] == "黄河路1号"
    behind.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:4] + b"\x02" + data[5:],  # a container to come
        lambda data: data,  # one for later readers
    ],
    ids=["container", "reader"],
)
def test_that_a_package_of_a_program_to_come_says_what_to_do_and_changes_nothing(
    receiver, tmp_path, change
):
    file = newer(tmp_path)
    file.write_bytes(change(file.read_bytes()))
    before = rows(receiver, "person")
    with pytest.raises(PackageRefusedError) as refused:
        package.merge_package(receiver, file)
    assert refused.value.code == "package_newer"
    assert "升级" in refused.value.user_message
    assert rows(receiver, "person") == before
    waits = inbox.held(receiver)
    assert len(waits) == (1 if file.read_bytes()[4] == 1 else 0)  # of the other nothing is sure
