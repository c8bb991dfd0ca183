"""Blanks filled from the records of the demonstration, and their cells compared with them."""

from decimal import Decimal

import pytest
from openpyxl import load_workbook

from jianxi_desktop.db import choices as kept
from jianxi_desktop.domain.day_forms import DayForm
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import audit, records
from jianxi_desktop.services.fill import Choices, example, fill
from jianxi_desktop.services.fill_plan import forget_choices, plan_fill
from jianxi_desktop.services.revealing import reveal
from tests.services.filled import (
    BRANCH,
    DAY,
    cells,
    filled,
    in_branch,
    people,
    rows_of,
    write_blank,
)
from tests.services.test_fill_matching import forms_judged


def test_that_a_roster_is_filled_with_what_the_list_shows(demo, tmp_path):
    heads = ("序号", "姓名", "性别", "民族", "学历", "所在党支部", "学工号")
    blank = write_blank(tmp_path / "a.xlsx", heads)
    plan, result, rows = filled(demo, blank, in_branch(demo))
    expected = people(
        demo, "name", "sex", "ethnic_group", "education", "branch", query=in_branch(demo)
    )
    assert [row[1:6] for row in rows] == expected
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert result.unmatched == plan.unmatched == ("学工号",)
    assert not any(row[6] for row in rows)


def test_that_numbers_are_masked_but_where_a_reason_was_given(demo, tmp_path):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "身份证号码", "联系电话"))
    query = in_branch(demo)
    _plan, result, rows = filled(demo, blank, query)
    assert rows == people(demo, "name", "id_number", "phone", query=query)
    assert all("*" in row[1] for row in rows)
    assert any("遮挡" in note for note in result.notes)

    _plan, result, rows = filled(demo, blank, query, whole=True)
    assert not any("*" in f"{row[1]}{row[2]}" for row in rows)
    assert all(len(row[1]) == 18 for row in rows)
    export = next(e for e in audit.list_events(demo) if e.action == "export")
    assert export.detail["blank"] == "党员信息采集表"
    assert export.detail["full_numbers"] is True
    assert export.detail["rows"] == len(rows)


def test_that_leave_for_other_people_is_no_leave(demo, tmp_path):
    plan = plan_fill(demo, write_blank(tmp_path / "a.xlsx", ("姓名", "身份证号码")))
    leave = reveal(demo, "上报区委", ledger=plan.ledger, query=in_branch(demo))
    with pytest.raises(InputError, match="query"):
        fill(demo, plan, tmp_path / "out.xlsx", Query(), reveal=leave)
    assert not (tmp_path / "out.xlsx").exists()


def test_that_many_people_need_a_reason(demo, tmp_path):
    plan = plan_fill(demo, write_blank(tmp_path / "a.xlsx", ("姓名", "性别")))
    with pytest.raises(InputError) as refused:
        fill(demo, plan, tmp_path / "out.xlsx", Query())
    assert refused.value.code == "reason_needed"


def test_that_people_who_are_no_members_now_are_told(demo, tmp_path):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "性别", "所在党支部"))
    _plan, result, rows = filled(demo, blank, Query())
    number = sum(row[2] is None for row in rows)
    assert number
    assert any(note.startswith(f"其中{number}人现在没有组织关系") for note in result.notes)
    _plan, result, rows = filled(demo, blank, in_branch(demo))
    assert not any("没有组织关系" in note for note in result.notes)


def test_that_members_of_an_organisation_and_all_below_it_are_counted(demo, tmp_path):
    blank = write_blank(tmp_path / "a.xlsx", ("党组织名称", "党员数", "正式党员数", "预备党员数"))
    _plan, _result, rows = filled(demo, blank, Query())
    expected = []
    for row in rows_of(demo, "organisation", ("name",)):
        counts = []
        for status in ("full", "probationary"):
            query = Query(within=row.id, filters=(Filter("status", status),))
            counts.append(records.count_rows(demo, demo.catalog["person"], query))
        expected.append([row.cells[0], sum(counts), *counts])
    assert rows == expected
    assert any(row[3] for row in rows)


