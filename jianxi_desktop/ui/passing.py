"""Short work that was passed by what stands behind it, and the results that wait for its own."""

from dataclasses import dataclass
from typing import Generic, TypeVar

J = TypeVar("J")


@dataclass(eq=False)
class _Passed(Generic[J]):
    job: J
    number: int
    goes_on: bool = False


class Passing(Generic[J]):
    """Keeps the results of short work in the order in which people asked for it.

    Work that waits for long work to have written is passed by what only reads. When it goes on,
    on a thread of its own, nothing that was asked for later may be told before it.
    """

    def __init__(self) -> None:
        self._passed: list[_Passed[J]] = []

    def __len__(self) -> int:
        """How much was passed and is not told yet."""
        return len(self._passed)

    def begin(self, job: J, number: int) -> None:
        """Note that work waits, and is passed."""
        self._passed.append(_Passed(job, number))

    def go_on(self, job: J) -> None:
        """Note that work waits no longer; its result is still to come."""
        for each in self._passed:
            if each.job is job:
                each.goes_on = True

    def must_wait(self, job: J, number: int) -> bool:
        """Tell whether a result is not to be told yet: what was asked for before is still to come.

        What was never passed waits only for what is no longer waiting itself.
        """
        passed = any(each.job is job for each in self._passed)
        return any(
            each.number < number and (passed or each.goes_on)
            for each in self._passed
            if each.job is not job
        )

    def end(self, job: J) -> bool:
        """Forget work whose result is told; give whether it had been passed."""
        before = len(self._passed)
        self._passed = [each for each in self._passed if each.job is not job]
        return len(self._passed) < before
