"""Set this folder up on a fresh machine, then start the program or its tests.

    python3 bootstrap.py run [ARGUMENTS...]     start the program (--demo: a ready community)
    python3 bootstrap.py test [ARGUMENTS...]    run the tests; the arguments go to pytest
    python3 bootstrap.py setup [--test]         only set up

On Windows the same with `py -3`. Everything Python goes to .venv beside this file, checked by hash
against requirements/; the PC's own Python is left as it is. Exit status: that of the program or of
pytest; 3 when the surroundings failed (no network, no rights, no screen).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
UNFINISHED = VENV / "unfinished"
STAMP = VENV / "setup.json"
LOCKS = ROOT / "requirements"
WHEELHOUSE = ROOT / "wheelhouse"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
SURROUNDINGS_FAILED = 3

# What pip fetches, in MB, measured on x86-64; only told to the person who waits.
FETCHED_MB = {"run": 181, "test": 232}
# The newest Qt for Python asks for this glibc; older systems get the -old-linux lock.
GLIBC_OF_NEWEST_QT = {"x86_64": (2, 34), "aarch64": (2, 39)}

# Shared library that Qt loads -> its Debian package.
WINDOW_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}
# Program or file that the interoperability tests use -> its Debian package.
TEST_TOOLS = {
    "age": "age",
    "pdffonts": "poppler-utils",
    "qpdf": "qpdf",
    "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
}


class SetupError(Exception):
    """The surroundings do not allow the set-up; the text says in both languages what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command of this script and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace", line_buffering=True)  # type: ignore[union-attr]  # TextIO
    try:
        return obey(list(arguments))
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
    except OSError as error:
        print(f"\n无法读写 Cannot read or write: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n已中断，可再次运行。 Stopped; it can be run again.", file=sys.stderr)
        return 130
    return SURROUNDINGS_FAILED


def obey(arguments: list[str]) -> int:
    """Set up what the command needs, then do it."""
    command, rest = "".join(arguments[:1]), arguments[1:]
    known = command in ("run", "test") or (command == "setup" and rest in ([], ["--test"]))
    if not known:
        print(__doc__)
        return 0 if command in ("-h", "--help") else 2
    if sys.version_info < OLDEST_PYTHON:
        return start_newer_python(arguments)
    if command == "run":
        set_up("run")
        return run_program(rest)
    set_up("test" if command == "test" or rest else "run")
    return run_tests(rest) if command == "test" else 0


def say(text: str) -> None:
    """Tell the person who waits what happens now."""
    print("· " + text)


# ---------------------------------------------------------------- the commands


def set_up(purpose: str) -> None:
    """Bring the machine to where ``purpose`` ("run" or "test") works; quick when it is already."""
    start = time.monotonic()
    refuse_foreign_folder()
    changed = install_system_packages(purpose)
    if not libraries_are_ready(purpose):
        with only_one_set_up():
            if not libraries_are_ready(purpose):
                install_libraries(purpose)
        changed = True
    if changed:
        say(f"准备完成 Set up in {time.monotonic() - start:.0f} s")


def run_program(arguments: list[str]) -> int:
    """Start the window in its own process."""
    screens = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET")
    if LINUX and not any(os.environ.get(name) for name in screens):
        raise SetupError(
            "没有图形桌面，窗口无法打开。请在桌面的终端里运行；远程登录用 ssh -X；没有屏幕可用：\n"
            "No desktop session here, so no window can open. Run this in a terminal of the\n"
            "desktop, over ssh with -X, or without a screen:\n"
            "    xvfb-run -a python3 bootstrap.py run   (apt-get install xvfb xauth)\n"
            "    QT_QPA_PLATFORM=offscreen python3 bootstrap.py run"
        )
    return subprocess.call([str(venv_python()), str(ROOT / "main.py"), *arguments])


