"""A process that crashes leaves nothing of its memory behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CRASH = """
import os, signal
from jianxi_desktop.services.dumps import forbid_dumps, may_dump
assert may_dump()
forbid_dumps()
assert not may_dump()
os.kill(os.getpid(), signal.SIGABRT)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="dumps are told apart on Linux only")
def test_that_a_crash_leaves_no_dump(tmp_path):
    import resource

    def allow():
        most = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (most, most))

    ended = subprocess.run(
        [sys.executable, "-c", CRASH],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        preexec_fn=allow,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGABRT, ended.stderr
    assert list(tmp_path.iterdir()) == []
