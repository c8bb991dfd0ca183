"""Returns defined by files: cells, sums, shares, checks, values set by hand, records behind."""

from collections import Counter
from datetime import date

import pytest

from jianxi_desktop.db.figures_behind import serials_of
from jianxi_desktop.domain.progress import no_progress
from jianxi_desktop.domain.return_forms import read_definition
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records, return_tables, returns
from jianxi_desktop.services.return_records import records_behind
from jianxi_desktop.services.return_tables import asked_of, count_table, facts_behind
from tests import factory

DAY = date(2026, 11, 20)
UNITS = {
    "valid_from": "2017-01-01",
    "layout": "units",
    "facts": "organisations",
    "where": ["standing", "kind!=district|street|regional"],
    "column": [
        {"key": "branches", "caption": "党组织/党支部", "where": ["form=branch"]},
        {"key": "groups", "caption": "党组织/党小组", "where": ["form=group"]},
        {"key": "all", "caption": "合计", "formula": "branches + groups"},
        {"key": "share", "caption": "支部占比", "formula": "branches / all", "show": "percent"},
        {"key": "members", "caption": "支部党员", "where": ["form=branch"], "sum": "members"},
        {"key": "forms", "caption": "形式种数", "distinct": "form"},
        {"key": "pay", "caption": "补贴总额", "typed": True, "places": 2},
    ],
    "check": [
        {"rule": "groups <= branches", "text": "党小组不多于党支部"},
        {"rule": "total.all == R1.total.nothing", "text": "别的表没有的不比"},
    ],
}
FIXED = {
    "valid_from": "2017-01-01",
    "layout": "fixed",
    "facts": "organisations",
    "where": ["standing"],
    "column": [
        {"key": "a", "caption": "个数", "number": "A"},
        {"key": "b", "caption": "其中/党员", "sum": "members", "number": "B"},
    ],
    "row": [
        {"key": "r1", "caption": "总计", "formula": "r2 + r3", "number": "1"},
        {"key": "r2", "caption": "党支部", "level": 1, "where": ["form=branch"], "number": "2"},
        {"key": "r3", "caption": "党小组", "level": 1, "where": ["form=group"], "columns": ["a"]},
    ],
    "check": [
        {"rule": "r1.a == r2.a", "text": "故意不符"},
        {"rule": "r2.b == r2.b", "text": "相符"},
        {"rule": "b >= a", "text": "党员不少于组织"},
    ],
}


def definition(edition):
    return read_definition(
        {
            "code": "T1",
            "title": "试验表",
            "period": "year",
            "due_days": 5,
            "levels": ["community"],
            "source": "试验",
            "edition": [edition],
        }
    )


def counted(office, edition, **more):
    return count_table(office, definition(edition), DAY, "", no_progress, lambda _code: {}, **more)


def cell(result, row, column):
    found = result.find(f"{row}/{column}")
    assert found is not None
    return found


def branches_of(office):
    """Organisations below the community with their identities."""
    ledger = office.catalog["organisation"]
    columns = (ledger.record.name, ledger.record.kind, ledger.record.form)
    rows = records.list_rows(office, ledger, columns, records.list_serials(office, ledger, Query()))
    found = [dict(zip(("name", "kind", "form"), r.cells, strict=True), id=r.id) for r in rows]
    return [row for row in found if row["kind"] not in ("district", "street", "regional")]


def test_that_units_add_up_and_shares_of_a_total_are_shares(demo):
    result = counted(demo, UNITS)
    forms = Counter(row["form"] for row in branches_of(demo))
    assert cell(result, "total", "branches").value == forms["branch"] == 6
    assert cell(result, "total", "all").value == forms["branch"] + forms["group"]
    share = forms["branch"] / (forms["branch"] + forms["group"])
    assert cell(result, "total", "share").value == round(share, 4)
    assert cell(result, "total", "share").shown == f"{share * 100:.1f}%"
    assert cell(result, "total", "forms").value == len(forms)  # told apart, not added up
    below = [row for row in result.rows if row.level == 1]
    for column in ("branches", "groups", "members"):
        parts = sum(cell(result, row.key, column).value for row in below)
        assert cell(result, "total", column).value == parts


def test_that_a_typed_cell_is_empty_until_somebody_types_it(demo):
    result = counted(demo, UNITS)
    row = next(row.key for row in result.rows if row.level == 1)
    assert cell(result, row, "pay").value is None
    set_by_hand = result.with_given({f"{row}/pay": (1200.5, "")}, lambda _code: {})
    assert cell(set_by_hand, row, "pay").shown == "1200.50"
    assert cell(set_by_hand, "total", "pay").value == 1200.5


