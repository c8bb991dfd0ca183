"""Which right each service asks for, checked before it does anything."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, Final, ParamSpec, TypeVar

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.office import Office

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Office, P], R]

NEEDED: Final = "needed_right"
WHOLE: Final = "needs_whole_office"


def needs(right: Right, *, whole: bool = False) -> Callable[[Service[P, R]], Service[P, R]]:
    """Let a service begin only for those who have a right.

    Args:
        right: The right.
        whole: Whether the service is about the whole office, and so for nobody who is limited to
            the organisations below one.
    """

    def declare(service: Service[P, R]) -> Service[P, R]:
        def checked(office: Office, /, *given: P.args, **named: P.kwargs) -> R:
            office.require(right)
            if whole:
                require_whole(office)
            return service(office, *given, **named)

        update_wrapper(checked, service)
        setattr(checked, NEEDED, right)
        setattr(checked, WHOLE, whole)
        return checked

    return declare


def require_whole(office: Office) -> None:
    """Make sure that this person works for the whole office.

    Raises:
        InputError: The account is limited to the organisations below one; nothing was changed.
    """
    if office.limited:
        raise InputError(
            "account is limited to a subtree",
            user_message="这件事涉及整个单位，您的账号只限一个党组织，没有执行。请联系管理员。",
            code="not_allowed",
        )