def test_that_links_ages_and_those_above_are_told(demo, tmp_path):
    heads = ("姓名", "党支部书记", "上级党组织", "所属街道", "年龄", "党龄", "身份证后六位")
    blank = write_blank(tmp_path / "a.xlsx", heads)
    _plan, _result, rows = filled(demo, blank, in_branch(demo), whole=True)
    [(branch, _name)] = records.list_choices(demo, "organisation", BRANCH)
    secretary = records.find_record(demo, demo.catalog["organisation"], branch).values["secretary"]
    known = people(demo, "born_on", "joined_on", query=in_branch(demo))
    for row, (born, joined) in zip(rows, known, strict=True):
        assert row[1:4] == [secretary, "武汉路社区党委", "武汉路街道"]
        for years, day in ((row[4], born), (row[5], joined)):
            later = f"{int(day[:4]) + years}{day[4:]}"
            assert later <= DAY.isoformat() < f"{int(later[:4]) + 1}{later[4:]}"
        assert len(row[6]) == 6


def test_that_what_was_chosen_is_remembered_for_the_blank_and_its_captions(demo, tmp_path):
    first = write_blank(tmp_path / "a.xlsx", ("姓名", "单位", "备注1", "入党时间"))
    chosen = {"单位": "workplace", "备注1": "job"}
    plan, _result, rows = filled(
        demo, first, in_branch(demo), captions=chosen, day_form=DayForm.WORDS, empty_as="无"
    )
    assert not plan.remembered
    again = plan_fill(demo, write_blank(tmp_path / "b.xlsx", ("姓名", "单位", "备注1", "入党时间")))
    assert again.remembered
    assert [each.source_key for each in again.columns] == ["name", "workplace", "job", "joined_on"]
    assert (again.day_form, again.empty_as) == (DayForm.WORDS, "无")
    other = plan_fill(demo, write_blank(tmp_path / "c.xlsx", ("姓名", "性别", "单位")))
    assert not other.remembered
    assert [(each.source_key, each.how) for each in other.columns][2] == ("workplace", "learned")
    assert rows[0][1] == people(demo, "workplace", query=in_branch(demo))[0][0]
    with demo.store.read() as connection:
        assert kept.caption_choices(connection, "fill", "person") == {
            "单位": "workplace",
            "备注1": "job",
        }


@pytest.mark.parametrize("other", [("姓名", "性别", "民族"), ("姓名", "性别")])
def test_that_the_sheet_that_was_filled_is_taken_again(demo, tmp_path, other):
    def blank(name, *sheets):
        path = write_blank(tmp_path / name, ("姓名", "性别", "民族"))
        book = load_workbook(path)
        for each in sheets:
            sheet = book.create_sheet(each)
            sheet.append(list(other))
        book.save(path)
        return path

    path = blank("a.xlsx", "二支部", "三支部")
    assert plan_fill(demo, path).blank.sheet == "Sheet"
    chosen = plan_fill(demo, path, sheet="三支部")
    fill(demo, chosen, tmp_path / "b.xlsx", in_branch(demo))

    again = plan_fill(demo, blank("c.xlsx", "三支部"))
    assert (again.blank.sheet, again.remembered) == ("三支部", True)
    assert plan_fill(demo, path, sheet="Sheet").blank.sheet == "Sheet"
    assert plan_fill(demo, blank("d.xlsx", "四支部")).blank.sheet == "Sheet"
    forget_choices(demo, again)
    assert plan_fill(demo, path).blank.sheet == "Sheet"


def test_that_a_caption_that_is_not_there_or_leads_nowhere_is_refused(demo, tmp_path):
    blank = write_blank(tmp_path / "a.xlsx", ("姓名", "性别"))
    with pytest.raises(UsageError, match="caption"):
        plan_fill(demo, blank, captions={"单位": "workplace"})
    with pytest.raises(UsageError, match="source"):
        plan_fill(demo, blank, captions={"性别": "branch.nothing"})


def test_that_an_example_is_shown_masked_before_anything_is_written(demo, tmp_path):
    plan = plan_fill(demo, write_blank(tmp_path / "a.xlsx", ("序号", "姓名", "身份证号码")))
    shown = example(demo, plan, in_branch(demo), Choices(), DAY)
    [name, number] = people(demo, "name", "id_number", query=in_branch(demo))[0]
    assert shown == {0: "1", 1: name, 2: number}


def telling_forms():
    """Give judged forms until each source that any of them asks for is asked for by one."""
    forms, seen = forms_judged(), set()
    for form, rows in sorted(forms.items(), key=lambda pair: -len(pair[1])):
        asked = {(row["ledger"], row["source"]) for row in rows if row["source"]}
        if asked - seen:
            seen |= asked
            yield form, rows


