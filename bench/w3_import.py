"""W3: take a roster of 30 columns in. The floor is the reader and the driver alone, one after the
other, without a check: python-calamine, then the cells as they are into one table of an encrypted
database, with an index on number, name and branch."""

from datetime import date
from pathlib import Path

from common import TMP, Figures, clock, fresh, main
from data import roster, take_in


def ours(scale: str) -> Figures:
    """Founding, reading in a child, every check, people, memberships, search index."""
    source, path = roster(scale), fresh("w3.jxdb")
    with clock() as figures:
        figures["rows"] = take_in(source, path)
    figures["db_mb"] = path.stat().st_size / 1e6
    return figures


def trial(scale: str) -> Figures:
    """The same as a trial with every row kept for the page, rolled back."""
    source, path = roster(scale), fresh("w3_trial.jxdb")
    with clock() as figures:
        figures["rows"] = take_in(source, path, trial=True, keep_rows=True)
    return figures


def again(scale: str) -> Figures:
    """The same roster once more: every row is looked up, and nothing changes."""
    from data import PASSWORD

    from jianxi_desktop.services.office import open_office
    from jianxi_desktop.services.roster import import_roster

    source, path = roster(scale), fresh("w3_again.jxdb")
    take_in(source, path)
    office = open_office(path, PASSWORD)
    with clock() as figures:
        report = import_roster(office, office.catalog["person"], source, trial=True)
    office.close()
    figures["rows"] = report.unchanged
    return figures


def memory(scale: str) -> Figures:
    """What the program and the reading process take, by rows done: flat is a slope near zero.

    ``slope_kb`` is what a row adds in the last third, by the least squares: until then the page
    cache of the database fills, which ends at 64 MB.
    """
    return _memory(scale)


def kept(scale: str) -> Figures:
    """The same with every row kept for the page."""
    return _memory(scale, keep_rows=True)


def _memory(scale: str, **options: bool) -> Figures:
    source, path = roster(scale), fresh("w3_memory.jxdb")
    seen: list[tuple[int, float, float]] = []

    def look(done: int, _total: int) -> None:
        seen.append((done, _rss("self"), max(map(_rss, _children()), default=0.0)))

    rows = take_in(source, path, trial=True, progress=look, **options)
    later = [each for each in seen if each[0] > rows * 2 / 3]
    first, last = seen[0], seen[-1]
    return {
        "rows": rows,
        "first_mb": first[1],
        "last_mb": last[1],
        "most_mb": max(mine for _done, mine, _child in seen),
        "slope_kb": 1024 * _slope([(done, mine) for done, mine, _child in later]),
        "child_first_mb": first[2],
        "child_most_mb": max(child for _done, _mine, child in seen),
        "child_slope_kb": 1024 * _slope([(done, child) for done, _mine, child in later]),
    }


def _slope(points: list[tuple[int, float]]) -> float:
    mean = sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)
    over = sum((x - mean[0]) * (y - mean[1]) for x, y in points)
    return over / (sum((x - mean[0]) ** 2 for x, _y in points) or 1)


def _rss(process: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _children() -> list[str]:
    found = Path("/proc/self/task").glob("*/children")
    return [child for each in found for child in each.read_text().split()]


def floor(scale: str) -> Figures:
    """What no import can do without."""
    import sqlcipher3.dbapi2 as sqlcipher
    from python_calamine import CalamineWorkbook

    source, path = roster(scale), fresh("w3_floor.db")
    with clock() as figures:
        with clock() as reading:
            book = CalamineWorkbook.from_path(source)
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
        figures["read_s"] = reading["wall_s"]
        connection = sqlcipher.connect(path)
        for pragma in (f"key=\"x'{'2b' * 32}'\"", "journal_mode=WAL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")
        columns = [f"c{place}" for place in range(len(rows[0]))]
        connection.execute(f"CREATE TABLE r(id INTEGER PRIMARY KEY, {', '.join(columns)})")
        for column in ("c4", "c1", "c14"):
            connection.execute(f"CREATE INDEX i{column} ON r({column})")
        marks = ", ".join("?" * len(columns))
        plain = ([str(c) if isinstance(c, date) else c for c in row] for row in rows)
        connection.executemany(f"INSERT INTO r VALUES (NULL, {marks})", plain)
        connection.commit()
        connection.close()
    figures["rows"] = len(rows)
    return figures


def openpyxl(scale: str) -> Figures:
    """The other reader, reading only."""
    from openpyxl import load_workbook

    with clock() as figures:
        book = load_workbook(roster(scale), read_only=True)
        figures["rows"] = sum(1 for _row in book.active.iter_rows(values_only=True)) - 1
    return figures


if __name__ == "__main__":
    TMP.mkdir(exist_ok=True)
    cases = {
        "floor": floor,
        "ours": ours,
        "trial": trial,
        "again": again,
        "memory": memory,
        "memory-kept": kept,
        "openpyxl-read": openpyxl,
    }
    main("W3-import", cases, "floor", "district")