def run_tests(arguments: list[str]) -> int:
    """Run pytest without a screen; the whole suite on every core, what is named as it is named."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    chosen = arguments or ["--numprocesses=auto", "--dist=worksteal"]
    command = [str(venv_python()), "-m", "pytest", *chosen]
    return subprocess.call(command, cwd=str(ROOT), env=environment)


def start_newer_python(arguments: list[str]) -> int:
    """Hand over to a Python that is new enough, if this PC has one."""
    for newer in filter(None, map(shutil.which, NEWER_PYTHONS)):
        return subprocess.call([newer, str(ROOT / "bootstrap.py"), *arguments])
    version = platform.python_version()
    raise SetupError(
        f"这台电脑的 Python 是 {version}，本程序需要 3.11 或更新。请安装新版 Python 后再运行。\n"
        f"This is Python {version}; the program needs 3.11 or newer. Install it and run this again."
    )


# ---------------------------------------------------------------- system packages


def install_system_packages(purpose: str) -> bool:
    """Install what Qt, the venv and the tests need from the system; tell whether anything was."""
    if not LINUX:
        return False
    needed = [*missing_libraries(), *missing_venv_package()]
    tools = missing_tools() if purpose == "test" else []
    if not needed and not tools:
        return False
    try:
        apt_install([*needed, *tools])
    except SetupError as error:
        if needed:
            raise
        say(f"{error}\n  暂时跳过用到它们的测试。 Until then the tests that use them are skipped.")
        return False
    return True


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, saying first which and how much is fetched."""
    line = "    sudo apt-get install --no-install-recommends " + " ".join(packages)
    rights = rights_to_install()
    if rights is None or not shutil.which("apt-get"):
        raise SetupError(
            "缺少系统软件包，需要管理员执行：\n"
            f"System packages are missing; an administrator has to run:\n{line}"
        )
    say("系统软件包 System packages: " + " ".join(packages))
    apt = [*rights, "env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    options = ["-o", "DPkg::Lock::Timeout=120", "--no-install-recommends", *packages]
    quietly([*apt, "update", "-qq"])
    trial = quietly([*apt, "install", "--assume-no", *options]).stdout
    size = re.search(r"Need to get ([\d.,]+ [kMG]?B)\b", trial)
    say("下载 Fetching {} (apt) …".format(size.group(1) if size else "?"))
    done = quietly([*apt, "install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0", *options])
    if done.returncode:
        raise SetupError(
            f"{done.stdout[-2000:]}\n系统软件包没有装上。请检查网络和软件源，然后由管理员执行：\n"
            f"System packages could not be installed. Check network and sources, then run:\n{line}"
        )


def missing_libraries() -> list[str]:
    """Name the packages whose shared library the loader does not know."""
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + ":/sbin:/usr/sbin")
    if ldconfig is None:
        return []
    known = set(re.findall(r"^\s+(\S+) \(", quietly([ldconfig, "-p"]).stdout, re.MULTILINE))
    return [package for library, package in WINDOW_LIBRARIES.items() if library not in known]


def missing_tools() -> list[str]:
    """Name the packages of the programs that the interoperability tests use."""
    found = {tool for tool in TEST_TOOLS if shutil.which(tool) or any(Path("/").glob(tool[1:]))}
    return [package for tool, package in TEST_TOOLS.items() if tool not in found]


def missing_venv_package() -> list[str]:
    """Debian's Python has no ensurepip; name the package that has, unless pip stands there."""
    if venv_is_sound() or importlib.util.find_spec("ensurepip") or importlib.util.find_spec("pip"):
        return []
    return ["python{}.{}-venv".format(*sys.version_info[:2])]


def rights_to_install() -> list[str] | None:
    """Return what to write before apt-get, or None when this user may not install."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if quietly(["sudo", "-n", "true"]).returncode == 0 or (sys.stdin and sys.stdin.isatty()):
        return ["sudo"]
    return None


# ---------------------------------------------------------------- the virtual environment


def libraries_are_ready(purpose: str) -> bool:
    """Tell whether the venv stands whole and holds what the lock says."""
    return venv_is_sound() and digest_of(lock_file(purpose)) in stamps()


def install_libraries(purpose: str) -> None:
    """Make the venv and fill it; a set-up cut short leaves the mark ``unfinished`` behind."""
    lock = lock_file(purpose)
    there = FETCHED_MB["run"] if purpose == "test" and libraries_are_ready("run") else 0
    make_venv()
    install_locked(lock, FETCHED_MB[purpose] - there)
    link_this_folder()
    # All of the run lock stands in the test lock, so ready for tests is ready to run.
    ready = (
        {digest_of(lock)} if purpose == "run" else {digest_of(lock), digest_of(lock_file("run"))}
    )
    STAMP.write_text(json.dumps(sorted(ready)), encoding="utf-8")
    UNFINISHED.unlink()


def lock_file(purpose: str) -> Path:
    """Choose the lock whose Qt runs on this system."""
    newest = GLIBC_OF_NEWEST_QT.get(
        {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
    )
    name, version = platform.libc_ver()
    old = LINUX and newest and name == "glibc" and tuple(map(int, version.split(".")[:2])) < newest
    return LOCKS / (purpose + ("-old-linux.txt" if old else ".txt"))


def digest_of(lock: Path) -> str:
    """Change when the locked versions, the Python or the place of this folder change."""
    place = f"{platform.python_version()}\n{ROOT}\n"
    return hashlib.sha256(place.encode() + lock.read_bytes()).hexdigest()


def stamps() -> list[str]:
    """Return the digests of the locks that stand installed in the venv."""
    try:
        return list(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def venv_python() -> Path:
    """Return the venv's interpreter."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def venv_is_sound() -> bool:
    """Tell whether a venv of this Python stands there whole."""
    try:
        made_by = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    version = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", made_by, re.MULTILINE)
    same = version is not None and tuple(map(int, version.groups())) == sys.version_info[:2]
    return same and venv_python().exists() and not UNFINISHED.exists()


