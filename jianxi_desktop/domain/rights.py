"""Who may do what: three roles, and what is granted or withheld beside them."""

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    """Something that not everybody may do."""

    VIEW = "view"
    EDIT = "edit"
    IMPORT = "import"
    PRINT = "print"
    EXPORT = "export"
    REVEAL = "reveal"
    PACK = "pack"
    MERGE = "merge"
    BACKUP = "backup"
    AUDIT = "audit"
    ACCOUNTS = "accounts"
    RESTORE = "restore"
    KEYS = "keys"
    ERASE = "erase"


class Role(StrEnum):
    """What somebody is in an office: 管理员, 录入员, 查阅者."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    VIEWER = "viewer"


RIGHT_NAMES = {
    Right.VIEW: "查看",
    Right.EDIT: "录入和修改",
    Right.IMPORT: "导入名册",
    Right.PRINT: "打印",
    Right.EXPORT: "导出",
    Right.REVEAL: "查看完整号码",
    Right.PACK: "写数据包",
    Right.MERGE: "合并数据包",
    Right.BACKUP: "备份",
    Right.AUDIT: "查看操作记录",
    Right.ACCOUNTS: "管理用户",
    Right.RESTORE: "恢复备份",
    Right.KEYS: "更换密钥、信任名片",
    Right.ERASE: "依法彻底删除",
}
ROLE_NAMES = {
    Role.ADMINISTRATOR: "管理员",
    Role.EDITOR: "录入员",
    Role.VIEWER: "查阅者",
}
_VIEWER = frozenset({Right.VIEW, Right.PRINT, Right.BACKUP})
_EDITOR = _VIEWER | {Right.EDIT, Right.IMPORT, Right.EXPORT, Right.PACK}
_USUAL = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.EDITOR: _EDITOR,
    Role.VIEWER: _VIEWER,
}
# What may be given to somebody or taken away beside the role; the rest goes with the role alone.
GRANTABLE = (Right.REVEAL, Right.EXPORT, Right.PRINT, Right.PACK, Right.MERGE)


def rights_of(role: Role, adjusted: Iterable[str] = ()) -> frozenset[Right]:
    """Give the rights of a role, with what is granted (``+print``) or withheld (``-print``).

    Only rights in ``GRANTABLE`` can be adjusted, and an administrator's cannot.
    """
    rights = set(_USUAL[role])
    if role is Role.ADMINISTRATOR:
        return frozenset(rights)
    for each in adjusted:
        sign, right = each[:1], Right(each[1:])
        if right in GRANTABLE:
            (rights.add if sign == "+" else rights.discard)(right)
    return frozenset(rights)
