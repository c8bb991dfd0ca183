"""The six ways in which tables from above want an identity number written.

Source: what community workers say of one number asked for in six ways (an investigation of forms
that are filled in again and again).
"""

import re
from enum import StrEnum
from typing import Final

from jianxi_desktop.domain import masking
from jianxi_desktop.domain.written import Written


class NumberForm(StrEnum):
    """How an identity number is written."""

    PLAIN = "plain"
    SPACED = "spaced"
    QUOTED = "quoted"
    LOWER = "lower"
    MASKED = "masked"
    TAIL = "tail"


NUMBER_FORMS: Final = {
    NumberForm.PLAIN: "18位文本",
    NumberForm.SPACED: "分段 6-8-4（加空格）",
    NumberForm.QUOTED: "前加单引号的文本",
    NumberForm.LOWER: "末位小写 x",
    NumberForm.MASKED: "隐去中间八位",
    NumberForm.TAIL: "只写后六位",
}
_SAMPLE = re.compile(r"(?<![\dXx*])([0-9]{6}) ?([0-9]{8}|\*{4,8}) ?([0-9]{3}[0-9Xx])(?![\dXx*])")


def write_number(number: str, form: NumberForm) -> Written:
    """Write an identity number in a form.

    A number that came masked stays masked whatever the form: what is hidden cannot be written.
    One of another length than 18 has no parts to set apart.
    """
    if masking.is_masked(number):
        return Written("text", "" if form is NumberForm.TAIL else number)
    match form:
        case NumberForm.QUOTED:
            return Written("quoted", number)
        case NumberForm.LOWER:
            return Written("text", number.lower())
        case NumberForm.TAIL:
            return Written("text", number[-6:])
        case NumberForm.SPACED if len(number) == 18:
            return Written("text", f"{number[:6]} {number[6:14]} {number[14:]}")
        case NumberForm.MASKED:
            return Written("text", masking.masked(number, 6, 4, 8))
    return Written("text", number)


def form_of_sample(sample: str) -> NumberForm | None:
    """Tell from an example that a table gives in which form it wants the number."""
    text = sample.strip()
    if re.search("[后末](6|六)位", text):
        return NumberForm.TAIL
    found = _SAMPLE.search(text)
    if found is None:
        return None
    if "*" in found[0]:
        return NumberForm.MASKED
    if " " in found[0]:
        return NumberForm.SPACED
    if found[0].endswith("x"):
        return NumberForm.LOWER
    if text[: found.start()].endswith(("'", "’", "‘")):
        return NumberForm.QUOTED
    return NumberForm.PLAIN
