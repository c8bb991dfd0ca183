"""Moving, merging, dissolving: nothing is lost, every earlier day counts what it counted."""

from datetime import date

import pytest

from jianxi_desktop.db.figures import members_by_branch
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import history, organisation_outlook, organisations, records
from jianxi_desktop.services.organisations import Decision
from tests import factory
from tests.postgres import EITHER_PLACE

DAY = date(2026, 6, 15)
EVE = date(2026, 6, 14)
PAPER = Decision(DAY, "涧组〔2026〕15号", "网格调整")


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, on a file and on the district's server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def place(office):
    return Place(office)


class Place:
    """A community with two branches: three members and a group in the first, two in the second."""

    def __init__(self, office):
        self.office = office
        self.top = office.unit.organisation
        self.first = factory.branch_of(office, "第一网格党支部")
        self.second = factory.branch_of(office, "第二网格党支部")
        self.group = factory.branch_of(office, "一号楼党小组", self.first, "group")
        where = [(self.first, None)] * 2 + [(self.first, self.group)] + [(self.second, None)] * 2
        self.people = [
            self.person(n, branch=branch, group=group, since="2024-03")
            for n, (branch, group) in enumerate(where)
        ]

    def person(self, n, **given):
        given = {"status": "full", "joined_on": "1990-07", "until": None, **given}
        return factory.record_of(self.office, "person", n, **given)

    def row(self, key, record_id):
        return records.find_record(self.office, self.office.catalog[key], record_id).values

    def rows(self, key, **wanted):
        every = factory.rows_of(self.office, self.office.catalog[key], Query())
        return [row for row in every if all(row[k] == v for k, v in wanted.items())]

    def organisation(self, one):
        return self.row("organisation", one)

    def counts(self, day):
        with self.office.store.read() as connection:
            found = members_by_branch(connection, self.office.catalog, day)
        names = {self.first: "first", self.second: "second"}
        return {names[one]: count for one, count in found.items()}

    def post(self, organisation, name, post, **given):
        values = {"organisation": organisation, "name": name, "post": post, **given}
        return records.save_record(self.office, self.office.catalog["post_holding"], values).id


def refusal(call, *arguments, **named):
    with pytest.raises(InputError) as refused:
        call(*arguments, **named)
    return refused.value


def test_that_a_dissolution_with_members_and_children_is_refused_with_all_of_them(office, place):
    before = factory.dump(office)
    refused = refusal(organisations.dissolve, office, place.first, PAPER)
    assert refused.code == "in_the_way"
    assert len(refused.details) == 2
    for told in ("3名党员", "1个下级党组织", "一号楼党小组", "先合并到其他支部", "转移党员"):
        assert told in refused.user_message
    assert factory.dump(office) == before
    found = organisation_outlook.in_the_way(office, place.first, DAY)
    assert [(each.what, each.count) for each in found] == [("members", 3), ("organisations", 1)]


def test_that_a_merge_keeps_every_member_with_dated_rows(office, place):
    before = factory.dump(office)
    done = organisations.merge(office, place.first, place.second, PAPER)
    assert (done.members, done.organisations) == (3, 1)
    assert place.counts(EVE) == {"first": 3, "second": 2}
    assert place.counts(DAY) == place.counts(date(2026, 11, 1)) == {"second": 5}
    assert place.organisation(place.first)["dissolved_on"] == "2026-06-15"
    assert place.organisation(place.group)["parent"] == place.second
    assert place.row("person", place.people[2])["group"] == place.group
    lines = {row["kind"]: row for row in place.rows("organisation_change")}
    assert lines["merged"]["into"] == "第二网格党支部"
    assert lines["merged"]["document"] == "涧组〔2026〕15号"
    assert lines["moved"]["organisation"] == "一号楼党小组"
    history.undo_last(office)
    assert unremoved(factory.dump(office)) == unremoved(before)


def unremoved(dump):
    """Give what is not removed, without versions: undo takes out what an action had made."""
    return {
        name: [row[1:2] + row[5:] for row in rows if row[5] is None]
        for name, rows in dump.items()
        if name in ("organisation", "organisation_change", "membership", "post_holding")
    }
