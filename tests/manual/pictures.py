"""Draw the pictures of the manual anew: ``python -m tests.manual.pictures``, about a minute.

They are written to ``resources/help/pictures`` with ``INDEX.csv``, which keeps the fingerprint of
what each shows; ``test_pictures.py`` fails when a screen no longer is what its picture shows.
"""

import csv
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPoint, QRect, QTranslator
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar
from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo
from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window
from tests.conftest import AtOnce
from tests.manual import scenes
from tests.manual.scenes import SCENES, Scene

FOLDER = settings.resource("help", "pictures")
INDEX = FOLDER / "INDEX.csv"
MOST = 60_000  # bytes of a picture
_COLOURS = 12  # beside greys and those of the theme
_GREYS = np.arange(0, 256, 23, dtype=np.uint32) * 0x010101 + 0xFF000000  # for letters


def main(wanted: list[str]) -> int:
    """Draw the pictures, or those that are named; give the exit status."""
    calendar.today = lambda: scenes.DAY
    app = QApplication([])
    app.setStyle("fusion")
    theme.apply_theme(app)
    translator = QTranslator(app)
    if translator.load(str(settings.resource("qt_zh_CN.qm"))):
        app.installTranslator(translator)
    FOLDER.mkdir(exist_ok=True)
    drawn = read_index()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIANXI_HOME"] = folder
        for office in ("gate", "community", "district"):
            its = [s for s in SCENES if s.office == office and (not wanted or s.name in wanted)]
            if its:
                drawn |= dict(_draw(office, its, Path(folder)))
    _write_index({scene.name: drawn[scene.name] for scene in SCENES if scene.name in drawn})
    sizes = [each.stat().st_size for each in FOLDER.glob("*.png")]
    told = f"{len(sizes)} pictures, {sum(sizes) / 1e6:.2f} MB, the largest {max(sizes):,} bytes"
    sys.stdout.write(f"{told}\n")
    return 0


def read_index() -> dict[str, str]:
    """Give the fingerprint of what each picture shows."""
    if not INDEX.exists():
        return {}
    with INDEX.open(encoding="utf-8", newline="") as file:
        return {row["picture"]: row["shows"] for row in csv.DictReader(file)}


def _write_index(known: dict[str, str]) -> None:
    with INDEX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("picture", "shows"))
        writer.writerows(sorted(known.items()))


def _draw(office: str, its: list[Scene], folder: Path) -> Iterator[tuple[str, str]]:
    window = Window(Jobs(AtOnce()))
    window.resize(*(scenes.GATE_SIZE if office == "gate" else scenes.SIZE))
    window.show()
    path = folder / f"{office}.jxdb"
    desk = None
    if office != "gate":
        make_demo(path, scale=office)
        desk = window.enter(open_office(path, DEMO_PASSWORD))
    for scene in its:
        if desk is None:
            window.show_page(scenes.gate_page(scene.name, window))
        else:
            scene.show(desk)
        window.notices.hide()
        scenes.hide_places(window, folder)
        scenes.settle()
        form = desk.shown if desk is not None and scene.ledger else None
        _keep(form.grab() if form is not None else _grab(window), FOLDER / f"{scene.name}.png")
        yield scene.name, scenes.fingerprint(window, scene)
        scenes.close_dialogs(window)
        scenes.settle()
    window._leaving = True
    window.close()


def _grab(window: Window) -> QPixmap:
    """Give the window with what stands above it."""
    picture = window.grab()
    painter = QPainter(picture)
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            room = window.size() - dialog.size()
            place = QPoint(max(room.width() // 2, 0), max(room.height() // 3, 0))
            painter.drawPixmap(place, dialog.grab())
            painter.setPen(theme.colour("line-strong"))
            painter.drawRect(QRect(place, dialog.size()))
    painter.end()
    return picture


def _keep(picture: QPixmap, path: Path) -> None:
    _with_few_colours(picture.toImage()).save(str(path), "PNG", 0)
    if path.stat().st_size > MOST:
        raise SystemExit(f"{path.name} has {path.stat().st_size:,} bytes, more than {MOST:,}")


def _with_few_colours(image: QImage) -> QImage:
    """Keep the commonest colours and give every other the nearest of them; nothing is dithered."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    wide, high = image.width(), image.height()
    dots = np.frombuffer(image.constBits(), np.uint32).reshape(high, image.bytesPerLine() // 4)
    found, places, times = np.unique(dots[:, :wide], return_inverse=True, return_counts=True)
    common = found[np.argsort(times)[::-1][:_COLOURS]]
    kept = np.unique(np.concatenate([common, _GREYS, _theme_colours()]))
    far = np.abs(_parts(found)[:, None, :] - _parts(kept)[None, :, :]).sum(-1)
    numbers = far.argmin(1).astype(np.uint8)[places.reshape(high, wide)]
    few = QImage(wide, high, QImage.Format.Format_Indexed8)
    few.setColorTable([int(each) for each in kept])
    lines = np.frombuffer(few.bits(), np.uint8).reshape(high, few.bytesPerLine())
    lines[:, :wide] = numbers
    return few


def _theme_colours() -> np.ndarray:
    """Give the few colours that marks are drawn in; small as they are, they say something."""
    names = ("accent", "good", "amber", "accent-soft", "good-soft", "amber-soft")
    return np.array([theme.colour(name).rgb() for name in names], np.uint32)


def _parts(colours: np.ndarray) -> np.ndarray:
    """Give red, green and blue of colours."""
    return np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], -1).astype(int)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
