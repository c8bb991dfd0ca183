"""The seal of a change: one hash over who, when, what, why, the change before, and every write.

Two programs that know a change by the same seal know the same change, whichever of its leaves each
of them may read.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from jianxi_desktop.domain import blocks

_MASK = (1 << 16) - 1


def seal(
    replica: str, scope: str, values: Mapping[str, Any], seals: Sequence[Sequence[Any]]
) -> bytes:
    """Compute the hash of a change.

    Args:
        replica: The database it was written in, 32 hexadecimal digits.
        scope: The chain of that database.
        values: ``seq``, ``first``, ``hlc``, ``account``, ``action``, ``undoes``, ``app_schema``,
            ``note`` and ``prev``, as the journal stores them.
        seals: What ``blocks.seals_of`` computes of its writes.
    """
    note, account, prev = values["note"], values["account"], values["prev"]
    if note is not None and not is_erased(note):
        note = hashlib.sha256(note.encode()).hexdigest()
    head = {
        "replica": replica,
        "scope": scope,
        "seq": values["seq"],
        "first": values["first"],
        "hlc": [values["hlc"] >> 16, values["hlc"] & _MASK],
        "account": None if account is None else account.hex,
        "action": values["action"],
        "undoes": values["undoes"],
        "schema": values["app_schema"],
        "note": note,
        "prev": None if prev is None else prev.hex(),
        "writes": [list(each) for each in seals],
    }
    return hashlib.sha256(b"jxchange-v1\0" + blocks.spell(head)).digest()


def is_erased(note: str) -> bool:
    """Tell whether of a note only the hash is left."""
    return not note.startswith("[")
