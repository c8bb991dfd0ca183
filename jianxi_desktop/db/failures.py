"""What the database's surroundings may fail of, each with its own message and stable code."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from jianxi_desktop.errors import EnvironmentFailure

# What SQLite says, the stable code, what it means to the person.
_OF_A_FILE = (
    (
        "file is not a database",
        "wrong_key",
        "数据库打不开：密码不对或文件已损坏。请核对密码；仍不行请用备份恢复。",
    ),
    ("malformed", "damaged", "数据库文件已损坏，请用最近的备份恢复；原文件请保留。"),
    ("database is locked", "in_use", "数据库正被另一个窗口或程序使用，请稍候再试。"),
    ("disk is full", "disk_full", "磁盘已满，什么都没有改动。请清出空间后再试。"),
    ("readonly", "read_only", "数据库所在位置是只读的，无法保存。请检查文件夹权限。"),
    ("unable to open", "cannot_open", "打不开数据库文件，请检查它是否还在、是否有权限。"),
    ("disk i/o error", "io_error", "读写磁盘出错，什么都没有改动。请检查磁盘或U盘后再试。"),
)


@contextmanager
def named_failures() -> Iterator[None]:
    """Tell the surroundings' failures from bugs and give each its own message."""
    try:
        yield
    except (DBAPIError, sqlcipher.DatabaseError) as error:
        said = str(getattr(error, "orig", error)).lower()
        for sign, code, message in _OF_A_FILE:
            if sign in said:
                raise EnvironmentFailure(
                    f"database: {sign}", user_message=message, code=code
                ) from error
        raise


def no_file() -> EnvironmentFailure:
    """Say that what was asked is done with a file, and that a server keeps this database."""
    return EnvironmentFailure(
        "the database is on a server",
        user_message="数据库在区里的服务器上，这件事由服务器管理员在服务器上做。",
        code="on_server",
    )
