"""Letters of one document: which font draws a character, how wide it is, what is embedded.

A character that the typeface lacks is taken from the next font of its chain; one that no font has
is drawn as a box with its code point, and is reported so that a person can be told in time.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from jianxi_desktop.prints.code_boxes import CodeBoxes
from jianxi_desktop.prints.fonts import Fonts, Typeface, rare_fonts_of_the_pc
from jianxi_desktop.prints.pdf import PdfFile, character_map, number
from jianxi_desktop.prints.subset import cut
from jianxi_desktop.prints.truetype import TrueTypeFile

# What has no shape of its own: controls, joiners, direction marks, variation selectors.
_SHAPELESS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]+"
)


def one_line(text: str) -> str:
    """Make text that can stand on a line: breaks and tabs to spaces, shapeless marks away."""
    if text.isprintable() and text.isascii():
        return text
    return _SHAPELESS.sub("", re.sub(r"[\t\n\r\u2028\u2029]+", " ", text))


@dataclass
class _EmbeddedFont:
    """A font file as far as one document uses it.

    Attributes:
        name: Its name among the document's resources.
        file: The file that is cut.
        glyphs: Glyphs used, in order of first use; the place is the code in the text.
        meanings: The character that each code stands for.
    """

    name: str
    file: TrueTypeFile
    glyphs: list[int] = field(default_factory=lambda: [0])
    meanings: list[str] = field(default_factory=lambda: [""])

    def take(self, character: str, glyph: int) -> str:
        """Give the code of a character, four hexadecimal digits."""
        self.glyphs.append(glyph)
        self.meanings.append(character)
        return f"{len(self.glyphs) - 1:04X}"


class _Widths(dict[str, float]):
    """Width by character in ems, found when first asked for."""

    def __init__(self, letters: "Letters") -> None:
        super().__init__()
        self._letters = letters

    def __missing__(self, character: str) -> float:
        self._letters.learn(character)
        return self[character]


class _Beyond:
    """What the typefaces of one document lack: fonts of the PC that may have it, else boxes.

    Attributes:
        boxes: Boxes of the characters that no font has.
    """

    def __init__(self, first: int, fonts_of_the_pc: Callable[[], Sequence[TrueTypeFile]]) -> None:
        self.boxes = CodeBoxes()
        self._first = first
        self._fonts_of_the_pc = fonts_of_the_pc
        self._fonts: list[_EmbeddedFont] | None = None

    @property
    def fonts(self) -> Sequence[_EmbeddedFont]:
        """The fonts of the PC, if anything was looked for there."""
        return self._fonts or ()

    def find(self, character: str) -> tuple[_EmbeddedFont, int] | None:
        """Give the font that has a character, and its glyph."""
        if self._fonts is None:
            self._fonts = [
                _EmbeddedFont(f"F{at}", file)
                for at, file in enumerate(self._fonts_of_the_pc(), self._first)
            ]
        return _found(self._fonts, character)


class Letters:
    """One typeface within one document.

    Attributes:
        widths: Width by character, in ems.
    """

    def __init__(self, chain: tuple[_EmbeddedFont, ...], beyond: _Beyond) -> None:
        self._chain = chain
        self._beyond = beyond
        self._codes: dict[str, str] = {}  # characters of the first font of the chain
        self._others: dict[str, tuple[str, str]] = {}  # name of the font, code
        self.widths = _Widths(self)

    def width(self, text: str, size: float) -> float:
        """Measure a line in points."""
        return sum(map(self.widths.__getitem__, text)) * size

    def show(self, text: str, size: float) -> str:
        """Give the operators that draw a line from where the text stands."""
        try:
            codes = "".join(map(self._codes.__getitem__, text))
        except KeyError:
            return self._show_runs(text, size)
        return f"/{self._chain[0].name} {number(size)} Tf<{codes}>Tj"

    def learn(self, character: str) -> None:
        """Find a character's font, code and width."""
        found = _found(self._chain, character) or self._beyond.find(character)
        if found is None:
            self._others[character] = self._beyond.boxes.take(character)
            self.widths[character] = self._beyond.boxes.width
            return
        font, glyph = found
        code = font.take(character, glyph)
        self.widths[character] = font.file.advance(glyph) / 1000
        if font is self._chain[0]:
            self._codes[character] = code
        else:
            self._others[character] = (font.name, code)

    def _show_runs(self, text: str, size: float) -> str:
        own = self._chain[0].name
        runs: list[tuple[str, list[str]]] = []
        for character in text:
            if character not in self.widths:
                self.learn(character)
            code = self._codes.get(character)
            font, code = (own, code) if code else self._others[character]
            if runs and runs[-1][0] == font:
                runs[-1][1].append(code)
            else:
                runs.append((font, [code]))
        size_text = number(size)
        return "".join(f"/{font} {size_text} Tf<{''.join(codes)}>Tj" for font, codes in runs)