def test_that_a_figure_set_by_hand_moves_its_sums_and_shows_both(demo):
    result = counted(demo, FIXED)
    before = cell(result, "r1", "a").value
    was = cell(result, "r2", "a").value
    now = result.with_given({"r2/a": (was + 2, "漏登两个")}, lambda _code: {})
    assert (cell(now, "r2", "a").value, cell(now, "r2", "a").counted) == (was + 2, was)
    assert (cell(now, "r1", "a").value, cell(now, "r1", "a").counted) == (before + 2, before)
    told = now.named_figures()["T1.2.1"]
    assert (told["value"], told["counted"], told["reason"]) == (was + 2, was, "漏登两个")
    assert cell(now, "r1", "a").given is False


def test_that_a_sum_cannot_be_set_by_hand(demo):
    result = counted(demo, FIXED)
    same = result.with_given({"r1/a": (999, "硬改")}, lambda _code: {})
    assert cell(same, "r1", "a").value == cell(result, "r1", "a").value


def test_that_cells_the_form_does_not_have_are_blank(demo):
    result = counted(demo, FIXED)
    assert cell(result, "r3", "b").kind == "blank"
    assert cell(result, "r3", "b").shown == "—"
    assert cell(result, "r3", "b").number not in result.named_figures()
    assert cell(result, "r1", "b").value == cell(result, "r2", "b").value


def test_that_a_check_names_the_cells_where_it_does_not_hold(demo):
    result = counted(demo, FIXED)
    wrong, right, rows = result.checks
    assert (wrong.ok, right.ok, rows.ok) == (False, True, True)
    groups = cell(result, "r3", "a").value
    assert wrong.cells == ("r1/a",)
    assert "总计 个数（T1.1.1）" in wrong.detail
    assert f"相差{groups}" in wrong.detail


def test_that_a_check_of_another_return_is_run_when_that_has_the_figure(demo):
    form = {**FIXED, "check": [{"rule": "r2.a == R2.total.x", "text": "与另一张表一致"}]}
    branches = cell(counted(demo, FIXED), "r2", "a").value

    def others(code):
        return {"total.x": branches + 1} if code == "R2" else {}

    result = count_table(demo, definition(form), DAY, "", no_progress, others)
    assert [check.ok for check in result.checks] == [False]
    assert counted(demo, form).checks[0].ok


def test_that_the_records_behind_a_cell_are_those_it_counts(demo):
    result = counted(demo, FIXED)
    asked = asked_of(demo, definition(FIXED), DAY, "", None)
    for row, forms in (("r2", {"branch"}), ("r3", {"group"}), ("r1", {"branch", "group"})):
        found = facts_behind(demo, result, cell(result, row, "a"), asked)
        assert found.ledger == "organisation"
        wanted = {each["id"] for each in branches_of(demo) if each["form"] in forms}
        assert {fact.id for fact in found.facts} >= wanted
        assert len(found.facts) == cell(result, row, "a").value
    with demo.store.read() as connection:
        serials = serials_of(connection, asked.scope, "organisation", [f.id for f in found.facts])
    assert len(serials) == len(found.facts)


def test_that_nothing_but_cells_stands_behind_a_share_or_a_typed_cell(demo):
    result = counted(demo, UNITS)
    asked = asked_of(demo, definition(UNITS), DAY, "", None)
    for column in ("share", "pay"):
        with pytest.raises(UsageError) as refused:
            facts_behind(demo, result, cell(result, "total", column), asked)
        assert refused.value.code == "no_records"


def test_that_a_return_is_one_of_its_day(demo):
    with pytest.raises(InputError) as refused:
        count_table(demo, definition(UNITS), date(2016, 12, 31), "", no_progress, lambda _code: {})
    assert refused.value.code == "no_rules"


def test_that_a_return_can_be_that_of_one_unit_below(demo):
    branch, other = [row for row in branches_of(demo) if row["form"] == "branch"][:2]
    result = counted(demo, UNITS, top=branch["id"])
    assert result.unit == branch["name"]
    assert cell(result, "total", "branches").value == 1
    limited = factory.limited(demo, branch["id"])
    assert counted(limited, UNITS).unit == branch["name"]
    with pytest.raises(InputError):
        counted(limited, UNITS, top=other["id"])


def test_that_every_return_is_counted_and_its_figures_lead_to_records(demo):
    """Each return of ours, as a community hands it in: no defect in its definition shows."""
    for code, _title in returns.return_definitions():
        result = returns.make_return(demo, code, as_of=DAY)
        assert result.named_figures(), code
        if not isinstance(result, return_tables.TableResult):
            continue
        counts = (c for row in result.cells for c in row if c.kind == "counted" and c.value)
        first = next(iter(counts), None)
        if first is not None:
            found = records_behind(demo, code, first.number, as_of=DAY)
            assert found.total > 0
            assert found.figure.value == first.value
