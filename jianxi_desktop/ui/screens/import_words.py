"""What the import page says: rows and outcomes of a roster in Chinese."""

from collections.abc import Mapping, Sequence

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import Decision, RosterReport, RowReport
from jianxi_desktop.ui.screens.table import Column, Line

ACTIONS: Mapping[str, str] = {
    "create": "新增",
    "update": "更新",
    "same": "不变",
    "review": "待核对",
    "refuse": "不能导入",
    "skip": "跳过",
}
_STATES = {
    "create": "good",
    "update": "good",
    "refuse": "error",
    "review": "warning",
    "skip": "quiet",
    "same": "quiet",
}
_SEVERITIES = {"error": "error", "review": "warning", "warning": "warning"}
_ORDER = ("warning", "review", "error")
_FIRST = 3  # columns before the roster's own: row, action, remarks


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


class RowWords:
    """Puts the rows of one report into lines of a table."""

    def __init__(
        self, ledger: Ledger, report: RosterReport, decisions: Mapping[int, Decision]
    ) -> None:
        taken = [key for key in report.columns.values() if key in ledger.all_fields]
        self._keys = tuple(dict.fromkeys(key for key in taken if key))
        self._fields = ledger.all_fields
        self._decisions = decisions
        fields = [ledger.all_fields[key] for key in self._keys]
        self.columns = (
            Column("行号", 3, right=True),
            Column("处理", 6),
            Column("说明", 22),
            *(Column(each.caption, max(each.width, len(each.caption))) for each in fields),
        )

    def line(self, row: RowReport) -> Line:
        """Give a row in words, the changed and the doubtful cells marked."""
        cells = (
            str(row.row),
            self._action(row),
            self.remarks(row),
            *(self._cell(row, key) for key in self._keys),
        )
        return Line(cells, self._states(row))

    def remarks(self, row: RowReport) -> str:
        """Say what changes and all that is wrong or odd about a row."""
        changes = [f"{self._caption(key)}：{_change(*both)}" for key, both in row.changes.items()]
        return "；".join([*changes, *(issue.text for issue in row.issues)])

    def _action(self, row: RowReport) -> str:
        decision = self._decisions.get(row.row)
        if decision is not None and row.action == "review":
            return ANSWERS[decision.answer]
        return ACTIONS.get(row.action, row.action)

    def _cell(self, row: RowReport, key: str) -> str:
        if key in row.changes:
            return _change(*row.changes[key])
        return row.values.get(key, "")

    def _caption(self, key: str) -> str:
        return self._fields[key].caption if key in self._fields else key

    def _states(self, row: RowReport) -> dict[int, str]:
        states = {_FIRST + n: "changed" for n, key in enumerate(self._keys) if key in row.changes}
        for issue in sorted(row.issues, key=lambda each: _ORDER.index(each.severity)):
            if issue.field in self._keys:
                states[_FIRST + self._keys.index(issue.field)] = _SEVERITIES[issue.severity]
        states[1] = _STATES.get(row.action, "")
        if row.action == "review" and row.row in self._decisions:
            states[1] = "quiet" if self._decisions[row.row].answer == "leave" else "good"
        return states


ANSWERS: Mapping[str, str] = {"same": "同一个人", "other": "另一个人", "leave": "这次不导入"}


def _change(old: str, new: str) -> str:
    """Show what a cell said before and what it says then; what was empty is only filled."""
    return f"{old} → {new}" if old else f"（空）→ {new}"


def where_read(report: RosterReport, *, pasted: bool = False) -> str:
    """Say which sheet was read, where its heading stands, and what else was noticed."""
    taken = sum(1 for key in report.columns.values() if key)
    left = len(report.columns) - taken
    sheet = f"读的是工作表“{report.sheet}”，" if report.sheet else ""
    words = "" if pasted else f"{sheet}表头在第 {report.header_row} 行，"
    words += f"认出 {taken} 列" + (f"，{left} 列没有收。" if left else "。")
    return words + "".join(_sentence(note) for note in report.notes)


def _sentence(note: str) -> str:
    return note if note.endswith(("。", "！", "？")) else f"{note}。"


def learned_of(report: RosterReport, ledger: Ledger) -> str:
    """Say which columns were matched as they were the last time; empty if none was."""
    if not report.learned:
        return ""
    fields = ledger.all_fields
    said = (
        f"{caption}→{fields[key].caption if key in fields else '不收'}"
        for caption, key in ((c, k or "") for c, k in report.learned.items())
    )
    return f"已按上次的选择：{'，'.join(said)}"


def headings_given(ledger: Ledger) -> str:
    """Say that a block came without a heading line and how it was read."""
    return (
        f"粘贴的内容没有表头，按“{ledger.title}”列表的列次序对应。"
        "请到“各列”看对不对，不对就改，再按“照这样读”。"
    )


def block_of(pasted: str) -> str:
    """Say how large a pasted block is."""
    return f"从剪贴板来的，{len(pasted.splitlines()):,} 行"


_PASTE = "表里本来就没有表头的，可以在表格软件里选中内容复制，到这里按“粘贴表格”。"


def question_of(report: RosterReport, ledger: Ledger) -> str:
    """Say why a file was not read and what to do, for the states other than ``read``."""
    heads = {
        "ask": "这份表要先由您定一下：",
        "ask_password": "这份表加了密码：",
        "refuse": "这份文件不能导入：",
    }
    asked = _asked(report, ledger) if report.file == "ask" and report.columns else ""
    more = _PASTE if report.code == "no_heading" else ""
    return heads.get(report.file, "") + (asked or report.reason) + more


def _asked(report: RosterReport, ledger: Ledger) -> str:
    """Say what can be answered in the table of columns right below."""
    fields = ledger.all_fields
    if report.rivals:
        said = "；".join(
            f"“{fields[key].caption}”有 {len(captions)} 列（{'、'.join(captions)}）"
            for key, captions in report.rivals.items()
            if key in fields
        )
        return f"{said}，不知道用哪一列。请在下面定一列，再按“照这样读”。"
    if report.code != "missing_columns":
        return ""
    got = set(report.columns.values())
    missing = [f.caption for f in ledger.roster_fields if f.required and f.key not in got]
    return (
        f"缺少必需的列“{'”“'.join(missing)}”。表里有的，请在下面选出是哪一列；"
        "没有的，请在表里补上再重新读取。"
    )


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
    return [f"{ACTIONS[each]} {numbers[each]:,}" for each in actions if numbers[each]]
