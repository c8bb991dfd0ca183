"""Cards in the window: compared by typing, listed, withdrawn, printed, renewed, a PC lost."""

import pytest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.services import office as offices
from jianxi_desktop.services import trust
from jianxi_desktop.services.card_paper import key_paper
from jianxi_desktop.services.known_offices import State, known_offices
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.package_trust import TrustDialog
from jianxi_desktop.ui.screens.package_trust_lost import LostDialog
from jianxi_desktop.ui.screens.paper_dialog import PaperDialog
from tests.conftest import PASSWORD
from tests.services.trusting import carry, copy_of, give
from tests.ui.trusting import compare, hear


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def cards(bench, visit):
    return visit(bench, "package").cards


@pytest.fixture
def above(open_window, district, visit):
    return visit(open_window(district), "package").cards


@pytest.fixture
def street(founded, tmp_path):
    made = copy_of(founded, "410305008", tmp_path)
    yield made
    made.close()


def press(parent, verb):
    """Press a button of the question that is open."""
    box = parent.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == verb).click()


def cells(panel):
    return [panel.trusted.rows.line(row).cells for row in range(panel.trusted.rows.rowCount())]


def choose(panel, row=0):
    panel.trusted.selectRow(row)


def test_that_a_card_is_trusted_only_after_its_fingerprint_was_typed(cards, demo, district, drive):
    path = trust.save_card(district, drive)
    right = trust.office_card(district).fingerprint
    cards.look(path)
    dialog = cards.findChild(TrustDialog)
    assert not dialog.fingerprint.isVisible()  # nobody types what he only reads
    dialog.go.click()
    assert "第 1 组" in dialog.problem.text()
    groups = right.split()
    groups[2] = f"{(int(groups[2]) + 1) % 100_000:05d}"
    hear(cards, " ".join(groups))
    assert "第 3 组与名片不一致" in dialog.problem.text()
    assert dialog.groups[2].property("state") == "error"
    assert trust.trusted_offices(demo) == []
    hear(cards, right)
    assert [each.name for each in trust.trusted_offices(demo)] == ["涧西区"]
    assert cells(cards)[0][:2] == ("涧西区", "410305")
    assert cells(cards)[0][4] == "有效"


def test_that_typing_goes_on_from_group_to_group(cards, district, drive, qtbot):
    cards.look(trust.save_card(district, drive))
    dialog = cards.findChild(TrustDialog)
    digits = trust.office_card(district).fingerprint.replace(" ", "")
    for at, line in enumerate(dialog.groups):
        qtbot.keyClicks(line, digits[at * 5 : at * 5 + 5])
    assert [line.text() for line in dialog.groups] == [digits[n : n + 5] for n in range(0, 25, 5)]
    dialog.groups[0].clear()
    dialog.groups[0].insert("")
    dialog.groups[0].textEdited.emit(" ".join([digits]))
    assert "".join(line.text() for line in dialog.groups) == digits


def test_that_a_card_can_be_compared_face_to_face(cards, demo, district, drive):
    cards.look(trust.save_card(district, drive))
    dialog = cards.findChild(TrustDialog)
    dialog.show_it.click()
    assert dialog.fingerprint.isVisible()
    assert dialog.fingerprint.text() == trust.office_card(district).fingerprint
    assert dialog.go.text() == "当面核对一致，信任它"
    dialog.go.click()
    assert len(trust.trusted_offices(demo)) == 1


def test_that_a_card_on_paper_is_trusted_as_its_file_is(cards, demo, district, tmp_path):
    path = tmp_path / "card.pdf"
    path.write_bytes(key_paper(district).pdf)
    compare(cards, path)
    assert [each.unit for each in trust.trusted_offices(demo)] == ["410305"]


def test_that_our_own_card_and_one_trusted_already_are_told(cards, bench, demo, district, drive):
    cards.look(trust.save_card(demo, drive))
    assert "本单位自己的名片" in bench.window().notices.text.text()
    compare(cards, trust.save_card(district, drive))
    cards.findChild(TrustDialog).deleteLater()
    cards.look(trust.save_card(district, drive))
    assert "已经信任过" in bench.window().notices.text.text()


def test_that_a_key_that_the_district_revoked_is_not_even_compared(
    cards, bench, demo, district, street, drive
):
    give(demo, district, drive)
    card = give(district, street, drive)
    trust.withdraw(district, card.fingerprint, "电脑遗失")
    carry(district, demo)
    cards.look(trust.save_card(street, drive))
    assert cards.findChild(TrustDialog) is None
    assert "撤销（电脑遗失），不能再用" in bench.window().notices.text.text()


