"""Whatever befalls members in whatever order, the balance of a year closes."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import (
    movement_balance,
    movement_deeds,
    movement_letters,
    organisations,
    person_merging,
    records,
)
from jianxi_desktop.services.movement_deeds import Told
from jianxi_desktop.services.movement_facts import look_at
from jianxi_desktop.services.movement_letters import Arrival, Letter
from jianxi_desktop.services.organisation_work import Decision
from tests.services.returns.national import Sheet

DEEDS = ("letter", "receipt", "receipt", "withdraw", "in", "within", "away", "back", "lost",
         "suspend", "restore", "exit", "die")  # fmt: skip
_STEP = st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.sampled_from((0, 1, 30, 200)))
_LIVES = st.lists(st.lists(_STEP, min_size=1, max_size=7), min_size=2, max_size=6)


class Life:
    """One member, whom things befall."""

    def __init__(self, office, who, branches):
        self.office, self.who, self.branches = office, who, branches

    def befall(self, deed, place, day):
        """Let something befall, as far as it is allowed."""
        on, told = day.isoformat(), Told(day.isoformat())
        office, who, branch = self.office, self.who, self.branches[place]
        standing = look_at(office, who)
        letter = standing.underway()
        away = standing.runs("flow_out", "lost", "abroad")
        deeds = {
            "letter": lambda: movement_letters.send_letter(office, who, Letter(on, "某党委")),
            "receipt": lambda: letter
            and movement_letters.take_receipt(office, letter.id, receipt_on=on),
            "withdraw": lambda: letter
            and movement_letters.withdraw_letter(office, letter.id, on=on),
            "in": lambda: movement_letters.take_in(office, Arrival(on, branch), who),
            "within": lambda: organisations.move_members(office, [who], branch,
                                                         Decision(day)),
            "away": lambda: movement_deeds.go_away(office, who, "flow_out", told),
            "back": lambda: away and movement_deeds.come_back(office, away.id, on=on),
            "lost": lambda: movement_deeds.lose_contact(office, who, told),
            "suspend": lambda: movement_deeds.suspend(office, who, told),
            "restore": lambda: movement_deeds.restore(office, who, told),
            "exit": lambda: movement_deeds.leave(office, who, "exit", told),
            "die": lambda: movement_deeds.leave(office, who, "deceased", told),
        }  # fmt: skip
        try:
            deeds[deed]()
        except InputError:
            return  # it is not allowed now, and nothing was written


def difference(book):
    cells = [cells[0].value for cells in book.result().cells]
    before, more, fewer, should, there, left = (cells[at] for at in (0, 1, 8, 14, 15, 16))
    assert should == before + more - fewer
    assert left == there - should
    return left


# Making a failing life smaller takes minutes here; what failed once stands as an example.
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@example(lives=[[("letter", 0, 0)], [("die", 0, 0), ("in", 0, 0)], [("exit", 0, 0), ("in", 0, 0)]])
@given(lives=_LIVES)
def test_that_the_balance_always_closes(office, lives):
    book = Sheet(office, "P01")
    top = book.branch("党总支", form="general_branch")
    branches = [book.branch(f"第{n}党支部", parent=top) for n in "一二三"]
    for at, steps in enumerate(lives):
        person = Life(office, book.member(branches[at % 3], name=f"王芳{at}"), branches)
        day = date(2017, 6, 1)
        for deed, place, gap in steps:
            day += timedelta(days=gap)
            person.befall(deed, place, day)
    for one in (top, branches[0], branches[1]):
        limited = book.limited(one)
        for year in ("2017", "2018", "2019"):
            assert difference(limited.of(year)) == 0


ORDERS = (  # when the sender writes, when the other side takes in, when the receipt is noted
    ("2018-02-01", "2018-03-01", "2018-03-10", "2018-03-01"),
    ("2018-02-01", "2018-03-01", "2018-03-10", None),
    ("2018-11-20", "2018-12-30", "2019-01-06", None),
    ("2018-11-20", "2019-01-15", "2018-12-20", None),
)


@pytest.mark.parametrize(("sent", "taken", "receipt", "moved"), ORDERS)
def test_that_it_closes_where_two_offices_lists_came_together(office, sent, taken, receipt, moved):
    """The receiver had made a person of his own; then both are found to be one."""
    book = Sheet(office, "P01")
    here, there = book.branch(), book.branch("第二网格党支部")
    who = book.member(here)
    letter = movement_letters.send_letter(office, who, Letter(sent, "第二网格党支部"))
    came = Arrival(taken, there, joined_on="1990-07", details={"name": "王芳"},
                   movement={"from_place": "第一网格党支部"})  # fmt: skip
    made = movement_letters.take_in(office, came)
    again = records.find_record(office, office.catalog["member_movement"], made.id)
    other = again.values["person"]
    years, tops = ("2018", "2019", "2020"), (here, there, book.own)

    def closes():
        return {
            (year, top): difference(book.limited(top).of(year)) for year in years for top in tops
        }

    assert not any(closes().values())
    movement_letters.take_receipt(office, letter.id, receipt_on=receipt, moved_on=moved)
    assert not any(closes().values())
    person_merging.merge_persons(office, who, other)
    assert not any(closes().values())
    assert movement_balance.balance_of(office, 2019).odd == ()
