"""Pages of a PDF that somebody attached, drawn in the process that reads untrusted files."""

from typing import Any, Final

from jianxi_desktop.scans import photos
from jianxi_desktop.scans.guard import Refusal
from jianxi_desktop.scans.pictures import UnreadableError

LOCKED: Final = Refusal(
    "locked", "这份 PDF 有密码，不能在这里看。请用“另存”存出来，用阅读软件输入密码打开。"
)
_LONGEST = 4961.0  # dots along the longer side: of A3 at 300 an inch
_QUALITY = 92
_A4 = (595.0, 842.0)  # points
_POINTS = 72.0  # an inch


class Paper:
    """A PDF that was opened.

    Attributes:
        count: How many pages it has.
        sheet: Width and height of its first page in inches.

    Raises:
        UnreadableError: It is damaged, or locked with a password.
    """

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.count = len(self._document)
        except pypdfium2.PdfiumError as broken:
            locked = "password" in str(broken).lower()
            raise UnreadableError(LOCKED if locked else photos.DAMAGED) from broken
        if not self.count:
            raise UnreadableError(photos.DAMAGED)
        width, height = self._first_size()
        self.sheet = (max(width, 1.0) / _POINTS, max(height, 1.0) / _POINTS)

    def _first_size(self) -> tuple[float, float]:
        """Give the size of the first page in points; of a damaged one, that of most others."""
        import pypdfium2

        try:
            width, height = self._document.get_page_size(0)
        except pypdfium2.PdfiumError:
            return _A4
        return float(width), float(height)

    def page(self, at: int, dpi: float) -> bytes:
        """Draw a page as a JPEG, as large as asked or as may be.

        Raises:
            UnreadableError: The page is damaged.
        """
        import cv2
        import numpy as np
        import pypdfium2

        try:
            page = self._document[at]
            scale = min(dpi / _POINTS, _LONGEST / max(*page.get_size(), 1.0))
            drawn = page.render(scale=scale, may_draw_forms=False, maybe_alpha=False)
            dots = np.array(drawn.to_numpy(), np.uint8)
            page.close()
        except pypdfium2.PdfiumError as broken:
            raise UnreadableError(photos.DAMAGED) from broken
        packed, data = cv2.imencode(".jpg", dots, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not packed:
            raise UnreadableError(photos.DAMAGED)
        return bytes(data)

    def close(self) -> None:
        """Let go of it."""
        self._document.close()
