"""Packages of changes that were damaged, and such that are signed but wrong inside."""

import json
import random
import time
from collections import Counter

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.sync import canonical, header
from jianxi_desktop.sync.child import read_in_child
from jianxi_desktop.sync.package import read_package
from jianxi_desktop.sync.reading import check_package
from jianxi_desktop.sync.records import CERTIFICATE, CHANGE, CHECKPOINT, Record
from tests.sync import violations
from tests.sync.authors import Author, blob, edit, erasure, reseal, rows, told
from tests.sync.damaging import Damager
from tests.sync.forging import Forge

MUTATIONS = 400
NEWER = canonical.spell({"format": "jianxi-certificate", "v": 9})


@pytest.fixture(scope="module")
def damager():
    return Damager(20_261_130)


def test_that_no_damaged_package_of_changes_is_taken(tmp_path, damager):
    path, codes, longest = tmp_path / "damaged.jxp", Counter(), 0.0
    for family, data in damager.packages(MUTATIONS):
        path.write_bytes(data)
        begun = time.process_time()
        with pytest.raises(InputError) as refused:
            check_package(path, damager.receiver, damager.trusted)
        longest = max(longest, time.process_time() - begun)
        codes[family, refused.value.code] += 1
    assert longest < 10
    assert len({code for _family, code in codes}) > 12


def test_that_the_child_refuses_them_alike(tmp_path, damager):
    path = tmp_path / "damaged.jxp"
    for _family, data in damager.packages(6):
        path.write_bytes(data)
        with pytest.raises(InputError) as here:
            check_package(path, damager.receiver, damager.trusted)
        with (
            pytest.raises(InputError) as there,
            read_in_child(path, damager.receiver, damager.trusted),
        ):
            pass
        assert (here.value.code, here.value.user_message) == (
            there.value.code,
            there.value.user_message,
        )


@pytest.mark.parametrize("violate", violations.ALL)
def test_that_each_violation_is_refused_though_sealed_and_signed(tmp_path, damager, violate):
    path = tmp_path / "violated.jxp"
    for seed in range(6):
        chance = random.Random(seed)
        data = damager._with_last(
            lambda head, sections, chance=chance: violate(chance, head, sections), violate
        )
        path.write_bytes(data)
        with pytest.raises(InputError) as refused:
            check_package(path, damager.receiver, damager.trusted)
        assert refused.value.code in {"package_malformed", "package_change_too_large"}


class Bench:
    """Writes one package and reads it."""

    def __init__(self, path, sender, receiver):
        self.path, self.receiver = path, receiver
        self.forge = Forge(sender, receiver)
        self.author = self.forge.author

    def code(self, records, **end):
        self.path.write_bytes(self.forge.package(self.forge.plain(records, **end)))
        with pytest.raises(InputError) as refused:
            read_package(self.path, self.receiver, [self.forge.sender.card])
        return refused.value.code

    def taken(self, records, **end):
        self.path.write_bytes(self.forge.package(self.forge.plain(records, **end)))
        return read_package(self.path, self.receiver, [self.forge.sender.card])


@pytest.fixture
def bench(tmp_path, community, district):
    return Bench(tmp_path / "x.jxp", community, district)


def test_that_the_forge_makes_what_is_read(bench):
    records = list(bench.author.records())
    found = bench.taken(records)
    assert list(found.records()) == records
    assert found.counts == {
        "changes": 5,
        "writes": 18,
        "blobs": 1,
        "certificates": 0,
        "checkpoints": 1,
    }


def test_that_a_package_without_changes_still_acknowledges(bench):
    bench.forge.facts = told(acks={"ab" * 16 + "/org/410305": [7, "0" * 64]})
    found = bench.taken([])
    assert (found.closing, found.manifest["acks"]["ab" * 16 + "/org/410305"][0]) == ({"to": {}}, 7)


