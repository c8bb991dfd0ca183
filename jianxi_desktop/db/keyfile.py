"""How a keyring lies on the disk: its fields, read strictly, written beside and renamed.

The file's checksum tells damage; the key's own seal, which ``keyring`` checks, tells tampering.
"""

import base64
import contextlib
import hashlib
import json
import os
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jianxi_desktop.domain.files import settle_folder
from jianxi_desktop.domain.passwords import SHORTEST
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError

RECOVERY = "recovery"
KDF, AEAD = "argon2id", "chacha20poly1305"
NONCE_SIZE = 12

_FORMAT, _VERSION = "jianxi-keys", 2
# What a file of version 1 has not, and what is left out where it is empty: a file without any of
# it is spelled as version 1, which every program reads.
_LATER = ("sealed_as", "coming", "coming_mac")
_FILE_LIMIT = 4 << 20
_BESIDE_SUFFIX = ".new"

_SAID = {
    "wrong_password": "密码不对。请检查大小写和输入法后再输入；忘记密码可用恢复密钥重新设置。",
    "recovery_key_wrong": "这份恢复密钥不属于这个数据库。请核对信封上的单位和日期，换正确的一份。",
    "keyring_missing": (
        "找不到数据库旁边的密钥文件（.keys）。请把它从备份中放回数据库所在的文件夹，再打开一次。"
    ),
    "keyring_damaged": "密钥文件已损坏或被改动过。请用备份中的密钥文件替换它，再打开一次。",
    "keyring_newer": "密钥文件由更新版本的程序写成。请先把本机程序升级到最新版本。",
    "keyring_weak": (
        "密钥文件里的密码保护强度被改得过低，为安全起见没有打开。请用备份中的密钥文件替换它。"
    ),
    "keyring_absurd": (
        "密钥文件里的密码保护参数大得不正常，为保护本机没有打开。请用备份中的密钥文件替换它。"
    ),
    "keyring_exists": "这个数据库旁边已有密钥文件，没有覆盖它。请换一个文件夹新建数据库。",
    "keyring_unwritable": (
        "密钥文件写不进去，原来的文件没有变。请检查磁盘空间和文件夹的写入权限后再试。"
    ),
    "keyring_unreadable": "密钥文件读不出来。请检查磁盘和文件夹的读取权限后再试。",
    "user_unknown": "没有这个用户。请从用户名单里选择，或请管理员添加。",
    "user_needed": "这个数据库有几个用户，请先选择用户，再输入密码。",
    "user_exists": "已有同名的用户。请换一个用户名。",
    "password_too_short": f"密码至少要 {SHORTEST} 个字符。请换一个长一些的密码。",
    "rekey_pending": (
        "更换数据库密钥还没有做完，密码和用户暂时不能改。"
        "请在所有窗口和电脑上关闭这个数据库，只打开一次，它会自动做完。"
    ),
    "last_user": "这是能打开数据库的最后一个用户，不能停用。请先添加另一位管理员。",
}
_WRONG_INPUT = {"password_too_short", "user_exists"}


@dataclass(frozen=True)
class Cost:
    """What one guess at a password costs.

    Attributes:
        memory_kib: Memory in KiB.
        iterations: Passes over it.
        lanes: Parallel lanes.
    """

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 1


@dataclass(frozen=True)
class Entry:
    """One way to the key: an identity locked with a password, and the key wrapped to it.

    Attributes:
        id: 32 hexadecimal digits, or ``RECOVERY``.
        label: Name to log in with.
        kdf: How the password becomes a key.
        cost: What that costs.
        salt: Its salt.
        aead: The cipher on the identity.
        recipient: Public half of the identity.
        identity: The identity, locked.
        wrapped: Database id and key, locked to the recipient.
        sealed_as: The label when the identity was locked, if it has changed since.
        coming: As ``wrapped``, of the key that is to replace the present one.
    """

    id: str
    label: str
    kdf: str
    cost: Cost
    salt: str
    aead: str
    recipient: str
    identity: str = ""
    wrapped: str = ""
    sealed_as: str = ""
    coming: str = ""

    def bound(self, database: str) -> bytes:
        """Give what the lock on the identity vouches for."""
        fields = {**_lean(asdict(self)), "identity": "", "wrapped": "", "database": database}
        for later in ("sealed_as", "coming"):
            fields.pop(later, None)
        return _spell({**fields, "label": self.sealed_as or self.label})


