"""A symposium: who reports in which order, and how its tasks become items of the work plan."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import (
    history,
    package,
    papers,
    records,
    symposium,
    symposium_making,
    trust,
)
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.records import Seen
from tests import factory

DAY = date(2026, 11, 20)
NAMES = ("东风路街道党工委", "西苑路街道党工委", "区直机关工委")


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def committees(district):
    kinds = ("working_committee", "working_committee", "party_committee")
    top = district.unit.organisation
    for name, form in zip(NAMES, kinds, strict=True):
        save(district, "organisation", name=name, form=form, kind="other", parent=top,
             secretary=f"单雄信{name[:2]}")  # fmt: skip
    values = {"name": "区域党工委", "form": "regional_committee", "kind": "regional"}
    save(district, "organisation", parent=top, **values)
    found = symposium_making.committees_of(district, top, day=DAY)
    assert len(found) == 14  # the eleven streets and these
    return found[11:]


@pytest.fixture
def meeting(district, committees):
    values = {
        "topic": "2026年基层党建工作双月座谈会：推动社区减负",
        "held_on": "2026-11-18",
        "starts_at": "15:00",
        "place": "三楼会议室",
        "host": "周建国",
        "organisation": district.unit.organisation,
    }
    return symposium_making.plan_symposium(district, values, committees).id


def sheet(office, meeting):
    return symposium.sheet_of(office, meeting, day=DAY)


def say(office, meeting, place, **values):
    report = sheet(office, meeting).reports[place]
    return symposium_making.write_report(office, Seen(report.id, report.version), values)


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return ["".join(page.split()) for page in pages]


def test_that_everybody_right_below_reports_but_no_regional_committee(district, committees):
    assert tuple(each.name for each in committees) == NAMES
    assert committees[0].speaker == "单雄信东风"


def test_that_a_year_shows_the_turn_a_symposium_lies_in(district, meeting):
    found = symposium.year_of(district, 2026, day=DAY)
    assert [slot.state for slot in found.slots] == [*["missing"] * 5, "held"]
    assert found.missing == 5
    (one,) = found.slots[5].meetings
    assert (one.theme, one.reports, one.spoken, one.given) == ("推动社区减负", 3, 0, 0)
    assert found.holders == ((district.unit.organisation, found.name),)
    assert symposium.year_of(district, 2027, day=DAY).slots[0].state == "later"


def test_that_the_order_of_speaking_is_one_action_that_can_be_undone(district, meeting):
    before = [each.id for each in sheet(district, meeting).reports]
    symposium_making.reorder(district, meeting, [before[2]])
    found = sheet(district, meeting).reports
    assert [each.id for each in found] == [before[2], before[0], before[1]]
    assert [each.position for each in found] == [1, 2, 3]
    history.undo_last(district)
    assert [each.id for each in sheet(district, meeting).reports] == before


def test_that_who_reports_already_is_not_asked_twice(district, meeting, committees):
    top = district.unit.organisation
    again = symposium_making.committees_of(district, top, meeting, day=DAY)
    assert [each.name for each in again if each.asked] == list(NAMES)
    symposium_making.add_reporters(district, meeting, committees)
    assert len(sheet(district, meeting).reports) == 3


def test_that_a_text_becomes_tasks_with_owner_and_deadline(district, meeting):
    say(district, meeting, 0, progress="挂牌", tasks="1.补齐组长；2.报送名册", due_on="2026-12-20")
    say(district, meeting, 1, tasks="核对底数")
    tasks = symposium_making.propose_tasks(district, meeting, day=DAY)
    assert [(each.name, each.content, each.due_on) for each in tasks] == [
        (NAMES[0], "补齐组长", "2026-12-20"),
        (NAMES[0], "报送名册", "2026-12-20"),
        (NAMES[1], "核对底数", "2027-01-02"),
    ]
    plan = symposium_making.hand_out(district, meeting, tasks[:2]).id
    items = factory.rows_of(district, district.catalog["work_plan_item"])
    reports = sheet(district, meeting).reports
    assert [(row["position"], row["state"], row["duty_person"]) for row in items] == [
        (1, "waiting", "单雄信东风"),
        (2, "waiting", "单雄信东风"),
    ]
    assert len(reports[0].given) == 2
    # what stands there is not proposed again, and the year has one plan
    (left,) = symposium_making.propose_tasks(district, meeting, day=DAY)
    assert left.content == "核对底数"
    assert symposium_making.hand_out(district, meeting, [left]).id == plan
    (row,) = factory.rows_of(district, district.catalog["work_plan"])
    assert (row["title"], row["kind"]) == ("2026年双月座谈会交办台账", "symposium")
    assert sheet(district, meeting).meeting.open == 3


def test_that_a_task_that_says_nothing_is_refused_and_nothing_is_written(district, meeting):
    say(district, meeting, 0, tasks="补齐组长")
    (task,) = symposium_making.propose_tasks(district, meeting, day=DAY)
    for wrong in ("  ", "长" * 201):
        other = symposium_making.NewTask(task.report, task.name, wrong, task.due_on)
        with pytest.raises(InputError):
            symposium_making.hand_out(district, meeting, [task, other])
    day = symposium_making.NewTask(task.report, task.name, "做", "2026-13-40")
    with pytest.raises(InputError):
        symposium_making.hand_out(district, meeting, [day])
    assert factory.rows_of(district, district.catalog["work_plan_item"]) == []


def test_that_each_organisation_gets_a_sheet_of_its_tasks(district, meeting):
    say(district, meeting, 0, problems="底数不清", tasks="补齐组长；报送名册")
    say(district, meeting, 2, tasks="核对底数")
    symposium_making.hand_out(
        district, meeting, symposium_making.propose_tasks(district, meeting, day=DAY)[:2]
    )
    wanted = Wanted(record=meeting)
    pages = text_of(papers.print_paper(district, "symposium.tasks", wanted=wanted, today=DAY))
    assert len(pages) == 2
    assert all(word in pages[0] for word in (NAMES[0], "补齐组长", "报送名册", "底数不清"))
    assert "核对底数" in pages[1]
    (first, *_rest) = text_of(
        papers.print_paper(district, "symposium.minutes", wanted=wanted, today=DAY)
    )
    assert "周建国主持" in first
    assert "问题：底数不清" in first


def test_that_a_paper_without_tasks_or_symposium_says_what_to_do(district, meeting):
    for key in ("symposium.tasks", "symposium.minutes"):
        with pytest.raises(InputError) as refused:
            papers.print_paper(district, key, today=DAY)
        assert refused.value.code == "no_record"
    with pytest.raises(InputError) as refused:
        papers.print_paper(district, "symposium.tasks", wanted=Wanted(record=meeting), today=DAY)
    assert refused.value.code == "no_task"


def test_that_a_street_writes_its_own_report_and_orders_nothing(district, meeting, committees):
    limited = factory.limited(district, committees[0].id)
    with pytest.raises(InputError):
        symposium_making.reorder(limited, meeting, [])
    first, second, _third = sheet(district, meeting).reports
    said = Seen(first.id, first.version)
    symposium_making.write_report(limited, said, {"progress": "全部挂牌"})
    with pytest.raises(InputError):
        symposium_making.write_report(limited, Seen(second.id, second.version), {"tasks": "做"})
    assert sheet(district, meeting).reports[0].progress == "全部挂牌"


def test_that_what_was_let_go_by_and_what_comes_is_due(district, meeting):
    items = attention(district, date(2026, 11, 10)).items
    found = [(each.due_on, each.text) for each in items if each.kind == "symposium"]
    assert found[0] == ("2026-02-28", "2026年1—2月的双月座谈会要召开并登记")
    assert ("2026-11-18", "双月座谈会“推动社区减负”要召开") in found
    to_prepare = [text for day, text in found if "汇报材料" in text]
    assert len(to_prepare) == 3
    assert not any("11—12月" in text for _day, text in found)


def test_that_a_report_comes_down_is_written_and_goes_up_in_packages(office, district, drive):
    trust.trust_card(office, trust.save_card(district, drive))
    trust.trust_card(district, trust.save_card(office, drive))
    package.merge_package(district, package.write_package(office, drive).file)
    top, unit = district.unit.organisation, office.unit.organisation
    other = symposium_making.committees_of(district, top, day=DAY)[0]
    values = {"topic": "双月座谈会：减负", "held_on": "2026-11-18", "organisation": top}
    made = symposium_making.plan_symposium(district, values, [other]).id
    package.merge_package(office, package.write_package(district, drive, to=office.unit.code).file)
    assert symposium.year_of(office, 2026, day=DAY).slots[5].meetings == ()
    ours = symposium_making.Committee(unit, "武汉路社区党委", "")
    symposium_making.add_reporters(district, made, [ours])
    package.merge_package(office, package.write_package(district, drive, to=office.unit.code).file)
    year = symposium.year_of(office, 2026, day=DAY)
    assert (year.organisation, year.slots[5].meetings[0].id) == (top, made)
    (report,) = sheet(office, made).reports  # of the others nothing came
    assert report.own
    say(office, made, 0, progress="台账清理过半", problems="报表仍有重复")
    package.merge_package(district, package.write_package(office, drive).file)
    _other, mine = sheet(district, made).reports
    assert (mine.progress, mine.problems) == ("台账清理过半", "报表仍有重复")
