"""The pictures of the manual show what the screens are now."""

import shutil

import pytest

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar
from jianxi_desktop.services import manual
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.every import SCREENS
from jianxi_desktop.ui.window import Window
from tests.conftest import AtOnce, open_copy
from tests.manual import scenes
from tests.manual.pictures import FOLDER, INDEX, MOST, read_index
from tests.manual.scenes import SCENES

AGAIN = "run: python -m tests.manual.pictures"


@pytest.fixture
def window(qtbot, qapp, monkeypatch):
    """A window as large as a picture, on the day of the demonstration."""
    theme.apply_theme(qapp)
    monkeypatch.setattr(calendar, "today", lambda: scenes.DAY)
    made = Window(Jobs(AtOnce()))
    qtbot.addWidget(made, before_close_func=lambda each: setattr(each, "_leaving", True))
    made.resize(*scenes.SIZE)
    made.show()
    return made


def changed(window, office, desk=None):
    """Name the scenes of an office whose picture shows something else."""
    known, other = read_index(), []
    for scene in SCENES:
        if scene.office != office:
            continue
        if desk is None:
            window.show_page(scenes.gate_page(scene.name, window))
        elif not scene.ledger:
            scene.show(desk)
        scenes.settle()
        if known.get(scene.name) != scenes.fingerprint(window, scene):
            other.append(scene.name)
        scenes.close_dialogs(window)
    return other


def test_that_every_screen_has_its_picture_and_none_is_large():
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}

    assert set(files) == set(read_index()) == {scene.name for scene in SCENES}
    assert max(files.values()) <= MOST
    assert sum(files.values()) <= 3_000_000
    assert {screen.key for screen in SCREENS} - set(files) == set()


def test_that_pages_show_their_picture_below_the_first_words():
    pages = {page.key: page.text for page in manual.read_pages()}

    for key in ("home", "ledger:person"):
        assert f"](pictures/{key.replace(':', '_')}.png)" in pages[key]
        assert pages[key].index("![") < pages[key].index("\n## ")
    assert INDEX.parent == settings.resource("help", "pictures")


def test_that_the_pages_before_an_office_is_open_look_as_in_the_manual(window):
    window.resize(*scenes.GATE_SIZE)

    assert changed(window, "gate") == [], AGAIN


def test_that_the_screens_of_a_community_look_as_in_the_manual(window, founded, tmp_path):
    office = open_copy(founded, "demo", tmp_path, DEMO_PASSWORD)

    assert changed(window, "community", window.enter(office)) == [], AGAIN


def test_that_the_screens_of_the_district_look_as_in_the_manual(window, district_file, tmp_path):
    for suffix in ("", ".keys"):
        shutil.copy(f"{district_file[0]}{suffix}", tmp_path / f"district.jxdb{suffix}")
    office = open_office(tmp_path / "district.jxdb", DEMO_PASSWORD)

    assert changed(window, "district", window.enter(office)) == [], AGAIN
