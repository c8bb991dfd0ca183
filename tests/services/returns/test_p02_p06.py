"""P02 and P06: bands of age, joining and schooling at their edges, posts, who is counted where."""

import pytest

from tests.services.returns.national import Sheet, year_of

# Born when, on 31 December 2018 of which band of P02.
AGES = (
    ("2018", "f"), ("1988-01-01", "f"), ("1988", "f"), ("1987-12-31", "g"), ("1987-12", "g"),
    ("1983-01-01", "g"), ("1982-12-31", "h"), ("1982", "h"), ("1983", "g"), ("1978-01", "h"),
    ("1977-12-31", "i"), ("1973-01-01", "i"), ("1972-12-31", "j"), ("1968-01-01", "j"),
    ("1967-12-31", "k"), ("1963-01-01", "k"), ("1962-12-31", "l"), ("1958-01-01", "l"),
    ("1957-12-31", "m"), ("1953-01-01", "m"), ("1952-12-31", "n"), ("1948-01-01", "n"),
    ("1947-12-31", "o"), ("1901", "o"), (None, ""),
)  # fmt: skip
# Joined when, in which row of P06.
JOINED = (
    ("1921-07-23", "r08"), ("1937-07-06", "r08"), ("1937-07", "r08"), ("1937-07-07", "r09"),
    ("1945-09-02", "r09"), ("1945-09-03", "r10"), ("1949-09-30", "r10"), ("1949-09", "r10"),
    ("1949-10-01", "r11"), ("1949-10", "r11"), ("1966-04-30", "r11"), ("1966-05", "r12"),
    ("1976-10-31", "r12"), ("1976-11-01", "r13"), ("1978-12-31", "r13"), ("1979", "r14"),
    ("2002-10-31", "r14"), ("2002-11", "r15"), ("2012-10-31", "r15"), ("2012-11-01", "r16"),
)  # fmt: skip
SCHOOLING = (
    ("11", "r17"), ("21", "r17"), ("31", "r17"), ("2D", "r17"), ("41", "r18"), ("44", "r19"),
    ("61", "r19"), ("71", "r20"), ("90", "r20"),
)  # fmt: skip
POSTS = (
    ("党政机关工作人员", "r04"), ("公务员", "r04"), ("011", "r04"), ("事业单位管理人员", "r05"),
    ("企业管理人员（非公有制）", "r12"), ("农民", "r18"), ("外出务工经商人员", "r19"),
    ("现役军人", "r20"), ("学生", "r21"), ("退休", "r22"), ("离退休人员", "r22"), ("无业", "r23"),
)  # fmt: skip


@pytest.fixture
def sheet(office):
    """A community's table 2 of 2018."""
    return Sheet(office, "P02")


@pytest.fixture
def streets(district):
    """The district's table 6 of 2018."""
    return Sheet(district, "P06")


def test_that_each_age_counts_in_its_band_and_an_unknown_one_is_named(sheet):
    branch = sheet.branch()
    for born, _band in AGES:
        sheet.member(branch, person={"born_on": born})
    cells = sheet.cells()
    assert cells["a"] == len(AGES)
    for band in "fghijklmno":
        assert cells[band] == sum(each == band for _born, each in AGES), band
    (wrong,) = [detail for rule, detail in sheet.failed() if "年龄各栏" in rule]
    assert "P02.1.1" in wrong
    assert "相差1" in wrong


def test_that_the_columns_beside_the_total_are_told_apart(sheet):
    branch = sheet.branch()
    woman = sheet.member(branch, person={"sex": "2", "ethnic_group": "03"})
    sheet.member(branch, person={"sex": "1", "ethnic_group": "01", "native_place": "台湾台北"})
    sheet.member(branch, joined_on="2018-03", status="probationary")
    cells = sheet.cells()
    assert [cells[key] for key in "abcde"] == [3, 1, 1, 1, 1]
    (behind,) = sheet.behind("c")
    rows = sheet.behind("a")
    assert behind in rows
    assert len(rows) == 3
    with sheet.office.store.read() as connection:
        table = sheet.office.catalog["membership"].record.__table__
        who = connection.execute(table.select().where(table.c.id == behind)).one().person
    assert who == woman


@pytest.mark.parametrize(("full_on", "probationary"), [
    ("2019-01-01", 1), ("2019", 1), ("2018-12-31", 0), ("2018", 0), (None, 0),
])  # fmt: skip
def test_that_who_became_full_after_the_day_was_on_probation(sheet, full_on, probationary):
    sheet.member(sheet.branch(), joined_on="2018-01-01", full_on=full_on)
    assert sheet.cells()["b"] == probationary


