"""The command that fills a blank table from above."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop.cli import asking
from jianxi_desktop.cli.shaping import Answer, day_of, leave_of, progress_of, query_of
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services.office import Office


def fill_blank(options: Namespace, office: Office) -> Answer:
    """Fill a blank with the records that fit it."""
    from jianxi_desktop.services.fill import fill
    from jianxi_desktop.services.fill_plan import plan_fill

    leave = leave_of(options)
    password_file, out = options.file_password_file, Path(options.out)
    plan = plan_fill(
        office,
        Path(options.blank),
        ledger=office.catalog[options.ledger] if options.ledger else None,
        sheet=options.sheet,
        header_row=options.header_row,
        password=asking.first_line(password_file) if password_file else None,
        captions=_captions(options.caption),
        progress=progress_of(options),
    )
    query = query_of(options, office, plan.ledger)
    result = fill(
        office,
        plan,
        out,
        query,
        number_form=options.number_form,
        day_form=options.day_form,
        empty_as=options.empty,
        reveal=leave(office, plan.ledger, query=query),
        reason=options.reason,
        on=day_of(options),
        progress=progress_of(options),
    )
    return {
        "sheet": plan.blank.sheet,
        "header_row": plan.blank.header_row,
        "ledger": plan.ledger.key,
        "columns": {each.caption: each.source_key for each in plan.columns},
        "rows": result.rows,
        "unmatched": list(result.unmatched),
        "notes": [*plan.notes, *result.notes],
        "file": str(out),
    }


def _captions(given: list[str]) -> dict[str, str | None]:
    """Split ``caption=source`` arguments; nothing behind the sign leaves the column empty."""
    found: dict[str, str | None] = {}
    for each in given:
        caption, sign, source = each.partition("=")  # a source may hold one, too
        if not sign or not caption:
            raise UsageError(
                "bad caption",
                user_message=f"“{hide_numbers(each)[:30]}”应写成 表头=内容。",
                code="usage",
            )
        found[caption] = source or None
    return found
