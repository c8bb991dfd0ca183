"""Sets of indicators: shipped, copied, made anew; frozen once a round has used them."""

import pytest
import xlsxwriter

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import history, indicator_sets, records, roster
from jianxi_desktop.services.observation import form_numbers, plan_round
from jianxi_desktop.services.records import Seen
from tests import factory

CALL = {"step": "street_internal", "period": "2026H2"}


def rows(office, key, **where):
    """Read the live rows of a ledger whole, by one field where it is named."""
    ledger = office.catalog[key]
    query = Query(filters=tuple(Filter(field, value) for field, value in where.items()))
    with office.store.read() as connection:
        found = office.lister(ledger).stream(connection, (ledger.caption,), query)
        return lookup.existing(connection, ledger, "id", [each.id for each in found])


def of_title(office, title):
    return next(each for each in indicator_sets.list_sets(office) if each.title == title)


def set_of(office, round_id):
    found = records.find_record(office, office.catalog["observation_round"], round_id)
    return found.values["indicator_set"]


def save(office, key, record_id, **values):
    found = records.find_record(office, office.catalog[key], record_id)
    seen = Seen(found.id, found.version)
    return records.save_record(office, office.catalog[key], found.values | values, seen)


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as error:
        call(*arguments, **named)
    return error.value


def first_of(office, key, owner, value):
    return rows(office, key, **{owner: value})[0]["id"]


@pytest.fixture
def used(office):
    """An office in which a round has used the comprehensive set; the round and the set."""
    planned = plan_round(office, **CALL).id
    return planned, indicator_sets.list_sets(office)[0].id


def test_that_a_shipped_set_means_the_same_in_every_office_and_is_changed_in_its_next_version(
    office,
):
    indicator_sets.install_ready(office)
    shipped = indicator_sets.list_sets(office)[2].id
    line = first_of(office, "indicator", "indicator_set", shipped)
    error = refused(save, office, "indicator", line, most=30)
    assert error.code == "frozen"
    assert "另立新版" in error.user_message


def test_that_an_office_is_offered_the_shipped_sets_before_it_has_any(office):
    offered = indicator_sets.list_sets(office)
    assert [each.title for each in offered] == [
        "综合观摩（第1版）", "阵地观摩（第1版）", "快速走访（第1版）"
    ]  # fmt: skip
    assert {each.most for each in offered} == {100}
    assert rows(office, "indicator_set") == []
    assert plan_round(office, **CALL, indicator_set=offered[1].id).id
    assert of_title(office, "阵地观摩（第1版）").id == offered[1].id


def test_that_shipped_sets_are_put_in_once_and_come_back_when_removed(office):
    assert indicator_sets.install_ready(office) == {"indicator_set", "indicator"}
    assert indicator_sets.install_ready(office) == frozenset()
    before = indicator_sets.list_sets(office)
    quick = of_title(office, "快速走访（第1版）").id
    records.remove_record(office, office.catalog["indicator_set"], quick, 1, "用不上")
    assert len(indicator_sets.list_sets(office)) == 2
    indicator_sets.install_ready(office)
    assert indicator_sets.list_sets(office) == before
    history.undo_last(office)
    assert len(indicator_sets.list_sets(office)) == 2


def test_that_planning_again_after_undoing_the_first_round_finds_its_set(office):
    plan_round(office, **CALL)
    history.undo_last(office)
    assert rows(office, "indicator_set") == []
    assert form_numbers(office, plan_round(office, **CALL).id)
    assert of_title(office, "综合观摩（第1版）").indicators == 17


def test_that_a_round_is_planned_by_the_title_of_a_set_without_its_version(office):
    planned = plan_round(office, **CALL, indicator_set="快速走访").id
    criteria = rows(office, "observation_criterion", round=planned)
    assert {row["rule"] for row in criteria} == {"grades", "yes_no", "unscored"}
    known = refused(plan_round, office, **CALL, indicator_set="没有这一套")
    assert known.code == "no_set"


def test_that_the_next_version_is_a_draft_with_all_indicators_that_may_be_changed(office, used):
    _round, first = used
    made = indicator_sets.new_version(office, first)
    draft = of_title(office, "综合观摩（第2版）")
    assert (draft.id, draft.state, draft.indicators) == (made.id, "draft", 17)
    line = first_of(office, "indicator", "indicator_set", made.id)
    assert save(office, "indicator", line, guidance="另写的要点").version == 2
    assert [row["guidance"] for row in rows(office, "indicator", indicator_set=first)].count(
        "另写的要点"
    ) == 0
    again = indicator_sets.new_version(office, first)
    assert records.caption_of(office, "indicator_set", again.id) == "综合观摩（第3版）"


