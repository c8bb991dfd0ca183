"""Kept packages and databases of earlier versions, unpacked for a test."""

import json
import lzma
import shutil
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from jianxi_desktop.db import keyring, transfer
from jianxi_desktop.db import office as facts
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.own_keys import KEYS

DATA = Path(__file__).parent / "data"
PACKAGES = DATA / "packages"
VERSIONS = ("0001", "0002", "0009", "0010", "0011", "0011-later")
_KEYS: dict[str, bytes] = {}


def package(version):
    """Give the kept package of a schema version."""
    return PACKAGES / f"{version}.jxp"


def keys():
    """Give secrets and card of the two offices of the kept packages."""
    return json.loads((PACKAGES / "keys.json").read_text("utf-8"))


def unpack(name, folder):
    """Make the encrypted database out of the kept plain one; give its path and its key."""
    path = folder / f"{name}.jxdb"
    shutil.copy(DATA / "schema_0011" / f"{name}.jxdb.keys", keyring.keyring_path(path))
    if name not in _KEYS:  # deriving a key costs a third of a second
        _KEYS[name] = keyring.unlock(keyring.keyring_path(path), None, DEMO_PASSWORD).key
    plain = folder / f"{name}.sqlite"
    plain.write_bytes(lzma.decompress((DATA / "schema_0011" / f"{name}.sqlite.xz").read_bytes()))
    with closing(sqlcipher.connect(str(plain))) as connection:
        key = _KEYS[name].hex()
        connection.execute(f"ATTACH DATABASE ? AS locked KEY \"x'{key}'\"", (str(path),))
        connection.execute("SELECT sqlcipher_export('locked')")
        connection.execute("DETACH DATABASE locked")
    plain.unlink()
    return path, _KEYS[name]


def open_kept(name, folder):
    """Open the kept database of schema 0011: ``community`` or ``district``."""
    path, key = unpack(name, folder)
    return offices.open_with_key(path, key, offices.ADMINISTRATOR)


def become(office, name):
    """Let an office have the keys of the kept one, and trust the other."""
    kept = keys()
    other = "district" if name == "community" else "community"
    with office.store.writing() as connection:
        facts.keep_setting(connection, KEYS, json.dumps(kept[name]["secrets"]))
    from jianxi_desktop.services import trust

    card = office.path.parent / "kept.card"
    card.write_text(kept[other]["card"], encoding="utf-8")
    trust.trust_card(office, card)


def replica(office):
    """Give the replica that an office's database writes, in hexadecimal digits."""
    with office.store.read() as connection:
        return transfer.own_replica(connection)
