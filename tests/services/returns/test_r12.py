"""R12: applicants by stage, who was admitted, what is late."""

from datetime import date

import pytest

from jianxi_desktop.domain.development_rules import is_over, is_reached, stage_on
from tests.services.returns.books import Book, Case

H2 = ("2018-07-01", "2018-12-31")


def case(**values):
    """Give an application of somebody born in 1980."""

    def make(book):
        common = {"stage": "applicant", "applied_on": "2018-02-01"}
        return common | {"person": book.person("1980-01-01"), "organisation": book.own} | values

    return make


JOINED = {
    "activist_on": "2017-02",
    "candidate_on": "2018-02",
    "joined_on": "2018-07-01",
}


def admitted(**person):
    def make(book):
        who = book.insert("person", name="王芳", **person)
        return case(**JOINED)(book) | {"person": who}

    return make


def outside(key):
    return ({key: "2018-06-30"}, {key: "2018-06"}, {key: "2019-01-01"}, {key: None})


def edges(key):
    return ({key: H2[0]}, {key: "2018-09"}, {key: H2[1]})


STOPPED = {"stopped_on": "2018-12-31"}
CASES = [
    Case("applicants", "development_case", case(),
         (STOPPED, {"applied_on": "2019"}, {"activist_on": "2018-12-31"}),
         ({"activist_on": "2019-01-01"}, {"stopped_on": "2019-01-01"}, {"stage": "activist"})),
    Case("activists", "development_case", case(activist_on="2018-12-31"),
         (STOPPED, {"activist_on": "2019-01-01"}, {"candidate_on": "2018-12-31"})),
    Case("candidates", "development_case", case(candidate_on="2018-12-31"),
         (STOPPED, {"candidate_on": "2019-01-01"}, {"joined_on": "2018-12-31"})),
    Case("probationary", "development_case", case(joined_on="2018-12-31"),
         (STOPPED, {"joined_on": "2019-01-01"}, {"full_on": "2018-12-31"})),
    Case("applied", "development_case", case(applied_on=H2[0]), outside("applied_on")[:3],
         edges("applied_on")),
    Case("chosen", "development_case", case(activist_on=H2[0]), outside("activist_on"),
         edges("activist_on")),
    Case("listed", "development_case", case(candidate_on=H2[0]), outside("candidate_on"),
         edges("candidate_on")),
    Case("joined", "development_case", case(joined_on=H2[0]), outside("joined_on"),
         edges("joined_on")),
    Case("turned", "development_case", case(full_on=H2[0]), outside("full_on"), edges("full_on")),
    Case("stopped", "development_case", case(stopped_on=H2[0]), outside("stopped_on"),
         edges("stopped_on")),
    Case("women", "development_case", admitted(sex="2"), ({"joined_on": "2018-06-30"},)),
    Case("men", "development_case", admitted(sex="1"), ({"joined_on": None},)),
    Case("minority", "development_case", admitted(ethnic_group="03"), ({"joined_on": None},)),
    Case("college", "development_case", admitted(education="31"), ({"joined_on": None},)),
    Case("young", "development_case", admitted(born_on="1982-07-02"), ({"joined_on": None},),
         ({"joined_on": "2018-07-01"},)),
]  # fmt: skip


@pytest.fixture
def book(office):
    """A community's return of the second half of 2018."""
    return Book(office, "R12", "2018H2")


def test_that_each_figure_moves_with_its_records(book):
    book.follow(*CASES)
    assert book.failed() == []


@pytest.mark.parametrize(
    ("person", "columns"),
    [
        ({"sex": "9", "ethnic_group": "01", "education": "61", "born_on": "1982-07-01"}, set()),
        ({"education": "41", "born_on": None}, set()),
        ({"education": "1A", "born_on": "1982-07-02"}, {"college", "young"}),
        ({"born_on": "1983"}, {"young"}),
        ({"born_on": "1982"}, set()),
    ],
)
def test_that_age_and_schooling_are_those_of_the_day_of_joining(book, person, columns):
    book.insert("development_case", **admitted(**person)(book))
    line = book.line()
    told = {key for key in ("women", "men", "minority", "young", "college") if line[key]}
    assert told == columns
    assert line["joined"] == 1


def test_that_the_front_line_is_typed(book):
    book.insert("development_case", **case(joined_on="2018-08")(book))
    found = book.result().find("total/front")
    assert found.value is None
    assert any(cell.kind == "typed" for row in book.result().cells for cell in row)


def test_that_a_talk_is_late_after_a_month(book):
    late = book.insert("development_case", **case(applied_on="2018-11-30")(book))
    book.insert("development_case", **case(applied_on="2018-12-01")(book))
    assert book.behind("talk_late") == {late}
    book.insert("development_step", development_case=late, step="02", done_on="2019-01-01")
    assert book.value("talk_late") == 1
    book.insert("development_step", development_case=late, step="02", done_on="2018-12-31")
    assert book.value("talk_late") == 0


def test_that_an_activist_is_ready_after_a_year(book):
    ready = book.insert("development_case", **case(activist_on="2017-12-31")(book))
    book.insert("development_case", **case(activist_on="2018-01-01")(book))
    assert book.behind("cultivated") == {ready}


def test_that_who_should_be_full_by_now_is_told(book):
    late = book.insert("development_case", **case(joined_on="2017-12-30")(book))
    book.insert("development_case", **case(joined_on="2017-12-31")(book))
    assert book.behind("full_late") == {late}


def test_that_a_removed_person_is_in_no_stage(book):
    book.insert("development_case", **case()(book))
    assert book.value("applicants") == 1
    book.remove("person", book.person("1980-01-01"))
    assert book.value("applicants") == 0


def test_that_a_branch_sees_its_own_applicants(book):
    branch = book.branch()
    book.insert("development_case", **case()(book))
    mine = book.insert("development_case", **case(organisation=branch)(book))
    assert book.value("all") == 2
    assert book.limited(branch).value("all") == 1
    assert book.limited(branch).behind("applicants") == {mine}


def test_that_stages_and_times_go_by_the_days():
    day = date(2018, 12, 31)
    assert stage_on((None,) * 5, day) == ""
    assert stage_on(("2018", None, None, "2019", None), day) == "applicant"
    assert stage_on(("2018", None, None, "2018-12", "2019"), day) == "probationary"
    assert is_reached("cultivation", "2017-12-31", day)
    assert not is_over("probation", "2017-12-31", day)
    assert not is_over("probation", None, day)
    assert not is_reached("cultivation", "", day)


def test_that_who_was_given_longer_is_late_only_after_that(book):
    book.insert(
        "development_case", **case(joined_on="2017-12-01", probation_until="2018-12-31")(book)
    )
    over = book.insert(
        "development_case", **case(joined_on="2017-06-01", probation_until="2018-12-01")(book)
    )
    assert book.behind("full_late") == {over}
