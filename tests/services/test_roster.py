"""Rosters: what is taken, what is refused, what a person must decide."""

from dataclasses import replace
from datetime import date

import pytest

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records, roster
from tests import factory
from tests.sheets import rosters
from tests.sheets.rosters import NATIONAL, OWIP, WISDOMTOWN

BRANCHES = tuple(f"第{n}网格党支部" for n in range(1, 7))


@pytest.fixture
def ledger(office):
    return office.catalog["person"]


@pytest.fixture
def branches(office):
    return {name: factory.branch_of(office, name) for name in BRANCHES}


@pytest.fixture
def take(office, ledger, branches, tmp_path):
    """Write members as a roster and take it in."""

    def import_members(members, captions=NATIONAL, **options):
        path = tmp_path / "roster.xlsx"
        rosters.write_plain(path, captions, members)
        return roster.import_roster(office, ledger, path, **options)

    return import_members


def people_of(office, *fields):
    people = office.catalog["person"]
    columns = [
        getattr(people.record, key, None) or getattr(people.companion.record, key) for key in fields
    ]
    serials = records.list_serials(office, people, Query())
    leave = factory.leave(office, people)
    return [row.cells for row in records.list_rows(office, people, columns, serials, reveal=leave)]


def reasons(row):
    return [(i.field, i.code) for i in row.issues if i.severity != "warning"]


def changed(members, place, **facts):
    return [replace(each, **facts) if n == place else each for n, each in enumerate(members)]


def test_that_2000_people_come_in_but_for_exactly_the_25_mistakes(
    office, ledger, branches, tmp_path
):
    path = tmp_path / "roster.xlsx"
    members, mistakes = rosters.national_roster(path)
    report = roster.import_roster(office, ledger, path)
    told = [(row.row, issue.field, issue.code) for row in report.rows for issue in row.issues
            if issue.severity == "error"]  # fmt: skip
    assert sorted(told) == sorted((m.row, m.field, m.code) for m in mistakes)
    assert report.counts == {"create": 1975, "refuse": 25}
    assert {row.action for row in report.rows} == {"refuse"}
    wrong = {mistake.row for mistake in mistakes}
    good = [m for row, m in enumerate(members, start=2) if row not in wrong]
    stored = people_of(office, "name", "id_number", "born_on", "joined_on", "branch", "phone")
    assert stored == [
        (m.name, m.id_number, m.born_on, m.joined_on, m.branch, m.phone) for m in good
    ]
    late = date(2099, 12, 31)  # some of the invented join in years to come
    tree = {node.name: node.members for node in records.organisation_tree(office, late)}
    for name in BRANCHES:
        assert tree[name] == sum(member.branch == name for member in good)


def test_that_a_trial_says_the_same_and_changes_nothing(office, ledger, branches, tmp_path):
    path = tmp_path / "roster.xlsx"
    rosters.national_roster(path, count=200)
    before = factory.dump(office)
    tried = roster.import_roster(office, ledger, path, trial=True, keep_rows=True)
    assert factory.dump(office) == before
    assert tried.touched == frozenset()
    done = roster.import_roster(office, ledger, path, keep_rows=True)
    assert (done.counts, done.rows) == (tried.counts, tried.rows)
    assert done.touched == {"person", "membership"}


@pytest.mark.parametrize("captions", [NATIONAL, WISDOMTOWN, OWIP], ids=["national", "town", "owip"])
def test_that_a_second_import_finds_everything_known(take, captions):
    members = rosters.people(60)
    assert take(members, captions).counts == {"create": 60}
    assert take(members, captions).counts == {"same": 60}


def test_that_what_changed_is_an_update_and_is_kept(office, take):
    members = rosters.people(5)
    take(members)
    report = take(changed(members, 2, phone="13900007777", education="研究生"), keep_rows=True)
    assert report.counts == {"same": 4, "update": 1}
    assert [row.row for row in report.rows if row.action == "update"] == [4]
    assert people_of(office, "phone")[2] == ("13900007777",)


