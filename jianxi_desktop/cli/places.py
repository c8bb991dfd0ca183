"""Whether the database of a command stands on the district's server, and where."""

from argparse import Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jianxi_desktop.db.address import Address


def server_of(options: Namespace) -> "Address | None":
    """Give the address that ``--database`` names, with the user of ``--user``; none for a file.

    Raises:
        InputError: It is no such address, carries a password, or the way there is not safe.
    """
    if not options.database or "://" not in options.database:
        return None
    from jianxi_desktop.db.address import read_address

    address = read_address(options.database)
    address.require_safety()
    return address.of(options.user) if options.user else address
