"""Masks: a full number leaves the program by right and reason only, wherever it could get out."""

import json
import zipfile
from types import SimpleNamespace

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.masking import hide_numbers, is_masked, masked
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import IdentityNumber, Phone
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import audit, links, papers, records, revealing, roster
from tests import factory
from tests.conftest import open_copy

KINDS = {IdentityNumber: factory.identity_number(421), Phone: "13987654321"}
NUMBERS = tuple(KINDS.values())
HOLDERS = [ledger for ledger in CATALOG if any(f.masked for f in ledger.fields.values())]
EVERY = pytest.mark.parametrize("ledger", HOLDERS, ids=lambda ledger: ledger.key)
EVERYTHING = Query()


@pytest.fixture(scope="module")
def place(founded, tmp_path_factory):
    """An office where every field that is masked holds a number to be looked for."""
    office = open_copy(founded, "community", tmp_path_factory.mktemp("masks"))
    branch = factory.branch_of(office, "第一网格党支部")
    made = {}
    for ledger in HOLDERS:
        canaries = {key: KINDS[type(field)] for key, field in ledger.fields.items() if field.masked}
        given = {"branch": branch} if ledger.key == "person" else {"name": "第七号"}
        if ledger.key == "organisation":
            given |= {"form": "branch", "kind": "grid"}
        made[ledger.key] = factory.record_of(office, ledger.key, 7, **given, **canaries)
    yield SimpleNamespace(
        office=office, editor=factory.limited(office, None, Role.EDITOR), made=made, branch=branch
    )
    office.close()


def clean(text):
    """Tell whether none of the numbers stands in a text."""
    return not any(number in text for number in NUMBERS)


def in_book(path):
    """Give all that stands in a workbook, whatever part it is in."""
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def in_pdf(document):
    pages = pypdfium2.PdfDocument(document.pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pages)
    finally:
        pages.close()


def cells(office, ledger, query=EVERYTHING, reveal=None):
    columns = [a for section in ledger.form for a in section.fields]
    serials = records.list_serials(office, ledger, query)
    rows = records.list_rows(office, ledger, columns, serials, reveal=reveal)
    return json.dumps([row.cells for row in rows], default=str, ensure_ascii=False)


def seen(office, ledger, record_id):
    found = records.find_record(office, ledger, record_id)
    return records.Seen(found.id, found.version, found.companion)


@EVERY
def test_that_lists_and_forms_show_masks(place, ledger):
    assert clean(cells(place.office, ledger))
    found = records.find_record(place.office, ledger, place.made[ledger.key])
    assert clean(str(found.values))
    for key, field in ledger.fields.items():
        if field.masked:
            assert found.values[key] == field.mask(KINDS[type(field)])


@EVERY
def test_that_exports_and_templates_hold_masks(place, ledger, tmp_path):
    roster.export_ledger(place.office, ledger, tmp_path / "out.xlsx", EVERYTHING)
    roster.write_template(place.office, ledger, tmp_path / "blank.xlsx")
    text = in_book(tmp_path / "out.xlsx") + in_book(tmp_path / "blank.xlsx")
    assert clean(text)
    assert Phone("电话").mask(KINDS[Phone]) in text


@EVERY
def test_that_papers_show_masks(place, ledger):
    assert clean(in_pdf(papers.print_paper(place.office, ledger.key)))


@EVERY
def test_that_what_is_found_by_its_number_shows_masks(place, ledger):
    for key, field in ledger.fields.items():
        if field.masked:
            number = KINDS[type(field)]
            exact = Query(filters=(Filter(key, number),))
            for query in (exact, Query(words=number)) if field.search else (exact,):
                assert records.count_rows(place.editor, ledger, query) == 1
                assert clean(cells(place.editor, ledger, query))


