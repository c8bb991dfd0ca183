"""Forms to print, and ways to read what was printed."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.prints.checklist import Checklist, Criterion, Part
from jianxi_desktop.prints.fonts import find_fonts
from jianxi_desktop.prints.lettering import Lettering


@dataclass(frozen=True)
class Word:
    """One word as poppler sees it, in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Area:
    """A filled shape as pdfium sees it, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def is_apart(self, other: "Area") -> bool:
        """Tell whether two areas share nothing but an edge."""
        return (
            self.right <= other.left + 0.5
            or other.right <= self.left + 0.5
            or self.top <= other.bottom + 0.5
            or other.top <= self.bottom + 0.5
        )


@pytest.fixture
def lettering() -> Lettering:
    return Lettering(find_fonts())


@pytest.fixture
def criteria() -> tuple[Criterion, ...]:
    texts = (
        (Part.LISTEN, "社区党委工作汇报", "思路明确、措施具体，汇报不超过10分钟。", 5),
        (Part.LOOK, "党群服务中心", "办公场地最小化、服务场地最大化，一室多用。", 6),
        (Part.LOOK, "“三新”讲习所", "课程表、讲师名册上墙，当月有讲习记录。", 5),
        (Part.CHECK, "三会一课", "按期召开，记录完整，签到齐全；缺一次扣1分。", 10),
        (Part.RATE, "党员群众满意度", "现场测评分等级。", 4),
    )
    return tuple(
        Criterion(part, at, item, guidance, Scale(most))
        for at, (part, item, guidance, most) in enumerate(texts, 1)
    )


@pytest.fixture
def checklist(criteria: tuple[Criterion, ...]) -> Callable[..., Checklist]:
    def make(number: int = 1, **changes: Any) -> Checklist:
        facts = {
            "form_number": f"GMS-2018H1-990101001-{number:03d}",
            "round_name": "2018年上半年全区示范观摩",
            "step": "全区示范观摩",
            "period": "2018年上半年",
            "leader": "甲𠮷",
            "visited": f"试验第{number}社区",
            "street": "试验路街道",
            "criteria": criteria,
            "unit": "试验区委组织部",
            "printed_on": "2018年6月12日",
        }
        return Checklist(**{**facts, **changes})

    return make


@pytest.fixture
def tool(tmp_path: Path) -> Callable[..., str]:
    """Run a program of poppler or qpdf on a PDF; skipped by name where it is absent."""

    def run(name: str, pdf: BytesIO, *arguments: str) -> str:
        program = shutil.which(name)
        if program is None:
            pytest.skip(f"{name} is not installed (Debian: poppler-utils, qpdf)")
        path = tmp_path / "read.pdf"
        path.write_bytes(pdf.getvalue())
        options = arguments if arguments[-1:] != ("-",) else arguments[:-1]
        last = ("-",) if arguments[-1:] == ("-",) else ()
        done = subprocess.run(
            [program, *options, str(path), *last], capture_output=True, check=True
        )
        assert not done.stderr, done.stderr
        return done.stdout.decode("utf-8")

    return run


@pytest.fixture
def words(tool: Callable[..., str]) -> Callable[[BytesIO], list[Word]]:
    def read(pdf: BytesIO) -> list[Word]:
        found, page = [], 0
        for line in tool("pdftotext", pdf, "-bbox", "-").splitlines():
            page += "<page " in line
            numbers = [float(number) for number in re.findall(r'="([-\d.]+)"', line)]
            if "<word " in line:
                found.append(Word(page, *numbers, re.sub("<[^>]+>", "", line).strip()))
        return found

    return read


@pytest.fixture
def page_texts() -> Callable[[BytesIO], list[str]]:
    """Read the text of each page with pdfium, without spaces and line ends."""
    import pypdfium2

    def read(pdf: BytesIO) -> list[str]:
        document = pypdfium2.PdfDocument(pdf.getvalue())
        try:
            texts = []
            for page in document:
                reader = page.get_textpage()
                texts.append(re.sub(r"\s", "", reader.get_text_range()))
                reader.close()
                page.close()
            return texts
        finally:
            document.close()

    return read


def _objects(pdf: BytesIO, kind: int) -> Any:
    """Give the objects of a kind on each page, while the document is open."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf.getvalue()) as document:
        for page in document:
            yield page, [each for each in page.get_objects() if each.type == kind]
            page.close()


@pytest.fixture
def boxes() -> Callable[[BytesIO], list[list[Area]]]:
    """Read where the filled shapes of each page are; narrow bars are left out."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    def is_filled(each: Any) -> bool:
        mode, stroke = c_int(), c_int()
        raw.FPDFPath_GetDrawMode(each.raw, byref(mode), byref(stroke))
        return mode.value != raw.FPDF_FILLMODE_NONE

    def read(pdf: BytesIO) -> list[list[Area]]:
        return [
            [
                area
                for each in found
                if is_filled(each) and (area := Area(*each.get_bounds())).right - area.left > 5
            ]
            for _page, found in _objects(pdf, raw.FPDF_PAGEOBJ_PATH)
        ]

    return read


@pytest.fixture
def sizes() -> Callable[[BytesIO], list[tuple[float, str]]]:
    """Read how large each piece of text is set, in points, and what it says."""
    from ctypes import byref, c_float, create_string_buffer, sizeof

    from pypdfium2 import raw

    def read(pdf: BytesIO) -> list[tuple[float, str]]:
        told = []
        for page, found in _objects(pdf, raw.FPDF_PAGEOBJ_TEXT):
            reader = page.get_textpage()
            for each in found:
                size, text = c_float(), create_string_buffer(2000)
                raw.FPDFTextObj_GetFontSize(each.raw, byref(size))
                used = raw.FPDFTextObj_GetText(
                    each.raw, reader.raw, raw.FPDF_WCHAR.from_buffer(text), sizeof(text)
                )
                told.append((round(size.value, 2), text.raw[: used - 2].decode("utf-16-le")))
            reader.close()
        return told

    return read
