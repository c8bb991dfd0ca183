"""What a command is: everything a person can do has a name, keys and a drawing."""

from dataclasses import dataclass
from typing import Final

from jianxi_desktop.domain.rights import Right

PAGE: Final = "本页"  # the menu of what the page in front can do, and no other page
BELOW: Final = "→"  # parts the title of a menu from that of one inside it


@dataclass(frozen=True)
class Command:
    """Something a person can do.

    Attributes:
        key: Stable name, such as ``record.new``.
        text: What menus, buttons and the palette call it: a verb.
        menu: Title of the menu it stands in, such as ``窗口→外观``; empty: in 本页, while the
            page in front answers it.
        shortcut: Keys, as Qt writes them; several are split by ``;``.
        icon: Name of a drawing in ``resources/icons``.
        tip: What a tooltip adds to the text.
        idle: Whether it begins long work, which waits its turn while other long work runs.
        calm: Whether it can be given only while no long work runs.
        right: What one must be allowed to do; the service checks it again.
    """

    key: str
    text: str
    menu: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    idle: bool = False
    calm: bool = False
    right: Right | None = None
