"""What stands in an office's database from the first day, by the code list of a day."""

import uuid
from datetime import date

import pytest

from jianxi_desktop.db.office import organisation_id, territory_id
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.territory import Territory
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import records

PASSWORD = "correct-horse-1921"
D2021 = date(2021, 12, 31)


def territories(office):
    ledger = office.catalog["territory"]
    serials = records.list_serials(office, ledger, Query())
    shown = (Territory.name, Territory.kind)
    return [row.cells for row in records.list_rows(office, ledger, shown, serials)]


@pytest.mark.parametrize(("on", "communities"), [(None, 76), (D2021, 71)])
def test_that_a_district_begins_with_the_communities_of_the_day_it_is_founded_for(
    tmp_path, on, communities
):
    office = offices.lay_down(tmp_path / "a.jxdb", "410305", password=PASSWORD, on=on).office
    assert [kind for _name, kind in territories(office)].count("community") == communities
    office.close()


def test_that_a_community_with_an_old_code_is_the_one_with_the_new_code(tmp_path):
    office = offices.lay_down(
        tmp_path / "a.jxdb", "410305004005", password=PASSWORD, on=D2021
    ).office
    assert office.unit.territory == territory_id("410305001005")
    assert office.unit.organisation == organisation_id("410305001005")
    assert {name for name, _kind in territories(office)} == {"涧西区", "南昌路街道", "王府庄社区"}
    office.close()


def test_that_an_old_code_is_refused_today_with_the_new_one_named(tmp_path):
    with pytest.raises(InputError) as refused:
        offices.lay_down(tmp_path / "a.jxdb", "410305004005", password=PASSWORD)
    assert "410305001005" in refused.value.user_message


def test_that_identities_of_the_first_release_are_kept():
    assert territory_id("410305008001") == uuid.UUID("9261dda1-fb68-57b5-aeca-b860eeb15324")
    assert organisation_id("410305001005") == uuid.UUID("1c464a88-be4a-5839-b47d-9b49e95fa1b3")
