"""What must hold in the window for every ledger: its list, its form, a record through both."""

import pytest

from jianxi_desktop.domain import credit_code
from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.domain.rule_tables import text_of
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    IdentityNumber,
    Link,
    Money,
    Phone,
    Text,
    Whole,
    YesNo,
)
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points, Several
from jianxi_desktop.services import records
from jianxi_desktop.ui.attachments_panel import AttachmentsPanel
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.screen import Edited

NUMBER = "99010119650312002" + check_character("99010119650312002")
CODE = "99410305MA0000001"
SAMPLES = (
    (Day, "2019年7月1日"),
    (Whole, "3"),
    (Money, "12.50"),
    (Points, "8.5分"),
    (Clock, "上午9点半"),
    (YesNo, True),
    (IdentityNumber, NUMBER),
    (CreditCode, CODE + credit_code.check_character(CODE)),
    (Phone, "13800001234"),
    (Text, "样本"),
)
TYPED = {"ends_at": "下午3点半"}  # what not any text would do for
# What may stand under a branch, and lie in a community.
PICKED = {"organisation_form": "group", "organisation_kind": "building", "territory_kind": "grid"}
LEDGERS = list(CATALOG)
LISTED = [ledger for ledger in LEDGERS if ledger.area]


def sample(field, targets):
    """Give what a person would type for a field, or pick where nothing is typed."""
    if field.key == "code" and field.caption == "代码":
        return "410305008001-1"
    if field.key == "table_key":  # one that a community may add to
        return "campaign"
    if isinstance(field, Link):
        return targets[field.target]
    if isinstance(field, Several):
        return "、".join(list(field.options.labels.values())[:2])
    if isinstance(field, Choice):
        return PICKED.get(field.table) or next(iter(field.options.labels))
    return TYPED.get(field.key) or next(text for kind, text in SAMPLES if isinstance(field, kind))


class Targets(dict):
    """A record of every ledger, made when it is first asked for."""

    def __init__(self, office, **made):
        super().__init__(made)
        self._office = office

    def __missing__(self, key):
        ledger = self._office.catalog[key]
        needed = {f.key: f.parse(sample(f, self)) for f in ledger.form_fields if f.required}
        self[key] = records.save_record(self._office, ledger, needed).id
        return self[key]


@pytest.fixture
def targets(office, branch, member):
    """Give a record of any ledger."""
    unit = office.unit
    return Targets(office, organisation=branch, person=member, territory=unit.territory)


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.mark.parametrize("ledger", LISTED, ids=lambda ledger: ledger.key)
def test_that_its_list_opens_and_says_what_to_do_when_it_is_empty(desk, ledger, watch_model, qtbot):
    desk.open_screen(f"list:{ledger.key}")

    screen = desk.shown
    assert screen.ledger is ledger
    assert screen.count.text().startswith("共 ")
    assert screen.table.columnCount() == len(ledger.listing)
    assert screen.view.isVisible() is bool(screen.table.rowCount())
    assert screen._empty.isVisible() is not bool(screen.table.rowCount())


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_that_its_model_keeps_qts_rules(office, jobs, ledger, watch_model, targets):
    table = watch_model(LedgerTable(office, jobs, ledger, ledger.listing))

    table.ask(table.query)
    table.reload()

    for row in range(table.rowCount()):
        assert table.line(row) is not None


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_that_an_empty_form_names_every_required_field_at_once(quiet_desk, ledger, qapp):
    form = RecordForm(quiet_desk, ledger)

    form.save()

    required = {f.key for f in ledger.form_fields if f.required}
    derived = {"status"} if ledger.key == "person" else set()
    missing = {f.key for f in ledger.form_fields if "不能为空" in form.said(f.key)}
    assert missing >= required - derived
    form.deleteLater()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_that_a_record_typed_into_its_form_comes_back_as_typed(quiet_desk, ledger, targets, qapp):
    form = RecordForm(quiet_desk, ledger)
    form.start_new()
    typed = {field.key: sample(field, targets) for field in ledger.form_fields}
    if ledger.key == "issued_definition":  # what is typed has to be a table of rules
        typed |= {"kind": "rules", "name": "plan_days", "content": text_of("plan_days").strip()}
    for field in ledger.form_fields:
        editor = form.editor(field.key)
        value = typed[field.key]
        if hasattr(editor, "line") and not isinstance(field, Link):
            editor.line.setText(value)
        elif isinstance(field, Link | Choice | YesNo):
            editor.show_value(value)
        else:
            editor.text.setPlainText(value)
    saved = []
    form.saved.connect(saved.append)

    form.save()

    assert saved, [form.said(f.key) for f in ledger.form_fields if form.said(f.key)]
    again = RecordForm(quiet_desk, ledger)
    again.load(saved[0].id)
    for field in ledger.form_fields:
        raw, value = again.editor(field.key).raw(), field.parse(typed[field.key])
        if field.masked:
            assert raw == field.mask(value)
        else:
            assert field.parse(raw) == value, field.key
    assert not again.dirty
    form.deleteLater()
    again.deleteLater()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.key)
def test_that_what_its_form_may_leave_out_is_never_required(ledger):
    shown = {field.key for field in ledger.form_fields}
    for section in ledger.form:
        if section.when is not None:
            attribute, codes = section.when
            assert attribute.key in shown
            assert set(codes) <= ledger.all_fields[attribute.key].options.labels.keys()
            assert not [field.key for field in ledger.pick(section.fields) if field.required]


@pytest.mark.parametrize("ledger", LISTED, ids=lambda ledger: ledger.key)
def test_that_its_form_opens_from_the_list_with_its_detail_lists(desk, office, ledger, targets):
    record = targets[ledger.key]

    desk.open_screen("form", Edited(ledger.key, record))

    under = [ledger] if ledger.above is not None else []
    details = [*under, *office.catalog.details_of(ledger)]
    assert [part.ledger for part in desk.shown.parts if hasattr(part, "ledger")] == [
        each for each in details if each.key != "attendance"
    ]
    lists = [part for part in desk.shown.parts if not isinstance(part, AttachmentsPanel)]
    assert len(lists) == len(details)
    assert ledger.title in desk.shown.heading.text()
    assert not desk.shown.dirty
