"""Papers of movements: what the letter says, whose numbers stand in it, the registers of a day."""

from datetime import date

import pytest

from jianxi_desktop.services import audit, movement_deeds, movement_letters, papers
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.movement_deeds import Told
from jianxi_desktop.services.movement_letters import Letter
from jianxi_desktop.services.revealing import reveal
from tests.pdf_text import text_of

DAY = date(2026, 11, 20)
KEY = "member_movement.letter"


@pytest.fixture
def letter(office, member):
    sheet = Letter("2026-09-01", "西工区某党委", valid_days=60, paid_to="2026-08", reason="搬家")
    return movement_letters.send_letter(office, member, sheet).id


def printed(office, key, **named):
    return text_of(papers.print_paper(office, key, today=DAY, **named).pdf).replace(" ", "")


def test_that_the_letter_stands_in_three_parts_with_its_number_across_the_seams(office, letter):
    text = printed(office, KEY, wanted=Wanted(record=letter))
    assert text.count("骑缝章") == 4
    assert text.count("2026-001") == 5
    for said in (
        "党员组织关系介绍信存根",
        "李𠮷同志（女，公民身份号码990101********002X），系中共正式党员",
        "党费交至2026年8月",
        "有效期60天",
        "西工区某党委：",
        "特此回复",
    ):
        assert said in text.replace("\n", "").replace("\r", ""), said


def test_that_the_whole_number_needs_a_reason_that_is_noted(office, letter):
    wanted = Wanted(record=letter)
    ledger, query = papers.numbers_in(office, KEY, wanted=wanted)
    assert ledger.key == "person"
    leave = reveal(office, "开具组织关系介绍信", ledger=ledger, query=query)
    text = printed(office, KEY, wanted=wanted, reveal=leave)
    assert "99010119650312002X" in text.replace("\n", "").replace("\r", "")
    assert any(each.action == "reveal" for each in audit.list_events(office))


def test_that_the_registers_say_how_long_and_what_is_to_be_decided(office, branch, member, letter):
    text = printed(office, "movement.letters", wanted=Wanted(as_of=DAY))
    assert "已过期" in text
    assert "2026-10-31" in text
    movement_letters.withdraw_letter(office, letter, on="2026-11-01")
    told = Told("2026-05-20", rest={"lost_reason": "1"})
    movement_deeds.lose_contact(office, member, told)
    text = printed(office, "movement.lost", wanted=Wanted(as_of=DAY, organisation=branch))
    for said in (
        "第一网格党支部",
        "6个月至1年",
        "外出务工经商",
        "研究停止党籍",
        "截至2026年11月20日",
    ):
        assert said in text
    movement_deeds.go_away(office, member, "abroad", Told("2026-01-10", rest={"to_place": "东京"}))
    text = printed(office, "movement.away", wanted=Wanted(as_of=DAY))
    assert "2026-07-10" in text
    assert "依据待核实" in text
