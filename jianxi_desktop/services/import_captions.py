"""What a person decided about captions of rosters: asked once, remembered, told when it is used."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from jianxi_desktop.db import choices
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.sheets.captions import OWN, Captions, plain_caption
from jianxi_desktop.sheets.spec import RosterSpec

Choices = Mapping[str, str | None]


def remembered(connection: Connection, ledger: Ledger) -> dict[str, str | None]:
    """Give what was decided about a ledger's captions, as far as its fields are still there."""
    known = {field.key for field in ledger.form_fields}
    kept = choices.caption_choices(connection, "import", ledger.key)
    return {caption: key for caption, key in kept.items() if key is None or key in known}


def together(before: Choices, now: Choices) -> dict[str, str | None]:
    """Give what is decided now, and what was decided before of other captions and fields.

    A field that goes to another column now is not given twice.
    """
    fresh = {plain_caption(caption): key for caption, key in now.items()}
    taken = {key for key in fresh.values() if key is not None}
    kept = {c: key for c, key in before.items() if c not in fresh and key not in taken}
    return {**kept, **fresh}


def learned(captions: Iterable[str], before: Choices, now: Choices) -> dict[str, str | None]:
    """Say what memory supplied for the captions of a roster."""
    used = together(before, {})
    for caption in now:
        used.pop(plain_caption(caption), None)
    return {each: used[plain] for each in captions if (plain := plain_caption(each)) in used}


def outdone(columns: Choices, before: Choices, now: Choices, spec: RosterSpec) -> dict[str, str]:
    """Give what memory should not supply: another column of the roster is called what it means.

    Args:
        columns: Field key by caption as the roster was read.
        before: What is remembered.
        now: What is decided for this roster.
        spec: What the roster may hold.
    """
    given = together(before, now)
    natural = Captions(spec.fields, {}, spec.ignored)
    called = {
        found[1]
        for caption, key in columns.items()
        if key is None and plain_caption(caption) not in given and (found := natural.find(caption))
    }
    kept = together(before, now).keys() - {plain_caption(each) for each in now}
    return {each: key for each in kept if (key := before.get(each)) is not None and key in called}


def remember(change: Change, ledger: Ledger, captions: Iterable[str], now: Choices) -> None:
    """Keep what was decided about captions that the roster really has."""
    there = {plain_caption(each) for each in captions} - {plain_caption(each) for each in OWN}
    fresh = {plain_caption(caption): key for caption, key in now.items()}
    kept = {caption: key for caption, key in fresh.items() if caption in there}
    choices.keep_caption_choices(change.connection, "import", ledger.key, kept, calendar.today())
