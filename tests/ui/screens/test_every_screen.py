"""What must hold for every page made by hand."""

import pytest

from jianxi_desktop import settings
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.screens.every import SCREENS

NARROWEST = 560  # points left for a page on a screen of 1366 at 150 %
KEYS = [screen.key for screen in SCREENS]


@pytest.mark.parametrize("screen", SCREENS, ids=KEYS)
def test_that_a_page_has_its_help_and_its_drawing(screen):
    text = settings.resource("help", f"{screen.key}.md").read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert "## 步骤" in text or "## 只做一次" in text
    assert "## 常见情况" in text
    assert not theme.icon(screen.symbol).isNull()


@pytest.mark.parametrize("page", ["welcome", "unlock"])
def test_that_the_pages_before_have_their_help(page):
    assert settings.resource("help", f"{page}.md").exists()


def test_that_every_page_fits_a_small_screen(bench, visit):
    wide = {key: visit(bench, key).minimumSizeHint().width() for key in KEYS}

    assert {key: width for key, width in wide.items() if width > NARROWEST} == {}
    assert not bench.window().notices.isVisible()


def test_that_every_page_opens_in_an_empty_district(open_window, district):
    bench = open_window(district)

    for key in KEYS:
        bench.open_screen(key)
        assert bench.shown.key == key
