"""W17: the year in columns on the home page, from import to the first picture. The base is a bare
PySide6 window; numpy, which the program has loaded already when it reads a scan but not when it
starts, is measured apart."""

import os
import sys
import time

from common import Figures, main

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HELD = (21, 21, 23, 16, 24, 25, 16, 17, 29, 30, 21, 3)
SIZE = (300, 180)


def bare(_scale: str) -> Figures:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QWidget

    return _timed(QApplication, 0.0, QWidget)


def ours(_scale: str) -> Figures:
    """Show the program's own chart."""
    from PySide6.QtWidgets import QApplication

    begun = time.process_time()
    from jianxi_desktop.ui.charts import Column, ColumnChart, Series

    imported = time.process_time() - begun

    def make():
        chart = ColumnChart("各月活动", (Series("已开展", "ink-soft"),))
        columns = [Column(str(n), (held,), f"{n}月{held}次") for n, held in enumerate(HELD, 1)]
        chart.show_columns(columns)
        return chart

    return _timed(QApplication, imported, make)


def numpy_alone(_scale: str) -> Figures:
    """Import numpy and show an empty window."""
    from PySide6.QtWidgets import QApplication, QWidget

    begun = time.process_time()
    import numpy  # noqa: F401

    return _timed(QApplication, time.process_time() - begun, QWidget)


def pyqtgraph(_scale: str) -> Figures:
    """Show the same columns with pyqtgraph."""
    from PySide6.QtWidgets import QApplication

    begun = time.process_time()
    import pyqtgraph as pg

    imported = time.process_time() - begun

    def make():
        plot = pg.PlotWidget()
        plot.addItem(pg.BarGraphItem(x=list(range(1, 13)), height=list(HELD), width=0.6))
        return plot

    return _timed(QApplication, imported, make)


def _timed(make_app, imported: float, make) -> Figures:
    app = make_app.instance() or make_app(sys.argv[:1])
    begun = time.process_time()
    widget = make()
    widget.resize(*SIZE)
    widget.show()
    app.processEvents()
    widget.grab()
    shown = time.process_time() - begun
    begun = time.process_time()
    for _turn in range(10):
        widget.grab()
    again = (time.process_time() - begun) / 10
    return {
        "import_s": imported,
        "shown_s": shown,
        "again_ms": again * 1_000,
        "cpu_s": imported + shown,
        "modules": len(sys.modules),
    }


if __name__ == "__main__":
    cases = {"bare": bare, "ours": ours, "numpy": numpy_alone, "pyqtgraph": pyqtgraph}
    main("W17-charts", cases, "bare", "community", outside=("pyqtgraph", "numpy"))
