"""A document and the drawings on its pages.

A ``Drawing`` collects what stands at which place; it becomes a page, or a stamp that many pages
show. Places are in points from the lower left corner, as in PDF.
"""

import re
from collections.abc import Sequence
from enum import Enum
from typing import BinaryIO

from jianxi_desktop.prints import qr
from jianxi_desktop.prints.fonts import Fonts, Typeface
from jianxi_desktop.prints.lettering import Lettering, Letters
from jianxi_desktop.prints.pdf import PdfFile, number, text_string
from jianxi_desktop.prints.picture_file import PalettePicture
from jianxi_desktop.prints.wrapping import Fitted

Colour = tuple[float, float, float]  # red, green, blue, each from 0 to 1

PRODUCER = "涧西党建工作台"
BLACK: Colour = (0, 0, 0)
_DARK = re.compile("1+")
_BEND = 0.5523  # how far the handles of a quarter circle reach, in radii
_QUARTERS_OF_A_RING = (
    (1, _BEND, _BEND, 1, 0, 1),
    (-_BEND, 1, -1, _BEND, -1, 0),
    (-1, -_BEND, -_BEND, -1, 0, -1),
    (_BEND, -1, 1, -_BEND, 1, 0),
)


class Align(Enum):
    """Which part of a line stands at the place given: its start, middle or end."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


class Drawing:
    """What stands on a page or a stamp.

    Attributes:
        missing: Characters on it that no font has.
        cut: Texts on it whose end was left out.
    """

    def __init__(self, lettering: Lettering) -> None:
        self._lettering = lettering
        self._operators: list[str] = []
        self.missing: dict[str, None] = {}
        self.cut = 0

    def letters(self, face: Typeface) -> Letters:
        """Give the letters of a typeface, to measure with."""
        return self._lettering[face]

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: Typeface,
        size: float,
        align: Align = Align.LEFT,
    ) -> None:
        """Set one line on the base line ``y``; the text is on one line already."""
        if not text:
            return
        letters = self._lettering[face]
        if align is not Align.LEFT:
            x -= letters.width(text, size) * align.value
        shown = letters.show(text, size)
        self._operators.append(f"BT {number(x)} {number(y)} Td {shown} ET")
        if self._lettering.missing:
            self.missing |= dict.fromkeys(c for c in text if c in self._lettering.missing)

    def box_text(
        self,
        box: tuple[float, float, float, float],
        fitted: Fitted,
        *,
        face: Typeface,
        leading: float = 1.3,
        align: Align = Align.LEFT,
    ) -> None:
        """Set lines in a box (left, bottom, width, height), centred from top to bottom."""
        left, bottom, width, height = box
        pitch = fitted.size * leading
        # A Chinese letter reaches from 0.12 em below the base line to 0.88 em above it.
        y = bottom + (height + pitch * (len(fitted.lines) - 1)) / 2 - fitted.size * 0.38
        x = left + width * align.value
        for line in fitted.lines:
            self.text(x, y, line, face=face, size=fitted.size, align=align)
            y -= pitch
        self.cut += fitted.cut

    def pen(self, width: float) -> None:
        """Set the width of the lines that follow."""
        self._operators.append(f"{number(width)} w")

    def ink(self, colour: Colour) -> None:
        """Set the colour of the text, lines and areas that follow."""
        parts = " ".join(number(each) for each in colour)
        self._operators.append(f"{parts} rg {parts} RG")

    def dash(self, *lengths: float) -> None:
        """Break the lines that follow into dashes and gaps; none draws them whole again."""
        self._operators.append(f"[{' '.join(map(number, lengths))}] 0 d")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self._operators.append(f"{number(x1)} {number(y1)} m {number(x2)} {number(y2)} l S")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a frame."""
        self._operators.append(f"{_numbers(x, y, width, height)} re S")

    def block(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a black area."""
        self._operators.append(f"{_numbers(x, y, width, height)} re f")

    def circle(self, x: float, y: float, across: float) -> None:
        """Draw a ring upwards and right of a place."""
        half = across / 2
        ring = " ".join(
            f"{_numbers(*(each * half for each in step))} c" for step in _QUARTERS_OF_A_RING
        )
        middle = _numbers(x + half, y + half)
        self._operators.append(f"q 1 0 0 1 {middle} cm {number(half)} 0 m {ring} h S Q")

    def outline(self, steps: Sequence[tuple[float, ...]], *, filled: bool) -> None:
        """Draw a closed shape, or its area.

        Args:
            steps: The first place, then one place for a straight step or three for a curved one.
            filled: Whether the area is meant.
        """
        path = [f"{_numbers(*steps[0])} m"]
        path += [f"{_numbers(*step)} {'l' if len(step) == 2 else 'c'}" for step in steps[1:]]
        self._operators.append(f"{' '.join(path)} h {'f' if filled else 'S'}")

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code upwards and right of a place; the caller keeps a margin around it."""
        rows = qr.encode(text)
        squares = "".join(
            f"{dark.start()} {y_up} {len(dark[0])} 1 re "
            for y_up, line in enumerate(reversed(rows))
            for dark in _DARK.finditer(line)
        )
        unit = f"{side / len(rows):.4f}"
        place = f"{number(x)} {number(y)}"
        self._operators.append(f"q {unit} 0 0 {unit} {place} cm {squares}f Q")

    def watermark(self, x: float, y: float, text: str, *, face: Typeface, size: float) -> None:
        """Set pale slanting text around a place, below what is drawn later."""
        letters = self._lettering[face]
        half = letters.width(text, size) / 2 * 0.8
        slant = f".8 .6 -.6 .8 {number(x - half)} {number(y - half * 0.75)}"
        self._operators.append(f"q .88 g BT {slant} Tm {letters.show(text, size)} ET Q")

    def picture(self, name: str, box: tuple[float, float, float, float]) -> None:
        """Show a picture of the document in a box: left, bottom, width, height."""
        x, y, width, height = box
        self._operators.append(f"q {_numbers(width, 0, 0, height, x, y)} cm /{name} Do Q")

    def stamp(self, stamp: "Stamp") -> None:
        """Show a stamp on this page."""
        self._operators.append(f"/{stamp.name} Do")
        self.missing |= stamp.drawing.missing
        self.cut += stamp.drawing.cut

    def content(self) -> bytes:
        """Give what was drawn, in the language of PDF pages."""
        return "\n".join(self._operators).encode("ascii")


class Stamp:
    """A drawing that stands once in the file and on many pages.

    Attributes:
        name: Its name among the document's resources.
        drawing: What it shows.
    """

    def __init__(self, name: str, drawing: Drawing) -> None:
        self.name = name
        self.drawing = drawing


class Document:
    """A PDF while its pages are drawn.

    Attributes:
        pages: Pages so far.
        missing: Code points no font has, as met so far.
        cut: Texts whose end was left out so far, counted where they are seen.
    """

    def __init__(self, stream: BinaryIO, fonts: Fonts, title: str) -> None:
        self._pdf = PdfFile(stream)
        self._lettering = Lettering(fonts)
        self._title = title
        self._tree = self._pdf.reserve()
        self._resources = self._pdf.reserve()
        self._pages: list[int] = []
        self._stamps: list[int] = []
        self._pictures: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []
        self.cut = 0

    @property
    def pages(self) -> int:
        """Count the pages so far."""
        return len(self._pages)

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the characters that no font has."""
        return tuple(f"U+{ord(character):04X}" for character in self._lettering.missing)

    def drawing(self) -> Drawing:
        """Start an empty drawing."""
        return Drawing(self._lettering)

    def make_stamp(self, drawing: Drawing, width: float, height: float) -> Stamp:
        """Turn a drawing into a stamp."""
        entries = (
            f"/Type/XObject/Subtype/Form/BBox[0 0 {_numbers(width, height)}]"
            f"/Resources {self._resources} 0 R"
        )
        self._stamps.append(self._pdf.add_stream(drawing.content(), entries))
        return Stamp(f"S{len(self._stamps) - 1}", drawing)

    def make_picture(self, picture: PalettePicture) -> str:
        """Take in a picture; give the name it is drawn by."""
        last = len(picture.colours) // 3 - 1
        colours = f"[/Indexed/DeviceRGB {last}<{picture.colours.hex()}>]"
        dots = f"/BitsPerComponent {picture.depth}"
        entries = (
            f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}{dots}"
            f"/ColorSpace{colours}"
            f"/DecodeParms<</Predictor 15/Colors 1{dots}/Columns {picture.width}>>"
        )
        self._pictures.append(self._pdf.add_packed(picture.packed, entries))
        return f"I{len(self._pictures) - 1}"

    def add_page(self, drawing: Drawing, width: float, height: float) -> None:
        """Turn a drawing into the next page."""
        content = self._pdf.add_stream(drawing.content())
        self._pages.append(
            self._pdf.add(
                f"<</Type/Page/Parent {self._tree} 0 R/MediaBox[0 0 {_numbers(width, height)}]"
                f"/Resources {self._resources} 0 R/Contents {content} 0 R>>"
            )
        )
        self.cut += drawing.cut

    def bookmark(self, title: str) -> None:
        """Let the reader's list of contents point at the next page."""
        self._bookmarks.append((title, len(self._pages)))

    def finish(self) -> None:
        """Write fonts and contents; the document is whole then."""
        pdf = self._pdf
        fonts = self._lettering.embed(pdf)
        shown = "".join(f"/S{at} {stamp} 0 R" for at, stamp in enumerate(self._stamps))
        shown += "".join(f"/I{at} {picture} 0 R" for at, picture in enumerate(self._pictures))
        pdf.put(self._resources, f"<</Font<<{fonts}>>/XObject<<{shown}>>>>")
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        pdf.put(self._tree, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>")
        outlines = f"/Outlines {self._write_bookmarks()} 0 R" if self._bookmarks else ""
        # No scaling: score boxes and corner marks must keep their size to be read back.
        root = pdf.add(
            f"<</Type/Catalog/Pages {self._tree} 0 R/Lang(zh-CN){outlines}"
            "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>"
        )
        made_by = f"/Producer{text_string(PRODUCER)}/Creator{text_string(PRODUCER)}"
        pdf.finish(root, pdf.add(f"<</Title{text_string(self._title)}{made_by}>>"))

    def _write_bookmarks(self) -> int:
        pdf, count = self._pdf, len(self._bookmarks)
        root = pdf.reserve()
        first = root + 1
        for at, (title, page) in enumerate(self._bookmarks):
            before = f"/Prev {first + at - 1} 0 R" if at else ""
            after = f"/Next {first + at + 1} 0 R" if at + 1 < count else ""
            pdf.add(
                f"<</Title{text_string(title)}/Parent {root} 0 R{before}{after}"
                f"/Dest[{self._pages[page]} 0 R/Fit]>>"
            )
        pdf.put(
            root,
            f"<</Type/Outlines/First {first} 0 R/Last {first + count - 1} 0 R/Count {count}>>",
        )
        return root


def _numbers(*values: float) -> str:
    return " ".join(map(number, values))
