"""Fail a writing at its first operation, its second, its third … until it comes through.

Runs as a process of its own, with ``faults.c`` preloaded: ``python -m tests.sticks.sweep``. The
writing is given by name, ``module:function``; it is called with the root of the stick and a number,
and returns the name, below the root, of the package that must then be there.
"""

import ctypes
import errno
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.sticks import images
from tests.sticks.writings import is_whole

# What each failure of the system may be called: nothing else, and never a traceback.
MODES = {
    "ENOSPC": (errno.ENOSPC, {"drive_full"}),
    "EROFS": (errno.EROFS, {"drive_read_only"}),
    "EACCES": (errno.EACCES, {"drive_read_only"}),
    "EIO": (errno.EIO, {"drive_gone", "file_unreadable"}),
    "ENODEV": (errno.ENODEV, {"drive_gone", "file_unreadable"}),
    "CORRUPT": (-1, {"drive_corrupts"}),
}
Writing = Callable[[Path, int], str]


def sweep(writing: str, root: Path, work: Path) -> dict[str, Any]:
    """Sweep in a child process; give figures by mode."""
    library = images.build(images.HERE / "faults.c", work / "faults.so")
    env = {**os.environ, "LD_PRELOAD": str(library), "JX_FAULTS": str(root)}
    env |= {"PYTHONPATH": str(images.HERE.parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.sticks.sweep", writing, str(root)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(name: str, root: Path) -> dict[str, Any]:
    """Go through every mode, once and for ever."""
    module, function = name.split(":")
    writing: Writing = getattr(importlib.import_module(module), function)
    faults = ctypes.CDLL(None)
    found: dict[str, Any] = {}
    number = 1
    writing(root, number)  # everything imported, every folder made
    for mode, (error, codes) in MODES.items():
        for sticky in (False, True):
            figures = found[f"{mode} {'for ever' if sticky else 'once'}"] = {
                "points": 0,
                "refused": 0,
                "came through": 0,
                "whole, not said": 0,
                "half": 0,
                "wrong word": [],
            }
            at = 1
            while True:
                number += 1
                before = _files(root)
                faults.jx_arm(at, error, int(sticky))
                code, name = _try(writing, root, number)
                reached = faults.jx_count() >= at
                faults.jx_arm(0, 0, 0)
                _judge(figures, code, name, codes, before, _files(root))
                if not reached:
                    break
                figures["points"] += 1
                at += 1
    return found


def _try(writing: Writing, root: Path, number: int) -> tuple[str, str]:
    from jianxi_desktop.errors import JianxiError

    try:
        return "", writing(root, number)
    except JianxiError as error:
        return error.code, ""


def _judge(
    figures: dict[str, Any],
    code: str,
    name: str,
    codes: set[str],
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
) -> None:
    """Count: all of it there and said so, or none of it under a package's name and said so.

    A drive that fails for ever as soon as the package has its name cannot be asked to take the
    name away again: the package stands there whole, and nobody was told that it does.
    """
    kept = all(after.get(each) == data for each, data in before.items())
    added = {each for each in after if each.lower().endswith(".jxp")} - before.keys()
    whole = all(is_whole(each, after[each]) for each in added)
    if not kept or not whole or (name and name not in added):
        figures["half"] += 1
    figures["whole, not said"] += len(added - {name})
    figures["came through" if not code else "refused"] += 1
    if code and code not in codes:
        figures["wrong word"].append(code)


def _files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.suffix != ".part")
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))  # noqa: T201 - its answer
