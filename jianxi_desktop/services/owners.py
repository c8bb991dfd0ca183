"""Make sure that the rows of a package are those of the units that wrote them."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from jianxi_desktop.db.folding import Outcome
from jianxi_desktop.db.reach import Reach
from jianxi_desktop.domain.registers import Dot
from jianxi_desktop.services.office import Office
from jianxi_desktop.sync.refusals import refusal

_DISTRICT = 6  # digits of a district's code: its office may write anything


class Owners:
    """Compares what chains wrote with the subtrees their keys are certified for."""

    def __init__(
        self,
        office: Office,
        connection: Connection,
        scopes: Mapping[int, str],
        known: Callable[[Dot], bool],
    ) -> None:
        """Prepare to look.

        Args:
            office: Who takes the package.
            connection: The transaction.
            scopes: Unit code of the subtree that each chain may write, by number.
            known: Tells whether a change was here before the package.
        """
        self._office = office
        self._connection = connection
        self._scopes = scopes
        self._known = known
        self._reaches: dict[str, Reach] = {}

    def require_written(self, outcome: Outcome) -> None:
        """Make sure that new rows belong to those who wrote them.

        Raises:
            PackageRefusedError: Some do not.
        """
        for (number, key), ranges in outcome.written.items():
            if not self._is_free(number):
                ledger = self._office.catalog[key]
                for part in ranges:
                    reach = self._reach(number)
                    outside = reach.outside(ledger, part, new=True)
                    left = reach.never_inside(ledger, outside, self._known, new=True)
                    self._refuse_any(left, key)

    def require_met(
        self, outcome: Outcome, begun: Callable[[str], int | None] = lambda _key: None
    ) -> None:
        """Make sure that rows which were here belong to those who wrote them.

        Args:
            outcome: What was gathered.
            begun: Gives the first serial of a ledger that has only just come; those are left out.

        Raises:
            PackageRefusedError: Some do not.
        """
        for (number, key), serials in outcome.met.items():
            if self._is_free(number):
                continue
            first = begun(key)
            looked = {one for one in serials if first is None or one < first}
            ledger, reach = self._office.catalog[key], self._reach(number)
            outside = reach.outside(ledger, looked, new=False)
            left = reach.never_inside(ledger, outside, self._known, new=False)
            self._refuse_any(left, key)

    def _reach(self, number: int) -> Reach:
        scope = self._scopes[number]
        if scope not in self._reaches:
            self._reaches[scope] = Reach(self._connection, self._office.catalog, scope)
        return self._reaches[scope]

    def _is_free(self, number: int) -> bool:
        """Tell whether a chain may write anything: the district's may."""
        return len(self._scopes.get(number, "")) <= _DISTRICT

    def _refuse_any(self, outside: set[int], key: str) -> None:
        if outside:
            title = self._office.catalog[key].title
            raise refusal("package_not_entitled", f"{len(outside)} rows of {key}", details=[title])
