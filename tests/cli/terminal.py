"""Runs a command in this process, as a terminal would see it."""

import contextlib
import io
import json
import logging
from typing import NamedTuple

from jianxi_desktop import cli, settings


class Ended(NamedTuple):
    """How a command ended: its exit status and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def answer(self):
        """The one JSON object on standard output."""
        return json.loads(self.out)

    @property
    def error(self):
        """What a failure says of itself."""
        return self.answer["error"]


def run(*arguments):
    """Run ``jianxi`` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    logger = logging.getLogger("jianxi_desktop")
    before = logger.propagate, logger.level
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = cli.main([str(each) for each in arguments])
    except SystemExit as ended:
        status = ended.code
    finally:
        for handler in list(logger.handlers):
            handler.close()
            logger.removeHandler(handler)
        logger.propagate = before[0]
        logger.setLevel(before[1])
    return Ended(status, out.getvalue(), err.getvalue())


def log_text():
    """Give what the commands of this test logged."""
    return "".join(
        file.read_text("utf-8") for file in (settings.state_folder() / "log").glob("*.log")
    )
