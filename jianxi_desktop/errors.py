"""Every failure the program raises on purpose.

``str(error)`` is English and technical, for the log; ``user_message`` is Chinese and says what
the community worker can do next; ``code`` is stable and travels in ``--json`` answers. Nothing
here logs or shows anything.
"""

from collections.abc import Sequence


class JianxiError(Exception):
    """Base of all deliberate failures.

    Attributes:
        user_message: Chinese, says what happened and what to do next.
        code: Stable identifier of the kind of failure, in snake case.
        details: Further lines for the person, such as one reason a row.
    """

    exit_status = 1

    def __init__(
        self,
        message: str,
        *,
        user_message: str,
        code: str = "refused",
        details: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.user_message = user_message
        self.code = code
        self.details = tuple(details)


class InputError(JianxiError):
    """What was given is wrong; nothing was changed."""


class FieldError(InputError):
    """A value does not fit its field."""


class ConflictError(JianxiError):
    """The record was changed by someone else since it was read."""


class UsageError(JianxiError):
    """A command or a name that does not exist."""

    exit_status = 2


class EnvironmentFailure(JianxiError):  # noqa: N818 - the PC failed, the person made no error
    """The surroundings failed: disk, password, file, device; nothing was changed."""

    exit_status = 3
