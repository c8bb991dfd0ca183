"""An election: prepared, voted, finished; what follows from it, and what it leaves alone."""

from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import attention, elections, history, records, roster, terms
from jianxi_desktop.services.elections import Candidate
from tests import factory

TODAY = calendar.today()
DAY = (TODAY - timedelta(days=1)).isoformat()
NAMES = ("王芳", "李明", "钱进", "孙晓")


class Branch:
    """A branch of eight with a committee whose term is over."""

    def __init__(self, office):
        self.office = office
        self.id = factory.branch_of(office)
        self.people = [self.member(n, name) for n, name in enumerate((*NAMES, "周", "吴", "郑"))]
        self.member(9, "预备的", status="probationary")
        old = {"name": "第三届", "starts_on": "2022-05-10", "years": 3, "due_on": "2025-05-10"}
        self.term = self.save("leadership_term", organisation=self.id, **old)
        for name, post in (("王芳", "secretary"), ("李明", "organisation_member")):
            self.save("post_holding", organisation=self.id, name=name, post=post, term=self.term,
                      person=self.people[NAMES.index(name)], starts_on="2022-05-10",
                      duties="联系一号院")  # fmt: skip
        self.save("post_holding", organisation=self.id, name="赵军", post="part_time_member",
                  part_time=True, starts_on="2022-06-01")  # fmt: skip

    def member(self, n, name, **given):
        given = {"status": "full", "joined_on": "1990-07", "full_on": "1991-07", "until": None,
                 "branch": self.id, "group": None, "since": "2020-01", **given}  # fmt: skip
        return factory.record_of(self.office, "person", n, name=name, **given)

    def save(self, key, **values):
        return records.save_record(self.office, self.office.catalog[key], values).id

    def row(self, key, one):
        return records.find_record(self.office, self.office.catalog[key], one).values

    def posts(self):
        query = Query(filters=(Filter("organisation", self.id),))
        return factory.rows_of(self.office, self.office.catalog["post_holding"], query)

    def prepare(self, **values):
        preset = elections.look_before(self.office, self.id)
        given = {"name": preset.name, "starts_on": DAY, "years": preset.years,
                 "entitled": preset.entitled, "seats": 3, **values}  # fmt: skip
        stood = [*preset.candidates, Candidate("钱进", "publicity_member", self.people[2]),
                 Candidate("孙晓", "discipline_member", self.people[3])]  # fmt: skip
        return elections.prepare(self.office, self.id, given, stood)

    def voted(self, found, *votes):
        values = {**found.values, "attended": 7, "ballots_out": 7, "ballots_back": 7,
                  "valid_votes": 7, "document": "涧组〔2026〕31号"}  # fmt: skip
        stood = [replace(each, votes_for=count, votes_against=7 - count, abstentions=0)
                 for each, count in zip(found.candidates, votes, strict=True)]  # fmt: skip
        _found, out = elections.looked_at(values, stood)
        return values, [replace(e, elected=at in out.elected) for at, e in enumerate(stood)]


@pytest.fixture
def branch(office):
    return Branch(office)


def finish(branch, *votes):
    found = branch.prepare()
    values, stood = branch.voted(found, *(votes or (7, 6, 5, 3)))
    return elections.finish(branch.office, found.term, found.version, values, stood)


def test_that_an_election_begins_with_who_leads_now_and_who_has_a_vote(branch):
    found = elections.look_before(branch.office, branch.id)
    assert (found.name, found.previous, found.years) == ("第四届", "第三届", 3)
    assert (found.entitled, found.seats) == (7, 2)
    assert [each.name for each in found.candidates] == ["王芳", "李明"]


def test_that_while_it_is_prepared_the_old_term_goes_on(branch):
    found = branch.prepare()
    assert branch.row("leadership_term", branch.term)["ended_on"] is None
    (row,) = [r for r in terms.board(branch.office).rows if r.organisation == branch.id]
    assert (row.term_name, row.state.state, row.preparing) == ("第三届", "over", found.term)
    values = {"note": "改到晚上"}
    seen = records.Seen(found.term, found.version)
    records.save_record(branch.office, branch.office.catalog["leadership_term"], values, seen)
    assert branch.row("leadership_term", branch.term)["ended_on"] is None
    with pytest.raises(InputError, match="prepared"):
        branch.prepare()


