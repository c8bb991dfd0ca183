"""The USB drives of this PC, for the window; see ``sync.drives``."""

from jianxi_desktop.sync.drives import Drive, LetGo, find_drives, fingerprint, let_go

__all__ = ("Drive", "LetGo", "find_drives", "fingerprint", "let_go")
