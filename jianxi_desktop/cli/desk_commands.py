"""Commands of the desk that takes packages in: merge, board, receipt."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop.cli.shaping import Answer, progress_of
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.desk import Taken, TakenPackage
from jianxi_desktop.services.office import Office


def merge(options: Namespace, office: Office) -> Answer:
    """Merge packages: files that were named all or none, those in folders as far as they go."""
    from jianxi_desktop.services import desk

    places = [Path(each) for each in options.files]
    folders = any(each.is_dir() for each in places)
    trial = options.trial or not (folders or len(places) == 1)
    taken = desk.take_folder(office, places, trial=trial, progress=progress_of(options))
    if not folders or len(taken.of("refused")) == len(taken.packages):
        _refuse(taken)
    if trial and not options.trial:
        taken = desk.take_folder(office, places, progress=progress_of(options))
    return {
        "applied": taken.total("applied"),
        "skipped": taken.total("skipped"),
        "conflicts": taken.total("conflicts"),
        "receipt": [each.file.id for each in taken.of("merged", "tried", "follows", "duplicate")],
        "files": [_told(each) for each in taken.packages],
    }


def board(options: Namespace, office: Office) -> Answer:
    """Say which office below has reported."""
    from jianxi_desktop.services import arrival_papers, arrivals

    found = arrivals.board(office, today=options.as_of)
    saved = Path(options.output) if options.output else None
    if saved is not None:
        arrival_papers.save_board(office, found, saved)
    return {
        "as_of": found.day.isoformat(),
        "due_on": found.due_on.isoformat(),
        "rows": [
            {
                "unit": each.unit,
                "name": each.name,
                "state": each.standing,
                "number": each.number or None,
                "received_on": each.received_on or None,
                "written_on": each.written_on or None,
                "changes": each.changes,
                "missing": list(each.missing),
                "held": each.held,
                "refused": [reason for _number, reason in each.refused],
                "sent": each.sent_number or None,
                "acknowledged": each.acknowledged or None,
                "conflicts": each.conflicts,
            }
            for each in found.rows
        ],
        "file": str(saved) if saved else None,
    }


def receipt(options: Namespace, office: Office) -> Answer:
    """Give the receipt of a package, or say which package a receipt's code is about."""
    from jianxi_desktop.domain import calendar
    from jianxi_desktop.services import papers, receipt_paper, receipts

    if options.check:
        found = receipts.confirm(office, options.package)
    else:
        found = receipts.receipt_named(office, options.package)
    saved = Path(options.output) if options.output else None
    if saved is not None:
        today = options.as_of or calendar.today()
        paper = receipt_paper.receipt_paper(office, found.package, today=today)
        papers.save_pdf(office, paper, saved)
    return {
        "package": found.package,
        "receipt": found.code,
        "number": found.number,
        "from": found.sender,
        "to": found.receiver,
        "written_on": found.written_on,
        "handled_at": found.handled_at,
        "state": found.state,
        "counts": dict(found.counts),
        "records": found.records,
        "reason": found.reason or None,
        "file": str(saved) if saved else None,
    }


def _refuse(taken: Taken) -> None:
    """Refuse as the first package that cannot be taken is refused."""
    for each in taken.of("refused"):
        raise InputError(
            f"package not taken: {each.code}",
            user_message=each.reason,
            code=each.code,
            details=[f"{one.file.path.name}：{one.reason}" for one in taken.of("refused")[1:]],
        )


def _told(package: TakenPackage) -> Answer:
    return {
        "file": str(package.file.path),
        "from": package.file.unit or None,
        "number": package.file.number or None,
        "part": package.file.part,
        "state": package.state,
        "new": package.new,
        "changed": package.changed,
        "removed": package.removed,
        "conflicts": package.conflicts,
        "blobs": package.blobs,
        "code": package.code or None,
        "message": package.reason or None,
    }
