import re
import shutil
import subprocess

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sync import snapshots
from jianxi_desktop.sync.canonical import NotCanonicalError
from jianxi_desktop.sync.package import Direction, Part, inspect, read_package, write_snapshot
from tests.sync.factory import COLUMNS, CREATED, facts, office, parts, rows


def unrolled(given):
    return [(part.table, part.columns, row) for part in given for row in map(list, part.rows)]


def test_that_rows_come_back_as_they_were_handed_in(package, community, district):
    found = read_package(package, district, [community.card])
    assert unrolled(found.parts()) == unrolled(parts())
    assert unrolled(found.parts()) == unrolled(parts())
    assert found.counts == {"org": 3, "person": 30}
    assert found.sender == community.card
    assert found.manifest["app"] == "0.1.0"


def test_that_the_sender_can_read_its_own_package(package, community):
    assert read_package(package, community, []).counts["person"] == 30


def test_that_a_table_without_rows_is_still_named(tmp_path, community, district):
    given = [Part("venue", COLUMNS, []), Part("org", COLUMNS, iter(rows(1)))]
    written = write_snapshot(tmp_path, facts(), community, [district.card], given)
    found = read_package(written.path, district, [community.card])
    assert [(part.table, len(list(part.rows))) for part in found.parts()] == [
        ("venue", 0),
        ("org", 1),
    ]


def test_that_many_rows_travel_in_parts_of_2000(tmp_path, community, district):
    told = []
    given = [Part("person", COLUMNS, iter(rows(4_001)))]
    written = write_snapshot(
        tmp_path, facts(), community, [district.card], given, progress=told.append
    )
    found = read_package(written.path, district, [community.card])
    assert [len(list(part.rows)) for part in found.parts()] == [2_000, 2_000, 1]
    assert told == [2_000, 4_000, 4_001]
    assert (written.records, written.bytes) == (4_001, written.path.stat().st_size)


def test_that_long_texts_are_spread_over_more_parts(tmp_path, community, district):
    long = [[n, "长" * 65_536] for n in range(200)]
    written = write_snapshot(
        tmp_path, facts(), community, [district.card], [Part("note", ("n", "text"), long)]
    )
    found = read_package(written.path, district, [community.card])
    assert [row for part in found.parts() for row in part.rows] == long


def test_that_rows_all_alike_are_not_taken_for_a_bomb(tmp_path, community, district):
    alike = [["x" * 200] * 20 for _ in range(4_000)]
    columns = tuple(f"c{n}" for n in range(20))
    written = write_snapshot(
        tmp_path, facts(), community, [district.card], [Part("note", columns, alike)]
    )
    assert read_package(written.path, district, [community.card]).counts == {"note": 4_000}


def test_that_the_name_is_plain_ascii_and_sorts(tmp_path, community, district):
    written = write_snapshot(tmp_path, facts(123), community, [district.card], parts())
    place = written.path.relative_to(tmp_path).as_posix()
    assert place == "JXSYNC/UP/410305001/JX_410305001001_410305_20261120_000123_abababab.jxp"


def test_that_packages_down_lie_in_a_folder_of_their_own(tmp_path, community, district):
    down = facts(direction=Direction.DOWN)
    written = write_snapshot(tmp_path, down, district, [community.card], parts())
    assert written.path.parent == tmp_path / "JXSYNC" / "DOWN" / "410305001"


def test_that_nothing_but_the_package_is_left_on_the_drive(tmp_path, community, district):
    written = write_snapshot(tmp_path, facts(), community, [district.card], parts())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [written.path]


def test_that_an_earlier_package_is_never_overwritten(tmp_path, community, district):
    first = write_snapshot(tmp_path, facts(), community, [district.card], parts())
    before = first.path.read_bytes()
    with pytest.raises(EnvironmentFailure) as refused:
        write_snapshot(tmp_path, facts(), community, [district.card], parts(5))
    assert refused.value.code == "package_exists"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [first.path]
    assert first.path.read_bytes() == before


