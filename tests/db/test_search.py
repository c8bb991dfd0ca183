"""The quick search: what a person may start typing from."""

import pytest

from jianxi_desktop.db import search, search_terms
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def found(office, catalog, branch):
    """Save people by name and say whom a search finds."""
    people = catalog["person"]

    def add(name, **values):
        facts = {"name": name, "branch": branch, "status": "full", **values}
        return records.save_record(office, people, facts)

    def find(words):
        serials = records.list_serials(office, people, Query(words=words))
        rows = records.list_rows(office, people, (people.record.name,), serials)
        return [row.cells[0] for row in rows]

    find.add = add
    return find


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("李𠮷", "𠮷"),
        ("㐂美丽", "㐂"),
        ("张𬭎", "张𬭎"),
        ("马𫘧骏", "𫘧骏"),
        ("王\u9fff", "\u9fff"),
        ("王\u4dbf红", "\u4dbf红"),
        ("陈\U0002a6df", "\U0002a6df"),
        ("陈\U00031350", "陈\U00031350"),
        ("陈\ue863", "\ue863"),
        ("王芳", "wangfang"),
        ("王芳", "wang"),
        ("王芳", "fang"),
        ("王芳", "wf"),
        ("王芳", "WangFang"),
        ("王芳", "ＷＦ"),
        ("吕布", "lvbu"),
        ("单雄信", "shanxiong"),
        ("单雄信", "danxiongxin"),
        ("仇英", "qiuying"),
        ("解珍", "xz"),
        ("查良镛", "zhaliang"),
        ("欧阳修", "阳修"),
        ("买买提·吐尔逊", "买买提·吐尔逊"),
        ("买买提·吐尔逊", "买买提吐尔逊"),
        ("买买提·吐尔逊", "吐尔逊"),
        ("阿依古丽·阿卜杜热合曼·买买提", "阿依古丽·阿卜杜热合曼·买买提"),
        ("John Smith", "smith"),
        ("张山峰", "zhangsf"),
        ("张山峰", "zhsf"),
        ("张山峰", "zsfeng"),
        ("张山峰", "张sf"),
        ("张山峰", "张shan"),
    ],
)
def test_that_a_person_is_found_by(found, name, words):
    found.add(name)
    found.add("赵六")
    assert found(words) == [name]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"id_number": "99010119650312002X"}, "002x"),
        ({"id_number": "99010119650312002X"}, "990101196503"),
        ({"phone": "13800001234"}, "1234"),
        ({"phone": "13800001234"}, "1380000"),
        ({"phone": "0379-64901234"}, "64901234"),
        ({"phone": "0379-64901234"}, "0379-6490"),
        ({"phone": "0379-64901234"}, "037964901234"),
    ],
)
def test_that_a_person_is_found_by_number(found, facts, words):
    found.add("王芳", **facts)
    found.add("赵六", phone="13911110000")
    assert found(words) == ["王芳"]


def test_that_a_whole_number_finds_nobody_of_the_same_month(found):
    found.add("王芳", id_number="99010119650312002X")
    assert found("99010119650312002X") == ["王芳"]
    assert found("990101196503120000") == []


@pytest.mark.parametrize(
    "words",
    ["·", "，", "“”", "*", '"', "NOT", "or", "^", "(", "-", "走访:", "a AND b", "😀", "\u0301", "%",
     "'; DROP TABLE person", "\x00", "ᦲ", "\ud800"],
)  # fmt: skip
def test_that_nothing_typed_breaks_the_search(found, words):
    found.add("王芳")
    assert found(words) in ([], ["王芳"])


def test_that_every_word_has_to_match(found):
    found.add("王芳", phone="13800001234")
    found.add("王芳", phone="13800005678")
    found.add("张芳", phone="13800001234")
    assert len(found("王 1234")) == 1
    assert len(found("fang")) == 3
    assert found("王 9999") == []


def test_that_punctuation_separates_words(office, catalog, branch):
    values = {"kind": "theme_day", "held_on": "2026-11-05", "organisation": branch}
    activity = catalog["activity"]
    records.save_record(office, activity, {"topic": "主题党日：走访（慰问）老党员", **values})
    for words in ("主题党日：走访", "走访（慰问）", "慰问）老", "主题，老党员", "ztdr"):
        assert records.count_rows(office, activity, Query(words=words)) == 1


def test_that_the_index_follows_a_change_of_name(office, catalog, found):
    saved = found.add("王芳")
    records.save_record(
        office, catalog["person"], {"name": "李𠮷"}, records.Seen(saved.id, saved.version)
    )
    assert found("王") == []
    assert found("𠮷") == ["李𠮷"]


def test_that_a_change_of_another_field_keeps_the_index(office, catalog, found):
    saved = found.add("王芳", phone="13800001234")
    seen = records.find_record(office, catalog["person"], saved.id)
    records.save_record(
        office,
        catalog["person"],
        {"degree": "学士"},
        records.Seen(seen.id, seen.version, seen.companion),
    )
    assert found("王芳 1234") == ["王芳"]


def test_that_a_removed_record_is_not_found(office, catalog, found):
    saved = found.add("王芳")
    records.remove_record(office, catalog["person"], saved.id, saved.version, "重复")
    assert found("王芳") == []
    records.restore_record(office, catalog["person"], saved.id)
    assert found("王芳") == ["王芳"]


def test_that_without_words_everything_is_found(found):
    found.add("王芳")
    assert found("  ") == ["王芳"]


def test_that_the_index_of_a_file_keeps_no_text(office_on_file):
    venue = office_on_file.catalog["venue"]
    records.save_record(office_on_file, venue, {"name": "党群服务中心", "kind": "square"})
    with office_on_file.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT t FROM venue_search").all()
    assert [row[0] for row in rows] == [None]


@pytest.mark.parametrize(
    "character", ["一", "龥", "𠀀", "𪛖", "𫜴", "𫠝", "𬺡", "𮯠", "𰀀", "ü", "カ"]
)
def test_that_a_name_of_any_script_is_one_word_for_the_index(character):
    assert len(search_terms.runs(f"张{character}三")) == 1


@pytest.mark.parametrize("words", ["cql", "chongqinglu", "zql", "重庆", "dangzhibu"])
def test_that_a_place_is_found_by_either_reading(office, catalog, words):
    organisations = catalog["organisation"]
    values = {"name": "重庆路第一党支部", "form": "branch", "kind": "grid"}
    values |= {"parent": office.unit.organisation, "short_name": "党支部一"}
    record = records.save_record(office, organisations, values).id

    serials = records.list_serials(office, organisations, Query(words=words))
    rows = records.list_rows(office, organisations, (organisations.record.name,), serials)

    assert record in {row.id for row in rows}


def test_that_an_index_that_is_built_anew_finds_what_it_found(office, catalog, found):
    people = catalog["person"]
    found.add("王长乐", phone="13800001234")
    table = search.table_name(people)
    with office.store.writing() as connection:
        connection.exec_driver_sql(f"DELETE FROM {table}")
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
        fields = {f.key: search.kind_of(f) for f in people.fields.values() if f.search}
        search.rebuild(connection, people.record.__tablename__, fields)

    assert found("wcy") == found("wzl") == found("1234") == ["王长乐"]
