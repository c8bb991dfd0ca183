"""What stands in the search box: headings and lines, made of what was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import manual
from jianxi_desktop.services.find_everywhere import (
    HOLDS,
    MOST_COUNTED,
    OTHER,
    Group,
    Hit,
    Texts,
    count_found,
    find_everywhere,
)
from jianxi_desktop.services.find_otherwise import NOTHING, Otherwise, find_otherwise
from jianxi_desktop.services.manual import Page
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.find_words import advice_on, asked_for
from jianxi_desktop.ui.navigation import symbol_of
from jianxi_desktop.ui.screen import Desk, Edited, Listed, Unit

_COMMAND_MODE = ">》〉＞"
_MOST = {"命令": 6, "页面": 6, "帮助": 4}
_UNITS = ("organisation", "territory")  # these have a page of their own
_BEFORE_PAGES = ("person", "organisation", "territory")  # where both match as well


@dataclass(frozen=True)
class Line:
    """A line of the box.

    Attributes:
        title: What it says first.
        facts: What tells it from others, behind.
        symbol: Name of its drawing.
        keys: What else leads there.
        act: What Enter does; ``None``: it is a heading.
        show: What Ctrl+Enter does: shows all of its group in their list; ``None``: as Enter.
        ledger: Of a heading: the ledger below it, whose number may come later.
    """

    title: str
    facts: str = ""
    symbol: str = ""
    keys: str = ""
    act: Callable[[], None] | None = None
    show: Callable[[], None] | None = None
    ledger: str = ""


@dataclass(frozen=True)
class Offer:
    """A page, a command or a page of help, as it is looked for by its caption.

    Attributes:
        group: Heading it stands under.
        text: Its caption.
        line: What stands in the box.
        also: What else it may be called.
        here: Whether it can be given on the page that is shown.
    """

    group: str
    text: str
    line: Line
    also: str = ""
    here: bool = True


@dataclass(frozen=True)
class Known:
    """What is looked for by its caption, worked out once while the box is open.

    Attributes:
        offers: Pages, commands and help.
        texts: Their captions with what they are found by.
        manual: The pages of help, for words that stand inside them.
        open_help: Opens a page of help, or a part of it.
    """

    offers: Sequence[Offer]
    texts: Texts
    manual: Sequence[Page]
    open_help: Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """What was found for some words.

    Attributes:
        words: The words.
        groups: Records.
        offers: Pages, commands and help with their score.
        otherwise: Records that may have been meant.
        advice: What to try where nothing was found.
    """

    words: str
    groups: tuple[Group, ...] = ()
    offers: tuple[tuple[Offer, int], ...] = ()
    otherwise: Otherwise = NOTHING
    advice: str = ""


@dataclass(frozen=True)
class More:
    """What is said of an answer a moment later.

    Attributes:
        answer: The answer.
        counts: How many records there are in each ledger that has more than are shown.
        inside: Places of the manual where the words stand.
    """

    answer: Answer
    counts: Mapping[str, int]
    inside: tuple[Line, ...]


def help_offer(text: str, where: str, act: Callable[[], None]) -> Offer:
    """Give the offer of a page of help, or of a part of it."""
    return Offer("帮助", text, Line(text, where, "help", act=act))


def asks_commands(words: str) -> bool:
    """Tell whether only commands are asked for."""
    return words.lstrip()[:1] in tuple(_COMMAND_MODE)


def plain(words: str) -> str:
    """Give the words without the sign that asks for commands."""
    return words.lstrip().lstrip(_COMMAND_MODE).strip()


def find(office: Office, known: Known | None, words: str) -> Answer:
    """Look for words in records, captions and help; runs on the worker."""
    if asks_commands(words):
        return Answer(words, (), _commands(known, plain(words)))
    scored = () if known is None else known.texts.find(asked_for(words))
    offers = [(known.offers[at], score) for at, score in scored] if known is not None else []
    groups = find_everywhere(office, words)
    otherwise = NOTHING
    if not offers or len(words.split()) > 1:
        otherwise = find_otherwise(office, words, groups)
    advice = advice_on(words, may_reveal=Right.REVEAL in office.account.rights)
    return Answer(words, groups, tuple(offers), otherwise, advice)


def find_more(office: Office, known: Known | None, answer: Answer) -> More:
    """Count what was found, and look into the manual; runs on the worker, behind the answer."""
    many = [group.ledger for group in answer.groups if group.more]
    counts = count_found(office, answer.words, many) if many else {}
    helping = [offer.line for offer, _score in answer.offers if offer.group == "帮助"]
    titled = {_place_of(line.facts, line.title) for line in helping}
    found = () if known is None else _inside(known, answer.words)
    return More(answer, counts, tuple(each.line for each in found if each.text not in titled))


def _commands(known: Known | None, words: str) -> tuple[tuple[Offer, int], ...]:
    if known is None:
        return ()
    every = ((at, OTHER) for at, offer in enumerate(known.offers) if offer.here)
    scored = known.texts.find(words) if words else every
    chosen = ((known.offers[at], score) for at, score in scored)
    return tuple((offer, score) for offer, score in chosen if offer.group != "帮助")


def _inside(known: Known, words: str) -> Iterator[Offer]:
    """Give the places of the manual where all words stand, as far as there is room for them."""
    for found in manual.find(known.manual, asked_for(words))[: _MOST["帮助"]]:
        place = f"{found.page}#{found.heading}" if found.heading else found.page
        title = _place_of(found.title, found.heading) if found.heading else found.title
        yield help_offer(title, found.excerpt, partial(known.open_help, place))


def _place_of(page: str, heading: str) -> str:
    """Name a place of the manual; most pages have a heading “步骤”."""
    return f"{page}：{heading}" if page else heading


def lines_of(answer: Answer, desk: Desk, more: More | None = None) -> list[Line]:
    """Give the lines for what was found: the best group first, what is inside the manual last.

    Args:
        answer: What was found.
        desk: Where it opens.
        more: What was found out since.
    """
    counts = {} if more is None else more.counts
    inside = () if more is None else more.inside
    parts = [
        (
            -group.score,
            0 if group.ledger in _BEFORE_PAGES else 2,
            _of_group(group, desk, counts.get(group.ledger)),
        )
        for group in answer.groups
    ]
    commands_only = asks_commands(answer.words)
    for name, most in _MOST.items():
        mine = [(offer, score) for offer, score in answer.offers if offer.group == name]
        if mine:
            shown = mine if commands_only else mine[:most]
            score = max(score for _offer, score in mine)
            cut = "" if len(shown) == len(mine) else f"，前 {len(shown)} 项"
            head = Line(name, f"{len(mine)} 项{cut}")
            order = -score if score >= HOLDS else 1
            parts.append((order, 1, [head, *(offer.line for offer, _ in shown)]))
    parts.sort(key=lambda part: part[:2])
    said = [line for _score, _at, lines in parts for line in lines]
    if answer.otherwise.groups:
        said.append(Line(f"{answer.otherwise.told}："))
        for group in answer.otherwise.groups:
            said += _of_group(group, desk, None)
    return [*said, *([Line("说明书里写到", f"{len(inside)} 处"), *inside] if inside else [])]


def recent_lines(hits: Sequence[Hit], desk: Desk) -> list[Line]:
    """Give the lines of what was opened last."""
    lines = [_of_hit(hit, desk) for hit in hits]
    return [Line("最近打开的"), *lines] if lines else []


def _of_group(group: Group, desk: Desk, count: int | None) -> list[Line]:
    show = partial(_list, desk, group) if group.listed else None
    lines = [replace(_of_hit(hit, desk), show=show) for hit in group.hits]
    if not group.more:
        return [Line(group.title, f"{len(group.hits)} 条"), *lines]
    if show is None:
        return [Line(group.title, f"最像的 {len(group.hits)} 条"), *lines]
    number = "" if count is None else _number(count)
    said = f"在“{group.title}”里列出全部{f'，{number}' if number else ''}"
    more = Line("更多…", said, "list", act=show, show=show)
    return [Line(group.title, number, ledger=group.ledger), *lines, more]


def _list(desk: Desk, group: Group) -> None:
    """Show a group in the list of its ledger, with the words in its search."""
    within = None if group.top is None else group.top[0]
    listed = Listed(group.ledger, Query(words=group.listed, within=within))
    desk.open_screen(f"list:{group.ledger}", listed)


def _number(count: int) -> str:
    return f"{MOST_COUNTED:,} 条以上" if count >= MOST_COUNTED else f"{count:,} 条"


def _of_hit(hit: Hit, desk: Desk) -> Line:
    if hit.ledger in _UNITS:
        act = partial(desk.open_screen, "organisation", Unit(hit.ledger, hit.id))
    else:
        act = partial(desk.open_screen, "form", Edited(hit.ledger, hit.id))
    return Line(hit.name, hit.facts, symbol_of(hit.ledger), act=act)
