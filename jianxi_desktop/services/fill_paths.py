"""What a column of a blank may be filled with, written as a key: ``branch.secretary``.

A key leads from a record to a value::

    key        = choice {"|" choice}                 the first that is given
    choice     = path {"+" path}                     written one behind the other
    path       = "@" name                            of the office or the day: @office, @today
               | {step} [field] [":" view]
    step       = link "." | "^" level "."            along a link; up to a committee, street ...
               | ledger ["=" code {"," code}] "/"    its newest row there, of these kinds
               | ledger ["=" code {"," code}] "*"    all these rows
    view       = what is told of the value: month, years, last6, given ...; of an organisation:
                 members, full, probationary
"""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.fields import Choice, Day, Field, IdentityNumber, Link
from jianxi_desktop.schema.ledger import Catalog, Ledger

LEVELS: Final = {
    "committee": "所属党委",
    "community": "所属社区党组织",
    "street": "所属街道党组织",
    "district": "所属区委",
}
OF_THE_OFFICE: Final = {
    "number": "序号",
    "today": "今天的日期",
    "year": "今年",
    "month": "本月",
    "office": "本单位党组织名称",
    "unit": "本单位所在区域",
    "account": "我的姓名",
}
VIEWS: Final = {
    "month": "只到年月",
    "year": "只到年",
    "years": "满几年",
    "month_years": "年月和岁数",
    "last6": "后六位",
    "given": "有没有（是、否）",
    "politics": "政治面貌",
    "built": "是否建立党组织",
    "reason": "连同原因",
}
# Counted for an organisation and all below it, of those who are members on the day.
COUNTED: Final[dict[str, tuple[str, ...]]] = {
    "members": ("full", "probationary"),
    "full": ("full",),
    "probationary": ("probationary",),
}
_COUNTS: Final = {"members": "党员数", "full": "正式党员数", "probationary": "预备党员数"}
_OF_DAYS: Final = ("month", "year", "years", "month_years", "given")
_DETAIL = re.compile(r"([a-z_]+)(?:=([\w,]+))?([/*])")


@dataclass(frozen=True)
class Step:
    """One step from a record to others.

    Attributes:
        way: Along a link, up the tree of organisations, to the newest row or to all rows below.
        key: Field key of the link, level, or ledger key of the rows.
        codes: Kinds that the rows must be of; empty: any.
    """

    way: Literal["link", "up", "newest", "all"]
    key: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """The way to one value.

    Attributes:
        steps: From the record on.
        field: The field at the end; ``None`` for what is the office's own, named by ``key``.
        view: What is told of it; empty: the value.
        key: The path as it is written.
        title: The path in Chinese.
    """

    steps: tuple[Step, ...]
    field: Field[Any] | None
    view: str
    key: str
    title: str