def test_that_a_new_card_is_accepted_after_a_look(cards, demo, district, drive):
    compare(cards, trust.save_card(district, drive))
    cards.findChild(TrustDialog).setParent(None)
    fresh = trust.renew_keys(district)
    cards.look(trust.save_card(district, drive))
    dialog = cards.findChild(TrustDialog)
    assert dialog.fingerprint.isVisible()
    assert dialog.go.text() == "接受新名片"
    dialog.go.click()
    assert trust.trusted_offices(demo) == [fresh]
    assert [line[4] for line in cells(cards)] == ["有效", "已更换密钥"]


def test_that_trust_is_withdrawn_with_a_reason(above, district, demo, drive):
    give(district, demo, drive)
    above.load()
    above.withdraw()
    assert above.findChild(ReasonDialog) is None  # nobody is chosen
    choose(above)
    assert "本单位核对过指纹" in above.about.text()
    above.withdraw()
    dialog = above.findChild(ReasonDialog)
    dialog.reason.setCurrentText("电脑遗失")
    dialog.accept()
    assert cells(above)[0][4] == "已撤销"
    choose(above)
    assert "原因：电脑遗失" in above.about.text()
    assert trust.trusted_offices(district) == []


def test_that_what_the_district_certified_is_listed_as_such(cards, demo, district, street, drive):
    give(district, street, drive)
    give(demo, district, drive)
    carry(district, demo)
    cards.load()
    names = [line[0] for line in cells(cards)]
    choose(cards, names.index(street.unit.name))
    assert "由涧西区授权，可以写 410305008 范围" in cards.about.text()
    assert len(known_offices(demo)) == 2


def test_that_an_office_is_told_that_its_own_key_was_revoked(cards, demo, district, drive):
    give(demo, district, drive)
    card = give(district, demo, drive)
    assert not cards.revoked.isVisible()
    trust.withdraw(district, card.fingerprint, "电脑遗失")
    carry(district, demo)
    cards.load()
    assert "撤销了这台电脑的密钥（电脑遗失）" in cards.revoked.text.text()


def test_that_keys_are_renewed_after_a_question(cards, bench, demo):
    before = trust.office_card(demo)
    bench.commands.trigger("package.renew")
    press(cards, "更换密钥")
    fresh = trust.office_card(demo)
    assert fresh.succeeds == before.sign_key
    assert cards.fingerprint.text() == fresh.fingerprint


def test_that_the_paper_is_saved_as_a_file(cards, bench, demo, answer, tmp_path):
    path = tmp_path / "card.pdf"
    cards.pickers = answer(path)
    bench.commands.trigger("package.paper")
    shown = cards.findChild(PaperDialog)
    assert shown.view.pages.has_image(0)
    shown.save.click()
    assert trust.look_at_card(path) == trust.office_card(demo)


def test_that_a_lost_pc_is_replaced_step_by_step(above, district, demo, drive, tmp_path):
    give(district, demo, drive)
    above.load()
    choose(above)
    above.lost()
    dialog = above.findChild(LostDialog)
    assert dialog.go.text() == "撤销这套密钥"
    dialog.go.click()
    reason = above.findChild(ReasonDialog)
    reason.reason.setCurrentText("电脑遗失")
    reason.accept()
    assert [step.key for step in dialog.steps if step.done] == ["revoke"]
    assert not dialog.go.isVisible()  # the community founds a database on its new PC
    new = offices.lay_down(tmp_path / "new.jxdb", demo.unit.code, password=PASSWORD).office
    trust.renew_keys(new)
    compare(above, trust.save_card(new, drive))
    new.close()
    assert [step.key for step in dialog.steps if step.done] == ["revoke", "found", "trust"]
    assert [each.state for each in known_offices(district)] == [State.VALID, State.WITHDRAWN]


def test_that_a_new_pc_sees_what_it_waits_for(cards, bench, demo, district, drive):
    bench.commands.trigger("package.lost")
    dialog = cards.findChild(LostDialog)
    assert dialog.go.text() == "选择新电脑的名片"
    compare(cards, trust.save_card(district, drive))
    assert [step.key for step in dialog.steps if step.done] == ["found", "trust"]
