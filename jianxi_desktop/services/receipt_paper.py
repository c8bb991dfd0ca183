"""The receipt of a package on paper: one page that the sender's courier takes back."""

import io
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import Area, Cell, Grid, Line, Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services import leaving
from jianxi_desktop.services.arrivals import day_of
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.receipts import COUNTS, STATES, Receipt, receipt_of
from jianxi_desktop.services.rights import needs

KEY, TITLE = "package.receipt", "数据包回执"


@needs(Right.PRINT, whole=True)
def receipt_paper(office: Office, package_id: str, *, today: date) -> Document:
    """Print the receipt of a package, on one page.

    Raises:
        InputError: No such package was ever handled here.
        EnvironmentFailure: Fonts are missing.
    """
    receipt = receipt_of(office, package_id)
    by = leaving.signature(office, today)
    stream = io.BytesIO()
    drawn = draw_slips(stream, TITLE, [_slip(receipt, office.unit.name, by)])
    told = {"paper": KEY, "rows": 1, "full_numbers": False, "package": receipt.package}
    return document_of(f"{TITLE}（{receipt.sender}第{receipt.number}号）", stream, drawn, told)


def of_record(record: UUID | None) -> str:
    """Name the package that a paper of one record is about.

    Raises:
        InputError: None was named.
    """
    if record is None:
        raise InputError(
            "no package named",
            user_message="请先在“收包台”选中一个数据包，再按那里的“打印回执”。",
            code="no_record",
        )
    return record.hex


def _slip(receipt: Receipt, unit: str, by: str) -> Slip:
    part = f"（第 {receipt.part} 部分）" if receipt.part > 1 else ""
    handled = show_day(day_of(receipt.handled_at))
    return Slip(
        TITLE,
        (
            Line((Cell("发件单位", receipt.sender), Cell("收件单位", receipt.receiver))),
            Line(
                (
                    Cell("包　　号", f"第 {receipt.number} 号{part}"),
                    Cell("写出日期", show_day(receipt.written_on)),
                )
            ),
            Line((Cell("处理日期", handled), Cell("结　　果", STATES[receipt.state]))),
            Line((Cell("包的标识", _grouped(receipt.package)),)),
            *_figures(receipt),
            Area("说　　明", "".join(_said(receipt)), least=90),
            Area("收件单位", "", "经办人：　　　　　　（盖章）", least=80),
        ),
        about=f"收件单位：{receipt.receiver}",
        number=f"回执码：{receipt.code}",
        notes=(
            "发件单位可在“U盘数据包”页按“回执”输入回执码核对；内容相符即说明收到的正是所写的这个包。",
        ),
        unit=unit,
        printed_by=by,
    )


def _figures(receipt: Receipt) -> Iterator[Grid]:
    if receipt.counts:
        columns = tuple(Column(caption, 6, Align.CENTER) for caption in COUNTS.values())
        yield Grid(columns, (tuple(str(receipt.counts.get(key, 0)) for key in COUNTS),))
    else:
        columns = (Column("包里的改动（条）", 10, Align.CENTER),)
        yield Grid(columns, ((f"{receipt.records:,}",),))


def _said(receipt: Receipt) -> Iterator[str]:
    if receipt.state == "merged":
        yield "数据包核验无误，内容已全部收下。"
        if waiting := receipt.counts.get("conflicts", 0):
            yield f"有 {waiting} 处两边都改过、内容不同，两边的都保留着，由人选定后随数据包送回。"
    elif receipt.state == "undone":
        yield "这个数据包的合并已经撤销；重新合并后再打印回执。"
    elif receipt.state == "written":
        yield "这是本单位写出的数据包。收件单位合并后念出的回执码应与上面的一致。"
    else:
        yield receipt.reason


def _grouped(identity: str) -> str:
    return " ".join(identity[at : at + 8] for at in range(0, len(identity), 8))
