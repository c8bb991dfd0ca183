"""Run one command: read the arguments, open the database, answer, turn failures into statuses."""

import argparse
import importlib
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jianxi_desktop import settings
from jianxi_desktop.cli.parser import make_parser
from jianxi_desktop.cli.places import server_of
from jianxi_desktop.errors import JianxiError

log = logging.getLogger(__name__)

BUG, STOPPED = 70, 130
_stopped: list[int] = []  # Ctrl+C was pressed: whatever fails after it is no bug


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 done, 1 refused, 2 wrong usage, 3 the surroundings failed, 70 a bug, 130 stopped.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:  # a process of its own
        from jianxi_desktop.services.dumps import forbid_dumps

        forbid_dumps()
        signal.signal(signal.SIGINT, _stop)
    _speak_utf8()
    _log_to_file()
    as_json = "--json" in given
    try:
        options = make_parser().parse_args(given)
        as_json = options.json
        answer, status = _run(options)
    except JianxiError as error:
        log.info("refused: %s (%s)", error, error.code)
        return _fail(error, as_json=as_json)
    except KeyboardInterrupt:
        return STOPPED
    except Exception:  # the last line of defence: a bug never shows a traceback
        if _stopped:  # a library made another error of it, such as one inside a function of SQL
            log.info("stopped in command %s", given[:1])
            return STOPPED
        log.exception("bug in command %s", given[:1])
        message = "程序内部出错，什么都没有改动。请把日志文件交给维护人员。"
        bug = JianxiError("bug", user_message=message, code="bug")
        _fail(bug, as_json=as_json)
        return BUG
    return _answer(answer, status, as_json=as_json)


def _run(options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    module, _, function = options.run.partition(".")
    command = getattr(importlib.import_module(f"jianxi_desktop.cli.{module}"), function)
    if options.needs_office:
        office = _open(options)
        try:
            _tell(options, office.warnings)
            result = command(options, office)
            _tell(options, _back_up_daily(office))
        finally:
            office.close()
    else:
        options.password = _password(options, ask=options.run.endswith((".found", ".restore")))
        result = command(options)
    return result if isinstance(result, tuple) else (result, 0)


def _open(options: argparse.Namespace) -> Any:
    if (address := server_of(options)) is not None:
        from jianxi_desktop.services.district import open_on_server

        options.given_password = _password(options, ask=sys.stdin.isatty())
        return open_on_server(address, options.given_password)
    from jianxi_desktop.services import opening
    from jianxi_desktop.services.office import open_office

    path = Path(options.database) if options.database else settings.default_database()
    if not opening.is_there(path):
        return open_office(path, "")
    options.given_password = _password(options, ask=True) or ""
    return open_office(path, options.given_password, user=options.user, program="command")


def _tell(options: argparse.Namespace, said: Sequence[str]) -> None:
    for line in () if options.quiet else said:
        print(line, file=sys.stderr)


def _back_up_daily(office: Any) -> Sequence[str]:
    """Make the backup of the day; that it cannot be made does not undo what was done."""
    from jianxi_desktop.services import backups

    try:
        made = backups.daily(office)
    except JianxiError as error:
        log.warning("no daily backup: %s (%s)", error, error.code)
        return (error.user_message,)
    return made.notes if made else ()


def _stop(number: int, frame: object) -> None:
    """Remember that Ctrl+C was pressed, and stop."""
    del frame
    _stopped.append(number)
    raise KeyboardInterrupt


def _password(options: argparse.Namespace, *, ask: bool) -> str | None:
    from jianxi_desktop.cli import asking

    if not ask and not options.password_file:
        return os.environ.get("JIANXI_PASSWORD")
    return asking.secret(options.password_file, "JIANXI_PASSWORD", "密码", "--password-file")


def _answer(answer: dict[str, Any], status: int, *, as_json: bool) -> int:
    from jianxi_desktop.cli.words import in_words

    lines = [json.dumps(answer, ensure_ascii=False, default=str)] if as_json else in_words(answer)
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough; Python must not complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _fail(error: JianxiError, *, as_json: bool) -> int:
    if as_json:
        told = {"code": error.code, "message": error.user_message, "details": list(error.details)}
        print(json.dumps({"error": told}, ensure_ascii=False))
    else:
        for line in (error.user_message, *error.details):
            print(line, file=sys.stderr)
    return error.exit_status


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _log_to_file() -> None:
    """Keep the log in the state folder; a PC that cannot keep one still works."""
    root = logging.getLogger("jianxi_desktop")
    if root.handlers:
        return
    handler: logging.Handler = logging.NullHandler()
    try:
        folder = settings.state_folder() / "log"
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "command-line.log", encoding="utf-8", delay=True)
    except OSError:
        pass
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
