import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import exchange, package, records
from jianxi_desktop.services.plugged_drives import Drive
from tests import factory
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


def test_that_nothing_is_exchanged_before_a_receiver_is_trusted(community, bench, drive):
    community.exchange.place.choose_folder(drive)

    assert not bench.commands.is_on("package.exchange")
    assert "要先登记区里" in community.exchange.trouble.text.text()
    community.exchange.to_cards.click()
    assert community.tabs.currentWidget() is community.cards


def plug(bench, path, label="KINGSTON", **facts):
    """Plug a drive in; without a path the last one is pulled out."""
    given = {"system": "vfat", "free": 14 << 30, "size": 32 << 30, "writable": True, "known": True}
    found = [Drive(path, label, **(given | facts))] if path else []
    bench.drives.take(found)


@pytest.fixture
def trusting(bench, demo, district, drive):
    """The community and the district trust each other; the page is open."""
    bench.drives._timer.stop()  # the drives of the test machine are none of ours
    for one, other in ((demo, district), (district, demo)):
        package.trust_card(one, package.save_card(other, drive))
    bench.open_screen("package")
    return bench.screen_of("package").exchange


def test_that_a_plugged_drive_is_found_and_one_button_does_everything(
    trusting, bench, demo, district, drive
):
    assert "请插好U盘" in trusting.place.name.text()
    assert "上报涧西区" in trusting.up.text()
    assert not bench.commands.is_on("package.exchange")

    plug(bench, drive)
    assert trusting.place.name.text() == "KINGSTON"
    assert "可用 14.0 GB，共 32.0 GB　FAT32" in trusting.place.detail.text()

    bench.commands.trigger("package.exchange")
    assert trusting.result.text.text().startswith("可以安全拔出U盘。")
    assert "写给涧西区的第 1 号包已写好" in trusting.result.text.text()
    (file,) = drive.rglob("*.jxp")
    assert trusting.table.rows.line(0).cells[-1] == file.name
    assert "已写在这个U盘上" in trusting.up.text()
    assert not bench.commands.is_on("package.exchange")

    plug(bench, None)
    assert "请插好U盘" in trusting.place.name.text()
    assert trusting.result.text.text() == "U盘已拔出，上次交换已经做完。"


def test_that_what_came_is_said_and_leads_to_its_records(trusting, bench, demo, district, drive):
    for each in (demo, district):
        exchange.run(each, drive)
    plan = factory.values_for(district, district.catalog["work_plan"], 1)
    plan |= {"organisation": demo.unit.organisation, "title": "十二月重点工作"}
    records.save_record(district, district.catalog["work_plan"], plan)
    exchange.run(district, drive)

    plug(bench, drive)
    assert "区里来的：" in trusting.down.text()
    bench.commands.trigger("package.exchange")
    assert "收下涧西区的 2 个数据包：1 份工作台账" in trusting.result.text.text()

    trusting.to_news.click()
    page = bench.screen_of("package")
    assert page.tabs.currentWidget() is page.news
    assert "1 份工作台账" in page.news.packages.rows.line(0).cells[-1]
    assert page.tabs.tabText(1).startswith("收到的内容（")
    page.news.kinds.setCurrentIndex(page.news.kinds.findData("work_plan"))
    page.news.kinds.activated.emit(page.news.kinds.currentIndex())
    assert page.news.records.rows.line(0).cells == ("新增", "工作台账", "十二月重点工作")

    bench.commands.trigger("package.record")
    assert bench.shown.key == "form"
    bench.open_screen("package")
    bench.commands.trigger("package.seen")
    assert page.tabs.tabText(1) == "收到的内容"


def test_that_a_refused_package_is_told_with_what_to_do(trusting, bench, demo, drive, district):
    exchange.run(district, drive)  # makes no package: nothing of the community is on the drive
    exchange.run(demo, drive)
    exchange.run(district, drive)
    damaged = next((drive / "JXSYNC" / "DOWN").rglob("*.jxp"))
    data = bytearray(damaged.read_bytes())
    data[-100] ^= 1
    damaged.write_bytes(data)

    plug(bench, drive)
    bench.commands.trigger("package.exchange")

    assert "可以安全拔出U盘" in trusting.result.text.text()
    assert "重新生成" in trusting.failed.text.text()
    assert trusting.failed.property("state") == "error"
    line = trusting.table.rows.line(0)
    assert line.cells[5] == "没有收下"
    assert "重新生成" in trusting.reason.text()


