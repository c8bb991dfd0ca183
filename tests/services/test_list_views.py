"""Lists kept under a name, and what they are narrowed to said as a sentence."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.db import list_views as stored
from jianxi_desktop.domain import calendar, spans
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import condition_words, list_views, records
from jianxi_desktop.services.list_views import ListView
from tests import factory

TODAY = date(2026, 11, 30)


@pytest.fixture
def people(office):
    return office.catalog["person"]


def a_view(name="女党员", *filters, columns=("name", "sex")):
    made = filters or (Filter("sex", "2"),)
    return ListView(name, Query(words="zs", filters=made, order="born_on"), columns)


def test_that_a_list_comes_back_as_it_was_kept(office, people, branch):
    view = a_view(
        "常看的",
        Filter("branch", branch),
        Filter("sex", ("1", None), "among"),
        Filter(
            "", (Filter("born_on", "this_year", "during"), Filter("name", "王", "contains")), "any"
        ),
    )

    list_views.keep(office, people, view)

    assert list_views.kept(office, people) == (view,)
    assert list_views.kept(office, office.catalog["venue"]) == ()


def test_that_a_name_is_kept_once_and_each_account_has_its_own(office, people):
    list_views.keep(office, people, a_view())
    list_views.keep(office, people, a_view("  女党员 ", columns=("name",)))
    other = factory.limited(office, None, Role.VIEWER)

    assert [each.columns for each in list_views.kept(office, people)] == [("name",)]
    assert list_views.kept(other, people) == ()
    list_views.keep(other, people, a_view("他的"))
    assert [each.name for each in list_views.kept(office, people)] == ["女党员"]


def test_that_a_list_is_renamed_and_forgotten(office, people):
    list_views.keep(office, people, a_view())
    list_views.keep(office, people, a_view("乙"))

    assert list_views.rename(office, people, "女党员", " 甲 ") == "甲"
    with pytest.raises(InputError, match="taken"):
        list_views.rename(office, people, "甲", "乙")
    list_views.drop(office, people, "乙")

    assert [each.name for each in list_views.kept(office, people)] == ["甲"]


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_that_a_bad_name_is_refused(office, people, name):
    with pytest.raises(InputError):
        list_views.keep(office, people, a_view(name))


KEPT = '{{"words": "", "filters": [{}], "order": "", "descending": false, "columns": []}}'
UNKNOWN_FIELD = KEPT.format('{"field": "no_such", "way": "is", "value": 1}')
UNKNOWN_WAY = KEPT.format('{"field": "sex", "way": "like", "value": 1}')


@pytest.mark.parametrize("told", [UNKNOWN_FIELD, UNKNOWN_WAY, "[]"])
def test_that_what_a_later_version_kept_is_named_and_not_opened(office, people, told):
    row = {"account": office.account.id, "ledger": "person", "name": "新的", "told": told}
    with office.store.writing() as connection:
        stored.keep(connection, {**row, "kept_at": "2026-01-01T00:00:00+00:00"})

    assert [(each.name, each.usable) for each in list_views.kept(office, people)] == [
        ("新的", False)
    ]


def test_that_a_list_is_said_as_one_sentence(office, people, branch):
    query = Query(
        words="410305199001011234",
        filters=(
            Filter("sex", "2"),
            Filter("joined_on", "2020-01-01", "from"),
            Filter("name", "张", "contains"),
            Filter("branch", branch, "not"),
            Filter("education", None, "empty"),
        ),
        within=branch,
    )

    assert condition_words.sentence(office, people, query) == (
        "属于第一网格党支部（含下级）；查找“410****”；"
        "性别是女，并且入党日期不早于2020年1月1日，并且姓名包含“张”，"
        "并且所在党支部不是第一网格党支部，并且学历没有填"
    )
    assert condition_words.sentence(office, people, Query()) == ""


def test_that_kinds_of_field_have_words_of_their_own(office):
    ledger = office.catalog["activity"]
    said = [
        condition_words.say_filter(ledger, each, {})
        for each in (
            Filter("modes", "mobile"),
            Filter("starts_at", "13:00", "from"),
            Filter("hours", 200, "from"),
            Filter("held_on", "last_month", "during"),
            Filter("", (Filter("hours", 200), Filter("topic", None, "given")), "any"),
            Filter("id", (UUID(int=1), UUID(int=2)), "among"),
        )
    ]

    assert said == [
        "讲习方式包含流动讲",
        "开始时间不早于13:00",
        "学时不小于2",
        f"{ledger.fields['held_on'].caption}在上月",
        f"学时等于2，或者{ledger.fields['topic'].caption}已填",
        "只看指定的2条",
    ]


def test_that_numbers_stay_masked_in_the_sentence(office, people):
    number = factory.identity_number(1)

    said = condition_words.say_filter(people, Filter("id_number", number), {})

    assert number not in said
    assert "********" in said


def test_that_conditions_exclude_span_and_hold_in_part(office, people, branch):
    year = calendar.today().year
    for name, sex, joined in (
        ("甲", "1", f"{year}-01-05"),
        ("乙", "2", str(year)),
        ("丙", "2", f"{year - 1}-12"),
        ("丁", None, None),
    ):
        values = {"name": name, "sex": sex, "branch": branch, "status": "full", "joined_on": joined}
        records.save_record(office, people, values)

    def found(*filters):
        return records.count_rows(office, people, Query(filters=filters))

    assert found(Filter("sex", "2", "not")) == 2  # 甲, and 丁 of whom nothing is known
    assert found(Filter("joined_on", "this_year", "during")) == 2
    assert found(Filter("joined_on", "last_year", "during")) == 1
    either = Filter("", (Filter("sex", "1"), Filter("joined_on", "last_year", "during")), "any")
    assert found(either) == 2
    assert found(either, Filter("sex", "2")) == 1


@settings(max_examples=40)
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(sorted(spans.SPANS)))
def test_that_a_span_lies_around_today_or_just_beside_it(day, span):
    first, last = spans.bounds(span, day)

    assert first <= last
    assert len(first) == len(last)
    today = day.isoformat()[: len(first)]
    beside = span.startswith(("last_month", "last_year", "next_month"))
    assert (first <= today <= last) is not beside
