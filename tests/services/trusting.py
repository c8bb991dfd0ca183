"""Offices that give each other their cards, and carry what the district said of keys."""

from jianxi_desktop.services import office as offices
from jianxi_desktop.services import trust
from jianxi_desktop.services.entitlements import (
    entitlements,
    statements_for,
    take_statements,
)
from jianxi_desktop.sync import certificates
from tests.conftest import PASSWORD, open_copy


def copy_of(founded, code, folder):
    """Open a copy of a unit's database, which is founded once for all tests."""
    if not (founded / f"{code}.jxdb").exists():
        offices.lay_down(founded / f"{code}.jxdb", code, password=PASSWORD).office.close()
    return open_copy(founded, code, folder)


def give(one, other, drive):
    """Let one office trust the other's card."""
    return trust.trust_card(one, trust.save_card(other, drive))


def carry(sender, receiver):
    """Bring the certificates and revocations that a package would bring."""
    unit = receiver.unit.code
    with sender.store.writing() as connection:
        bodies = statements_for(connection, unit, ())
    with receiver.store.writing() as connection:
        return take_statements(connection, map(certificates.read, bodies), at="2026-11-30T10:00")


def known(office):
    with office.store.read() as connection:
        return entitlements(connection)


def names(office):
    return [card.name for card in trust.trusted_offices(office)]
