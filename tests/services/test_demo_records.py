"""Every record of the demonstration is one that a person could have typed, and makes sense."""

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from jianxi_desktop.db.office import organisation_id, territory_id
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.bubbles import circles_for
from jianxi_desktop.domain.route import is_working_day
from jianxi_desktop.domain.scoring import Scale, read_written, show_written
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import Choice, Link, LongText
from jianxi_desktop.schema.kinds import Several, codes_in
from jianxi_desktop.services.demo import LIST_DAY, SCALES, TODAY
from jianxi_desktop.services.demo.member_life import monthly_dues
from jianxi_desktop.services.ready_indicators import ready_id
from tests.services.drawings import draw

FOUNDED = {
    *(territory_id(code) for code in ("410305", "410305008", "410305008001")),
    *(organisation_id(code) for code in ("410305", "410305008", "410305008001")),
}
# What is filled in of a record that founding wrote.
PARTIAL = {"organisation", "territory"}


@pytest.fixture(scope="module")
def rows():
    """All that the community's demonstration holds."""
    return draw("community")


@pytest.fixture(scope="module")
def district_rows():
    """All that the district's demonstration holds."""
    return draw("district")


def cells(rows, kind):
    """Give ledger, row, field and value of every field of a kind that is given."""
    for key, written in rows.items():
        fields = CATALOG[key].fields
        for row in written:
            for name, value in row.items():
                if name in fields and isinstance(fields[name], kind):
                    yield key, row, fields[name], value


def test_that_only_fields_of_the_ledger_are_given(district_rows):
    for key, written in district_rows.items():
        known = {*CATALOG[key].fields, "id"}
        assert [row for row in written if not row.keys() <= known] == []


def test_that_what_is_required_is_given(district_rows):
    for key, written in district_rows.items():
        wanted = {name for name, field in CATALOG[key].fields.items() if field.required}
        short = [row for row in written if not wanted <= row.keys()]
        assert [row for row in short if key not in PARTIAL or "name" in row] == []


def test_that_every_value_reads_back_as_it_is_shown(rows):
    for key, row, field, value in cells(rows, object):
        if not isinstance(field, Link):
            assert field.parse(field.show(value)) == value, (key, field.key, row)
            assert field.warn(value) == ""


def test_that_choices_are_codes_that_may_be_chosen(district_rows):
    for key, _row, field, value in cells(district_rows, Choice):
        given = codes_in(value) if isinstance(field, Several) else (value,)
        known = {*field.options.labels, "barber"}
        assert set(given) <= known, (key, field.key, value)


def test_that_nothing_is_refused_or_odd_by_the_rules_of_its_ledger(rows):
    memberships = {row["person"]: row for row in rows["membership"]}
    for key, written in rows.items():
        complete = CATALOG[key].complete
        for row in written if complete else ():
            full, issues = complete({**memberships.get(row["id"], {}), **row})
            odd = [each for each in issues if each.code != "region"]
            assert odd == [], (key, row)
            assert key in PARTIAL or {k: full[k] for k in row} == row


@pytest.mark.parametrize("scale", ["community", "street", "district"])
def test_that_links_point_at_records_that_are_there(scale):
    found = draw(scale)
    ids = {key: {row["id"] for row in written} for key, written in found.items()}
    for key in ("organisation", "territory"):
        ids[key] |= FOUNDED
    if scale == "district":
        ids["organisation"] |= {organisation_id(f"4103050{n:02d}") for n in range(1, 13)}
        ids["territory"] |= {
            row["territory"] for row in found["organisation"] if "territory" in row
        }
    for key, row, field, value in cells(found, Link):
        if field.key == "inspected_by" and scale != "district":
            continue  # another street's committee, which an office below the district has not
        assert value in ids[field.target] or _seeded(scale, field.target, value), (
            key,
            field.key,
            row,
        )


def _seeded(scale, target, value):
    from jianxi_desktop.db.office import organisation_seeds, territory_seeds

    unit = SCALES[scale].unit
    level = {6: "district", 9: "street", 12: "community"}[len(unit)]
    seeds = {"organisation": organisation_seeds, "territory": territory_seeds}.get(target)
    return seeds is not None and value in {row["id"] for row in seeds(level, unit, LIST_DAY)}


def test_that_no_identity_comes_twice(district_rows):
    seen = Counter(row["id"] for written in district_rows.values() for row in written)
    assert [each for each, times in seen.items() if times > 1] == []


def test_that_no_roster_key_comes_twice(district_rows):
    """Whoever exports a ledger and takes it in again finds each row once."""
    for key, written in district_rows.items():
        names = [attribute.key for attribute in CATALOG[key].roster_key]
        full = [row for row in written if key not in PARTIAL or "name" in row]
        seen = Counter(tuple(row.get(name) for name in names) for row in full)
        assert [each for each, times in seen.items() if times > 1][:3] == [], key


def test_that_texts_are_words_and_not_filler(district_rows):
    for key, _row, field, value in cells(district_rows, object):
        if isinstance(value, str) and not isinstance(field, Choice | Link):
            assert not re.search(r"[{}|]|第\d+个|示例|测试|某|TODO|None", value), (
                key,
                field.key,
                value,
            )


def test_that_texts_are_not_the_same_everywhere(rows):
    """No long text stands in most rows of a ledger that has many."""
    said = defaultdict(Counter)
    for key, _row, field, value in cells(rows, LongText):
        said[key, field.key][value] += 1
    for where, counts in said.items():
        total = sum(counts.values())
        assert total < 8 or counts.most_common(1)[0][1] <= total * 0.6, where


