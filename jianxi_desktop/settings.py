"""Where this PC keeps things: the program's resources, the data folder, the log folder."""

import os
from pathlib import Path

_RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_APP = "JianxiDesktop"


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
    """Give the database that opens when none is named."""
    return data_folder() / "office.jxdb"


def demo_database() -> Path:
    """Give the database of invented people that ``--demo`` opens."""
    return data_folder() / "demo" / "demo.jxdb"


def _folder(variable: str, finder: str) -> Path:
    chosen = os.environ.get(variable)
    if chosen:
        return Path(chosen)
    import platformdirs

    found: Path = getattr(platformdirs, finder)(_APP, appauthor=False)
    return found
