"""A PDF that is attached to a record is looked at and printed inside, drawn by another process."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import attached_papers, attachments, audit, papers
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens.paper_dialog import Paper, PaperDialog, show_paper
from jianxi_desktop.ui.screens.pickers import Pickers
from tests import factory
from tests.scans.documents import DOCX
from tests.ui.looks import settle, still_cut

_CUT = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog"


@pytest.fixture
def activity(office):
    return factory.record_of(office, "activity", 1, topic="主题党日", held_on="2026-06-05")


@pytest.fixture
def attach(office, activity, tmp_path):
    """Attach a file to the activity."""

    def added(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        ledger = office.catalog["activity"]
        return attachments.add_files(office, ledger, activity, [path])

    return added


def test_that_an_attached_pdf_is_seen_and_printed(
    open_window, office, activity, attach, qtbot, tmp_path
):
    document = papers.print_paper(office, "person.1")
    attach("通知.pdf", document.pdf)
    desk = open_window(office)
    desk.open_screen("form", Edited("activity", activity))
    below = desk.shown.below
    below.show_kind("attachment")
    panel = below.parts[-1]
    assert panel.open.isEnabled()

    panel.files.setCurrentRow(0)
    qtbot.keyClick(panel.files, Qt.Key.Key_Return)

    shown = desk.window().findChild(PaperDialog)
    assert shown.windowTitle() == "通知"
    assert shown.view.pages.has_image(0)
    sheet = shown.view.pages.page_size()
    assert sheet.width() / sheet.height() == pytest.approx(297 / 210, abs=0.01)
    assert still_cut(shown) == []
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    shown.pickers = Pickers(printer=lambda _parent, _asked, chosen: chosen(printer))
    shown.go.click()
    assert (tmp_path / "printed.pdf").stat().st_size > 1000
    noted = audit.list_events(office, limit=1)[0]
    assert (noted.action, noted.detail["paper"], noted.detail["printed_pages"]) == (
        "print",
        "attachment",
        document.pages,
    )
    paper = shown.view.document
    desk.window().clear_desk()  # also a lock lets go of it
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with pytest.raises(InputError) as refused:
        paper.page(0, 50)
    assert refused.value.code == "closed"


_HALF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[9 0 R 3 0 R]/Count 2/MediaBox[0 0 595 842]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def test_that_a_pdf_with_a_damaged_page_shows_the_others_and_is_turned(
    open_window, office, jobs, attach
):
    shown_errors = []
    one = attach("扫描.pdf", _HALF).added[0]
    paper = attached_papers.look_at(office, one)
    desk = open_window(office)
    dialog = show_paper(desk, jobs, shown_errors.append, Paper(paper))
    settle()

    assert len(shown_errors) == 1
    assert [dialog.view.pages.has_image(page) for page in (0, 1)] == [False, True]
    before = dialog.view.pages.page_size()
    dialog.turn.click()
    settle()
    after = dialog.view.pages.page_size()
    assert before.width() / before.height() == pytest.approx(after.height() / after.width(), 0.02)
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # its process ends with it


def test_that_a_damaged_pdf_and_other_files_say_what_to_do(office, attach):
    word = attach("方案.docx", DOCX).added[0]
    with pytest.raises(InputError) as refused:
        attached_papers.look_at(office, word)
    assert refused.value.code == "no_picture"
    with pytest.raises(InputError) as broken:
        attached_papers.AttachedPaper(factory.any_id(), "坏的", _CUT)
    assert broken.value.code == "damaged"