def test_that_stopping_leaves_nothing_behind(tmp_path, community, district):
    class StoppedError(Exception):
        pass

    def stop(_):
        raise StoppedError

    with pytest.raises(StoppedError):
        write_snapshot(tmp_path, facts(), community, [district.card], parts(), progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given",
    [
        Part("person", ("a",), [[1.5]]),
        Part("person", ("a",), [[b"x"]]),
        Part("person", ("a",), [[CREATED]]),
        Part("person", ("a",), [[2**53]]),
        Part("person", ("a",), [["x" * 65_537]]),
        Part("person", ("a",), [["\ud800"]]),
        Part("person", ("a", "b"), [[1]]),
        Part("person", ("a", "a"), [[1, 1]]),
        Part("Person; drop", ("a",), [[1]]),
        Part("person", (), [[]]),
    ],
)
def test_that_a_value_no_package_holds_is_the_callers_mistake(tmp_path, community, district, given):
    with pytest.raises(NotCanonicalError):
        write_snapshot(tmp_path, facts(), community, [district.card], [given])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "other",
    [
        {"folder": "../elsewhere"},
        {"folder": "南山"},
        {"folder": ""},
        {"id": "1"},
        {"number": 0},
        {"number": 1_000_000},
        {"replica": "x"},
        {"schema": ""},
    ],
)
def test_that_a_fact_no_reader_takes_is_the_callers_mistake(tmp_path, community, district, other):
    with pytest.raises(ValueError, match=r"folder|header"):
        write_snapshot(tmp_path, facts(**other), community, [district.card], parts())
    assert list(tmp_path.iterdir()) == []


def test_that_a_drive_that_is_gone_is_said_before_anything_is_done(tmp_path, community, district):
    with pytest.raises(EnvironmentFailure) as refused:
        write_snapshot(tmp_path / "usb", facts(), community, [district.card], parts())
    assert refused.value.code == "drive_gone"


def test_that_a_row_no_record_holds_is_the_callers_mistake(tmp_path, community, district):
    columns = tuple(f"c{n}" for n in range(120))
    given = [Part("note", columns, [["长" * 65_536] * 120])]
    with pytest.raises(NotCanonicalError):
        write_snapshot(tmp_path, facts(), community, [district.card], given)


def test_that_more_than_20_receivers_are_the_callers_mistake(tmp_path, community):
    many = [office(str(n), f"第 {n} 社区").card for n in range(20)]
    with pytest.raises(ValueError, match="21 recipients"):
        write_snapshot(tmp_path, facts(), community, many, parts())


def test_that_no_name_stands_in_clear(package, package_bytes, community):
    assert "王芳".encode() not in package_bytes
    assert community.card.name.encode() not in package_bytes
    header = inspect(package).header.fields()
    routing = {"v", "suite", "id", "no", "kind", "from", "to", "created", "min_reader", "schema"}
    assert set(header) == routing | {"ct_size", "ct_sha256", "raw_size", "part", "of"}


def test_that_a_package_for_others_says_for_whom_it_is(package, community, district, stranger):
    with pytest.raises(InputError) as refused:
        read_package(package, stranger, [community.card, district.card])
    assert refused.value.code == "package_not_for_us"
    assert "此数据包是发给 涧西区委组织部 的" in refused.value.user_message


def test_that_a_package_for_unknown_others_says_the_key(package, community, district, stranger):
    with pytest.raises(InputError) as refused:
        read_package(package, stranger, [community.card])
    assert district.card.key_id in refused.value.user_message


def test_that_an_unknown_sender_is_to_be_called_before_being_trusted(package, community, district):
    with pytest.raises(InputError) as refused:
        read_package(package, district, [])
    assert refused.value.code == "package_sender_unknown"
    assert community.card.fingerprint in refused.value.user_message
    assert "电话" in refused.value.user_message


