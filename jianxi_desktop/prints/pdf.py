"""The grammar of a PDF file: numbered objects, compressed streams, the table at the end.

Written by hand because it is small and the gain is large: one font object a typeface instead of
one for every 255 characters, no library to load before the first page, right codes for
characters above U+FFFF. ``docs/fonts.md`` has the measurements.
"""

import zlib
from collections.abc import Sequence
from typing import BinaryIO


class PdfFile:
    """A PDF file while it is written, front to back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._position = 0
        self._places: list[int] = []
        # Four bytes above 127 tell mail programs and USB tools that this is not text.
        self._write(b"%PDF-1.6\n%\xe6\xb6\xa7\xe8\n")

    def reserve(self) -> int:
        """Take the next object number; its content follows later."""
        self._places.append(0)
        return len(self._places)

    def put(self, number: int, content: str | bytes) -> None:
        """Write the object that has this number."""
        self._places[number - 1] = self._position
        body = content.encode("ascii") if isinstance(content, str) else content
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def add(self, content: str | bytes) -> int:
        """Write an object and give its number."""
        number = self.reserve()
        self.put(number, content)
        return number

    def add_stream(self, content: bytes, entries: str = "") -> int:
        """Write a compressed stream with these dictionary entries and give its number."""
        return self.add_packed(zlib.compress(content, 6), entries)

    def add_packed(self, packed: bytes, entries: str = "") -> int:
        """Write a stream that is compressed already and give its number."""
        head = f"<</Filter/FlateDecode/Length {len(packed)}{entries}>>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def finish(self, root: int, info: int) -> None:
        """Write the table of places and the trailer."""
        table = self._position
        count = len(self._places) + 1
        rows = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows))
        self._write(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (count, root, info))
        self._write(b"startxref\n%d\n%%%%EOF\n" % table)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._position += len(data)


def text_string(text: str) -> str:
    """Write a string for the reader's window, such as a title, in any script."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def number(value: float) -> str:
    """Write a length in points, to a hundredth: finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def character_map(meanings: Sequence[str], *, digits: int) -> bytes:
    """Say what each code of a font means, so that text can be searched and copied.

    Args:
        meanings: The character of each code, from 0; empty where it has none.
        digits: How many hexadecimal digits a code has.
    """
    pairs = [
        f"<{code:0{digits}X}><{character.encode('utf-16-be', 'replace').hex().upper()}>"
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
        f"1 begincodespacerange\n<{'0' * digits}><{'F' * digits}>\nendcodespacerange\n"
        f"{ranges}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
