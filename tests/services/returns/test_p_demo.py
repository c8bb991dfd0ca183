"""The national tables of the district's demonstration against counts in plain Python.

The definitions are written here a second time, on purpose in another way: over rows read as they
stand, without facts, conditions or the rules of the program.
"""

import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from tests.services.returns.national import Sheet, year_of

YEARS = (2018, 2025)
GONE = ("deceased", "exited")


@pytest.fixture(scope="module")
def demonstration(district_demo):
    """The district's demonstration."""
    office, _counts = district_demo
    return office


@pytest.fixture(scope="module")
def rows(demonstration):
    """Read whole tables as they stand, each once; removed rows are left out."""
    known = {}

    def read(table):
        if table not in known:
            with demonstration.store.read() as connection:
                query = text(f'SELECT * FROM "{table}" WHERE removed_on IS NULL')
                found = connection.execute(query).mappings()
                known[table] = [SimpleNamespace(**row) for row in found]
        return known[table]

    return read


def by_id(found):
    return {each.id: each for each in found}


def held(rows, day):
    """Give the memberships of a day: nobody who had come later, left, died or was suspended."""
    suspended = {m.person for m in rows("member_movement")
                 if m.kind == "suspended" and m.moved_on <= day}  # fmt: skip
    return [
        each for each in rows("membership")
        if (each.since or "") <= day and (each.joined_on or "") <= day
        and (each.until or "9999") > day and each.person not in suspended
    ]  # fmt: skip


def age(person, year):
    return year - int(person.born_on[:4])  # on 31 December everybody has had the birthday


@pytest.fixture(scope="module")
def above(rows):
    """Give the nearest organisation of a kind above another."""
    known = by_id(rows("organisation"))

    def nearest(one, kind):
        while one is not None and known[one].kind != kind:
            one = known[one].parent
        return one

    return nearest


@pytest.mark.parametrize("year", YEARS)
def test_that_table_1_is_that_of_the_rows(demonstration, rows, year):
    found = Sheet(demonstration, "P01", str(year)).column()
    moved = [m for m in rows("member_movement") if m.moved_on.startswith(str(year))]
    inside = {(m.person, m.until) for m in rows("membership") if m.until}  # ended in a branch here
    begun = {(m.person, m.since) for m in rows("membership") if m.since}
    kinds = Counter(m.kind for m in moved if (m.person, m.moved_on) not in inside & begun)
    joined = [m for m in rows("membership")
              if m.joined_on.startswith(str(year)) and (m.since or "") <= m.joined_on]  # fmt: skip
    assert found["r01"] == len(held(rows, f"{year - 1}-12-31"))
    assert found["r16"] == len(held(rows, f"{year}-12-31")) > 8000
    assert found["r03"] == len(joined) > 100
    expected = {"r07": "transfer_in", "r10": "exit", "r11": "suspended", "r12": "deceased",
                "r13": "transfer_out", "r05": "restored"}  # fmt: skip
    for row, kind in expected.items():
        assert found[row] == kinds[kind], row
    assert found["r17"] == 0
    assert found["r02"] > found["r03"]


def test_that_table_2_is_that_of_the_rows(demonstration, rows):
    year = 2025
    sheet, day = Sheet(demonstration, "P02", str(year)), f"{year}-12-31"
    people = by_id(rows("person"))
    members = held(rows, day)
    who = [people[m.person] for m in members]
    cells = sheet.cells()
    assert cells["a"] == len(members)
    assert cells["b"] == sum(m.full_on is None or m.full_on > day for m in members)
    assert cells["c"] == sum(p.sex == "2" for p in who)
    assert cells["d"] == sum(p.ethnic_group != "01" for p in who)
    assert cells["e"] == sum("台湾" in (p.native_place or "") for p in who)
    bands = zip("fghijklmno", (0, 31, 36, 41, 46, 51, 56, 61, 66, 71), (30, 35, 40, 45, 50, 55, 60,
                65, 70, 200), strict=True)  # fmt: skip
    for key, least, most in bands:
        assert cells[key] == sum(least <= age(p, year) <= most for p in who), key
    retired = sheet.cells("r22")
    assert retired["a"] == sum(p.job == "退休人员" for p in who) > 1000
    assert retired["o"] == sum(p.job == "退休人员" and age(p, year) > 70 for p in who)


def test_that_table_6_is_that_of_the_rows(demonstration, rows, above):
    sheet, day = Sheet(demonstration, "P06", "2025"), "2025-12-31"
    people = by_id(rows("person"))
    here = [m for m in held(rows, day) if above(m.branch, "community")]
    assert sheet.cells()["b"] == len(here)
    assert sheet.cells()["a"] == sum(above(m.branch, "street") is not None
                                     for m in held(rows, day))  # fmt: skip
    found = sheet.column("b")
    assert found["r02"] == sum(people[m.person].sex == "2" for m in here)
    assert found["r05"] == sum(46 <= age(people[m.person], 2025) <= 54 for m in here)
    assert found["r11"] == sum("1949-10" <= m.joined_on < "1966-05" for m in here)
    assert found["r14"] == sum("1979" <= m.joined_on < "2002-11" for m in here)
    assert found["r16"] == sum(m.joined_on >= "2012-11" for m in here)
    assert found["r18"] == sum(people[m.person].education in ("40", "41") for m in here)
    communities = {o.id for o in rows("organisation") if o.kind == "community"}
    posts = [p for p in rows("post_holding") if p.organisation in communities and not p.part_time
             and (p.starts_on or "") <= day < (p.ends_on or "9999")]  # fmt: skip
    heads = {p.person or p.name for p in posts if p.post == "secretary"}
    assert sheet.cells()["f"] == len(heads) == 71
    assert sheet.cells()["d"] == len({p.person or p.name for p in posts
                                      if p.post not in ("liaison", "group_leader")})  # fmt: skip


