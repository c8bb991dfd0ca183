"""Starts the program's window."""

import sys

from jianxi_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