@dataclass(frozen=True)
class Source:
    """What a column is filled with.

    Attributes:
        key: As it is written and kept.
        choices: Paths whose values are put one behind the other; the first choice that is given.
        title: In Chinese, for a person to choose.
    """

    key: str
    choices: tuple[tuple[Path, ...], ...]
    title: str

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path of it."""
        return tuple(path for choice in self.choices for path in choice)

    @property
    def main(self) -> Path:
        """The first path."""
        return self.choices[0][0]

    @property
    def of_the_office(self) -> str:
        """The name behind ``@``; empty for what comes from records."""
        path = self.main
        return path.key[1:] if path.field is None else ""


def read_source(catalog: Catalog, ledger: Ledger, key: str) -> Source:
    """Understand a key for the records of a ledger.

    Raises:
        UsageError: It leads nowhere.
    """
    choices = tuple(
        tuple(_Reader(catalog, ledger, part).read() for part in choice.split("+"))
        for choice in key.split("|")
    )
    titles = ["和".join(path.title for path in choice) for choice in choices]
    title = titles[0] + "".join(f"（没有时用{each}）" for each in titles[1:])
    return Source(key, choices, title)


class _Reader:
    """Reads one path, step by step."""

    def __init__(self, catalog: Catalog, ledger: Ledger, key: str) -> None:
        self._catalog = catalog
        self._at = self._before = ledger
        self._key = key
        self._steps: list[Step] = []
        self._titles: list[str] = []

    def read(self) -> Path:
        """Read it.

        Raises:
            UsageError: It leads nowhere.
        """
        if self._key.startswith("@"):
            if self._key[1:] not in OF_THE_OFFICE:
                raise self._lost(self._key)
            return Path((), None, "", self._key, OF_THE_OFFICE[self._key[1:]])
        way, _, view = self._key.partition(":")
        parts = way.split(".")
        for part in parts[:-1]:
            self._step(part)
        field = self._end(parts[-1])
        if view:
            self._check_view(field, view)
            if view in COUNTED:
                self._titles[-1:] = [*self._titles[-1:][: len(self._steps)], _COUNTS[view]]
            else:
                self._titles[-1] += f"（{VIEWS[view]}）"
        return Path(tuple(self._steps), field, view, self._key, " › ".join(self._titles))

    def _end(self, part: str) -> Field[Any]:
        """Read the last part; a link is called what it leads to."""
        while found := _DETAIL.match(part):
            self._details(found)
            part = part[found.end() :]
        if part.startswith("^"):
            self._step(part)
            return self._at.fields[self._at.caption.key]
        field = self._at.all_fields.get(part)
        if field is None:
            raise self._lost(part)
        self._titles.append(field.caption)
        while isinstance(field, Link):
            self._steps.append(Step("link", field.key))
            self._before = self._at
            self._at = self._catalog[field.target]
            field = self._at.fields[self._at.caption.key]
        return field

    def _step(self, part: str) -> None:
        while found := _DETAIL.match(part):
            self._details(found)
            part = part[found.end() :]
        if part.startswith("^"):
            if self._at.key != "organisation" or part[1:] not in LEVELS:
                raise self._lost(part)
            self._steps.append(Step("up", part[1:]))
            self._titles.append(LEVELS[part[1:]])
            return
        field = self._at.all_fields.get(part)
        if not isinstance(field, Link):
            raise self._lost(part)
        self._steps.append(Step("link", part))
        self._titles.append(field.caption)
        self._at = self._catalog[field.target]

    def _details(self, found: re.Match[str]) -> None:
        known = {each.key: each for each in self._catalog.details_of(self._at)}
        detail = known.get(found[1])
        if detail is None:
            raise self._lost(found[0])
        codes = tuple(found[2].split(",")) if found[2] else ()
        kind = kind_of(detail)
        if codes and kind is None:
            raise self._lost(found[0])
        shown = "、".join(kind.show(code) for code in codes) if kind else ""
        self._steps.append(Step("newest" if found[3] == "/" else "all", detail.key, codes))
        self._titles.append(shown or detail.title)
        self._at = detail

    def _check_view(self, field: Field[Any], view: str) -> None:
        table = field.table if isinstance(field, Choice) else ""
        fits = {
            "last6": isinstance(field, IdentityNumber),
            "politics": table == "member_status",
            "built": table == "unit_coverage",
            "reason": len(self._steps) > 1 and "reason" in self._before.fields,
            "given": True,
            **dict.fromkeys(COUNTED, self._at.key == "organisation" and field.key == "name"),
        }
        if not fits.get(view, view in _OF_DAYS and isinstance(field, Day)):
            raise self._lost(view)

    def _lost(self, part: str) -> UsageError:
        fields = "、".join(self._at.all_fields)
        return UsageError(
            "no such source of a column",
            user_message=f"“{self._key[:60]}”不能作为填写内容：在{self._at.title}里没有“{part[:30]}”"
            f"。可用的字段：{fields}；也可以经过链接，如 branch.secretary。",
            code="no_such_source",
        )


def kind_of(detail: Ledger) -> Choice | None:
    """Give the field that tells the kinds of a ledger's rows apart, as the steps of a case."""
    return next((f for f in detail.fields.values() if f.required and isinstance(f, Choice)), None)


def day_of(detail: Ledger) -> str | None:
    """Name the day by which the newest row of a ledger is told."""
    return next((key for key, f in detail.fields.items() if isinstance(f, Day)), None)
