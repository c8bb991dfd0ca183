"""What the tree says of a node and how it is marked: a character on the colour of its form."""

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.trees import TreeNode
from jianxi_desktop.ui.theme import FAMILIES, colour, worn

_SIDE: Final = 64  # pixels the mark is drawn with; shown it is as high as a line
# Character and colour by form, or by kind of territory.
_MARKS: Final = {
    "working_committee": ("工", "ink-soft"),
    "party_committee": ("委", "accent"),
    "general_branch": ("总", "accent-dark"),
    "branch": ("支", "amber"),
    "group": ("组", "good"),
    "regional_committee": ("域", "ink-soft"),
    "city": ("市", "accent"),
    "district": ("区", "accent"),
    "street": ("街", "ink-soft"),
    "community": ("社", "amber"),
    "compound": ("院", "amber"),
    "grid": ("网", "good"),
    "micro_grid": ("微", "good"),
    "building": ("楼", "ink-soft"),
}
# What stands at the side of the line from district to group is drawn as a frame.
_ASIDE: Final = frozenset(("regional", "new_field", "attached", "property", "co_builder", "social"))
_FORM: Final = re.compile(r"(?<=..)(党支部|党小组|党总支|党工委|党委|区域党（工）委)(?=$|（)")
_BELOW: Final = (
    ("street", "街道"),
    ("community", "社区"),
    ("party_committee", "党委"),
    ("general_branch", "党总支"),
    ("branch", "党支部"),
    ("group", "党小组"),
    ("grid", "网格"),
    ("building", "楼栋"),
)


def mark_of(node: TreeNode) -> QIcon:
    """Give the mark of a node."""
    key = node.form or node.kind
    return _mark(worn(), key, node.kind in _ASIDE, node.ended)


def without_form(name: str) -> str:
    """Leave out of a name what its mark says: 第一网格党支部 becomes 第一网格."""
    return _FORM.sub("", name)


def what_is(node: TreeNode) -> str:
    """Say form and field of an organisation, or the kind of a territory."""
    if not node.form:
        return code_table("territory_kind").known.get(node.kind, node.kind)
    forms, kinds = code_table("organisation_form").known, code_table("organisation_kind").known
    return f"{kinds.get(node.kind, node.kind)}　{forms.get(node.form, node.form)}"


def words_of(node: TreeNode) -> str:
    """Say all that the tree knows of a node, a line each."""
    lines = [node.name + ("（已撤销）" if node.ended else ""), what_is(node)]
    if node.secretary:
        lines.append(f"书记 {node.secretary}")
    if node.form:
        lines.append(f"党员 {node.counts.get('members', 0):,} 人（含下级）")
    else:
        lines.append(f"党组织 {node.counts.get('organisations', 0):,} 个（含下级区域）")
        if node.counts.get("households"):
            lines.append(f"居民 {node.counts['households']:,} 户")
    below = [f"{caption} {node.counts[key]:,}" for key, caption in _BELOW if node.counts.get(key)]
    if below:
        lines.append("下级：" + "　".join(below))
    return "\n".join(lines)


@cache
def _mark(_theme: str, key: str, aside: bool, ended: bool) -> QIcon:  # noqa: FBT001 - of the cache
    letter, ink = _MARKS.get(key, ("组", "ink-soft"))
    shade = colour("line-strong" if ended else ink)
    picture = QPixmap(_SIDE, _SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, letter, shade, filled=not aside)
    painter.end()
    found = QIcon(picture)
    found.addPixmap(picture, QIcon.Mode.Selected)  # else Qt tints it
    return found


def _paint(painter: QPainter, letter: str, shade: QColor, *, filled: bool) -> None:
    edge = _SIDE * 0.06
    box = QRectF(edge, edge, _SIDE - 2 * edge, _SIDE - 2 * edge)
    pen = painter.pen()
    pen.setColor(shade)
    pen.setWidthF(_SIDE * 0.07)
    painter.setPen(pen)
    painter.setBrush(shade if filled else colour("sheet"))
    painter.drawRoundedRect(box, _SIDE * 0.18, _SIDE * 0.18)
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(round(_SIDE * 0.6))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(colour("sheet") if filled else shade)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