def test_that_facts_and_odd_records_of_later_programs_are_passed_over(bench):
    bench.forge.facts = told(weather="fine")
    records = [*bench.author.records(), Record(77, b"later")]
    assert bench.taken(records).manifest["weather"] == "fine"
    assert list(bench.taken(records).records()) == records[:-1]


def test_that_a_chain_goes_on_from_where_the_package_says(bench):
    author = bench.author
    author.record(rows(2))
    base = author.vector
    later = [author.record(edit()), author.checkpoint()]
    bench.forge.facts = told(base=base)
    assert bench.taken(later).counts["changes"] == 1
    for other in ({}, {author.chain: [2, author.hash]}, {author.chain: [1, "0" * 64]}):
        bench.forge.facts = told(base=other)
        assert bench.code(later) == "package_chain_broken"


def test_that_a_journal_may_begin_after_its_first_number(bench):
    """A database from before the journal has no changes for what it wrote then."""
    bench.author.seq = 41
    assert bench.taken([bench.author.record(edit()), bench.author.checkpoint()]).closing == {
        "to": {bench.author.chain: [42, bench.author.hash]}
    }


def test_that_several_chains_may_come_in_any_order(bench, stranger):
    theirs = Author(stranger, "12" * 16)
    records = [
        theirs.record(rows(2)),
        bench.author.record(rows(2)),
        theirs.record(edit()),
        bench.author.checkpoint(),
        theirs.checkpoint(),
    ]
    to = bench.author.vector | theirs.vector
    assert bench.taken(records, to=to).counts["checkpoints"] == 2
    assert bench.code(records, to=bench.author.vector) == "package_chain_broken"
    assert bench.code(records[:-1], to=to) == "package_checkpoint_wrong"


def test_that_a_chain_may_be_signed_on_its_way(bench):
    author = bench.author
    records = [author.record(rows(2)), author.checkpoint(), author.record(edit())]
    assert bench.code(records) == "package_checkpoint_wrong"
    assert bench.taken([*records, author.checkpoint()]).counts["checkpoints"] == 2


def test_that_a_checkpoint_by_another_key_is_for_the_receiver_to_judge(bench, stranger):
    """The format sees that the signature fits; whose it may be the vectors and trust decide."""
    record = bench.author.record(rows(2))
    bench.author.keys = stranger
    signed = bench.author.checkpoint()
    found = bench.taken([record, signed])
    key = json.loads(next(body for kind, body in found.records() if kind == CHECKPOINT))["key"]
    assert key == stranger.card.sign_key


def test_that_clocks_of_a_chain_do_not_go_back(bench):
    author = bench.author
    first = author.record(rows(2))
    author.clock -= 100
    assert bench.code([first, author.record(edit()), author.checkpoint()]) == "package_chain_broken"


def test_that_a_veiled_change_is_taken_and_a_wrongly_veiled_one_is_not(bench):
    from jianxi_desktop.domain.blocks import veil
    from jianxi_desktop.sync.changes import spell_change

    whole = bench.author.change([*rows(3), *edit(), *erasure(1)])
    seen = {f"{1:032x}"}
    veiled = veil(whole.sections, lambda _ledger, _columns, leaf: leaf[1] in seen)
    record = Record(CHANGE, spell_change(whole._replace(sections=veiled)))
    signed = bench.author.checkpoint()
    assert bench.taken([record, signed]).counts["writes"] == 5
    assert isinstance(veiled[1][3], dict)
    assert [type(leaf) for leaf in veiled[0][3]] == [str, list, str]
    veiled[1][3]["n"] = 2
    wrong = spell_change(whole._replace(sections=veiled, writes=6))
    assert bench.code([Record(CHANGE, wrong), signed]) == "package_seal_wrong"


