"""New passwords: what somebody who knows the office would try first is refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from jianxi_desktop.domain.passwords import SHORTEST, is_excellent, require_strong
from jianxi_desktop.domain.readings import readings_in
from jianxi_desktop.errors import InputError

_PLACES = ("社区", "街道", "区", "党委", "党工委", "村")


@dataclass(frozen=True)
class Judged:
    """What is thought of a password while it is typed.

    Attributes:
        strength: 0 nothing typed, 1 too short, 2 soon guessed, 3 good, 4 very good.
        said: The same in words, with what to do.
    """

    strength: int
    said: str


def judge(password: str, *, unit: str, code: str = "", users: tuple[str, ...] = ()) -> Judged:
    """Say how good a new password is; never with a part of it."""
    length = len(password.strip())
    if not length:
        return Judged(0, "")
    if length < SHORTEST:
        return Judged(1, f"太短：还差 {SHORTEST - length} 个字符")
    try:
        require_good(password, unit=unit, code=code, users=users)
    except InputError as refused:
        said = refused.user_message.split("。", 1)[0].removeprefix("这个密码")
        return Judged(2, said)
    if is_excellent(password):
        return Judged(4, "很牢固")
    return Judged(3, "可以用；再长一些更牢固")


def require_good(password: str, *, unit: str, code: str = "", users: tuple[str, ...] = ()) -> None:
    """Refuse a new password that is short, or soon guessed by whoever knows the office.

    Args:
        password: As typed.
        unit: The office's name.
        code: Its division code.
        users: Names of people: who gets the password.

    Raises:
        InputError: With what is weak and how to do better.
    """
    known = {code, code[-6:]}
    for name in (unit, *users):
        known.update(_spellings(name))
    require_strong(password, known)


def _spellings(name: str) -> Iterator[str]:
    """Give a name as people write it in passwords: characters, pinyin, initials."""
    for part in _parts(name):
        yield part
        yield "".join(readings_in(part))
        if len(part) > 2:
            yield "".join(syllable[:1] for syllable in readings_in(part))


def _parts(name: str) -> Iterator[str]:
    yield name
    for kind in _PLACES:
        if name.endswith(kind) and len(name) > len(kind) + 1:
            yield name.removesuffix(kind)
