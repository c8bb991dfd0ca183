"""Packages that were damaged or forged, given to a real office: refused, and nothing changed."""

import hashlib
import json
import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from jianxi_desktop.db import system
from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.services import package, verify
from jianxi_desktop.services.own_keys import keys_in
from jianxi_desktop.sync import header, records
from jianxi_desktop.sync.changes import open_change, spell_change
from jianxi_desktop.sync.checkpoints import sign, spell_checkpoint
from jianxi_desktop.sync.records import CHANGE, CHECKPOINT, Record
from tests import factory
from tests.sync import edits
from tests.sync.authors import reseal
from tests.sync.forging import Forge

# What may be written down of a package that is refused: that it came, and who looked at it.
NOTED = {"sync_package"}


@pytest.fixture
def sent(friends, drive):
    """A package of the community with people in it, which the district has not taken yet."""
    community, _district = friends
    factory.record_of(community, "venue", 1)
    branch = factory.branch_of(community)
    for n in range(3):
        factory.record_of(community, "person", n, branch=branch)
    return package.write_package(community, drive).file


def state(office):
    """Digest everything in a database but what is noted of packages and of looking at them."""
    digest = hashlib.sha256()
    with office.store.read() as connection:
        replicas = system.package.metadata.tables["sync_replica"]
        audit = select(replicas.c.number).where(replicas.c.scope.startswith("audit/"))
        watching = {row[0] for row in connection.execute(audit)}
        for name, table in sorted(system.package.metadata.tables.items()):
            if name in NOTED:
                continue
            column = {"sync_replica": "number", "sync_change": "replica"}.get(name)
            for row in connection.execute(select(table)).mappings():
                if column is None or row[column] not in watching:
                    digest.update(repr(sorted(row.items())).encode())
    return digest.hexdigest()


def refusal(office, path):
    before = state(office)
    with pytest.raises(JianxiError) as refused:
        package.merge_package(office, path)
    assert state(office) == before
    return refused.value


def test_that_damaged_files_change_nothing(friends, sent):
    _community, district = friends
    whole, chance = sent.read_bytes(), random.Random(3)
    for _ in range(8):
        damaged = edits.mutated(whole, whole[::-1], chance)
        sent.write_bytes(damaged if damaged != whole else whole[:-1])
        assert refusal(district, sent).code.startswith("package_")
    sent.write_bytes(whole)
    assert package.merge_package(district, sent).new
    assert package.merge_package(district, sent).duplicate
    assert [check.rule for check in verify.verify(district) if not check.ok] == []


class Forger:
    """The community's PC in the hands of somebody who changes what it sends, keys and all."""

    def __init__(self, community, district, path):
        with community.store.read() as connection:
            self.keys = keys_in(connection)
        with district.store.read() as connection:
            receiver = keys_in(connection)
        with package.checked_package(district, path) as found:
            self.records = list(found.records())
            self.facts, self.to = found.manifest, found.closing["to"]
        self.path = path
        outside = header.split(path.read_bytes()).fields
        self.forge = Forge(self.keys, receiver)
        self.forge.outside = header.read_header(outside | {"to": outside["to"][:1]})
        self.forge.facts = self.facts

    def write(self, given, to=None):
        self.path.write_bytes(self.forge.package(self.forge.plain(given, to=to or self.to)))
        return self.path

    def rewritten(self, edit):
        """Edit every leaf of new people, and seal and sign the chain anew from there."""
        made, before, end = [], None, None
        for kind, body in self.records:
            if kind == CHANGE:
                change = open_change(body)
                for section in change.sections:
                    if section[:2] == ["person", "new"]:
                        edit(section)
                end = before = reseal(change._replace(prev=before and before.hash))
                made.append(Record(kind, spell_change(end)))
            elif kind == CHECKPOINT:
                signed = sign(self.keys, end.chain, end.seq, end.hash)
                made.append(Record(kind, spell_checkpoint(signed)))
            else:
                made.append(Record(kind, body))
        return self.write(made, to={end.chain: [end.seq, end.hash]})


@pytest.fixture
def forger(friends, sent):
    return Forger(*friends, sent)


def set_cell(column, value):
    def edit(section):
        at = section[2].index(column) + 2
        for leaf in section[3]:
            leaf[at] = value

    return edit


def test_that_the_forger_makes_what_is_taken(friends, forger):
    assert package.merge_package(friends[1], forger.write(forger.records)).new


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", None),
        ("name", 7),
        ("name", "长" * 5_000),
        ("born_on", "yesterday"),
        ("sex", True),
        ("party_member", "yes"),
    ],
)
def test_that_values_no_form_would_take_are_refused(friends, forger, column, value):
    district = friends[1]
    if column == "party_member":
        column = next(key for key, each in yes_or_no(district).items() if each)
    assert refusal(district, forger.rewritten(set_cell(column, value))).code == "package_content"


def yes_or_no(office):
    from jianxi_desktop.schema.fields import YesNo

    fields = office.catalog["person"].fields
    return {key: isinstance(field, YesNo) for key, field in fields.items()}


def test_that_a_value_changed_behind_the_seal_is_refused(friends, forger):
    given = list(forger.records)
    at = next(n for n, record in enumerate(given) if record.kind == CHANGE)
    parsed = json.loads(given[at].body)
    parsed[1][0][3][0][2] = "别的名称"
    given[at] = Record(
        CHANGE, json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode()
    )
    assert refusal(friends[1], forger.write(given)).code in {
        "package_seal_wrong",
        "package_malformed",
    }


def test_that_a_forged_history_of_what_is_here_is_a_fork(friends, sent, forger):
    """A package that was taken, rewritten by its own author under another number."""
    district = friends[1]
    assert package.merge_package(district, sent).new
    path = forger.rewritten(set_cell("name", "改过的名字"))
    assert package.merge_package(district, path).duplicate
    forger.forge.outside = replace(forger.forge.outside, id="f" * 32, number=2)
    path = forger.rewritten(set_cell("name", "改过的名字"))
    assert refusal(district, path).code == "package_fork"


def test_that_a_content_that_nobody_asked_for_is_no_way_in(friends, forger):
    district = friends[1]
    content = b"not asked for"
    body = hashlib.sha256(content).digest() + content
    before = state(district)
    path = forger.write([*forger.records, Record(records.BLOB, body)])
    try:
        package.merge_package(district, path)
    except InputError:
        assert state(district) == before
    table = system.package.metadata.tables["attachment_content"]
    with district.store.read() as connection:
        assert content not in [row.content for row in connection.execute(select(table))]
