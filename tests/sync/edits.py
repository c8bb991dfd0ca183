"""Edits of bytes, of records and of parsed changes that make damaged ones."""

import zlib

from jianxi_desktop.domain import blocks, seals
from tests.sync import violations


def mutated(whole, other, chance):
    """Damage bytes as drives, programs and people do."""
    at, length = chance.randrange(len(whole)), chance.randrange(1, 600)
    noise = chance.randbytes(chance.randrange(1, 40))
    return chance.choice(
        [
            lambda: whole[:at] + bytes((whole[at] ^ 1 << chance.randrange(8),)) + whole[at + 1 :],
            lambda: whole[:at],
            lambda: whole[:at] + bytes(length) + whole[at + length :],
            lambda: whole[:at] + noise + whole[at:],
            lambda: whole[:at] + whole[at + length :],
            lambda: whole + noise,
            lambda: whole[:at] + other[at:],
            lambda: whole[:at] + other[chance.randrange(len(other)) :],
            lambda: whole[:at].replace(b"\n", b"\r\n") + whole[at:],
        ]
    )()


def inflated(packed):
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return None


def means_the_same(records, given):
    """Tell whether only contents were left out or changed their place, which is allowed."""
    loose = (6, 8)
    order = [record for record in records if record.kind not in loose]
    contents = [record for record in records if record.kind in loose]
    return (
        order == [record for record in given if record.kind not in loose]
        and len(set(contents)) == len(contents)
        and set(contents) <= set(given)
    )


def edit_somewhere(parsed, chance):
    """Put another value at a random place of a parsed change, of its kind or of any."""
    holder, key = parsed, chance.randrange(2)
    stop = chance.choice((0, 0, 0.1))
    while isinstance(holder[key], list | dict) and holder[key] and chance.random() >= stop:
        holder = holder[key]
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    way = chance.choice(["alike", "alike", "value", "lost", "twice"])
    if way == "alike" and holder[key] is not None:
        holder[key] = _alike(holder[key], chance)
    elif way in ("alike", "value") or len(holder) < 2:
        holder[key] = chance.choice([*violations.WRONG, 1, "王", "0" * 64])
    elif way == "lost":
        del holder[key]
    elif isinstance(holder, list):
        holder.insert(key, holder[key])
    else:
        holder["more"] = holder[key]


def _alike(value, chance):
    """Give another value of the same kind."""
    if isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        return value[:at] + chance.choice("0123456789abcdef") + value[at + 1 :]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return [*value] * 2 if isinstance(value, list) else {}


def count(sections):
    try:
        return sum(each[3]["n"] if isinstance(each[3], dict) else len(each[3]) for each in sections)
    except (TypeError, LookupError):
        return 1


def seal(head, sections):
    """Seal what is given, whatever shape it has."""
    try:
        clock = head["hlc"]
        values = {
            **head,
            "hlc": clock[0] << 16 | clock[1],
            "app_schema": head["schema"],
            "account": type("Guid", (), {"hex": head["account"]}) if head["account"] else None,
            "prev": bytes.fromhex(head["prev"]),
        }
        covered = blocks.seals_in(sections)
        return seals.seal(head["replica"], head["scope"], values, covered).hex()
    except (TypeError, ValueError, LookupError, AttributeError):
        return "1" * 64


def last(plain):
    """Cut out the body of the last record."""
    at, body = 0, b""
    while at < len(plain):
        length = int.from_bytes(plain[at + 1 : at + 5], "big")
        body = plain[at + 5 : at + 5 + length]
        at += 5 + length
    return body
