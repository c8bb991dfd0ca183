"""Starts the program's window, or one of the readers that it starts of itself."""

import sys

from jianxi_desktop.services import reading_processes


def main() -> int:
    """Open the window; in a bundle this may be a reader instead, which needs no window."""
    ended = reading_processes.serve(sys.argv[1:])
    if ended is not None:
        return ended
    from jianxi_desktop.app import main as open_window

    return open_window()


if __name__ == "__main__":
    sys.exit(main())
