"""Passwords and keys for commands: from a file, the environment or a prompt, never an argument."""

import os
import sys
from pathlib import Path

from jianxi_desktop.errors import EnvironmentFailure


def secret(file: str | None, variable: str, prompt: str, option: str) -> str:
    """Give a secret from wherever the caller keeps it.

    Args:
        file: Text file whose first line it is.
        variable: Environment variable to look at next.
        prompt: What a person at a terminal is asked for.
        option: The option that names the file, for the refusal.

    Raises:
        EnvironmentFailure: The file cannot be read, or there is nobody to ask.
    """
    if file:
        return first_line(file)
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise EnvironmentFailure(
            f"no {variable} given",
            user_message=f"没有给出{prompt}：请用 {option} 或环境变量 {variable}。",
            code="no_password",
        )
    import getpass

    return getpass.getpass(f"{prompt}：")


def first_line(file: str) -> str:
    """Read a password file: the first line, whatever editor wrote it."""
    return (whole_text(file).splitlines() or [""])[0]


def whole_text(file: str) -> str:
    """Read a file that holds a secret.

    Raises:
        EnvironmentFailure: It cannot be read, or is no UTF-8 text.
    """
    try:
        # Editors of Windows put a mark before the text; it is no part of the password.
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFailure(
            "password file not readable",
            user_message="读不到密码文件，请检查文件名和权限，并存为 UTF-8 文本。",
            code="no_password_file",
        ) from error
