"""The list of streets and communities of a day, and the one unit behind its codes."""

from datetime import date
from itertools import pairwise

import pytest

from jianxi_desktop.domain import divisions

D2018, D2021 = date(2018, 9, 30), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("on", "streets", "communities"),
    [
        (date(2016, 8, 1), 12, 71),
        (date(2018, 11, 1), 12, 72),
        (date(2019, 12, 31), 12, 73),
        (date(2020, 12, 31), 11, 71),
        (D2021, 11, 71),
        (date(2022, 12, 31), 11, 71),
        (None, 11, 76),
    ],
)
def test_that_a_days_list_has_as_many_places_as_were_published(on, streets, communities):
    kinds = [place.kind for place in divisions.places(on)]
    assert (kinds.count("district"), kinds.count("street")) == (1, streets)
    assert kinds.count("community") == communities


@pytest.mark.parametrize("on", [date(2016, 1, 1), D2018, D2021, None])
def test_that_every_place_of_a_list_stands_under_one_of_the_same_list(on):
    listed = {place.code: place for place in divisions.places(on)}
    assert len(listed) == len(divisions.places(on))
    for place in listed.values():
        assert place.kind == "district" or listed[place.parent].code == place.code[: -3 or None]
    assert len({place.unit for place in listed.values()}) == len(listed)


def test_that_no_code_ever_meant_two_units_and_no_two_lines_hold_on_one_day():
    units: dict[str, set[str]] = {}
    by_unit: dict[str, list[divisions.Entry]] = {}
    for entry in divisions.entries():
        assert (entry.valid_from or date.min) <= (entry.valid_to or date.max)
        units.setdefault(entry.place.code, set()).add(entry.place.unit)
        by_unit.setdefault(entry.place.unit, []).append(entry)
    assert all(len(of) == 1 for of in units.values())
    for lines in by_unit.values():
        lines.sort(key=lambda entry: entry.valid_from or date.min)
        for earlier, later in pairwise(lines):
            assert earlier.valid_to is not None
            assert later.valid_from is not None
            assert earlier.valid_to < later.valid_from


def test_that_units_of_the_first_list_are_named_by_the_code_they_had_there():
    assert all(place.unit == place.code for place in divisions.places())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("410305004005", "410305001005"),
        ("410371001005", "410305007009"),
        ("410371001011", "410305012020"),
        ("410371001210", "410305012020"),
        ("410371001012", "410305012021"),
        ("410371001013", "410305012022"),
        ("410371001014", "410305012023"),
    ],
)
def test_that_an_old_code_finds_the_community_under_its_new_one(old, new):
    found = divisions.place_of(old)
    assert found is not None
    assert found.code == new
    assert divisions.unit_of_code(old) == divisions.unit_of_code(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("410305009", "410371003"),
        ("410305009001", "410371003001"),
        ("410305009002", "410371003002"),
    ],
)
def test_that_a_street_that_left_is_one_unit_but_not_the_districts_any_more(old, new):
    assert divisions.unit_of_code(old) == divisions.unit_of_code(new) == old
    assert divisions.place_of(new) is None
    assert divisions.place_of(new, D2018) is not None


def test_that_a_community_has_the_name_and_street_of_the_day():
    then, now = divisions.place_of("410305001005", D2021), divisions.place_of("410305004005")
    assert then is not None
    assert now is not None
    assert (then.code, then.parent) == ("410305004005", "410305004")
    assert (now.code, now.parent) == ("410305001005", "410305001")
    renamed = divisions.place_of("410305006003", D2021)
    assert renamed is not None
    assert renamed.name == "第二社区"


def test_that_the_city_has_its_districts_streets_and_communities_once_each():
    listed = divisions.places_of_city()
    codes = {place.code for place in listed}
    assert len(codes) == len(listed)
    assert all(place.parent in codes for place in listed if place.kind != "city")
    assert [place.kind for place in listed].count("district") == 15
    own = [place for place in divisions.below("410305", listed) if place.kind == "community"]
    assert len(own) == 76


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("410305004005", {"410305001005"}),
        ("王府庄社区居民委员会", {"410305001005"}),
        ("长安路三街坊社区", {"410305005005"}),
        ("第二社区", {"410305006003"}),
        ("湖北路街道办事处", {"410305001"}),
        ("没有这个社区", set()),
    ],
)
def test_that_a_unit_is_found_by_what_it_was_ever_called(written, units):
    assert divisions.units_called(written) == units
