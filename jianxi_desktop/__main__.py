"""``python -m jianxi_desktop`` is the command line."""

import sys

from jianxi_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
