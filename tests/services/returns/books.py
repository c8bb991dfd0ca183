"""An office whose returns are counted after each record, and what a record adds to a column."""

import dataclasses
from typing import Any

from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.services import returns
from jianxi_desktop.services.return_records import records_behind
from jianxi_desktop.services.return_tables import asked_of, facts_behind
from tests import factory
from tests.services.district_records import Place


@dataclasses.dataclass(frozen=True)
class Case:
    """What one record adds to a column.

    Attributes:
        column: Key of the column.
        ledger: Where the record stands.
        values: Makes its values.
        without: What would make it not count, one way a dict.
        also: What would change nothing, such as the first day of the period.
        adds: What it adds.
        records: Whether the record itself stands behind the figure.
    """

    column: str
    ledger: str
    values: Any
    without: tuple[dict, ...] = ()
    also: tuple[dict, ...] = ()
    adds: float = 1
    records: bool = True


class Book(Place):
    """An office that is written to by hand, with one return to look at."""

    def __init__(self, office, code, period):
        super().__init__(office)
        self.code, self.period = code, period
        self.day = period_end(period)

    def result(self, day=None):
        return returns.make_return(
            self.office, self.code, as_of=day or self.day, period=self.period
        )

    def value(self, column, row="total", day=None):
        cell = self.result(day).find(f"{row}/{column}")
        return None if cell is None else cell.value

    def line(self, row="total", day=None):
        """Give the values of a row by column."""
        found = self.result(day)
        keys = [column.key for column in found.edition.columns]
        place = next(at for at, line in enumerate(found.rows) if line.key.startswith(str(row)))
        return dict(zip(keys, (cell.value for cell in found.cells[place]), strict=True))

    def behind(self, column, row="total"):
        """Name the records behind a figure."""
        found = records_behind(
            self.office, self.code, f"{row}/{column}", as_of=self.day, period=self.period
        )
        assert found.total == len(found.rows)
        return {each.id for each in found.rows}

    def failed(self):
        """Give the checks that do not hold."""
        return [(check.rule, check.detail) for check in self.result().checks if not check.ok]

    def limited(self, organisation):
        """Give the same book to somebody who is limited to an organisation."""
        return Book(factory.limited(self.office, organisation), self.code, self.period)

    def branch(self, name="第一网格党支部", **values):
        given = {"name": name, "form": "branch", "kind": "grid", "parent": self.own}
        return self.insert("organisation", **(given | values))

    def member(self, branch, name="王芳", person=None, **values):
        """Make a member of a branch."""
        who = self.insert("person", name=name, **(person or {}))
        given = {"person": who, "branch": branch, "status": "full", "joined_on": "1990-07"}
        self.insert("membership", **(given | values))
        return who

    def own_row(self):
        """Give the key of the row in which the office's own records count."""
        return f"{self.own.hex}-own"

    def follow(self, *cases):
        """Write for each case what does not count, then what does; look at its column each time.

        At the end the records stand behind their figures, the last of each is removed, and counts
        no more.
        """
        written, result = [], self.result()
        for case in cases:
            values, told = case.values(self), f"{self.code} {case.column}"
            before = _of(result, case)
            for change in case.without:
                self.insert(case.ledger, **(values | change))
            if case.without:
                result = self.result()
            assert _of(result, case) == before, f"{told}: what should not count does"
            made = [self.insert(case.ledger, **(values | change)) for change in ({}, *case.also)]
            result = self.result()
            added = round(_of(result, case) - before, 6)
            assert added == round(case.adds * len(made), 6), told
            written.append((case, made))
        for case, made in written:
            if case.records:
                self._compare_behind(result, case, made)
        for case, made in written:
            self.remove(case.ledger, made[-1])
        after = self.result()
        for case in cases:
            fallen = round(_of(result, case) - _of(after, case), 6)
            assert fallen >= round(case.adds, 6), f"{self.code} {case.column}: removed ones count"

    def _compare_behind(self, result, case, made):
        """Compare the facts of a figure with the records that were written, and with its number."""
        cell = result.find(f"total/{case.column}")
        asked = asked_of(self.office, definitions()[self.code], self.day, self.period, None)
        facts = facts_behind(self.office, result, cell, asked).facts
        assert set(made) <= {fact.id for fact in facts}, f"{self.code} {case.column}"
        if not (cell.measure.sum or cell.measure.distinct or cell.measure.formula):
            assert len(facts) == cell.value


def _of(result, case):
    return result.find(f"total/{case.column}").value or 0
