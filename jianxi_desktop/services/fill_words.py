"""Every caption that a blank may have for the records of a ledger, and what each one means."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import fill_captions as said
from jianxi_desktop.services.fill_paths import OF_THE_OFFICE, Source, read_source
from jianxi_desktop.sheets.captions import bare_caption, plain_caption

_OWN, _LINKED, _PERSONS, _OFFICE = 100, 300, 600, 900
_BEFORE: Final = ("党员本人", "党员", "本人", "申请人", "个人")
_BEHIND: Final = ("名称", "全称")


class Meant(NamedTuple):
    """What a caption means.

    Attributes:
        rank: The lower, the nearer the caption is to it.
        source: Key of the source.
        how: Whether the caption says just that, or something like it.
    """

    rank: int
    source: str
    how: Literal["known", "guessed"]


class Words:
    """The captions of one ledger.

    Args:
        catalog: All ledgers.
        ledger: The one.
    """

    def __init__(self, catalog: Catalog, ledger: Ledger) -> None:
        self._ranks: dict[str, tuple[int, str]] = {}
        left = (*said.LEFT[""], *said.LEFT.get(ledger.key, ()))
        self._left = {plain_caption(each) for each in left}
        for rank, caption, source in _captions(catalog, ledger):
            self._ranks.setdefault(plain_caption(caption), (rank, source))
        for rank, caption, source in _captions(catalog, ledger):
            self._ranks.setdefault(bare_caption(caption), (rank, source))

    def find(self, caption: str, group: str = "") -> Meant | None:
        """Tell what a column is to be filled with; ``None`` where nothing says it.

        Args:
            caption: Of the column.
            group: What stands over it; whoever it names, the column is about him.
        """
        if group:
            joined = self._find(plain_caption(group) + plain_caption(caption))
            if joined or not _says_nothing(plain_caption(group)):
                return joined
        plain = plain_caption(caption)
        found = self._find(plain) or self._find(bare_caption(caption))
        if found or plain in self._left:
            return found
        return self._guess(bare_caption(caption))

    def _find(self, plain: str) -> Meant | None:
        if plain in self._left or plain not in self._ranks:
            return None
        return Meant(*self._ranks[plain], "known")

    def _guess(self, bare: str) -> Meant | None:
        """Leave out what only says again that a member is asked for, or that a name is."""
        for before in _BEFORE:
            rest = bare.removeprefix(before)
            if rest != bare and len(rest) > 1 and (found := self._find(rest)):
                return found._replace(how="guessed")
        for behind in _BEHIND:
            rest = bare.removesuffix(behind)
            if rest != bare and len(rest) > 1 and (found := self._find(rest)):
                return found._replace(how="guessed")
        return None


@cache
def words_of(catalog: Catalog, key: str) -> Words:
    """Give the captions of a ledger, gathered once."""
    return Words(catalog, catalog[key])


@cache
def offered(catalog: Catalog, key: str) -> tuple[Source, ...]:
    """Give what a column of a blank may be filled with for a ledger, for a person to choose.

    The record's own fields come first, in the order of its form, then what is reckoned or read
    through links, last what is the office's own.
    """
    ledger = catalog[key]
    own = [field.key for field in ledger.form_fields]
    others = (source for _rank, _caption, source in _captions(catalog, ledger))
    office = (f"@{name}" for name in OF_THE_OFFICE)
    keys = dict.fromkeys((*own, *(each for each in others if not each.startswith("@")), *office))
    return tuple(read_source(catalog, ledger, each) for each in keys)


@cache
def every_caption(catalog: Catalog) -> frozenset[str]:
    """Give all captions of all ledgers; they tell a heading from other lines."""
    return frozenset(
        caption for ledger in catalog for _rank, caption, _source in _captions(catalog, ledger)
    )


def _says_nothing(group: str) -> bool:
    return any(word in group for word in said.NEUTRAL) and not any(
        word in group for word in said.OTHERS
    )


def _captions(catalog: Catalog, ledger: Ledger) -> Iterator[tuple[int, str, str]]:
    """Give rank, caption and source of everything that can be meant."""
    yield from _ranked(said.SAID.get(ledger.key, {}), 0)
    for key, field in ledger.all_fields.items():
        for place, caption in enumerate((field.caption, *field.aliases)):
            yield _OWN + place, caption, key
    for key, field in ledger.all_fields.items():
        if isinstance(field, Link) and field.target == "organisation":
            yield from _of_organisation(catalog, field, key)
    if ledger.key == "organisation":
        yield from _ranked(_coded(said.ABOVE, "", ""), _LINKED)
        yield from _of_organisation(catalog, ledger.fields["parent"], "parent", above=False)
    yield from _of_person(catalog, ledger)
    yield from _ranked(said.EVERYWHERE, _OFFICE)


def _of_person(catalog: Catalog, ledger: Ledger) -> Iterator[tuple[int, str, str]]:
    """Give what can be told of the member that a record is about; not what is noted of him."""
    links = (f for f in ledger.fields.values() if isinstance(f, Link) and f.target == "person")
    link = next(links, None)
    if link is None or ledger.key == "person":
        return
    for rank, caption, source in _captions(catalog, catalog["person"]):
        if not source.startswith("@") and source != "note":
            yield _PERSONS + rank, caption, _through(link.key, source)


def _ranked(words: Mapping[str, tuple[str, ...]], start: int) -> Iterator[tuple[int, str, str]]:
    for source, captions in words.items():
        for place, caption in enumerate(captions):
            yield start + place, caption, source


def _through(link: str, source: str) -> str:
    """Let each path of a source begin with a link."""
    return "|".join(
        "+".join(f"{link}.{path}" for path in choice.split("+")) for choice in source.split("|")
    )


def _of_organisation(
    catalog: Catalog, link: Field[object], key: str, *, above: bool = True
) -> Iterator[tuple[int, str, str]]:
    """Give what can be told of the organisation that a field links to, and of those above it."""
    fields = catalog["organisation"].fields
    for name in (link.caption, *link.aliases):
        for target, captions in said.OF_ORGANISATIONS.items():
            for place, caption in enumerate((*captions, fields[target].caption)):
                stem = name.removesuffix("名称")
                yield _LINKED + place, stem + caption, f"{key}.{target}"
                yield (
                    _LINKED + place,
                    stem.removeprefix("所在").removeprefix("所属") + caption,
                    (f"{key}.{target}"),
                )
    if above and getattr(link, "required", False):
        yield from _ranked(_coded(said.ABOVE, key + ".", key + "."), _LINKED + 20)


def _coded(
    words: Mapping[str, tuple[str, ...]], before: str, code_before: str
) -> dict[str, tuple[str, ...]]:
    """Give names of those above, and of their codes."""
    found: dict[str, tuple[str, ...]] = {}
    for source, captions in words.items():
        found["|".join(before + each for each in source.split("|"))] = captions
        last = source.split("|")[-1]
        stems = dict.fromkeys(each.removesuffix("名称") for each in captions)
        found[f"{code_before}{last}.code"] = tuple(
            stem + code for stem in stems for code in said.CODES
        )
    return found
