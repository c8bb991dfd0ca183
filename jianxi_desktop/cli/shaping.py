"""What commands share: days, progress, pairs of field and value."""

import sys
from argparse import Namespace
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from jianxi_desktop import settings
from jianxi_desktop.cli.places import server_of
from jianxi_desktop.db.failures import no_file
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import links, list_views, records, revealing
from jianxi_desktop.services.list_views import ListView
from jianxi_desktop.services.office import Office

Answer = dict[str, Any]


class Leave(Protocol):
    """Asks for leave to read numbers, where the command was told to."""

    def __call__(
        self,
        office: Office,
        ledger: Ledger,
        *,
        ids: Collection[UUID] = (),
        query: Query | None = None,
    ) -> Reveal | None:
        """Ask for it; ``None`` where nothing is to be revealed."""


def day_of(options: Namespace) -> date:
    """Give the day figures are counted as of."""
    chosen: date | None = options.as_of
    return chosen or calendar.today()


def progress_of(options: Namespace) -> Progress:
    """Tell progress on a terminal, and nowhere else."""
    if options.quiet or not sys.stderr.isatty():
        return no_progress

    def tell(done: int, total: int) -> None:
        shown = f"{done}/{total}" if total else "…"
        print(f"\r{shown}", end="", file=sys.stderr, flush=True)

    return tell


def leave_of(options: Namespace) -> Leave:
    """Give what asks for leave to read numbers; made first, so that wrong usage changes nothing.

    Raises:
        UsageError: ``--reveal`` stands without a reason.
    """
    if options.reveal and not options.reason:
        raise UsageError(
            "--reveal without --reason",
            user_message="显示完整号码要写明原因：请同时给出 --reason 原因，原因会记入操作记录。",
            code="usage",
        )

    def leave(
        office: Office,
        ledger: Ledger,
        *,
        ids: Collection[UUID] = (),
        query: Query | None = None,
    ) -> Reveal | None:
        if not options.reveal:
            return None
        return revealing.reveal(office, options.reason, ledger=ledger, ids=ids, query=query)

    return leave


def view_of(options: Namespace, office: Office, ledger: Ledger) -> ListView:
    """Give the kept list that was named; where none was, one that narrows nothing.

    Raises:
        UsageError: There is none of that name.
    """
    if options.view is None:
        return ListView("")
    return list_views.named(office, ledger, options.view)


def query_of(options: Namespace, office: Office, ledger: Ledger) -> Query:
    """Turn a kept list, search, conditions and order into a query.

    Words and conditions narrow a kept list further; an order takes the place of its own.
    """
    order = getattr(options, "order", "")
    filters = tuple(
        records.parse_filter(office, ledger, key, links.text_to_link(office, ledger, key, raw))
        for key, raw in pairs_of(options.where, ledger).items()
    )
    asked = view_of(options, office, ledger).query
    if order:
        asked = replace(asked, order=order.lstrip("-"), descending=order.startswith("-"))
    words = f"{asked.words} {options.search}".strip()
    return replace(asked, words=words, filters=(*asked.filters, *filters))


def pairs_of(given: Sequence[str], ledger: Ledger) -> dict[str, str]:
    """Split ``field=value`` arguments.

    Raises:
        UsageError: One is not written so, or names no field.
    """
    pairs = {}
    for each in given:
        key, sign, value = each.partition("=")
        if not sign or key not in ledger.all_fields:
            known = "、".join(ledger.all_fields)
            raise UsageError(
                f"bad pair for {ledger.key}",
                user_message=f"“{hide_numbers(each)[:30]}”应写成 字段=值；字段有：{known}。",
                code="usage",
            )
        pairs[key] = value
    return pairs


def record_identity(text: str) -> UUID:
    """Read the identity of a record.

    Raises:
        UsageError: It is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(
            "bad identity", user_message=f"“{text[:40]}”不是记录标识。", code="usage"
        ) from None


def database_path(options: Namespace) -> Path:
    """Give the file a command is about.

    Raises:
        EnvironmentFailure: A server keeps the database.
    """
    if server_of(options) is not None:
        raise no_file()
    return Path(options.database) if options.database else settings.default_database()
