"""What tests of backups look at: records, folders, the journal."""

from jianxi_desktop.db import replica
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records


def count(office, key="person"):
    return records.count_rows(office, office.catalog[key], Query())


def add_venue(office, name="党群服务中心"):
    values = {"name": name, "kind": "service_center"}
    return records.save_record(office, office.catalog["venue"], values).id


def names_in(folder):
    return sorted(each.name for each in folder.iterdir())


def whole(folder):
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.suffix != ".lock" and "home" not in each.parts
    }


def own_chain(office):
    with office.store.read() as connection:
        return min(replica.own_names(connection).items())


def last_event(office):
    with office.store.read() as connection:
        return connection.exec_driver_sql(
            "SELECT action, note FROM sync_change ORDER BY hlc DESC LIMIT 1"
        ).one()


def spoil(file, place):
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(bytes(data))
