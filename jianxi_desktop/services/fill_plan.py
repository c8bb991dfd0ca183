"""What goes into a blank table from above: the ledger, the columns, the forms, as proposed."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from jianxi_desktop.db import choices
from jianxi_desktop.domain import day_forms, number_forms
from jianxi_desktop.domain.day_forms import DayForm, to_day
from jianxi_desktop.domain.number_forms import NumberForm
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.fields import Day, IdentityNumber
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import fill_captions as said
from jianxi_desktop.services.fill_matching import How, best_ledger, caption_key, match_columns
from jianxi_desktop.services.fill_paths import Source, read_source
from jianxi_desktop.services.fill_words import every_caption
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sheets.blank import Blank, BlankCell, BlankColumn, look_at_blank
from jianxi_desktop.sheets.captions import plain_caption

E = TypeVar("E", DayForm, NumberForm)
FORMULAS: Final = "表里自带公式"


@dataclass(frozen=True)
class PlannedColumn:
    """A column of the blank and what goes into it.

    Attributes:
        column: The column as it was found.
        caption: Its caption, with what stands over it.
        source: What it is filled with; ``None``: it stays empty.
        how: How that was found.
        day_form: The form its example or format asks for; ``None``: that of the whole blank.
        number_form: Likewise, of identity numbers.
    """

    column: BlankColumn
    caption: str
    source: Source | None
    how: How
    day_form: DayForm | None = None
    number_form: NumberForm | None = None

    @property
    def place(self) -> int:
        """Column of the sheet, from 0."""
        return self.column.place

    @property
    def key(self) -> str:
        """Its caption as it is remembered."""
        return caption_key(self.column)

    @property
    def source_key(self) -> str | None:
        """Key of the source."""
        return None if self.source is None else self.source.key

    @property
    def source_title(self) -> str:
        """What goes in, in Chinese; empty where nothing does."""
        if self.column.computed:
            return FORMULAS
        return "" if self.source is None else self.source.title

    @property
    def unmatched(self) -> bool:
        """Whether somebody must fill it by hand."""
        return self.source is None and not self.column.computed and not self.column.numbered


@dataclass(frozen=True)
class PlannedCell:
    """A labelled cell beside the table and what goes into it; ``None``: it stays empty."""

    cell: BlankCell
    source: str | None


@dataclass(frozen=True)
class FillPlan:
    """How a blank is filled.

    Attributes:
        path: The blank.
        password: Opens it.
        blank: What it is.
        ledger: Whose records fill the rows.
        columns: What goes into each column.
        beside: What goes beside the table.
        number_form: How identity numbers are written.
        day_form: How days are written.
        empty_as: What stands where nothing is known.
        fixed: ``number`` and ``day``, where a person chose the form the last time: it holds for all
            columns, whatever their examples say.
        given: What a person decided about captions now; filling remembers it.
        remembered: Whether what was chosen for this blank the last time is in it.
        notes: Chinese remarks.
    """

    path: Path
    password: str | None = field(repr=False)
    blank: Blank
    ledger: Ledger
    columns: tuple[PlannedColumn, ...]
    beside: tuple[PlannedCell, ...]
    number_form: NumberForm
    day_form: DayForm
    empty_as: str
    fixed: frozenset[str]
    given: Mapping[str, str | None]
    remembered: bool
    notes: tuple[str, ...]

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Captions of the columns that stay empty."""
        return tuple(each.caption for each in self.columns if each.unmatched)


@needs(Right.EXPORT)
def plan_fill(
    office: Office,
    blank_path: Path,
    *,
    ledger: Ledger | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    password: str | None = None,
    captions: Mapping[str, str | None] | None = None,
    progress: Progress = no_progress,
) -> FillPlan:
    """Look at a blank and propose how to fill it; nothing is written.

    Args:
        office: The open database.
        blank_path: The blank.
        ledger: Whose records are to fill it; ``None``: those that fit best, or the last time's.
        sheet: The sheet; ``None``: the last time's, or that with the best table.
        header_row: Last row of the heading, from 1, where the proposal is wrong.
        password: Opens the file.
        captions: What columns are filled with, decided now; ``None`` leaves one empty.
        progress: Called now and then; may raise to stop.

    Raises:
        InputError: It is no blank that can be filled.
        UsageError: A caption is not in the blank, or cannot be filled with that.
        EnvironmentFailure: The file cannot be read.
    """
    look = partial(
        look_at_blank,
        blank_path,
        header_row=header_row,
        password=password,
        known=every_caption(office.catalog),
        progress=progress,
    )
    blank = look(sheet=sheet)
    if sheet is None and len(blank.tables) > 1:
        with office.store.read() as connection:
            last = choices.last_blank(connection, blank.tables)
        if last is not None and last != blank.sheet:
            blank = look(sheet=last)
    return plan_again(
        office, blank_path, blank, ledger=ledger, password=password, captions=captions
    )


