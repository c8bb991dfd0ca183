"""Pictures of pages for the screen and for the printer; all of it runs on the worker."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from jianxi_desktop.domain.print_order import Sides
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import papers
from jianxi_desktop.services.attached_papers import AttachedPaper
from jianxi_desktop.services.document import Document
from jianxi_desktop.ui.screens.print_dialog import Order

DOTS = 300  # an inch, on paper
_LONGEST_OF_A4 = 12.0  # inches, with a little to spare


def draw_page(document: Document | AttachedPaper, page: int, dpi: float, turned: int = 0) -> QImage:
    """Draw one page as a picture, turned to the right by so many quarters."""
    if isinstance(document, AttachedPaper):
        image = QImage()
        image.loadFromData(document.page(page, dpi))
    else:
        drawn = papers.page_image(document, page, dpi)
        image = QImage(
            drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
        ).copy()  # the copy owns its bytes
    return image.transformed(QTransform().rotate(90 * turned)) if turned else image


def print_pages(document: Document | AttachedPaper, printer: QPrinter, progress: Progress) -> int:
    """Send the chosen pages to a printer at their real size; give how many.

    Raises:
        EnvironmentFailure: The printer does not take the job.
        StoppedError: The person stopped it; pages not drawn by then do not print.
    """
    sides = _sides_of(printer, document.pages)
    printer.setDocName(document.title)
    printer.setFullPage(True)
    image = draw_page(document, sides[0] or 0, DOTS)  # an empty side takes the first one's sheet
    _lay_in(printer, image)
    painter = QPainter()
    _require(taken=painter.begin(printer))
    try:
        for done, page in enumerate(sides):
            progress(done, len(sides))
            if done:
                image = draw_page(document, page or 0, DOTS)
                _lay_in(printer, image)
                _next_sheet(printer)
            if page is not None:
                painter.drawImage(_place(printer, image), image)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    progress(len(sides), len(sides))
    return sum(page is not None for page in sides)


def _sides_of(printer: QPrinter, number: int) -> Sides:
    """Give the sides in the order of printing; copies too where the printer makes none itself."""
    chosen = printer.sides if isinstance(printer, Order) else None
    sides = tuple(range(number)) if chosen is None else chosen
    return sides * (1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1))


def _lay_in(printer: QPrinter, image: QImage) -> None:
    """Ask for the sheet that a page is made for; a printer without large ones gets it smaller."""
    lies = image.width() > image.height()
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    large = QPageSize(QPageSize.PageSizeId.A3)
    if max(image.width(), image.height()) > _LONGEST_OF_A4 * DOTS and _has(printer, large):
        printer.setPageSize(large)
    printer.setPageOrientation(way)


def _has(printer: QPrinter, size: QPageSize) -> bool:
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        return True
    return any(each.id() == size.id() for each in QPrinterInfo(printer).supportedPageSizes())


def _place(printer: QPrinter, image: QImage) -> QRectF:
    """Keep the real size, since score boxes are measured later; shrink only for smaller paper."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    scale = printer.resolution() / DOTS
    scale = min(scale, paper.width() / image.width(), paper.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    return QRectF((paper.width() - width) / 2, (paper.height() - height) / 2, width, height)


def _next_sheet(printer: QPrinter) -> None:
    _require(taken=printer.newPage())


def _require(*, taken: bool) -> None:
    if not taken:
        raise EnvironmentFailure(
            "printer refused the job",
            user_message=(
                "打印机没有接受。请检查打印机是否开机、连好、有纸，再打印一次；"
                "也可以先“保存为 PDF”。"
            ),
            code="printer_failed",
        )
