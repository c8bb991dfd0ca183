"""What a person decided about columns goes before what their captions say."""

from dataclasses import replace

import pytest

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.roster import roster_spec
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import Pasted

SPEC = roster_spec(CATALOG["person"])
TWICE = "姓名\t身份证号\t姓名\t性别\n李四\t\t张三\t男"
NAMELESS = "姓名\t性别\t\n李四\t男\t13800001234"


def read(text, **given):
    """Read a block with decisions; give its head and the values of its rows."""
    with open_roster(Pasted(text), replace(SPEC, given=given)) as roster:
        return roster, [row.values for row in roster.rows()]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"姓名": "name", "姓名（C列）": None}, "李四"),
        ({"姓名": None, "姓名（C列）": "name"}, "张三"),
    ],
)
def test_that_of_two_columns_of_one_name_the_chosen_one_is_read(given, name):
    roster, rows = read(TWICE, **given)

    assert roster.file == "read"
    assert [row["name"] for row in rows] == [name]


def test_that_columns_may_be_left_out_until_one_is_left():
    roster, rows = read(TWICE, 姓名=None, 性别=None, 身份证号=None, **{"姓名（C列）": "name"})

    assert roster.file == "read"
    assert rows == [{"name": "张三"}]


def test_that_a_column_without_a_caption_can_be_taken():
    _roster, rows = read(NAMELESS, **{"（C列，无标题）": "phone"})

    assert rows == [{"name": "李四", "sex": "1", "phone": "13800001234"}]


def test_that_a_field_goes_to_the_column_that_was_chosen_for_it():
    roster, rows = read("姓名\t手机\t另一个号\n李四\t13800001234\t13900001234", 另一个号="phone")

    assert roster.columns == {"姓名": "name", "手机": None, "另一个号": "phone"}
    assert rows == [{"name": "李四", "phone": "13900001234"}]
