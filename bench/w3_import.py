"""W3: take a roster of 30 columns in. The floor is the reader and the driver alone, one after the
other, without a check: python-calamine, then the cells as they are into one table of an encrypted
database, with an index on number, name and branch."""

from datetime import date

from common import TMP, Figures, clock, fresh, main
from data import roster, take_in


def ours(scale: str) -> Figures:
    """Founding, reading in a child, every check, people, memberships, search index."""
    source, path = roster(scale), fresh("w3.jxdb")
    with clock() as figures:
        figures["rows"] = take_in(source, path)
    figures["db_mb"] = path.stat().st_size / 1e6
    return figures


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
    cases = {"floor": floor, "ours": ours, "openpyxl-read": openpyxl}
    main("W3-import", cases, "floor", "district")