def test_that_keys_made_anew_do_not_open_what_was_locked_to_the_old(tmp_path, community, district):
    fresh = office("410305", "涧西区委组织部")
    mixed = type(fresh)(district.seed, fresh.identity, district.card)
    written = write_snapshot(tmp_path, facts(), community, [district.card], parts())
    with pytest.raises(InputError) as refused:
        read_package(written.path, mixed, [community.card])
    assert refused.value.code == "package_key_wrong"


def test_that_several_receivers_can_read_one_package(tmp_path, community, district, stranger):
    both = [district.card, stranger.card]
    written = write_snapshot(tmp_path, facts(), community, both, parts())
    for receiver in (district, stranger, community):
        assert read_package(written.path, receiver, [community.card]).counts["org"] == 3


def test_that_a_missing_file_is_a_failure_of_the_surroundings(tmp_path, community):
    with pytest.raises(EnvironmentFailure) as refused:
        read_package(tmp_path / "gone.jxp", community, [])
    assert refused.value.code == "file_missing"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "package_empty"),
        (b"JXPK", "package_truncated"),
        (b"PK\x03\x04 a workbook", "package_not_a_package"),
        (b"JXPK\x01\n\x1a header", "package_text_damage"),
        (b"JXPK\x02\r\n\x1a header", "package_newer"),
        (b"JXPK\x01\r\n\x1a\xff\xff\xff\xff", "package_header_damaged"),
        (b"JXPK\x01\r\n\x1a\x00\x00\x00\x02{}" + bytes(64), "package_header_damaged"),
    ],
)
def test_that_a_file_that_is_no_package_says_what_it_is(tmp_path, community, content, code):
    path = tmp_path / "file.jxp"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_package(path, community, [])
    assert refused.value.code == code


def test_that_an_unfinished_file_is_told_by_its_name(tmp_path, package, community, district):
    unfinished = package.rename(package.with_name("JX.jxp.part"))
    with pytest.raises(InputError) as refused:
        read_package(unfinished, district, [community.card])
    assert refused.value.code == "package_unfinished"


def test_that_anybody_can_inspect_the_outside(package, community, district):
    found = inspect(package)
    assert found.signature_fits
    assert found.sender is None
    assert found.fingerprint == community.card.fingerprint
    assert found.header.to == (district.card.key_id, community.card.key_id)
    assert found.manifest is None
    assert found.obstacle.code == "package_sender_unknown"


def test_that_the_receiver_inspects_the_inside(package, community, district):
    found = inspect(package, district, [community.card])
    assert found.obstacle is None
    assert found.sender == community.card
    assert found.receivers[0] == "涧西区委组织部"
    assert found.counts == {"org": 3, "person": 30}
    assert found.manifest["unit"] == "南山社区党委"


def test_that_inspecting_a_damaged_package_tells_the_obstacle(
    package, package_bytes, community, district
):
    package.write_bytes(package_bytes[:-1] + bytes((package_bytes[-1] ^ 1,)))
    found = inspect(package, district, [community.card])
    assert found.signature_fits
    assert found.obstacle.code == "package_contents_damaged"
    assert found.manifest is None


def test_that_every_reason_says_what_to_do():
    from jianxi_desktop.sync.refusals import REASONS, refusal

    for code in REASONS:
        said = refusal(code, fingerprint="1", receiver="甲").user_message
        assert re.search("请|不要", said), code


@pytest.mark.tool("age")
@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")
def test_that_the_age_program_opens_the_contents(tmp_path, package_bytes, district):
    (tmp_path / "key").write_text(district.identity)
    (tmp_path / "contents").write_bytes(package_bytes[package_bytes.index(b"age-encryption") :])
    subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", "-o", tmp_path / "out", tmp_path / "contents"],
        check=True,
    )
    raw_size = inspect_raw_size(package_bytes, tmp_path)
    assert snapshots.check_records((tmp_path / "out").read_bytes(), raw_size).counts["org"] == 3


def inspect_raw_size(data, folder):
    path = folder / "copy.jxp"
    path.write_bytes(data)
    return inspect(path).header.raw_size
