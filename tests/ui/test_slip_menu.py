"""The slips that a form offers."""

import pytest

from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Edited
from tests import factory


@pytest.fixture
def desk(open_window, office, branch):
    """A window on a community with a branch."""
    return open_window(office)


def offered(desk):
    return [action.text() for action in desk.shown.slips.menu.actions()]


def test_that_a_problem_offers_its_slips_and_opens_the_chosen_one(desk, office):
    problem = factory.record_of(office, "problem", 1)
    desk.open_screen("form", Edited("problem", problem))
    assert desk.shown.slips.button.isVisible()
    assert offered(desk) == ["整改通知单", "销号单", "问题登记表"]

    desk.shown.slips.menu.actions()[0].trigger()

    assert desk.shown.key == "print"
    assert desk.shown.document.title == "整改通知单"
    assert desk.shown.kinds.currentText() == "整改通知单"


def test_that_the_only_slip_is_opened_at_once_by_the_keys_for_printing(desk, office):
    visit = factory.record_of(office, "inspection", 1)
    desk.open_screen("form", Edited("inspection", visit))

    desk.commands.trigger("list.print")

    assert desk.shown.document.title == "调研记录单"


def test_that_the_slip_leaves_the_print_page_with_its_record(desk, office):
    visit = factory.record_of(office, "inspection", 1)
    desk.open_screen("form", Edited("inspection", visit))
    desk.commands.trigger("list.print")
    screen = desk.shown

    chart = screen.kinds.findText("组织架构图")
    screen.kinds.setCurrentIndex(chart)
    screen.kinds.activated.emit(chart)

    assert screen.kinds.findText("调研记录单") < 0
    assert screen.document.title.endswith("组织架构图")


def test_that_a_new_record_has_no_slips_until_it_is_saved(desk, office):
    desk.open_screen("form", Edited("problem", None))
    assert not desk.commands.is_on("list.print")
    form = desk.shown.form

    values = factory.values_for(office, form.ledger, 1, only_required=True)
    form.start_new(values)
    desk.shown.save()

    assert records.count_rows(office, form.ledger, factory.Query()) == 1
    assert desk.commands.is_on("list.print")


def test_that_a_long_name_does_not_push_the_buttons_out_of_the_window(desk, office, branch):
    problem = factory.record_of(office, "problem", 1, title="活动室长期上锁群众用不上" * 12)
    desk.open_screen("form", Edited("problem", problem))
    assert desk.window().width() == 1366
    assert "活动室长期上锁" in desk.shown.heading.text()
