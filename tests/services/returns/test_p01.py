"""P01: how many members there were, who came, who went; the identity of the national table."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.returns.national import Sheet

DAYS_IN = ("2018", "2018-01", "2018-01-01", "2018-12", "2018-12-31")
DAYS_OUT = ("2017", "2017-12-31", "2019", "2019-01-01")
IDENTITY = "表1：本年底实有数"


@pytest.fixture
def book(office):
    """A community's table of 2018."""
    return Sheet(office, "P01")


def figures(book, result=None):
    cells = (cells[0] for cells in (result or book.result()).cells)
    return {row: cell.value for row, cell in enumerate(cells, start=1)}


def some(book, *rows):
    found = figures(book)
    return tuple(found[row] for row in rows)


def moved(book, person, kind, day, **values):
    return book.insert("member_movement", person=person, kind=kind, moved_on=day, **values)


def balanced(book):
    """Say whether the identity holds, and that the check says the same."""
    result = book.result()
    found = figures(book, result)
    assert found[2] == found[3] + found[5] + found[7]
    assert found[9] == found[10] + found[11] + found[12] + found[13]
    assert found[15] == found[1] + found[2] - found[9]
    assert found[17] == found[16] - found[15]
    wrong = [
        each.detail for each in result.checks if each.rule.startswith(IDENTITY) and not each.ok
    ]
    assert bool(wrong) == (found[17] != 0)
    if wrong:
        assert f"相差{found[17]}" in wrong[0]
        assert "P01.16.1" in wrong[0]
    return found[17] == 0


@pytest.mark.parametrize("day", DAYS_IN)
def test_that_whoever_joined_in_the_year_is_an_increase(book, day):
    branch = book.branch()
    book.member(branch, joined_on=day, status="probationary")
    found = figures(book)
    assert (found[1], found[3], found[16]) == (0, 1, 1)
    assert balanced(book)


@pytest.mark.parametrize(("day", "before", "now"), [
    ("2017", 1, 1), ("2017-12-31", 1, 1), ("2019", 0, 0), ("2019-01-01", 0, 0),
])  # fmt: skip
def test_that_whoever_joined_before_or_after_is_none(book, day, before, now):
    book.member(book.branch(), joined_on=day)
    found = figures(book)
    assert (found[1], found[3], found[16]) == (before, 0, now)
    assert balanced(book)


@pytest.mark.parametrize("day", DAYS_IN)
def test_that_a_transfer_in_counts_on_the_days_of_the_year(book, day):
    who = book.member(book.branch(), since=day)
    moved(book, who, "transfer_in", day)
    found = figures(book)
    assert (found[1], found[3], found[7], found[16]) == (0, 0, 1, 1)
    assert balanced(book)


@pytest.mark.parametrize(("kind", "status", "row"), [
    ("transfer_out", "full", 13), ("deceased", "deceased", 12), ("exit", "exited", 10),
])  # fmt: skip
@pytest.mark.parametrize("day", DAYS_IN)
def test_that_who_leaves_on_any_day_of_the_year_was_there_the_year_before(
    book, kind, status, row, day
):
    who = book.member(book.branch(), status=status, until=day)
    moved(book, who, kind, day)
    found = figures(book)
    assert (found[1], found[row], found[9], found[16]) == (1, 1, 1, 0)
    assert balanced(book)


@pytest.mark.parametrize("day", DAYS_OUT)
def test_that_who_leaves_before_or_after_the_year_is_no_decrease(book, day):
    who = book.member(book.branch(), status="deceased", until=day)
    moved(book, who, "deceased", day)
    found = figures(book)
    there = int(day >= "2019")
    assert (found[1], found[12], found[16]) == (there, 0, there)
    assert balanced(book)


def test_that_who_was_suspended_later_was_a_member_until_then(book):
    who = book.member(book.branch(), status="suspended")
    moved(book, who, "suspended", "2019-03-01")
    assert some(book, 1, 11, 16) == (1, 0, 1)
    later = book.of("2019")
    assert some(later, 1, 11, 16) == (1, 1, 0)
    assert balanced(book)
    assert balanced(later)


def test_that_nobody_leaves_twice(book):
    who = book.member(book.branch(), status="deceased", until="2018-09-10")
    moved(book, who, "suspended", "2018-02-01")
    moved(book, who, "deceased", "2018-09-10")
    assert some(book, 11, 12, 9) == (1, 0, 1)
    assert balanced(book)


def test_that_who_is_restored_comes_back(book):
    who = book.member(book.branch())
    moved(book, who, "suspended", "2016-05")
    back = moved(book, who, "restored", "2018-05-04")
    found = figures(book)
    assert (found[1], found[5], found[6], found[16]) == (0, 1, 1, 1)
    assert balanced(book)
    assert book.behind("a", "r05") == {back}


def test_that_restoring_one_who_was_never_suspended_is_told_apart(book):
    who = book.member(book.branch(), since="2018-05-04", joined_on="1990")
    moved(book, who, "restored", "2018-05-04")
    assert some(book, 5, 6) == (1, 0)


def test_that_joining_again_is_told_apart(book):
    branch = book.branch()
    who = book.member(branch, status="exited", joined_on="1990", until="2001-03")
    moved(book, who, "exit", "2001-03")
    again = {"person": who, "branch": branch, "status": "probationary", "joined_on": "2018-06-29"}
    again["since"] = "2018-06-29"
    made = book.insert("membership", **again)
    book.member(branch, name="李明", joined_on="2018-07")
    assert some(book, 3, 4) == (2, 1)
    assert book.behind("a", "r04") == {made}
    assert balanced(book)


