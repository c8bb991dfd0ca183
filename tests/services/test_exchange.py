"""One USB drive, one button: what goes up, what comes down, what stays, what nobody can read."""

import shutil
import zlib

import pytest

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import exchange, news, package, records
from jianxi_desktop.services.exchange import State
from jianxi_desktop.sync import header
from jianxi_desktop.sync.drive import DriveError
from tests import factory

CANARIES = ("李𠮷", "99010119650312002X", "13800001234", "第一网格党支部", "武汉路社区", "涧西区")


def people(office):
    return len(factory.rows_of(office, office.catalog["person"]))


def rename(office, person, name):
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, person)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, {"name": name}, seen)


def task(district, office, content):
    """Give a community something to do, as the district does."""
    plan = factory.values_for(district, district.catalog["work_plan"], 1)
    plan |= {"organisation": office.unit.organisation, "title": "十二月重点工作"}
    made = records.save_record(district, district.catalog["work_plan"], plan).id
    item = factory.values_for(district, district.catalog["work_plan_item"], 1)
    item |= {"work_plan": made, "content": content}
    return records.save_record(district, district.catalog["work_plan_item"], item).id


def test_that_one_button_carries_both_ways(friends, member, drive):
    office, district = friends
    seen = exchange.look(office, drive)
    (up,) = seen.going
    assert (up.names, up.to, seen.found) == (("涧西区",), None, ())
    assert up.changes >= 2
    up_done = exchange.run(office, drive)
    assert [len(each.files) for each in up_done.written] == [1]
    assert up_done.flushed

    at_desk = exchange.look(district, drive)
    assert [(each.sender, each.number, each.state) for each in at_desk.found] == [
        ("武汉路社区", 1, State.NEW)
    ]
    assert [each.to for each in at_desk.going] == [office.unit.code]
    down_done = exchange.run(district, drive)
    assert [each.sender for each in down_done.taken] == ["武汉路社区"]
    assert people(district) == 1
    assert [each.receivers for each in down_done.written] == [("武汉路社区",)]
    (came,) = news.list_news(district)
    assert "1 名党员" in news.in_words(came)

    home = exchange.look(office, drive)
    assert [(each.sender, each.state) for each in home.found] == [("涧西区", State.NEW)]
    exchange.run(office, drive)
    assert package.pending(office).changes == 0


def test_that_what_lies_on_the_drive_already_is_not_written_twice(friends, member, drive, tmp_path):
    office, _district = friends
    exchange.run(office, drive)
    (going,) = exchange.look(office, drive).going
    assert (going.lying, going.wanted) == (True, False)
    assert exchange.run(office, drive).written == []
    assert len(list(drive.rglob("*.jxp"))) == 1

    other = tmp_path / "other"
    other.mkdir()
    (going,) = exchange.look(office, other).going
    assert (going.written, going.lying, going.wanted) == (True, False, True)
    rename(office, member, "李𠮷祥")
    (going,) = exchange.look(office, drive).going
    assert (going.written, going.wanted) == (False, True)


def test_that_a_receipt_is_given_once_and_not_for_ever(friends, member, drive):
    office, district = friends
    for each in (office, district, office):
        exchange.run(each, drive)
    written = [len(exchange.run(each, drive).written) for each in (district, office) * 3]
    assert sum(written) <= 2
    assert written[-4:] == [0, 0, 0, 0]


def test_that_several_packages_are_taken_oldest_first_and_known_ones_are_told(
    friends, member, drive
):
    office, district = friends
    exchange.run(office, drive)
    rename(office, member, "李𠮷祥")
    exchange.run(office, drive)
    seen = exchange.look(district, drive)
    assert [each.number for each in seen.found] == [1, 2]
    done = exchange.run(district, drive)
    assert [each.number for each in done.taken] == [1, 2]
    states = {each.state for each in exchange.look(district, drive).found}
    assert states == {State.KNOWN}
    assert exchange.run(district, drive).taken == []


