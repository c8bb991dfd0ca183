"""The manual as one book: its pages in reading order, what leads to what, and a search in all.

Pages are the Markdown files of ``resources/help``; every ledger has a page besides, made of what
``ledgers.md`` says about it and of its fields, so that no page can say what a form does not ask.
Nothing here knows an office: whoever may not see a record may read how it is filled in.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.manual_fields import ledger_page

LINK = "page:"  # how a link names a page
LEDGER = "ledger:"  # how the key of a ledger's page begins
_LEDGERS = "ledgers"  # the file that says what each ledger is for
_EVERY = "各本台账"
_SHORTEST_LINKED = 3  # characters; shorter titles are words of buttons too
_ROUND = 16  # characters of an excerpt before the word that was found
_LONGEST = 56  # characters of an excerpt
_MOST = 200  # findings that are given
_MOST_NEAR = 20  # of those that have most of what is looked for
_FEWEST_PAIRS = 2  # of letters, or everything is near
_MARKS = re.compile(r"[*`]+|^#+ |^[-\d]+[.]? |!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\[")
_ENDS = ("。", "：", "；", "！", "？", "）")
_OPENS = ("#", "-", "|", "!", "`", " ")


@dataclass(frozen=True)
class Page:
    """A page of the manual.

    Attributes:
        key: Its name: of a screen (``list``), of a ledger (``ledger:person``).
        title: Its first line.
        part: The heading of the contents it stands under.
        text: Markdown; links to other pages are ``page:`` and their key.
    """

    key: str
    title: str
    part: str
    text: str


@dataclass(frozen=True)
class Found:
    """A place in the manual where words stand.

    Attributes:
        page: Key of the page.
        title: Title of the page.
        heading: Heading the place stands under; empty: at the top of the page.
        excerpt: The line, cut to what is near the first word.
        near: Whether it has most of the letters only, and the words nowhere.
    """

    page: str
    title: str
    heading: str
    excerpt: str
    near: bool = False


def read_pages(beside: Iterable[Page] = (), catalog: Catalog = CATALOG) -> tuple[Page, ...]:
    """Read the whole manual, in reading order.

    Args:
        beside: Pages made elsewhere; each takes the place its key has in the contents.
        catalog: The ledgers there are.
    """
    written = read_written() | {page.key: page.text for page in beside}
    about = sections_of(written[_LEDGERS])
    written[_LEDGERS] = _of_all(catalog, title_of(written[_LEDGERS]), about)
    pages: list[Page] = []
    parts = _contents()
    for part in dict.fromkeys(parts.values()):
        keys = [key for key, its in parts.items() if its == part and key in written]
        pages += [Page(key, title_of(written[key]), part, written[key]) for key in keys]
        for ledger in catalog:
            if _part_of(catalog, ledger.key) == part:
                text = ledger_page(ledger, about.get(ledger.title, ""), catalog)
                pages.append(Page(f"{LEDGER}{ledger.key}", ledger.title, part, text))
    seen = [replace(page, text=with_picture(page.key, page.text)) for page in pages]
    return _linked(seen)


def read_written() -> dict[str, str]:
    """Read the pages that are files, by their keys."""
    folder = settings.resource("help")
    return {path.stem: _flowing(path) for path in sorted(folder.glob("*.md"))}


def titles(catalog: Catalog = CATALOG) -> dict[str, str]:
    """Give what every page is called, by its key."""
    written = {key: title_of(text) for key, text in read_written().items()}
    return written | {f"{LEDGER}{ledger.key}": ledger.title for ledger in catalog}


def _flowing(path: Path) -> str:
    """Read a page; a line that ends a sentence stays one, others go on without a gap.

    Markdown sets a space where a paragraph's lines were parted, which no Chinese text has.
    """
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        above = lines[-1] if lines else ""
        plain = bool(line) and not line.startswith(_OPENS) and not re.match(r"\d+\. ", line)
        if plain and above and not above.startswith(("#", "|")):
            if above.endswith(_ENDS):
                lines[-1] = f"{above}\\"
                lines.append(line)
            else:
                lines[-1] = f"{above}{line}"
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def with_picture(key: str, text: str) -> str:
    """Put the picture of a page below its first paragraph, where there is one."""
    name = f"pictures/{key.replace(':', '_')}.png"
    if not settings.resource("help", *name.split("/")).is_file():
        return text
    title, _, rest = text.partition("\n\n")
    first, gap, more = rest.partition("\n\n")
    return f"{title}\n\n{first}\n\n![{title_of(text)}]({name}){gap or chr(10)}{more}"


def title_of(text: str) -> str:
    """Give the title of a page: its first line."""
    return text.split("\n", 1)[0].lstrip("# ").strip()


def sections_of(text: str) -> dict[str, str]:
    """Give the parts of a page by their headings; what stands above the first by an empty one."""
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for line in text.splitlines()[1:]:
        if line.startswith("## "):
            heading = line.removeprefix("## ").strip()
            parts.setdefault(heading, [])
        else:
            parts[heading].append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in parts.items()}


def find(pages: Sequence[Page], words: str) -> tuple[Found, ...]:
    """Find the places where every word stands in one part of a page.

    Pages whose title has all words come first, then parts whose heading has, then the others;
    each in reading order. Where there is none, lines with most of the letters side by side are
    given, those with more of them first.
    """
    wanted = _plain(words).split()
    if not wanted:
        return ()
    found: tuple[list[Found], ...] = ([], [], [])
    for page in pages:
        _find_in(page, wanted, found)
    return tuple(chain(*found))[:_MOST] or _near(pages, wanted)


def _near(pages: Sequence[Page], wanted: list[str]) -> tuple[Found, ...]:
    """Find the lines that have all pairs of letters of the words but one: that of a seam."""
    pairs = [word[at : at + 2] for word in wanted for at in range(max(len(word) - 1, 1))]
    if len(pairs) < _FEWEST_PAIRS:
        return ()
    found = []
    for page in pages:
        for heading, text in sections_of(page.text).items():
            hits = max(
                sum(pair in line for pair in pairs) for line in _plain(text).splitlines() or [""]
            )
            if hits >= len(pairs) - 1:
                excerpt = _excerpt(text, pairs)
                found.append((hits, Found(page.key, page.title, heading, excerpt, near=True)))
    found.sort(key=lambda each: -each[0])
    return tuple(each for _hits, each in found[:_MOST_NEAR])


def _find_in(page: Page, wanted: list[str], found: tuple[list[Found], ...]) -> None:
    titled = _has(page.title, wanted)
    if titled:
        first = next((line for line in _lines(page.text)[1:] if line), "")
        found[0].append(Found(page.key, page.title, "", first[:_LONGEST]))
    for heading, text in sections_of(page.text).items():
        if heading and _has(heading, wanted):
            first = next((line for line in _lines(text) if line), "")
            found[1].append(Found(page.key, page.title, heading, first[:_LONGEST]))
        elif _has(text, wanted) and not (titled and not heading):
            found[2].append(Found(page.key, page.title, heading, _excerpt(text, wanted)))


def _has(text: str, wanted: list[str]) -> bool:
    plain = _plain(text)
    return all(word in plain for word in wanted)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _lines(text: str) -> list[str]:
    """Give the lines of a text as people read them, without the marks of its markup."""
    bare = (_MARKS.sub("", line.rstrip("\\")).replace("|", " ") for line in text.splitlines())
    return [" ".join(line.split()) for line in bare]


def _excerpt(text: str, wanted: list[str]) -> str:
    """Give the line with the most of the words, from a little before the first of them."""
    lines = [line for line in _lines(text) if line] or [""]
    best = max(lines, key=lambda line: sum(word in _plain(line) for word in wanted))
    places = [place for word in wanted if (place := _plain(best).find(word)) >= 0]
    start = max(min(places, default=0) - _ROUND, 0)
    cut = best[start : start + _LONGEST]
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(best) else ''}"


def _contents() -> dict[str, str]:
    """Give the part each page stands under, in reading order."""
    path = settings.resource("help", "CONTENTS.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["page"]: row["part"] for row in csv.DictReader(file)}


def _of_all(catalog: Catalog, title: str, about: Mapping[str, str]) -> str:
    """Make the page that leads to every ledger with a word on what it is for."""
    lines = [f"# {title}", "", about[""], ""]
    areas = dict.fromkeys(ledger.area for ledger in catalog if ledger.area)
    for area in areas:
        lines += [f"## {area}", "| 台账 | 记什么 |", "|---|---|"]
        for ledger in catalog:
            if ledger.area == area:
                first = about.get(ledger.title, "").split("。", 1)[0]
                lines.append(f"| “{ledger.title}” | {first}。 |")
        lines.append("")
    return "\n".join(lines)


def _part_of(catalog: Catalog, key: str) -> str:
    """Give the part of a ledger: its area, or that of what its rows belong to."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        ledger = catalog[key]
        if ledger.area or ledger.owner is None:
            return ledger.area
        key = str(getattr(ledger.fields[ledger.owner.key], "target", key))
    return ""


def _linked(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Make links of the titles of other pages that stand between quotation marks."""
    titles = {page.title: page.key for page in pages if len(page.title) >= _SHORTEST_LINKED}
    spelled = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    quoted = re.compile(f"“({spelled})”")

    def link(page: Page) -> Page:
        def lead(found: re.Match[str]) -> str:
            key = titles[found[1]]
            return found[0] if key == page.key else f"“[{found[1]}]({LINK}{key})”"

        return replace(page, text=quoted.sub(lead, page.text))

    return tuple(map(link, pages))
