"""The head of a unit's page: where it stands, what it is, its figures, what is odd about it."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.organisation_page import Page
from jianxi_desktop.services.trees import TERRITORIES, TreeNode
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import Elided, Message, inked
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of, points, say_rich
from jianxi_desktop.ui.tree_words import what_is

_EMPTY, _NO_TERM = "未填", "未登记"
_NOTHING: Final = (_EMPTY, _NO_TERM)
_LARGE: Final = 13  # points of a figure
_FACTS: Final = 3  # pairs of caption and value in a line
_ORGANISATION: Final = ("secretary", "phone", "established_on", "approval")
_TERRITORY: Final = ("code", "households", "established_on", "pilot")
_OF_ORGANISATIONS: Final = frozenset(
    f"button:organisation.{key}"
    for key in ("rename", "move", "upgrade", "merge", "dissolve", "chart")
)
_FORMS: Final = (
    ("party_committee", "党委"),
    ("working_committee", "党工委"),
    ("general_branch", "党总支"),
    ("branch", "党支部"),
    ("group", "党小组"),
    ("regional_committee", "区域党（工）委"),
)
_PLACES: Final = (
    ("street", "街道"),
    ("community", "社区"),
    ("compound", "小区"),
    ("grid", "网格"),
    ("micro_grid", "微网格"),
    ("building", "楼栋"),
)


class UnitHead(QWidget):
    """Tells of one organisation or territory.

    Signals:
        wanted: One of those above was clicked; its identity.
    """

    wanted = Signal(object)

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = QLabel()
        self.line.setTextFormat(Qt.TextFormat.RichText)
        self.line.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.line.setAccessibleName("上级")
        self.line.linkActivated.connect(lambda link: self.wanted.emit(UUID(link)))
        self.title = as_title(QLabel())
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.what = as_hint(QLabel())
        self.what.setWordWrap(False)
        self.figures = QLabel()
        self.figures.setTextFormat(Qt.TextFormat.RichText)
        self.figures.setWordWrap(True)
        self.warning = Message()
        self._buttons = tuple(buttons)
        self._facts = QGridLayout()
        self._values: list[tuple[QLabel, Elided]] = []
        self._lay_out(buttons)

    def show_node(self, node: TreeNode) -> None:
        """Show what the tree knows, before the rest is read."""
        self.title.setText(node.name)
        for button in self._buttons:
            button.setVisible(bool(node.form) or button.objectName() not in _OF_ORGANISATIONS)
        ended = "　已撤销" if node.ended else ""
        self.what.setText(what_is(node) + ended)
        pairs = _places_of(node) if not node.form else _organisations_of(node)
        self.show_figures(pairs)

    def show_page(
        self, page: Page, ledger: Ledger, node: TreeNode | None, known: Callable[[UUID], bool]
    ) -> None:
        """Show what was read of it; those above that are ``known`` here can be gone to."""
        say_rich(self.line, _line_of(page, known))
        self.line.setVisible(bool(page.line))
        self._show_facts(_facts_of(page, ledger))
        self.warning.say("\n".join(page.warnings), "warning" if page.warnings else "")
        if node is not None and page.places:
            inside = [(word, page.places.get(key, 0)) for key, word in _PLACES[2:]]
            self.show_figures([*_organisations_of(node), *(each for each in inside if each[1])])

    def show_figures(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Show numbers with what each counts."""
        large = f"font-size:{points(_LARGE):g}pt"
        parts = (
            f'<span style="color:@ink-soft">{escape(word)}</span>&nbsp;'
            f'<b style="color:@ink;{large}">{number:,}</b>'
            for word, number in pairs
        )
        say_rich(self.figures, "&nbsp;&nbsp;&nbsp;&nbsp; ".join(parts))

    def facts(self) -> str:
        """Give the facts as text, a line each."""
        shown = [(label.text(), value.text()) for label, value in self._values]
        return "\n".join(f"{caption}：{text}" for caption, text in shown if caption)

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self._values) < len(facts):
            label, value = as_hint(QLabel()), Elided()
            label.setWordWrap(False)
            row, place = divmod(len(self._values), _FACTS)
            self._facts.addWidget(label, row, place * 2)
            self._facts.addWidget(value, row, place * 2 + 1)
            self._facts.setColumnStretch(place * 2 + 1, 1)
            self._values.append((label, value))
        for place, (label, value) in enumerate(self._values):
            caption, text = facts[place] if place < len(facts) else ("", "")
            label.setText(caption)
            value.setText(text)
            label.setVisible(bool(caption))
            value.setVisible(bool(caption))
            inked(value, "ink-faint" if text in _NOTHING else "ink")

    def _lay_out(self, buttons: Sequence[QWidget]) -> None:
        pad = columns_of(self, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad // 2, pad, pad // 3)
        column.setSpacing(pad // 3)
        name = QHBoxLayout()
        name.setSpacing(pad)
        name.addWidget(self.title)
        name.addWidget(self.what)
        name.addStretch(1)
        self._facts.setHorizontalSpacing(pad)
        self._facts.setVerticalSpacing(pad // 4)
        column.addWidget(self.line)
        column.addLayout(name)
        column.addWidget(self.figures)
        column.addLayout(self._facts)
        column.addWidget(self.warning)
        gap = columns_of(self, 0.5)
        column.addWidget(flow(*buttons, across=gap, down=gap))


def _line_of(page: Page, known: Callable[[UUID], bool]) -> str:
    link, soft = "color:@accent-dark;text-decoration:none", "@ink-soft"
    parts = (
        f'<a href="{one}" style="{link}">{escape(name)}</a>'
        if known(one)
        else f'<span style="color:{soft}">{escape(name)}</span>'
        for one, name in page.line
    )
    return f' <span style="color:{soft}">›</span> '.join(parts)


def _facts_of(page: Page, ledger: Ledger) -> list[tuple[str, str]]:
    keys = _TERRITORY if ledger.key == TERRITORIES else _ORGANISATION
    facts = [(ledger.fields[key].caption, _shown(page, ledger, key)) for key in keys]
    if ledger.key != TERRITORIES:
        facts.insert(2, ("所在区域", page.territory or _EMPTY))
        facts.insert(5, ("本届班子", page.term or _NO_TERM))
    ended = "abolished_on" if ledger.key == TERRITORIES else "dissolved_on"
    if page.values.get(ended):
        facts.append((ledger.fields[ended].caption, _shown(page, ledger, ended)))
    return facts


def _shown(page: Page, ledger: Ledger, key: str) -> str:
    field, value = ledger.fields[key], page.values.get(key)
    if value is None:
        return _EMPTY
    return str(value) if field.masked else field.show(value)


def _organisations_of(node: TreeNode) -> list[tuple[str, int]]:
    counts = node.counts
    members = [("党员", counts.get("members", 0)), ("正式", counts.get("full", 0))]
    members.append(("预备", counts.get("probationary", 0)))
    return [*members, *((word, counts[key]) for key, word in _FORMS if counts.get(key))]


def _places_of(node: TreeNode) -> list[tuple[str, int]]:
    found = [("党组织", node.counts.get("organisations", 0))]
    return [*found, *((word, node.counts[key]) for key, word in _PLACES if node.counts.get(key))]
