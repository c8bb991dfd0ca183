"""What somebody may not do is off and says so; nothing else is in the way."""

import dataclasses

import pytest

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens.every import COMMANDS as SCREEN_COMMANDS


@pytest.fixture
def enter_as(open_members, demo):
    """Open the window as somebody else."""

    def enter(role):
        account = dataclasses.replace(demo.account, role=role, rights=rights_of(role))
        demo.account = account
        return open_members(demo)

    return enter


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_that_every_place_one_is_led_to_opens_without_a_refusal(enter_as, role):
    bench = enter_as(role)

    for place in bench.places:
        bench.open_screen(place.key)
        assert bench.shown.key == place.key
        assert not bench.window().notices.isVisible(), place.key


def test_that_a_viewer_reads_forms_and_changes_nothing(enter_as):
    bench = enter_as(Role.VIEWER)
    line = bench.shown.table.line(0)

    bench.open_screen("form", Edited("person", line.id))

    form = bench.shown.form
    assert not any(form.editor(key).isEnabled() for key in form.raw())
    assert bench.shown.state.text() == "您只能查看"
    assert not bench.commands.is_on("record.save")
    assert not bench.shown.parts[0].add.isVisible()
    bench.shown.parts[0]._add()
    assert bench.shown.parts[0].findChildren(type(bench.shown)) == []


def test_that_commands_without_the_right_stay_off_on_every_page(enter_as):
    bench = enter_as(Role.VIEWER)
    rights = bench.office.account.rights

    for place in bench.places:
        bench.open_screen(place.key)
        for command in (*COMMANDS, *SCREEN_COMMANDS):
            if command.right is not None and command.right not in rights:
                assert not bench.commands.is_on(command.key), command.key
