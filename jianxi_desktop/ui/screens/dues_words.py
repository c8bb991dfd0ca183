"""What is typed into the cells of dues: amounts, and days written short."""

import re
from typing import Any

from jianxi_desktop.schema.ledger import Ledger

_DAY_ALONE = re.compile(r"\d{1,2}")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")


def read_typed(ledger: Ledger, key: str, text: str, month: str) -> dict[str, Any]:
    """Read what was typed into one cell.

    A day may be written short: ``9`` is the ninth of the month that is paid for, ``10-9`` the
    ninth of October of its year.

    Args:
        ledger: The ledger of payments.
        key: Of its field.
        text: What was typed; empty takes the value away.
        month: The month that is paid for, ISO.

    Raises:
        FieldError: It is no value of the field.
    """
    if key == "paid_on":
        if _DAY_ALONE.fullmatch(text):
            text = f"{month}-{int(text):02}"
        elif found := _MONTH_AND_DAY.fullmatch(text):
            text = f"{month[:4]}-{int(found[1]):02}-{int(found[2]):02}"
    return {key: ledger.fields[key].parse(text)}
