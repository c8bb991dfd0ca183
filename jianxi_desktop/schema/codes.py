"""Code tables: the fixed lists a choice picks from, read once from ``resources/codes``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jianxi_desktop import settings


@dataclass(frozen=True)
class CodeTable:
    """One list of codes with their Chinese labels, in printing order.

    Attributes:
        labels: Label by code.
        codes: Code by everything people write for it: code, label, alias.
    """

    labels: Mapping[str, str]
    codes: Mapping[str, str]


@cache
def code_table(name: str) -> CodeTable:
    """Read ``resources/codes/<name>.csv``: columns code, label, aliases (split by ``;``).

    Raises:
        FileNotFoundError: The program is damaged; the table is part of it.
    """
    labels: dict[str, str] = {}
    codes: dict[str, str] = {}
    with settings.resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels[row["code"]] = row["label"]
            for written in (row["code"], row["label"], *row["aliases"].split(";")):
                if written:
                    codes.setdefault(written, row["code"])
    return CodeTable(labels, codes)
