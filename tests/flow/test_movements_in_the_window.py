"""A member leaves with a letter and another comes with one, in the real window, to the papers."""

from datetime import date

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import movement_balance, records
from jianxi_desktop.services.movement_facts import look_at
from tests import factory
from tests.pdf_text import text_of

PATIENCE = 60_000


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(calendar, "today", lambda: date(2026, 11, 20))


@pytest.mark.job("转出、转入组织关系")
def test_that_a_member_leaves_and_another_comes(qtbot, open_window, office, branch, member):
    desk = open_window(office)
    desk.open_screen("movements")
    page = desk.screen_of("movements")

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    def do(key, **typed):
        before = page.asking.dialog
        desk.commands.trigger(f"movement.{key}")
        until(lambda: page.asking.dialog is not None and page.asking.dialog is not before)
        dialog, closed = page.asking.dialog, []
        dialog.finished.connect(closed.append)
        for field, value in typed.items():
            dialog.editor(field).put_back(value)
            dialog.editor(field).changed.emit()
        if "person" in typed:
            until(lambda: dialog.standing is not None)
        dialog.ask()
        until(lambda: bool(closed))

    def printed():
        desk.commands.trigger("list.print")
        preview = desk.screen_of("print")
        until(lambda: preview.document is not None and not desk.jobs.busy)
        text = text_of(preview.document.pdf)
        desk.open_screen("movements")
        return text

    until(lambda: page.page is not None)
    do("letter", person=member, to_place="西工区某街道党工委", valid_days="60")
    until(lambda: page.tables[0].record is not None)
    text = printed()
    for said in (
        "介绍信存根",
        "介绍信回执",
        "骑缝章",
        "李𠮷同志",
        "西工区某街道党工委：",
        "2026-001",
    ):
        assert said in text
    assert "99010119650312002X" not in text
    assert look_at(office, member).status == "full"

    do("receipt", receipt_number="31")
    until(lambda: page.tables[0].record is None)
    assert look_at(office, member).branch is None

    number = factory.identity_number(7)
    do("take_in", name="单雄信", id_number=number, branch=branch, joined_on="2001-07-01",
       from_place="偃师区某党委", letter_number="19", letter_on="2026-11-02")  # fmt: skip
    page.tabs.setCurrentIndex(3)
    until(lambda: page.tables[3].current is not None and page.tables[3].current.name == "单雄信")
    assert "偃师区某党委：" in printed()
    (found,) = [each for each in records.list_choices(office, "person") if each[1] == "单雄信"]
    assert look_at(office, found[0]).branch == branch
    balance = movement_balance.balance_of(office, 2026)
    assert (balance.difference, balance.odd) == (0, ())
    values = {line.key: line.value for line in balance.lines}
    assert (values["r01"], values["r07"], values["r13"], values["r16"]) == (1, 1, 1, 1)
