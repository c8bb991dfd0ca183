"""Offices below a district that send packages, for the tests of the desk."""

from jianxi_desktop.services import office as offices
from jianxi_desktop.services import package, records, trust
from tests import factory
from tests.conftest import PASSWORD

STREET = "410305001"
COMMUNITIES = ("410305001001", "410305001002")


def found(folder, code):
    """Found an office."""
    return offices.lay_down(folder / f"{code}.jxdb", code, password=PASSWORD).office


def befriend(one, other, folder):
    """Let two offices trust each other."""
    for reader, writer in ((one, other), (other, one)):
        trust.trust_card(reader, trust.save_card(writer, folder))


def venue_of(office, name, n=1, **given):
    """Enter a venue; give which."""
    return factory.record_of(office, "venue", n, name=name, **given)


def rename(office, record, name):
    """Call a venue otherwise."""
    ledger = office.catalog["venue"]
    seen = records.find_record(office, ledger, record)
    of = records.Seen(seen.id, seen.version, seen.companion)
    records.save_record(office, ledger, {"name": name}, of)


def names(office):
    """Give the names of all venues."""
    return {row["name"] for row in factory.rows_of(office, office.catalog["venue"])}


def send(office, folder):
    """Write a package; give its file."""
    return package.write_package(office, folder).file


def send_down(office, folder, unit):
    """Write a package for an office below; give its file."""
    return package.write_package(office, folder, to=unit).file
