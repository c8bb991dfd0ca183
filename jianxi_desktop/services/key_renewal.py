"""Change the keys of this office, or begin anew after a PC was lost."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import replica
from jianxi_desktop.db import trust as rows
from jianxi_desktop.db.journal import note_event, own_chain
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import entitlements as rules
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import keys_in, lay_keys
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import checkpoints
from jianxi_desktop.sync.keys import Card, OfficeKeys


@needs(Right.KEYS, whole=True)
def renew_keys(office: Office) -> Card:
    """Make new keys; the old ones are kept to open packages that were locked for them.

    The new card is signed by the old key too, so that who trusts that one can accept it after a
    look. What is written from now on goes into new chains, for a key vouches for chains of its own
    only; the last word of the old key on the chain it leaves is kept. The other offices must be
    given the new card.
    """
    unit = office.unit
    with office.store.writing() as connection:
        before = keys_in(connection)
        now = datetime.now(UTC)
        fresh = OfficeKeys.new(unit=unit.code, name=unit.name, created=now, before=before)
        _change_chains(connection, before, fresh)
        lay_keys(connection, fresh)
        rules.issue_anew(connection, before)
        detail = {"fingerprint": fresh.card.fingerprint}
        end = note_event(connection, "renew_keys", office.account.id, None, detail)
    if end is not None and office.store.committed is not None:
        office.store.committed(end)
    return fresh.card


def _change_chains(connection: Connection, before: OfficeKeys, fresh: OfficeKeys) -> None:
    """Begin new chains, unless nobody has ever seen those there are."""
    facts = facts_of_office.facts_of(connection)
    own_chain(connection)  # locks it: nobody writes into the old chain any more
    if facts is None:
        return
    number = facts["replica"]
    if not rows.was_vouched_for(connection, number):
        rows.keep_chain_key(connection, number, fresh.card.key_id)
        return
    chain = rows.chain_at(connection, number)
    if chain["hash"] is not None:
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
    rows.keep_key_of_all(connection, before.card.key_id)
    rows.keep_chain_key(connection, number, before.card.key_id)
    replica.begin_anew(connection, facts, facts["machine"])
    renewed = facts_of_office.facts_of(connection)
    if renewed is not None:
        rows.keep_chain_key(connection, renewed["replica"], fresh.card.key_id)
