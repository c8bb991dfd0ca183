"""What leaves the program as a file: whether it needs a reason, who signs, what is noted."""

import contextlib
import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import audit
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import filter_told, require_reason

MANY_PEOPLE: Final = 50


def names_people(ledger: Ledger) -> bool:
    """Tell whether each record of a ledger is about a person."""
    return ledger.key == "person" or any(
        isinstance(field, Link) and field.target == "person" for field in ledger.fields.values()
    )


def reason_for(ledger: Ledger, count: int, reason: str | None, reveal: Reveal | None) -> str | None:
    """Give the reason an export is noted with.

    Raises:
        InputError: Many people leave the program, and nobody said why.
    """
    if reveal is not None:
        return reveal.reason
    if reason or (count > MANY_PEOPLE and names_people(ledger)):
        return require_reason(reason)
    return None


def require_same(query: Query, reveal: Reveal | None) -> None:
    """Make sure that a leave to read numbers is about what is taken out.

    Raises:
        InputError: It is about other records.
    """
    if reveal is not None and reveal.query != query:
        raise InputError(
            "leave to reveal is for another query",
            user_message="查找条件已经改变，请重新说明查看完整号码的原因。",
            code="not_allowed",
        )


def signature(office: Office, day: date | None = None) -> str:
    """Give who takes a file out and when, as it stands at the foot of each page."""
    shown = calendar.show_day((day or calendar.today()).isoformat())
    return f"{office.user}　{shown} {datetime.now().astimezone():%H:%M}"


def what_left(
    paper: str, rows: int, reveal: Reveal | None, ledger: Ledger, query: Query
) -> dict[str, Any]:
    """Describe for the journal what is in a file: keys, counts, conditions, nobody's name."""
    told = {"paper": paper, "rows": rows, "full_numbers": reveal is not None}
    return told | filter_told(ledger, query)


def note_file(office: Office, action: str, path: Path, reason: str | None, **detail: Any) -> None:
    """Note a file that was written, by its hash; a file that cannot be noted does not stay.

    Raises:
        EnvironmentFailure: The journal could not be written; the file is gone again.
    """
    try:
        audit.note(office, action, reason, **detail, sha256=file_hash(path))
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def file_hash(path: Path) -> str:
    """Give the SHA-256 of a file as it lies there."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