@dataclass(frozen=True)
class Keyring:
    """The file's content.

    Attributes:
        database: Id of the database, 32 hexadecimal digits.
        users: Who has a password.
        recovery: The printed key.
        mac: Seal over the rest, made with the database's key.
        coming_mac: The same, made with the key that is to replace it; empty when none is.
    """

    database: str
    users: tuple[Entry, ...]
    recovery: Entry
    mac: str = ""
    coming_mac: str = ""

    @property
    def pending(self) -> bool:
        """Tell whether the database's key is being replaced, or that was interrupted."""
        return bool(self.coming_mac)

    def vouched(self) -> bytes:
        """Give what both the checksum and the key vouch for."""
        fields = _lean(asdict(self))
        fields.pop("coming_mac", None)
        return _spell({**fields, "mac": ""})


def failure(code: str, message: str = "") -> JianxiError:
    """Make the failure that belongs to a code."""
    kind = InputError if code in _WRONG_INPUT else EnvironmentFailure
    return kind(f"{code} {message}".strip(), user_message=_SAID[code], code=code)


def load(path: Path) -> Keyring:
    """Read the file, its seal not yet checked.

    Raises:
        EnvironmentFailure: It is missing, damaged, or of a newer program.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_FILE_LIMIT + 1)
    except FileNotFoundError as error:
        raise failure("keyring_missing") from error
    except OSError as error:
        raise failure("keyring_unreadable", f"errno {error.errno}") from error
    try:
        return _read(data)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise failure("keyring_damaged", type(error).__name__) from error


def save(path: Path, keyring: Keyring) -> None:
    """Write the file beside its name, for its owner alone, then give it the name.

    Raises:
        EnvironmentFailure: It cannot be written; the old file stands.
    """
    beside = path.with_name(path.name + _BESIDE_SUFFIX)
    data = _file(keyring)
    try:
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        settle_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise failure("keyring_unwritable", f"errno {error.errno}") from error


def to_text(data: bytes) -> str:
    """Spell bytes as the file has them."""
    return base64.b64encode(data).decode("ascii")


def to_bytes(text: str) -> bytes:
    """Read bytes as the file has them; anything else is a ValueError."""
    return base64.b64decode(text, validate=True)


def _read(data: bytes) -> Keyring:
    """Read the file strictly; whatever is not as written raises one of Python's own errors."""
    if len(data) > _FILE_LIMIT:
        raise ValueError("too large")
    fields = json.loads(data)
    if not isinstance(fields, dict) or not str(fields["mac"]).isascii():
        raise TypeError("not an object, or no seal")
    if fields["format"] != _FORMAT or type(fields["version"]) is not int:
        raise ValueError("not a keyring")
    if fields["version"] > _VERSION:
        raise failure("keyring_newer", f"version {fields['version']}")
    keyring = Keyring(
        database=uuid.UUID(str(fields["database"])).hex,
        users=tuple(_read_entry(each) for each in fields["users"]),
        recovery=_read_entry(fields["recovery"]),
        mac=str(fields["mac"]),
        coming_mac=str(fields.get("coming_mac", "")),
    )
    if not keyring.users or _file(keyring) != data:
        raise ValueError("checksum or spelling")
    return keyring


def _read_entry(fields: object) -> Entry:
    if not isinstance(fields, dict):
        raise TypeError("entry")
    texts = {key: value for key, value in fields.items() if isinstance(value, str)}
    cost = fields["cost"]
    if not isinstance(cost, dict) or any(type(each) is not int for each in cost.values()):
        raise TypeError("cost")
    entry = Entry(cost=Cost(**cost), **texts)
    if (entry.kdf, entry.aead) != (KDF, AEAD):
        raise failure("keyring_newer", "another cipher")
    if entry.id != RECOVERY and uuid.UUID(entry.id).hex != entry.id:
        raise ValueError("id")
    if len(to_bytes(entry.salt)) < 16 or len(to_bytes(entry.identity)) <= NONCE_SIZE:
        raise ValueError("salt or identity")
    return entry


def _file(keyring: Keyring) -> bytes:
    content = _lean(asdict(keyring))
    entries = [*content["users"], content["recovery"], content]
    version = _VERSION if any(later in each for each in entries for later in _LATER) else 1
    fields = {"format": _FORMAT, "version": version, **content}
    check = hashlib.sha256(_spell(fields)).hexdigest()
    text = json.dumps({**fields, "check": check}, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode() + b"\n"


def _lean(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what version 1 has not, where it is empty."""
    lean = {key: value for key, value in fields.items() if value or key not in _LATER}
    for key, value in lean.items():
        if isinstance(value, tuple | list):
            lean[key] = [_lean(each) for each in value]
        elif isinstance(value, dict):
            lean[key] = _lean(value)
    return lean


def _spell(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
