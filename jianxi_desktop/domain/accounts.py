"""Accounts: who somebody is, what he may be called, how roles and rights are spelled."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jianxi_desktop.domain.rights import GRANTABLE, RIGHT_NAMES, ROLE_NAMES, Right, Role
from jianxi_desktop.errors import InputError

LONGEST_NAME = 20


@dataclass(frozen=True)
class Account:
    """Who works with an open office, and what this person may do.

    Attributes:
        id: Identity, the same in the keyring.
        name: The name to log in with.
        role: Administrator, editor or viewer.
        rights: What may be done.
        organisation: Top of the subtree this person is limited to; ``None``: the whole office.
    """

    id: UUID
    name: str
    role: Role
    rights: frozenset[Right]
    organisation: UUID | None = None


def account_name(typed: str) -> str:
    """Take the name somebody is to log in with.

    Raises:
        InputError: It is empty, too long, or has marks that cannot be seen.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    hidden = any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in name)
    if not name or len(name) > LONGEST_NAME or hidden:
        raise InputError(
            "account name is empty, long or has hidden marks",
            user_message=f"用户名要有 1 到 {LONGEST_NAME} 个看得见的字。请改一下再试。",
            code="bad_name",
        )
    return name


def role_named(text: str) -> Role:
    """Find a role by its key or its Chinese name.

    Raises:
        InputError: There is no such role.
    """
    for role, name in ROLE_NAMES.items():
        if text in (role.value, name):
            return role
    known = "、".join(f"{name}（{role.value}）" for role, name in ROLE_NAMES.items())
    raise InputError(
        "no such role", user_message=f"没有这种角色。可选：{known}。", code="no_such_role"
    )


def spell_rights(granted: Iterable[str], withheld: Iterable[str] = ()) -> str:
    """Spell rights beside the role as an account keeps them: ``+reveal -print``.

    Raises:
        InputError: One is no right, or goes with the role alone.
    """
    given = {_adjustable(each) for each in granted}
    taken = {_adjustable(each) for each in withheld}
    signs = [
        (right, "+" if right in given else "-") for right in GRANTABLE if right in given | taken
    ]
    if given & taken:
        raise InputError(
            "a right is both granted and withheld",
            user_message="同一项权限不能既给予又取消。请二选一。",
            code="usage",
        )
    return " ".join(f"{sign}{right.value}" for right, sign in signs)


def _adjustable(text: str) -> Right:
    for right in GRANTABLE:
        if text in (right.value, RIGHT_NAMES[right]):
            return right
    known = "、".join(f"{RIGHT_NAMES[right]}（{right.value}）" for right in GRANTABLE)
    raise InputError(
        "not a right to grant or withhold",
        user_message=f"这项权限不能单独给予或取消。可以的有：{known}；其余随角色而定。",
        code="no_such_right",
    )