def test_that_blank_cells_take_nothing_away(office, take):
    members = rosters.people(3)
    take(members)
    blank = [
        rosters.Member(m.name, m.id_number, "", "", "", "", "", "", "", "", "") for m in members
    ]
    before = people_of(office, "phone", "born_on", "joined_on", "branch", "education", "status")
    assert take(blank).counts == {"same": 3}
    columns = ("phone", "born_on", "joined_on", "branch", "education", "status")
    assert people_of(office, *columns) == before


def test_that_what_is_only_derived_overwrites_nothing(office, take):
    """The number says one birthday; the file, the only one kept, another; it stays."""
    members = changed(rosters.people(1), 0, born_on="1960-01")
    report = take(members, keep_rows=True)
    assert [issue.code for issue in report.rows[0].issues if issue.field == "born_on"]
    assert report.rows[0].action == "create"
    take(changed(members, 0, born_on=""))
    assert people_of(office, "born_on") == [("1960-01",)]


def test_that_another_branch_is_a_transfer_for_a_person_to_decide(office, take):
    members = rosters.people(6)
    take(members)
    other = next(name for name in BRANCHES if name != members[0].branch)
    before = factory.dump(office)
    report = take(changed(members, 0, branch=other, phone="13900008888"))
    assert (report.review, report.unchanged) == (1, 5)
    assert reasons(report.rows[0]) == [("branch", "moved")]
    assert factory.dump(office)["person"] == before["person"]


def test_that_a_number_twice_in_a_file_is_for_a_person_to_decide(take):
    members = rosters.people(4)
    report = take([*members, members[1]])
    assert (report.created, report.review) == (4, 1)
    assert report.rows[0].row == 6
    assert "第3行" in report.rows[0].issues[-1].text


def test_that_an_unknown_branch_is_for_a_person_to_decide(office, take):
    report = take(changed(rosters.people(3), 1, branch="第九网格党支部"))
    assert (report.created, report.review) == (2, 1)
    assert reasons(report.rows[0]) == [("branch", "unknown_link")]
    assert "第九网格党支部" in report.rows[0].issues[0].text


def test_that_an_unknown_branch_is_made_when_that_is_asked(office, take):
    report = take(changed(rosters.people(3), 1, branch="第九网格党支部"), create_organisations=True)
    assert (report.created, report.review) == (3, 0)
    tree = {node.name: node for node in records.organisation_tree(office)}
    assert tree["第九网格党支部"].parent == office.unit.organisation
    assert (tree["第九网格党支部"].kind, tree["第九网格党支部"].members) == ("grid", 1)


def test_that_a_row_that_is_refused_makes_no_branch(office, take):
    members = changed(rosters.people(2), 1, branch="第九网格党支部", name="")
    report = take(members, create_organisations=True)
    assert (report.created, report.refused) == (1, 1)
    assert reasons(report.rows[0]) == [("name", "required")]
    names = {node.name for node in records.organisation_tree(office)}
    assert "第九网格党支部" not in names


def test_that_two_branches_of_one_name_are_for_a_person_to_decide(office, take):
    ledger = office.catalog["organisation"]
    values = {"name": BRANCHES[0], "form": "branch", "kind": "grid"}
    records.save_record(office, ledger, {**values, "parent": office.unit.organisation})
    report = take(changed(rosters.people(2), 0, branch=BRANCHES[0]))
    assert "ambiguous" in {issue.code for row in report.rows for issue in row.issues}


def test_that_a_group_is_looked_for_below_its_branch(office, ledger, branches, tmp_path):
    groups = {
        name: records.save_record(
            office,
            office.catalog["organisation"],
            {"name": "一楼栋党小组", "form": "group", "kind": "building", "parent": branch},
        ).id
        for name, branch in branches.items()
    }
    path = tmp_path / "groups.xlsx"
    _write(path, [("姓名", "所在党支部", "所在党小组"), ("王芳", BRANCHES[3], "一楼栋党小组")])
    assert roster.import_roster(office, ledger, path).created == 1
    serials = records.list_serials(office, ledger, Query())
    found = records.list_rows(office, ledger, (ledger.record.name,), serials)[0]
    assert records.find_record(office, ledger, found.id).values["group"] == groups[BRANCHES[3]]


