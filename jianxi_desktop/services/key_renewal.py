"""Change the keys of this office, and give another name to what a revoked key could not hand in."""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from jianxi_desktop.db import mending, replica, shipping
from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import trust as rows
from jianxi_desktop.db.journal import note_event, own_chain
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import backups
from jianxi_desktop.services import entitlements as rules
from jianxi_desktop.services.entitlements import Entitlements
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import keys_in, lay_keys
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import checkpoints
from jianxi_desktop.sync.keys import Card, OfficeKeys


class Stopped(NamedTuple):
    """A chain of ours whose key was revoked before others had all of it.

    Attributes:
        number: Of the chain in this database.
        seq: The last change that is taken; 0: none.
        key: The sign key.
    """

    number: int
    seq: int
    key: str


@needs(Right.KEYS, whole=True)
def renew_keys(office: Office) -> Card:
    """Make new keys; the old ones are kept to open packages that were locked for them.

    The new card is signed by the old key too, so that who trusts that one can accept it after a
    look. What is written from now on goes into new chains, for a key vouches for chains of its own
    only; the last word of the old key on the chain it leaves is kept. What a revoked key wrote and
    nobody takes any more goes into a new chain, too, so that it is not lost; a backup is made
    before. The other offices must be given the new card.

    Raises:
        EnvironmentFailure: The backup was not made, or the database failed; nothing was changed.
    """
    unit = office.unit
    with office.store.read() as connection:
        stopped = stopped_chains(connection, rules.entitlements(connection))
    if stopped:
        backups.before(office, "merge")
    with office.store.writing() as connection:
        before = keys_in(connection)
        now = datetime.now(UTC)
        fresh = OfficeKeys.new(unit=unit.code, name=unit.name, created=now, before=before)
        _change_chains(office, connection, before, fresh)
        lay_keys(connection, fresh)
        rules.issue_anew(connection, before)
        detail = {"fingerprint": fresh.card.fingerprint}
        end = note_event(connection, "renew_keys", office.account.id, None, detail)
    if end is not None and office.store.committed is not None:
        office.store.committed(end)
    return fresh.card


def stopped_chains(connection: Connection, known: Entitlements) -> list[Stopped]:
    """Find our chains that go on behind the point up to which a revoked key of ours is taken."""
    chains = shipping.chains(connection)
    find, mine = shipping.known_hash(connection, chains), {card.key_id: card for card in known.own}
    found = []
    for name, row in chains.items():
        card = mine.get(row.key or known.own[0].key_id)
        gone = None if card is None else known.withdrawn(card.sign_key)
        if card is None or gone is None or not row.hash or gone.covers(name, *row.mark):
            continue
        seq, digest = gone.ends.get(name, (0, ""))
        if seq == 0 or find(name, seq) == digest:  # else it is a fork, and mended as one
            found.append(Stopped(row.number, seq, card.sign_key))
    return found


def _change_chains(
    office: Office, connection: Connection, before: OfficeKeys, fresh: OfficeKeys
) -> None:
    """Begin new chains, unless nobody has ever seen those there are."""
    own_chain(connection)  # locks it: nobody writes into the old chain any more
    facts = facts_of_office.facts_of(connection)
    assert facts is not None  # noqa: S101 - the office is open
    number, machine = facts["replica"], facts["machine"]
    stopped = stopped_chains(connection, rules.entitlements(connection))
    if not stopped and not rows.was_vouched_for(connection, number):
        rows.keep_chain_key(connection, number, fresh.card.key_id)
        return
    for each in stopped:
        where = {**facts, "replica": each.number}
        moved = mending.rename_after(connection, office.catalog, where, machine, each.seq)
        rows.keep_chain_key(connection, moved.number, fresh.card.key_id)
    if not stopped:
        replica.begin_anew(connection, facts, machine)
        renewed = facts_of_office.facts_of(connection) or facts
        rows.keep_chain_key(connection, renewed["replica"], fresh.card.key_id)
    _keep_last_word(connection, before, number)


def _keep_last_word(connection: Connection, before: OfficeKeys, number: int) -> None:
    """Let the old key sign the end of the chain it leaves, and of those before it, once for all."""
    rows.keep_key_of_all(connection, before.card.key_id)
    chain = rows.chain_at(connection, number)
    if chain["hash"] is None or chain["key"] != before.card.key_id:
        return
    name, digest = f"{chain['replica'].hex}/{chain['scope']}", chain["hash"].hex()
    said = checkpoints.sign(before, name, chain["seq"], digest)
    rows.keep_checkpoint(
        connection,
        {
            "replica": number,
            "seq": said.seq,
            "hash": chain["hash"],
            "key": said.key,
            "signature": bytes.fromhex(said.signature),
        },
    )