def _found(fonts: Sequence[_EmbeddedFont], character: str) -> tuple[_EmbeddedFont, int] | None:
    for font in fonts:
        if glyph := font.file.glyph(ord(character)):
            return font, glyph
    return None


class Lettering:
    """All letters of one document."""

    def __init__(
        self,
        fonts: Fonts,
        fonts_of_the_pc: Callable[[], Sequence[TrueTypeFile]] = rare_fonts_of_the_pc,
    ) -> None:
        """Take the fonts of the typefaces.

        Args:
            fonts: The fonts of each typeface.
            fonts_of_the_pc: Gives more fonts, asked for when these lack a character.
        """
        files = dict.fromkeys(font for chain in fonts.values() for font in chain)
        self._fonts = {font: _EmbeddedFont(f"F{at}", font) for at, font in enumerate(files)}
        self._beyond = _Beyond(len(files), fonts_of_the_pc)
        self._letters = {
            face: Letters(tuple(self._fonts[font] for font in chain), self._beyond)
            for face, chain in fonts.items()
        }

    def __getitem__(self, face: Typeface) -> Letters:
        return self._letters[face]

    @property
    def missing(self) -> Collection[str]:
        """Characters that no font has, in order of first use."""
        return self._beyond.boxes.characters

    def embed(self, pdf: PdfFile) -> str:
        """Write the fonts that were used; give the entries of the font resources."""
        fonts = (*self._fonts.values(), *self._beyond.fonts)
        used = {font.name: _embed(pdf, font) for font in fonts if len(font.glyphs) > 1}
        used |= self._beyond.boxes.embed(pdf)
        return "".join(f"/{name} {written} 0 R" for name, written in used.items())


def _embed(pdf: PdfFile, font: _EmbeddedFont) -> int:
    file = font.file
    # Codes count uses, glyphs in the file are unique: two characters may share a drawing.
    places = {glyph: at for at, glyph in enumerate(dict.fromkeys(font.glyphs))}
    data = cut(file, font.glyphs)
    name = f"{_tag(font.name)}+{file.name}"
    box = " ".join(map(number, file.box))
    program = pdf.add_stream(data, f"/Length1 {len(data)}")
    descriptor = pdf.add(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0/StemV 80"
        f"/Ascent {number(file.ascent)}/Descent {number(file.descent)}"
        f"/CapHeight {number(file.ascent)}/FontFile2 {program} 0 R>>"
    )
    to_glyph = pdf.add_stream(b"".join(places[glyph].to_bytes(2, "big") for glyph in font.glyphs))
    widths = " ".join(number(file.advance(glyph)) for glyph in font.glyphs)
    descendant = pdf.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap {to_glyph} 0 R/DW 1000/W[0[{widths}]]>>"
    )
    meanings = pdf.add_stream(character_map(font.meanings, digits=4))
    return pdf.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {meanings} 0 R>>"
    )


def _tag(name: str) -> str:
    """Give the six capitals that mark a font as a subset."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{int(name[1:]):06d}")