def test_that_who_joined_elsewhere_and_came_the_same_year_came_by_transfer(book):
    who = book.member(book.branch(), joined_on="2018-03-01", since="2018-10-08")
    moved(book, who, "transfer_in", "2018-10-08")
    assert some(book, 3, 7, 2, 16) == (0, 1, 1, 1)
    assert balanced(book)


@pytest.mark.parametrize("kind", ["transfer_within", "transfer_in", "transfer_out"])
def test_that_moving_between_own_branches_changes_nothing(book, kind):
    first, second = book.branch(), book.branch("第二网格党支部")
    who = book.member(first, until="2018-04-01")
    book.insert("membership", person=who, branch=second, status="full", joined_on="1990-07",
                since="2018-04-01")  # fmt: skip
    moved(book, who, kind, "2018-04-01")
    assert some(book, 1, 2, 9, 16) == (1, 0, 0, 1)
    assert balanced(book)


def test_that_a_branch_sees_who_came_from_and_went_to_others(book):
    first, second = book.branch(), book.branch("第二网格党支部")
    who = book.member(first, until="2018-04-01")
    book.insert("membership", person=who, branch=second, status="full", joined_on="1990-07",
                since="2018-04-01")  # fmt: skip
    moved(book, who, "transfer_within", "2018-04-01")
    there, here = book.limited(first), book.limited(second)
    assert some(there, 1, 13, 16) == (1, 1, 0)
    assert some(here, 1, 7, 16) == (0, 1, 1)
    assert balanced(there)
    assert balanced(here)


def test_that_the_records_behind_are_those_that_count(book):
    branch = book.branch()
    out = book.member(branch, until="2018-12-31")
    leaving = moved(book, out, "transfer_out", "2018-12-31")
    moved(book, out, "flow_out", "2018-03-01")
    came = book.member(branch, name="李明", joined_on="2018-12-31")
    assert book.behind("a", "r13") == {leaving}
    with book.office.store.read() as connection:
        table = book.office.catalog["membership"].record.__table__
        rows = {row.person: row.id for row in connection.execute(table.select())}
    assert book.behind("a", "r01") == {rows[out]}
    assert book.behind("a", "r16") == {rows[came]}


def test_that_removed_records_do_not_count(book):
    who = book.member(book.branch(), status="deceased", until="2018-05")
    gone = moved(book, who, "deceased", "2018-05")
    assert balanced(book)
    book.remove("member_movement", gone)
    assert some(book, 12, 17) == (0, -1)
    assert not balanced(book)


@pytest.mark.parametrize(("movement", "difference"), [("deceased", 1), (None, -1)])
def test_that_the_check_names_the_difference(book, movement, difference):
    branch = book.branch()
    if movement:  # the ledger of movements says so, the roster does not
        moved(book, book.member(branch), movement, "2018-06-01")
    else:  # the roster says so, the ledger of movements does not
        book.member(branch, until="2018-06-01")
    assert some(book, 17) == (difference,)
    assert not balanced(book)


# --- any lives

_DAY = st.dates(date(2016, 1, 1), date(2019, 12, 31))
_LIFE = st.tuples(
    st.sampled_from(("old", "joined", "in")),
    st.lists(st.booleans(), max_size=2),  # suspended, and whether restored after it
    st.sampled_from(("stays", "transfer_out", "deceased", "exit")),
    st.lists(_DAY, min_size=6, max_size=6, unique=True).map(sorted),
    st.sampled_from(("", "", "", "unmoved", "unended")),  # what somebody forgot
)
_ENDED = {"deceased": "deceased", "exit": "exited"}


def live(book, branch, life):
    """Write a member's life as an office does; give the days from and to which he was one."""
    begin, suspensions, end, days, forgotten = life
    days = [day.isoformat() for day in days]
    row = {"person": book.insert("person", name="王芳"), "branch": branch, "status": "full"}
    first = days.pop(0)
    row["joined_on"] = first if begin == "joined" else "1990-07"
    movements = []
    if begin == "in":
        row["since"] = first
        movements.append(("transfer_in", first))
    spans = [["0000" if begin == "old" else first, "9999"]]
    for restored in suspensions:
        day = days.pop(0)
        movements.append(("suspended", day))
        row["status"], spans[-1][1] = "suspended", day
        if not restored:
            break
        day = days.pop(0)
        movements.append(("restored", day))
        row["status"] = "full"
        spans.append([day, "9999"])
    if end == "deceased" or (end != "stays" and row["status"] == "full"):
        day = days.pop(0)
        movements.append((end, day))
        row["status"], row["until"] = _ENDED.get(end, row["status"]), day
        spans[-1][1] = min(spans[-1][1], day)
    if forgotten == "unmoved":
        movements = movements[:-1]
    if forgotten == "unended":
        row.pop("until", None)
    book.insert("membership", **row)
    for kind, day in movements:
        moved(book, row["person"], kind, day)
    return spans


def members_on(lives, day):
    return sum(begin <= day < end for spans in lives for begin, end in spans)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(lives=st.lists(_LIFE, min_size=1, max_size=6))
def test_that_the_identity_holds_or_its_check_names_the_difference(office, lives):
    first = Sheet(office, "P01")
    branch = first.branch()
    within = first.limited(branch)  # what other examples wrote stands in other branches
    books = [within.of(str(year)) for year in range(2017, 2021)]
    whole = all(not life[-1] for life in lives)
    spans = [live(first, branch, life) for life in lives]
    for book in books:
        holds = balanced(book)
        if whole:
            found = figures(book)
            eve = (date(int(book.period), 1, 1) - timedelta(days=1)).isoformat()
            assert holds
            assert found[1] == members_on(spans, eve)
            assert found[16] == members_on(spans, f"{book.period}-12-31")
