"""Which page of the window the commands of a kind are given on."""

from typing import Final

from jianxi_desktop.ui.command import Command

LIST: Final = "list:"  # how the key of a ledger's list begins
# Where the commands of a page are given, by the beginning of their keys.
PAGES: Final = {
    "home": "home",
    "organisation": "organisation",
    "terms": "terms",
    "election": "terms",
    "meeting": "meeting_board",
    "birthday": "party_years",
    "symposium": "symposium",
    "development": "development",
    "dues": "dues",
    "plans": "plans",
    "movement": "movements",
    "booking": "bookings",
    "matching": "matching",
    "joint": "joint_work",
    "hall": "lecture_hall",
    "results": "observation_results",
    "observation": "observation",
    "entry": "observation_entry",
    "scan": "observation_scan",
    "fill": "fill",
    "return": "return",
    "board": "return_board",
    "review": "review",
    "arrivals": "arrivals",
    "package": "package",
    "rules": "rules",
    "attachment": "list:attachment",
    "indicators": "list:indicator_set",
    "person": "list:person",
    "project": "list:project",
    "import": "import",
    "print": "print",
    "backup": "backup",
    "account": "accounts",
    "audit": "audit",
}


def head_of(command: Command) -> str:
    """Give the first word of a command's key, which is that of its kind."""
    return command.key.partition(".")[0]
