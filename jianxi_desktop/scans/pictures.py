"""Opens a scan and gives its pages one by one, grey, of a size that can be looked at."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jianxi_desktop.scans import guard
from jianxi_desktop.scans.guard import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

# The longer edge, in pixels: of A4 at 200 dots an inch at least, of A3 at 300 at most.
_LEAST, _MOST = 2339, 4961
_DPI = 200.0
_KEPT_DPI, _MOST_KEPT = 120.0, 150_000


class UnreadableError(Exception):
    """A file that is no scan.

    Attributes:
        refusal: Why.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Scan:
    """The pages of one file.

    Args:
        data: The file.

    Raises:
        UnreadableError: It is none that can be read.
    """

    def __init__(self, data: bytes) -> None:
        kind = guard.look(data[:2048])
        if isinstance(kind, Refusal):
            raise UnreadableError(kind)
        self._data, self._kind = data, kind
        self._document = _open_pdf(data) if kind == guard.PDF else None
        self.count = self._count()
        if self.count > guard.MOST_PAGES:
            raise UnreadableError(guard.TOO_MUCH)

    def pages(self) -> Iterator["Grey | None"]:
        """Give page after page; ``None`` where one of several is damaged.

        Raises:
            UnreadableError: The only page is.
        """
        for at in range(self.count):
            try:
                yield self._page(at)
            except UnreadableError:
                if self.count == 1:
                    raise
                yield None

    def _count(self) -> int:
        import cv2
        import numpy as np

        if self._document is not None:
            return len(self._document)
        if self._kind == guard.PICTURE:
            return 1
        raw = np.frombuffer(self._data, np.uint8)
        for at in range(guard.MOST_PAGES + 1):
            read, _pages = cv2.imdecodemulti(
                raw, cv2.IMREAD_REDUCED_GRAYSCALE_8, range=(at, at + 1)
            )
            if not read:
                break
        if not at:
            raise UnreadableError(guard.DAMAGED)
        return at

    def _page(self, at: int) -> "Grey":
        if self._document is not None:
            return render_page(self._document, at)
        return _sized(_decode(self._data, self._kind, at))


def _open_pdf(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as broken:
        locked = "password" in str(broken).lower()
        raise UnreadableError(guard.PASSWORD if locked else guard.DAMAGED) from broken


def render_page(document: Any, at: int) -> "Grey":
    """Draw a page of a PDF in grey.

    Raises:
        UnreadableError: The page is damaged.
    """
    import numpy as np
    import pypdfium2

    try:
        page = document[at]
        longer = max(page.get_size())
        scale = min(max(_DPI / 72, _LEAST / longer), _MOST / longer)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        drawn = np.array(bitmap.to_numpy().squeeze(), np.uint8)
        page.close()
    except pypdfium2.PdfiumError as broken:
        raise UnreadableError(guard.DAMAGED) from broken
    return drawn


def draw_blank(pdf: bytes, at: int, dpi: float, size: tuple[int, int]) -> "Grey":
    """Draw an unmarked page with so many rows and columns, white where it has none."""
    import numpy as np
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[at]
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        drawn = np.array(bitmap.to_numpy().squeeze(), np.uint8)
        page.close()
    blank = np.full(size, 255, np.uint8)
    rows, columns = min(size[0], drawn.shape[0]), min(size[1], drawn.shape[1])
    blank[:rows, :columns] = drawn[:rows, :columns]
    return blank


def pack(page: "Grey", dpi: float) -> bytes:
    """Give a page as a JPEG that is small enough to be kept."""
    import cv2
    import numpy as np

    scale = _KEPT_DPI / dpi
    sized = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for quality in (70, 55, 40, 25):
        _made, packed = cv2.imencode(".jpg", sized, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if packed.nbytes <= _MOST_KEPT:
            break
        sized = np.asarray(cv2.medianBlur(sized, 3), np.uint8)
    return packed.tobytes()


def _decode(data: bytes, kind: str, at: int) -> "Grey":
    import cv2
    import numpy as np

    raw = np.frombuffer(data, np.uint8)
    try:
        if kind == guard.PICTURES:
            read, pages = cv2.imdecodemulti(raw, cv2.IMREAD_GRAYSCALE, range=(at, at + 1))
            page = pages[0] if read else None
        else:
            page = cv2.imdecode(raw, cv2.IMREAD_GRAYSCALE)
    except cv2.error as broken:
        raise UnreadableError(guard.DAMAGED) from broken
    if page is None:
        raise UnreadableError(guard.DAMAGED)
    return np.asarray(page, np.uint8)


def _sized(page: "Grey") -> "Grey":
    """Bring a picture to a size between the least and the most."""
    import cv2
    import numpy as np

    longer = max(page.shape)
    wanted = min(max(longer, _LEAST), _MOST)
    if wanted == longer:
        return page
    way = cv2.INTER_AREA if wanted < longer else cv2.INTER_CUBIC
    scale = wanted / longer
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=way), np.uint8)
