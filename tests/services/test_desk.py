"""A folder of packages: each taken or refused by itself, in order, once, with one backup."""

import shutil

import pytest

from jianxi_desktop.db.turns import merging_turn
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.services import arrivals, backups, desk, package, receipts, trust
from tests import factory
from tests.conftest import open_copy
from tests.services.desk_senders import (
    COMMUNITIES,
    STREET,
    befriend,
    found,
    names,
    rename,
    send,
    venue_of,
)


@pytest.fixture(scope="module")
def stage(founded, tmp_path_factory):
    """A district that trusts a street and two communities, and what they sent, to be copied."""
    folder = tmp_path_factory.mktemp("stage")
    (folder / "drive").mkdir()
    district = open_copy(founded, "district", folder)
    below = [found(folder, code) for code in (STREET, *COMMUNITIES)]
    for place, office in enumerate(below):
        venue_of(office, f"阵地{place}", place)
        befriend(office, district, folder)
        send(office, folder / "drive")
    district.close()
    yield folder, below
    for office in below:
        office.close()


@pytest.fixture
def below(stage):
    """The street and the communities, as they went on after they had sent."""
    return stage[1]


@pytest.fixture
def district(stage, tmp_path):
    """The district, before it has taken anything in."""
    opened = open_copy(stage[0], "district", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def sent(stage, tmp_path):
    """A drive with the three packages."""
    return shutil.copytree(stage[0] / "drive", tmp_path / "drive")


def states(taken):
    return [each.state for each in taken.packages]


def test_that_a_folder_is_taken_in_by_sender_and_taken_once(district, sent):
    seen = []
    taken = desk.take_folder(
        district, sent, told=lambda each: seen.append(each.state), progress=lambda *_: None
    )
    assert states(taken) == ["merged"] * 3
    assert [each.file.unit for each in taken.packages] == [STREET, *COMMUNITIES]
    assert seen == ["writing", "merged"] * 3
    assert names(district) >= {"阵地0", "阵地1", "阵地2"}
    assert "venue" in taken.touched
    before = factory.dump(district)
    again = desk.take_folder(district, sent)
    assert states(again) == ["duplicate"] * 3
    assert factory.dump(district) == before


def test_that_a_trial_says_the_same_and_changes_nothing(district, sent):
    before = factory.dump(district)
    tried = desk.take_folder(district, sent, trial=True)
    assert states(tried) == ["tried"] * 3
    assert factory.dump(district) == before
    taken = desk.take_folder(district, sent)
    assert [each.new for each in taken.packages] == [each.new for each in tried.packages]
    assert taken.total("new") > 3


def test_that_what_cannot_be_taken_stops_nothing_and_says_why(district, sent, below, tmp_path):
    files = sorted(sent.rglob("*.jxp"))
    whole = files[0].read_bytes()
    files[0].write_bytes(whole[:-20])
    (sent / "空.jxp").write_bytes(b"")
    stranger = found(tmp_path, "410305007001")
    trust.trust_card(stranger, trust.save_card(district, tmp_path))
    send(stranger, sent)
    stranger.close()
    taken = desk.take_folder(district, sent)
    assert len(taken.of("merged")) == 2
    refused = {each.code: each.reason for each in taken.of("refused")}
    assert set(refused) == {"package_truncated", "package_empty", "package_sender_unknown"}
    assert all(refused.values())
    files[0].write_bytes(whole)
    assert len(desk.take_folder(district, sent).of("merged")) == 1
    assert names(district) >= {"阵地0", "阵地1", "阵地2"}


def test_that_packages_for_others_are_passed_over_unless_they_are_named(district, below, sent):
    theirs = sent / "street"
    theirs.mkdir()
    file = shutil.copy(sorted(sent.rglob("JXSYNC/UP/*/*.jxp"))[0], theirs / "district.jxp")
    assert desk.find_packages(below[1], sent) == ()
    with pytest.raises(InputError) as refused:
        desk.take_folder(below[1], sent)
    assert refused.value.code == "no_packages"
    named = desk.take_folder(below[1], file)
    assert named.packages[0].state == "refused"


def test_that_stopping_leaves_whole_packages_and_the_rest_for_later(district, sent):
    def stop_after_one(done, total):
        assert total == 3
        if done:
            raise StoppedError("stopped", user_message="停了。", code="stopped")

    taken = desk.take_folder(district, sent, progress=stop_after_one, workers=2)
    assert taken.stopped
    assert sorted(states(taken)) == ["left", "left", "merged"]
    assert states(desk.take_folder(district, sent)).count("merged") == 2


def test_that_stopping_amid_a_package_takes_it_back(district, sent):
    before, writing = names(district), []

    def stop_amid(_done, _total):
        if writing:
            raise StoppedError("stopped", user_message="停了。", code="stopped")

    def told(package):
        writing.extend([package] if package.state == "writing" else [])

    taken = desk.take_folder(district, sent, progress=stop_amid, told=told, workers=2)
    assert taken.stopped
    assert states(taken) == ["left", "left", "left"]
    assert names(district) == before
    assert states(desk.take_folder(district, sent)).count("merged") == 3


def test_that_one_backup_is_made_before_the_first(district, sent):
    desk.take_folder(district, sent, trial=True)
    assert backups.list_backups(district.path) == []
    desk.take_folder(district, sent)
    (made,) = backups.list_backups(district.path)
    assert made.verified


def test_that_without_a_backup_nothing_is_taken(district, sent, monkeypatch):
    before = factory.dump(district)
    (district.path.parent / "backups").write_text("a file in its place")
    with pytest.raises(EnvironmentFailure):
        desk.take_folder(district, sent)
    assert factory.dump(district) == before


def test_that_one_seat_at_a_time_takes_packages_in(district, sent, founded, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    with merging_turn(district.store), pytest.raises(InputError) as refused:
        desk.take_folder(district, sent)
    assert refused.value.code == "merging_elsewhere"
    assert "另一台电脑" in refused.value.user_message
    elsewhere = open_copy(founded, "district", other)
    with merging_turn(elsewhere.store):
        assert len(desk.take_folder(district, sent).of("merged")) == 3
    elsewhere.close()


def test_that_a_senders_later_package_is_taken_after_the_earlier_one(district, below, sent):
    community = below[1]
    venue = venue_of(community, "新阵地", 9)
    send(community, sent)
    rename(community, venue, "改名后的阵地")
    send(community, sent)
    tried = desk.take_folder(district, sent, trial=True)
    assert not tried.of("refused", "held")
    taken = desk.take_folder(district, sent, workers=3)
    own = [each.file.number for each in taken.packages if each.file.unit == COMMUNITIES[0]]
    assert own == sorted(own)
    assert states(taken).count("merged") == 5
    assert "改名后的阵地" in names(district)
    assert "新阵地" not in names(district)


def test_that_what_lacks_an_earlier_one_waits_and_is_taken_with_it(stage, below, tmp_path):
    community, drive = below[2], tmp_path / "sticks"
    for place in ("ahead", "first", "second", "down", "behind"):
        (drive / place).mkdir(parents=True)
    ahead = open_copy(stage[0], "district", drive / "ahead")
    venue_of(community, "先报的", 11)
    first = send(community, drive / "first")
    desk.take_folder(ahead, first)
    down = package.write_package(ahead, drive / "down", to=community.unit.code)
    desk.take_folder(community, down.file)
    ahead.close()
    venue_of(community, "后报的", 12)
    second = send(community, drive / "second")
    behind = open_copy(stage[0], "district", drive / "behind")
    (tried,) = desk.take_folder(behind, second, trial=True).packages
    assert (tried.state, tried.code) == ("refused", "package_gap")
    (held,) = desk.take_folder(behind, second).packages
    assert held.state == "held"
    assert held.reason
    row = next(each for each in arrivals.board(behind).rows if each.unit == COMMUNITIES[1])
    assert (row.standing, row.held) == ("gap", 1)
    assert receipts.receipt_of(behind, held.file.id).state == "held"
    taken = desk.take_folder(behind, first)
    assert [each.state for each in taken.packages] == ["merged", "merged"]
    assert taken.packages[1].file.id == held.file.id
    assert names(behind) >= {"先报的", "后报的"}
    behind.close()