@pytest.mark.parametrize(("values", "number"), [
    ({"status": "suspended"}, 0),
    ({"status": "exited"}, 0),
    ({"status": "deceased", "until": "2018-12-31"}, 0),
    ({"status": "deceased", "until": "2019-01-01"}, 1),
    ({"since": "2018-12-31"}, 1),
    ({"since": "2019"}, 0),
    ({"until": "2018-12-31"}, 0),
    ({"until": "2019-01"}, 1),
])  # fmt: skip
def test_that_only_members_of_the_day_count(sheet, values, number):
    sheet.member(sheet.branch(), **values)
    assert sheet.cells()["a"] == number


def test_that_posts_count_where_they_are_said_and_the_rest_is_named(sheet):
    branch = sheet.branch()
    for job, _row in POSTS:
        sheet.member(branch, person={"job": job, "born_on": "1960"})
    for code in ("工勤技能人员（公有制）", "工勤技能人员（非公有制）"):
        sheet.member(branch, person={"job": code, "migrant_worker": True, "born_on": "1960"})
    rows = sheet.column()
    expected = {"r04": 3, "r05": 1, "r09": 1, "r10": 1, "r12": 1, "r16": 1, "r17": 1, "r18": 2,
                "r19": 1, "r20": 1, "r21": 1, "r22": 2, "r23": 1}  # fmt: skip
    for row in (f"r{n:02}" for n in range(4, 24) if n != 11):
        assert rows[row] == expected.get(row, 0), row
    assert (rows["r03"], rows["r11"], rows["r02"]) == (5, 2, 7)
    assert sheet.failed() == []
    sheet.member(branch, person={"job": "车间班长", "born_on": "1960"})
    total, told = sheet.failed()
    assert "相差1" in total[1]
    assert "工作岗位" in told[0]
    assert told[1].startswith("1名党员")


def test_that_a_nought_is_claimed_only_where_everybody_is_known(sheet):
    branch = sheet.branch()
    sheet.member(branch, person={"job": "退休", "born_on": "1950"})
    assert sheet.cells("r21")["a"] == 0
    sheet.member(branch, person={"job": "车间班长", "born_on": "1980"})
    students, retired = sheet.cells("r21"), sheet.cells("r22")
    assert [students[key] for key in "ahn"] == [None, None, 0]
    assert [retired[key] for key in "ahn"] == [1, None, 1]
    assert sheet.cells("r02")["a"] is None
    kinds = {sheet.result().find(f"r21/{key}").kind for key in "ah"}
    assert kinds == {"typed"}


def test_that_what_nobody_records_stays_open_to_be_typed(sheet):
    sheet.member(sheet.branch())
    found = sheet.result()
    typed = {cell.key for row in found.cells for cell in row if cell.kind == "typed"}
    assert {"s02/a", "s05/a", "s06/a", "s06/c", "s10/a"} <= typed
    assert all(found.find(key).value is None for key in typed)
    assert found.find("s02/b").kind == "blank"


def test_that_dues_are_those_of_their_book(sheet):
    branch = sheet.branch()
    sheet.member(branch)
    assert [sheet.column()[key] for key in ("s01", "s03", "s04")] == [None] * 3  # no book of dues
    giver, free = sheet.member(branch), sheet.member(branch, "李明")
    for month in range(1, 13):
        paid = {"month": f"2018-{month:02}", "paid_on": "2018-12-01"}
        sheet.insert("dues_record", person=giver, base=300_000, amount=1_500, **paid)
        sheet.insert("dues_record", person=free, amount=0, **paid)
    for amount in (100_000, 60_000):
        sheet.insert("dues_record", person=giver, month="2018-07", amount=amount,
                     paid_on="2018-07-01", method="voluntary")  # fmt: skip
    rows = sheet.column()
    assert [rows[key] for key in ("s01", "s03", "s04")] == [2, 1, 1]


def test_that_the_totals_of_three_tables_agree_or_the_check_says_where(sheet):
    branch = sheet.branch()
    for _ in range(3):
        sheet.member(branch)
    checks = {c.rule: c for c in year_of(sheet.office, "P02").checks}
    agreeing = [c for rule, c in checks.items() if "表1" in rule or "R2" in rule or "表15" in rule]
    assert len(agreeing) == 6
    assert all(c.ok for c in agreeing)
    assert year_of(sheet.office, "R2").values()["total.members"] == 3
    assert year_of(sheet.office, "P01").values()["r16.a"] == 3
    assert all("表" in rule or "R2" in rule for rule in checks)


