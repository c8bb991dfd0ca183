from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import audit, observation, papers, records
from jianxi_desktop.services.drawn import Asks, Wanted
from jianxi_desktop.ui.columns_dialog import ColumnsDialog
from jianxi_desktop.ui.screen import Listed, Printed
from jianxi_desktop.ui.screens.pages import A4, Fit, PagesView, fitted
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.print_dialog import Order
from jianxi_desktop.ui.screens.printing import draw_page, print_pages
from tests import factory
from tests.pdf_text import page_text


@pytest.fixture
def screen(bench, visit):
    return visit(bench, "print")


@pytest.fixture
def printer(tmp_path):
    """A printer that prints into a file."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def pages_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return [document.get_page_size(page) for page in range(len(document))]


def test_that_the_checklists_are_shown_first_and_the_first_page_is_drawn(screen):
    assert screen.document.title == "观摩检查表"
    assert screen.pages.has_image(0)
    assert screen.number.text() == f"第 1 / {screen.document.pages} 页"


def test_that_a_paper_of_a_round_is_about_the_round_that_was_asked_for(bench, visit, demo):
    rounds = observation.list_rounds(demo)
    wanted, title = rounds[-1]
    screen = visit(bench, "print")
    bench.open_screen("print", Printed("observation.route", Wanted(round=wanted)))
    assert screen.document.title == f"观摩路线手册（{title}）"
    assert screen.rounds.isVisibleTo(screen)
    assert screen.rounds.currentText() == title

    screen.rounds.setCurrentIndex(0)
    screen.rounds.activated.emit(0)
    assert screen.document.title == f"观摩路线手册（{rounds[0][1]}）"


def test_that_only_pages_near_the_view_are_drawn(screen, bench):
    bench.open_screen("print", Listed("person"))

    assert screen.document.pages > 5
    assert screen.pages.has_image(0)
    assert not screen.pages.has_image(5)
    screen.pages.go_to(5)
    assert screen.pages.has_image(5)
    assert screen.number.text().startswith("第 6 ")


def test_that_a_list_prints_what_was_found_in_it(screen, bench, demo):
    bench.open_screen("print", Listed("person", Query(words="王")))
    found = records.count_rows(demo, demo.catalog["person"], Query(words="王"))

    assert 0 < found < 182
    assert f"共 {found} 条" in page_text(screen.document)
    screen.everything.click()
    assert "共 182 条" in page_text(screen.document)
    assert not screen.message.isVisible()


def test_that_a_paper_asked_for_by_name_forgets_the_list_before(screen, bench):
    bench.open_screen("print", Listed("person", Query(words="王")))
    assert not screen.everything.isHidden()

    bench.open_screen("print", Printed("person.1", Wanted()))

    assert screen.document.title == "党员花名册"
    assert screen.everything.isHidden()


def test_that_the_tree_narrows_what_is_printed(screen, bench, demo):
    branch = next(n for n in records.organisation_tree(demo) if n.form == "branch")
    bench.open_screen("print", Listed("person"))

    bench.choose_organisation(branch.id)

    assert f"共 {branch.members} 条" in page_text(screen.document)
    assert screen.everything.isVisible()


def test_that_the_pdf_is_saved_where_asked(screen, bench, answer, tmp_path):
    screen.pickers = answer(tmp_path / "检查表.pdf")

    bench.commands.trigger("print.save")

    assert (tmp_path / "检查表.pdf").read_bytes() == screen.document.pdf
    assert "检查表.pdf" in bench.window().notices.text.text()


def test_that_every_page_goes_to_the_printer_in_its_size(screen, bench, printer, tmp_path):
    screen.pickers = Pickers(printer=lambda _parent, _pages, chosen: chosen(printer))

    bench.commands.trigger("print.run")

    sizes = pages_of(tmp_path / "printed.pdf")
    assert len(sizes) == screen.document.pages
    assert all(abs(width - 595) < 2 and abs(height - 842) < 2 for width, height in sizes)


def test_that_wide_pages_are_printed_lying(demo, printer, tmp_path):
    document = papers.print_paper(demo, "person.1", query=Query(words="王"))

    print_pages(document, printer, lambda _done, _total: None)

    width, height = pages_of(tmp_path / "printed.pdf")[0]
    assert width > height


def test_that_nothing_is_drawn_after_a_job_was_stopped(demo, printer, tmp_path):
    document = papers.print_paper(demo, "person.1")

    def stop_at_two(done, _total):
        if done == 2:
            raise StoppedError("stopped", user_message="已停止。", code="stopped")

    with pytest.raises(StoppedError):
        print_pages(document, printer, stop_at_two)

    assert len(pages_of(tmp_path / "printed.pdf")) == 2 < document.pages


def test_that_chosen_pages_are_printed_only(demo, tmp_path):
    order = Order(QPrinter.PrinterMode.HighResolution)
    order.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    order.setOutputFileName(str(tmp_path / "printed.pdf"))
    order.sides = (2, 0, None)  # the last one stays empty
    document = papers.print_paper(demo, "person.1")

    assert print_pages(document, order, lambda _done, _total: None) == 2
    assert len(pages_of(tmp_path / "printed.pdf")) == 3


def test_that_a_written_record_makes_the_printout_new(screen, bench):
    before = screen.document

    bench.changed(frozenset({"observation_visit"}))

    assert screen.document is not before


def test_that_the_size_follows_keys_and_the_choice(screen, bench, qtbot):
    assert screen.pages.fit is Fit.WIDTH
    before = screen.pages.zoom
    bench.commands.trigger("print.larger")

    assert screen.pages.zoom > before
    assert screen.sizes.currentText() == f"{screen.pages.zoom:.0%}"
    screen.sizes.setCurrentIndex(screen.sizes.findText("整页"))
    screen.sizes.activated.emit(screen.sizes.currentIndex())
    assert screen.pages.fit is Fit.PAGE
    qtbot.keyClick(screen.pages, Qt.Key.Key_End)
    assert screen.pages.page == screen.document.pages - 1


def test_that_lists_stand_under_their_area_which_cannot_be_chosen(screen, demo):
    kinds = screen.kinds
    place = kinds.findText("—— 党员 ——")
    assert place > 0
    assert not kinds.model().item(place).isEnabled()
    assert kinds.itemText(place + 1) == "党员花名册"
    keys = [kinds.itemData(n) for n in range(kinds.count()) if kinds.model().item(n).isEnabled()]
    shown = [p.key for p in papers.printouts(demo.catalog) if p.asks is not Asks.RECORD]
    assert keys == shown


CHART = "organisation_chart"


@pytest.fixture
def chart(bench, visit):
    return visit(bench, "print", Printed(CHART, Wanted(as_of=date(2026, 11, 20))))


def test_that_the_organisation_chart_is_shown_as_large_as_it_is(chart):
    assert chart.document.title == "武汉路社区党委组织架构图"
    assert chart.pages.has_image(0)
    assert chart.paper.day.isVisible()
    assert chart.paper.day.text() == "截至 2026年11月20日"
    chart.pages.set_zoom(1.0)
    sheet = chart.pages.page_size()
    assert sheet.width() / sheet.height() == pytest.approx(420 / 297, abs=0.01)
    assert sheet.width() == pytest.approx(420 / 25.4 * chart.pages.logicalDpiX(), abs=2)


def test_that_the_chart_follows_the_tree_and_the_day(chart, bench, demo):
    branch = next(n for n in records.organisation_tree(demo) if n.form == "branch")

    bench.choose_organisation(branch.id)

    assert chart.document.title == f"{branch.name}组织架构图"
    assert "只打印选中的党组织" in chart.message.text.text()
    chart.paper.day.setDate(QDate(2026, 7, 1))
    assert "2026年7月1日" in page_text(chart.document)
    chart.everything.click()
    assert chart.document.title == "武汉路社区党委组织架构图"


def test_that_the_chart_is_saved_as_a_picture(chart, bench, answer, tmp_path, demo):
    chart.pickers = answer(tmp_path / "架构图.png")

    bench.commands.trigger("print.picture")

    picture = QImage(str(tmp_path / "架构图.png"))
    assert abs(picture.width() - 3307) < 3
    assert abs(picture.dotsPerMeterX() - 200 / 0.0254) < 2
    assert picture.pixelColor(5, 5) == QColor("white")
    red = [picture.pixelColor(1400, y) for y in range(200, 400)]
    assert any(each.red() > each.blue() + 25 for each in red)
    assert audit.list_events(demo, limit=1)[0].detail["paper"] == CHART
    assert "架构图.png" in bench.window().notices.text.text()


def test_that_the_chart_is_printed_on_a3(demo, printer, tmp_path):
    print_pages(papers.print_paper(demo, CHART), printer, lambda _done, _total: None)

    width, height = pages_of(tmp_path / "printed.pdf")[0]
    assert (round(width), round(height)) == (pytest.approx(1191, abs=2), pytest.approx(842, abs=2))


@pytest.fixture
def view(qtbot, demo):
    """Pages of a document, drawn as soon as they are wanted; ``asked`` names them."""
    made = PagesView()
    qtbot.addWidget(made)
    document = papers.print_paper(demo, "observation")
    made.asked = []
    made.wanted.connect(lambda page, dpi: made.asked.append((page, round(dpi))))
    made.wanted.connect(lambda page, dpi: made.take_image(page, draw_page(document, page, dpi)))
    made.resize(500, 400)
    return made


def test_that_a_hidden_view_draws_nothing(view):
    view.show_pages(2)
    assert view.asked == []

    view.show()

    assert [page for page, _dpi in view.asked] == [0, 1]


def test_that_pages_are_drawn_sharp_again_at_another_size(view):
    view.show()
    view.show_pages(1)
    view.set_zoom(1.0)
    first = view.asked[-1]

    view.enlarge()

    assert view.asked[-1][1] > first[1]
    assert view.horizontalScrollBar().maximum() > 0


def test_that_a_page_that_lies_among_others_is_drawn_once_and_in_proportion(view):
    """Pages of another shape than the first were asked for again and again, and squeezed."""
    lying = QImage(1000, 500, QImage.Format.Format_RGB32)
    view.wanted.disconnect()
    view.wanted.connect(lambda page, dpi: view.asked.append((page, round(dpi))))
    view.wanted.connect(lambda page, _dpi: view.take_image(page, lying))
    view.show()

    view.show_pages(2)

    assert [page for page, _dpi in view.asked] == [0, 1]
    sheet = QRect(10, 10, 400, 600)
    assert fitted(lying.size(), sheet) == QRect(10, 210, 400, 200)
    assert fitted(sheet.size(), sheet) == sheet


def test_that_large_pages_do_not_fill_the_memory(view):
    view.wanted.disconnect()
    view.wanted.connect(lambda page, dpi: view.take_image(page, _blank(dpi)))
    view.show()
    view.show_pages(30)
    view.set_zoom(4.0)

    for page in range(30):
        view.go_to(page)

    assert view.held_bytes < 200_000_000
    assert view.has_image(29)


def _blank(dpi):
    size = (A4 * dpi).toSize()
    return QImage(size, QImage.Format.Format_RGB32)


def test_that_a_page_that_cannot_be_drawn_does_not_keep_the_others_away(view):
    view.wanted.disconnect()
    tried = []

    def draw(page, dpi):
        tried.append(page)
        if page == 0:
            view.give_up()
        else:
            view.take_image(page, _blank(dpi))

    view.wanted.connect(draw)
    view.show()
    view.show_pages(3)
    view.go_to(1)
    view.go_to(2)

    assert tried.count(0) == 1
    assert view.has_image(1)
    assert view.has_image(2)


def test_that_saved_checklists_are_registered_and_stay_in_view(
    screen, bench, answer, tmp_path, demo
):
    rows = factory.rows_of(demo, demo.catalog["printed_form"])
    shown = screen.document
    screen.pickers = answer(tmp_path / "检查表.pdf")

    bench.commands.trigger("print.save")

    after = factory.rows_of(demo, demo.catalog["printed_form"])
    today = calendar.today().isoformat()
    numbers = {row["form_number"] for row in after if row["printed_on"] == today}
    assert numbers == set(shown.forms)
    assert len(after) >= len(rows)
    assert screen.document is shown


def test_that_too_many_columns_are_told_and_asked_about_first(screen, bench, demo, qtbot):
    every = tuple(field.key for field in demo.catalog["person"].form_fields)
    asked = []
    screen.pickers = Pickers(printer=lambda *given: asked.append(given))
    bench.open_screen("print", Listed("person", Query(words="wang"), every[:12]))
    assert "排不开" not in screen.message.text.text()
    bench.open_screen("print", Listed("person", Query(words="wang"), every))
    assert screen.message.text.text().startswith(f"共 {len(every)} 列，一张 A4 纸排不开")

    bench.commands.trigger("print.run")

    box = screen.findChild(QMessageBox, "question")
    assert [button.text() for button in box.buttons()] == ["回列表减少列", "仍然打印", "不打印"]
    qtbot.mouseClick(box.buttons()[1], Qt.MouseButton.LeftButton)
    assert len(asked) == 1
    bench.commands.trigger("print.run")
    again = [each for each in screen.findChildren(QMessageBox, "question") if each is not box]
    qtbot.mouseClick(again[0].buttons()[0], Qt.MouseButton.LeftButton)
    assert bench.shown.findChild(ColumnsDialog) is not None


def test_that_characters_without_a_shape_are_asked_about_first(
    screen, bench, answer, tmp_path, demo, qtbot
):
    path = tmp_path / "党员.pdf"
    screen.pickers = answer(path)
    branch = next(n.id for n in records.organisation_tree(demo) if n.form == "branch")
    factory.record_of(demo, "person", 990, name="甲\U00031350", branch=branch)
    bench.open_screen("print", Listed("person", Query(words="甲\U00031350")))
    assert "U+31350" in screen.message.text.text()

    bench.commands.trigger("print.save")

    box = screen.findChild(QMessageBox, "question")
    assert box.text() == "有 1 个字没有字形，仍然保存？"
    assert "U+31350" in box.informativeText()
    assert not path.exists()
    qtbot.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    assert path.exists()