def test_that_a_change_sealed_anew_does_not_fit_the_next(bench):
    from jianxi_desktop.sync.changes import open_change, spell_change

    author = bench.author
    records = [author.record(rows(2)), author.record(edit()), author.checkpoint()]
    change = open_change(records[0].body)
    forged = reseal(change._replace(action="create"))
    records[0] = Record(CHANGE, spell_change(forged))
    assert bench.code(records) == "package_chain_broken"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        (6, b"", "package_blob_wrong"),
        (6, bytes(32), "package_blob_wrong"),
        (6, bytes(32) + b"x", "package_blob_wrong"),
        (CERTIFICATE, b"{}", "certificate_malformed"),
        (
            CERTIFICATE,
            canonical.spell({"format": "jianxi-certificate", "v": 9}),
            "certificate_newer",
        ),
        (CERTIFICATE, b"x" * 65_537, "package_malformed"),
        (CHECKPOINT, b"{}", "package_malformed"),
        (4, b"{}", "package_newer"),
        (12, b"{}", "package_newer"),
        (1, b"{}", "package_malformed"),
    ],
)
def test_that_records_that_are_none_are_refused(bench, kind, body, code):
    assert bench.code([Record(kind, body), *bench.author.records()]) == code


def test_that_a_content_travels_once(bench):
    photo = blob(b"photo")
    assert bench.code([photo, photo, *bench.author.records()]) == "package_blob_wrong"


def test_that_a_content_of_more_than_20_mib_is_refused(bench):
    assert bench.code([blob(bytes((20 << 20) + 1))]) in {"package_malformed", "package_bomb"}


def test_that_a_certificate_travels_and_an_altered_one_is_refused(bench, stranger):
    from datetime import date

    from jianxi_desktop.sync import certificates

    made = certificates.certify(
        bench.forge.sender, stranger.card, scope="410302", issued_on=date(2026, 11, 1), serial=1
    )
    text = certificates.spell(made)
    assert bench.taken([Record(CERTIFICATE, text)]).counts["certificates"] == 1
    wrong = text.replace(b'"scope":"410302"', b'"scope":"410305"')
    assert bench.code([Record(CERTIFICATE, wrong)]) == "certificate_signature_wrong"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"min_reader": 1}, "package_malformed"),
        ({"min_reader": 3}, "package_newer"),
        ({"part": 2, "of": 1}, "package_malformed"),
        ({"part": 1_000, "of": 1_000}, "package_too_large"),
        ({"part": 2, "of": 2}, "package_mismatch"),
        ({"kind": "snapshot"}, "package_newer"),
        ({"kind": "snapshot", "min_reader": 1}, "package_newer"),
        ({"ct_size": (1 << 30) + 1}, "package_too_large"),
    ],
)
def test_that_a_signed_but_wrong_header_of_changes_is_refused(bench, changes, code):
    plain = bench.forge.plain(bench.author.records())
    bench.path.write_bytes(bench.forge.package(plain, fields=changes))
    with pytest.raises(InputError) as refused:
        read_package(bench.path, bench.receiver, [bench.forge.sender.card])
    assert refused.value.code == code


def test_that_how_many_parts_there_are_need_not_be_known_inside(bench):
    plain = bench.forge.plain(bench.author.records())
    bench.path.write_bytes(bench.forge.package(plain, fields={"of": 3}))
    found = read_package(bench.path, bench.receiver, [bench.forge.sender.card])
    assert (found.header.part, found.header.of) == (1, 3)


def test_that_what_is_changed_between_checking_and_giving_is_noticed(bench):
    records = list(bench.author.records())
    found = bench.taken(records)
    whole = bench.path.read_bytes()
    other = bench.forge.package(bench.forge.plain(records))
    bench.path.write_bytes(other)
    with pytest.raises(InputError) as refused:
        list(found.records())
    assert refused.value.code == "package_contents_damaged"
    start = header.split(whole).start
    bench.path.write_bytes(whole[:start] + other[header.split(other).start :])
    with pytest.raises(InputError):
        list(found.records())
