"""Photos and documents of records: added, listed, shown, saved, and gone with an erasure."""

import pytest

from jianxi_desktop.db import attachment_content, wants
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import attachments, erasure, observation, records
from jianxi_desktop.services.attached import Attached
from jianxi_desktop.services.history import undo_last
from tests import factory
from tests.scans.documents import DOCX, dots_of, photo


@pytest.fixture
def ledger(office):
    return office.catalog["attachment"]


@pytest.fixture
def files(tmp_path):
    def write(**contents):
        paths = [tmp_path / name.replace("_", ".") for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        return paths

    return write


@pytest.fixture
def visit(office):
    observation.plan_round(office, step="street_internal", period="2026H2")
    visits = office.catalog["observation_visit"]
    serials = records.list_serials(office, visits, Query())
    return records.list_rows(office, visits, visits.listing, serials)[0].id


def contents(office):
    with office.store.read() as connection:
        found = connection.exec_driver_sql("SELECT content FROM attachment_content").all()
    return [bytes(row[0]) for row in found]


def test_that_the_first_file_becomes_the_records_own(office, ledger, files):
    record = factory.record_of(office, "attachment", title="授牌", kind="photo", kept_at="3号柜")
    added = attachments.add_files(office, ledger, record, files(a_jpg=photo(), b_docx=DOCX))
    assert added.added[0] == record
    assert added.refused == added.known == ()
    row = records.find_record(office, ledger, record).values
    assert (row["file_name"], row["kept_at"]) == ("a.jpg", "本数据库；原件：3号柜")
    other = records.find_record(office, ledger, added.added[1]).values
    assert (other["title"], other["kind"], other["kept_at"]) == ("b", "document", "本数据库")
    assert len(contents(office)) == 2


def test_that_photos_of_a_visit_are_named_after_it(office, visit, files):
    visits = office.catalog["observation_visit"]
    added = attachments.add_files(office, visits, visit, files(a_jpg=photo(), b_png=photo(20, 9)))
    shown = attachments.attachments_of(office, visits, visit)
    assert [each.id for each in shown] == list(added.added)
    assert [each.title[-3:] for each in shown] == ["照片1", "照片2"]
    assert all(each.picture and each.here and not each.awaited for each in shown)


def test_that_the_same_content_is_kept_once(office, visit, files):
    visits = office.catalog["observation_visit"]
    attachments.add_files(office, visits, visit, files(a_jpg=photo()))
    again = attachments.add_files(office, visits, visit, files(b_jpg=photo()))
    assert (again.added, again.known) == ((), ("b.jpg",))
    assert len(contents(office)) == 1


def test_that_bad_files_are_told_and_good_ones_taken(office, ledger, files, tmp_path):
    record = factory.record_of(office, "attachment", title="材料", kind="photo")
    brought = [*files(a_exe=b"MZ", b_jpg=photo()), tmp_path / "gone.jpg"]
    added = attachments.add_files(office, ledger, record, brought)
    assert [(each.name, each.code) for each in added.refused] == [
        ("a.exe", "not_taken"),
        ("gone.jpg", "no_such_file"),
    ]
    assert added.added == (record,)


def test_that_nothing_is_written_where_no_file_was_taken(office, ledger, files):
    record = factory.record_of(office, "attachment", title="材料", kind="photo")
    before = records.find_record(office, ledger, record).version
    added = attachments.add_files(office, ledger, record, files(a_exe=b"MZ"))
    assert added.touched == frozenset()
    assert records.find_record(office, ledger, record).version == before


def test_that_adding_is_one_action_that_is_taken_back(office, visit, files):
    visits = office.catalog["observation_visit"]
    attachments.add_files(office, visits, visit, files(a_jpg=photo(), b_docx=DOCX))
    undo_last(office)
    assert attachments.attachments_of(office, visits, visit) == ()


def test_that_a_picture_is_shown_small_and_large_and_saved_as_it_is(office, visit, files, tmp_path):
    visits = office.catalog["observation_visit"]
    added = attachments.add_files(office, visits, visit, files(a_jpg=photo(2000, 1000)))
    (small,) = attachments.small_pictures(office, added.added).values()
    assert dots_of(small).shape[:2] == (180, 360)
    assert dots_of(attachments.picture_of(office, added.added[0])).shape[:2] == (800, 1600)
    out = tmp_path / "out.jpg"
    assert attachments.save_content(office, added.added[0], out) == out.stat().st_size
    assert out.read_bytes() == contents(office)[0]


def test_that_a_content_that_has_not_arrived_is_told(office, ledger):
    with office.change("create") as change:
        facts = {"kind": "photo", "file_name": "a.jpg", "sha256": "0" * 64}
        ids = insert_rows(
            change,
            ledger,
            [
                {**facts, "title": "在路上", "kept_at": wants.KEPT_AT},
                {**facts, "title": "在柜里", "kept_at": "3号柜"},
            ],
        )
    for each, code in zip(ids, ("not_arrived", "no_content"), strict=True):
        with pytest.raises(InputError) as refused:
            attachments.picture_of(office, each)
        assert refused.value.code == code
    (shown,) = attachments.attachments_of(office, ledger, ids[0])
    assert shown.awaited
    assert not shown.here
    assert attachments.small_pictures(office, ids) == {}


def test_that_a_damaged_picture_from_elsewhere_is_told(office, ledger):
    with office.change("create") as change:
        digest = attachment_content.keep(change.connection, b"\xff\xd8\xffhostile")
        facts = {"title": "坏图", "kind": "photo", "file_name": "a.jpg", "sha256": digest}
        (broken,) = insert_rows(change, ledger, [facts])
    with pytest.raises(InputError) as refused:
        attachments.picture_of(office, broken)
    assert refused.value.code == "picture_damaged"
    assert attachments.small_pictures(office, [broken]) == {}


def test_that_removal_keeps_a_content_and_erasure_drops_it(office, ledger, files):
    record = factory.record_of(office, "attachment", title="材料", kind="photo")
    attachments.add_files(office, ledger, record, files(a_jpg=photo()))
    version = records.find_record(office, ledger, record).version
    records.remove_record(office, ledger, record, version, "重复登记")
    assert len(contents(office)) == 1
    with pytest.raises(ConflictError):
        attachments.add_files(office, ledger, record, files(b_jpg=photo(9, 9)))
    erasure.erase_record(office, ledger, record, "洛涧个保〔2026〕2号")
    assert contents(office) == []


def test_that_somebody_limited_adds_and_sees_only_what_is_below(office, branch, files):
    ledger = office.catalog["attachment"]
    theirs = factory.record_of(office, "attachment", organisation=office.top)
    mine = factory.record_of(office, "attachment", organisation=branch)
    below = factory.limited(office, branch, Role.EDITOR)
    assert attachments.add_files(below, ledger, mine, files(a_jpg=photo())).added == (mine,)
    with pytest.raises(InputError):
        attachments.add_files(below, ledger, theirs, files(a_jpg=photo()))
    assert attachments.attachments_of(below, ledger, theirs) == ()
    assert len(attachments.attachments_of(below, ledger, mine)) == 1
    with pytest.raises(InputError):
        attachments.add_files(
            factory.limited(office, branch, Role.VIEWER), ledger, mine, files(b_jpg=photo(9, 9))
        )


def test_that_no_name_of_a_file_leads_elsewhere():
    told = Attached(None, "标题", "../../a:b\\c\n.docx", 1, False, True, False)
    assert attachments.file_name_of(told) == "_.._a_b_c_.docx"
    scanned = Attached(None, "标题", "scan.pdf", 1, True, True, False)
    assert attachments.file_name_of(scanned) == "scan.jpg"
