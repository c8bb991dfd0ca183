"""Make bench/.venv with the peers that the project itself does not use."""

import subprocess
import sys
import venv

from common import HERE, peers_python


def main() -> int:
    """Make the environment once and install what requirements.txt names."""
    if not peers_python().exists():
        venv.create(HERE / ".venv", with_pip=True)
    wanted = HERE / "requirements.txt"
    return subprocess.call([peers_python(), "-m", "pip", "install", "-q", "-r", wanted])


if __name__ == "__main__":
    sys.exit(main())
