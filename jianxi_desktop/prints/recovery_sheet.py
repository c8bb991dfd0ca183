"""The sheet with the recovery key (恢复密钥): printed once, signed, sealed in an envelope.

It is drawn into memory and nowhere else: the key is to exist on paper only.
"""

from dataclasses import dataclass
from typing import BinaryIO

from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.page import PORTRAIT, Identity, draw_footer
from jianxi_desktop.prints.sections import draw_sections
from jianxi_desktop.prints.wrapping import fit

TITLE = "数据库恢复密钥"
_CODE_SIDE = 118.0
_THIN, _THICK = 0.5, 1.2
_SECTIONS = (
    (
        "什么时候用",
        (
            "忘记密码、管理员离开或其他原因，没有人能用密码打开数据库时。",
            "平时不用。看到这张纸、又拿到数据库文件的人，可以打开全部内容。",
        ),
    ),
    (
        "怎样用",
        (
            "1. 打开程序，在输入密码的页面按“忘记密码”。",
            "2. 照上面四行逐个输入，大小写、横线、空格都不要紧；没有字母 I、L、O、U。",
            "　 某一行输错，程序会指出是第几行。",
            "3. 设一个新密码。恢复密钥以后还能用，装回信封重新封好，在下面登记。",
        ),
    ),
    (
        "怎样保管",
        (
            "装入信封，封口处签名，由书记或指定的人锁入柜中，与电脑分开存放。",
            "不拍照、不复印、不扫描、不存入电脑和手机、不用聊天软件发送。",
        ),
    ),
    (
        "丢失、拆封不明或保管人变动时",
        (
            "由管理员在程序中“更换恢复密钥”：原来这张立即作废，打印新的一张，旧的当场销毁。",
            "密码和恢复密钥都没有了，谁也打不开数据库，包括上级和软件的制作者，只能从数据包找回。",
        ),
    ),
)
_SIGNED = ("经办人", "保管人", "封存日期")


@dataclass(frozen=True)
class RecoverySheet:
    """What stands on the sheet.

    Attributes:
        unit: The office.
        database: Short number that tells databases of one office apart.
        made_on: Day the key was made, as it is to be shown.
        lines: The key's four lines, each of groups parted by dashes.
        code: Text of the QR code.
    """

    unit: str
    database: str
    made_on: str
    lines: tuple[str, ...]
    code: str


def draw_recovery_sheet(stream: BinaryIO, sheet: RecoverySheet) -> PrintResult:
    """Draw the sheet, one page of A4.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    # The title is in the file's properties, which a printer's queue shows: no key, no number.
    document = Document(stream, find_fonts(), TITLE)
    drawing = document.drawing()
    y = _draw_head(drawing, sheet)
    y = _draw_key(drawing, sheet, y - 14)
    y = draw_sections(drawing, _SECTIONS, y - 24)
    _draw_signatures(drawing, y - 8)
    draw_footer(drawing, PORTRAIT, Identity("", sheet.unit, sheet.made_on), 1, 1)
    document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
    document.finish()
    return PrintResult(document.pages, (), document.missing, document.cut)


def _draw_head(drawing: Drawing, sheet: RecoverySheet) -> float:
    middle = PORTRAIT.width / 2
    drawing.text(middle, 768, TITLE, face=Typeface.TITLE, size=24, align=Align.CENTER)
    note = "请装入信封密封保管，不要与电脑放在一起"
    drawing.text(middle, 744, note, face=Typeface.HEI, size=10.5, align=Align.CENTER)
    y = 712.0
    facts = (("单　　位", sheet.unit), ("数据库编号", sheet.database), ("生成日期", sheet.made_on))
    width = PORTRAIT.right - PORTRAIT.left - 84
    for caption, value in facts:
        drawing.text(PORTRAIT.left, y, caption, face=Typeface.BOLD, size=11)
        fitted = fit(drawing.letters(Typeface.SONG), value, width, size=13, floor=8)
        drawing.text(PORTRAIT.left + 84, y, fitted.lines[0], face=Typeface.SONG, size=fitted.size)
        drawing.cut += fitted.cut
        y -= 22
    return y + 8


def _draw_key(drawing: Drawing, sheet: RecoverySheet, top: float) -> float:
    """Draw the lines beside their QR code, each group in its own column."""
    height = _CODE_SIDE + 36
    left, bottom = PORTRAIT.left, top - height
    drawing.pen(_THICK)
    drawing.box(left, bottom, PORTRAIT.right - left, height)
    drawing.code(PORTRAIT.right - _CODE_SIDE - 18, bottom + 18, _CODE_SIDE, sheet.code)
    pitch = (height - 24) / len(sheet.lines)
    drawing.pen(_THIN)
    for place, line in enumerate(sheet.lines, start=1):
        y = top - 12 - pitch * place + pitch / 2 - 7
        drawing.text(left + 14, y, f"第 {place} 行", face=Typeface.HEI, size=10)
        for column, group in enumerate(line.split("-")):
            x = left + 62 + column * 76
            for step, letter in enumerate(group):
                drawing.text(
                    x + 8 + step * 16, y, letter, face=Typeface.BOLD, size=21, align=Align.CENTER
                )
        if place < len(sheet.lines):
            drawing.line(left + 14, y - 12, left + 62 + 4 * 76 - 8, y - 12)
    return bottom


def _draw_signatures(drawing: Drawing, y: float) -> None:
    """Draw three rows to sign: when it is sealed, and each time the envelope was opened."""
    left, width = PORTRAIT.left, PORTRAIT.right - PORTRAIT.left
    columns = (90.0, *[(width - 90) / len(_SIGNED)] * len(_SIGNED))
    rows = (
        ("", *_SIGNED),
        ("首次封存", "", "", ""),
        ("启封重封", "", "", ""),
        ("启封重封", "", "", ""),
    )
    height = 25.0
    drawing.pen(_THIN)
    for row in rows:
        x = left
        for text, wide in zip(row, columns, strict=True):
            drawing.box(x, y - height, wide, height)
            drawing.text(
                x + wide / 2,
                y - height / 2 - 4,
                text,
                face=Typeface.HEI,
                size=10,
                align=Align.CENTER,
            )
            x += wide
        y -= height
