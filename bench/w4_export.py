"""W4: write every member as a workbook. The peers are given the same rows by the driver alone."""

from common import Figures, clock, fresh, main
from data import open_ours, open_raw


def ours(scale: str) -> Figures:
    """The export of the member ledger that import reads back."""
    from jianxi_desktop.ledgers import CATALOG
    from jianxi_desktop.schema.query import Query
    from jianxi_desktop.services.revealing import reveal
    from jianxi_desktop.services.roster import export_ledger

    office, path = open_ours(scale), fresh("w4.xlsx")
    with clock() as figures:
        leave = reveal(office, "测量导出", ledger=CATALOG["person"], query=Query())
        figures["rows"] = export_ledger(office, CATALOG["person"], path, Query(), reveal=leave)
    office.close()
    figures["out_mb"] = path.stat().st_size / 1e6
    return figures


def _rows(scale: str):
    connection = open_raw(scale)
    query = """SELECT p.name, p.id_number, p.sex, p.born_on, p.ethnic_group, p.native_place, b.name,
        g.name, m.status, m.joined_on, m.full_on, m.post, m.since, p.education, p.degree, p.school,
        p.major, p.phone, p.landline, p.address, p.household, p.workplace, p.job, p.technical_post,
        p.social_stratum, p.migrant_worker, m.floating, m.joint_unit, m.archive_unit, p.note
        FROM person p JOIN membership m ON m.person = p.id JOIN organisation b ON b.id = m.branch
        LEFT JOIN organisation g ON g.id = m."group" ORDER BY p.serial"""
    return connection.execute(query)


def xlsxwriter(scale: str) -> Figures:
    """XlsxWriter, row after row, nothing styled."""
    from xlsxwriter import Workbook

    path = fresh("w4_xlsxwriter.xlsx")
    with clock() as figures:
        with Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for row, cells in enumerate(_rows(scale)):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
        figures["rows"] = row + 1
    figures["out_mb"] = path.stat().st_size / 1e6
    return figures


def openpyxl(scale: str) -> Figures:
    """openpyxl, write-only, nothing styled."""
    from openpyxl import Workbook

    path = fresh("w4_openpyxl.xlsx")
    with clock() as figures:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        count = 0
        for cells in _rows(scale):
            sheet.append(cells)
            count += 1
        book.save(path)
        figures["rows"] = count
    figures["out_mb"] = path.stat().st_size / 1e6
    return figures


if __name__ == "__main__":
    cases = {"xlsxwriter": xlsxwriter, "ours": ours, "openpyxl": openpyxl}
    main("W4-export", cases, "xlsxwriter", "district")