def test_that_a_group_is_made_below_its_branch(office, ledger, branches, tmp_path):
    path = tmp_path / "groups.xlsx"
    rows = [("姓名", "所在党支部", "所在党小组")]
    rows += [
        (name, branch, "新楼栋党小组") for name, branch in zip("甲乙丙", BRANCHES, strict=False)
    ]
    _write(path, rows)
    assert roster.import_roster(office, ledger, path, create_organisations=True).created == 3
    made = [n for n in records.organisation_tree(office) if n.name == "新楼栋党小组"]
    assert {node.parent for node in made} == {branches[name] for name in BRANCHES[:3]}
    assert {node.form for node in made} == {"group"}


def _write(path, rows):
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)


def test_that_without_a_column_of_branches_people_belong_to_the_office_itself(
    office, ledger, tmp_path
):
    path = tmp_path / "small.xlsx"
    _write(path, [("姓名", "性别"), ("王芳", "女")])
    assert roster.import_roster(office, ledger, path).created == 1
    own = records.caption_of(office, "organisation", office.unit.organisation)
    assert people_of(office, "branch", "status") == [(own, "full")]


@pytest.mark.parametrize("way", ["name", "id"])
def test_that_people_can_be_sent_to_a_named_branch(office, ledger, branches, tmp_path, way):
    path = tmp_path / "small.xlsx"
    _write(path, [("姓名", "性别"), ("王芳", "女")])
    name = BRANCHES[2]
    where = name if way == "name" else branches[name]
    roster.import_roster(office, ledger, path, organisation=where)
    assert people_of(office, "branch") == [(name,)]


def test_that_an_organisation_that_does_not_exist_takes_nobody(office, ledger, tmp_path):
    path = tmp_path / "small.xlsx"
    _write(path, [("姓名", "性别"), ("王芳", "女")])
    for wrong in ("没有这个支部", factory.any_id(), str(factory.any_id())):
        with pytest.raises(InputError) as refused:
            roster.import_roster(office, ledger, path, organisation=wrong)
        assert refused.value.code == "no_such_organisation"
    assert people_of(office, "name") == []


def test_that_stopping_in_the_middle_leaves_nothing(office, ledger, branches, tmp_path):
    path = tmp_path / "roster.xlsx"
    rosters.write_plain(path, NATIONAL, rosters.people(3000))
    before = factory.dump(office)
    told = []

    def stop_the_second_time(done, total):
        if total:  # the backup before it tells no numbers
            told.append((done, total))
        if len(told) > 1:
            raise StoppedError("stopped", user_message="已停止，什么都没有改动。", code="stopped")

    with pytest.raises(StoppedError):
        roster.import_roster(office, ledger, path, progress=stop_the_second_time)
    assert factory.dump(office) == before
    assert told[0][0] < told[1][0] <= told[1][1]


def test_that_the_report_holds_the_rows_to_mend_and_is_taken_in_once_mended(
    office, ledger, branches, tmp_path
):
    import openpyxl

    path, out = tmp_path / "roster.xlsx", tmp_path / "report.xlsx"
    rosters.national_roster(path, count=100)
    report = roster.import_roster(office, ledger, path, report=out)
    rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert len(rows) >= report.refused == 25
    again = roster.import_roster(office, ledger, out, trial=True)
    assert (again.file, again.refused + again.review) == ("read", 25)
    assert again.created == again.updated == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.xlsx", b""),
        ("half.xlsx", None),
        ("word.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("page.xls", "<html><table><tr><td>姓名</td></tr></table></html>".encode()),
    ],
)
def test_that_what_is_no_roster_is_refused_and_changes_nothing(
    office, ledger, branches, tmp_path, name, data
):
    path = tmp_path / name
    if data is None:
        rosters.write_plain(path, NATIONAL, rosters.people(30))
        data = path.read_bytes()[:2000]
    path.write_bytes(data)
    before = factory.dump(office)
    report = roster.import_roster(office, ledger, path)
    assert report.file in {"refuse", "ask_password"}
    assert report.reason
    assert report.code
    assert factory.dump(office) == before


