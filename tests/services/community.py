"""A community with two branches, to move, merge and dissolve in."""

from datetime import date

import pytest

from jianxi_desktop.db.figures import members_by_branch
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from jianxi_desktop.services.organisations import Decision
from tests import factory

DAY = date(2026, 6, 15)
EVE = date(2026, 6, 14)
PAPER = Decision(DAY, "涧组〔2026〕15号", "网格调整")


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
        given = {
            "status": "full",
            "joined_on": "1990-07",
            "full_on": "1991-07",
            "until": None,
            **given,
        }
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
        names = {self.first: "first", self.second: "second", self.group: "group"}
        return {names[one]: count for one, count in found.items()}

    def find(self, name):
        """Give the organisation of a name."""
        (one,) = (
            found
            for found, caption in records.list_choices(self.office, "organisation", name)
            if caption == name
        )
        return one

    def seen(self, key, record_id):
        found = records.find_record(self.office, self.office.catalog[key], record_id)
        return records.Seen(found.id, found.version, found.companion)

    def lines(self, organisation):
        """Give the dated lines of an organisation, links as identities."""
        ledger = self.office.catalog["organisation_change"]
        query = Query(filters=(Filter("organisation", organisation),))
        serials = records.list_serials(self.office, ledger, query)
        rows = records.list_rows(self.office, ledger, (ledger.caption,), serials)
        return [self.row(ledger.key, row.id) for row in rows]

    def line(self, organisation):
        (one,) = self.lines(organisation)
        return one

    def post(self, organisation, name, post, **given):
        values = {"organisation": organisation, "name": name, "post": post, **given}
        return records.save_record(self.office, self.office.catalog["post_holding"], values).id


def refusal(call, *arguments, **named):
    """Call what must be refused; ``told`` is all it says."""
    with pytest.raises(InputError) as refused:
        call(*arguments, **named)
    error = refused.value
    error.told = "".join((error.user_message, *error.details))
    return error


def unremoved(dump):
    """Give what is not removed, without versions: undo takes out what an action had made."""
    return {
        name: [row[1:2] + row[5:] for row in rows if row[5] is None]
        for name, rows in dump.items()
        if name in ("organisation", "organisation_change", "membership", "post_holding")
    }
