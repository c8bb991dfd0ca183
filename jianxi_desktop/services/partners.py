"""What passed between this office and those it trusts, and how far each says it has ours."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jianxi_desktop.db import arrivals as notes
from jianxi_desktop.db import peers
from jianxi_desktop.db.arrivals import Carried
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.vectors import Vector
from jianxi_desktop.services.known_offices import trusted_offices
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Numbered = tuple[int, str]


@dataclass(frozen=True)
class Partner:
    """An office whose card is trusted; a number goes with the moment its package was written.

    Attributes:
        key: Key id of its card.
        unit: Its code.
        name: Its name.
        last_received: The last package taken of it; ``None``: none was.
        last_written: The last package written for it; ``None``: none was.
        acknowledged: The last of these whose changes it says it has; ``None``: none.
    """

    key: str
    unit: str
    name: str
    last_received: Numbered | None
    last_written: Numbered | None
    acknowledged: Numbered | None


@needs(Right.VIEW)
def partners(office: Office) -> list[Partner]:
    """List the offices that are trusted, with what passed between them and us."""
    cards = trusted_offices(office)
    with office.store.read() as connection:
        came, went = notes.carried(connection, "in"), notes.carried(connection, "out")
        held = {card.key_id: peers.acknowledged(connection, card.key_id) for card in cards}
    return [
        Partner(
            card.key_id,
            card.unit,
            card.name,
            _last(each for each in came if each.key == card.key_id and each.state == "merged"),
            _last(each for each in went if card.key_id in receivers_of(each)),
            _last(_known(went, card.key_id, held[card.key_id])),
        )
        for card in cards
    ]


def receivers_of(note: Carried) -> Sequence[str]:
    """Name the keys a package that was written here is for."""
    kept = _detail(note).get("keys")
    return [str(each) for each in kept] if isinstance(kept, list) else [note.key]


def detail_of_written(keys: Sequence[str], to: Mapping[str, Sequence[object]]) -> str:
    """Spell what is kept of a package that was written: whom it is for, and how far it goes.

    Args:
        keys: Key ids of the receivers.
        to: For each chain inside where it ends: number and hash.
    """
    ends = {chain: mark[0] for chain, mark in to.items()}
    return json.dumps({"keys": list(keys), "to": ends}, separators=(",", ":"))


def _known(went: Sequence[Carried], key: str, held: Vector) -> Iterator[Carried]:
    """Give the packages all of whose changes the PC of a key has said it holds."""
    for each in went:
        ends = _detail(each).get("to")
        if not isinstance(ends, dict) or not ends or key not in receivers_of(each):
            continue
        if all(held.get(chain, (0, ""))[0] >= int(end) for chain, end in ends.items()):
            yield each


def _detail(note: Carried) -> dict[str, object]:
    found: dict[str, object] = json.loads(note.detail or "{}")
    return found


def _last(notes_of: Iterator[Carried]) -> Numbered | None:
    found = max(notes_of, key=lambda each: (each.created, each.number), default=None)
    return None if found is None else (found.number, found.created)
