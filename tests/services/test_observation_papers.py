"""Papers of a round: what goes along, and what it leaves to be put right."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import audit, observation, papers, records
from jianxi_desktop.services.drawn import DRAWN, Asks, Wanted
from jianxi_desktop.services.observation_results import results_of
from jianxi_desktop.services.revealing import reveal
from tests import factory
from tests.scored import communities_of, scored_round, sheets_in, write_down

DAY = date(2026, 11, 30)
LONG = "中国共产党洛阳市涧西区武汉路街道上海市场中心步行街社区委员会𬭎㐂𠮷"
ROUND_PAPERS = [key for key, each in DRAWN.items() if each.asks is Asks.ROUND]
PROBLEMS = ("observation.notices", "observation.closings")


def pages_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return [re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pdf]


def printed(office, key, round_id=None):
    document = papers.print_paper(office, key, wanted=Wanted(round=round_id), today=DAY)
    assert document.missing == ()
    return pages_of(document)


@pytest.fixture
def places(district):
    made = communities_of(district, 12)
    known = {name: each for name, each in made.items() if "社区" in name}
    rename(district, known["第1社区党委"], name=LONG, phone="0379-64901234", secretary="单雄信")
    return known


def rename(office, organisation, **values):
    ledger = office.catalog["organisation"]
    seen = records.find_record(office, ledger, organisation)
    given = records.Seen(organisation, seen.version)
    known = {key: value for key, value in seen.values.items() if key != "phone"}
    records.save_record(office, ledger, known | values, given)


@pytest.fixture
def planned(district, places):
    return observation.plan_round(
        district,
        step="district_demo",
        period="2026H2",
        leader="周建国",
        organisations=list(places.values()),
        starts_on="2026-12-07",
        per_day=8,
        inspectors="欧阳𠮷、㐂美丽、马𫘧骏",
    ).id


@pytest.fixture
def found(district, planned, places):
    """Two problems that the round found, one of them closed since."""
    visits = records.list_rows(
        district,
        visit := district.catalog["observation_visit"],
        (visit.record.position,),
        records.list_serials(district, visit, papers.EVERYTHING),
    )
    for at, (title, closed) in enumerate((("书画室长期上锁", None), ("意见箱未开", "2026-12-20"))):
        values = {
            "title": title,
            "organisation": places["第1社区党委"],
            "source": "observation",
            "found_on": "2026-12-07",
            "due_on": "2026-12-18",
            "closed_on": closed,
            "visit": visits[at].id,
        }
        records.save_record(district, district.catalog["problem"], values)
    return planned


def test_that_the_route_book_has_a_cover_and_a_page_a_day(district, planned):
    cover, *days = printed(district, "observation.route", planned)
    assert "观摩路线手册" in cover
    assert "观摩社区12个，分2天" in cover
    assert "带队领导周建国" in cover
    assert "112月7日周一" in cover
    assert ["第1天2026年12月7日周一8个社区" in day for day in days] == [True, False]
    assert ["第2天2026年12月8日周二4个社区" in day for day in days] == [False, True]


def test_that_a_place_in_the_route_book_says_what_one_asks_on_the_way(district, planned):
    first = printed(district, "observation.route", planned)[1]
    assert LONG in first.replace("湖北路街道党工委", "")  # the street stands beside it
    assert "书记：单雄信" in first
    assert "检查人：欧阳𠮷、㐂美丽、马𫘧骏" in first
    assert "GMS-2026H2-" in first
    assert "64901234" not in first


def test_that_telephones_in_the_route_book_are_shown_in_full_with_a_reason(district, planned):
    ledger, query = papers.numbers_in(district, "observation.route", wanted=Wanted(round=planned))
    leave = reveal(district, "随车联系各社区", ledger=ledger, query=query)
    book = papers.print_paper(
        district, "observation.route", wanted=Wanted(round=planned), reveal=leave, today=DAY
    )
    assert "电话：0379-64901234" in pages_of(book)[1]
    assert (book.reason, book.told["full_numbers"]) == ("随车联系各社区", True)


def test_that_leave_for_other_records_opens_no_route_book(district, planned):
    ledger = district.catalog["organisation"]
    for leave in (
        factory.leave(district, ledger),
        factory.leave(district, district.catalog["venue"]),
    ):
        with pytest.raises(InputError) as refused:
            papers.print_paper(
                district, "observation.route", wanted=Wanted(round=planned), reveal=leave
            )
        assert refused.value.code == "not_allowed"


def test_that_the_route_book_names_the_problems_left_open(district, places, planned):
    factory.record_of(
        district,
        "problem",
        title="钥匙无人管",
        organisation=places["第1社区党委"],
        source="observation",
        found_on="2026-06-01",
        closed_on=None,
        visit=None,
    )
    assert "未销号问题1项：①钥匙无人管" in printed(district, "observation.route", planned)[1]


def test_that_places_without_a_day_stand_on_a_page_of_their_own(district, places):
    made = observation.plan_round(district, step="district_demo", period="2026H1").id
    _cover, page, *more = printed(district, "observation.route", made)
    assert page.startswith("日期未定")
    assert all("第1天" not in each for each in (page, *more))


def test_that_there_is_a_sign_in_sheet_for_each_day(district, planned):
    first, second = printed(district, "observation.sign_in", planned)
    assert "日期2026年12月7日周一带队领导周建国" in first
    assert "1欧阳𠮷2㐂美丽" in first
    assert LONG in first
    assert "第12社区党委" in second
    assert "第12社区党委" not in first


def test_that_inspectors_sign_once_with_the_streets_they_come_from(district, places):
    made = observation.plan_round(
        district, step="street_cross", period="2026H2", inspectors="马𫘧骏"
    ).id
    visit = district.catalog["observation_visit"]
    sheet = sheets_in(district, made)[0]
    seen = records.find_record(district, visit, sheet.visit)
    values = seen.values | {"inspectors": "马𫘧骏、单雄信"}
    records.save_record(district, visit, values, records.Seen(sheet.visit, seen.version))
    text = "".join(printed(district, "observation.sign_in", made))
    assert text.count("马𫘧骏") == 1
    assert re.search("1马𫘧骏(湖北路街道党工委|郑州路街道党工委|、){3}2单雄信", text)


def test_that_open_problems_get_a_notice_and_closed_ones_a_closing_slip(district, found):
    (notice,) = printed(district, "observation.notices", found)
    (closing,) = printed(district, "observation.closings", found)
    assert "书画室长期上锁" in notice
    assert "观摩轮次2026年下半年全区示范观摩" in notice
    assert "检查表号：GMS-2026H2-" in notice
    assert "意见箱未开" in closing
    assert "超期2天" in closing


def test_that_a_problem_found_mended_by_a_later_round_gets_its_closing_slip_there(
    district, planned, found, places
):
    later = observation.plan_round(district, step="district_demo", period="2027H1").id
    sheet = next(each for each in sheets_in(district, later) if each.name == LONG)
    (problem,) = (each.problem for each in sheet.problems)
    ledger = district.catalog["problem"]
    seen = records.find_record(district, ledger, problem)
    values = seen.values | {"closed_on": "2027-03-02"}
    records.save_record(district, ledger, values, records.Seen(problem, seen.version))
    review = {"problem": problem, "visit": sheet.visit, "position": 1, "outcome": "done"}
    records.save_record(district, district.catalog["problem_review"], review)
    (closing,) = printed(district, "observation.closings", later)
    assert "书画室长期上锁" in closing


@pytest.mark.parametrize("key", PROBLEMS)
def test_that_a_round_without_problems_says_what_to_do_first(district, planned, key):
    with pytest.raises(InputError) as refused:
        papers.print_paper(district, key, wanted=Wanted(round=planned))
    assert refused.value.code == "no_problems"
    assert "2026年下半年全区示范观摩" in refused.value.user_message


@pytest.mark.parametrize("key", ROUND_PAPERS)
def test_that_every_paper_of_a_round_needs_a_round(office, key):
    with pytest.raises(InputError) as refused:
        papers.print_paper(office, key)
    assert refused.value.code == "no_round"


def test_that_a_paper_of_a_round_is_noted_with_its_round(district, planned, tmp_path):
    document = papers.print_paper(district, "observation.sign_in", wanted=Wanted(round=planned))
    papers.save_pdf(district, document, tmp_path / "sign.pdf")
    noted = audit.list_events(district, limit=1)[0].detail
    assert (noted["paper"], noted["rows"], noted["round"]) == (
        "observation.sign_in",
        12,
        planned.hex,
    )


def test_that_whoever_is_limited_prints_his_own_places_alone(district, places, planned):
    limited = factory.limited(district, places["第2社区党委"])
    text = "".join(printed(limited, "observation.sign_in", planned))
    assert "第2社区党委" in text
    assert "第3社区党委" not in text


@pytest.fixture
def scored(district, planned):
    """Three scorers, two of whom came everywhere; a criterion that one left out."""
    sheets = sheets_in(district, planned)
    rows = [
        {
            "visit": sheet.visit,
            "criterion": line.id,
            "scorer": scorer,
            "points": line.scale.most * share,
        }
        for at, sheet in enumerate(sheets)
        for scorer, share in (("欧阳𠮷", 90 - at), ("㐂美丽", 90 - at), ("马𫘧骏", 90 - at))
        for line in sheet.lines
        if (at, scorer, line.number) != (5, "马𫘧骏", 3)
    ]
    with district.change("create") as change:
        insert_rows(change, district.catalog["observation_score"], rows)
    write_down(district, planned, "讲习记录不全；意见箱未开", "讲习记录不全")
    return planned


@pytest.mark.parametrize("key", ["ranking", "summary", "bulletin"])
def test_that_there_is_no_ranking_before_there_are_scores(district, planned, key):
    with pytest.raises(InputError) as refused:
        papers.print_paper(district, f"observation.{key}", wanted=Wanted(round=planned))
    assert refused.value.code == "no_scores"


def test_that_the_ranking_lists_all_by_rank_and_then_the_streets(district, scored):
    first, streets = printed(district, "observation.ranking", scored)
    assert re.search(f"1{LONG[:14]}.*90.0090.0%1先进", first)
    assert "2第2社区党委郑州路街道89.0089.0%1达标" in first
    assert "缺项" in first
    assert "“缺项”的还有指标没有打分" in first
    assert re.search("1湖北路街道6.*2郑州路街道6", streets)


def test_that_the_ranking_compares_shares_with_the_last_round(district, places):
    before = scored_round(district, {"马𫘧骏": [80] * 11 + [None]}, period="2026H1")
    after = scored_round(district, {"马𫘧骏": [85, 80, 70] + [90] * 9}, period="2026H2")
    text = "".join(printed(district, "observation.ranking", after))
    assert "85.0085.0%5达标80.001增5.0" in text
    assert "80.0080.0%6达标80.001持平" in text
    assert "70.0070.0%6达标80.001减10.0" in text
    assert "增减" in text
    assert "持平" not in "".join(printed(district, "observation.ranking", before))


def test_that_the_summary_names_scorers_methods_and_criteria(district, scored):
    text = "".join(printed(district, "observation.summary", scored))
    assert all(f"{name}89" in text for name in ("欧阳𠮷", "马𫘧骏", "㐂美丽"))
    assert "（缺第3项）" in text
    assert "听" in text
    for line in results_of(district, scored).lines:
        assert line.item in text


def test_that_the_bulletin_finds_no_fault_with_what_earned_all_points(district, places):
    made = scored_round(district, {"马𫘧骏": [100] * 12})
    text = "".join(printed(district, "observation.bulletin", made))
    assert "得分率较低" not in text
    assert "差距与问题" not in text
    assert "三、下一步要求" not in text


def test_that_the_bulletin_of_a_streets_own_round_is_the_streets(district, places):
    own = [places[f"第{n}社区党委"] for n in (2, 4)]
    made = observation.plan_round(
        district, step="street_internal", period="2026H2", organisations=own
    ).id
    line, sheet = sheets_in(district, made)[0].lines[0], sheets_in(district, made)[0]
    values = {"visit": sheet.visit, "criterion": line.id, "scorer": "马𫘧骏", "points": 300}
    records.save_record(district, district.catalog["observation_score"], values)
    text = printed(district, "observation.bulletin", made)
    assert text[0].startswith("郑州路街道党工委")
    assert "各社区党组织：" in text[0]


def test_that_long_highlights_go_on_in_rows_of_their_own(district, scored):
    visit = district.catalog["observation_visit"]
    sheet = sheets_in(district, scored)[0]
    seen = records.find_record(district, visit, sheet.visit)
    long = "；".join(f"亮点之{n}：红色物业三方联席会每月召开，事事有回音" for n in range(70))
    values = seen.values | {"highlights": long}
    records.save_record(district, visit, values, records.Seen(sheet.visit, seen.version))
    text = "".join(printed(district, "observation.bulletin", scored))
    assert "亮点之69：" in text
    assert "（续）" in text
    assert "文字过长" not in text


def test_that_many_criteria_make_several_tables(district, scored):
    more = [
        {"round": scored, "method": "rate", "position": 50 + n, "item": f"第{n}项", "most": 2}
        for n in range(9)
    ]
    with district.change("create") as change:
        insert_rows(change, district.catalog["observation_criterion"], more)
    text = "".join(printed(district, "observation.summary", scored))
    assert text.count("逐项得分表") == 2
    assert "顺序党组织212分222分" in text


def test_that_the_bulletin_says_what_the_records_say(district, scored, found):
    text = "".join(printed(district, "observation.bulletin", scored))
    for said in (
        "关于2026年下半年全区示范观摩情况的通报",
        "各街道党工委、各社区党组织：",
        "由周建国同志带队",
        "对12个社区开展了全区示范观摩",
        "3名检查人员参加打分",
        "最高90分",
        "先进1个、达标10个，另有1个还没有定级",
        "讲习记录不全（2个社区）；意见箱未开",
        "共立为问题2个，已经销号1个，正在整改1个",
        "附件：1.2026年下半年全区示范观摩排名表",
        "附件3",
        "涧西区委2026年11月30日",
    ):
        assert said in text, said
    assert LONG in text
