"""A ledger: everything the program must know about one kind of record."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Protocol

from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.schema.paper import Paper

Values = Mapping[str, Any]


class Attr(Protocol):
    """An attribute of a record class, such as ``Person.name``."""

    @property
    def key(self) -> str:
        """Name of the attribute."""


@dataclass(frozen=True)
class Issue:
    """What is wrong or odd about one value of one record.

    Attributes:
        field: Field key; empty when it is about the whole record.
        code: Stable kind of issue.
        severity: An error keeps the record out; for review a person decides; a warning passes.
        text: Chinese, for the person.
    """

    field: str
    code: str
    severity: Literal["error", "review", "warning"]
    text: str


Complete = Callable[[Values], tuple[dict[str, Any], tuple[Issue, ...]]]


@dataclass(frozen=True)
class Section:
    """A titled group of fields on the form.

    Attributes:
        title: What stands above it.
        fields: The attributes, in their order.
        when: An attribute and its codes that the group is about; with other codes the form leaves
            it out as long as nothing stands in it. ``None``: it is about every record.
    """

    title: str
    fields: tuple[Any, ...]
    when: tuple[Any, tuple[str, ...]] | None = None


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """One kind of record, declared in one module of ``ledgers``.

    Attributes:
        key: Name on the command line and in packages; never changes once released.
        title: What people call it.
        record: The mapped class.
        fields: The record's own fields by key.
        caption: The attribute that names a record where another one links to it.
        listing: Columns of the list; may hold attributes of the companion.
        form: Sections of the form; may hold attributes of the companion.
        area: Heading under which the navigation shows it; empty: only inside its owner. One that
            has both is listed in both places.
        roster_key: Attributes that tell whether a row of a roster is already here.
        alike: Name, day and organisation (of the record or its companion) by which a row is told
            where it does not give the roster's key; possible doubles are asked about.
        ignored: Captions that rosters carry and that are computed, not kept.
        above: Attribute that links a record to the one of the same ledger that it stands under.
        owner: Attribute that links a row of this ledger to the record it belongs to.
        ended: Attribute that is empty on the row that holds now (dated rows).
        companion: Ledger of dated rows whose current row is listed and edited with this record.
        home: The link that falls to the office's own organisation where a roster names none.
        complete: Derives what can be derived and reports what does not fit together.
        derived: Required attributes that ``complete`` finds; a roster may lack their columns.
        papers: Printed lists.
        together: Attributes whose values mean something only together; a merge never mixes them.
        later: Says of two values of such a group which is the later, where the values show it;
            then nobody is asked.
    """

    key: str
    title: str
    record: type[Any]
    fields: Mapping[str, Field[Any]]
    caption: Any
    listing: tuple[Any, ...]
    form: tuple[Section, ...]
    area: str = ""
    roster_key: tuple[Any, ...] = ()
    alike: tuple[Any, ...] = ()
    ignored: tuple[str, ...] = ("序号", "编号", "备注")
    above: Any = None
    owner: Any = None
    ended: Any = None
    companion: "Ledger | None" = None
    home: Any = None
    complete: Complete | None = None
    derived: tuple[Any, ...] = ()
    papers: tuple[Paper, ...] = ()
    together: tuple[tuple[Any, ...], ...] = ()
    later: Callable[[Values, Values], bool | None] | None = None

    @cached_property
    def all_fields(self) -> Mapping[str, Field[Any]]:
        """The record's fields and, where it has one, its companion's (owner and end left out)."""
        if self.companion is None:
            return self.fields
        hidden = {self.companion.owner.key}
        extra = {k: f for k, f in self.companion.fields.items() if k not in hidden}
        return {**self.fields, **extra}

    def group_of(self, column: str) -> str:
        """Name the group of columns that is written, merged and undone as one."""
        return self._groups.get(column, column)

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        groups = {"removed_on": "removed", "removed_why": "removed"}
        for attributes in self.together:
            groups |= {each.key: attributes[0].key for each in attributes}
        return groups

    @cached_property
    def followed(self) -> tuple[Link, ...]:
        """Links whose target's words find a record too: dues by the member who pays them."""
        links = (field for field in self.fields.values() if isinstance(field, Link))
        return tuple(each for each in links if each.finds or each.key == self.caption.key)

    @cached_property
    def is_searched(self) -> bool:
        """Whether words find anything here."""
        return bool(self.followed) or any(field.search for field in self.fields.values())

    def pick(self, attributes: Iterable[Attr]) -> tuple[Field[Any], ...]:
        """Give the fields behind ``attributes``, in their order."""
        return tuple(self.all_fields[attribute.key] for attribute in attributes)

    @property
    def roster_fields(self) -> tuple[Field[Any], ...]:
        """The columns of a roster; what the program finds itself is not required of it."""
        found = {attribute.key for attribute in (*self.derived, self.home) if attribute is not None}
        return tuple(replace(f, required=False) if f.key in found else f for f in self.form_fields)

    @property
    def form_fields(self) -> tuple[Field[Any], ...]:
        """The fields people edit, in the order of the form."""
        return tuple(f for section in self.form for f in self.pick(section.fields))


class Catalog:
    """All ledgers of the program, by key."""

    def __init__(self, ledgers: Iterable[Ledger]) -> None:
        self._ledgers = {ledger.key: ledger for ledger in ledgers}

    def __iter__(self) -> Iterator[Ledger]:
        return iter(self._ledgers.values())

    def __getitem__(self, key: str) -> Ledger:
        """Find a ledger.

        Raises:
            UsageError: There is none of that name.
        """
        try:
            return self._ledgers[key]
        except KeyError:
            raise UsageError(
                f"no ledger {key!r}",
                user_message=f"没有名为“{key}”的台账，可用：{'、'.join(self._ledgers)}。",
                code="no_such_ledger",
            ) from None

    def details_of(self, ledger: Ledger) -> tuple[Ledger, ...]:
        """Give the ledgers whose rows belong to a record of ``ledger``."""
        return tuple(
            each
            for each in self
            if each.owner is not None
            and getattr(each.fields[each.owner.key], "target", None) == ledger.key
        )
