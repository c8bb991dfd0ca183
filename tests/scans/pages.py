"""Invented forms: a page with corner squares, a code, rows of circles and boxes to tick."""

import io
from functools import cache

from reportlab.pdfgen.canvas import Canvas

from jianxi_desktop.prints import qr
from jianxi_desktop.prints.page import CODE_SIDE, PORTRAIT
from jianxi_desktop.scans.layout import Box, PageLayout

RADIUS, PITCH, TICK = 4.75, 12.5, 11.0
CODE = (PORTRAIT.right - CODE_SIDE, PORTRAIT.top - CODE_SIDE - 3, CODE_SIDE)
CORNERS = tuple(
    (x, y) for y in (24.5, PORTRAIT.height - 24.5) for x in (24.5, PORTRAIT.width - 24.5)
)
ROWS = 14


def groups() -> list[list[tuple[float, float, float, bool, str]]]:
    """Give rows of places: left, lower, side, round, what is printed in or beside it."""
    rows = []
    for row in range(ROWS):
        y = PORTRAIT.height - 150 - row * 40
        if row % 5 == 4:
            rows.append([(300 + at * 40, y, TICK, False, "ABCD"[at]) for at in range(4)])
        else:
            ones = [(250 + at * PITCH, y, 2 * RADIUS, True, str(at)) for at in range(10)]
            rows.append([*ones, (250 + 11 * PITCH, y, 2 * RADIUS, True, ".5")])
    return rows


@cache
def blank_pdf(text: str) -> bytes:
    """Draw the unmarked page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(PORTRAIT.width, PORTRAIT.height))
    for x, y in CORNERS:
        canvas.rect(x - 4.5, y - 4.5, 9, 9, stroke=0, fill=1)
    _draw_code(canvas, text)
    canvas.setLineWidth(0.5)
    for places in groups():
        y = places[0][1]
        canvas.rect(42, y - 15, PORTRAIT.width - 84, 40)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, y, "What is looked at, and what makes it good")
        for left, low, side, is_round, value in places:
            if is_round:
                canvas.circle(left + side / 2, low + side / 2, side / 2)
                canvas.setFont("Helvetica", 5.5)
                canvas.drawCentredString(left + side / 2, low + side / 2 - 2, value)
            else:
                canvas.rect(left, low, side, side)
                canvas.setFont("Helvetica", 9.5)
                canvas.drawString(left - 10, low + 2, value)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def layout() -> PageLayout:
    """Give where everything is on it."""
    boxes = tuple(
        Box(left, low, side, side, is_round, row)
        for row, places in enumerate(groups())
        for left, low, side, is_round, _value in places
    )
    return PageLayout(PORTRAIT.width, PORTRAIT.height, CORNERS, 9.0, CODE, boxes, 0)


def _draw_code(canvas: Canvas, text: str) -> None:
    rows = qr.encode(text)
    unit = CODE_SIDE / len(rows)
    x, y, side = CODE
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark == "1":
                canvas.rect(
                    x + across * unit, y + side - (down + 1) * unit, unit, unit, stroke=0, fill=1
                )