def test_that_tables_8_and_9_are_those_of_the_rows(demonstration, rows):
    year = "2026"
    records = [r for r in rows("member_record") if r.recorded_on.startswith(year)]
    judged = [r for r in records if r.kind == "appraisal"]
    branches = {m.person: m.branch for m in rows("membership") if m.until is None}
    found = Sheet(demonstration, "P08", year).column()
    assert found["r03"] == len({r.person for r in judged}) > 500
    assert found["r04"] == len({r.person for r in judged if r.result})
    assert found["r01"] == len({branches[r.person] for r in judged}) > 20
    assert found["r05"] == len({r.person for r in records if r.kind == "award"}) > 0
    assert found["r06"] == sum(r.result == "不合格" for r in judged)
    trained = [r for r in records if r.kind == "training"]
    secretaries = {(p.person, p.starts_on) for p in rows("post_holding")
                   if p.post == "secretary" and (p.ends_on or "9999") > "2026-12-31"}  # fmt: skip
    since = dict(secretaries)
    floating = {m.person for m in rows("membership") if m.floating}
    cells = Sheet(demonstration, "P09", year).cells()
    assert cells["a"] == len(trained) > 1000
    assert cells["b"] == sum(since.get(r.person, "9999") <= r.recorded_on for r in trained) > 0
    assert cells["f"] == sum(r.person in floating for r in trained) > 0


@pytest.mark.parametrize("year", YEARS)
def test_that_table_15_is_that_of_the_rows(demonstration, rows, year):
    cells = Sheet(demonstration, "P15", str(year)).cells()
    turned = {m.person for m in rows("membership") if (m.full_on or "").startswith(str(year))}
    assert cells["a"] == cells["b"] == cells["c"] == len(turned) > 50
    assert cells["h"] == 0


@pytest.mark.parametrize(("period", "forms"), [("2018", (54, 10, 7)), ("2026", (54, 10, 7))])
def test_that_table_25_has_the_71_communities(demonstration, period, forms):
    sheet = Sheet(demonstration, "P25", period)
    found = sheet.column("b")
    assert (found["r02"], found["r03"], found["r04"]) == forms
    assert found["r01"] == 71
    assert sheet.cells()["a"] == sheet.cells("s01")["a"] == 11
    assert sheet.failed() == []


def test_that_table_42_is_that_of_the_rows(demonstration, rows, above):
    year = "2026"
    cells = Sheet(demonstration, "P42", year).cells("r02")
    centres = Counter()
    for venue in rows("venue"):
        if venue.kind == "service_centre" and (venue.closed_on or "9999") > "2026-12-31":
            centres[venue.organisation] += (venue.office_area or 0) + (venue.service_area or 0)
    sizes = [centres[o.id] for o in rows("organisation") if o.kind == "community"]
    assert cells["r"] == sizes.count(0)
    assert cells["s"] == sum(0 < size <= 200 for size in sizes)
    assert cells["t"] == sum(size > 200 for size in sizes) > 0
    parents = {o.parent for o in rows("organisation") if o.form == "regional_committee"}
    communities = {o.id for o in rows("organisation") if o.kind == "community"}
    assert cells["u"] == len(parents & communities) == 71
    venues = {v.id: above(v.organisation, "community")
              for v in rows("venue") if v.organisation}  # fmt: skip
    spent = [e for e in rows("expenditure") if e.spent_on.startswith(year) and venues.get(e.venue)]
    given = [e for e in spent if e.source in ("party_dues", "co_builder", "donation")]
    assert cells["p"] == len({venues[e.venue] for e in given})
    assert round(cells["q"], 2) == round(sum(e.amount for e in given) / 1_000_000, 2)
    jobs = {p.id: p.job for p in rows("person")}
    services = {r.person for r in rows("member_record") if r.kind == "service"
                and r.recorded_on.startswith(year) and jobs[r.person] != "退休人员"}  # fmt: skip
    assert cells["w"] == len(services) > 100


def test_that_floating_members_are_those_of_the_rows(demonstration, rows):
    day, away = "2026-12-31", Counter()
    last = {}
    for each in sorted(rows("member_movement"), key=lambda m: m.moved_on):
        if each.kind == "flow_out":
            last[each.person] = each.to_place
    for member in held(rows, day):
        if member.floating:
            place = last[member.person]
            away["b" if re.match("河南|洛阳", place) else "a"] += 1
    cells = Sheet(demonstration, "PL", "2026").cells()
    assert {"a": cells["a"], "b": cells["b"]} == dict(away)
    assert min(away.values()) > 10


def test_that_the_whole_table_is_handed_in_with_its_checks(demonstration):
    result = year_of(demonstration, "P01", "2025")
    assert [check.rule for check in result.checks if not check.ok] == []
    assert len(result.checks) == 7
    assert result.day == date(2025, 12, 31)


def test_that_a_street_and_its_communities_add_up(demonstration, rows, above):
    whole = Sheet(demonstration, "P02", "2025")
    streets = [o.id for o in rows("organisation") if o.kind == "street"][:2]
    assert len(streets) == 2
    from uuid import UUID

    for street in streets:
        part = whole.limited(UUID(bytes=street)).cells()
        under = [m for m in held(rows, "2025-12-31") if above(m.branch, "street") == street]
        assert part["a"] == len(under) > 100
