"""Contents that packages carry: which a change names, which are wanted, which are taken."""

import hashlib

import pytest

from jianxi_desktop.db import attachment_content, system, wants
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import blocks
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import records
from tests.postgres import EITHER_PLACE

HERE, AWAY = b"here", b"not here yet"


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def ledger(office):
    return office.catalog["attachment"]


@pytest.fixture
def ids(office, ledger):
    rows = [
        {"title": "在这里", "kind": "photo", "sha256": digest(HERE), "kept_at": wants.KEPT_AT},
        {"title": "没到", "kind": "photo", "sha256": digest(AWAY), "kept_at": wants.KEPT_AT},
        {"title": "在柜里", "kind": "photo", "sha256": digest(b"paper"), "kept_at": "3号柜"},
        {"title": "纸质", "kind": "photo"},
    ]
    with office.change("add") as change:
        attachment_content.keep(change.connection, HERE)
        return insert_rows(change, ledger, rows)


@pytest.mark.usefixtures("ids")
def test_that_a_change_names_the_contents_of_its_records(office):
    with office.store.read() as connection:
        rows = connection.execute(system.change.select().order_by(system.change.c.seq)).mappings()
        leaves = list(blocks.read_block(list(rows)[-1]["block"]))
    assert wants.digests_named(leaves) == {digest(HERE), digest(AWAY), digest(b"paper")}


def test_that_only_what_databases_keep_is_wanted(office, ledger, ids):
    with office.store.read() as connection:
        assert wants.missing(connection, ledger, 10) == [digest(AWAY)]
        assert wants.missing(connection, ledger, 0) == []
        asked = [digest(HERE), digest(AWAY), digest(b"nobody's")]
        assert wants.present(connection, asked) == {digest(HERE)}
        assert wants.named(connection, ledger, asked) == {digest(HERE), digest(AWAY)}
    records.remove_record(office, ledger, ids[1], 1, "重复登记")
    with office.store.read() as connection:
        assert wants.missing(connection, ledger, 10) == []


@pytest.mark.usefixtures("ids")
def test_that_what_arrives_is_kept_once(office, ledger):
    with office.store.writing() as connection:
        assert wants.keep(connection, digest(AWAY), AWAY)
        assert not wants.keep(connection, digest(AWAY), AWAY)
    with office.store.read() as connection:
        assert wants.missing(connection, ledger, 10) == []
        assert wants.content(connection, digest(AWAY)) == AWAY


def test_that_a_content_of_another_fingerprint_is_not_taken(office):
    for content in (AWAY + b"!", bytes(wants.MOST_BYTES + 1)):
        with office.store.writing() as connection, pytest.raises(EnvironmentFailure):
            wants.keep(connection, digest(AWAY), content)
    with office.store.read() as connection:
        assert wants.content(connection, digest(AWAY)) is None