@EVERY
def test_that_leave_opens_what_it_was_given_for_and_nothing_else(place, ledger, tmp_path):
    record_id = place.made[ledger.key]
    leave = revealing.reveal(place.office, "核对证件", ledger=ledger, ids=[record_id])
    assert KINDS[Phone] in cells(place.office, ledger, reveal=leave)
    found = records.find_record(place.office, ledger, record_id, reveal=leave)
    assert KINDS[Phone] in found.values.values()
    nobody = revealing.reveal(place.office, "核对证件", ledger=ledger, ids=[factory.any_id()])
    assert clean(cells(place.office, ledger, reveal=nobody))
    with pytest.raises(InputError):
        roster.export_ledger(place.office, ledger, tmp_path / "o.xlsx", EVERYTHING, reveal=leave)
    assert not (tmp_path / "o.xlsx").exists()


@EVERY
def test_that_a_query_opens_what_it_finds(place, ledger, tmp_path):
    nothing = Query(filters=(Filter(ledger.caption.key, "没有"),))
    leave = revealing.reveal(place.office, "上报区委", ledger=ledger, query=nothing)
    assert clean(cells(place.office, ledger, reveal=leave))
    leave = revealing.reveal(place.office, "上报区委", ledger=ledger, query=EVERYTHING)
    assert KINDS[Phone] in cells(place.office, ledger, reveal=leave)
    roster.export_ledger(place.office, ledger, tmp_path / "o.xlsx", EVERYTHING, reveal=leave)
    assert KINDS[Phone] in in_book(tmp_path / "o.xlsx")


@pytest.mark.parametrize("reason", ["", " ", "x", None])
def test_that_without_a_reason_nothing_is_revealed_or_noted(place, reason):
    before = factory.dump(place.office)
    with pytest.raises(InputError) as refused:
        revealing.reveal(place.office, reason, ledger=CATALOG["person"], query=EVERYTHING)
    assert refused.value.code == "reason_needed"
    assert factory.dump(place.office) == before


def test_that_a_reveal_is_noted_once_and_names_nobody(place):
    people, number = CATALOG["person"], KINDS[IdentityNumber]
    conditions = (Filter("id_number", number), Filter("name", "李𠮷"), Filter("sex", "2"))
    query = Query(words=number, filters=conditions)
    before = len(audit.list_events(place.office))
    revealing.reveal(place.office, "核对证件", ledger=people, query=query)
    events = audit.list_events(place.office)
    assert len(events) == before + 1
    assert (events[0].action, events[0].reason) == ("reveal", "核对证件")
    assert events[0].detail == {
        "ledger": "person",
        "count": 0,
        "searched": True,
        "filters": [["id_number", "is"], ["name", "is"], ["sex", "is", "2"]],
    }


def test_that_what_leaves_is_noted_with_its_hash_and_only_if_it_was_written(place, tmp_path):
    people = CATALOG["person"]
    path = tmp_path / "out.xlsx"
    roster.export_ledger(place.office, people, path, EVERYTHING, reason="核对名册")
    event = audit.list_events(place.office)[0]
    assert (event.action, event.reason, event.detail["rows"]) == ("export", "核对名册", 1)
    assert event.detail["sha256"] == roster.leaving.file_hash(path)
    document = papers.print_paper(place.office, "person")
    assert audit.list_events(place.office)[0].hlc == event.hlc  # only looked at
    with pytest.raises(EnvironmentFailure):
        papers.save_pdf(place.office, document, tmp_path / "nowhere" / "o.pdf")
    assert audit.list_events(place.office)[0].hlc == event.hlc
    papers.save_pdf(place.office, document, tmp_path / "o.pdf")
    assert audit.list_events(place.office)[0].detail["sha256"] == roster.leaving.file_hash(
        tmp_path / "o.pdf"
    )


def test_that_many_people_leave_with_a_reason_only(demo, tmp_path):
    path, people = tmp_path / "out.xlsx", demo.catalog["person"]
    with pytest.raises(InputError) as refused:
        roster.export_ledger(demo, people, path, EVERYTHING)
    assert refused.value.code == "reason_needed"
    assert not path.exists()
    assert roster.export_ledger(demo, people, path, EVERYTHING, reason="上报") == 182


