"""``python -m jianxi_desktop`` is the command line, or one of the readers that it starts."""

import sys

from jianxi_desktop.cli import main
from jianxi_desktop.services import reading_processes

if __name__ == "__main__":
    served = reading_processes.serve(sys.argv[1:])
    sys.exit(main() if served is None else served)
