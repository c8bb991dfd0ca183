"""Checks within a return and across returns, each told with the cells where it does not hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from jianxi_desktop.domain.return_forms import Edition, FormCheck
from jianxi_desktop.domain.return_where import Formula, Number
from jianxi_desktop.services.return_cells import Cell, RowLine, show
from jianxi_desktop.services.return_check import Check

Values = Mapping[str, Number | None]
_MOST_CELLS = 6
_HOLDS: Mapping[str, Callable[[Number, Number], bool]] = {
    "==": lambda left, right: abs(left - right) < 0.005,  # money is shown in cents
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
_WORDS = {"==": "应等于", "<=": "应不大于", ">=": "应不小于"}


def check_cells(
    edition: Edition,
    rows: Sequence[RowLine],
    cells: Sequence[Sequence[Cell]],
    others: Callable[[str], Values],
) -> Iterator[Check]:
    """Run every check of a return.

    Args:
        edition: What is to hold.
        rows: The rows.
        cells: The cells, settled.
        others: Gives the values of another return of the same period by ``row.column``.
    """
    known = {cell.key: cell for row in cells for cell in row}
    for check in edition.checks:
        yield _run(check, edition, rows, known, others)


def _run(
    check: FormCheck,
    edition: Edition,
    rows: Sequence[RowLine],
    known: Mapping[str, Cell],
    others: Callable[[str], Values],
) -> Check:
    elsewhere = {code: others(code) for code in sorted(check.others)}
    wrong: list[str] = []
    keys: list[str] = []
    for row, column in places_of(check, edition, rows):
        resolve = _Resolver(row, column, known, elsewhere)
        left, right = resolve.value(check.left), resolve.value(check.right)
        if left is None or right is None or _HOLDS[check.relation](left, right):
            continue
        keys += resolve.keys(check.left)
        wrong.append(resolve.told(check, left, right))
    more = f"；等{len(wrong)}处" if len(wrong) > _MOST_CELLS else ""
    return Check(
        check.text,
        not wrong,
        "；".join(wrong[:_MOST_CELLS]) + more,
        cells=tuple(dict.fromkeys(keys)),
    )


def places_of(
    check: FormCheck, edition: Edition, rows: Sequence[RowLine]
) -> Iterator[tuple[str, str]]:
    """Give row and column of each cell that a check is run for.

    One that names columns alone runs for every row, rows alone for every column; one that names
    cells runs once.
    """
    bare = [name for name in (*check.left.names, *check.right.names) if "." not in name]
    if not bare:
        yield "", ""
    elif bare[0] in edition.by_column:
        for row in rows:
            yield row.key, ""
    else:
        for column in edition.columns:
            yield "", column.key


class _Resolver:
    """Finds the cells that a check names, at one row or column."""

    def __init__(
        self,
        row: str,
        column: str,
        known: Mapping[str, Cell],
        elsewhere: Mapping[str, Values],
    ) -> None:
        self._row, self._column = row, column
        self._known, self._elsewhere = known, elsewhere

    def value(self, side: Formula) -> Number | None:
        """Compute one side; ``None`` where a cell of it is blank or nothing is known."""
        values = {name: self._one(name) for name in side.names}
        return None if None in values.values() else side.value(values)

    def keys(self, side: Formula) -> list[str]:
        """Give the keys of its cells on this return."""
        found = (self._key(name) for name in side.names)
        return [key for key in found if key in self._known]

    def told(self, check: FormCheck, left: Number, right: Number) -> str:
        """Say what does not hold, with the numbers of the cells."""
        cells = self.keys(check.left)
        first = self._known.get(cells[0]) if cells else None
        name = f"{first.name}（{first.number}）" if first else check.left.names[0]
        measure = first.measure if first else next(iter(self._known.values())).measure
        difference = show(left - right, measure)
        words = _WORDS[check.relation]
        return f"{name}为{show(left, measure)}，{words}{show(right, measure)}，相差{difference}"

    def _one(self, name: str) -> Number | None:
        if name.count(".") > 1:
            code, _dot, cell = name.partition(".")
            return self._elsewhere.get(code, {}).get(cell)
        found = self._known.get(self._key(name))
        return None if found is None or found.kind == "blank" else found.value

    def _key(self, name: str) -> str:
        return key_at(name, self._row, self._column)


def key_at(name: str, row: str, column: str) -> str:
    """Give the key of the cell that a check names, at the row or the column it is run for."""
    if "." in name:
        return name.replace(".", "/", 1)
    return f"{row}/{name}" if row else f"{name}/{column}"
