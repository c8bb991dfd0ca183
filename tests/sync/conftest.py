import pytest

from jianxi_desktop.sync.package import write_snapshot
from tests.sync.factory import facts, office, parts


@pytest.fixture(scope="session")
def community():
    return office("410305001", "南山社区党委")


@pytest.fixture(scope="session")
def district():
    return office("410305", "涧西区委组织部")


@pytest.fixture(scope="session")
def stranger():
    return office("410302", "别的单位")


@pytest.fixture(scope="session")
def package_bytes(community, district, tmp_path_factory):
    """A small whole package from the community to the district."""
    root = tmp_path_factory.mktemp("drive")
    written = write_snapshot(root, facts(), community, [district.card], parts())
    return written.path.read_bytes()


@pytest.fixture
def package(tmp_path, package_bytes):
    path = tmp_path / "JX_package.jxp"
    path.write_bytes(package_bytes)
    return path
