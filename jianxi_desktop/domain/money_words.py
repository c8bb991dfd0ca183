"""Money written out as receipts need it: ``壹佰贰拾元伍角整``."""

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def in_capitals(cents: int) -> str:
    """Write an amount with the figures that nobody can alter.

    Args:
        cents: The amount; it is not negative.

    Raises:
        ValueError: It is negative, or more than receipts are written for.
    """
    if not 0 <= cents < 10**14:
        raise ValueError(cents)
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{said or '零元'}整"
    if jiao:
        said += f"{_FIGURES[jiao]}角"
    elif said:
        said += "零"
    return said + (f"{_FIGURES[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    groups = list[int]()
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < 1_000):
            said += "零"
        said += _group(group) + _GROUPS[place]
        gap = False
    return said


def _group(group: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        figure = group // 10**place % 10
        if not figure:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _FIGURES[figure] + _UNITS[place]
        gap = False
    return said
