"""The world as a state machine of Hypothesis: it looks for the shortest way to break it."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.converging.finish import finish
from tests.converging.world import World

PC = st.integers(0, 5)
ROW = st.integers(0, 7)
N = st.integers(0, 15)
SELDOM = st.sampled_from((False, False, False, True))


class Converging(RuleBasedStateMachine):
    """Up to six databases; at the end everybody must have the same."""

    figures = None  # a counter, where somebody counts

    @initialize(offices=st.integers(0, 4))
    def begin(self, offices):
        self.world = World(offices, self.figures)

    @rule(pc=PC, row=ROW, columns=N, value=st.integers(0, 3))
    def edit(self, pc, row, columns, value):
        self.world.edit(pc, row, columns, value)

    @rule(pc=PC, row=ROW, columns=N, value=st.integers(0, 3))
    def edit_at_once(self, pc, row, columns, value):
        self.world.edit(pc, row, columns, value)
        self.world.edit(pc + 1, row, columns, value + 1)

    @rule(pc=PC, kind=st.integers(0, 3), under=ROW)
    def add(self, pc, kind, under):
        self.world.add(pc, kind, under)

    @rule(pc=PC, row=ROW, under=N)
    def move(self, pc, row, under):
        self.world.move(pc, row, under)

    @rule(pc=PC, row=ROW, why=st.integers(0, 1))
    def remove(self, pc, row, why):
        self.world.remove(pc, row, why)

    @rule(pc=PC, row=ROW)
    def restore_row(self, pc, row):
        self.world.restore_row(pc, row)

    @rule(pc=PC, which=ROW, choice=st.integers(0, 2))
    def resolve(self, pc, which, choice):
        self.world.resolve(pc, which, choice)

    @rule(pc=PC, jump=st.integers(0, 6))
    def wait(self, pc, jump):
        self.world.wait(pc, jump)

    @rule(sender=PC, receiver=PC, full=SELDOM)
    def trip(self, sender, receiver, full):
        self.world.trip(sender, receiver, full)

    @rule(sender=PC, receiver=PC)
    def there_and_back(self, sender, receiver):
        one = self.world.pc(sender)
        other = self.world.partner(one, receiver)
        if other:
            self.world.deliver(self.world.write(one, [other.key]), other, twice=False)
            self.world.deliver(self.world.write(other, [one.key]), one, twice=False)

    @rule(sender=PC, receiver=PC, full=SELDOM)
    def pack(self, sender, receiver, full):
        self.world.pack(sender, receiver, full)

    @precondition(lambda self: self.world.drives)
    @rule(which=ROW, reader=st.integers(0, 63), twice=SELDOM)
    def read(self, which, reader, twice):
        self.world.read(which, reader, twice)

    @rule(pc=PC)
    def back_up(self, pc):
        self.world.back_up(pc)

    @rule(what=st.sampled_from("prcfe"), pc=PC, which=ROW, other=PC)
    def seldom(self, what, pc, which, other):
        if what == "p":
            self.world.put_back(which, pc)
        elif what == "r":
            self.world.renew(pc)
        elif what == "c":
            self.world.clone(pc)
        elif what == "f":
            self.world.forge(pc, other, which)
        else:
            self.world.erase(0, which)

    def teardown(self):
        if hasattr(self, "world"):
            self.world.check()
            finish(self.world)
            self.world.figures["examples"] += 1


def profile(examples, steps):
    """Give settings that look at so many examples of so many steps."""
    return settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None)
