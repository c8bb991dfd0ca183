"""Which key may write what: the negative matrix, on keys and statements alone."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.services.entitlements import Entitlements, Trusted
from jianxi_desktop.sync.certificates import certify, revoke
from jianxi_desktop.sync.keys import OfficeKeys

MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY, TODAY = date(2026, 11, 20), "2026-11-30"
CHAIN = f"{'ab' * 16}/org/410305001001"


def keys(unit, before=None):
    return OfficeKeys.new(unit=unit, name=f"单位{unit}", created=MOMENT, before=before)


DISTRICT, OTHER_DISTRICT = keys("410305"), keys("410302")
STREET, US, TWIN, FAR = (keys(unit) for unit in ("410305001", "410305001001", "410305001001",
                                                "410305002002"))  # fmt: skip


def trusted(office, *, scope=None, since="2026-11-01", withdrawn_on=None):
    unit = office.card.unit
    return Trusted(office.card, scope or unit, since, withdrawn_on, withdrawn_on and "遗失")


def certified(issuer, whose, *, scope=None, on=DAY, serial=1, until=None):
    scope = scope or whose.card.unit
    return certify(issuer, whose.card, scope=scope, issued_on=on, serial=serial, valid_until=until)


def revoked(issuer, whose, at=MOMENT, ends=None):
    return revoke(issuer, whose.card.sign_key, at=at, why="电脑遗失", ends=ends or {})


def known(*statements, trust=(), own=US):
    """What the community US knows, which trusts the district."""
    return Entitlements([own.card], [trusted(DISTRICT), *trust], statements)


def scope(entitlements, office, on=TODAY):
    return entitlements.scope_of(office.card.sign_key, on)


def test_that_the_district_and_whom_it_certified_may_write_their_subtree():
    found = known(certified(DISTRICT, STREET), certified(DISTRICT, TWIN))
    assert [scope(found, each) for each in (DISTRICT, STREET, TWIN, US)] == [
        *("410305", "410305001", "410305001001", "410305001001")
    ]
    assert found.card_of(STREET.card.sign_key) == STREET.card
    assert found.current(TODAY) == [DISTRICT.card, STREET.card, TWIN.card]


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [certified(FAR, STREET)],  # an office that may not certify
        [certified(STREET, STREET)],  # itself
        [certified(OTHER_DISTRICT, STREET)],  # another district
        [certified(DISTRICT, STREET), certified(STREET, FAR)],  # certified, but no root
        [certified(DISTRICT, STREET, scope="410302")],  # a scope that is not the district's
        [certified(DISTRICT, STREET, scope="410")],  # a wider one
    ],
)
def test_that_nobody_else_may(statements):
    asked = FAR if len(statements) == 2 else STREET
    assert scope(known(*statements), asked) is None
    assert asked.card not in known(*statements).current(TODAY)


def test_that_a_certificate_ends_and_a_later_one_goes_on():
    short = certified(DISTRICT, STREET, until=date(2026, 11, 25))
    assert scope(known(short), STREET, "2026-11-25") == "410305001"
    assert scope(known(short), STREET, "2026-11-26") is None
    longer = certified(DISTRICT, STREET, on=date(2026, 11, 26), serial=2)
    assert scope(known(short, longer), STREET) == "410305001"


def test_that_the_later_of_two_statements_counts_whichever_came_first():
    narrow = certified(DISTRICT, STREET, scope="410305001001", serial=2)
    wide = certified(DISTRICT, STREET, serial=1)
    for statements in ((narrow, wide), (wide, narrow)):
        assert scope(known(*statements), STREET) == "410305001001"


def test_that_what_the_district_says_later_counts_more_than_trust_given_here():
    direct = trusted(STREET, since="2026-11-01")
    ended = certified(DISTRICT, STREET, until=date(2026, 11, 25))
    assert scope(known(trust=[direct]), STREET) == "410305001"
    assert scope(known(ended, trust=[direct]), STREET) is None
    assert scope(known(ended, trust=[trusted(STREET, since="2026-11-29")]), STREET) == "410305001"


def test_that_trust_in_a_district_that_was_withdrawn_takes_its_certificates_along():
    gone = Entitlements([US.card], [trusted(DISTRICT, withdrawn_on="2026-11-21")],
                        [certified(DISTRICT, STREET)])  # fmt: skip
    assert scope(gone, STREET) is None
    assert gone.withdrawn(DISTRICT.card.sign_key).on == "2026-11-21"
    assert gone.card_of(DISTRICT.card.sign_key) == DISTRICT.card  # its packages are named still


def test_that_a_revocation_of_the_district_counts_with_what_was_known():
    ends = {CHAIN: (3, "cd" * 32)}
    found = known(certified(DISTRICT, TWIN), revoked(DISTRICT, TWIN, ends=ends))
    gone = found.withdrawn(TWIN.card.sign_key)
    assert (gone.on, gone.why, gone.issuer) == ("2026-11-20", "电脑遗失", DISTRICT.card.sign_key)
    assert scope(found, TWIN) == "410305001001"  # under which what came before is merged
    assert TWIN.card not in found.current(TODAY)
    assert gone.covers(CHAIN, 2, "00" * 32)
    assert gone.covers(CHAIN, 3, "cd" * 32)
    assert not gone.covers(CHAIN, 3, "00" * 32)  # another change under the last number
    assert not gone.covers(CHAIN, 4, "cd" * 32)
    assert not gone.covers(CHAIN.replace("ab", "cd"), 1, "cd" * 32)


@pytest.mark.parametrize("issuer", [STREET, FAR, OTHER_DISTRICT, TWIN])
def test_that_nobody_but_the_district_and_ourselves_revokes(issuer):
    found = known(certified(DISTRICT, STREET), certified(DISTRICT, TWIN), revoked(issuer, TWIN))
    assert found.withdrawn(TWIN.card.sign_key) is None
    ours = known(certified(DISTRICT, TWIN), revoked(US, TWIN))
    assert ours.withdrawn(TWIN.card.sign_key).issuer == US.card.sign_key


def test_that_no_key_puts_out_a_root_only_a_person_here_does():
    second = keys("410305")
    found = known(revoked(second, DISTRICT), trust=[trusted(second)])
    assert found.withdrawn(DISTRICT.card.sign_key) is None
    ours = known(revoked(US, DISTRICT))
    assert ours.withdrawn(DISTRICT.card.sign_key) is not None


def test_that_the_earliest_revocation_counts():
    early = revoked(DISTRICT, TWIN, datetime(2026, 11, 1, tzinfo=UTC), {CHAIN: (1, "cd" * 32)})
    late = revoked(DISTRICT, TWIN, datetime(2026, 11, 9, tzinfo=UTC), {CHAIN: (9, "cd" * 32)})
    for statements in ((early, late), (late, early)):
        assert known(*statements).withdrawn(TWIN.card.sign_key).ends == {CHAIN: (1, "cd" * 32)}


def test_that_our_own_key_can_be_revoked_and_we_learn_it():
    assert known(revoked(DISTRICT, US)).withdrawn(US.card.sign_key).why == "电脑遗失"


def test_that_a_districts_office_is_a_root_to_itself():
    found = Entitlements([DISTRICT.card], [], [certified(DISTRICT, STREET)])
    assert scope(found, STREET) == "410305001"
    assert scope(Entitlements([STREET.card], [], [certified(STREET, FAR)]), FAR) is None


def test_that_keys_that_succeed_stand_for_those_before_them():
    fresh = keys("410305002002", before=FAR)
    found = known(certified(DISTRICT, fresh))
    assert scope(found, FAR) == "410305002002"  # its first key was never shown to anybody
    assert found.replaced(FAR.card.sign_key) == fresh.card
    gone = known(certified(DISTRICT, fresh), revoked(DISTRICT, fresh))
    assert scope(gone, FAR) is None


def test_that_a_key_that_was_replaced_is_not_written_to_any_more_but_its_packages_are_taken():
    fresh = keys("410305001", before=STREET)
    found = known(certified(DISTRICT, STREET), certified(DISTRICT, fresh, serial=2))
    assert found.current(TODAY) == [DISTRICT.card, fresh.card]
    assert scope(found, STREET) == scope(found, fresh) == "410305001"


def test_that_a_successor_is_not_entitled_by_the_key_before_it():
    """Whoever stole the key could make one: a person has to look at it first."""
    fresh = keys("410305001", before=STREET)
    assert scope(known(certified(DISTRICT, STREET)), fresh) is None


_WORDS = [
    *(certified(issuer, whose, serial=serial, scope=unit)
      for issuer in (DISTRICT, STREET, OTHER_DISTRICT)
      for whose in (STREET, TWIN, FAR)
      for serial, unit in ((1, whose.card.unit), (2, "410305"), (3, "410302"))),
    *(revoked(issuer, whose) for issuer in (DISTRICT, STREET, FAR) for whose in (STREET, TWIN)),
]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), unique_by=lambda word: word.id), st.randoms())
def test_that_the_order_of_statements_means_nothing(statements, random):
    mixed = list(statements)
    random.shuffle(mixed)
    one, other = known(*statements), known(*mixed)
    for office in (DISTRICT, STREET, TWIN, FAR, US):
        key = office.card.sign_key
        assert one.scope_of(key, TODAY) == other.scope_of(key, TODAY)
        assert one.withdrawn(key) == other.withdrawn(key)
        assert (one.scope_of(key, TODAY) or "410305").startswith("410305")


@given(st.lists(st.sampled_from([w for w in _WORDS if w.issuer != DISTRICT.card.sign_key])))
def test_that_no_number_of_statements_of_others_entitles_or_revokes(statements):
    found = known(*statements)
    for office in (STREET, TWIN, FAR):
        assert scope(found, office) is None
        assert found.withdrawn(office.card.sign_key) is None
