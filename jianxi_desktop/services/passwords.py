"""New passwords: what somebody who knows the office would try first is refused."""

from collections.abc import Iterator

from jianxi_desktop.domain.passwords import require_strong

_PLACES = ("社区", "街道", "区", "党委", "党工委", "村")


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
        yield "".join(_pinyin(part))
        if len(part) > 2:
            yield "".join(syllable[:1] for syllable in _pinyin(part))


def _parts(name: str) -> Iterator[str]:
    yield name
    for kind in _PLACES:
        if name.endswith(kind) and len(name) > len(kind) + 1:
            yield name.removesuffix(kind)


def _pinyin(text: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)
