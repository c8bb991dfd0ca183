"""What must hold for every ledger, however it is declared."""

import json
from pathlib import Path

import pytest

from jianxi_desktop.db.base import JOURNAL_COLUMNS
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import Choice, Field, Link, Text
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import papers, records, roster
from jianxi_desktop.services.drawn import DRAWN
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture
def office(request):
    """A community's office, kept in a file or kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


EVERY = pytest.mark.parametrize("ledger", list(CATALOG), ids=lambda ledger: ledger.key)
# A server is no other for one ledger than for another with the same kinds of fields.
ON_SERVER = (
    "organisation",
    "person",
    "attendance",
    "activity",
    "booking",
    "development_step",
    "dues_record",
    "unit",
    "work_plan_item",
    "printed_form",
)
EVERYWHERE = pytest.mark.parametrize(
    ("office", "ledger"),
    [("on_file", ledger) for ledger in CATALOG]
    + [("on_server", CATALOG[key]) for key in ON_SERVER],
    indirect=["office"],
    ids=lambda each: each if isinstance(each, str) else each.key,
)
PAPERS = [(ledger, paper) for ledger in CATALOG for paper in ledger.papers]
RELEASED = json.loads((Path(__file__).parent / "data/released_keys.json").read_text("utf-8"))
RESERVED = {"id", "serial", *JOURNAL_COLUMNS}


def fields_in_use(ledger):
    """Every attribute a ledger names anywhere."""
    named = [ledger.caption, *ledger.listing, *ledger.roster_key, *ledger.derived]
    named += [each for section in ledger.form for each in section.fields]
    named += [each for paper in ledger.papers for each in paper.columns]
    named += [each for paper in ledger.papers for each, _values in paper.only]
    named += [
        each for each in (ledger.home, ledger.owner, ledger.above, ledger.ended) if each is not None
    ]
    return [attribute.key for attribute in named]


def test_that_every_kind_of_field_is_tried_on_a_server_too():
    kinds = {type(field) for ledger in CATALOG for field in ledger.fields.values()}
    assert {type(field) for key in ON_SERVER for field in CATALOG[key].fields.values()} == kinds


@EVERY
def test_that_every_attribute_named_is_a_declared_field(ledger):
    assert set(fields_in_use(ledger)) <= set(ledger.all_fields)


@EVERY
def test_that_no_field_has_a_name_the_program_needs(ledger):
    assert not RESERVED & set(ledger.all_fields)


@EVERY
def test_that_a_companion_has_no_field_of_its_owner(ledger):
    if ledger.companion is not None:
        hidden = {ledger.companion.owner.key}
        assert not set(ledger.fields) & (set(ledger.companion.fields) - hidden)


@EVERY
def test_that_every_required_field_is_on_the_form(ledger):
    on_form = {field.key for field in ledger.form_fields}
    assert {key for key, field in ledger.all_fields.items() if field.required} <= on_form


@EVERY
def test_that_a_field_stands_once_on_the_form_and_once_in_the_list(ledger):
    for named in ([f.key for f in ledger.form_fields], [a.key for a in ledger.listing]):
        assert len(named) == len(set(named))


@EVERY
def test_that_a_caption_means_one_column_of_a_roster(ledger):
    meant = {}
    for field in ledger.roster_fields:
        for caption in {field.caption, *field.aliases}:
            assert meant.setdefault(caption, field.key) == field.key
    assert not set(meant) & set(ledger.ignored) - {"备注", "序号", "编号"}


@EVERY
def test_that_every_link_leads_to_a_ledger(ledger):
    for field in ledger.fields.values():
        if isinstance(field, Link):
            assert CATALOG[field.target]


@EVERY
def test_that_every_choice_has_its_code_table(ledger):
    for field in ledger.fields.values():
        if isinstance(field, Choice):
            assert field.options.labels
            assert all(len(code) <= 24 for code in field.options.labels)
            for code, label in field.options.labels.items():
                assert field.parse(label) == field.parse(code) == code


@EVERY
def test_that_columns_are_wide_enough_for_their_captions(ledger):
    for field in ledger.fields.values():
        assert isinstance(field, Field)
        assert 0 < field.width <= 40
        assert len(field.caption) <= 12


@EVERY
def test_that_a_ledger_is_shown_in_the_window_or_inside_another(ledger):
    inside = ledger.owner is not None or any(each.companion is ledger for each in CATALOG)
    hidden = {"told_apart"}  # what a review writes; it names records by their identities
    assert ledger.area or inside or ledger.key in hidden


@pytest.mark.parametrize("key", RELEASED)
def test_that_released_keys_never_change(key):
    ledger, released = CATALOG[key], RELEASED[key]
    assert ledger.record.__tablename__ == released["table"]
    kinds = {name: type(field).__name__ for name, field in ledger.fields.items()}
    assert {name: kinds.get(name) for name in released["fields"]} == released["fields"]


@EVERY
def test_that_new_keys_are_written_down_as_released(ledger):
    """A new ledger or field: add its key to tests/data/released_keys.json."""
    assert set(ledger.fields) == set(RELEASED[ledger.key]["fields"])


@EVERYWHERE
def test_that_a_record_with_every_field_comes_back_as_it_was_saved(office, ledger):
    values = factory.values_for(office, ledger, 5)
    saved = records.save_record(office, ledger, values)
    leave = factory.leave(office, ledger, saved.id)
    found = records.find_record(office, ledger, saved.id, reveal=leave)
    assert {key: found.values[key] for key in values} == values
    assert found.version == saved.version == 1
    assert ledger.key in saved.touched


@EVERYWHERE
def test_that_typed_text_becomes_the_values_that_are_saved(office, ledger):
    values = factory.values_for(office, ledger, 3)
    typed = {
        key: str(value) if isinstance(value, type(None)) else ledger.all_fields[key].show(value)
        for key, value in values.items()
        if value is not None
    }
    checked = records.check_values(ledger, typed)
    assert checked.refused == ()
    assert {key: checked.values[key] for key in typed} == {key: values[key] for key in typed}


@EVERYWHERE
def test_that_lists_count_and_page_what_was_saved(office, ledger):
    ids = [factory.record_of(office, ledger.key, n, **_unlike(office, ledger, n)) for n in range(3)]
    serials = records.list_serials(office, ledger, Query())
    assert len(serials) == records.count_rows(office, ledger, Query())
    rows = records.list_rows(office, ledger, ledger.listing, list(reversed(serials)))
    assert [row.serial for row in rows] == list(reversed(serials))
    assert {row.id for row in rows} >= set(ids)
    assert all(len(row.cells) == len(ledger.listing) for row in rows)


def _unlike(office, ledger, n):
    """Organisations are found again by name, so that several have to be named."""
    if ledger.key != "organisation":
        return {}
    return {"name": f"第{n}支部", "form": "branch", "kind": "grid", "code": str(n)}


@EVERYWHERE
def test_that_every_column_sorts_and_filters(office, ledger):
    factory.record_of(office, ledger.key, 1, **_unlike(office, ledger, 1))
    total = records.count_rows(office, ledger, Query())
    for key in ledger.all_fields:
        for descending in (False, True):
            query = Query(order=key, descending=descending)
            assert len(records.list_serials(office, ledger, query)) == total
        empty, given = (
            records.count_rows(office, ledger, Query(filters=(Filter(key, way=way),)))
            for way in ("empty", "given")
        )
        assert empty + given == total


@EVERYWHERE
def test_that_a_change_is_kept_and_an_old_form_refused(office, ledger):
    record_id = factory.record_of(office, ledger.key, 1, **_unlike(office, ledger, 1))
    found = records.find_record(office, ledger, record_id)
    seen = records.Seen(found.id, found.version, found.companion)
    field = next(f for f in ledger.form_fields if not isinstance(f, Link))
    value = factory.other_value(field, found.values[field.key])
    records.save_record(office, ledger, {field.key: value}, seen)
    assert records.find_record(office, ledger, record_id).values[field.key] == value
    with pytest.raises(ConflictError) as refused:
        records.save_record(office, ledger, {field.key: value}, seen)
    assert refused.value.code == "stale"


@EVERYWHERE
def test_that_a_removed_record_is_gone_and_can_come_back(office, ledger):
    record_id = factory.record_of(office, ledger.key, 1, **_unlike(office, ledger, 1))
    before = records.find_record(office, ledger, record_id)
    total = records.count_rows(office, ledger, Query())
    touched = records.remove_record(office, ledger, record_id, before.version, "登记错误")
    assert ledger.key in touched
    assert records.count_rows(office, ledger, Query()) == total - 1
    with pytest.raises(ConflictError):
        records.find_record(office, ledger, record_id)
    records.restore_record(office, ledger, record_id)
    after = records.find_record(office, ledger, record_id)
    assert after.values == before.values
    assert records.count_rows(office, ledger, Query()) == total


@EVERYWHERE
def test_that_a_record_without_its_required_values_is_refused(office, ledger):
    required = [f.caption for f in ledger.all_fields.values() if f.required]
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        records.save_record(office, ledger, {})
    assert all(caption in refused.value.user_message for caption in required)
    assert factory.dump(office) == before


@EVERYWHERE
def test_that_the_search_looks_at_every_field_it_should(office, ledger):
    searched = [field for field in ledger.fields.values() if field.search]
    if not searched:
        pytest.skip("this ledger has no quick search")
    record_id = factory.record_of(office, ledger.key, 6, **_unlike(office, ledger, 6))
    values = records.find_record(office, ledger, record_id).values
    for field in searched:
        words = values[field.key]
        if words is None:
            continue
        serials = records.list_serials(office, ledger, Query(words=words))
        rows = records.list_rows(office, ledger, (ledger.caption,), serials)
        assert record_id in {row.id for row in rows}


@EVERYWHERE
def test_that_a_record_is_found_by_what_it_points_at(office, ledger):
    if not ledger.followed:
        pytest.skip("this ledger is searched by its own words alone")
    record_id = factory.record_of(office, ledger.key, 6, **_unlike(office, ledger, 6))
    values = records.find_record(office, ledger, record_id).values
    named = [
        called
        for link in ledger.followed
        if values[link.key] is not None
        for called in [records.caption_of(office, link.target, values[link.key])]
    ]
    for words in (*named, " ".join(named)):
        serials = records.list_serials(office, ledger, Query(words=words))
        rows = records.list_rows(office, ledger, (ledger.caption,), serials)
        assert record_id in {row.id for row in rows}
    assert records.count_rows(office, ledger, Query(words=" ".join((*named, "没有这个词")))) == 0


@EVERYWHERE
def test_that_an_exported_ledger_is_read_back_as_the_same(office, ledger, tmp_path):
    for n in range(1, 4):
        factory.record_of(office, ledger.key, n, **_unlike(office, ledger, n))
    path = tmp_path / "export.xlsx"
    number = roster.export_ledger(
        office, ledger, path, Query(), reveal=factory.leave(office, ledger)
    )
    before = factory.dump(office)
    report = roster.import_roster(office, ledger, path, keep_rows=True)
    assert (report.file, report.counts) == ("read", {"same": number}), report.rows
    after = factory.dump(office)
    assert {k: v for k, v in after.items() if k != "sync_replica"} == {
        k: v for k, v in before.items() if k != "sync_replica"
    }


@EVERY
def test_that_a_template_has_the_columns_of_a_roster(office_on_file, ledger, tmp_path):
    office, path = office_on_file, tmp_path / "blank.xlsx"
    roster.write_template(office, ledger, path)
    report = roster.import_roster(office, ledger, path, trial=True)
    assert set(filter(None, report.columns.values())) == {f.key for f in ledger.roster_fields}
    assert report.created == report.refused == report.review == 0


@EVERY
def test_that_any_ledger_prints(office_on_file, ledger):
    office = office_on_file
    factory.record_of(office, ledger.key, 2, **_unlike(office, ledger, 2))
    document = papers.print_paper(office, ledger.key)
    assert document.pdf.startswith(b"%PDF-")
    assert document.pages == 1
    assert document.missing == ()


@pytest.mark.parametrize(("ledger", "paper"), PAPERS, ids=lambda one: one.title)
def test_that_a_paper_about_some_records_names_values_they_may_have(ledger, paper):
    for attribute, values in paper.only:
        field = ledger.all_fields[attribute.key]
        assert values
        assert all(value is None or field.parse(field.show(value)) == value for value in values)


def test_that_every_paper_is_named_on_the_command_line():
    keys = [printout.key for printout in papers.printouts(CATALOG)]
    assert len(keys) == len(set(keys)) == len(PAPERS) + len(DRAWN)


def test_that_captions_of_records_are_short_text():
    for ledger in CATALOG:
        caption = ledger.fields[ledger.caption.key]
        assert isinstance(caption, Text | Choice | Link)
        if isinstance(caption, Link):
            named = CATALOG[caption.target]
            assert isinstance(named.fields[named.caption.key], Text)


def test_that_nothing_that_others_link_to_is_called_by_a_code():
    for ledger in CATALOG:
        for field in ledger.fields.values():
            if isinstance(field, Link):
                named = CATALOG[field.target]
                assert not isinstance(named.fields[named.caption.key], Choice)


@pytest.mark.parametrize("office", EITHER_PLACE, indirect=True)
def test_that_packages_carry_every_row_of_every_ledger_unchanged(office, district, tmp_path):
    from jianxi_desktop.services import package

    made = {
        ledger.key: factory.record_of(office, ledger.key, 4, **_unlike(office, ledger, 4))
        for ledger in CATALOG
    }
    for one, other in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(other, tmp_path))
    packed = package.write_package(office, tmp_path)
    merged = package.merge_package(district, packed.file)
    assert merged.applied + merged.skipped == packed.writes
    assert (merged.changed, merged.removed, merged.conflicts) == (0, 0, 0)
    for key, record_id in made.items():
        ledger = CATALOG[key]
        here = records.find_record(office, ledger, record_id)
        there = records.find_record(district, ledger, record_id)
        assert there.values == here.values
        shown = [
            rows[0].cells
            for each in (office, district)
            for rows in (
                [
                    row
                    for row in records.list_rows(
                        each,
                        ledger,
                        ledger.listing,
                        records.list_serials(each, ledger, Query()),
                        reveal=factory.leave(each, ledger),
                    )
                    if row.id == record_id
                ],
            )
        ]
        assert shown[0] == shown[1]
