"""Search everywhere: what a person types leads to the record, and to nothing that is not theirs."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.find_everywhere import (
    BEGINS,
    EXACT,
    MOST,
    Texts,
    count_found,
    find_everywhere,
    is_found,
    records_named,
)
from jianxi_desktop.services.find_otherwise import find_otherwise
from jianxi_desktop.services.records import remove_record
from tests import factory
from tests.conftest import open_copy

NUMBER, PHONE = factory.identity_number(421), "13987654321"


@pytest.fixture(scope="module")
def place(founded, tmp_path_factory):
    """A community with two branches, people in both, a form, an activity, a venue."""
    office = open_copy(founded, "community", tmp_path_factory.mktemp("find"))
    ours = factory.branch_of(office, "东院网格党支部")
    theirs = factory.branch_of(office, "西院网格党支部")
    person = {
        name: factory.record_of(office, "person", n, name=name, branch=branch, **more)
        for n, (name, branch, more) in enumerate(
            [
                ("张三", ours, {"id_number": NUMBER, "phone": PHONE}),
                ("张山峰", ours, {}),
                ("赵四", theirs, {}),
                ("单雄信", ours, {}),
            ],
            start=50,
        )
    }
    for n in range(8):
        factory.record_of(office, "person", 70 + n, name=f"周{'甲乙丙丁戊己庚辛'[n]}", branch=ours)
    form = factory.record_of(office, "printed_form", 1, form_number="GMN-2026H2-410305008001-007")
    activity = factory.record_of(office, "activity", 2, topic="主题党日：重温誓词")
    limited = factory.limited(office, ours, Role.EDITOR)
    editor = factory.limited(office, None, Role.EDITOR)
    yield SimpleNamespace(**locals())
    office.close()


def found(office, words):
    return {(hit.ledger, hit.id) for g in find_everywhere(office, words) for hit in g.hits}


@pytest.mark.parametrize(
    "words",
    [
        "张三",
        "张",
        "zhangsan",
        "zhang",
        "zs",
        "ZS",
        "三",
        NUMBER,
        NUMBER[-4:],
        "4321",
        PHONE,
        "87654321",
    ],
)
def test_that_a_person_is_found_by_name_pinyin_initials_and_last_digits(place, words):
    assert ("person", place.person["张三"]) in found(place.office, words)


def test_that_who_is_named_whole_stands_first_and_that_there_are_more_is_told(place):
    (group,) = [g for g in find_everywhere(place.office, "z", 2) if g.ledger == "person"]
    assert len(group.hits) == 2
    assert group.more
    counted = count_found(place.office, "z", ["person"])["person"]
    assert counted == records.count_rows(place.office, place.office.catalog["person"], Query("z"))

    first = find_everywhere(place.office, "zs", 1)[0]
    assert (first.ledger, first.score) == ("person", BEGINS)
    assert first.hits[0].name in {"张三", "赵四"}  # not 张山峰, who is zsf


def test_that_organisations_forms_and_themes_are_found(place):
    groups = find_everywhere(place.office, "东院网格党支部")
    assert (groups[0].ledger, groups[0].score) == ("organisation", EXACT)
    assert ("printed_form", place.form) in found(place.office, "410305008001 007")
    assert ("printed_form", place.form) in found(place.office, "GMN-2026H2-410305008001-007")
    assert ("activity", place.activity) in found(place.office, "誓词")
    assert ("activity", place.activity) in found(place.office, "ztdr")


def test_that_numbers_come_masked(place):
    told = [hit.facts for g in find_everywhere(place.office, "张三") for hit in g.hits]
    assert any("东院网格党支部" in facts and "****" in facts for facts in told)
    assert not any(NUMBER in facts or PHONE in facts for facts in told)


def test_that_whoever_sees_no_numbers_finds_them_whole_or_by_the_last_four_only(place):
    hit = ("person", place.person["张三"])
    for words in (NUMBER, NUMBER[-4:], PHONE, "4321"):
        assert hit in found(place.editor, words)
    for words in (NUMBER[:9], NUMBER[-6:], "87654321", "139876"):
        assert hit not in found(place.editor, words)


def test_that_a_limited_account_finds_its_own_only(place):
    assert ("person", place.person["张三"]) in found(place.limited, "z")
    assert ("person", place.person["赵四"]) in found(place.office, "赵四")
    assert ("person", place.person["赵四"]) not in found(place.limited, "赵四")
    assert count_found(place.limited, "赵四", ["person"]) == {"person": 0}
    named = records_named(place.limited, [("person", one) for one in place.person.values()])
    assert "赵四" not in {hit.name for hit in named}


def test_that_what_was_removed_is_found_no_more(place):
    one = factory.record_of(place.office, "venue", 9, name="待拆的旧活动室")
    assert ("venue", one) in found(place.office, "待拆")
    remove_record(place.office, place.office.catalog["venue"], one, 1, "登记错误")

    assert found(place.office, "待拆") == set()
    assert records_named(place.office, [("venue", one)]) == ()


@pytest.mark.parametrize("words", ["", "  ", "，。", '"', "*", "(", "-", "AND", "x" * 300, "\x00"])
def test_that_anything_may_be_typed(place, words):
    assert find_everywhere(place.office, words) == ()


@settings(max_examples=30, deadline=None)
@given(words=st.text(alphabet="张三zs1234 党支部*\"'：-%_", min_size=1, max_size=8))
def test_that_it_finds_what_each_list_finds(place, words):
    """Everything at once and one list at a time agree, for any words."""
    groups = {g.ledger: g for g in find_everywhere(place.office, words)}
    for key in ("person", "organisation", "activity"):
        ledger = place.office.catalog[key]
        number = records.count_rows(place.office, ledger, Query(words=words))
        shown = groups[key].hits if key in groups else ()
        if groups or number < 12:  # words without a letter narrow no list and find nothing here
            assert len(shown) >= min(number, MOST) or not any(c.isalnum() for c in words)


def test_that_every_list_with_something_to_find_is_asked(place):
    asked = {ledger.key for ledger in place.office.catalog if is_found(ledger)}
    assert {"person", "organisation", "territory", "unit", "venue", "need", "lecturer"} <= asked


def test_that_captions_are_found_like_names():
    texts = Texts(["党费收缴", "导出（可再导入）", "锁定", "党员台账"])
    assert [at for at, _score in texts.find("dfsj")] == [0]
    assert [at for at, _score in texts.find("sj")] == [0]
    assert [at for at, _score in texts.find("daochu")] == [1]
    assert [at for at, _score in texts.find("党")] == [0, 3]
    assert texts.find("锁定") == [(2, EXACT)]
    assert texts.find("suoding") == [(2, BEGINS)]
    assert [at for at, _score in texts.find("党员账")] == [3]  # shortened
    assert texts.find("") == []


def test_that_a_server_finds_the_same(office_on_server):
    branch = factory.branch_of(office_on_server, "东院网格党支部")
    one = factory.record_of(
        office_on_server, "person", 50, name="张三", branch=branch, id_number=NUMBER, phone=PHONE
    )
    for words in ("zs", "张", "三 zhang", NUMBER[-4:], NUMBER[-6:], "87654321"):
        assert ("person", one) in found(office_on_server, words)
    assert count_found(office_on_server, "zs", ["person"]) == {"person": 1}
    assert find_everywhere(office_on_server, "'\\:*&|!") == ()


def other(office, words):
    otherwise = find_otherwise(office, words, find_everywhere(office, words))
    return otherwise.told, {(hit.ledger, hit.id) for g in otherwise.groups for hit in g.hits}


def test_that_a_word_may_say_whose_a_record_is(place):
    hit = ("person", place.person["张三"])
    assert found(place.office, "张三 东院") == set()
    for words in ("张三 东院", "东院网格 张三", "zs dongyuan"):
        told, hits = other(place.office, words)
        assert hit in hits
        assert told.startswith("“东院网格党支部”和下级里的“")
    assert other(place.office, "张三 西院") == ("", set())
    group = find_otherwise(place.office, "张三 东院", ()).groups[0]
    assert (group.listed, group.top[0]) == ("张三", place.ours)


def test_that_a_name_is_found_that_was_shortened(place):
    told, hits = other(place.office, "东院党支部")
    assert ("organisation", place.ours) in hits
    assert ("organisation", place.theirs) not in hits
    assert told == "名称里依次有这些字的"
    assert ("person", place.person["张山峰"]) in other(place.office, "张峰")[1]


def test_that_what_sounds_the_same_is_found_where_nobody_is_written_so(place):
    for words in ("章珊峰", "張山峯"):
        assert other(place.office, words) == (
            "读音相同的",
            {("person", place.person["张山峰"])},
        )
    assert other(place.office, "张三") == ("", set())  # found as it stands


def test_that_other_ways_show_nothing_that_is_not_theirs(place):
    assert ("person", place.person["赵四"]) in other(place.office, "照四")[1]
    assert other(place.limited, "照四") == ("", set())
    assert other(place.limited, "赵四 西院") == ("", set())
    assert ("person", place.person["张三"]) in other(place.editor, "章三")[1]
    for words in (NUMBER[:9], "章三 " + NUMBER[:9], "张三东 139876"):
        assert other(place.editor, words) == ("", set())


def test_that_of_what_happened_the_last_entered_comes_first(place):
    older, newer = (
        factory.record_of(place.office, "activity", n, topic="植树造林") for n in (31, 32)
    )
    (group,) = find_everywhere(place.office, "植树造林")
    assert [hit.id for hit in group.hits] == [newer, older]
