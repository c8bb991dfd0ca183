"""Notices to put problems right (整改通知单) and closing slips (销号单) of a whole round."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers.observation import R
from jianxi_desktop.ledgers.problem import Q
from jianxi_desktop.ledgers.problem_review import W
from jianxi_desktop.prints.slip import Cell, Line, Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.schema.query import Filter, Query, Way
from jianxi_desktop.services import joint_slips, leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.observation_sheets import sheets_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts, Told, told_rows

_DONE = "done"


@dataclass(frozen=True)
class _Kind:
    """A slip that is printed for many problems of a round at once."""

    key: str
    title: str
    closed: Way
    make: Callable[[Told], Slip]
    nothing: str  # what to do where there is no such problem


_NOTICES = _Kind(
    "observation.notices",
    "整改通知单",
    "empty",
    joint_slips.rectification,
    "没有要整改的问题。请先在这一轮的结果里把差距立为问题，再打印整改通知单。",
)
_CLOSINGS = _Kind(
    "observation.closings",
    "销号单",
    "given",
    joint_slips.closing,
    "发现的问题还没有销号的。要填写空白的销号单，请在问题台账里打开这个问题，用“打印单据”打印。",
)
NOTICES, CLOSINGS = _NOTICES.key, _CLOSINGS.key
NOTICES_TITLE, CLOSINGS_TITLE = "整改通知单（整轮）", "销号单（整轮）"


@needs(Right.PRINT)
def notices(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print a notice for each problem that a round found and that is still open.

    Raises:
        InputError: There is none.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    del progress  # a page each
    return _print(office, round_id, _NOTICES, today)


@needs(Right.PRINT)
def closings(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print a closing slip for each closed problem that a round found, or found to be mended.

    Raises:
        InputError: There is none.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    del progress  # a page each
    return _print(office, round_id, _CLOSINGS, today)


def _print(office: Office, round_id: UUID, kind: _Kind, today: date) -> Document:
    title, found = _problems(office, round_id, kind.closed)
    if not found:
        raise InputError(
            f"no problem for {kind.key}",
            user_message=f"“{title}”{kind.nothing}",
            code="no_problems",
        )
    by, unit = leaving.signature(office, today), office.unit.name
    slips = [replace(_slip(kind, title, each), unit=unit, printed_by=by) for each in found]
    stream = io.BytesIO()
    result = draw_slips(stream, kind.title, slips)
    told = {"paper": kind.key, "rows": len(slips), "full_numbers": False, "round": round_id.hex}
    return document_of(f"{kind.title}（{title}）", stream, result, told)


def _problems(office: Office, round_id: UUID, closed: Way) -> tuple[str, Sequence[Told]]:
    """Give a round's title and its problems, in the order of its route.

    They are those that its visits found, and of the closed ones those too that they found mended.
    """
    with office.store.read() as connection:
        title = Facts(office, connection, "observation_round", round_id).text(R.title)
        sheets = sheets_of(office, connection, round_id)
        visits = [each.visit for each in sheets]
        among = [Filter(Q.visit.key, visits, "among")]
        if closed == "given":
            reviews = lookup.existing(
                connection, office.catalog["problem_review"], W.visit.key, visits
            )
            mended = [row["problem"] for row in reviews if row["outcome"] == _DONE]
            among.append(Filter("id", mended, "among"))
        found = {
            each.id: each
            for only in among
            for each in told_rows(
                office,
                connection,
                "problem",
                Query(filters=(only, Filter(Q.closed_on.key, way=closed)), order=Q.found_on.key),
            )
        }
    place = {each.form_number: at for at, each in enumerate(sheets)}
    by_route = sorted(found.values(), key=lambda each: place.get(each.text(Q.visit), len(place)))
    return title, by_route


def _slip(kind: _Kind, title: str, problem: Told) -> Slip:
    """Make the slip of a problem; it says too by which sheet the problem was found."""
    slip = kind.make(problem)
    about = Line((Cell("观摩轮次", title),))
    return replace(
        slip,
        about=f"检查表号：{problem.text(Q.visit)}",
        parts=(slip.parts[0], about, *slip.parts[1:]),
    )