def test_that_to_finish_it_is_one_action(branch):
    done = finish(branch)
    assert (done.elected, done.ended, done.closed, done.notes) == (3, 2, ("第三届",), ())
    assert branch.row("leadership_term", branch.term)["ended_on"] == DAY
    held = {(p["name"], p["post"]): (p["starts_on"], p["ends_on"]) for p in branch.posts()
            if p["starts_on"] == DAY}  # fmt: skip
    assert held == {
        ("王芳", "secretary"): (DAY, None),
        ("李明", "organisation_member"): (DAY, None),
        ("钱进", "publicity_member"): (DAY, None),
    }
    old = [p for p in branch.posts() if p["starts_on"] != DAY]
    assert {p["name"]: p["ends_on"] for p in old} == {"王芳": DAY, "李明": DAY, "赵军": None}
    again = next(p for p in branch.posts() if p["name"] == "王芳" and p["ends_on"] is None)
    assert (again["duties"], again["document"]) == ("联系一号院", "涧组〔2026〕31号")
    assert branch.row("organisation", branch.id)["secretary"] == "王芳"
    found = elections.election(branch.office, done.term)
    assert [each.elected for each in found.candidates] == [True, True, True, False]
    (row,) = [r for r in terms.board(branch.office).rows if r.organisation == branch.id]
    assert (row.term_name, row.state.state, row.preparing) == ("第四届", "running", None)


def test_that_one_undo_takes_all_of_it_back(branch):
    before = branch.posts()
    found = branch.prepare()
    values, stood = branch.voted(found, 7, 6, 5, 3)
    elections.finish(branch.office, found.term, found.version, values, stood)
    assert history.undoable(branch.office) == "完成换届"
    history.undo_last(branch.office)
    assert branch.posts() == before
    assert branch.row("leadership_term", branch.term)["ended_on"] is None
    assert not elections.election(branch.office, found.term).finished


def test_that_nobodys_membership_is_touched(branch):
    before = factory.rows_of(branch.office, branch.office.catalog["person"])
    assert "membership" not in finish(branch).touched
    assert factory.rows_of(branch.office, branch.office.catalog["person"]) == before


def test_that_an_election_without_a_result_or_before_its_day_is_not_finished(branch):
    found = branch.prepare(starts_on=(TODAY + timedelta(days=9)).isoformat())
    values, stood = branch.voted(found, 7, 6, 5, 3)
    here = {**values, "starts_on": DAY}
    cases = (((values, stood), "too_early"), ((here, found.candidates), "nobody_elected"))
    for given, code in cases:
        with pytest.raises(InputError) as refused:
            elections.finish(branch.office, found.term, found.version, *given)
        assert refused.value.code == code


def test_that_candidates_come_change_and_go_and_an_old_page_is_refused(branch):
    found = branch.prepare()
    kept = [replace(found.candidates[1], post="deputy_secretary"), Candidate("周", "member")]
    after = elections.keep(branch.office, found.term, found.version, {"seats": 2}, kept)
    assert [(e.name, e.post) for e in after.candidates] == [
        ("李明", "deputy_secretary"), ("周", "member")]  # fmt: skip
    assert after.values["seats"] == 2
    with pytest.raises(ConflictError):
        elections.keep(branch.office, found.term, found.version, {"seats": 3}, kept)
    with pytest.raises(InputError):
        elections.keep(branch.office, found.term, after.version, {}, ())


def test_that_an_election_can_be_given_up_until_it_is_finished(branch):
    found = branch.prepare()
    elections.cancel(branch.office, found.term, found.version, "街道统一改期")
    assert elections.look_before(branch.office, branch.id).preparing is None
    done = finish(branch)
    now = elections.election(branch.office, done.term)
    with pytest.raises(InputError, match="finished"):
        elections.cancel(branch.office, done.term, now.version, "试")


def test_that_without_a_new_secretary_the_old_name_stays_and_is_told(branch):
    branch_row = branch.row("organisation", branch.id)
    seen = records.find_record(branch.office, branch.office.catalog["organisation"], branch.id)
    records.save_record(branch.office, branch.office.catalog["organisation"],
                        {"secretary": "王芳"}, records.Seen(seen.id, seen.version))  # fmt: skip
    assert branch_row["secretary"] is None
    done = finish(branch, 3, 7, 6, 5)
    assert "没有选出书记" in done.notes[0]
    assert branch.row("organisation", branch.id)["secretary"] == "王芳"


def test_that_a_term_closes_the_one_before_however_it_is_written_down(branch):
    branch.save("leadership_term", organisation=branch.id, name="第五届", starts_on="2025-05-12")
    assert branch.row("leadership_term", branch.term)["ended_on"] == "2025-05-12"
    first = branch.save("leadership_term", organisation=branch.id, name="第一届",
                        starts_on="2016-04")  # fmt: skip
    assert branch.row("leadership_term", first)["ended_on"] == "2022-05-10"


def test_that_a_roster_of_terms_closes_all_but_the_last(branch, tmp_path):
    path = tmp_path / "terms.xlsx"
    book = openpyxl.Workbook()
    for line in (
        ("党组织", "届次", "换届日期"),
        ("第一网格党支部", "第四届", "2025-05-20"),
        ("第一网格党支部", "第二届", "2019-04"),
        ("第二网格党支部", "第一届", "2019-06-01"),
    ):
        book.active.append(line)
    book.save(path)
    factory.branch_of(branch.office, "第二网格党支部")
    ledger = branch.office.catalog["leadership_term"]
    report = roster.import_roster(branch.office, ledger, path)
    assert report.counts == {"create": 3}
    ended = {r["name"]: r["ended_on"] for r in factory.rows_of(branch.office, ledger)}
    assert ended == {"第三届": "2025-05-20", "第四届": None, "第二届": "2022-05-10", "第一届": None}


