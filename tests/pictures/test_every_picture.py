"""Every page of the window, drawn at four sizes in both themes: nothing cut, nothing unnamed.

With JIANXI_PICTURES=FOLDER the pictures are kept there, to be looked at.
"""

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from jianxi_desktop.ui.screen import Edited
from tests.pictures.walk import SIZES, SMALLEST, look, unnamed, unreached

# Dialogs that open from the list of members, the accounts and everywhere.
_DIALOGS = (
    ("list:person", ("record.history", "record.reveal", "record.remove", "person.duplicates")),
    ("accounts", ("account.add", "account.change", "account.password", "account.recovery")),
    ("home", ("window.password", "window.palette", "help.page")),
)


def wrong_with(desk, key, theme):
    """Show a place and tell all that is wrong with how it looks and how it is reached."""
    desk.open_screen(key)
    window = desk.window()
    page = f"{'district-' if desk.office.unit.level == 'district' else ''}{key}"
    found = look(window, page, theme, (*SIZES, SMALLEST))
    found += [f"no name: {each}" for each in unnamed(desk.shown)]
    found += [f"no key: {each}" for each in unreached(desk.shown)]
    return found


def open_dialog(desk, place, key):
    """Give a command on a page and give the one dialog that opens."""
    desk.open_screen(place)
    if place == "list:person":
        desk.shown.view.selectRow(0)
    desk.commands.trigger(key)
    QApplication.processEvents()
    opened = [each for each in desk.window().findChildren(QDialog) if each.isVisible()]
    assert len(opened) == 1, key
    return opened[0]


def test_that_every_page_of_a_community_can_be_read(dressed, open_window, demo):
    desk = open_window(demo)

    found = {place.key: wrong_with(desk, place.key, dressed) for place in desk.places}

    assert {key: wrong for key, wrong in found.items() if wrong} == {}
    assert unnamed(desk.window()) == []


def test_that_every_page_of_an_empty_district_can_be_read(dressed, open_window, district):
    desk = open_window(district)
    keys = [place.key for place in desk.places if not place.key.startswith("list:")]

    found = {key: wrong_with(desk, key, dressed) for key in (*keys, "list:person")}

    assert {key: wrong for key, wrong in found.items() if wrong} == {}


def test_that_every_form_can_be_read_with_all_its_errors(dressed, open_window, demo):
    desk = open_window(demo)
    found = {}

    for ledger in desk.office.catalog:
        desk.open_screen("form", Edited(ledger.key))
        desk.shown.form.save()
        sizes = SIZES[::2] if dressed == "light" else SIZES[:1]
        found[ledger.key] = look(desk.window(), f"form-{ledger.key}", dressed, sizes)
        found[ledger.key] += [f"no name: {each}" for each in unnamed(desk.shown)]
        desk.shown.form.forget()

    assert {key: wrong for key, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("size", SIZES[::2], ids=lambda size: size[0])
def test_that_every_dialog_can_be_read(dressed, open_window, demo, size):
    desk, (_name, room, _scale) = open_window(demo), size
    desk.window().resize(room)
    found = {}

    for place, keys in _DIALOGS:
        for key in keys:
            dialog = open_dialog(desk, place, key)
            found[key] = look(dialog, f"dialog-{key}", dressed, [size])
            found[key] += [f"no name: {each}" for each in unnamed(dialog)]
            modal = dialog.isModal()  # others may stand beside the window
            if modal and (dialog.width() > room.width() or dialog.height() > room.height()):
                found[key].append(f"larger than the window: {dialog.size()}")
            dialog.close()
            dialog.deleteLater()
            QApplication.processEvents()

    assert {key: wrong for key, wrong in found.items() if wrong} == {}
