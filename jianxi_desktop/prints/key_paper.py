"""The paper by which another office comes to know this one's card (单位名片).

It holds no secret. A QR code carries the card itself, so that a scan or a photograph is as good as
the file; the fingerprint is what both sides read to each other by telephone.
"""

from dataclasses import dataclass
from typing import BinaryIO

from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.page import PORTRAIT, Identity, draw_footer
from jianxi_desktop.prints.sections import draw_sections
from jianxi_desktop.prints.wrapping import fit

TITLE = "单位名片"
_CODE_SIDE, _EDGE = 200.0, 18.0
_THIN, _THICK = 0.5, 1.2
_SECTIONS = (
    (
        "对方单位怎样登记",
        (
            (
                "1. 打开程序，“数据包”页的“名片与信任”，按“信任名片”，选名片文件（.jxcard），"
                "或选这张纸的扫描件、照片。"
            ),
            (
                "2. 用平时联系的电话打给本单位，请本单位的人照着自己程序里的指纹逐组念，"
                "对方照听到的填五组数字，程序逐组核对。"
            ),
            "3. 五组都一致再信任；有一组不一致就不要信任，请本单位重新导出名片。",
        ),
    ),
    (
        "请注意",
        (
            (
                "名片里没有秘密，可以复印、拍照、用U盘带。但只看纸上印的指纹不算核对："
                "纸可能被人换过，一定要打电话或当面念。"
            ),
            "本单位更换密钥、电脑遗失后，这张纸作废，要另打一张。",
        ),
    ),
)
_SIGNED = (
    ("本单位经办人", "本单位负责人（盖章）", "日　期"),
    ("对方核对人", "核对方式（电话／当面）", "日　期"),
)


@dataclass(frozen=True)
class KeyPaper:
    """What stands on the paper.

    Attributes:
        unit: The office.
        code: Its unit code.
        made_on: Day the keys were made, as it is to be shown.
        printed_on: Day of printing, as it is to be shown.
        groups: The fingerprint's five groups.
        card: The card as its file has it; the QR code says the same.
        before: Fingerprint of the keys these took the place of; empty for an office's first.
    """

    unit: str
    code: str
    made_on: str
    printed_on: str
    groups: tuple[str, ...]
    card: str
    before: str = ""


def draw_key_paper(stream: BinaryIO, paper: KeyPaper) -> PrintResult:
    """Draw the paper, one page of A4.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    document = Document(stream, find_fonts(), f"{TITLE} {paper.unit}")
    drawing = document.drawing()
    y = _draw_head(drawing, paper)
    y = _draw_key(drawing, paper, y - 10)
    y = draw_sections(drawing, _SECTIONS, y - 26)
    _draw_signatures(drawing, y - 4)
    draw_footer(drawing, PORTRAIT, Identity("", paper.unit, paper.printed_on), 1, 1)
    document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
    document.finish()
    return PrintResult(document.pages, (), document.missing, document.cut)


def _draw_head(drawing: Drawing, paper: KeyPaper) -> float:
    middle = PORTRAIT.width / 2
    drawing.text(middle, 768, TITLE, face=Typeface.TITLE, size=24, align=Align.CENTER)
    note = "交换数据包之前，请对方单位登记这张名片，并打电话核对指纹"
    drawing.text(middle, 744, note, face=Typeface.HEI, size=10.5, align=Align.CENTER)
    facts = [("单　　位", paper.unit), ("区划代码", paper.code), ("密钥日期", paper.made_on)]
    if paper.before:
        facts.append(("接　　替", f"原密钥，指纹 {paper.before}"))
    width, y = PORTRAIT.right - PORTRAIT.left - 76, 712.0
    for caption, value in facts:
        drawing.text(PORTRAIT.left, y, caption, face=Typeface.BOLD, size=11)
        fitted = fit(drawing.letters(Typeface.SONG), value, width, size=13, floor=8)
        drawing.text(PORTRAIT.left + 76, y, fitted.lines[0], face=Typeface.SONG, size=fitted.size)
        drawing.cut += fitted.cut
        y -= 22
    return y + 8


def _draw_key(drawing: Drawing, paper: KeyPaper, top: float) -> float:
    """Draw the fingerprint, a group a line, beside the code that carries the card."""
    height = _CODE_SIDE + 2 * _EDGE
    left, bottom = PORTRAIT.left, top - height
    drawing.pen(_THICK)
    drawing.box(left, bottom, PORTRAIT.right - left, height)
    drawing.code(PORTRAIT.right - _CODE_SIDE - _EDGE, bottom + _EDGE, _CODE_SIDE, paper.card)
    wide = PORTRAIT.right - _CODE_SIDE - 2 * _EDGE - left
    drawing.text(left + 14, top - 24, "指　纹", face=Typeface.BOLD, size=12)
    drawing.text(left + 66, top - 24, "逐组念给对方听", face=Typeface.SONG, size=10)
    pitch = (height - 44) / len(paper.groups)
    drawing.pen(_THIN)
    for place, group in enumerate(paper.groups, start=1):
        y = top - 36 - pitch * place + pitch / 2 - 4
        drawing.text(left + 14, y + 2, f"第 {place} 组", face=Typeface.HEI, size=10)
        for step, digit in enumerate(group):
            x = left + 84 + step * 30
            drawing.text(x, y, digit, face=Typeface.BOLD, size=22, align=Align.CENTER)
        if place < len(paper.groups):
            drawing.line(left + 14, y - 10, left + wide - 6, y - 10)
    return bottom


def _draw_signatures(drawing: Drawing, y: float) -> None:
    """Draw where both offices sign: who gave the card out, who compared it, and how."""
    left, width = PORTRAIT.left, PORTRAIT.right - PORTRAIT.left
    wide = width / len(_SIGNED[0])
    drawing.pen(_THIN)
    for captions in _SIGNED:
        for place, caption in enumerate(captions):
            x = left + place * wide
            drawing.box(x, y - 22, wide, 22)
            drawing.box(x, y - 56, wide, 34)
            middle = x + wide / 2
            drawing.text(middle, y - 15, caption, face=Typeface.HEI, size=10, align=Align.CENTER)
        y -= 56
