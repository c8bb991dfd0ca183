"""Fields as printed columns."""

import pytest

from jianxi_desktop.prints.columns import column_of
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema import fields


@pytest.mark.parametrize(
    ("field", "align"),
    [
        (fields.Text("备注", width=12), Align.LEFT),
        (fields.LongText("内容"), Align.LEFT),
        (fields.Name("姓名"), Align.CENTER),
        (fields.IdentityNumber("公民身份号码"), Align.CENTER),
        (fields.Day("入党日期"), Align.CENTER),
        (fields.Whole("人数"), Align.RIGHT),
        (fields.Money("金额"), Align.RIGHT),
    ],
)
def test_that_values_stand_where_their_kind_is_read_best(field: fields.Field, align: Align):
    assert column_of(field) == Column(field.caption, field.width, align)
