"""Trust kept by a server: what administrators give and take, what a viewer still sees."""

import pytest

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import trust
from jianxi_desktop.services.known_offices import State, known_offices, own_withdrawal
from tests.db.test_server_roles import seat  # noqa: F401 - a fixture
from tests.services.trusting import carry, give


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


def test_that_trust_is_given_certified_withdrawn_and_renewed_on_a_server(
    office_on_server, district, drive
):
    office = office_on_server
    give(district, office, drive)
    card = give(office, district, drive)
    assert carry(district, office) > 0
    assert [each.card for each in known_offices(office)] == [card]
    before = trust.office_card(office)
    fresh = trust.renew_keys(office)
    assert fresh.succeeds == before.sign_key
    trust.withdraw(office, card.fingerprint, "指纹没有核对")
    assert [each.state for each in known_offices(office)] == [State.WITHDRAWN]
    give(office, district, drive)
    assert trust.trusted_offices(office) == [card]


def test_that_a_viewer_sees_the_card_and_whom_we_trust_and_changes_nothing(
    office_on_server,
    district,
    drive,
    seat,  # noqa: F811
):
    card = give(office_on_server, district, drive)
    viewer = seat(Role.VIEWER)
    assert trust.office_card(viewer) == trust.office_card(office_on_server)
    assert own_withdrawal(viewer) is None
    assert [each.card for each in known_offices(viewer)] == [card]
    with pytest.raises(InputError):
        trust.withdraw(viewer, card.fingerprint, "不该")
