"""The fields of a member roster, by kind, as the ledger has them."""

import pytest

from jianxi_desktop.schema.fields import Choice, Day, IdentityNumber, Link, Name, Phone, Text, YesNo
from jianxi_desktop.sheets.spec import RosterSpec

FIELDS = (
    Name("姓名", ("党员姓名",), key="name", required=True, search=True),
    Choice("性别", table="sex", key="sex"),
    Choice("民族", table="ethnic_group", key="ethnic_group"),
    IdentityNumber("身份证号码", ("公民身份号码", "身份证号"), key="id_number", required=True),
    Day("出生日期", ("出生年月",), key="born_on"),
    Choice("学历", ("最高学历",), table="education", key="education"),
    Day("入党日期", ("入党时间",), key="joined_on"),
    Day("转正日期", ("转正时间",), key="full_on"),
    Choice("人员类别", ("党籍状态",), table="member_status", key="status"),
    Link("所在党支部", ("所属党支部", "编入党支部"), key="branch"),
    Phone("手机号码", ("手机",), key="phone"),
    Phone("联系电话", ("固定电话",), key="landline"),
    Text("现居住地", ("家庭住址", "联系地址"), length=150, key="address"),
    Text("工作单位", ("工作/学习单位",), length=100, key="workplace"),
    YesNo("是否农民工", key="migrant_worker"),
)


@pytest.fixture
def spec():
    return RosterSpec(FIELDS, ignored=("序号", "年龄", "信息完整度"))
