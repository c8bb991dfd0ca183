"""Nothing is cut: on the smallest screen, and where the PC enlarges everything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QTextLayout

from jianxi_desktop.ui import theme
from tests.ui.looks import still_cut

ROOT = Path(__file__).resolve().parents[2]


def test_that_a_long_notice_is_shown_whole(bench):
    bench.notice("已导入" * 80, undo=lambda: None)

    assert still_cut(bench.window()) == []


SCALED = """
import sys
from PySide6.QtWidgets import QApplication
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window
from pathlib import Path
from tests.conftest import AtOnce
from tests.ui.looks import still_cut
app = QApplication([])
theme.apply_theme(app)
window = Window(Jobs(AtOnce()))
window.resize(1280, 720)
window.show()
desk = window.enter(offices.open_office(Path(sys.argv[1]), DEMO_PASSWORD))
found = {}
for place in desk.places:  # each is looked at in points elsewhere: this is about half pixels
    if not place.key.startswith("list:") or place.key in ("list:person", "list:activity"):
        desk.open_screen(place.key)
        found[place.key] = still_cut(window)
print(window.devicePixelRatio(), [(key, texts) for key, texts in found.items() if texts])
"""


def test_that_nothing_is_cut_at_150_percent(founded, tmp_path):
    for suffix in ("", ".keys"):
        shutil.copy(founded / f"demo.jxdb{suffix}", tmp_path / f"demo.jxdb{suffix}")
    env = {**os.environ, "QT_SCALE_FACTOR": "1.5", "QT_QPA_PLATFORM": "offscreen"}

    done = subprocess.run(
        [sys.executable, "-c", SCALED, str(tmp_path / "demo.jxdb")],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.stdout.strip() == "1.5 []", done.stderr


@pytest.mark.parametrize("character", "𠮷㐂𬭎𫘧䶮·")
def test_that_rare_characters_are_drawn(qapp, character):
    layout = QTextLayout(character, theme.window_font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()

    glyphs = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs
