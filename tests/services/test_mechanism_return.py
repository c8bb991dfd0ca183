"""The return of the 30 mechanisms: a record of each one moves its figure, and is behind it."""

from datetime import date

import pytest

from jianxi_desktop.db.figures_mechanisms import MECHANISMS
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.district_return import figure_rules
from jianxi_desktop.services import returns
from jianxi_desktop.services.return_records import records_behind
from tests.postgres import EITHER_PLACE

DAY = date(2018, 9, 30)
OWN, STREET = "the own", "a street"
ITEM = {"position": 1, "content": "走访", "state": "done"}
# What is recorded of each mechanism; a word in place of a link names what it leads to.
RECORDS = {
    "M01": ("inspection", {"visited_on": "2018-05-03", "leader": "某甲", "theme": "党建"}),
    "M02": (
        "policy_document",
        {"title": "意", "kind": "opinion", "issuer": "市", "dated": "2018"},
    ),
    "M03": ("target", {"year": 2018, "level": "district", "state": "declared"}),
    "M04": ("self_rating", {"period": "2018", "rated_on": "2018-06-30"}),
    "M05": ("organisation", {"name": "某党总支", "form": "general_branch", "kind": "community"}),
    "M06": (
        "work_plan_item",
        {**ITEM, "work_plan": "a pilot plan"},
    ),
    "M07": ("organisation", {"name": "某党小组", "form": "group", "kind": "building"}),
    "M08": ("unit", {"name": "某公司", "kind": "private_enterprise", "coverage": "own"}),
    "M09": ("activity_report", {"activity": "a symposium", "kind": "symposium", "position": 1}),
    "M10": ("observation_visit", {"round": "round", "position": 1, "form_number": "1"}),
    "M11": ("problem", {"title": "灯", "source": "observation", "found_on": "2018-02"}),
    "M12": (
        "organisation_rating",
        {"scheme": "three_classes", "period": "1", "grade": "advanced"},
    ),
    "M13": ("activity", {"kind": "study_trip"}),
    "M14": ("activity", {"kind": "study_trip", "organisation": STREET}),
    "M15": (
        "work_plan_item",
        {**ITEM, "work_plan": "a plan"},
    ),
    "M16": ("leadership_term", {"name": "第五届", "starts_on": "2018-04"}),
    "M17": ("activity", {"kind": "training"}),
    "M18": ("venue", {"name": "书屋", "kind": "function_room"}),
    "M19": ("activity", {"kind": "theme_day", "venue": "square"}),
    "M20": ("booking", {"venue": "square", "channel": "pc", "state": "done", "visitor": "某单位"}),
    "M21": ("activity", {"kind": "lecture"}),
    "M22": ("showcase", {"name": "某品牌", "kind": "brand"}),
    "M23": ("activity", {"kind": "theme_day", "campaign": "red_gene"}),
    "M24": ("membership", {"branch": OWN, "status": "full", "joined_on": "1990-09-12"}),
    "M25": ("activity", {"kind": "performance"}),
    "M26": ("activity", {"kind": "joint_meeting"}),
    "M27": ("project", {"title": "某项目", "state": "claimed", "claimed_on": "2018-03-01"}),
    "M28": ("problem", {"title": "路", "source": "residents", "found_on": "2018-02"}),
    "M29": ("service_contract", {"title": "某服务", "starts_on": "2018-01", "unit": "unit"}),
    "M30": ("activity", {"kind": "tripartite_meeting"}),
}
MADE = {
    "a pilot plan": ("work_plan", {"title": "试点", "kind": "pilot", "adopted_on": "2018-02"}),
    "a plan": ("work_plan", {"title": "年度", "kind": "annual", "adopted_on": "2018-02"}),
    "a symposium": ("activity", {"kind": "symposium"}),
    "round": (
        "observation_round",
        {"title": "观摩", "step": "district_demo", "period": "2018H2", "starts_on": "2018-08"},
    ),
    "square": ("venue", {"name": "广场", "kind": "culture_square"}),
    "unit": ("unit", {"name": "某社工", "kind": "social_organisation"}),
    "person": ("person", {"name": "王芳"}),
    "a pilot street": (
        "territory",
        {"name": "试街", "kind": "street", "pilot": True, "pilot_since": "2018"},
    ),
    STREET: (
        "organisation",
        {
            "name": "试街党工委",
            "form": "working_committee",
            "kind": "street",
            "territory": "a pilot street",
        },
    ),
}
USUAL = {
    "activity": {"topic": "某活动", "held_on": "2018-05-03"},
    "booking": {"held_on": "2018-05-03"},
    "observation_visit": {"visited_on": "2018-08-20"},
    "organisation_rating": {"rated_on": "2018-06"},
    "membership": {"person": "person"},
}


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def insert(office, ledger, values):
    """Write a record with what it hangs on; who has an organisation has the office's own."""
    fields = office.catalog[ledger].fields
    row = {**USUAL.get(ledger, {}), **values}
    if "organisation" in fields:
        row.setdefault("organisation", OWN)
    for key, value in row.items():
        if value in MADE:
            row[key] = insert(office, *MADE[value])
        elif value == OWN and key in ("organisation", "branch"):
            row[key] = office.unit.organisation
    with office.change("create") as change:
        return insert_rows(change, office.catalog[ledger], [row])[0]


def figure(office, number, day=DAY):
    result = returns.make_return(office, "RM", as_of=day)
    return returns.figures_by_id(result)[number]["value"]


def test_that_every_mechanism_has_its_line_and_its_query():
    numbers = [f"M{n:02}" for n in range(1, 31)]
    assert [rule.id for rule in figure_rules(DAY, "RM")] == numbers == list(MECHANISMS)
    assert set(RECORDS) == set(numbers)


@pytest.mark.parametrize("number", RECORDS)
def test_that_a_record_of_a_mechanism_moves_its_figure_and_stands_behind_it(office, number):
    before = figure(office, number)
    ledger, values = RECORDS[number]
    record_id = insert(office, ledger, values)
    assert figure(office, number) == before + 1
    behind = records_behind(office, "RM", number, as_of=DAY)
    assert (behind.total, behind.figure.value) == (before + 1, before + 1)
    assert record_id in {row.id for row in behind.rows}


def test_that_what_is_of_another_year_or_another_month_does_not_count(office):
    insert(office, *RECORDS["M17"])
    insert(office, *RECORDS["M24"])
    assert figure(office, "M17", date(2019, 9, 30)) == 0
    assert (figure(office, "M24"), figure(office, "M24", date(2018, 8, 31))) == (1, 0)


def test_that_the_page_of_the_mechanisms_is_written(office, tmp_path):
    path = tmp_path / "机制.xlsx"
    result = returns.make_return(office, "RM", as_of=DAY, period="2018Q3", path=path)
    assert (result.title, result.checks) == ("党建工作机制运行情况表", ())
    assert path.stat().st_size > 5_000
