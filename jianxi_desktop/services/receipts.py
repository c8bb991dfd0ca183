"""Receipts: what became of a package, on one page and as a short code for both sides to compare.

What settles the matter is the acknowledgement that rides in every package. The code is for people:
whoever wrote a package can tell from it, without any file, that this very package was taken. Both
sides compute it from what both know: the package, the digest of its contents, the receiver and
what became of it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.db import arrivals as notes
from jianxi_desktop.db.arrivals import Carried
from jianxi_desktop.domain import divisions
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import trust
from jianxi_desktop.services.arrivals import day_of, told_of
from jianxi_desktop.services.desk_files import outside_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.partners import partners
from jianxi_desktop.services.rights import needs

STATES: Mapping[str, str] = {
    "merged": "已合并",
    "held": "暂存待补，补到后自动合并",
    "refused": "没有收下",
    "undone": "合并后又撤销",
    "written": "已写出",
}
COUNTS: Mapping[str, str] = {
    "new": "新增",
    "changed": "修改",
    "removed": "移除",
    "conflicts": "两边都改，待核对",
    "blobs": "照片和材料",
}
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: they are misread
_MISREAD = str.maketrans("ILO", "110", " -－—")
_OUTCOMES = ("merged", "held", "refused")
_LEAST = 8  # digits of an identity by which a package is found


@dataclass(frozen=True)
class Receipt:
    """What became of a package.

    Attributes:
        package: Identity of the package, 32 hexadecimal digits.
        code: Short check code, to compare or type; of a package we wrote the one to be expected.
        number: Counts the packages of its sender.
        part: Which part of a sending it is.
        sender: Name of the office it came from.
        unit: Code of that office.
        receiver: Name of the office that took it.
        written_on: The day it was written, by the sender's clock.
        handled_at: When it was taken, refused or written here, with its offset.
        state: Key of ``STATES``.
        counts: By the keys of ``COUNTS``; empty where only the sum is known.
        records: Changes or rows inside.
        reason: Why it was refused or is held, in Chinese; else empty.
    """

    package: str
    code: str
    number: int
    part: int
    sender: str
    unit: str
    receiver: str
    written_on: str
    handled_at: str
    state: str
    counts: Mapping[str, int]
    records: int
    reason: str = ""


@needs(Right.VIEW, whole=True)
def receipt_of(office: Office, package_id: str) -> Receipt:
    """Say what became of a package that was taken, refused or written here.

    Args:
        office: Whose desk.
        package_id: Its identity, or the last eight digits of it at least.

    Raises:
        InputError: No such package was ever handled here.
    """
    with office.store.read() as connection:
        note = _find(connection, package_id)
    other = _name(office, note)
    ours, theirs = (
        (office.unit.name, other) if note.direction == "out" else (other, office.unit.name)
    )
    receiver = note.unit if note.direction == "out" else office.unit.code
    outcome = "merged" if note.direction == "out" else note.state
    return Receipt(
        note.id.hex,
        code_of(note.id.hex, note.sha256, receiver, outcome),
        note.number,
        note.part,
        ours,
        office.unit.code if note.direction == "out" else note.unit,
        theirs,
        day_of(note.created),
        note.handled_at,
        note.state,
        _counts(note),
        note.records,
        told_of(note) if note.reason else "",
    )


@needs(Right.VIEW, whole=True)
def receipt_named(office: Office, named: str) -> Receipt:
    """Say what became of a package that is named by its identity or by its file.

    Raises:
        InputError: No such package was ever handled here.
        EnvironmentFailure: The file cannot be read.
    """
    path = Path(named)
    return receipt_of(office, outside_of(path).id if path.suffix and path.is_file() else named)


@needs(Right.VIEW, whole=True)
def confirm(office: Office, code: str) -> Receipt:
    """Find the package of ours whose receiver read this code to us.

    Raises:
        InputError: It fits none of the packages written here.
    """
    typed = code.strip().upper().translate(_MISREAD)
    with office.store.read() as connection:
        written = notes.carried(connection, "out")
    above = {card.unit for card in trust.superiors(office)}
    for note in reversed(written):
        for unit in {note.unit} | above:
            for outcome in _OUTCOMES:
                known = code_of(note.id.hex, note.sha256, unit, outcome)
                if known.replace("-", "") == typed:
                    return _confirmed(office, note, unit, outcome, known)
    raise InputError(
        "receipt code fits no package",
        user_message=(
            "这个回执码和本单位写出的数据包都对不上。请对方再念一遍（8位，没有字母 I、L、O、U）；"
            "仍对不上，请重新写一个数据包送去。"
        ),
        code="receipt_unknown",
    )


@needs(Right.VIEW, whole=True)
def delivered(office: Office) -> tuple[str, ...]:
    """Say for each office above until which package it has everything of ours.

    Such as 已送达涧西区到第 12 号（11月20日）.
    """
    above = {card.unit for card in trust.superiors(office)}
    said = []
    for each in partners(office):
        if each.unit not in above:
            continue
        if each.acknowledged is None:
            said.append(f"{each.name}还没有回执")
        else:
            number, day = each.acknowledged
            said.append(f"已送达{each.name}到第 {number} 号（{_short(day_of(day))}）")
    return tuple(said)


def code_of(package_id: str, sha256: str, receiver: str, outcome: str) -> str:
    """Compute the check code of a receipt: eight letters and digits in two groups.

    Args:
        package_id: Identity of the package, 32 hexadecimal digits.
        sha256: Digest of its contents, hexadecimal.
        receiver: Code of the office that took or refused it.
        outcome: What became of it: ``merged``, ``held``, ``refused``.
    """
    text = "\0".join(("jxreceipt-v1", package_id, sha256, receiver, outcome))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _find(connection: Connection, package_id: str) -> Carried:
    wanted = package_id.strip().lower().replace("-", "")
    found = [each for each in notes.carried(connection) if each.id.hex.endswith(wanted)]
    if len(found) != 1 or len(wanted) < _LEAST:
        raise InputError(
            f"{len(found)} packages of that name",
            user_message=(
                "没有这个数据包的记录。请用包的标识（至少后8位）或数据包文件来查；"
                "没有收过的包先合并，才有回执。"
            ),
            code="no_such_package",
        )
    return found[0]


def _name(office: Office, note: Carried) -> str:
    cards = trust.trusted_offices(office)
    known = next((card.name for card in cards if card.key_id == note.key), None)
    known = known or next((card.name for card in cards if card.unit == note.unit), None)
    place = divisions.place_of(note.unit)
    return known or (place.name if place else note.unit)


def _confirmed(office: Office, note: Carried, unit: str, outcome: str, code: str) -> Receipt:
    names = {card.unit: card.name for card in trust.trusted_offices(office)}
    return Receipt(
        note.id.hex,
        code,
        note.number,
        note.part,
        office.unit.name,
        office.unit.code,
        names.get(unit, unit),
        day_of(note.created),
        note.handled_at,
        outcome,
        {},
        note.records,
    )


def _counts(note: Carried) -> dict[str, int]:
    kept: dict[str, Any] = json.loads(note.detail or "{}")
    return {key: kept[key] for key in COUNTS if isinstance(kept.get(key), int)}


def _short(day: str) -> str:
    return show_day(day[:10]).split("年", 1)[-1]
