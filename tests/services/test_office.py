"""Founding, opening and unlocking an office's database."""

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import records

PASSWORD = "correct-horse-1921"


def found(path, code, **options):
    return offices.found_office(path, code, password=PASSWORD, **options)


@pytest.mark.parametrize(
    ("code", "level", "name", "organisations", "territories"),
    [
        ("410305", "district", "涧西区", 1 + 16, None),
        ("410305008", "street", "武汉路街道", 2, None),
        ("410305008001", "community", "武汉路社区", 3, 3),
    ],
)
def test_that_an_office_begins_with_its_place(
    tmp_path, code, level, name, organisations, territories
):
    made = found(tmp_path / "a.jxdb", code)
    office = made.office
    assert (office.unit.code, office.unit.level) == (code, level)
    assert office.unit.name == name
    assert records.caption_of(office, "territory", office.unit.territory) == name
    tree = records.organisation_tree(office)
    assert tree[0].id == office.unit.organisation
    counts = [records.count_rows(office, office.catalog[key], Query())
              for key in ("organisation", "territory")]  # fmt: skip
    assert counts[0] >= min(organisations, 2)
    assert territories in (None, counts[1])
    office.close()


def test_that_two_offices_name_the_same_places_alike(office, district):
    street = district.catalog["organisation"]
    with district.store.read() as connection:
        known = {row[0] for row in connection.exec_driver_sql("SELECT id FROM organisation")}
    with office.store.read() as connection:
        above = connection.exec_driver_sql(
            "SELECT id FROM organisation WHERE kind IN ('district', 'street')"
        ).all()
    assert len(above) == 2
    assert {row[0] for row in above} <= known
    assert street.key == "organisation"


def test_that_a_new_community_needs_a_name(tmp_path):
    with pytest.raises(InputError) as refused:
        found(tmp_path / "a.jxdb", "410305008099")
    assert refused.value.code == "unknown_unit"
    made = found(tmp_path / "a.jxdb", "410305008099", name="新设社区")
    assert made.office.unit.name == "新设社区"
    assert records.organisation_tree(made.office)[0].name == "新设社区党委"
    made.office.close()


@pytest.mark.parametrize("code", ["", "1", "410302", "abcdef", "４１０３０５", "410305008001001"])
def test_that_a_code_that_is_none_is_refused_and_leaves_no_file(tmp_path, code):
    with pytest.raises(InputError):
        found(tmp_path / "a.jxdb", code)
    assert list(tmp_path.glob("*.jxdb*")) == []


def test_that_a_short_password_leaves_no_file(tmp_path):
    with pytest.raises(InputError) as refused:
        offices.found_office(tmp_path / "a.jxdb", "410305", password="short")
    assert refused.value.code == "password_too_short"
    assert list(tmp_path.glob("*.jxdb*")) == []


def test_that_a_database_is_never_written_over(office):
    before = office.path.read_bytes()
    with pytest.raises(EnvironmentFailure) as refused:
        found(office.path, "410305")
    assert refused.value.code == "exists"
    assert office.path.read_bytes() == before


def test_that_the_password_opens_and_a_wrong_one_does_not(office):
    office.close()
    again = offices.open_office(office.path, PASSWORD)
    assert again.unit == office.unit
    assert again.user == offices.ADMINISTRATOR
    again.close()
    with pytest.raises(EnvironmentFailure) as refused:
        offices.open_office(office.path, PASSWORD + "x")
    assert refused.value.code == "wrong_password"


def test_that_a_database_without_its_keyring_says_what_to_do(office):
    office.close()
    office.path.with_name(office.path.name + ".keys").unlink()
    with pytest.raises(JianxiError) as refused:
        offices.open_office(office.path, PASSWORD)
    assert refused.value.code == "keyring_missing"


def test_that_the_printed_key_opens_and_sets_a_new_password(tmp_path):
    made = found(tmp_path / "a.jxdb", "410305008001")
    made.office.close()
    path = tmp_path / "a.jxdb"
    again = offices.unlock_with_recovery(path, made.recovery_key, "battery-staple-1978")
    assert again.unit == made.office.unit
    again.close()
    offices.open_office(path, "battery-staple-1978").close()
    with pytest.raises(EnvironmentFailure):
        offices.open_office(path, PASSWORD)


def test_that_a_mistyped_key_is_told_by_its_line_and_changes_nothing(tmp_path):
    made = found(tmp_path / "a.jxdb", "410305008001")
    made.office.close()
    lines = made.recovery_key.splitlines()
    lines[2] = lines[2][:-1] + ("A" if lines[2][-1] != "A" else "B")
    with pytest.raises(JianxiError) as refused:
        offices.unlock_with_recovery(tmp_path / "a.jxdb", "\n".join(lines), "battery-staple-1978")
    assert "3" in refused.value.user_message
    offices.open_office(tmp_path / "a.jxdb", PASSWORD).close()
