"""What is typed and not saved: kept while it is typed, offered again, gone once it is saved."""

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import drafts, records
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.lock import Lock
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window
from tests import factory
from tests.ui import typist
from tests.ui.looks import still_cut

LETTERS = 60


@pytest.fixture
def desk(open_members, office, member):
    return open_members(office)


def write(desk, text, key="phone"):
    """Type into the form that is shown, and let the moment pass after which it is kept."""
    desk.shown.form.editor(key).line.setText(text)
    desk.shown.form.editor(key).line.textEdited.emit(text)
    desk.shown.keeping.keep()


def typed(office, ledger=""):
    return [draft.typed for draft in drafts.waiting(office, ledger)]


def test_that_a_draft_follows_the_keys_in_one_place_and_goes_with_the_saving(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    write(desk, "139")
    write(desk, "13900005678")
    assert [one["phone"] for one in typed(office)] == ["13900005678"]

    desk.shown.save()

    assert typed(office) == []
    write(desk, "1")
    assert [one["phone"] for one in typed(office)] == ["1"]
    desk.shown.form.editor("phone").line.setText("139****5678")
    desk.shown.keeping.keep()
    assert typed(office) == []  # it stands as it stood: nothing is unsaved


def test_that_a_key_alone_begins_the_keeping(desk, office, qtbot):
    desk.open_screen("form", Edited("venue"))
    desk.shown.keeping.interval = 0

    qtbot.keyClicks(desk.shown.form.editor("name").line, "x")

    qtbot.waitUntil(lambda: [one["name"] for one in typed(office)] == ["x"])
    desk.shown.form.forget()


def test_that_what_is_given_up_is_kept_no_more(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    write(desk, "139")
    desk.go_back()
    desk.shown.findChild(QMessageBox, "question").buttons()[1].click()
    assert desk.shown.key == "list:person"
    assert typed(office) == []


def test_that_numbers_shown_for_a_moment_are_masked_in_a_draft(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    desk.shown.numbers._reveal("核对本人身份")
    assert desk.shown.form.raw()["phone"] == "13800001234"
    write(desk, "李改名", "name")
    (draft,) = drafts.waiting(office)
    assert draft.typed["phone"] == draft.base["phone"] == "138****1234"
    assert desk.shown.form.raw()["phone"] == "13800001234"
    desk.shown.form.forget()


def test_that_a_row_in_a_dialog_is_kept_too(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    part = next(p for p in desk.shown.parts if p.ledger.key == "contact_log")
    part._add()
    dialog = part.findChild(DetailDialog)
    dialog.form.editor("contacted_by").line.setText("王芳")
    dialog.keeping.keep()
    (draft,) = drafts.waiting(office, "contact_log")
    assert (draft.typed["contacted_by"], draft.base["person"]) == ("王芳", member)
    dialog._give_up()
    assert drafts.waiting(office) == ()


def test_that_the_list_offers_what_was_not_saved(desk, office, member):
    drafts.keep(office, Draft("person", None, {}, {"name": "龙一一"}))
    desk.open_screen("home")
    desk.open_screen("list:person")
    hint = desk.shown.unsaved_hint
    assert hint.isVisible()
    assert "新增的“龙一一”" in hint.text.text()
    assert still_cut(desk.window()) == []

    hint.go_on.click()

    assert desk.shown.form.editor("name").line.text() == "龙一一"
    write(desk, "138", "phone")
    assert [one["phone"] for one in typed(office)] == ["138"]  # in the place of the one before
    desk.shown.form.editor("status").show_value("full")
    desk.shown.form.editor("branch").show_value(factory.branch_of(office))
    desk.shown.form.editor("phone").line.setText("13800001111")
    desk.shown.save_and_go_back()
    assert not desk.shown.unsaved_hint.isVisible()


def test_that_the_page_before_does_not_switch_on_what_a_new_record_cannot(desk, office):
    desk.open_screen("home")
    home = desk.shown
    desk.open_screen("form", Edited("venue"))
    assert not desk.commands.is_on("list.print")
    home._load()  # it was being read when the form was opened
    assert not desk.commands.is_on("list.print")


def test_that_one_is_thrown_away_and_given_back(desk, office):
    drafts.keep(office, Draft("person", None, {}, {"name": "龙一一"}))
    desk.open_screen("home")
    desk.open_screen("list:person")
    hint = desk.shown.unsaved_hint
    hint.drop.click()
    assert typed(office) == []
    assert not hint.isVisible()
    desk.window().notices.action.click()
    assert [one["name"] for one in typed(office)] == ["龙一一"]
    assert hint.isVisible()


def test_that_sentences_typed_in_a_dialog_are_there_when_it_is_asked_again(desk, office):
    fields = [office.catalog["contact_log"].fields[key] for key in ("contacted_by", "content")]

    def ask(name):
        words = Words("登记联系", f"和{name}联系", "登记", "先不办")
        dialog = FieldsDialog(desk, desk, words, fields, {})
        dialog.open()
        return dialog

    dialog = ask("李𠮷")
    dialog.editor("content").put_back("家里的情况")
    dialog.keeping.keep()
    desk.window().clear_desk()  # as the power does

    desk = desk.window().enter(office)
    assert ask("别人").editor("content").raw() in (None, "")
    again = ask("李𠮷")
    assert again.editor("content").raw() == "家里的情况"
    assert "已经补上" in desk.window().notices.text.text()
    again.wanted.connect(lambda _values: again.accept())
    again.ask()
    assert drafts.waiting(office, "dialog:登记联系") == ()


def test_that_drafts_are_their_accounts_alone_and_go_with_the_erasing(office, member):
    found = records.find_record(office, office.catalog["person"], member)
    seen = records.Seen(found.id, found.version, found.companion)
    for phone in ("1", "2"):
        drafts.keep(office, Draft("person", seen, {}, {"phone": phone}))
    drafts.keep(office, Draft("venue", None, {}, {"name": "甲"}))
    drafts.keep(office, Draft("venue", None, {}, {"name": "乙"}))
    assert typed(office, "person") == [{"phone": "2"}]  # one a record
    assert typed(office, "venue") == [{"name": "甲"}, {"name": "乙"}]
    assert typed(factory.limited(office, office.top, Role.EDITOR)) == []


def test_that_no_more_than_the_last_second_is_lost_with_the_power(demo, qtbot, jobs):
    path = demo.path
    demo.close()
    command = [sys.executable, "-m", typist.__name__, str(path), DEMO_PASSWORD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ)) as process:
        while int(process.stdout.readline()) < LETTERS:
            pass
        process.send_signal(signal.SIGKILL)

    window = Window(jobs)
    qtbot.addWidget(window)
    window.show()
    again = offices.open_office(path, DEMO_PASSWORD)
    desk = Lock(window, print).enter(again)

    name = desk.shown.form.editor("name").line.text()
    assert set(name) == {"a"}
    assert len(name) >= LETTERS - 1000 // typist.EVERY
    assert "没有保存的内容已恢复" in window.notices.text.text()
    desk.shown.form.forget()
    again.close()
