"""What a package says that this program does not know is kept whole, and learned later."""

import dataclasses
import zlib

from sqlalchemy import func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.write import table_of
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import learning
from jianxi_desktop.services.verify import verify
from tests import factory
from tests.services.clones import rows, save, send

HIDDEN, FIELD = "showcase", "workplace"


def of_before(catalog):
    """A catalog as an earlier program had it: a ledger and a field are missing."""
    person = catalog["person"]
    fields = {key: field for key, field in person.fields.items() if key != FIELD}
    replaced = {"person": dataclasses.replace(person, fields=fields)}
    return Catalog(replaced.get(ledger.key, ledger) for ledger in catalog if ledger.key != HIDDEN)


def change_texts(office, unit):
    """Every change of a unit as it is kept."""
    change, chain = system.change, system.replica
    query = (
        select(change.c.seq, change.c.hash, change.c.block)
        .join(chain, chain.c.number == change.c.replica)
        .where(chain.c.unit == unit, chain.c.scope.startswith("org/"))
        .order_by(change.c.seq)
    )
    with office.store.read() as connection:
        return [
            (row.seq, row.hash, row.block and zlib.decompress(row.block))
            for row in connection.execute(query)
        ]


def waiting(office):
    with office.store.read() as connection:
        return connection.execute(select(func.count()).select_from(system.unknown)).scalar_one()


def workplace(office, person):
    table = table_of(CATALOG["person"])
    with office.store.read() as connection:
        return connection.execute(select(table.c[FIELD]).where(table.c.id == person)).scalar_one()


def test_that_what_is_not_known_is_kept_passed_on_and_learned_after_an_upgrade(
    friends, member, drive
):
    office, district = friends
    save(office, member, workplace="中信重工")
    factory.record_of(office, HIDDEN, 1)
    save(office, member, phone="13800000001", workplace="中国一拖")
    district.catalog = of_before(CATALOG)
    merged = send(office, district, drive)
    assert (merged.conflicts, merged.new > 0) == (0, True)
    assert workplace(district, member) is None
    assert rows(district, "membership") == rows(office, "membership")
    assert waiting(district) >= 3
    unit = office.unit.code
    assert change_texts(district, unit) == change_texts(office, unit)  # passed on bit for bit

    assert learning.learn(district) == 0  # the same program learns nothing new
    district.catalog = CATALOG
    assert learning.learn(district) >= 3
    assert waiting(district) == 0
    assert workplace(district, member) == "中国一拖"
    assert rows(district, HIDDEN, "person") == rows(office, HIDDEN, "person")
    assert [check.rule for check in verify(district) if not check.ok] == []
    assert send(office, district, drive).conflicts == 0
    assert learning.learn(district) == 0