def test_that_a_refused_package_stops_none_of_the_others(friends, member, drive):
    office, district = friends
    exchange.run(office, drive)
    good = next(drive.rglob("*.jxp"))
    bad = good.with_name("JX_00000000_00000000_20261101_000009.jxp")
    data = bytearray(good.read_bytes())
    data[-50] ^= 1
    bad.write_bytes(data)
    cut = good.with_name("JX_00000000_00000000_20261101_000010.jxp")
    cut.write_bytes(good.read_bytes()[:-1])
    good.with_name("JX_00000000_00000000_20261101_000011.jxp.part").write_bytes(b"half")
    seen = exchange.look(district, drive)
    assert [(each.path.name, each.code) for each in seen.found if each.code] == [
        (cut.name, "package_truncated")
    ]
    done = exchange.run(district, drive)
    assert [each.number for each in done.taken] == [1]
    assert {each.name for each in done.refused} == {bad.name, cut.name}
    assert all(each.reason and each.sender == "武汉路社区" for each in done.refused)
    assert people(district) == 1


def test_that_strangers_are_named_and_others_packages_are_left_alone(
    friends, demo, member, drive, tmp_path
):
    office, district = friends
    package.trust_card(demo, package.save_card(district, tmp_path))
    package.write_package(demo, drive)  # the district does not know this one
    package.write_package(office, drive)
    seen = exchange.look(district, drive)
    states = [(each.sender, each.state, each.code) for each in seen.found]
    assert sorted(states) == [
        ("", State.REFUSED, "package_sender_unknown"),
        ("武汉路社区", State.NEW, ""),
    ]
    assert exchange.look(demo, drive).foreign == 1
    done = exchange.run(district, drive)
    assert (len(done.taken), [each.code for each in done.refused]) == (
        1,
        ["package_sender_unknown"],
    )


def test_that_the_district_writes_for_every_community_at_once(friends, drive):
    office, district = friends
    for each in (office, district, office):
        exchange.run(each, drive)
    news.mark_seen(office)
    made = task(district, office, "走访慰问困难党员")
    told, steps = [], []
    done = exchange.write_down(
        district, drive, told=told.append, progress=lambda *step: steps.append(step)
    )
    assert [each.receivers for each in done.written] == [("武汉路社区",)]
    assert (steps[0], steps[-1]) == ((0, 1), (1, 1))
    assert "武汉路社区" in told[0]
    exchange.run(office, drive)
    (came,) = news.list_news(office)
    assert news.in_words(came).startswith("涧西区来的：1 项任务")
    (record,) = news.records_of(office, came.package, "work_plan_item")
    assert (record.id, record.what) == (made, "new")
    with pytest.raises(InputError) as nobody:
        exchange.write_down(office, drive)
    assert nobody.value.code == "no_receiver"


def test_that_a_community_that_never_reported_gets_what_the_district_gives(friends, drive):
    office, district = friends
    ledger = district.catalog["policy_document"]
    values = factory.values_for(district, ledger, 1, only_required=True)
    made = records.save_record(district, ledger, values).id
    exchange.write_down(district, drive)
    exchange.run(office, drive)
    (came,) = news.list_news(office)
    assert [each.id for each in news.records_of(office, came.package, "policy_document")] == [made]


def test_that_acknowledged_packages_are_swept_and_others_are_not(friends, member, drive):
    office, district = friends
    exchange.run(office, drive)
    (first,) = (drive / "JXSYNC" / "UP").rglob("*.jxp")
    half = first.with_name(first.name.replace("000001", "000007") + ".part")
    half.write_bytes(b"half of a package that was cut off")
    assert exchange.look(office, drive).swept == ()
    assert exchange.look(office, drive).delivered == ("涧西区还没有回执",)
    exchange.run(district, drive)
    done = exchange.run(office, drive)
    assert set(done.swept) == {first.name, half.name}
    assert not first.exists()
    assert exchange.look(office, drive).delivered[0].startswith("已送达涧西区到第 1 号")


def test_that_a_full_package_is_written_whatever_was_acknowledged(friends, member, drive):
    office, district = friends
    for each in (office, district, office):
        exchange.run(each, drive)
    done = exchange.write_full(office, drive)
    assert [each.full for each in done.written] == [True]
    assert done.written[0].records > 0


