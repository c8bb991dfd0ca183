"""The one column of telephones of a roster: mobile numbers are such, whatever it is called."""

import pytest

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.roster import roster_spec
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import Pasted

MOBILES = ("13800001111", "138 0000 1112")


def columns(captions, *numbers):
    spec = roster_spec(CATALOG["person"])
    lines = ["\t".join(("姓名", "身份证号", *captions))]
    lines += ["\t".join((f"王芳{n}", "", *cells)) for n, cells in enumerate(numbers)]
    with open_roster(Pasted("\n".join(lines)), spec) as roster:
        return {c: roster.columns[c] for c in captions}, roster.notes


@pytest.mark.parametrize("caption", ["联系电话", "电话", "联系方式"])
def test_that_a_column_of_mobile_numbers_is_taken_for_them(caption):
    found, notes = columns((caption,), *((number,) for number in MOBILES))
    assert found == {caption: "phone"}
    assert f"“{caption}”列里是手机号，收进手机号码" in notes


def test_that_landlines_and_what_is_called_so_stay_such():
    assert columns(("联系电话",), ("0379-64900001",), ("64900002",))[0] == {"联系电话": "landline"}
    assert columns(("固定电话",), *((n,) for n in MOBILES))[0] == {"固定电话": "landline"}
    assert columns(("联系电话",), ("",), ("",))[0] == {"联系电话": "landline"}


def test_that_beside_a_column_of_mobile_numbers_the_other_is_the_other():
    found, _notes = columns(("手机号码", "联系电话"), *((n, n) for n in MOBILES))
    assert found == {"手机号码": "phone", "联系电话": "landline"}
