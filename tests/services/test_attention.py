"""What is due in an office, out of real records; and whose it is to see."""

import time
from datetime import date

import pytest

from jianxi_desktop.db import system
from jianxi_desktop.domain.due import BANDS
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing, observation, papers, records, trust
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.demo.scales import TODAY
from jianxi_desktop.services.drawn import Wanted
from tests import factory
from tests.pdf_text import text_of
from tests.scored import communities_of

DAY = date(2026, 11, 20)


def save(office, ledger, **values):
    return records.save_record(office, office.catalog[ledger], values).id


def problem(office, organisation, due_on, title="路灯不亮"):
    given = {"title": title, "organisation": organisation, "due_on": due_on}
    return save(office, "problem", source="joint_meeting", found_on="2026-10-01", **given)


def since(office, day):
    """Let an office use the program since a day."""
    with office.store.writing() as connection:
        connection.execute(system.office.update().values(created_on=day))


def texts(office, kind, day=DAY, within=None):
    found = attention(office, day, within)
    return {each.text: each.due_on for each in found.items if each.kind == kind}


@pytest.fixture
def branches(office):
    return factory.branch_of(office), factory.branch_of(office, "第二网格党支部")


def test_that_open_problems_come_in_their_order_and_closed_ones_not(office, branches):
    first, second = branches
    late = problem(office, second, "2026-11-01", "井盖缺失")
    problem(office, first, "2026-12-01")
    problem(office, first, "2027-02-01", "远着呢")
    gone = problem(office, first, "2026-11-10", "已经好了")
    seen = records.find_record(office, office.catalog["problem"], gone)
    done = {"closed_on": "2026-11-12", "result": "已修好"}
    records.save_record(office, office.catalog["problem"], done, records.Seen(gone, seen.version))

    found = attention(office, DAY)
    items = [each for each in found.items if each.kind == "problem"]

    assert [each.text for each in items] == ["问题“井盖缺失”要整改销号", "问题“路灯不亮”要整改销号"]
    assert (items[0].ledger, items[0].record) == ("problem", late)
    assert found.name_of(items[0]) == "第二网格党支部"
    assert found.branch_of(items[0]) == second


def test_that_an_organisation_shows_its_own_and_what_stands_below(office, branches):
    first, second = branches
    group = factory.branch_of(office, "一号楼党小组", first, "group")
    problem(office, group, "2026-11-01", "组里的")
    problem(office, second, "2026-11-01", "别处的")

    assert list(texts(office, "problem", within=first)) == ["问题“组里的”要整改销号"]
    found = attention(office, DAY, office.unit.organisation)
    assert {found.branch_of(each) for each in found.items if each.kind == "problem"} == {*branches}


def test_that_a_limited_account_sees_its_own_subtree_and_may_not_ask_for_another(office, branches):
    first, second = branches
    problem(office, first, "2026-11-01", "我们的")
    problem(office, second, "2026-11-01", "别处的")
    clerk = factory.limited(office, first)

    assert list(texts(clerk, "problem")) == ["问题“我们的”要整改销号"]
    assert {each.organisation for each in attention(clerk, DAY).items} <= {first}
    with pytest.raises(InputError) as refused:
        attention(clerk, DAY, second)
    assert refused.value.code == "no_organisation"


def test_that_what_is_listed_can_be_narrowed(office, branches):
    problem(office, branches[0], "2026-11-01", "井盖缺失")
    problem(office, branches[1], "2026-12-04", "路灯不亮")
    found = attention(office, DAY).narrowed(chosen=["problem"])

    assert [each.due_on for each in found.narrowed(days=7).items] == ["2026-11-01"]
    assert [each.due_on for each in found.narrowed(words="路灯 第二网格 整改").items] == [
        "2026-12-04"
    ]
    assert found.narrowed(words="路灯 第一网格").items == ()
    assert found.counts() == {"overdue": 1, "later": 1}
    assert found.by_kind() == {"problem": 2}
    assert set(found.counts()) <= set(BANDS)


def booking(office, place, held_on, state):
    hours = {"starts_at": "09:00", "ends_at": "10:30", "channel": "wechat"}
    return save(
        office, "booking", venue=place, held_on=held_on, state=state, visitor="红星小学", **hours
    )


def test_that_bookings_ask_to_be_answered_and_past_ones_to_be_entered(office):
    place = save(
        office,
        "venue",
        name="讲习所",
        kind="function_room",
        organisation=office.unit.organisation,
        bookable=True,
    )
    for day, state in (
        ("2026-11-22", "booked"),
        ("2026-11-21", "confirmed"),
        ("2026-11-18", "confirmed"),
        ("2026-11-17", "done"),
        ("2026-11-16", "cancelled"),
        ("2024-11-18", "booked"),
    ):
        booking(office, place, day, state)

    assert texts(office, "booking") == {
        "红星小学预约的讲习所已用过，要登记到访人数或取消": "2026-11-18",
        "红星小学预约讲习所（09:00—10:30），还没有答复确认": "2026-11-22",
    }


