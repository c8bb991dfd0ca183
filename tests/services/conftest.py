"""Shared by tests of services: the district's demonstration, which takes long to make."""

import pytest

from jianxi_desktop.services import demo as demos
from jianxi_desktop.services.office import open_office


@pytest.fixture(scope="session")
def district_demo(tmp_path_factory):
    """The district's demonstration with the number of its records; only read."""
    path = tmp_path_factory.mktemp("demo") / "district.jxdb"
    counts = demos.make_demo(path, scale="district")
    office = open_office(path, demos.DEMO_PASSWORD)
    yield office, counts
    office.close()