def test_that_a_workbook_says_who_took_it_out_and_nothing_else_of_anyone(place, tmp_path):
    path = tmp_path / "out.xlsx"
    roster.export_ledger(place.office, CATALOG["person"], path, EVERYTHING)
    assert "导出：管理员" in openpyxl.load_workbook(path).active.oddFooter.left.text
    properties = openpyxl.load_workbook(path).properties
    assert not any((properties.creator, properties.title, properties.description))
    assert "打印：管理员" in in_pdf(papers.print_paper(place.office, "person"))


def test_that_a_form_saved_as_it_was_shown_changes_no_number(place):
    people, record_id = CATALOG["person"], place.made["person"]
    shown = records.find_record(place.office, people, record_id).values
    raw = {"id_number": shown["id_number"], "phone": shown["phone"], "school": "郑州大学"}
    checked = records.check_values(people, raw, shown)
    assert (checked.refused, set(checked.values) & {"id_number", "phone"}) == ((), set())
    records.save_record(
        place.office, people, {**checked.values, **raw}, seen(place.office, people, record_id)
    )
    leave = factory.leave(place.office, people, record_id)
    values = records.find_record(place.office, people, record_id, reveal=leave).values
    assert (values["id_number"], values["school"]) == (KINDS[IdentityNumber], "郑州大学")


@pytest.mark.parametrize("typed", ["990101********0000", "139****0000", "*", "1390000****"])
def test_that_a_mask_that_was_not_shown_is_refused(place, typed):
    people, record_id = CATALOG["person"], place.made["person"]
    before = factory.dump(place.office)
    shown = records.find_record(place.office, people, record_id).values
    for key in ("id_number", "phone"):
        assert records.check_values(people, {key: typed}, shown).refused
        opened = seen(place.office, people, record_id)
        for target in (opened, None):
            values = {"name": "王芳", "branch": place.branch, "status": "full", key: typed}
            with pytest.raises(InputError) as refused:
                records.save_record(place.office, people, values, target)
            assert refused.value.code == "masked"
    assert factory.dump(place.office) == before


def test_that_a_number_typed_anew_is_kept(place):
    venues, record_id = CATALOG["venue"], place.made["venue"]
    shown = records.find_record(place.office, venues, record_id).values
    checked = records.check_values(venues, {"phone": "13911112222"}, shown)
    records.save_record(place.office, venues, checked.values, seen(place.office, venues, record_id))
    assert records.find_record(place.office, venues, record_id).values["phone"] == "139****2222"
    back = {"phone": KINDS[Phone]}
    records.save_record(place.office, venues, back, seen(place.office, venues, record_id))


@EVERY
def test_that_numbers_in_wrong_fields_are_not_repeated_by_messages(place, ledger):
    for key, field in ledger.all_fields.items():
        for number in NUMBERS:
            for typed in (number, f"{number}号", f"电话{number[:3]} {number[3:]}", number + "9"):
                issues = records.check_values(ledger, {key: typed}).issues
                told = "".join(issue.text for issue in issues)
                assert clean(told.replace(" ", "")), (key, type(field).__name__)


def test_that_a_number_asked_for_as_a_name_is_not_repeated(place):
    people, text, ask = CATALOG["person"], f"支部{KINDS[Phone]}", links.text_to_link
    for key in ("branch", "sex", "born_on"):
        with pytest.raises(JianxiError) as refused:
            records.parse_filter(place.office, people, key, ask(place.office, people, key, text))
        assert clean(f"{refused.value}{refused.value.user_message}")


