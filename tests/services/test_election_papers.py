"""Papers of an election: what is known stands on them, ballots are exactly as many as voters."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.services import papers, records, term_papers, terms
from jianxi_desktop.services.drawn import Wanted
from tests import factory

DAY = date(2026, 11, 25)


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


def pages_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return [re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pdf]


@pytest.fixture
def term(office, branch):
    person = factory.record_of(office, "person", 1, name="李𠮷", branch=branch, sex="1",
                               joined_on="1996-05-08", full_on="1997-05-08")  # fmt: skip
    save(office, "leadership_term", organisation=branch, name="第三届", starts_on="2023-11-20",
         due_on="2026-11-20")  # fmt: skip
    made = save(office, "leadership_term", organisation=branch, name="第四届",
                starts_on="2026-11-24", years=3, entitled=10, attended=9, seats=3, ballots_out=9,
                ballots_back=9, valid_votes=8, tellers="周建国、孙晓")  # fmt: skip
    posts = ("secretary", "organisation_member", "publicity_member", "member")
    names = ("李𠮷", "王芳", "钱进", "赵军")
    for n, (name, post, votes) in enumerate(zip(names, posts, (8, 7, 6, 3), strict=True), 1):
        save(office, "election_candidate", term=made, position=n, name=name, post=post,
             person=person if n == 1 else None, votes_for=votes, votes_against=8 - votes,
             abstentions=0, elected=votes > 5)  # fmt: skip
    return made


def printed(office, key, term):
    wanted = Wanted(record=term)
    return pages_of(papers.print_paper(office, f"leadership_term.{key}", wanted=wanted, today=DAY))


def test_that_the_application_names_the_term_before_the_rules_and_the_candidates(office, term):
    letter, annex = printed(office, "request", term)
    for said in (
        "第一网格党支部关于换届选举工作的请示",
        "我单位第三届班子于2023年11月20日选举产生，2026年11月20日届满",
        "拟选举产生第四届，任期3年",
        "应选3名，提名候选人预备人选4名",
        "拟于2026年11月24日召开党员大会",
        "到会至少8人（五分之四），得赞成票6票以上当选",
        "妥否，请批示。",
    ):
        assert said in letter
    assert "李𠮷男" in annex
    assert "1996-05书记" in annex


def test_that_there_is_one_ballot_for_each_voter_and_room_for_somebody_else(office, term):
    pages = printed(office, "ballots", term)
    assert [page.count("选票第") or page.count("第四届委员会选举") for page in pages] == [4, 4, 2]
    assert "应选3名，所选人数（包括另选他人）超过3名的，这张选票无效。" in pages[0]
    assert pages[0].count("李𠮷书记") == 4


def test_that_many_candidates_make_larger_ballots(office, term):
    for n in range(5, 10):
        save(office, "election_candidate", term=term, position=n, name=f"候选{n}", post="member")
    pages = printed(office, "ballots", term)
    assert [page.count("第四届委员会选举") for page in pages] == [2] * 5


def test_that_the_report_names_who_is_elected_and_the_tally_what_is_void(office, term):
    (report,) = printed(office, "report", term)
    assert "李𠮷（书记）、王芳（组织委员）、钱进（宣传委员）当选为第四届委员会成员" in report
    assert "4赵军委员350否" in report
    (tally,) = printed(office, "tally", term)
    assert "有效票数8无效票数1" in tally


def test_that_the_record_has_the_votes_on_one_page(office, term):
    (page,) = printed(office, "sheet", term)
    assert "上一届第三届（2023-11-20）" in page
    assert "1李𠮷书记800是" in page


def test_that_the_list_of_what_is_due_is_the_same_on_paper_and_in_a_workbook(office, branch):
    save(office, "leadership_term", organisation=branch, name="第三届", starts_on="2023-01-20",
         due_on="2026-01-20", extended_until="2027-06-30")  # fmt: skip
    found = terms.board(office, DAY)
    table = term_papers.due_table(office, found)
    row = next(each for each in table.rows if each[1] == "第一网格党支部")
    assert row[2:8] == ("第三届", "2023-01-20", "2026-01-20", "2027-06-30", "延期中", "217天")
    assert "最迟延到2027年1月20日" in row[9]
    document = papers.print_paper(office, "terms.due", wanted=Wanted(as_of=DAY), today=DAY)
    text = "".join(pages_of(document))
    assert "到届预警表" in text
    assert "第一网格党支部第三届2023-01-202026-01-202027-06-30延期中217天" in text