def test_that_the_judged_forms_are_filled_with_what_the_records_say(demo, tmp_path):
    compared = set()
    [(branch, _name)] = records.list_choices(demo, "organisation", BRANCH)
    for form, rows in telling_forms():
        captions = [row["column"] for row in rows]
        blank = write_blank(tmp_path / f"{form}.xlsx", captions, title=rows[0]["title"])
        plan = plan_fill(demo, blank)
        assert plan.ledger.key == next(row["ledger"] for row in rows if row["ledger"]), form
        query = Query()
        if len(records.list_serials(demo, plan.ledger, query)) > 60:
            query = Query(within=branch)
        result = fill(demo, plan, tmp_path / "out.xlsx", query, reason="测试", on=DAY)
        serials = records.list_serials(demo, plan.ledger, query)
        assert result.rows == len(serials) > 3
        got = cells(tmp_path / "out.xlsx", plan.blank.first_row, min(40, len(serials)))
        compared |= compare(demo, plan, serials, got)
    assert len(compared) > 80


def compare(office, plan, serials, got):
    """Compare cells of own fields with what a list shows; give what was compared."""
    ledger = plan.ledger
    plain = [
        (column.place, ledger.all_fields[column.source_key])
        for column in plan.columns
        if column.source_key in ledger.all_fields
    ]
    keys = {field.key for _place, field in plain}
    attributes = [a for s in ledger.form for a in s.fields if a.key in keys]
    shown = records.list_rows(office, ledger, attributes, serials[: len(got)])
    for row, written in zip(shown, got, strict=True):
        by_key = dict(zip((a.key for a in attributes), row.cells, strict=True))
        for place, field in plain:
            assert as_text(written[place]) == expected_text(field, by_key[field.key])
    return {(ledger.key, key) for key in keys}


def test_that_rows_that_belong_to_a_record_are_told(demo, tmp_path):
    heads = ("姓名", "提交书面申请书时间", "入党介绍人", "评议结果", "党内奖惩情况")
    plan, _result, rows = filled(demo, write_blank(tmp_path / "a.xlsx", heads), Query())
    assert [each.source_key for each in plan.columns][1:4] == [
        "development_case/applied_on",
        "development_case/introducers",
        "member_record=appraisal/result",
    ]
    ids = [row.id for row in rows_of(demo, "person", ("name",))]
    cases = newest(demo, "development_case", "person", ("applied_on", "introducers"))
    appraisals = newest(demo, "member_record", "person", ("result",), kind="appraisal")
    names = {one: [] for one in ids}
    for kind in ("award", "punishment"):
        for row in rows_of(demo, "member_record", ("person", "title"), kind=kind):
            owner = records.find_record(demo, demo.catalog["member_record"], row.id)
            names[owner.values["person"]].append(row.cells[1])
    for one, row in zip(ids, rows, strict=True):
        applied, introducers = cases.get(one, (None, None))
        assert row[1] == (applied and applied.replace("-", "."))
        assert row[2] == introducers
        assert row[3] == appraisals.get(one, (None,))[0]
        assert sorted((row[4] or "").split("、")) == sorted(names[one] or [""])
    assert len(cases) > 3
    assert len(appraisals) > 40


def newest(office, key, owner, keys, **wanted):
    """Give values of each owner's newest row, by its first day."""
    ledger = office.catalog[key]
    found = {}
    for row in rows_of(office, key, keys, **wanted):
        values = records.find_record(office, ledger, row.id).values
        day = values.get("applied_on") or values.get("recorded_on")
        if values[owner] not in found or day >= found[values[owner]][0]:
            found[values[owner]] = (day, row.cells)
    return {one: values for one, (_day, values) in found.items()}


def as_text(cell):
    """Give a filled cell as text."""
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def expected_text(field, value):
    """Give what a list shows of a field, in the usual forms of a blank."""
    from jianxi_desktop.schema.fields import Day, Link

    if value is None:
        return ""
    if isinstance(field, Day):
        return value.replace("-", ".")
    if isinstance(field, Link):
        return value
    written = field.cell(value) if not field.masked else value
    return f"{float(written):g}" if isinstance(written, Decimal) else str(written)
