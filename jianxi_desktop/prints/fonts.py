"""The typefaces of printed paper, and where their files are.

Each typeface is a chain: its own file, the file of rare characters (Unicode extensions B to F,
which names are full of), then the files of the other typefaces. When the program's own files are
missing, a Chinese TrueType font of the PC takes their place, so that printing still works.
"""

import logging
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.prints.truetype import TrueTypeFile, UnusableFont

_log = logging.getLogger(__name__)


class Typeface(StrEnum):
    """The hands a form is set in; the value is the file of ours that draws it."""

    SONG = "NotoSerifSC-Regular.ttf"  # 宋体: what is to be read
    TITLE = "NotoSerifSC-Black.ttf"  # stands in for 小标宋: titles
    HEI = "NotoSansSC-Regular.ttf"  # 黑体: captions
    BOLD = "NotoSansSC-Bold.ttf"  # 黑体 bold: headings of parts


Fonts = Mapping[Typeface, tuple[TrueTypeFile, ...]]

_RARE = "JianxiRareHanzi-Regular.ttf"
# Chinese fonts with TrueType outlines that PCs have, best first.
_OF_THE_PC = (
    "simsun.ttc",
    "NotoSerifSC-Regular.ttf",
    "NotoSansSC-Regular.ttf",
    "LXGWWenKai-Regular.ttf",
    "simhei.ttf",
    "Deng.ttf",
    "msyh.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "uming.ttc",
    "DroidSansFallbackFull.ttf",
)
# Fonts with what ours lack, such as Extensions G, H and I; Windows has the first since version 11.
_RARE_OF_THE_PC = (
    "simsunextg.ttf",
    "plangothicp1-regular.ttf",
    "plangothicp2-regular.ttf",
    "jigmo2.ttf",
    "jigmo3.ttf",
    "babelstonehan.ttf",
)


def find_fonts() -> Fonts:
    """Give the fonts of this installation.

    Raises:
        EnvironmentFailure: There is neither a font of ours nor a Chinese font of the PC.
    """
    return load_fonts(settings.resource("fonts"), tuple(_folders_of_the_pc()))


@lru_cache(maxsize=4)
def load_fonts(folder: Path, folders_of_the_pc: tuple[Path, ...]) -> Fonts:
    """Give the fonts in our folder, and a font of the PC for what is missing there.

    Raises:
        EnvironmentFailure: There is neither a font of ours nor a Chinese font of the PC.
    """
    own = {face: found for face in Typeface if (found := _read(folder / face))}
    spare = next(iter(own.values()), None) or _substitute(folders_of_the_pc)
    rare = _read(folder / _RARE)
    if not spare:
        raise EnvironmentFailure(
            "no Chinese font found",
            user_message="找不到打印用的中文字体。请重新安装本程序，或在这台电脑上安装宋体、黑体后再试。",
            code="fonts_missing",
        )
    if len(own) < len(Typeface) or not rare:
        _log.warning("print fonts incomplete: %d of %d", len(own) + bool(rare), len(Typeface) + 1)
    chains = {face: (own.get(face, spare), rare, *own.values()) for face in Typeface}
    return {
        face: tuple(dict.fromkeys(font for font in chain if font)) for face, chain in chains.items()
    }


def rare_fonts_of_the_pc() -> tuple[TrueTypeFile, ...]:
    """Give the fonts of this PC that have characters beyond ours."""
    return load_rare_fonts(tuple(_folders_of_the_pc()))


@lru_cache(maxsize=4)
def load_rare_fonts(folders: tuple[Path, ...]) -> tuple[TrueTypeFile, ...]:
    """Give the fonts in these folders that have characters beyond ours."""
    there = _fonts_in(folders)
    known = (there[name] for name in _RARE_OF_THE_PC if name in there)
    return tuple(font for path in known if (font := _read(path)))


def _read(path: Path) -> TrueTypeFile | None:
    if not path.is_file():
        return None
    try:
        return TrueTypeFile(path)
    except UnusableFont as unusable:
        _log.warning("%s", unusable)
        return None


def _substitute(folders: Iterable[Path]) -> TrueTypeFile | None:
    there = _fonts_in(folders)
    known = (there[name.lower()] for name in _OF_THE_PC if name.lower() in there)
    return next((font for path in known if (font := _read(path))), None)


def _fonts_in(folders: Iterable[Path]) -> dict[str, Path]:
    return {path.name.lower(): path for folder in folders for path in folder.rglob("*.tt[cf]")}


def _folders_of_the_pc() -> Iterable[Path]:
    windows = os.environ.get("WINDIR")
    if windows:
        return (Path(windows) / "Fonts",)
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    places = [Path.home() / ".local/share", *map(Path, shared.split(":"))]
    return (place / "fonts" for place in places if (place / "fonts").is_dir())
