"""The demonstration: the district's own figures, and people who are nobody."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import text

from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.domain import regions
from jianxi_desktop.domain.identity import read_identity
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import checklists, observation, records, returns
from jianxi_desktop.services import demo as demos
from jianxi_desktop.services.demo.plan import HOME_SIZE, plan_communities
from jianxi_desktop.services.demo.scales import HOME
from jianxi_desktop.services.office import open_office
from jianxi_desktop.services.return_records import records_behind
from tests import factory
from tests.services.demo_figures import PUBLISHED, STANDING, figures_on
from tests.services.drawings import draw

ARTICLE = ("张育红", "温清", "尚秀英")


def test_that_the_district_has_the_figures_it_published(district_demo):
    office, _counts = district_demo
    assert figures_on(office, demos.QUARTER_END) == PUBLISHED


def test_that_its_return_of_today_is_without_a_fault_too(district_demo):
    office, _counts = district_demo
    result = returns.make_return(office, "R0", as_of=demos.TODAY)
    assert [check for check in result.checks if not check.ok] == []


def test_that_what_stands_is_the_same_today(district_demo):
    office, _counts = district_demo
    today = figures_on(office, demos.TODAY)
    assert {key: today[key] for key in STANDING} == {key: PUBLISHED[key] for key in STANDING}


def test_that_every_member_is_counted_once(district_demo):
    office, counts = district_demo
    assert sum(node.members for node in records.organisation_tree(office)) == 9_467
    people = office.catalog["person"]
    # Applicants and those who are no longer members stand in the same ledger.
    assert counts["person"] == records.count_rows(office, people, Query()) > 9_467
    then = sum(n.members for n in records.organisation_tree(office, demos.QUARTER_END))
    assert 7_500 < then < 9_467


def test_that_branches_keep_to_the_size_the_rules_set(district_demo):
    office, _counts = district_demo
    query = (
        "SELECT count(*) FROM membership WHERE until IS NULL AND status = 'full' GROUP BY branch"
    )
    with office.store.read() as connection:
        sizes = connection.execute(text(query)).scalars().all()
    assert 3 <= min(sizes) <= max(sizes) <= 50
    assert len(set(sizes)) > 20


@pytest.mark.parametrize("scale", ["community", "district"])
def test_that_every_ledger_has_rows(scale, founded, district_demo):
    rows = draw(scale)
    decided = {"told_apart", "issued_definition"}  # written only by a review, by the district
    empty = [ledger.key for ledger in CATALOG if not rows[ledger.key]]
    assert set(empty) == decided


def test_that_every_community_is_observed_once_this_autumn(district_demo):
    office, _counts = district_demo
    planned = observation.round_named(office, "2026年下半年全区示范观摩")
    numbers = observation.form_numbers(office, planned)
    assert len(set(numbers)) == len(numbers) == 71


def test_that_its_71_checklists_fill_142_pages(district_demo):
    office, _counts = district_demo
    document = checklists.print_checklists(
        office, observation.round_named(office, "2026年下半年全区示范观摩")
    )
    assert (len(document.forms), document.pages, document.missing) == (71, 142, ())
    assert all(form.pages == 2 for form in document.on_paper)


def test_that_nobody_in_it_is_anybody(demo):
    ledger = demo.catalog["person"]
    serials = records.list_serials(demo, ledger, Query())
    columns = (ledger.record.id_number, ledger.record.sex, ledger.record.born_on)
    rows = records.list_rows(demo, ledger, columns, serials, reveal=factory.leave(demo, ledger))
    known = [read_identity(row.cells[0]) for row in rows]
    assert not any(regions.is_known(each.region) for each in known)
    assert len({each.number for each in known}) == len(rows)
    assert [(each.sex, each.born_on) for each in known] == [row.cells[1:] for row in rows]


def test_that_the_people_of_the_article_are_not_in_it():
    written = [cell for rows in draw("district").values() for row in rows for cell in row.values()]
    told = "\n".join(cell for cell in written if isinstance(cell, str))
    assert [name for name in ARTICLE if name in told] == []


def test_that_numbers_are_unique_in_the_whole_district(district_demo):
    office, _counts = district_demo
    with office.store.read() as connection:
        for query in (
            "SELECT id_number FROM person GROUP BY 1 HAVING count(*) > 1",
            "SELECT credit_code FROM unit GROUP BY 1 HAVING count(*) > 1",
            "SELECT form_number FROM observation_visit GROUP BY 1 HAVING count(*) > 1",
        ):
            assert connection.execute(text(query)).all() == []


def test_that_attendance_agrees_with_the_activities(demo):
    attendance = draw("community")["attendance"]
    listed = {row["activity"] for row in attendance}
    activities = [row for row in draw("community")["activity"] if row["id"] in listed]
    states = Counter(row["state"] for row in attendance)
    assert states["present"] == sum(row["present"] for row in activities)
    meetings = [row for row in activities if row["kind"] != "lecture"]
    assert states["leave"] == sum(row["on_leave"] for row in meetings)


def test_that_a_community_is_the_same_in_a_demonstration_of_its_own():
    own, whole = draw("community"), draw("district")
    for key, rows in own.items():
        there = {row["id"]: row for row in whole[key]}
        assert [row for row in rows if there[row["id"]] != row] == [], key


def test_that_the_same_seed_makes_the_same_records(founded, demo, tmp_path):
    demos.make_demo(tmp_path / "again.jxdb", seed=1)
    again = open_office(tmp_path / "again.jxdb", demos.DEMO_PASSWORD)
    first, second = factory.dump(demo), factory.dump(again)
    again.close()
    for ledger in CATALOG:
        assert second[ledger.key] == first[ledger.key]


def test_that_another_seed_makes_other_people(demo, tmp_path):
    demos.make_demo(tmp_path / "other.jxdb", seed=2018)
    other = open_office(tmp_path / "other.jxdb", demos.DEMO_PASSWORD)
    try:
        query = text("SELECT name, born_on FROM person")
        with demo.store.read() as mine, other.store.read() as theirs:
            ours, others = set(mine.execute(query)), set(theirs.execute(query))
        assert len(ours & others) < len(ours) / 10
    finally:
        other.close()


@pytest.mark.parametrize("seed", [3, 77, 20_211_031])
def test_that_home_has_the_size_the_handbook_speaks_of(seed):
    plan = plan_communities(seed)[HOME]
    assert (plan.people, len(plan.grids), plan.groups) == (
        HOME_SIZE["people"],
        HOME_SIZE["grids"],
        HOME_SIZE["groups"],
    )


def test_that_the_city_has_ten_districts_and_is_one_tree(tmp_path, monkeypatch):
    monkeypatch.setattr(demos.build.city, "PEOPLE", 46_000)
    counts = demos.make_demo(tmp_path / "city.jxdb", scale="city")
    assert counts["person"] == counts["membership"] == 46_000
    office = open_office(tmp_path / "city.jxdb", demos.DEMO_PASSWORD)
    tree = records.organisation_tree(office)
    office.close()
    assert sum(node.members for node in tree) == 46_000
    names = {node.id: node.name for node in tree}
    districts = [node for node in tree if names.get(node.parent) == "洛阳市委"]
    assert len(districts) == 10
    assert organisation_id("410305") in {node.id for node in districts}


def test_that_stopping_leaves_no_file(tmp_path):
    def stop(done, total):
        raise StoppedError("stopped", user_message="已停止。", code="stopped")

    with pytest.raises(StoppedError):
        demos.make_demo(tmp_path / "a.jxdb", progress=stop)
    assert list(tmp_path.glob("*.jxdb*")) == []


@pytest.mark.parametrize(
    "day", ["2017-12-31", "2018-06-30", "2018-09-30", "2020-02-28", "2022-07-01", "2026-11-25"]
)
def test_that_the_return_and_plain_sql_count_alike_on_any_day(district_demo, day):
    office, _counts = district_demo
    asked = date.fromisoformat(day)
    made = returns.figures_by_id(returns.make_return(office, "R0", as_of=asked))
    counted = {key: number or 0 for key, number in figures_on(office, asked).items()}
    counted["A25"] = round(counted["A25"] / 1_000_000, 2)
    assert {figure: made[figure]["value"] for figure in counted} == counted
    for figure, each in made.items():
        behind = records_behind(office, "R0", figure, as_of=asked, limit=1)
        assert behind.figure.value == each["value"]
        assert behind.total >= (0 if figure[0] == "B" else behind.figure.value > 0)


def test_that_the_district_return_prints_what_was_published(district_demo):
    office, _counts = district_demo
    made = returns.make_return(office, "R0", as_of=demos.QUARTER_END, period="2018Q3")
    shown = {figure: each["shown"] for figure, each in returns.figures_by_id(made).items()}
    assert (shown["A15"], shown["A21"], shown["A23"]) == ("450余", "10000余", "3400余")
    assert (shown["A24"], shown["A25"], shown["A27"]) == ("80000余", "1700余万元", "90余")
    assert (shown["A30"], shown["A34"], shown["A37"]) == ("超过81万次", "6对12种", "71/71")
    assert (shown["B01"], shown["B02"], shown["B03"]) == ("6", "2", "97")
    assert len(made.checks) == 7
    assert all(check.ok for check in made.checks)


# What may stand in two streets at once, is held by the district itself or comes from a rule.
NOT_ADDED = {"A19", "A22", "A26", "A27", "A28", "A30", "A32", "A33", "A34", "A35", "A36"}


def test_that_the_streets_add_up_to_the_district(district_demo):
    office, _counts = district_demo
    asked = {"as_of": demos.QUARTER_END}
    whole = returns.figures_by_id(returns.make_return(office, "R0", **asked))
    added = Counter()
    for node in records.organisation_tree(office):
        if node.kind == "street":
            limited = factory.limited(office, node.id)
            made = returns.figures_by_id(returns.make_return(limited, "R0", **asked))
            added.update({figure: each["value"] for figure, each in made.items()})
    expected = {
        figure: each["value"]
        for figure, each in whole.items()
        if figure[0] == "A" and figure not in NOT_ADDED
    }
    assert {figure: round(added[figure], 2) for figure in expected} == expected
