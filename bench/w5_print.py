"""W5: 71 observation checklists of two pages in one PDF. The peers draw a plain table of the same
12 criteria a page with the same font, without QR codes, page counts and rare characters."""

import io
import shutil
import subprocess

from common import HERE, TMP, Figures, clock, fresh, main

FORMS, ROWS = 71, 12
FONTS = HERE.parent / "resources" / "fonts"
CAPTIONS = ("序号", "观摩内容", "观摩要点、评分说明", "分值", "得分", "备注")
CONTENT = ("社区党委工作汇报", "党群服务中心", "三新讲习所", "三会一课", "主题党日", "党费收缴")
POINTS = ("思路明确，措施具体", "标识统一，功能齐全", "按期召开，签到齐全", "台账清楚，更新及时")


def rows():
    """Give the criteria of one form: number, content, points, most."""
    return [
        (str(at + 1), CONTENT[at % len(CONTENT)], POINTS[at % len(POINTS)], "5")
        for at in range(2 * ROWS)
    ]


def _text(form: int, page: int) -> tuple[str, str]:
    number = f"GMN-2026H2-990101-{form:03d}"
    title = f"城市基层党建工作观摩检查表（{page + 1}）"
    return title, f"表号 {number}　试验第{form}社区　带队：甲某"


def forms():
    """Give the checklists as the program draws them."""
    from jianxi_desktop.domain.scoring import Scale
    from jianxi_desktop.prints.checklist import Checklist, Criterion, Part

    parts = (Part.LISTEN, Part.LOOK, Part.CHECK, Part.RATE)
    criteria = tuple(
        Criterion(parts[place // 6], int(number), content, points, Scale(int(most)))
        for place, (number, content, points, most) in enumerate(rows())
    )
    return [
        Checklist(
            f"GMN-2026H2-990101-{form:03d}",
            "2026年下半年全区示范观摩",
            "全区示范观摩",
            "2026年下半年",
            "甲某",
            f"试验第{form}社区",
            "试验街道",
            criteria,
        )
        for form in range(1, FORMS + 1)
    ]


def draw(checklists, out) -> int:
    """Draw them; give the pages."""
    from jianxi_desktop.prints.observation import draw_checklists

    return draw_checklists(out, checklists).pages


def ours(_scale: str) -> Figures:
    """The program's own checklist."""
    checklists = forms()
    out = io.BytesIO()
    with clock() as figures:
        pages = draw(checklists, out)
    return _told(figures, out.getvalue(), pages)


def canvas(_scale: str) -> Figures:
    """reportlab: text and lines, one embedded subset."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    edges = (40, 75, 190, 360, 400, 450, 555)
    out = io.BytesIO()
    with clock() as figures:
        registerFont(TTFont("zh", str(_font())))
        drawing = Canvas(out, pagesize=(595.3, 841.9))
        for form in range(1, FORMS + 1):
            for page in range(2):
                title, head = _text(form, page)
                drawing.setFont("zh", 16)
                drawing.drawCentredString(297, 790, title)
                drawing.setFont("zh", 9.5)
                drawing.drawString(40, 765, head)
                drawing.grid(edges, [745 - 27 * line for line in range(ROWS + 2)])
                for line, cells in enumerate((CAPTIONS, *rows()[page * ROWS :][:ROWS])):
                    for left, cell in zip(edges, cells, strict=False):
                        drawing.drawString(left + 4, 728 - 27 * line, cell)
                drawing.showPage()
        drawing.save()
    return _told(figures, out.getvalue(), 2 * FORMS)


def typst(_scale: str) -> Figures:
    """typst: source text made and compiled."""
    from typst import compile as compile_typst

    source = fresh("w5.typ")
    with clock() as figures:
        text = [
            '#set page(paper: "a4", margin: 34pt)',
            '#set text(font: "Noto Sans SC", size: 9.5pt)',
        ]
        for form in range(1, FORMS + 1):
            for page in range(2):
                title, head = _text(form, page)
                lines = ((*cells, "", "") for cells in rows()[page * ROWS :][:ROWS])
                cells = ", ".join(f"[{c}]" for line in (CAPTIONS, *lines) for c in line)
                text.append(
                    f"#align(center, text(16pt)[{title}])\n{head}\n#table(columns: (35pt, 115pt, "
                    f"170pt, 40pt, 50pt, 1fr), rows: 27pt, stroke: .6pt, {cells})\n"
                    "#pagebreak(weak: true)"
                )
        source.write_text("\n".join(text), encoding="utf-8")
        pdf = compile_typst(str(source), font_paths=[str(FONTS)], ignore_system_fonts=True)
    return _told(figures, pdf, 2 * FORMS)


def office(_scale: str) -> Figures:
    """LibreOffice, without a window, from a workbook."""
    from xlsxwriter import Workbook

    source = fresh("w5.xlsx")
    with Workbook(source) as book:
        border = book.add_format({"border": 1, "text_wrap": 1, "font_size": 9.5})
        for form in range(1, FORMS + 1):
            for page in range(2):
                sheet = book.add_worksheet()
                sheet.set_paper(9)
                sheet.fit_to_pages(1, 1)
                sheet.set_column(1, 2, 30)
                for line, text in enumerate(_text(form, page)):
                    sheet.write(line, 0, text)
                for line, cells in enumerate((CAPTIONS, *rows()[page * ROWS :][:ROWS]), start=2):
                    sheet.set_row(line, 27)
                    sheet.write_row(line, 0, (*cells, "", "")[:6], border)
    profile = f"-env:UserInstallation=file://{TMP / 'soffice'}"
    soffice = shutil.which("soffice") or "soffice"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", TMP, source]
    with clock() as figures:
        subprocess.run(command, check=True, capture_output=True)
    return _told(figures, source.with_suffix(".pdf").read_bytes(), 2 * FORMS)


def _font():
    return next(FONTS.glob("NotoSansSC*egular*.ttf"), None) or next(FONTS.glob("*Sans*.ttf"))


def _told(figures: Figures, pdf: bytes, pages: int) -> Figures:
    (TMP / "w5.pdf").write_bytes(pdf)
    figures["pages"] = pages
    figures["pages_s"] = pages / float(figures["wall_s"])
    figures["kb"] = len(pdf) / 1000
    return figures


if __name__ == "__main__":
    TMP.mkdir(exist_ok=True)
    cases = {"typst": typst, "ours": ours, "canvas": canvas, "soffice": office}
    main("W5-print", cases, "typst", "district", outside=("typst",))