def test_that_returns_are_due_from_the_day_the_program_is_used(office):
    since(office, "2026-10-15")

    found = texts(office, "return")

    monthly = "《三会一课、主题党日执行情况统计表》（2026年10月）要填好上报"
    assert found[monthly] == "2026-11-05"
    assert not [text for text in found if "上半年" in text or "第三季度" in text]
    assert {each.screen for each in attention(office, DAY).items if each.kind == "return"} == {
        "return"
    }


def test_that_a_return_is_due_until_it_is_handed_in(office):
    since(office, "2026-11-15")  # nothing ended since, but one was begun
    one = filing.open_filing(office, "R3", "2026-10").id
    assert list(texts(office, "return")) == [
        "《三会一课、主题党日执行情况统计表》（2026年10月）要填好上报"
    ]
    filing.complete(office, one, explanation="已核实")
    filing.submit(office, one)

    assert texts(office, "return") == {}
    assert list(texts(office, "return", date(2026, 12, 1)))  # that of November, ten days ahead


@pytest.fixture
def district_with_communities(district):
    since(district, "2026-10-01")
    communities_of(district, 3, ("甲街道党工委",))
    return district


def test_that_an_upper_office_sees_how_many_below_have_not_sent_a_return(
    district_with_communities,
):
    found = [
        each
        for each in attention(district_with_communities, DAY).items
        if each.screen == "return_board"
    ]

    texts_of = [each.text for each in found]
    assert "15个下级单位没有报《三会一课、主题党日执行情况统计表》（2026年10月）" in texts_of
    assert {each.argument for each in found} == {"2026-10"}


def test_that_routes_and_sheets_that_wait_to_be_entered_are_named(district_with_communities):
    district = district_with_communities
    plan = {"step": "district_demo", "period": "2026H2", "starts_on": "2026-11-24", "per_day": 2}
    observation.plan_round(district, title="下半年观摩", today=DAY, **plan)

    coming = texts(district, "observation")
    assert coming == {
        "“下半年观摩”要看第1社区党委、第2社区党委": "2026-11-24",
        "“下半年观摩”要看第3社区党委": "2026-11-25",
    }
    late = texts(district, "observation", date(2026, 12, 1))
    assert late == {"“下半年观摩”有3份检查表还没有录入": "2026-11-27"}


def test_that_nobody_is_asked_for_packages_who_knows_no_other_office(office):
    assert texts(office, "package") == {}


def test_that_packages_are_asked_of_those_who_trust_each_other(office, district, tmp_path):
    for one, other in ((office, district), (district, office)):
        since(one, "2026-09-01")
        trust.trust_card(one, trust.save_card(other, tmp_path))

    (told,) = texts(office, "package")
    assert told.startswith("没有写数据包交给")
    (missing,) = texts(district, "package")
    assert missing.startswith("1个下级单位没有交来数据包")


def test_that_the_demonstration_has_something_under_every_heading_and_a_way_to_it(demo):
    found = attention(demo, TODAY)

    assert found.counts()["overdue"]
    for item in found.items:
        assert item.screen or item.ledger in {ledger.key for ledger in demo.catalog}
        if item.record is not None and item.ledger:
            records.find_record(demo, demo.catalog[item.ledger], item.record)


def test_that_the_whole_district_is_told_in_a_moment(district_demo):
    office, _counts = district_demo
    times = []
    for _turn in range(3):
        begun = time.process_time()
        found = attention(office, TODAY)
        times.append(time.process_time() - begun)

    assert len(found.items) > 100
    assert min(times) < 2.0  # a second by itself; more where others use the machine too


def test_that_the_list_on_paper_stands_unit_by_unit(office, branches):
    problem(office, branches[1], "2026-11-01", "井盖缺失")
    problem(office, branches[0], "2026-12-01", "路灯不亮")

    document = papers.print_paper(office, "attention.list", wanted=Wanted(as_of=DAY), today=DAY)

    text = text_of(document.pdf)
    assert "到期和逾期事项清单" in text
    assert text.index("路灯不亮") < text.index("井盖缺失")
    assert "逾期19天" in text
    assert document.missing == ()


def test_that_a_limited_account_is_not_told_of_a_record_it_may_not_open(office, branches):
    values = {"title": "委员会的事", "organisation": office.unit.organisation}
    values |= {"source": "joint_meeting", "found_on": "2026-10-01", "due_on": "2026-11-01"}
    save(office, "problem", duty_organisation=branches[0], **values)

    assert list(texts(office, "problem", within=branches[0])) == ["问题“委员会的事”要整改销号"]
    assert texts(factory.limited(office, branches[0]), "problem") == {}