def refuse_foreign_folder() -> None:
    """Stop before anything is done when ``.venv`` holds something that is no venv."""
    marks = (UNFINISHED, VENV / "pyvenv.cfg")
    if VENV.is_dir() and any(VENV.iterdir()) and not any(mark.exists() for mark in marks):
        raise SetupError(f"请先移走不是本程序建立的文件夹。 Not ours, move it away: {VENV}")


def make_venv() -> None:
    """Make the venv, anew when it is of another Python or was left half made."""
    if venv_is_sound():
        UNFINISHED.touch()
        return
    if VENV.is_dir() and any(VENV.iterdir()):
        say("旧的 .venv 不完整或版本不同，重新建立 Making .venv anew")
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    say(f"建立 Python 环境 Making .venv (Python {platform.python_version()})")
    without_pip = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    made = quietly([sys.executable, "-m", "venv", *without_pip, str(VENV)])
    if made.returncode:
        raise SetupError(made.stdout[-2000:] + "\n.venv 建立失败。 The venv could not be made.")


def install_locked(lock: Path, megabytes: int) -> None:
    """Install the locked packages; pip refuses whatever differs from the recorded hashes."""
    name = lock.relative_to(ROOT)
    pip = [str(venv_python()), "-m", "pip"]
    if subprocess.call([*pip, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        pip = [sys.executable, "-m", "pip", "--python", str(venv_python())]
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    if WHEELHOUSE.is_dir():
        say(f"从 wheelhouse 安装程序库 Installing {name} from ./wheelhouse")
        command += ["--no-index", "--find-links", str(WHEELHOUSE)]
    else:
        say(f"安装程序库 Installing {name} (pip, {megabytes} MB) …")
    if subprocess.call(command):
        raise SetupError(
            "程序库没有装上。请检查网络后再运行；没网络请放入 wheelhouse 文件夹（见 README.md）。\n"
            "The libraries could not be installed. Check the network and run this again,\n"
            "or put a wheelhouse folder here (see README.md)."
        )


def link_this_folder() -> None:
    """Let the venv find the package, and give it the command ``jianxi``."""
    base = {"base": str(VENV), "platbase": str(VENV)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=base))
    # site reads .pth files in the encoding of the locale.
    (packages / "jianxi_desktop.pth").write_text(f"{ROOT}\n", encoding="locale")
    # pip makes such a command from pyproject.toml, but would have to fetch a build tool for it.
    if WINDOWS:
        launcher, text = "jianxi.cmd", '@"%~dp0python.exe" -m jianxi_desktop %*\n'
    else:
        launcher, text = "jianxi", '#!/bin/sh\nexec "${0%/*}/python" -m jianxi_desktop "$@"\n'
    command = venv_python().with_name(launcher)
    command.write_text(text, encoding="utf-8")
    command.chmod(0o755)


@contextlib.contextmanager
def only_one_set_up() -> Iterator[None]:
    """Wait for another set-up of this folder; the system drops the lock however this one ends."""
    with (ROOT / ".setup.lock").open("w", encoding="utf-8") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program, keeping what it prints."""
    return subprocess.run(
        command,
        stdin=None if command[0] == "sudo" else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