def test_that_a_draft_is_not_taken_unasked_and_the_version_in_use_is(office, used):
    _round, first = used
    made = indicator_sets.new_version(office, first).id
    planned = plan_round(office, **CALL).id
    assert set_of(office, planned) == first
    plan_round(office, **CALL, indicator_set=made)
    planned = plan_round(office, **CALL).id
    assert set_of(office, planned) == made


def test_that_a_copy_goes_its_own_way_under_a_title_of_its_own(office, used):
    _round, first = used
    for title in ("综合观摩副本（第1版）", "综合观摩副本2（第1版）"):
        made = indicator_sets.copy_set(office, first)
        assert records.caption_of(office, "indicator_set", made.id) == title
    named = indicator_sets.copy_set(office, first, "红色物业观摩")
    assert of_title(office, "红色物业观摩").id == named.id
    assert refused(indicator_sets.copy_set, office, first, "红色物业观摩").code == "exists"


def test_that_a_used_set_is_called_what_its_sheets_say(office, used):
    _round, first = used
    for values in ({"title": "另一个名字"}, {"edition": 5}, {"state": "draft"}):
        error = refused(save, office, "indicator_set", first, **values)
        assert error.code == "frozen"
        assert "另立新版" in error.user_message
    assert save(office, "indicator_set", first, state="retired", purpose="不再使用").version
    assert refused(plan_round, office, **CALL, indicator_set=first).code == "retired_set"


def test_that_indicators_of_a_used_set_are_neither_changed_added_removed_nor_imported(
    office, used, tmp_path
):
    _round, first = used
    ledger = office.catalog["indicator"]
    line = rows(office, "indicator", indicator_set=first)[0]
    before = factory.dump(office)
    new = {key: line[key] for key in ledger.fields} | {"position": 99}
    assert refused(save, office, "indicator", line["id"], most=50).code == "frozen"
    assert refused(records.save_record, office, ledger, new).code == "frozen"
    assert refused(records.remove_record, office, ledger, line["id"], 1, "不要").code == "frozen"
    with xlsxwriter.Workbook(tmp_path / "lines.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("指标集", "方式", "序号", "观摩内容", "分值", "计分办法"))
        sheet.write_row(1, 0, ("综合观摩（第1版）", "听", 1, "改掉的内容", 8, "按分计分"))
    taken = roster.import_roster(office, ledger, tmp_path / "lines.xlsx")
    assert taken.counts["refuse"] == 1
    assert factory.dump(office) == before


def test_that_a_line_is_not_smuggled_into_a_used_set_from_a_draft(office, used):
    _round, first = used
    made = indicator_sets.new_version(office, first).id
    line = first_of(office, "indicator", "indicator_set", made)
    assert refused(save, office, "indicator", line, indicator_set=first).code == "frozen"


def test_that_an_earlier_value_does_not_come_back_into_a_used_set(office, used):
    _round, first = used
    made = indicator_sets.new_version(office, first).id
    line = first_of(office, "indicator", "indicator_set", made)
    save(office, "indicator", line, most=7)
    plan_round(office, **CALL, indicator_set=made)
    ledger = office.catalog["indicator"]
    oldest = history.history_of(office, ledger, line)[-1]
    error = refused(history.revert_value, office, ledger, line, oldest.dot, "most")
    assert error.code == "frozen"


def test_that_a_set_without_indicators_makes_no_round(office):
    ledger = office.catalog["indicator_set"]
    values = {"title": "空的", "edition": 1, "state": "draft"}
    made = records.save_record(office, ledger, values).id
    assert refused(plan_round, office, **CALL, indicator_set=made).code == "empty_set"


@pytest.mark.parametrize("way", ["printed", "scored"])
def test_that_criteria_stay_as_they_are_once_a_sheet_is_on_paper_or_scored(office, used, way):
    planned, _set = used
    line = rows(office, "observation_criterion", round=planned)[0]
    assert save(office, "observation_criterion", line["id"], most=9).version == 2
    visit = rows(office, "observation_visit", round=planned)[0]
    with office.change("create") as change:
        if way == "printed":
            form = {"form_number": visit["form_number"], "title": "观摩检查表", "state": "printed"}
            insert_rows(change, office.catalog["printed_form"], [form])
        else:
            score = {"visit": visit["id"], "criterion": line["id"], "scorer": "甲", "points": 100}
            insert_rows(change, office.catalog["observation_score"], [score])
    ledger = office.catalog["observation_criterion"]
    assert refused(save, office, "observation_criterion", line["id"], most=8).code == "printed"
    assert refused(records.remove_record, office, ledger, line["id"], 2, "不要").code == "printed"
    assert save(office, "observation_criterion", line["id"], dimension="service").version == 3
