"""What the district's server may refuse or fail of, each with its own message and stable code."""

import re
from typing import NamedTuple

from jianxi_desktop.errors import EnvironmentFailure


class _Named(NamedTuple):
    code: str
    message: str


_WRONG_PASSWORD = _Named("wrong_password", "用户名或密码不对。请检查大小写和输入法后再输入。")
_NO_DATABASE = _Named("no_such_database", "服务器上没有这个数据库，请核对地址，或请管理员先建立。")
_UNREACHABLE = _Named(
    "server_unreachable", "连不上服务器。请检查网络和地址，或问服务器管理员它是否在运行。"
)
_TOO_MANY = _Named("too_many_connections", "服务器的连接已满，请稍候再试，或请管理员增加连接数。")
_STARTING = _Named("server_starting", "服务器正在启动或关闭，请过一会儿再试。")
_IN_USE = _Named("in_use", "数据库正被别人使用，等待超时，什么都没有改动。请稍候再试。")
_GONE = _Named(
    "server_gone", "与服务器的连接断了。请检查网络后重试，并核对刚才的操作是否已经保存。"
)
_DISK_FULL = _Named("disk_full", "服务器的磁盘已满，什么都没有改动。请联系服务器管理员。")
_DENIED = _Named(
    "server_denied", "服务器不允许这个用户做这件事，什么都没有改动。需要时请联系管理员。"
)
_TLS_REFUSED = _Named(
    "tls_refused",
    "与服务器的加密连接没有建立：证书不符或服务器不支持。密码没有发出，请联系管理员。",
)

_BY_STATE = {
    "28P01": _WRONG_PASSWORD,
    "28000": _WRONG_PASSWORD,
    "3D000": _NO_DATABASE,
    "42501": _DENIED,
    "53100": _DISK_FULL,
    "53300": _TOO_MANY,
    "57P01": _GONE,
    "57P02": _GONE,
    "57P03": _STARTING,
    "55P03": _IN_USE,
    "57014": _IN_USE,
    "40P01": _IN_USE,
    "40001": _IN_USE,
    "25006": _Named("read_only", "服务器目前是只读的（例如备用机），无法保存。请联系管理员。"),
    "58030": _Named("io_error", "服务器读写磁盘出错，什么都没有改动。请联系服务器管理员。"),
    "XX001": _Named("damaged", "服务器报告数据损坏。请停止录入，立即联系服务器管理员。"),
}

# A connection that fails has no state to go by, only words: the driver's own are English, the
# server's may be Chinese.
_AT_THE_DOOR = (
    (("ssl", "certificate"), _TLS_REFUSED),
    (
        ("authentication method requirement",),
        _Named(
            "unsafe_login", "服务器要求以不安全的方式送出密码，已拒绝。请管理员改用 scram-sha-256。"
        ),
    ),
    (("password authentication failed", "no password supplied", "认证失败"), _WRONG_PASSWORD),
    (
        ("not permitted to log in", "不允许角色"),
        _Named("account_disabled", "这个用户已停用，打不开数据库。请联系管理员。"),
    ),
    (("too many", "connection slots", "太多", "连接位置", "连接数"), _TOO_MANY),
    (("starting up", "shutting down", "recovery", "启动", "关闭"), _STARTING),
    (
        ("pg_hba.conf", "permission denied for database", "权限"),
        _Named("not_admitted", "服务器不接受这台电脑或这个用户的连接。请联系服务器管理员。"),
    ),
    (("does not exist", "不存在"), _NO_DATABASE),
)


_PLACE = re.compile(r'connection to server (at|on socket) "[^"]*"(, port \d+)?')


def name_of(state: str | None, said: str, *, at_the_door: bool) -> EnvironmentFailure | None:
    """Name a failure of the surroundings; what is none of these is a bug.

    Args:
        state: The server's five-letter state, if it answered with one.
        said: The driver's words; they go no further than here.
        at_the_door: Whether there was no connection yet.
    """
    if state is not None:
        named = _BY_STATE.get(state) or (_GONE if state.startswith("08") else None)
    elif at_the_door:
        named = _named_at_the_door(said.lower())
    else:
        named = _GONE if "connection" in said.lower() else None
    if named is None:
        return None
    return EnvironmentFailure(
        f"server: {state or named.code}", user_message=named.message, code=named.code
    )


def _named_at_the_door(said: str) -> _Named:
    answer = _PLACE.sub("", said)  # a place may be named like anything
    for signs, named in _AT_THE_DOOR:
        if any(sign in answer for sign in signs):
            return named
    return _UNREACHABLE
