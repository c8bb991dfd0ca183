"""W10: what the journal costs. 150,000 people go into the same encrypted table twice: plain
(the driver alone, with the table's indexes) and as the program writes them, journalled. Both also
with the search index, which every import fills too. History, undo and verify are timed after it."""

from common import TMP, Figures, clock, fresh, main
from data import people

PASSWORD = "invented-for-the-bench"
FIELDS = {
    "name": 1, "id_number": 4, "born_on": 5, "school": 8, "major": 9, "native_place": 10,
    "workplace": 17, "job": 18, "phone": 19, "landline": 20, "address": 21, "household": 22,
}  # fmt: skip
COUNTS = {"community": 2_000, "district": 150_000}


def rows_of(scale: str) -> list[dict[str, object]]:
    """Give people as the program's table takes them."""
    return [
        {
            "sex": "1" if cells[2] == "男" else "2",
            "ethnic_group": "01",
            "education": "71",
            **{key: str(cells[place]) or None for key, place in FIELDS.items()},
        }
        for cells in people(COUNTS[scale])
    ]


def insert(scale: str, *, journalled: bool, searched: bool) -> Figures:
    """Insert everybody in one transaction; the time ends with the commit."""
    from jianxi_desktop.db import engines, search, write
    from jianxi_desktop.db.guard import unlocked
    from jianxi_desktop.db.ids import new_ids
    from jianxi_desktop.services.office import found_office

    rows, path = rows_of(scale), fresh("w10.jxdb")
    office = found_office(path, "410305", password=PASSWORD).office
    ledger = office.catalog["person"]
    if not searched:
        search.add = lambda *_given: None
    with clock() as figures, office.change("import") as change:
        if journalled:
            write.insert_rows(change, ledger, rows)
        else:
            serials = range(1, len(rows) + 1)
            columns = {key: [row[key] for row in rows] for key in rows[0]}
            columns |= {"serial": serials, "id": new_ids(len(rows)), "version": [1] * len(rows)}
            columns |= {"replica": [1] * len(rows), "seq": [1] * len(rows)}
            with unlocked(change.connection, "open"):
                engines.insert_many(change.connection, write.table_of(ledger), columns)
            search.add(change.connection, ledger, serials, rows)
    office.close()
    figures["rows"] = len(rows)
    figures["db_mb"] = path.stat().st_size / 1e6
    return figures


def plain(scale: str) -> Figures:
    """The driver alone."""
    return insert(scale, journalled=False, searched=False)


def journal(scale: str) -> Figures:
    """The same rows, journalled."""
    return insert(scale, journalled=True, searched=False)


def plain_search(scale: str) -> Figures:
    """The driver and the search index."""
    return insert(scale, journalled=False, searched=True)


def journal_search(scale: str) -> Figures:
    """As the program writes them."""
    return insert(scale, journalled=True, searched=True)


def after(scale: str) -> Figures:
    """One record's history, the check of everything, and the whole insert taken back."""
    from jianxi_desktop.db.chain import broken_chains, broken_rows
    from jianxi_desktop.services import history
    from jianxi_desktop.services.office import open_office

    insert(scale, journalled=True, searched=True)
    office = open_office(TMP / "w10.jxdb", PASSWORD)
    ledger = office.catalog["person"]
    with office.store.read() as connection:
        record = connection.exec_driver_sql("SELECT id FROM person WHERE serial = 1777").scalar()
    from uuid import UUID

    figures: Figures = {}
    with clock() as one:
        history.history_of(office, ledger, UUID(bytes=record))
    with clock() as two, office.store.read() as connection:
        broken = [*broken_chains(connection), *broken_rows(connection, office.catalog)]
    with clock() as three:
        undone = history.undo_last(office)
    office.close()
    figures["history_ms"] = float(one["wall_s"]) * 1000
    figures["verify_s"], figures["undo_s"] = two["wall_s"], three["wall_s"]
    figures["broken"], figures["undone"] = len(broken), undone.records
    return figures


if __name__ == "__main__":
    TMP.mkdir(exist_ok=True)
    cases = {
        "plain": plain,
        "journal": journal,
        "plain+search": plain_search,
        "journal+search": journal_search,
        "after": after,
    }
    main("W10-journal", cases, "plain", "district")
