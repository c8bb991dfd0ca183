"""Where a click on a due thing leads: the record's form, a list, or a page made for the job."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from jianxi_desktop.domain.due import Due
from jianxi_desktop.ui.screen import Edited, Unit
from jianxi_desktop.ui.screens.return_work import Filed

Way = tuple[str, object]


def way_to(item: Due, own: UUID, has_screen: Callable[[str], bool]) -> Way:
    """Give the screen that a thing is done on, and what it is opened with.

    Args:
        item: The thing.
        own: The organisation of this office.
        has_screen: Tells which pages there are; the form stands in for one that is not.
    """
    if item.screen and has_screen(item.screen):
        special = _SPECIAL.get(item.screen)
        if special is not None:
            return item.screen, special(item, own)
        return item.screen, item.argument or item.record
    if item.record is None or not item.ledger:
        return f"list:{item.ledger}", None
    if item.ledger in ("organisation", "territory"):
        return "organisation", Unit(item.ledger, item.record)
    return "form", Edited(item.ledger, item.record)


def _filed(item: Due, own: UUID) -> Filed:
    code, _gap, period = item.argument.partition(" ")
    return Filed(item.record if item.organisation != own else None, code, period)


def _unit(item: Due, own: UUID) -> Unit:
    return Unit("organisation", item.record or item.organisation or own)


_SPECIAL: Final[Mapping[str, Callable[[Due, UUID], object]]] = {
    "return": _filed,
    "organisation": _unit,
}