@needs(Right.EXPORT)
def plan_again(
    office: Office,
    blank_path: Path,
    blank: Blank,
    *,
    ledger: Ledger | None = None,
    password: str | None = None,
    captions: Mapping[str, str | None] | None = None,
) -> FillPlan:
    """Propose anew how to fill a blank that was looked at, after something was chosen.

    Raises:
        UsageError: A caption is not in the blank, or cannot be filled with that.
    """
    catalog = office.catalog
    with office.store.read() as connection:
        last = choices.blank_choice(connection, blank.fingerprint) or {}
        chosen = ledger or _remembered_ledger(catalog, last) or best_ledger(catalog, blank.columns)
        taken = chosen or catalog["person"]
        learned = choices.caption_choices(connection, "fill", taken.key)
    same = bool(last) and last.get("ledger") == taken.key
    if same:
        learned |= last.get("captions", {})
    given = _given(catalog, taken, blank, captions or {})
    columns = _columns(catalog, taken, blank, given, _sound(catalog, taken, learned))
    notes = (
        () if chosen else ("没有认出这张表要填哪一种记录，先按党员台账列出，请改选台账和各栏内容",)
    )
    number, day = _kept(NumberForm, last.get("number_form")), _kept(DayForm, last.get("day_form"))
    return FillPlan(
        blank_path,
        password,
        blank,
        taken,
        columns,
        tuple(PlannedCell(each, _beside(each)) for each in blank.fields_beside),
        number or _common(columns, _number_form_of) or NumberForm.PLAIN,
        day or to_day(_common(columns, _day_form_of) or DayForm.DOTS),
        str(last.get("empty_as", "")),
        frozenset(name for name, form in (("number", number), ("day", day)) if form is not None),
        given,
        remembered=same,
        notes=(*blank.notes, *notes),
    )


@needs(Right.EXPORT)
def forget_choices(office: Office, plan: FillPlan) -> None:
    """Forget how this blank was filled, and what was decided about its captions."""
    captions = tuple(each.key for each in plan.columns)
    with office.store.writing() as connection:
        choices.forget_blank_choice(connection, plan.blank.fingerprint)
        choices.forget_caption_choices(connection, "fill", plan.ledger.key, captions)


def _remembered_ledger(catalog: Catalog, last: Mapping[str, Any]) -> Ledger | None:
    return next((each for each in catalog if each.key == last.get("ledger")), None)


def _columns(
    catalog: Catalog,
    ledger: Ledger,
    blank: Blank,
    given: Mapping[str, str | None],
    learned: Mapping[str, str | None],
) -> tuple[PlannedColumn, ...]:
    matches = match_columns(catalog, ledger, blank.columns, given=given, learned=learned)
    found = []
    for column, match in zip(blank.columns, matches, strict=True):
        key = None if column.computed else match.source
        source = read_source(catalog, ledger, key) if key else None
        how: How = match.how if source is not None else "left"
        hint = f"{column.sample} {column.caption}"
        found.append(
            PlannedColumn(
                column,
                _shown(column),
                source,
                how,
                day_form=_hinted_day(source, hint, column.number_format),
                number_form=_hinted_number(source, hint),
            )
        )
    return tuple(found)


def _shown(column: BlankColumn) -> str:
    return f"{column.group} {column.caption}".strip()


def _hinted_day(source: Source | None, hint: str, number_format: str) -> DayForm | None:
    if source is None or not isinstance(source.main.field, Day) or source.main.view == "years":
        return None
    return day_forms.form_of_sample(hint, number_format)


def _hinted_number(source: Source | None, hint: str) -> NumberForm | None:
    if source is None or not isinstance(source.main.field, IdentityNumber):
        return None
    return number_forms.form_of_sample(hint)


def _day_form_of(column: PlannedColumn) -> DayForm | None:
    return column.day_form


def _number_form_of(column: PlannedColumn) -> NumberForm | None:
    return column.number_form


def _common(
    columns: tuple[PlannedColumn, ...], form_of: Callable[[PlannedColumn], E | None]
) -> E | None:
    """Give the form that most columns ask for."""
    asked = Counter(form for each in columns if (form := form_of(each)) is not None)
    return asked.most_common(1)[0][0] if asked else None


def _kept(kind: type[E], value: object) -> E | None:
    """Read a form that was remembered; one of a later version is not known here."""
    return next((each for each in kind if each.value == value), None)


def _sound(
    catalog: Catalog, ledger: Ledger, learned: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Leave out what was remembered and leads nowhere in this version."""
    return {
        caption: key
        for caption, key in learned.items()
        if key is None or _leads(catalog, ledger, key)
    }


def _leads(catalog: Catalog, ledger: Ledger, key: str) -> bool:
    try:
        read_source(catalog, ledger, key)
    except UsageError:
        return False
    return True


def _given(
    catalog: Catalog, ledger: Ledger, blank: Blank, captions: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Find the columns that a person named, with what stands over them or without."""
    exact = {caption_key(each) for each in blank.columns}
    alone = Counter(plain_caption(each.caption) for each in blank.columns)
    behind = {plain_caption(each.caption): caption_key(each) for each in blank.columns}
    given: dict[str, str | None] = {}
    for caption, key in captions.items():
        plain = plain_caption(caption)
        if plain not in exact and alone[plain] != 1:
            shown = "、".join(_shown(each) for each in blank.columns)
            raise UsageError(
                "no such caption in the blank",
                user_message=f"表里没有“{caption[:30]}”这一栏，各栏是：{shown}。",
                code="no_such_caption",
            )
        if key is not None:
            read_source(catalog, ledger, key)
        given[plain if plain in exact else behind[plain]] = key
    return given


def _beside(cell: BlankCell) -> str | None:
    label = plain_caption(cell.label)
    for words in (said.EVERYWHERE, said.BESIDE):
        for source, captions in words.items():
            if label in {plain_caption(each) for each in captions} and source != "@number":
                return source
    return "@today" if cell.is_day else None
