"""Offices that know each other's changes: the folding of a merge, no package around it."""

from uuid import UUID

from jianxi_desktop.db import folding, shipping
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.deeds import Deed


def carry(sender, *receivers):
    """Let other offices know every change that one knows, as a package would."""
    for receiver in receivers:
        _carry(sender, receiver)


def exchange(*offices):
    """Let offices know all that any of them knows."""
    for one in offices:
        for other in offices:
            if one is not other:
                _carry(one, other)


def _carry(sender, receiver):
    with sender.store.read() as source:
        theirs = shipping.chains(source)
        with receiver.store.change(Deed("merge", receiver.account.id)) as change:
            ours = shipping.chains(change.connection)
            folder = folding.Folder(change, receiver.catalog)
            for chain, row in theirs.items():
                known = ours.get(chain)
                after = known.seq if known else 0
                if row.seq <= after or (known and known.number == change.journal.replica):
                    continue
                number = known.number if known else _begin(change.connection, row)
                for each in shipping.changes(source, row.number, after, row.seq):
                    folder.take(_incoming(number, row.unit, each))
                    latest = each
                end = (row.seq, row.hash, latest["hlc"], "")
                shipping.set_end(change.connection, number, *end)
                shipping.heed_clock(change.connection, latest["hlc"])
            folder.finish()
            accounts = shipping.authors(source)
            names = {UUID(one): name for one, name in accounts.items()}
            shipping.keep_authors(change.connection, names, sender.unit.code)


def _begin(connection, row):
    return shipping.add_chain(connection, row.replica, row.scope, row.unit, row.name, "")


def _incoming(number, unit, row):
    return folding.Incoming(
        number,
        unit,
        row["seq"],
        row["first"],
        row["hlc"],
        row["account"],
        row["action"],
        row["undoes"],
        row["app_schema"],
        row["note"],
        row["prev"],
        row["hash"],
        row["writes"],
        blocks.sections_of(row["block"]),
    )
