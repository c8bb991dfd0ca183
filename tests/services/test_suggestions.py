"""What was written before completes what is typed; names, numbers and others' values never do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.schema.fields import IdentityNumber, Link, Name, Phone
from jianxi_desktop.services import suggestions
from jianxi_desktop.services.suggestions import link_choices, more_words, used_words, words_of
from tests import factory

ADDRESS = "河南省洛阳市涧西区武汉路9号"


@pytest.fixture
def used(office):
    for number, address in enumerate((ADDRESS, "洛阳市黄河路1号", "洛阳市黄河路1号", "1号")):
        factory.record_of(office, "person", number, address=address, job="老师")
    return office


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("洛阳市黄河路1号", "1号", ADDRESS)),
        ("黄河", ("洛阳市黄河路1号",)),
        ("lyshh", ("洛阳市黄河路1号",)),
        ("LYS", ("洛阳市黄河路1号", ADDRESS)),
        ("luoyang", ("洛阳市黄河路1号",)),
        ("whl", (ADDRESS,)),
        ("涧西 区", (ADDRESS,)),
        ("zzz", ()),
    ],
)
def test_that_a_text_is_found_by_a_part_its_pinyin_or_its_initials(used, typed, found):
    words = used_words(used, used.catalog["person"], "address")
    assert words.matching(typed) == found


def test_that_what_repeats_is_offered_however_old_it_is(office, monkeypatch):
    monkeypatch.setattr(suggestions, "NEWEST", 1)
    for number, job in enumerate(("老师", "老师", "医生", "工人")):
        factory.record_of(office, "person", number, job=job)
    person = office.catalog["person"]
    words = used_words(office, person, "job")
    assert words.texts == ("工人",)
    assert more_words(office, person, "job", words).texts == ("老师", "工人")
    monkeypatch.setattr(suggestions, "NEWEST", 100)
    assert more_words(office, person, "job", words) is words


def test_that_names_numbers_and_keys_are_never_offered(office):
    for ledger in office.catalog:
        for field in ledger.all_fields.values():
            if isinstance(field, Name | IdentityNumber | Phone) or field.masked:
                assert not suggestions.offers(ledger, field)
    factory.record_of(office, "person", 1)
    person = office.catalog["person"]
    for key in ("name", "id_number", "phone", "branch", "nowhere"):
        assert used_words(office, person, key).texts == ()


def test_that_a_limited_person_is_offered_nothing_of_others(used, branch):
    other = factory.branch_of(used, "第二网格党支部")
    factory.record_of(used, "person", 9, address="武汉路8号", branch=other)
    somebody = factory.limited(used, other)
    assert used_words(somebody, used.catalog["person"], "address").texts == ("武汉路8号",)


def test_that_a_field_of_the_companion_is_completed_too(office, branch):
    factory.record_of(office, "person", 1, branch=branch, post="宣传委员")
    assert used_words(office, office.catalog["person"], "post").matching("xc") == ("宣传委员",)


def test_that_a_record_called_after_another_is_found_by_that_ones_name(office):
    person = factory.record_of(office, "person", 1, name="王同名")
    case = factory.record_of(office, "development_case", 1, person=person)
    (found,) = link_choices(office, "development_case", "wtm")
    assert (found.id, found.caption) == (case, "王同名")
    assert link_choices(office, "development_case", "zzz") == ()


@pytest.mark.parametrize("typed", ["cql", "chongqing", "zql"])
def test_that_names_of_places_are_found_as_people_read_them(office, typed):
    street = factory.branch_of(office, "重庆路党支部")
    assert [each.id for each in link_choices(office, "organisation", typed)] == [street]
    assert link_choices(office, "organisation", "cqx") == ()


def test_that_a_branch_is_found_by_what_comes_after_its_community(office):
    branch = factory.branch_of(office, "武汉路社区第一网格党支部")
    factory.branch_of(office, "武汉路社区第二网格党支部")
    assert [each.id for each in link_choices(office, "organisation", "dyw")] == [branch]


def test_that_records_called_alike_are_told_apart_without_numbers(office):
    for number in (1, 2):
        factory.record_of(office, "person", number, name="王同名")
    first, second = link_choices(office, "person", "wtm")
    assert first.caption == second.caption == "王同名"
    assert first.told != second.told
    assert "990101" not in first.told


def test_that_every_link_is_found_by_the_initials_of_what_it_shows(demo):
    targets = {f.target for each in demo.catalog for f in each.form_fields if isinstance(f, Link)}
    for target in sorted(targets):
        some = next((c for c in link_choices(demo, target, "", 3) if len(c.caption) > 1), None)
        if some is None:
            continue
        ledger = demo.catalog[target]
        typed = words_of([some.caption])._ways[0].initials[:6]
        found = link_choices(demo, target, typed, 10_000)
        assert some.id in {each.id for each in found}, (ledger.title, typed)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("涧西路09ab ", max_size=6), max_size=8), st.text("涧路ab9", max_size=3))
def test_that_whatever_goes_on_from_what_was_typed_is_found_and_comes_first(texts, typed):
    found = words_of(texts).matching(typed, len(texts))
    plain = [text.replace(" ", "").startswith(typed) for text in found]
    assert set(found) <= set(texts)
    assert {text for text in texts if text.replace(" ", "").startswith(typed)} <= set(found)
    if not typed.isascii():  # nothing else begins a text than the text itself
        assert plain == sorted(plain, reverse=True)
