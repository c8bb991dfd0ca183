"""The command that reads scanned checklists."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jianxi_desktop.cli.shaping import Answer, day_of, progress_of
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services.office import Office

if TYPE_CHECKING:
    from jianxi_desktop.services.observation_scans import ScanPage, ScanReading, ScanSheet


def scan(options: Namespace, office: Office) -> Answer:
    """Read scanned checklists; save only what was asked for, and never what is unsure."""
    from jianxi_desktop.services import observation, observation_scans, scan_keeping

    if options.accept_sure and not options.scorer:
        raise UsageError(
            "--accept-sure without --scorer",
            user_message="直接保存读准的分数要说明是谁打的：请同时给出 --scorer 姓名。",
            code="usage",
        )
    round_id = observation.round_named(office, options.round) if options.round else None
    reading = observation_scans.read_scans(
        office,
        [Path(file) for file in options.files],
        round_id=round_id,
        progress=progress_of(options),
    )
    if options.keep:
        scan_keeping.keep_pages(office, reading, today=day_of(options))
    entered = _accept(options, office, reading) if options.accept_sure else []
    return {
        "pages": [_page(each) for each in reading.pages],
        "sheets": [_sheet(each) for each in reading.sheets],
        "attached": sum(len(each.pages) for each in reading.sheets) if options.keep else 0,
        "entered": entered,
    }


def _accept(options: Namespace, office: Office, reading: "ScanReading") -> list[Answer]:
    """Save what is sure of one copy of each form."""
    from jianxi_desktop.services import scan_keeping

    saved = []
    for sheet in reading.sheets:
        given = scan_keeping.sure_of(sheet, options.scorer)
        if sheet.copy != options.copy or not given.points:
            continue
        done = scan_keeping.confirm_sheet(office, sheet, given, today=day_of(options))
        saved.append(
            {
                "form": done.form_number,
                "scorer": done.scorer,
                "entered": list(done.entered),
                "missing": list(done.missing),
                "total": show_points(done.total),
            }
        )
    return saved


def _page(page: "ScanPage") -> Answer:
    return {
        "file": page.file,
        "page_in_file": page.page_in_file,
        "form": page.form_number,
        "copy": page.copy,
        "page": page.page,
        "pages": page.pages,
        "organisation": page.name,
        "problem": page.problem,
        "told": page.told,
    }


def _sheet(sheet: "ScanSheet") -> Answer:
    return {
        "form": sheet.form_number,
        "copy": sheet.copy,
        "organisation": sheet.sheet.name,
        "street": sheet.sheet.street,
        "missing_pages": list(sheet.missing_pages),
        "scores": {
            str(number): show_points(line.points)
            for number, line in sheet.lines.items()
            if line.points is not None
        },
        "unsure": {str(number): each.doubt for number, each in sheet.lines.items() if each.doubt},
        "outcomes": {str(at): each.code for at, each in sheet.outcomes.items() if each.code},
        "unsure_outcomes": {
            str(at): each.doubt for at, each in sheet.outcomes.items() if each.doubt
        },
    }
