"""The organisation chart of an office's records."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.db.write import insert_rows, update_row
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import audit, organisation_chart, papers, records
from jianxi_desktop.services.drawn import Wanted
from tests import factory
from tests.postgres import EITHER_PLACE

DAY = date(2026, 11, 20)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def text_of(document, page=None):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        pages = pdf if page is None else [pdf[page]]
        return "".join(re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pages)


def organisation(office, name, form="branch", kind="grid", **more):
    values = {"name": name, "form": form, "kind": kind, "parent": office.unit.organisation, **more}
    return records.save_record(office, office.catalog["organisation"], values).id


def test_that_the_chart_of_a_community_names_who_stands_where_and_how_many(demo):
    text = text_of(organisation_chart.chart(demo, as_of=DAY))
    tree = records.organisation_tree(demo, DAY)
    assert [node.name for node in tree if node.name not in text] == []
    assert "武汉路社区党委组织架构图" in text
    assert "上级：武汉路街道党工委" in text
    assert "支部6小组6党员168" in text
    assert "截至2026年11月20日" in text
    assert "合计：网格党支部4个，楼栋党小组6个，" in text
    assert "党员168人。" in text


def test_that_the_chart_begins_where_it_is_told(demo):
    branch = next(n for n in records.organisation_tree(demo) if n.form == "branch")
    document = papers.print_paper(
        demo, "organisation_chart", wanted=Wanted(organisation=branch.id, as_of=DAY)
    )
    assert document.title == f"{branch.name}组织架构图"
    assert "第二网格党支部" not in text_of(document)


def test_that_who_was_dissolved_by_the_day_is_left_out(office, branch, member):
    ended = organisation(office, "撤销了的党支部")
    organisation(office, "撤销了的党支部下的党小组", "group", "building", parent=ended)
    with office.change("change") as change:  # as a package may bring it
        update_row(change, office.catalog["organisation"], ended, 1, {"dissolved_on": "2026-11-10"})
    organisation(office, "还没成立的党支部", established_on="2026-12")
    later = text_of(organisation_chart.chart(office, as_of=DAY))
    earlier = text_of(organisation_chart.chart(office, as_of=date(2026, 11, 9)))
    assert "撤销了的党支部组织" not in later
    assert "支部1小组1党员1" in later
    assert "还没成立的党支部" not in later + earlier
    assert "支部2小组1党员1" in earlier
    # Whoever stood below it is not lost from the chart.
    assert "撤销了的党支部下的党小组" in later


def test_that_a_chart_of_somebody_who_was_not_there_is_refused(office):
    ended = organisation(office, "撤销了的党支部", dissolved_on="2026-11-10")
    for wanted in (ended, factory.any_id()):
        with pytest.raises(InputError) as refused:
            organisation_chart.chart(office, wanted, DAY)
        assert refused.value.code == "no_organisation"


def test_that_regional_and_property_organisations_stand_at_the_side(office, branch):
    organisation(office, "武汉路社区区域党委", "regional_committee", "regional")
    organisation(office, "嘉园物业党支部", kind="property", secretary="王㐂")
    text = text_of(organisation_chart.chart(office, as_of=DAY))
    for said in ("武汉路社区区域党委", "嘉园物业党支部", "书记王㐂", "红色物业", "虚线为依托"):
        assert said in text


def test_that_who_is_limited_sees_the_chart_of_his_own_only(office, branch):
    other = organisation(office, "别的党支部")
    limited = factory.limited(office, branch)
    document = organisation_chart.chart(limited, as_of=DAY)
    assert "第一网格党支部组织架构图" in text_of(document)
    assert "别的党支部" not in text_of(document)
    for wanted in (other, office.unit.organisation):
        with pytest.raises(InputError):
            organisation_chart.chart(limited, wanted, DAY)


def test_that_a_circle_of_organisations_is_drawn_to_an_end(office, branch):
    group = organisation(office, "第一楼栋党小组", "group", "building", parent=branch)
    with office.change("change") as change:
        update_row(change, office.catalog["organisation"], branch, 1, {"parent": group})
    assert organisation_chart.chart(office, as_of=DAY).pages == 1


def test_that_a_saved_chart_is_noted_with_its_count(office, branch, tmp_path):
    document = organisation_chart.chart(office, as_of=DAY)
    papers.save_pdf(office, document, tmp_path / "chart.pdf")
    noted = audit.list_events(office, limit=1)[0]
    assert noted.action == "print"
    assert noted.detail["paper"] == "organisation_chart"
    assert noted.detail["rows"] == 2


def test_that_the_same_day_gives_the_same_file(demo):
    made = [organisation_chart.chart(demo, as_of=DAY, today=DAY).pdf for _ in range(2)]
    assert made[0] == made[1]


def test_that_a_chart_of_the_past_has_the_names_and_places_of_then(office, branch):
    other = organisation(office, "第二网格党支部")
    group = organisation(office, "第一楼栋党小组", "group", "building", parent=other)
    for record, facts in (
        (branch, {"kind": "renamed", "old_name": "老街党支部", "new_name": "第一网格党支部"}),
        (group, {"kind": "moved", "old_parent": branch, "new_parent": other}),
    ):
        changes = office.catalog["organisation_change"]
        facts |= {
            "organisation": record,
            "changed_on": "2026-11-10",
            "document": "洛涧组〔2026〕9号",
        }
        with office.change("create") as change:
            insert_rows(change, changes, [facts])
    before = text_of(organisation_chart.chart(office, branch, date(2026, 11, 9)))
    after = text_of(organisation_chart.chart(office, branch, DAY))
    assert "老街党支部组织架构图" in before
    assert "第一楼栋党小组" in before
    assert "第一网格党支部组织架构图" in after
    assert "第一楼栋党小组" not in after


def test_that_the_secretary_is_whoever_held_the_post_on_the_day(office, branch):
    posts = office.catalog["post_holding"]
    for name, starts, ends in (
        ("王前任", "2020-01-01", "2026-11-01"),
        ("李𠮷", "2026-11-01", None),
    ):
        values = {"organisation": branch, "name": name, "post": "secretary"}
        with office.change("create") as change:
            insert_rows(change, posts, [{**values, "starts_on": starts, "ends_on": ends}])
    assert "书记李𠮷" in text_of(organisation_chart.chart(office, as_of=DAY))
    assert "书记王前任" in text_of(organisation_chart.chart(office, as_of=date(2026, 10, 1)))
