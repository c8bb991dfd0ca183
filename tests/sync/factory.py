"""Offices, rows and packages that the tests are about."""

from datetime import UTC, datetime

from jianxi_desktop.sync.keys import OfficeKeys
from jianxi_desktop.sync.package import Direction, PackageFacts, Part

CREATED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
COLUMNS = ("id", "replica", "seq", "name", "party", "remark")


def office(unit, name):
    return OfficeKeys.new(unit=unit, name=name, created=CREATED)


def facts(number=1, **other):
    given = {
        "id": f"{number:032x}",
        "number": number,
        "replica": "ab" * 16,
        "created": CREATED,
        "schema": "0001",
        "direction": Direction.UP,
        "folder": "410305001",
        "units": ("410305001001", "410305"),
        "manifest": {"app": "0.1.0", "unit": "南山社区党委"},
    }
    return PackageFacts(**(given | other))


def rows(count, start=0):
    names = ("𠮷田", "㐂", "王芳", "欧阳", '"\\\n', "")
    return [
        [f"{n:032x}", "ab" * 16, n + 1, names[n % 6], n % 2 == 0, None]
        for n in range(start, start + count)
    ]


def parts(count=30):
    return [Part("org", COLUMNS, rows(3)), Part("person", COLUMNS, rows(count, 100))]