def test_that_an_extension_is_written_with_its_paper_and_a_long_one_is_told(branch):
    seen = records.find_record(branch.office, branch.office.catalog["leadership_term"], branch.term)
    until = (TODAY + timedelta(days=300)).isoformat()
    elections.extend(branch.office, branch.term, seen.version, until, "涧组〔2025〕9号")
    (row,) = [r for r in terms.board(branch.office).rows if r.organisation == branch.id]
    assert (row.due_on, row.state.state) == (until, "extended")
    assert any("最迟延到2026年5月10日" in each for each in row.remarks)


def test_that_a_day_worked_out_by_a_rule_nobody_verified_says_so(branch):
    top = branch.office.unit.organisation
    branch.save("leadership_term", organisation=top, name="第七届", starts_on="2018-04-10")
    (row,) = [r for r in terms.board(branch.office).rows if r.organisation == top]
    assert row.due_on == "2021-04-10"
    assert "到届日期按任期3年推算（依据待核实）。" in row.remarks
    found = attention.attention(branch.office).items
    assert [e.unverified for e in found if e.ledger == "leadership_term" and e.organisation == top]
    assert all(e.unverified for e in found if e.kind == "term_month" and e.organisation == top)


def test_that_nobody_elects_in_an_organisation_of_somebody_else(branch):
    other = factory.branch_of(branch.office, "第二网格党支部")
    limited = factory.limited(branch.office, other)
    found = branch.prepare()
    for call in (
        lambda: elections.look_before(limited, branch.id),
        lambda: elections.prepare(limited, branch.id, {}, [Candidate("王芳", "member")]),
        lambda: elections.election(limited, found.term),
        lambda: elections.keep(limited, found.term, found.version, {}, found.candidates),
        lambda: elections.cancel(limited, found.term, found.version, "试"),
        lambda: elections.extend(limited, branch.term, 1, "2027-01-01", None),
        lambda: terms.board(limited, within=branch.id),
    ):
        with pytest.raises(InputError):
            call()
    assert [r.organisation for r in terms.board(limited).rows] == [other]


def test_that_a_group_has_no_election(office):
    group = factory.branch_of(office, "一号楼党小组", factory.branch_of(office), "group")
    with pytest.raises(InputError, match="terms"):
        elections.look_before(office, group)


def test_that_what_is_over_stands_among_what_is_due(branch):
    def told():
        found = attention.attention(branch.office).items
        return [(e.kind, e.screen, e.text) for e in found if e.kind in ("term", "term_month")]

    ((kind, screen, text),) = told()
    assert (kind, screen) == ("term_month", "terms")
    assert text == "“第一网格党支部”第三届班子已到届，请抓紧换届或报批延期"
    branch.prepare()
    ((kind, screen, text),) = told()
    assert (kind, screen) == ("term", "election")
    assert "录入票数、完成换届" in text


@pytest.mark.parametrize(
    ("key", "values", "field", "said"),
    [
        ("leadership_term", {"extended_until": "2026-06"}, "extended_until", "最迟延到2026年5月"),
        ("leadership_term", {"extended_until": "2026"}, "extension_document", "批复文号"),
        ("leadership_term", {"extended_until": "2025-01-01"}, "extended_until", "不算延期"),
        ("leadership_term", {"entitled": 50, "attended": 39}, "attended", "不足应到50人的五分之四"),
        ("leadership_term", {"ballots_out": 7, "ballots_back": 8}, "ballots_back", "选举无效"),
        ("leadership_term", {"with_congress": True}, "with_congress", "500名以上"),
        ("post_holding", {"starts_on": "2022-05-09"}, "starts_on", "早于本届开始"),
        ("post_holding", {"post": "secretary", "starts_on": "2024-01-01"}, "post", "王芳"),
    ],
)  # fmt: skip
def test_that_what_is_odd_is_said_on_the_form(branch, key, values, field, said):
    from jianxi_desktop.services.save_rules import LOOKS

    row = branch.row("leadership_term", branch.term)
    given = {"organisation": branch.id, "term": branch.term, "name": "钱进"}
    given = {**row, **values} if key == "leadership_term" else {**given, **values}
    with branch.office.store.read() as connection:
        record = branch.term if key == "leadership_term" else None
        found = LOOKS[key](branch.office, connection, given, record)
    assert [each.severity for each in found] == ["warning"] * len(found)
    assert any(each.field == field and said in each.text for each in found)