def test_that_days_of_a_member_follow_each_other(district_rows):
    born = {row["id"]: row["born_on"] for row in district_rows["person"]}
    for row in district_rows["membership"]:
        joined = row["joined_on"]
        assert calendar.years_between(born[row["person"]], joined) >= 18
        assert joined <= TODAY.isoformat()
        assert row.get("full_on", "9") > joined
        assert row.get("since", "9") >= joined
        if "until" in row:
            assert row.get("since", joined) < row["until"] <= TODAY.isoformat()


def test_that_nobody_belongs_to_two_branches_at_once(district_rows):
    open_rows = Counter(row["person"] for row in district_rows["membership"] if "until" not in row)
    assert max(open_rows.values()) == 1


def test_that_what_is_done_was_begun_before(district_rows):
    for key, first, last in (
        ("problem", "found_on", "closed_on"),
        ("project", "published_on", "claimed_on"),
        ("project", "claimed_on", "done_on"),
        ("need", "raised_on", "met_on"),
        ("resource", "shared_on", "withdrawn_on"),
        ("booking", "asked_on", "held_on"),
        ("post_holding", "starts_on", "ends_on"),
        ("leadership_term", "starts_on", "ended_on"),
        ("service_contract", "starts_on", "ends_on"),
        ("policy_document", "dated", "received_on"),
    ):
        odd = [
            row
            for row in district_rows[key]
            if row.get(first) and row.get(last) and row[first] > row[last]
        ]
        assert odd == [], (key, first, last)


def test_that_nothing_was_done_tomorrow(district_rows):
    today = TODAY.isoformat()
    for key, name in (
        ("problem", "closed_on"),
        ("project", "done_on"),
        ("work_plan_item", "done_on"),
        ("need", "met_on"),
        ("member_movement", "moved_on"),
        ("dues_record", "paid_on"),
        ("development_step", "done_on"),
        ("expenditure", "spent_on"),
        ("observation_visit", "visited_on"),
    ):
        assert [row for row in district_rows[key] if row.get(name, "") > today] == [], key
    done = [row for row in district_rows["booking"] if row["state"] == "done"]
    assert max(row["held_on"] for row in done) <= today


def test_that_whoever_inspects_has_scored_and_streets_that_cross_never_their_own(district_rows):
    rounds = {row["id"]: row for row in district_rows["observation_round"]}
    assert {row["indicator_set"] for row in rounds.values()} == {ready_id("comprehensive")}
    above = {row["id"]: row.get("parent") for row in district_rows["organisation"]}
    scorers = {}
    for row in district_rows["observation_score"]:
        scorers.setdefault(row["visit"], set()).add(row["scorer"])
    for visit in district_rows["observation_visit"]:
        named = set(visit["inspectors"].split("、"))
        assert scorers.get(visit["id"], named) == named
        street = above[visit["organisation"]]
        crossing = rounds[visit["round"]]["step"] == "street_cross"
        assert not crossing or visit["inspected_by"] not in (street, visit["organisation"])


def test_that_every_stop_has_its_hour_on_a_working_day_and_no_two_the_same(district_rows):
    times = Counter(
        (row["round"], row["planned_on"], row["starts_at"])
        for row in district_rows["observation_visit"]
    )
    assert set(times.values()) == {1}
    assert all(is_working_day(date.fromisoformat(day)) for _round, day, _hour in times)


def test_that_points_given_are_points_the_rule_of_the_criterion_allows(district_rows):
    scales = {
        row["id"]: Scale(row["most"], row["rule"]) for row in district_rows["observation_criterion"]
    }
    given = {
        (scales[row["criterion"]], row["points"]) for row in district_rows["observation_score"]
    }
    for scale, points in given:
        written = show_written(scale, points)
        assert read_written(scale, written) == points
        assert circles_for(scale, points) is not None


def test_that_something_is_still_to_be_done(rows):
    """Lists of what is open, late or coming are alive around the demonstration's day."""
    today = TODAY.isoformat()
    assert any(row["held_on"] > today for row in rows["booking"])
    assert any("closed_on" not in row and row["due_on"] < today for row in rows["problem"])
    assert any("closed_on" not in row and row["due_on"] > today for row in rows["problem"])
    assert sum(row["state"] == "open" for row in rows["project"]) >= 2
    items = rows["work_plan_item"]
    assert any(row["state"] != "done" and row["due_on"] < today for row in items)
    assert any(row["state"] == "done" for row in items)
    assert any("visited_on" not in row for row in rows["observation_visit"])
    assert any(row["stage"] in {"applicant", "activist"} for row in rows["development_case"])


@pytest.mark.parametrize(
    ("yuan", "retired", "cents"),
    [
        (3000, False, 1500),
        (3000.01, False, 3000),
        (5000, False, 5000),
        (5000.01, False, 7500),
        (10000, False, 15000),
        (10000.01, False, 20000),
        (5000, True, 2500),
        (5000.01, True, 5000),
    ],
)
def test_that_dues_go_by_the_rates(yuan, retired, cents):
    assert monthly_dues(round(yuan * 100), retired=retired) == cents


def test_that_nobody_holds_a_post_before_being_a_member(district_rows):
    joined = {row["person"]: row["joined_on"] for row in district_rows["membership"]}
    odd = [
        row
        for row in district_rows["post_holding"]
        if "person" in row and row["starts_on"] <= joined[row["person"]]
    ]
    assert odd == []
