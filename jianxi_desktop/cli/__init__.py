"""The command line: the same services as the window's, for scheduled jobs, support and checks.

Answers go to standard output (one JSON object with ``--json``), progress and failures in words to
standard error. Names, exit statuses and JSON keys are fixed; see ``docs/command-line.md``.
"""

from jianxi_desktop.cli.main import main

__all__ = ["main"]
