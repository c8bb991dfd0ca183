"""Numbers in full on paper: with a reason, for as long as somebody looks, and no longer."""

import dataclasses

import pytest

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import audit
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screen import Listed, Printed
from tests.pdf_text import page_text

MASKED, PHONE = "138****1234", "13800001234"


@pytest.fixture
def roster(open_window, office, member, visit):
    """The roster of one member, as it is printed."""
    bench = open_window(office)
    return visit(bench, "print", Listed("person"))


def show_full(screen, reason="核对名册"):
    screen.desk.commands.trigger("print.full")
    dialog = screen.findChild(ReasonDialog)
    dialog.reason.setCurrentText(reason)
    dialog.accept()


def test_that_full_numbers_are_shown_and_saved_with_a_reason(roster, office, answer, tmp_path):
    assert MASKED in page_text(roster.document)
    roster.pickers = answer(tmp_path / "名册.pdf")

    show_full(roster)
    roster.desk.commands.trigger("print.save")

    assert PHONE in page_text(roster.document)
    assert "完整号码" in roster.message.text.text()
    assert (tmp_path / "名册.pdf").read_bytes() == roster.document.pdf
    saved, shown = audit.list_events(office, limit=2)
    assert (saved.action, saved.reason, saved.detail["full_numbers"]) == ("print", "核对名册", True)
    assert (shown.action, shown.reason) == ("reveal", "核对名册")


def leave_page(screen):
    screen.desk.open_screen("list:person")


def change_something(screen):
    screen.desk.changed(frozenset({"venue"}))


def mask_again(screen):
    screen.masked.click()


@pytest.mark.parametrize("act", [leave_page, change_something, mask_again])
def test_that_numbers_shown_in_full_are_masked_again(roster, act):
    show_full(roster)
    assert roster.pages.has_image(0)

    act(roster)

    left = not roster.isVisible()
    assert roster.document is None if left else MASKED in page_text(roster.document)
    assert roster.pages.has_image(0) is not left
    if left:
        roster.desk.open_screen("print")
    assert MASKED in page_text(roster.document)
    assert not roster.masked.isVisible()


def test_that_a_lock_keeps_no_numbers_for_whoever_comes_next(roster, open_window, office):
    show_full(roster)
    window = roster.desk.window()
    place = roster.desk.standing()
    window.clear_desk()

    again = window.enter(office, place)

    assert (again.shown.key, again.shown.document) == ("print", None)
    again.open_screen("print", Listed("person"))
    assert MASKED in page_text(again.shown.document)


def test_that_telephones_of_a_route_are_shown_with_a_reason(bench, visit, demo):
    screen = visit(bench, "print")
    bench.open_screen("print", Printed("observation.route", Wanted()))
    assert "****" in page_text(screen.document, 1)

    show_full(screen, "随车联系各社区")

    assert "****" not in page_text(screen.document, 1)
    assert "完整号码" in screen.message.text.text()


def test_that_a_reason_that_says_nothing_leaves_the_printout_masked(roster):
    show_full(roster, "。")

    assert MASKED in page_text(roster.document)
    assert "请写明原因" in roster.desk.window().notices.text.text()


def test_that_full_numbers_are_offered_where_there_are_some_and_one_may(
    roster, open_window, office, visit
):
    on = roster.desk.commands.is_on
    assert on("print.full")
    roster.desk.open_screen("print", Listed("activity"))
    assert not on("print.full")
    office.account = dataclasses.replace(
        office.account, role=Role.EDITOR, rights=rights_of(Role.EDITOR)
    )
    screen = visit(open_window(office), "print", Listed("person"))
    assert not screen.desk.commands.is_on("print.full")
