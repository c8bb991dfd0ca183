"""Where this PC keeps things: the program's resources, the data folder, the log folder."""

import contextlib
import json
import os
from pathlib import Path
from uuid import UUID

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_APP = "JianxiDesktop"
_OFFICES = "offices.json"
_ACCOUNTS = "accounts.json"
_BACKUPS = "backups.json"
_LOOKS = "looks.json"


def resource(*parts: str) -> Path:
    """Give the path of a file or folder that comes with the program."""
    return _RESOURCES.joinpath(*parts)


def data_folder() -> Path:
    """Give the folder of this person's databases; ``JIANXI_HOME`` moves it (tests, trials)."""
    return _folder("JIANXI_HOME", "user_data_path")


def state_folder() -> Path:
    """Give the folder of logs and of what this PC remembers outside any database."""
    home = os.environ.get("JIANXI_HOME")
    return Path(home) / "state" if home else _folder("JIANXI_STATE", "user_state_path")


def default_database() -> Path:
    """Give the database that opens when none is named: the last one opened, while it is there."""
    last = next(iter(known_offices()), None)
    return last if last is not None and last.exists() else data_folder() / "office.jxdb"


def known_offices() -> dict[Path, str]:
    """Give the databases opened on this PC with their offices' names, the last one first."""
    return _read_kept(_OFFICES)


def remember_office(path: Path, name: str) -> None:
    """Keep which database was opened last; a PC that cannot keep it asks again."""
    known = {path.absolute(): name} | known_offices()
    known[path.absolute()] = name
    _keep(_OFFICES, known)


def last_account(path: Path) -> UUID | None:
    """Give the account that opened a database last on this PC; never its name."""
    kept = _read_kept(_ACCOUNTS).get(path.absolute(), "")
    with contextlib.suppress(ValueError):
        return UUID(kept)
    return None


def remember_account(path: Path, account: UUID) -> None:
    """Keep which account opened a database last."""
    _keep(_ACCOUNTS, _read_kept(_ACCOUNTS) | {path.absolute(): account.hex})


def second_backups(path: Path) -> Path | None:
    """Give the folder or drive that gets a second copy of each backup of a database."""
    kept = _read_kept(_BACKUPS).get(path.absolute(), "")
    return Path(kept) if kept else None


def choose_second_backups(path: Path, folder: Path | None) -> None:
    """Keep where second copies go; ``None``: nowhere."""
    told = "" if folder is None else str(folder.absolute())
    _keep(_BACKUPS, _read_kept(_BACKUPS) | {path.absolute(): told})


def looks() -> tuple[str, str]:
    """Give the theme and the size of words chosen on this PC: keys of ``ui/theme.py``."""
    kept = _read_kept(_LOOKS)
    return kept.get(Path("theme"), ""), kept.get(Path("size"), "")


def choose_looks(theme: str, size: str) -> None:
    """Keep the theme and the size of words for this PC."""
    _keep(_LOOKS, {Path("theme"): theme, Path("size"): size})


def demo_database() -> Path:
    """Give the database of invented people that ``--demo`` opens."""
    return data_folder() / "demo" / "demo.jxdb"


def _read_kept(name: str) -> dict[Path, str]:
    try:
        kept = json.loads((state_folder() / name).read_text(encoding="utf-8"))
        return {Path(path): str(told) for path, told in kept.items()}
    except (OSError, ValueError, AttributeError):  # nothing kept, or spoilt: nothing is lost
        return {}


def _keep(name: str, known: dict[Path, str]) -> None:
    text = json.dumps({str(each): told for each, told in known.items()}, ensure_ascii=False)
    with contextlib.suppress(OSError):
        state_folder().mkdir(parents=True, exist_ok=True)
        beside = state_folder() / f"{name}.part"
        beside.write_text(text, encoding="utf-8")
        beside.replace(state_folder() / name)


def _folder(variable: str, finder: str) -> Path:
    chosen = os.environ.get(variable)
    if chosen:
        return Path(chosen)
    import platformdirs

    found: Path = getattr(platformdirs, finder)(_APP, appauthor=False)
    return found
