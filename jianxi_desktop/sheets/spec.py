"""What is asked of the process that reads a roster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jianxi_desktop.schema.fields import Field


@dataclass(frozen=True)
class RosterSpec:
    """What a roster may hold.

    Attributes:
        fields: The fields its columns may be; the required ones must be among them.
        ignored: Captions that are known and not kept, such as 序号 and 年龄.
        given: Field key by caption where a person has decided; ``None`` leaves a column out.
        keep_cells: Whether every row carries its cells as they stand, for the report workbook.
    """

    fields: tuple[Field[Any], ...]
    ignored: tuple[str, ...] = ()
    given: Mapping[str, str | None] = field(default_factory=dict)
    keep_cells: bool = False
