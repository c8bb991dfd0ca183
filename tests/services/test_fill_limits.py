"""What somebody who is limited, or has no right to numbers, may fill a blank with."""

import pytest

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.fill import fill
from jianxi_desktop.services.fill_plan import plan_fill
from tests import factory
from tests.services.filled import BRANCH, cells, write_blank

HEADS = ("姓名", "所在党支部", "上级党组织", "所属党委编码", "所在党支部联系电话")


@pytest.fixture
def branch(demo):
    return next(one for one, name in records.list_choices(demo, "organisation", BRANCH))


def test_that_a_limited_person_fills_own_members_and_names_of_those_above(demo, branch, tmp_path):
    demo_committee = records.find_record(demo, demo.catalog["organisation"], demo.top)
    assert demo_committee.values["code"]
    limited = factory.limited(demo, branch, Role.EDITOR)
    blank = write_blank(tmp_path / "a.xlsx", HEADS)
    plan = plan_fill(limited, blank)
    result = fill(limited, plan, tmp_path / "out.xlsx", Query())
    rows = cells(tmp_path / "out.xlsx", plan.blank.first_row, result.rows)
    assert result.rows == records.count_rows(limited, limited.catalog["person"], Query())
    members = [row for row in rows if row[1] is not None]
    assert len(members) == records.count_rows(demo, demo.catalog["person"], Query(within=branch))
    above = demo_committee.values["name"]
    assert {(row[1], row[2]) for row in members} == {(BRANCH, above)}
    assert {row[3] for row in rows} == {None}
    assert all(row[4] is None or "*" in row[4] for row in rows)


def test_that_nobody_fills_a_blank_without_the_right_to_export(demo, branch, tmp_path):
    viewer = factory.limited(demo, branch, Role.VIEWER, "-export")
    with pytest.raises(InputError) as refused:
        plan_fill(viewer, write_blank(tmp_path / "a.xlsx", HEADS))
    assert refused.value.code == "not_allowed"
