"""Whatever a roster says: brought again it changes nothing, and nobody is made one silently."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.services import history
from jianxi_desktop.services.import_report import Decision
from jianxi_desktop.services.links import LinkFinder
from jianxi_desktop.services.taking import Taker
from jianxi_desktop.sheets.roster import RosterRow
from tests import factory
from tests.postgres import EITHER_PLACE

BRANCHES = ("第一网格党支部", "第二网格党支部")
NUMBERS = (None, factory.identity_number(1), factory.identity_number(2))
_COUNT = itertools.count(1)

ROW = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["王芳", "李丽"]),
        "id_number": st.sampled_from(NUMBERS),
        "born_on": st.sampled_from([None, "1965", "1965-03", "1965-03-12", "1970-01-01"]),
        "branch": st.sampled_from([None, *BRANCHES]),
        "phone": st.sampled_from([None, "13900001111", "13900002222"]),
    }
)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def bring(office):
    """Take rows in, past the reading of files; give what became of each."""
    for name in BRANCHES:
        factory.branch_of(office, name)
    people, home = office.catalog["person"], office.unit.organisation

    def take(rows, decisions=()):
        told = [RosterRow("表", at, dict(row)) for at, row in enumerate(rows, start=2)]
        with office.change("import") as change:
            finder = LinkFinder(change, office.catalog, people, home, create=False)
            taker = Taker(office, change, people, finder, home, decisions)
            half = len(told) // 2  # two chunks: what one wrote, the other finds
            return [t for part in (told[:half], told[half:]) for _r, t in taker.take(part)]

    return take


def marked(rows):
    """Let the people of this example be nobody else's namesakes."""
    n = next(_COUNT)
    mark = "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉戌亥"[n // 10 % 12]
    numbers = {old: old and factory.identity_number(3 * n + at) for at, old in enumerate(NUMBERS)}
    return [{**r, "name": r["name"] + mark, "id_number": numbers[r["id_number"]]} for r in rows]


def people_of(office):
    tables = factory.dump(office)
    return len([row for row in tables["person"] if row[5] is None])


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=1, max_size=6), others=st.sets(st.integers(2, 7)))
def test_that_the_same_rows_again_change_nothing(office, bring, rows, others):
    rows = marked(rows)
    before = people_of(office)
    decided = [Decision(row, "other") for row in others]
    first = bring(rows, decided)
    created = [taken.action for taken in first].count("create")
    assert people_of(office) == before + created
    kept = factory.dump(office)["person"]
    for again in (bring(rows), bring(rows, decided)):
        assert {taken.action for taken in again} <= {"same", "review"}
    assert factory.dump(office)["person"] == kept
    assert "update" not in [taken.action for taken in first]  # a new name: nobody was there


def test_that_nobody_is_taken_before_an_earlier_row_of_the_number_that_waits(office, bring):
    first = {"name": "王芳", "id_number": None, "born_on": "1965-03-12", "branch": BRANCHES[0]}
    asked = {**first, "id_number": NUMBERS[1], "phone": "13900001111"}
    later = {**asked, "born_on": "1970-01-01"}
    rows = [{"phone": None, **each} for each in (first, asked, later)]
    taken = bring(rows)
    assert [each.action for each in taken] == ["create", "review", "review"]
    assert "请先定下第3行" in taken[2].issues[-1].text
    assert [each.action for each in bring(rows)] == ["same", "review", "review"]
    other = bring(rows, [Decision(4, "other")])  # the same number is no other person
    assert [each.action for each in other] == ["same", "review", "review"]
    settled = bring(rows, [Decision(3, "same")])
    assert [each.action for each in settled] == ["same", "update", "review"]
    left = bring(rows, [Decision(3, "leave")])
    assert left[1].action == "review"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(known=ROW, row=ROW)
def test_that_two_are_one_only_by_number_or_name_day_and_branch(office, bring, known, row):
    known, row = marked([known, row])
    if known["name"] != row["name"]:
        row["name"] = known["name"]
    assert bring([known])[0].action == "create"
    before = factory.dump(office)["person"]
    taken = bring([row])[0]
    by_number = row["id_number"] is not None and row["id_number"] == known["id_number"]
    if taken.action == "update":
        alike = all(row[key] == known[key] for key in ("born_on", "branch"))
        derived = known["id_number"] and row["born_on"] == "1965-03-12"
        assert by_number or (row["id_number"] is None and (alike or derived))
    if taken.action == "review":
        assert taken.candidates
        assert factory.dump(office)["person"] == before


def test_that_an_import_of_updates_is_taken_back(office, bring):
    row = {"name": "王芳", "id_number": NUMBERS[1], "born_on": None, "branch": BRANCHES[0]}
    bring([{**row, "phone": "13900001111"}])
    before = factory.dump(office)["person"][0][7:]
    assert bring([{**row, "phone": "13900002222"}])[0].action == "update"
    history.undo_last(office)
    assert factory.dump(office)["person"][0][7:] == before
