"""Political birthdays of a month: who has one, how many years, on the list and on cards."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import audit, birthdays, papers, records
from jianxi_desktop.services.drawn import Wanted
from tests import factory
from tests.postgres import EITHER_PLACE

JULY = date(2026, 7, 1)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def join(office, branch):
    """Register a member who joined on a day."""
    serial = iter(range(1, 1000))

    def with_days(name, joined_on, full_on=None, **more):
        values = {"name": name, "sex": "1", "branch": branch, "status": "full"}
        days = {"joined_on": joined_on, "full_on": full_on}
        number = factory.identity_number(next(serial))
        values |= {"id_number": number, "sex": "1" if int(number[16]) % 2 else "2"}
        ledger = office.catalog["person"]
        return records.save_record(office, ledger, {**values, **days, **more}).id

    return with_days


def july(office, year=2026, **more):
    return birthdays.political_birthdays(office, year, 7, **more)


def names(month):
    return [each.name for each in month.birthdays]


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return "".join(re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pdf)


def test_that_those_who_joined_in_the_month_are_listed_by_day(office, join):
    join("王月末", "1990-07-31")
    join("李七一", "2001-07-01")
    join("张六月", "1990-06-30")
    join("马只知月", "1985-07")
    assert names(july(office)) == ["李七一", "王月末", "马只知月"]


def test_that_a_day_known_to_the_year_is_counted_and_not_listed(office, join):
    join("王某年", "1985")
    join("李没有", None)
    month = july(office)
    assert names(month) == []
    assert month.unknown == (1, 1)
    said = text_of(birthdays.birthday_list(office, JULY))
    assert "另有1名党员的入党日期只登记到年，1名党员没有登记入党日期，没有列入" in said


def test_that_years_count_from_joining_and_standing_from_full_membership(office, join):
    join("李七一", "1976-07-01", "1977-07-02")
    join("王二", "1975-07-31", "1976-07-31")
    join("张预备", "2025-07-15", status="probationary")
    by_name = {each.name: each for each in july(office).birthdays}
    assert (by_name["李七一"].years, by_name["李七一"].years_in_party) == (50, 48)
    assert (by_name["王二"].years, by_name["王二"].years_in_party) == (51, 50)
    assert (by_name["张预备"].years, by_name["张预备"].years_in_party) == (1, None)
    said = text_of(birthdays.birthday_list(office, JULY))
    assert "51周年1976年7月31日50年党龄满50年" in said
    assert "1周年预备党员" in said


def test_that_joining_itself_is_no_birthday(office, join):
    join("王新", "2026-07-01")
    assert names(july(office)) == []
    assert names(july(office, 2027)) == ["王新"]


def test_that_members_are_counted_as_of_the_month(office, join):
    join("王走了", "1990-07-01", until="2026-07-20")
    join("李来了", "1990-07-02", since="2026-07-20")
    join("张停了", "1990-07-03", status="suspended")
    assert names(july(office)) == ["李来了"]
    assert names(july(office, 2025)) == ["王走了"]


def test_that_a_branch_sees_its_own(office, branch, join):
    other = factory.branch_of(office, "第二网格党支部")
    join("李七一", "2001-07-01")
    join("王别处", "2001-07-02", branch=other)
    assert names(july(office, organisation=other)) == ["王别处"]
    limited = factory.limited(office, branch)
    assert names(july(limited)) == ["李七一"]
    with pytest.raises(InputError):
        july(limited, organisation=other)


def test_that_the_list_and_the_cards_name_everybody(office, join, branch):
    for at in range(6):
        join(f"马𫘧骏{'甲乙丙丁戊己'[at]}", f"1990-07-1{at}")
    wanted = Wanted(as_of=JULY)
    listed = papers.print_paper(office, "political_birthday.list", wanted=wanted)
    cards = papers.print_paper(office, "political_birthday.card", wanted=wanted)
    assert (listed.pages, cards.pages) == (1, 2)
    for at in "甲乙丙丁戊己":
        assert f"马𫘧骏{at}" in text_of(listed)
        assert f"马𫘧骏{at}同志：" in text_of(cards)
    assert "1990年7月10日，您光荣加入中国共产党，到今天已经整整36年" in text_of(cards)
    assert "第一网格党支部2026年7月10日" in text_of(cards)
    for document in (listed, cards):
        assert "打印：管理员" in text_of(document)


def test_that_no_number_of_a_person_is_on_them(office, join):
    join("李七一", "2001-07-01", phone="13800001234")
    for document in (
        birthdays.birthday_list(office, JULY),
        birthdays.birthday_cards(office, JULY),
    ):
        assert "13800001234" not in text_of(document)
        assert "990101" not in text_of(document)


def test_that_saving_a_list_is_noted_without_names(office, join, tmp_path):
    join("李七一", "2001-07-01")
    papers.save_pdf(office, birthdays.birthday_list(office, JULY), tmp_path / "list.pdf")
    noted = audit.list_events(office, limit=1)[0]
    assert noted.detail["paper"] == "political_birthday.list"
    assert (noted.detail["rows"], noted.detail["period"]) == (1, "2026-07")
    assert "李七一" not in str(noted.detail)


def test_that_a_wrong_month_is_refused(office):
    for month in (0, 13):
        with pytest.raises(InputError) as refused:
            birthdays.political_birthdays(office, 2026, month)
        assert refused.value.code == "period"