def test_that_a_sheet_without_captions_asks(office, ledger, tmp_path):
    path = tmp_path / "nothing.xlsx"
    _write(path, [("甲", "乙"), ("丙", "丁")])
    report = roster.import_roster(office, ledger, path)
    assert report.file == "ask"
    assert report.reason


def test_that_a_messy_roster_is_read_as_it_was_meant(office, ledger, tmp_path):
    path = tmp_path / "messy.xlsx"
    placed = rosters.messy_roster(path)
    report = roster.import_roster(office, ledger, path, create_organisations=True, keep_rows=True)
    assert (report.created, report.refused, report.review) == (8, 0, 0)
    assert {row.row for row in report.rows if row.action == "create"} == set(placed)
    stored = people_of(office, "name", "born_on", "branch", "phone")
    months = [(m.name, m.born_on[:7], m.branch, m.phone) for m in placed.values()]
    assert [(name, born[:7], branch, phone) for name, born, branch, phone in stored] == months


def test_that_organisations_come_below_the_office(office, tmp_path):
    path = tmp_path / "organisations.xlsx"
    _write(
        path,
        [
            ("党组织名称", "组织类别", "所属领域", "书记", "成立时间"),
            ("第一网格党支部", "党支部", "网格", "李𠮷", "2001.7"),
            ("第二网格党支部", "党支部", "网格", "王芳", "2002-07-01"),
        ],
    )
    ledger = office.catalog["organisation"]
    report = roster.import_roster(office, ledger, path, keep_rows=True)
    assert report.created == 2, report
    tree = {node.name: node for node in records.organisation_tree(office)}
    assert tree["第一网格党支部"].parent == office.unit.organisation
    assert roster.import_roster(office, ledger, path).counts == {"same": 2}


def test_that_activities_come_to_their_branch(office, branches, tmp_path):
    path = tmp_path / "activities.xlsx"
    head = (
        "序号",
        "活动主题",
        "活动类型",
        "活动时间",
        "党支部",
        "应到人数",
        "实到人数",
        "主要内容",
    )
    visit = "主题党日：走访（慰问）老党员"
    rows = [
        (1, visit, "主题党日", "2026-11-05", BRANCHES[0], 20, 18, "走访\n慰问"),
        (2, "党课", "党课", "2026年11月", BRANCHES[1], 20, "18人", ""),
        (3, "党课", "党课", "2026年13月", BRANCHES[1], 20, 18, ""),
    ]
    _write(path, [head, *rows])
    ledger = office.catalog["activity"]
    report = roster.import_roster(office, ledger, path)
    assert (report.created, report.refused) == (2, 1)
    assert roster.import_roster(office, ledger, path).unchanged == 2


def test_that_an_exported_roster_without_masks_comes_back_and_a_masked_one_does_not(demo, tmp_path):
    people = demo.catalog["person"]
    path = tmp_path / "export.xlsx"
    leave = factory.leave(demo, people)
    assert roster.export_ledger(demo, people, path, Query(), reveal=leave) == 182
    assert roster.import_roster(demo, people, path).counts == {"same": 182}
    roster.export_ledger(demo, people, path, Query(), reason="核对名册")
    before = factory.dump(demo)
    masked = roster.import_roster(demo, people, path)
    assert masked.counts == {"refuse": 182}
    assert factory.dump(demo)["person"] == before["person"]


def test_that_a_person_without_a_number_is_not_mistaken_for_another(take, office):
    members = [
        rosters.Member("王芳", "", "女", "", "", "", BRANCHES[0], phone)
        for phone in ("13900001111", "13900002222")
    ]
    assert take(members).created == 2
    assert len(people_of(office, "name")) == 2


def test_that_people_without_numbers_are_not_made_twice(take, office):
    wang = rosters.Member("王芳", "", "女", "", "", "", BRANCHES[0], "13900001111")
    assert take([wang]).created == 1
    again = take([wang, replace(wang, phone="13900002222")])
    assert (again.unchanged, again.review) == (1, 1)
    assert [reasons(row) for row in again.rows] == [[("id_number", "namesake")]]
    assert len(people_of(office, "name")) == 1
