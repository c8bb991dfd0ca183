"""Read scanned checklists: which form each page is, what is marked on it, what has to be asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from uuid import UUID

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.page import Mark, read_mark
from jianxi_desktop.scans.process import Page, Reader, RefusedError
from jianxi_desktop.services import scan_answers
from jianxi_desktop.services.observation_sheets import Sheet
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.scan_answers import NOTHING, Answers, ReadLine, ReadOutcome
from jianxi_desktop.services.scan_forms import Form, Forms

NO_CODE, UNKNOWN, OTHER_ROUND = "no_code", "unknown_form", "other_round"
OLD_LAYOUT, CROOKED, TWICE, UNREADABLE = "old_layout", "not_straight", "twice", "unreadable"
COPIED = "copied"
PROBLEMS = {
    "": "",
    NO_CODE: "找不到二维码：可能是空白页、背面，或二维码被折叠、涂画，请对照纸张手工录入。",
    UNKNOWN: "表号不在这个数据库里，或不在您负责的范围内。",
    OTHER_ROUND: "是另一轮观摩的检查表，没有读取。",
    OLD_LAYOUT: "是用旧版式打印的，或打印后指标、回头看问题已改动，格子对不上，请手工录入。",
    CROOKED: "四角黑块没有扫全，或页面折皱，格子对不准，请重新扫描这一页或手工录入。",
    TWICE: "这一页扫了不止一次，已合在一起。",
    COPIED: "二维码和另一页相同、填的不同，像是复印的表，按另一份算；请核对各页是不是同一个人的。",
    UNREADABLE: "这一页读不出来，请重新扫描。",
}


@dataclass(frozen=True)
class ScanPage:
    """One page of a file.

    Attributes:
        file: Name of the file.
        page_in_file: Which page of the file, from 1; 0: the whole file could not be read.
        form_number: Number of its form; empty: not known.
        copy: Which copy of the form.
        page: Which page of the form, from 1.
        pages: How many pages the form says it has.
        name: Who was visited.
        problem: What is wrong with it, a key of ``PROBLEMS``; empty: nothing.
        told: What is wrong, in Chinese.
        image: The page as a JPEG, upright where that could be told.
        answers: What is marked on it.
    """

    file: str
    page_in_file: int
    form_number: str = ""
    copy: int = 1
    page: int = 0
    pages: int = 0
    name: str = ""
    problem: str = ""
    told: str = ""
    image: bytes = b""
    answers: Answers = NOTHING

    @property
    def read(self) -> bool:
        """Whether it is a page of a form that could be read."""
        return self.problem in ("", COPIED)


@dataclass(frozen=True)
class ScanSheet:
    """One copy of one form, put together from its pages.

    Attributes:
        form_number: Its number.
        copy: Which copy.
        sheet: What is on it.
        pages: Its pages, in its own order.
        missing_pages: Pages that were not among the scans.
        lines: What was read of each criterion, by number on the paper.
        outcomes: What was read of each problem, by place on the paper from 1.
    """

    form_number: str
    copy: int
    sheet: Sheet
    pages: tuple[ScanPage, ...]
    missing_pages: tuple[int, ...]
    lines: Mapping[int, ReadLine]
    outcomes: Mapping[int, ReadOutcome]

    @property
    def answers(self) -> tuple[ReadLine | ReadOutcome, ...]:
        """All that was read, in the order of the paper."""
        return (*self.lines.values(), *self.outcomes.values())

    @property
    def unsure(self) -> int:
        """How much of it a person has to look at."""
        return sum(bool(each.doubt) for each in self.answers)

    @property
    def sure(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.unsure


@dataclass(frozen=True)
class ScanReading:
    """What some files hold.

    Attributes:
        pages: All pages, in the order of the files.
        sheets: The forms found, in the order of the route.
    """

    pages: tuple[ScanPage, ...]
    sheets: tuple[ScanSheet, ...]


NO_READING = ScanReading((), ())


@needs(Right.VIEW)
def read_scans(
    office: Office,
    files: Sequence[Path],
    *,
    round_id: UUID | None = None,
    before: ScanReading = NO_READING,
    progress: Progress = no_progress,
) -> ScanReading:
    """Read scanned checklists; nothing is written.

    Args:
        office: The office.
        files: PDF files or pictures, their pages in any order.
        round_id: The round they should be of; default any.
        before: What was read already: these are more pages of it.
        progress: Told pages done and known so far; may stop the work.

    Raises:
        EnvironmentFailure: A file cannot be read from its place.
    """
    work = _Work(Forms(office), round_id, before.pages)
    done = total = 0
    with Reader() as reader:
        for path in files:
            try:
                number, pages = reader.open(path)
                total += number
                for at, page in enumerate(pages, 1):
                    work.take(path.name, at, page)
                    done += 1
                    progress(done, total)
            except RefusedError as refused:
                work.refuse(path.name, refused.refusal.reason)
    return ScanReading(tuple(work.pages), tuple(work.sheets()))


class _Work:
    """What has been read so far."""

    def __init__(self, forms: Forms, round_id: UUID | None, before: Sequence[ScanPage]) -> None:
        self._forms, self._round = forms, round_id
        self.pages = list(before)
        self._first = {
            (page.form_number, page.copy, page.page): at
            for at, page in enumerate(before)
            if page.read
        }

    def refuse(self, file: str, reason: str) -> None:
        """Note a file that could not be read, or not to its end."""
        self.pages.append(ScanPage(file, 0, problem=UNREADABLE, told=reason))

    def take(self, file: str, at: int, page: Page) -> None:
        """Look at one page; two sheets laid side by side are two."""
        whole = ScanPage(file, at)
        if page.damaged:
            self.pages.append(_with(whole, UNREADABLE))
            return
        found = 0
        for code, text in enumerate(page.codes):
            if (mark := read_mark(text)) is not None:
                self._take_form(whole, page, code, mark)
                found += 1
        if not found:
            self.pages.append(replace(_with(whole, NO_CODE), image=page.picture()))

    def sheets(self) -> Iterator[ScanSheet]:
        """Put the pages of each form and copy together."""
        by_sheet: dict[tuple[str, int], list[ScanPage]] = {}
        for at in self._first.values():
            page = self.pages[at]
            by_sheet.setdefault((page.form_number, page.copy), []).append(page)
        known = [(self._form(number), copy, pages) for (number, copy), pages in by_sheet.items()]
        for form, copy, pages in sorted(
            known, key=lambda each: (each[0].sheet.round.title, each[0].sheet.position, each[1])
        ):
            yield self._sheet(form, copy, sorted(pages, key=lambda page: page.page))

    def _form(self, number: str) -> Form:
        form = self._forms.find(number)
        assert form is not None  # noqa: S101 - its pages were read by it
        return form

    def _take_form(self, whole: ScanPage, page: Page, code: int, mark: Mark) -> None:
        named = replace(
            whole,
            form_number=mark.form_number,
            copy=mark.copy,
            page=mark.page,
            pages=mark.pages,
        )
        form = self._forms.find(mark.form_number)
        if form is None:
            self._put(named, UNKNOWN, page)
            return
        named = replace(named, name=form.sheet.name)
        if self._round not in (None, form.sheet.round.id):
            self._put(named, OTHER_ROUND, page)
            return
        blank = self._forms.blank(form, mark)
        if blank is None:
            self._put(named, OLD_LAYOUT, page)
            return
        seen = page.look(code, blank.layout, blank.pdf)
        if seen.looks is None:
            self.pages.append(replace(_with(named, CROOKED), image=seen.picture))
            return
        scales = {line.number: line.scale for line in form.sheet.lines}
        looked = zip(blank.boxes, seen.looks, strict=True)
        answers = scan_answers.answers_of(mark.page, looked, scales)
        self._keep(replace(named, image=seen.picture, answers=answers))

    def _put(self, page: ScanPage, problem: str, scanned: Page) -> None:
        self.pages.append(replace(_with(page, problem), image=scanned.picture()))

    def _keep(self, page: ScanPage) -> None:
        """Put a page to its copy; one that somebody else filled in is of a further copy."""
        for copy in count(page.copy):
            key = page.form_number, copy, page.page
            first = self._first.get(key)
            if first is None:
                self._first[key] = len(self.pages)
                other = page if copy == page.copy else _with(page, COPIED)
                self.pages.append(replace(other, copy=copy))
                return
            known = self.pages[first]
            if not scan_answers.are_of_two(known.answers, page.answers):
                joined = scan_answers.joined(known.answers, page.answers)
                self.pages[first] = replace(known, answers=joined)
                self.pages.append(_with(page, TWICE))
                return

    def _sheet(self, form: Form, copy: int, pages: list[ScanPage]) -> ScanSheet:
        there = {page.page for page in pages}
        lines: dict[int, ReadLine] = {}
        for line in form.sheet.lines:
            on = self._forms.page_of(form, line.number, 0)
            if on and on not in there:
                lines[line.number] = ReadLine(None, scan_answers.NO_PAGE, None)
        outcomes: dict[int, ReadOutcome] = {}
        for at in range(1, len(form.sheet.problems) + 1):
            if self._forms.page_of(form, 0, at) not in there:
                outcomes[at] = ReadOutcome(None, scan_answers.NO_PAGE, None)
        for page in pages:
            lines.update(page.answers.lines)
            outcomes.update(page.answers.outcomes)
        pages_of_it = self._forms.page_count(form)
        return ScanSheet(
            form_number=form.sheet.form_number,
            copy=copy,
            sheet=form.sheet,
            pages=tuple(pages),
            missing_pages=tuple(at for at in range(1, pages_of_it + 1) if at not in there),
            lines=dict(sorted(lines.items())),
            outcomes=dict(sorted(outcomes.items())),
        )


def _with(page: ScanPage, problem: str) -> ScanPage:
    return replace(page, problem=problem, told=PROBLEMS[problem])
