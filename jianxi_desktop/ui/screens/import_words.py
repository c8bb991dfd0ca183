"""What the import page says: rows, columns and outcomes of a roster in Chinese."""

from collections.abc import Mapping, Sequence

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import RosterReport, RowReport
from jianxi_desktop.ui.screens.table import Column, Line

FIGURES: Mapping[str, tuple[str, str]] = {
    "create": ("新增", "good"),
    "update": ("更新", "good"),
    "same": ("不变", "ink"),
    "review": ("待核对", "amber"),
    "refuse": ("不能导入", "error"),
    "skip": ("跳过", "ink-soft"),
}
_ACTIONS = {key: caption for key, (caption, _colour) in FIGURES.items()}
_STATES = {"refuse": "error", "review": "warning", "skip": "quiet", "same": "quiet"}
_SEVERITIES = {"error": "error", "review": "warning", "warning": "warning"}
_ORDER = ("warning", "review", "error")
_FIRST = 3  # columns before the roster's own: row, action, reasons


def numbers_of(report: RosterReport) -> dict[str, int]:
    """Count the rows by what becomes of them."""
    return {
        "create": report.created,
        "update": report.updated,
        "same": report.unchanged,
        "review": report.review,
        "refuse": report.refused,
        "skip": report.skipped,
    }


def is_left_out(row: RowReport) -> bool:
    """Tell whether a row is not written until somebody mends it or decides."""
    return row.action in {"refuse", "review"}


def is_odd(row: RowReport) -> bool:
    """Tell whether a row is taken although something about it should be looked at."""
    return bool(row.issues) and not is_left_out(row)


class RowWords:
    """Puts the rows of one report into lines of a table."""

    def __init__(self, ledger: Ledger, report: RosterReport) -> None:
        taken = [key for key in report.columns.values() if key]
        self._keys = tuple(dict.fromkeys(taken))
        fields = [ledger.all_fields[key] for key in self._keys]
        self.columns = (
            Column("行号", 3, right=True),
            Column("处理", 4),
            Column("原因", 22),
            *(Column(each.caption, max(each.width, len(each.caption))) for each in fields),
        )
        self._known = {key: ledger.all_fields[key].caption for key in self._keys}

    def line(self, row: RowReport) -> Line:
        """Give a row in words, the doubtful cells marked."""
        cells = (
            str(row.row),
            _ACTIONS.get(row.action, row.action),
            reasons_of(row),
            *(row.values.get(key, "") for key in self._keys),
        )
        return Line(cells, self._states(row))

    def _states(self, row: RowReport) -> dict[int, str]:
        states: dict[int, str] = {}
        for issue in sorted(row.issues, key=lambda each: _ORDER.index(each.severity)):
            if issue.field in self._known:
                place = _FIRST + self._keys.index(issue.field)
                states[place] = _SEVERITIES[issue.severity]
        if row.action in _STATES:
            states[1] = _STATES[row.action]
        return states


def reasons_of(row: RowReport) -> str:
    """Give all that is wrong or odd about a row."""
    return "；".join(issue.text for issue in row.issues)


COLUMN_HEADS = (Column("文件里的列", 16), Column("收进", 14), Column("说明", 36))


def column_lines(ledger: Ledger, report: RosterReport) -> list[Line]:
    """Say what each column of the file was taken for; those that were not come first."""
    lines = [_column_line(ledger, caption, key) for caption, key in report.columns.items()]
    return sorted(lines, key=lambda line: bool(line.cells[1]))


def _column_line(ledger: Ledger, caption: str, key: str | None) -> Line:
    if key is not None:
        return Line((caption, ledger.all_fields[key].caption, ""), {1: "good"})
    if caption in ledger.ignored:
        return Line((caption, "", "由程序自己计算或编号，不用收"), {2: "quiet"})
    return Line((caption, "", "没有认出：如果需要，请把表头改成模板里的名称再导入"), {2: "warning"})


def where_read(report: RosterReport) -> str:
    """Say which sheet was read, where its heading stands, and what else was noticed."""
    taken = sum(1 for key in report.columns.values() if key)
    left = len(report.columns) - taken
    words = f"读的是工作表“{report.sheet}”，表头在第 {report.header_row} 行，认出 {taken} 列"
    words += f"，{left} 列没有收。" if left else "。"
    return words + "".join(report.notes)


def question_of(report: RosterReport) -> str:
    """Say why a file was not read and what to do, for the states other than ``read``."""
    heads = {
        "ask": "这份表要先由您定一下：",
        "ask_password": "这份表加了密码：",
        "refuse": "这份文件不能导入：",
    }
    return heads.get(report.file, "") + report.reason


def outcome(report: RosterReport, title: str) -> str:
    """Say what an import did."""
    parts = _parts(report, ("create", "update", "same"))
    return f"{title}：{'，'.join(parts) or '没有要写入的内容'}。"


def left_over(report: RosterReport) -> str:
    """Say what an import left out and how to get it in; empty if nothing."""
    number = report.refused + report.review
    if not number:
        return ""
    return (
        f"还有 {number} 行没有写入（{'，'.join(_parts(report, ('refuse', 'review')))}）。"
        "可以“导出问题清单”，在里面改好后把清单当名册再导入一次。"
    )


def _parts(report: RosterReport, actions: Sequence[str]) -> list[str]:
    numbers = numbers_of(report)
    return [f"{_ACTIONS[each]} {numbers[each]:,}" for each in actions if numbers[each]]
