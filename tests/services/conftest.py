"""Shared by tests of services: the district's demonstration, which takes long to make."""

import pytest

from jianxi_desktop.services import demo as demos
from jianxi_desktop.services import package
from jianxi_desktop.services.office import open_office


@pytest.fixture(scope="session")
def district_demo(district_file):
    """The district's demonstration with the number of its records; only read."""
    path, counts = district_file
    office = open_office(path, demos.DEMO_PASSWORD)
    yield office, counts
    office.close()


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def friends(office, district, drive):
    """The community and the district, which trust each other."""
    for one, other in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(other, drive))
    return office, district