# --- streets and communities


def community(sheet, town=False):
    """Make a community of a street or a town; give its organisation and a branch in it."""
    code = "410305100" if town else "410305099"
    name = {"name": "某镇党委" if town else "某街道党工委", "kind": "street", "code": code}
    street = sheet.one("organisation", form="working_committee", parent=sheet.own, **name)
    own = sheet.insert("organisation", name="某社区党委", kind="community", parent=street,
                       form="party_committee", code=f"{code}001")  # fmt: skip
    return own, sheet.branch(parent=own)


def test_that_each_day_of_joining_and_schooling_counts_in_its_row(streets):
    _own, branch = community(streets)
    pairs = [*((joined, {}, row) for joined, row in JOINED),
             *(("1990", {"education": code}, row) for code, row in SCHOOLING)]  # fmt: skip
    for joined, person, _row in pairs:
        streets.member(branch, person={"born_on": "1960", **person}, joined_on=joined)
    rows, on = streets.column("b"), [row for _joined, _person, row in pairs]
    assert rows["r01"] == len(pairs)
    for row in (f"r{n:02}" for n in range(8, 21)):
        extra = len(SCHOOLING) if row == "r14" else 0  # those joined in 1990
        assert rows[row] == on.count(row) + extra, row
    assert rows["r06"] == len(pairs)


@pytest.mark.parametrize(("born", "row"), [
    ("1983-01-01", "r03"), ("1982-12-31", "r04"), ("1973", "r04"), ("1972-12-31", "r05"),
    ("1964-01-01", "r05"), ("1963-12-31", "r06"), ("1959-01-01", "r06"), ("1958-12-31", "r07"),
])  # fmt: skip
def test_that_ages_have_the_bands_of_table_6(streets, born, row):
    _own, branch = community(streets)
    streets.member(branch, person={"born_on": born})
    rows = streets.column("a")
    assert {each for each in ("r03", "r04", "r05", "r06", "r07") if rows[each]} == {row}


def test_that_streets_and_towns_are_told_apart(streets):
    _own, branch = community(streets)
    _far, other = community(streets, town=True)
    streets.member(branch, person={"sex": "2"})
    streets.member(streets.branch("街道机关支部", parent=streets.found[next(iter(streets.found))]))
    streets.member(other, person={"sex": "2"})
    streets.member(streets.branch("区直机关支部"))
    cells = streets.cells()
    assert [cells[key] for key in "abc"] == [2, 1, 1]
    assert [streets.cells("r02")[key] for key in "abc"] == [1, 1, 1]


def test_that_committees_count_people_and_not_posts(streets):
    own, branch = community(streets)
    who = streets.member(branch, person={"sex": "2", "born_on": "1980", "education": "21"})
    post = {"organisation": own, "name": "王芳", "person": who, "starts_on": "2018-12-31"}
    streets.insert("post_holding", post="secretary", **post)
    streets.insert("post_holding", post="member", **post)
    streets.insert("post_holding", organisation=own, name="李明", post="member")
    for without in ({"part_time": True}, {"ends_on": "2018-12-31"}, {"starts_on": "2019"},
                    {"post": "liaison"}):  # fmt: skip
        given = {"organisation": own, "name": "赵强", "post": "member", **without}
        streets.insert("post_holding", **given)
    streets.insert("post_holding", organisation=branch, name="钱进", post="secretary")
    d, f = streets.column("d"), streets.column("f")
    assert (d["r01"], d["r02"], d["r04"], d["r17"]) == (2, 1, 1, 1)
    assert (f["r01"], f["r02"], f["r04"], f["r17"]) == (1, 1, 1, 1)
    wrong = [detail for rule, detail in streets.failed() if "出生日期" in rule and "各栏" in rule]
    assert len(wrong) == 1
    assert "P06.1.4" in wrong[0]


def test_that_secretaries_of_streets_stand_in_the_notes(streets):
    community(streets)
    (street,) = streets.found.values()
    who = streets.member(streets.branch(), person={"born_on": "1970", "education": "61"})
    streets.insert("post_holding", organisation=street, name="王芳", person=who, post="secretary")
    rows = streets.column("a")
    told = [rows[key] for key in ("s11", "s12", "s13", "s14", "s15", "s16")]
    assert told == [1, 0, 1, 0, 0, 1]