def test_that_a_roster_with_numbers_in_wrong_columns_tells_none_of_them(place, tmp_path):
    identity, phone = NUMBERS
    rows = [
        ("姓名", "身份证号码", "性别", "民族", "手机号码", "所在党支部", "是否农民工"),
        ("王芳", identity, phone, identity, phone, f"支部{phone}", phone),
        (identity, phone, identity, phone, identity, identity, identity),
        ("赵丽", "", "女", "汉族", f"{phone}/{phone}", phone, "是"),
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "wrong.xlsx")
    people = CATALOG["person"]
    options = {"trial": True, "keep_rows": True, "report": tmp_path / "report.xlsx"}
    report = roster.import_roster(place.editor, people, tmp_path / "wrong.xlsx", **options)
    assert len(report.rows) == 3
    assert clean(repr(report))
    assert identity in in_book(tmp_path / "report.xlsx")  # the person's own rows come back whole


def test_that_a_roster_without_a_heading_tells_none_of_its_cells(place, tmp_path):
    book = openpyxl.Workbook()
    for _ in range(3):
        book.active.append(["王芳", *NUMBERS])
    book.save(tmp_path / "headless.xlsx")
    report = roster.import_roster(place.office, CATALOG["person"], tmp_path / "headless.xlsx")
    assert report.file != "read"
    assert clean(repr(report))


@pytest.mark.parametrize("way", ["contains", "from", "to"])
def test_that_a_number_is_not_guessed_by_parts(place, way):
    people, number = CATALOG["person"], KINDS[IdentityNumber]
    query = Query(filters=(Filter("id_number", number[:9], way),))
    with pytest.raises(InputError) as refused:
        records.count_rows(place.editor, people, query)
    assert refused.value.code == "masked_field"
    assert records.count_rows(place.office, people, query) == 1


def test_that_a_number_is_not_guessed_by_its_order_or_its_beginning(place):
    people = CATALOG["person"]
    with pytest.raises(InputError) as refused:
        records.list_serials(place.editor, people, Query(order="phone"))
    assert refused.value.code == "masked_field"
    for number in NUMBERS:
        found = [
            records.count_rows(who, people, Query(words=words))
            for words in (number[:9], number[-4:], number.lower())
            for who in (place.editor, place.office)
        ]
        assert found == [0, 1, 1, 1, 1, 1]


def test_that_only_those_who_may_reveal_find_by_leave(place):
    leave = factory.leave(place.office, CATALOG["person"])
    stolen = revealing.Reveal(place.editor.account.id, *list(vars(leave).values())[1:])
    with pytest.raises(InputError) as refused:
        cells(place.editor, CATALOG["person"], reveal=stolen)
    assert refused.value.code == "not_allowed"
    with place.office.store.read() as connection:
        lister = place.editor.lister(CATALOG["person"])
        rows = list(lister.stream(connection, CATALOG["person"].listing, Query(), reveal=stolen))
    assert clean(str(rows))


@given(st.text("0123456789-", min_size=1, max_size=30))
def test_that_a_mask_hides_four_characters_or_all_and_stays_what_it_is(value):
    for field in (Phone("电话"), IdentityNumber("证号")):
        shown = field.mask(value)
        assert is_masked(shown)
        assert value.startswith(shown.split("*")[0])
        assert value.endswith(shown.split("*")[-1])
        assert len(shown.replace("*", "")) <= max(len(value) - 4, 0)
        assert field.mask(shown) == shown


def test_that_masks_of_an_empty_value_are_empty():
    assert [Phone("电话").mask(each) for each in (None, "")] == ["", ""]
    assert masked("12", 3, 4) == "****"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("990101196503120021", "990****"),
        ("99010119650312002X", "990****"),
        ("电话：139 8765 4321。", "电话：139****。"),
        ("0379-64912345", "037****"),
        ("１３９８７６５４３２１", "１３９****"),
        ("2018年11月，第12次", "2018年11月，第12次"),
        ("第一网格党支部", "第一网格党支部"),
    ],
)
def test_that_messages_lose_numbers_and_keep_years(text, told):
    assert hide_numbers(text) == told
