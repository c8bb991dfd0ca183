"""W1: from the start of the process to the window on the screen (Xvfb), then to the ready list.

Ours opens the demonstration; the peer is a bare PySide6 window. Needs Xvfb and xdotool."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from common import HERE, TMP, Figures, main

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("bare-window")
window.resize(1200, 800)
window.show()
sys.exit(app.exec())
"""
_QUIET = 0.7  # seconds without work after which a window counts as ready
_PATIENCE = 60.0


def ours(_scale: str) -> Figures:
    """The program on its demonstration, made beforehand."""
    home = TMP / "w1_home"
    if not home.exists():
        from jianxi_desktop.services.demo import make_demo

        home.mkdir(parents=True)
        os.environ["JIANXI_HOME"] = str(home)
        from jianxi_desktop import settings

        make_demo(settings.demo_database())
    command = [sys.executable, str(HERE.parent / "main.py"), "--demo"]
    return _start(command, "涧西|Jianxi|jianxi", {"JIANXI_HOME": str(home)})


def bare(_scale: str) -> Figures:
    """An empty window of the same toolkit."""
    return _start([sys.executable, "-c", BARE], "bare-window", {})


def _start(command: list[str], title: str, extra: dict[str, str]) -> Figures:
    server, display = _screen()
    env = {**os.environ, **extra, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    try:
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
        find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title]
        subprocess.run(find, env=env, check=True, capture_output=True, timeout=_PATIENCE)
        mapped = time.perf_counter() - begun
        ready, cpu = _until_quiet(process.pid, begun)
        peak = _status(process.pid, "VmHWM") / 1024
    finally:
        process.kill()
        process.wait()
        server.terminate()
        server.wait()
    return {"map_s": mapped, "ready_s": ready, "cpu_s": cpu, "peak_mb": peak}


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    xvfb = shutil.which("Xvfb")
    if xvfb is None or shutil.which("xdotool") is None:
        raise SystemExit("W1 needs Xvfb and xdotool")
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        return server, f":{told.readline().strip()}"


def _until_quiet(pid: int, begun: float) -> tuple[float, float]:
    """Give when the process last worked, from its start, and the CPU it used until then."""
    used, since = _worked(pid), time.perf_counter()
    while time.perf_counter() - since < _QUIET and time.perf_counter() - begun < _PATIENCE:
        time.sleep(0.02)
        if (now := _worked(pid)) > used + 0.01:
            used, since = now, time.perf_counter()
    return since - begun, used


def _worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    TMP.mkdir(exist_ok=True)
    main("W1-start", {"bare": bare, "ours": ours}, "bare", "community")
