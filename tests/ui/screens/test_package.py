import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import package, records
from tests.ui.trusting import compare


@pytest.fixture
def community(bench, visit):
    return visit(bench, "package")


@pytest.fixture
def below(open_window, district, visit):
    return visit(open_window(district), "package")


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def packed(demo, district, drive):
    """A package from the community to the district, which does not know the community yet."""
    package.trust_card(demo, package.save_card(district, drive))
    return package.write_package(demo, drive)


def test_that_our_card_is_shown_and_exported(community, bench, demo, answer, drive):
    community.cards.pickers = answer(drive)

    bench.commands.trigger("package.card")

    assert community.cards.fingerprint.text() == package.office_card(demo).fingerprint
    assert [path.suffix for path in drive.iterdir()] == [".jxcard"]


def test_that_nothing_is_written_before_a_receiver_is_trusted(community, bench, drive):
    community.write.take(drive)

    assert not bench.commands.is_on("package.write")
    assert "要先登记接收单位" in community.write.first.text.text()
    community.write.cards_wanted.emit()
    assert community.tabs.currentWidget() is community.cards


def test_that_a_package_is_written_and_its_place_is_said(community, bench, district, answer, drive):
    compare(community.cards, package.save_card(district, drive))
    community.write.pickers = answer(drive)
    bench.commands.trigger("package.folder")
    bench.commands.trigger("package.write")

    files = list(drive.rglob("*.jxp"))
    assert len(files) == 1
    assert files[0].name in community.write.facts.text()
    assert "可以拔出U盘" in community.write.done.text.text()


def test_that_a_drive_that_is_gone_is_reported_and_can_be_tried_again(
    community, bench, packed, tmp_path
):
    bench.open_screen("package")
    community.write.take(tmp_path / "gone")

    bench.commands.trigger("package.write")

    assert bench.window().notices.isVisible()
    assert bench.commands.is_on("package.write")


def test_that_an_unknown_sender_is_named_and_read_again_once_trusted(below, demo, packed, drive):
    below.read.take(packed.file)
    assert below.read.trust.isVisible()
    assert package.office_card(demo).fingerprint in below.read.facts.text()

    below.read.cards_wanted.emit()
    compare(below.cards, package.save_card(demo, drive))

    assert below.tabs.currentWidget() is below.read
    assert "检查无误" in below.read.message.text.text()


def test_that_a_package_is_tried_first_and_then_merged(below, demo, district, packed, drive):
    package.trust_card(district, package.save_card(demo, drive))
    people = district.catalog["person"]
    below.read.take(packed.file)
    assert records.count_rows(district, people, Query()) == 0
    assert below.read.figures.text_of("applied") == f"{packed.records:,}"

    below.desk.commands.trigger("package.merge")

    assert records.count_rows(district, people, Query()) == 178
    assert "已合并" in below.read.message.text.text()
    assert not below.desk.commands.is_on("package.merge")


def test_that_a_package_merged_before_is_not_merged_again(below, demo, district, packed, drive):
    package.trust_card(district, package.save_card(demo, drive))
    package.merge_package(district, packed.file)

    below.read.take(packed.file)

    assert "以前已经合并过" in below.read.message.text.text()
    assert not below.desk.commands.is_on("package.merge")


def test_that_a_damaged_package_is_refused_with_what_to_do(below, demo, district, packed, drive):
    package.trust_card(district, package.save_card(demo, drive))
    data = bytearray(packed.file.read_bytes())
    data[-100] ^= 1
    packed.file.write_bytes(data)

    below.read.take(packed.file)

    assert "重新生成" in below.read.message.text.text()
    assert not below.read.figures.isVisible()


def test_that_each_level_is_offered_what_it_needs(community, below):
    titles = [
        [screen.tabs.tabText(place) for place in range(screen.tabs.count())]
        for screen in (community, below)
    ]

    assert titles == [["写出数据包", "名片与信任"], ["收进下面的数据包", "名片与信任"]]