def test_that_the_stick_holds_nothing_that_others_can_read(friends, member, drive):
    office, district = friends
    for each in (office, district, office):
        exchange.run(each, drive)
    for card in drive.glob("*.jxcard"):  # cards are public, and were not put there by an exchange
        card.unlink()
    lying = [path for path in drive.rglob("*") if path.is_file()]
    assert len(lying) >= 2
    for path in lying:
        data = path.read_bytes()
        for words in CANARIES:
            for spelled in (words.encode(), words.encode("utf-16-le"), words.encode("gb18030")):
                assert spelled not in data, path.name
                assert spelled not in str(path.relative_to(drive)).encode()
        fields = header.split(data).fields
        assert set(fields) == {
            *("v", "suite", "id", "no", "kind", "from", "to", "created", "min_reader"),
            *("schema", "ct_size", "ct_sha256", "raw_size", "part", "of"),
        }
        assert set(fields["from"]) == {"replica", "key"}
        locked = data[data.index(b"age-encryption.org/v1") :]
        assert len(zlib.compress(locked)) > 0.97 * len(locked)  # noise does not get smaller
        assert path.name.isascii()
        assert path.suffix == ".jxp"


def test_that_a_read_only_drive_gives_what_it_has_and_says_what_it_cannot_take(
    friends, member, drive, monkeypatch
):
    office, district = friends
    exchange.run(office, drive)

    def refuse(*_given, **_named):
        raise DriveError("erofs", user_message="U盘不能写入。", code="drive_read_only")

    monkeypatch.setattr("jianxi_desktop.sync.drive.write_pieces", refuse)
    done = exchange.run(district, drive)
    assert len(done.taken) == 1
    assert [(each.name, each.code) for each in done.unwritten] == [
        ("武汉路社区", "drive_read_only")
    ]
    assert people(district) == 1


def test_that_a_drive_that_is_gone_says_so(friends, drive):
    office, _district = friends
    shutil.rmtree(drive)
    for work in (exchange.look, exchange.run):
        with pytest.raises(DriveError) as gone:
            work(office, drive)
        assert gone.value.code == "drive_gone"


def test_that_stopping_keeps_what_is_done(friends, member, drive):
    office, district = friends
    exchange.run(office, drive)
    rename(office, member, "李𠮷祥")
    exchange.run(office, drive)
    begun = []

    def stop_at_second(*_step):
        if len(begun) > 1:
            raise StoppedError("stopped", user_message="已停止。", code="stopped")

    done = exchange.run(district, drive, progress=stop_at_second, told=begun.append)
    assert done.stopped
    assert len(done.taken) == 1
    assert people(district) == 1
    begun.append("again")
    with pytest.raises(StoppedError):
        exchange.run(district, drive, progress=stop_at_second)


def test_that_who_may_not_merge_only_writes(friends, member, drive):
    office, district = friends
    exchange.run(office, drive)
    exchange.run(district, drive)
    rename(office, member, "李𠮷祥")
    rights = office.account.rights - {Right.MERGE}
    office.account = factory.dataclasses.replace(office.account, rights=frozenset(rights))
    done = exchange.run(office, drive)
    assert (done.taken, done.kept_back, len(done.written)) == ([], 1, 1)


def test_that_nothing_waits_for_anybody_without_a_card(office, drive):
    assert exchange.waiting(office) == ()
    seen = exchange.look(office, drive)
    assert (seen.going, seen.below, seen.fresh) == ((), 0, ())
    done = exchange.run(office, drive)
    assert not done.anything
    assert list(drive.iterdir()) == []


def test_that_files_of_a_plain_folder_are_found_and_links_and_hidden_ones_are_not(
    friends, member, drive, tmp_path
):
    office, district = friends
    exchange.run(office, drive)
    (file,) = drive.rglob("*.jxp")
    folder = tmp_path / "mail"
    folder.mkdir()
    shutil.copy(file, folder / "FROM MAIL.JXP")
    shutil.copy(file, folder / "._FROM MAIL.jxp")
    (folder / "link.jxp").symlink_to(file)
    assert [each.path.name for each in exchange.look(district, folder).found] == ["FROM MAIL.JXP"]
    assert len(exchange.run(district, folder).taken) == 1
