"""Papers: what is printed is what is in the records, rare names included."""

import shutil
import subprocess
from datetime import date

import pytest

from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import observation, papers, records
from tests import factory

DAY = date(2026, 11, 20)


@pytest.fixture
def text_of(tmp_path):
    """Read a document's text as another program does."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not on this machine: the text was NOT read back")

    def read(document):
        path = tmp_path / "paper.pdf"
        path.write_bytes(document.pdf)
        command = [tool, "-layout", str(path), "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()

    return read


@pytest.fixture
def rare(office, branch):
    names = ("李𠮷", "㐂美丽", "张𬭎", "马𫘧骏")
    for n, name in enumerate(names):
        factory.record_of(office, "person", n, name=name, branch=branch)
    return names


def test_that_rare_names_come_right_on_the_roster(office, rare, text_of):
    document = papers.print_paper(office, "person.1", today=DAY)
    text = text_of(document)
    assert [name for name in rare if name not in text] == []
    assert document.missing == ()
    assert "党员花名册" in text
    assert "2026年11月20日" in text


def test_that_numbers_on_paper_are_masked_unless_they_are_asked_for(office, rare, text_of):
    masked = text_of(papers.print_paper(office, "person.1", today=DAY))
    leave = factory.leave(office, office.catalog["person"])
    shown = text_of(papers.print_paper(office, "person.1", today=DAY, reveal=leave))
    assert "13900000001" not in masked
    assert "13900000001" in shown


def test_that_a_paper_holds_what_the_query_finds(office, rare, text_of):
    query = Query(filters=(Filter("name", "李𠮷"),))
    text = text_of(papers.print_paper(office, "person.1", query=query, today=DAY))
    assert "李𠮷" in text
    assert "张𬭎" not in text


def test_that_a_roster_of_some_holds_them_alone(office, text_of):
    for name, part_time, ended in (
        ("王芳", True, None),
        ("李雷", None, None),
        ("韩梅", True, "2020-01-01"),
    ):
        values = {"name": name, "post": "member", "part_time": part_time, "ends_on": ended}
        values["organisation"] = office.unit.organisation
        records.save_record(office, office.catalog["post_holding"], values)
    leaders, part_timers = (
        text_of(papers.print_paper(office, f"post_holding.{place}")) for place in (1, 2)
    )
    assert ("李雷" in leaders, "王芳" in leaders) == (True, False)
    assert ("王芳" in part_timers, "李雷" in part_timers) == (True, False)
    assert "韩梅" not in leaders + part_timers


def test_that_items_of_several_plans_say_whose_they_are(office, text_of):
    for title in ("甲计划", "乙计划"):
        plan = {"title": title, "kind": "annual", "organisation": office.unit.organisation}
        made = records.save_record(office, office.catalog["work_plan"], plan).id
        item = {"work_plan": made, "position": 1, "content": "走访", "state": "done"}
        records.save_record(office, office.catalog["work_plan_item"], item)
    text = text_of(papers.print_paper(office, "work_plan_item.1"))
    assert "甲计划" in text
    assert "乙计划" in text


def test_that_the_checklist_carries_its_number_and_its_criteria(office, text_of):
    saved = observation.plan_round(office, step="street_internal", period="2026H2", today=DAY)
    document = papers.print_paper(office, "observation", round_id=saved.id, today=DAY)
    text = text_of(document)
    assert document.forms == ("GMN-2026H2-410305008001-001",)
    assert document.forms[0] in text
    criteria = factory.rows_of(office, office.catalog["observation_criterion"])
    begun = [row["item"][:6] for row in criteria]  # a long one goes on in the next line
    assert [item for item in begun if item not in text] == []
    assert sum(row["most"] for row in criteria) == 100


def test_that_the_newest_round_is_printed_when_none_is_named(demo):
    observation.plan_round(demo, step="street_cross", period="2027H1", today=DAY)
    assert papers.print_paper(demo, "observation").forms[0].startswith("GMJ-2027H1-")


def test_that_a_round_that_does_not_exist_is_told(office):
    for wanted in (None, factory.any_id()):
        with pytest.raises(InputError) as refused:
            papers.print_paper(office, "observation", round_id=wanted)
        assert refused.value.code == "no_round"


@pytest.mark.parametrize("key", ["", "nothing", "person.2", "person.x", "person.0", "person.-1"])
def test_that_a_paper_that_does_not_exist_is_told(office, key):
    with pytest.raises(UsageError) as refused:
        papers.print_paper(office, key)
    assert refused.value.code == "no_such_form"


def test_that_a_page_can_be_looked_at(demo):
    document = papers.print_paper(demo, "person.1", today=DAY)
    assert document.pages >= 4
    image = papers.page_image(document, document.pages - 1, 30)
    assert image.width > image.height > 100


def test_that_every_member_is_on_the_roster_once(demo, text_of):
    lines = text_of(papers.print_paper(demo, "person.1", today=DAY)).splitlines()
    people = factory.rows_of(demo, demo.catalog["person"])
    assert records.count_rows(demo, demo.catalog["person"], Query()) == 182
    missing = [p["name"] for p in people if not any(p["name"] in line for line in lines)]
    assert missing == []
