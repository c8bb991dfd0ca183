"""What this PC remembers of the window: its size, the widths of columns. Never any record."""

from PySide6.QtCore import QByteArray, QSettings

from jianxi_desktop import settings


class Memory:
    """Keeps small looks in an ini file of the state folder."""

    def __init__(self) -> None:
        path = settings.state_folder() / "window.ini"
        self._kept = QSettings(str(path), QSettings.Format.IniFormat)

    def keep_bytes(self, key: str, value: QByteArray) -> None:
        """Keep what Qt itself puts away, such as the window's geometry."""
        self._kept.setValue(key, value)

    def number(self, key: str, usual: int) -> int:
        """Give a number that was chosen on this PC."""
        kept = str(self._kept.value(key) or "")
        return int(kept) if kept.isdecimal() else usual

    def keep_number(self, key: str, value: int) -> None:
        """Keep a number that was chosen on this PC."""
        self._kept.setValue(key, value)

    def text(self, key: str) -> str:
        """Give a text that was kept, such as what is still to be said."""
        return str(self._kept.value(key) or "")

    def keep_text(self, key: str, text: str) -> None:
        """Keep a text that holds nobody's data."""
        self._kept.setValue(key, text)

    def widths_of(self, key: str) -> dict[str, int]:
        """Give the widths of columns by field key."""
        kept = str(self._kept.value(f"columns/{key}") or "")
        pairs = (part.split("=") for part in kept.split(";") if part.count("=") == 1)
        return {name: int(width) for name, width in pairs if width.isdecimal()}

    def keep_widths(self, key: str, widths: dict[str, int]) -> None:
        """Keep the widths of columns by field key."""
        text = ";".join(f"{name}={width}" for name, width in widths.items())
        self._kept.setValue(f"columns/{key}", text)
