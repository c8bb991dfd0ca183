"""What is drawn for a character that no font has: a box with the character's code in it.

The boxes are a font of the document's own, so that the text around them is set as ever and copying
it gives the character itself.
"""

from collections.abc import Iterator

from jianxi_desktop.prints.pdf import PdfFile, character_map, number

_AT_MOST = 255  # letters of one such font, beside its first
_ADVANCE = 1000
_FRAME = (70, -70, 860, 860)  # left, bottom, width and height, in thousandths of an em
_PEN, _THIN = 44, 36
# Which strokes make a digit: a above, b and c to the right, d below, e and f to the left, g across.
_STROKES = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgcde",
    "7": "abc", "8": "abcdefg", "9": "abcdfg", "A": "abcefg", "B": "fgcde", "C": "afed",
    "D": "bcdeg", "E": "afged", "F": "afeg",
}  # fmt: skip
_ENDS = {
    "a": (0, 2, 1, 2), "b": (1, 2, 1, 1), "c": (1, 1, 1, 0), "d": (0, 0, 1, 0),
    "e": (0, 1, 0, 0), "f": (0, 2, 0, 1), "g": (0, 1, 1, 1),
}  # fmt: skip


class CodeBoxes:
    """The boxes of one document, by character.

    Attributes:
        characters: Those that have one, in order of first use.
    """

    def __init__(self) -> None:
        self.characters: dict[str, None] = {}

    def take(self, character: str) -> tuple[str, str]:
        """Give the name of the font that has the box of a character, and its code there."""
        self.characters[character] = None
        at = list(self.characters).index(character)
        return f"B{at // _AT_MOST}", f"{at % _AT_MOST + 1:02X}"

    @property
    def width(self) -> float:
        """How wide a box is, in ems."""
        return _ADVANCE / 1000

    def embed(self, pdf: PdfFile) -> dict[str, int]:
        """Write the fonts; give their objects by name."""
        parts = list(self.characters)
        return {
            f"B{at}": _embed(pdf, parts[at * _AT_MOST : (at + 1) * _AT_MOST])
            for at in range(-(-len(parts) // _AT_MOST))
        }


def _embed(pdf: PdfFile, characters: list[str]) -> int:
    # Poppler takes the letter m for the measure of such a font, and without one takes all letters
    # to be twice as large as they are, and so to stand on another line.
    measure = pdf.add_stream(b"600 0 d0")
    shapes = [pdf.add_stream(_shape(character).encode("ascii")) for character in characters]
    procedures = "".join(f"/b{at} {shape} 0 R" for at, shape in enumerate(shapes))
    names = "".join(f"/b{at}" for at in range(len(characters)))
    widths = " ".join(["600", *[str(_ADVANCE)] * len(characters)])
    meanings = pdf.add_stream(character_map(["", *characters], digits=2))
    return pdf.add(
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -120 {_ADVANCE} 880]"
        f"/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>/FirstChar 0/LastChar {len(characters)}"
        f"/Widths[{widths}]/CharProcs<</m {measure} 0 R{procedures}>>"
        f"/Encoding<</Type/Encoding/Differences[0/m{names}]>>/ToUnicode {meanings} 0 R>>"
    )


def _shape(character: str) -> str:
    """Draw the box of a character: its code in two lines of digits."""
    digits = f"{ord(character):04X}"
    above = -(-len(digits) // 2)
    left, bottom, wide, tall = _FRAME
    drawn = [
        f"{_ADVANCE} 0 0 -120 {_ADVANCE} 880 d1 1 J {_PEN} w {left} {bottom} {wide} {tall} re S",
        f"{_THIN} w",
    ]
    pitch, line = wide / (above + 0.4), tall / 2
    for row, part in ((1, digits[:above]), (0, digits[above:])):
        for at, digit in enumerate(part):
            x = left + pitch * (at + 0.4)
            y = bottom + line * (row + 0.2)
            drawn += _digit(digit, x, y, pitch * 0.6, line * 0.6)
    return "\n".join(drawn)


def _digit(digit: str, x: float, y: float, wide: float, tall: float) -> Iterator[str]:
    for stroke in _STROKES[digit]:
        x1, y1, x2, y2 = _ENDS[stroke]
        start = f"{number(x + x1 * wide)} {number(y + y1 * tall / 2)}"
        yield f"{start} m {number(x + x2 * wide)} {number(y + y2 * tall / 2)} l S"