def test_that_a_read_only_or_full_drive_is_said_before_the_button(trusting, bench, drive):
    plug(bench, drive, writable=False)
    assert "只读：能收，不能写" in trusting.place.detail.text()


def test_that_several_drives_are_offered(trusting, bench, drive, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    given = {"system": "exfat", "free": 1 << 30, "size": 2 << 30, "writable": True, "known": False}
    bench.drives.take([Drive(drive, "甲", **given), Drive(other, "乙", **given)])
    assert trusting.place.several.isVisibleTo(trusting)
    trusting.place.several.setCurrentIndex(1)
    trusting.place.several.activated.emit(1)
    assert trusting.place.path == other
    bench.drives.take([Drive(drive, "甲", **given)])
    assert trusting.place.path == drive


def test_that_a_folder_takes_the_place_of_a_drive(trusting, bench, drive, answer, tmp_path):
    trusting.pickers = answer(drive)
    bench.commands.trigger("package.folder")
    bench.commands.trigger("package.exchange")
    assert len(list(drive.rglob("*.jxp"))) == 1
    assert not trusting.place.eject.isVisibleTo(trusting)


def test_that_a_drive_that_goes_while_it_is_looked_at_is_told(trusting, bench, tmp_path):
    plug(bench, tmp_path / "gone")
    assert "U盘已拔出或读不出来" in trusting.trouble.text.text()
    assert not bench.commands.is_on("package.exchange")


def test_that_the_card_says_what_waits_and_that_a_drive_brought_something(
    trusting, bench, demo, district, drive
):
    bench.open_screen("list:person")
    bench.card.load()
    assert "待上报" in bench.card.waiting.text()
    assert not bench.card.brought.isVisibleTo(bench.card)
    for each in (demo, district):
        exchange.run(each, drive)

    plug(bench, drive)
    assert bench.card.brought.text() == "KINGSTON：1 个新数据包"
    assert "KINGSTON 已插好，区里来的：1 个数据包" in bench.window().notices.text.text()
    bench.window().notices.action.click()
    assert bench.shown.key == "package"

    plug(bench, None)
    assert not bench.card.brought.isVisibleTo(bench.card)
    assert "已写出，等回执" in bench.card.waiting.text()


def test_that_the_district_writes_for_all_below(open_window, visit, demo, district, drive, answer):
    package.trust_card(district, package.save_card(demo, drive))
    bench = open_window(district)
    page = visit(bench, "package").exchange
    page.pickers = answer(drive)
    bench.commands.trigger("package.folder")
    bench.commands.trigger("package.down")
    assert "写给武汉路社区的第 1 号包已写好" in page.result.text.text()


def test_that_ejecting_says_when_it_may_be_pulled(trusting, bench, drive):
    plug(bench, drive)
    bench.commands.trigger("package.eject")
    assert "可以拔出U盘" in trusting.result.text.text()


def test_that_an_unknown_sender_is_named_and_read_again_once_trusted(
    below, demo, packed, drive, answer
):
    below.read.pickers = answer(packed.file)
    below.desk.commands.trigger("package.inspect")
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
    taken = below.read.figures.text_of("applied")
    lines = [below.read.table.rows.line(n) for n in range(below.read.table.rows.rowCount())]
    assert taken == f"{sum(int(line.cells[1].replace(',', '')) for line in lines):,}"
    assert int(taken.replace(",", "")) <= packed.writes

    below.desk.commands.trigger("package.merge")

    assert records.count_rows(district, people, Query()) == 182
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


def test_that_each_level_is_offered_the_same(community, below):
    titles = [
        [screen.tabs.tabText(place) for place in range(screen.tabs.count())]
        for screen in (community, below)
    ]

    assert titles == [["插U盘交换", "收到的内容", "看一个数据包", "名片与信任"]] * 2
