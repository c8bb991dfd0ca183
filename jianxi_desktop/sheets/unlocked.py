"""Workbooks with a password to open them: unlocked in the reading process, in memory only."""

import io
import re
from types import SimpleNamespace

from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.guard import Refusal

# What Excel itself uses where only the structure is protected: it opens such files unasked.
_EXCELS_OWN = "VelvetSweatshop"
# Excel writes 100,000 rounds; more than this is there to keep a reader busy for hours.
_MOST_ROUNDS = 10_000_000
_ROUNDS = re.compile(rb'spinCount="(\d{1,20})"')

WRONG = Refusal(
    "ask_password",
    "wrong_password",
    "密码不对，请核对大小写和中英文状态后重新输入；忘了密码请向对方再要一份不带密码的。",
)


def unlock(data: bytes, password: str | None) -> bytes | Refusal:
    """Give the bytes of a workbook without its password.

    Args:
        data: An encrypted xlsx, xlsb or xls as it lies on the disk.
        password: What a person has given; ``None`` tries what needs no asking.
    """
    rounds = _ROUNDS.search(data)
    if b"<!DOCTYPE" in data:
        return guard.DTD
    if rounds and int(rounds[1]) > _MOST_ROUNDS:
        return guard.LOCKED
    opened = _open(data, password or _EXCELS_OWN)
    if opened is WRONG and password is None:
        return guard.PASSWORD
    return opened


def _open(data: bytes, password: str) -> bytes | Refusal:
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format import xls97
    from msoffcrypto.format.ooxml import OOXMLFile

    # The library puts the opened workbook into a file of its own; no person's data goes there.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    out = io.BytesIO()
    try:
        locked = OfficeFile(io.BytesIO(data))
        if isinstance(locked, OOXMLFile):
            locked.load_key(password=password, verify_password=True)
        else:
            locked.load_key(password=password)
        locked.decrypt(out)
    except InvalidKeyError:
        return WRONG
    except MemoryError:
        return guard.TOO_MUCH
    except Exception:  # noqa: BLE001 - broken input; the library has no one kind of error
        return guard.LOCKED
    return out.getvalue()
