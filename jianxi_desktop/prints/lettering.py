"""Letters of one document: which font draws a character, how wide it is, what is embedded.

A character that the typeface lacks is taken from the next font of its chain; one that no font has
is drawn as 〓, keeps its code when the text is copied, and is reported so that the page can say so.
"""

import re
from dataclasses import dataclass, field

from jianxi_desktop.prints.fonts import Fonts, Typeface
from jianxi_desktop.prints.pdf import PdfFile, number
from jianxi_desktop.prints.subset import cut
from jianxi_desktop.prints.truetype import TrueTypeFile

SUBSTITUTE = "〓"
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


class Letters:
    """One typeface within one document.

    Attributes:
        widths: Width by character, in ems.
    """

    def __init__(self, chain: tuple[_EmbeddedFont, ...], missing: dict[str, None]) -> None:
        self._chain = chain
        self._missing = missing
        self._codes: dict[str, str] = {}  # characters of the first font of the chain
        self._others: dict[str, tuple[_EmbeddedFont, str]] = {}
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
        for font in self._chain:
            if glyph := font.file.glyph(ord(character)):
                break
        else:
            font, glyph = self._stand_in()
            self._missing[character] = None
        code = font.take(character, glyph)
        self.widths[character] = font.file.advance(glyph) / 1000
        if font is self._chain[0]:
            self._codes[character] = code
        else:
            self._others[character] = (font, code)

    def _stand_in(self) -> tuple[_EmbeddedFont, int]:
        found = ((font, font.file.glyph(ord(SUBSTITUTE))) for font in self._chain)
        return next(((font, glyph) for font, glyph in found if glyph), (self._chain[0], 0))

    def _show_runs(self, text: str, size: float) -> str:
        runs: list[tuple[_EmbeddedFont, list[str]]] = []
        for character in text:
            if character not in self.widths:
                self.learn(character)
            code = self._codes.get(character)
            font, code = (self._chain[0], code) if code else self._others[character]
            if runs and runs[-1][0] is font:
                runs[-1][1].append(code)
            else:
                runs.append((font, [code]))
        size_text = number(size)
        return "".join(f"/{font.name} {size_text} Tf<{''.join(codes)}>Tj" for font, codes in runs)


class Lettering:
    """All letters of one document.

    Attributes:
        missing: Characters that no font has, in order of first use.
    """

    def __init__(self, fonts: Fonts) -> None:
        files = dict.fromkeys(font for chain in fonts.values() for font in chain)
        self._fonts = {font: _EmbeddedFont(f"F{at}", font) for at, font in enumerate(files)}
        self.missing: dict[str, None] = {}
        self._letters = {
            face: Letters(tuple(self._fonts[font] for font in chain), self.missing)
            for face, chain in fonts.items()
        }

    def __getitem__(self, face: Typeface) -> Letters:
        return self._letters[face]

    def embed(self, pdf: PdfFile) -> str:
        """Write the fonts that were used; give the entries of the font resources."""
        used = [font for font in self._fonts.values() if len(font.glyphs) > 1]
        return "".join(f"/{font.name} {_embed(pdf, font)} 0 R" for font in used)


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
    meanings = pdf.add_stream(_to_unicode(font.meanings))
    return pdf.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {meanings} 0 R>>"
    )


def _tag(name: str) -> str:
    """Give the six capitals that mark a font as a subset."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{int(name[1:]):06d}")


def _to_unicode(meanings: list[str]) -> bytes:
    """Say what each code means, so that text can be searched and copied."""
    pairs = [
        f"<{code:04X}><{character.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, character in enumerate(meanings)
        if character
    ]
    blocks = (pairs[at : at + 100] for at in range(0, len(pairs), 100))
    ranges = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        f"{ranges}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
