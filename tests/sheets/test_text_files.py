"""Rosters as text: files in every encoding and with every separator, and blocks that are pasted."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.schema.fields import Day, IdentityNumber, LongText, Name, Text
from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.delimited import read_text
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import Pasted, RosterSpec
from tests.sheets import rosters
from tests.sheets.here import read_here

FIELDS = (
    Name("姓名", key="name", required=True),
    IdentityNumber("身份证号码", key="id_number"),
    Day("出生日期", ("出生年月",), key="born_on"),
    Text("籍贯", key="native_place"),
    LongText("备注", key="note"),
)
SPEC = RosterSpec(FIELDS, ("序号",))
NUMBER = rosters.people(1)[0].id_number
HEAD = ("序号", "姓名", "身份证号码", "出生年月", "籍贯", "备注")
ROWS = (
    ("1", "张三", NUMBER, "1985.03", "河南，洛阳", "第一行\n第二行"),
    ("2", "买买提•吐尔逊", "", "1985年3月", '他说"好"; 谢谢', ""),
)


def text(rows, mark=","):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark).writerows(rows)
    return file.getvalue()


def read(data):
    return read_here(data, SPEC)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_that_a_text_file_is_read_in_every_encoding_and_with_every_separator(encoding, mark):
    roster, rows = read(text([HEAD, *ROWS], mark).encode(encoding))
    assert (roster.file, roster.sheet, roster.header_row) == ("read", "文本文件", 1)
    assert [row.row for row in rows] == [2, 3]
    assert rows[0].values == {
        "name": "张三",
        "id_number": NUMBER,
        "born_on": "1985-03",
        "native_place": "河南，洛阳",
        "note": "第一行\n第二行",
    }
    assert rows[1].values["name"] == "买买提·吐尔逊"
    assert rows[1].values["native_place"] == '他说"好"; 谢谢'
    assert encoding[:3].upper() in roster.notes[0]


def test_that_big_endian_text_with_a_mark_is_read():
    data = b"\xfe\xff" + text([HEAD, *ROWS], "\t").encode("utf-16-be")
    assert [row.values["name"] for row in read(data)[1]] == ["张三", "买买提·吐尔逊"]


def test_that_a_title_above_and_a_total_below_are_passed_over(tmp_path):
    lines = [("南山社区党员名册",), (), HEAD, *ROWS, ("合计", "2"), ("填表人：某某",)]
    (tmp_path / "a.txt").write_bytes(text(lines, "\t").encode("gb18030"))
    with open_roster(tmp_path / "a.txt", SPEC) as roster:
        assert roster.header_row == 3
        assert [row.skipped for row in roster.rows()] == [
            "title", "blank", "", "", "total", "footnote",
        ]  # fmt: skip


def test_that_few_chinese_words_are_not_taken_for_cyrillic():
    # In GB18030 these bytes are good UTF-8 too, of letters that nobody here writes.
    words = "毛谢,谢毛\n".encode("gb18030")
    assert words.decode("utf-8")
    assert [list(row) for row in read_text(words)[0].iter_rows()] == [["毛谢", "谢毛"]]


@pytest.mark.parametrize(
    ("code", "character"),
    [
        ("FE59", "\u9fb4"), ("FE61", "\u9fb5"), ("FE66", "\u9fb6"), ("FE67", "\u9fb7"),
        ("FE6D", "\u9fb8"), ("FE7E", "\u9fb9"), ("FE90", "\u9fba"), ("FEA0", "\u9fbb"),
        ("A8BC", "\u1e3f"),
    ],
)  # fmt: skip
def test_that_characters_that_got_a_place_of_their_own_are_not_self_made_ones(code, character):
    data = "姓名,籍贯\n张".encode("gb18030") + bytes.fromhex(code) + ",洛阳\n".encode("gb18030")
    _roster, (row,) = read(data)
    assert row.values["name"] == f"张{character}"
    assert not row.issues


def test_that_a_self_made_character_is_kept_and_pointed_out():
    _roster, (row,) = read("姓名,籍贯\n张\ue123,洛阳\n".encode())
    assert row.values["name"] == "张\ue123"
    assert [(each.severity, each.code) for each in row.issues] == [("warning", "odd")]
    assert "自造字" in row.issues[0].text


def test_that_what_spreadsheets_write_to_keep_digits_is_taken_off():
    cells = (f'"=""{NUMBER}"""', f'="{NUMBER}"', f"'{NUMBER}", f"\t{NUMBER}")
    lines = "".join(f"张三,{cell}\n" for cell in ("身份证号码", *cells))
    lines = lines.replace("张三", "姓名", 1)
    assert {row.values["id_number"] for row in read(lines.encode())[1]} == {NUMBER}


def test_that_a_number_destroyed_in_a_text_is_refused_with_its_cell():
    _roster, (row,) = read("序号,姓名,身份证号码\n1,张三,4.10305E+17\n".encode())
    assert row.values["id_number"] is None
    assert row.issues[0].code == "destroyed"
    assert "C2单元格" in row.issues[0].text


def test_that_a_month_that_lost_its_nought_is_refused_not_guessed():
    data = "姓名,出生年月\n张三,1985.1\n李四,1985.10\n王五,1985.01\n".encode()
    _roster, rows = read(data)
    assert [row.values["born_on"] for row in rows] == [None, "1985-10", "1985-01"]
    assert rows[0].issues[0].code == "ambiguous"


def test_that_the_separator_a_spreadsheet_names_is_taken():
    roster, rows = read("sep=;\n姓名;籍贯\n张三;河南,洛阳,涧西\n".encode())
    assert (roster.header_row, rows[0].values["native_place"]) == (2, "河南,洛阳,涧西")


@pytest.mark.parametrize("broken", ['张三,"洛阳\n李四,孟津\n', '张三,"洛"阳\n李四,孟津\n'])
def test_that_a_lone_quote_does_not_swallow_the_rest(broken):
    roster, rows = read(f"姓名,籍贯\n{broken}".encode())
    assert [row.values["name"] for row in rows] == ["张三", "李四"]
    assert "引号不成对" in roster.notes[-1]


def test_that_lines_of_different_length_are_read():
    _roster, rows = read("姓名,籍贯,出生年月\n张三\n李四,洛阳,1985.3,多,余\n".encode())
    assert [row.values["native_place"] for row in rows] == [None, "洛阳"]


def test_that_a_block_copied_from_a_spreadsheet_is_read():
    block = text([HEAD, *ROWS], "\t").replace("\r\n", "\n")
    with open_roster(Pasted(block), SPEC) as roster:
        rows = list(roster.rows())
    assert (roster.file, roster.sheet, roster.notes) == ("read", "粘贴的内容", ())
    assert rows[0].values["note"] == "第一行\n第二行"
    assert roster.sheets == ((("粘贴的内容", 2, 1, 5)),)
    assert roster.previews[0] == ROWS[0]


def test_that_a_block_without_a_heading_is_asked_about():
    roster, _rows = read_here(text(ROWS, "\t").encode(), SPEC, pasted=True)
    assert (roster.file, roster.code) == ("ask", "no_heading")


def test_that_the_bytes_of_a_workbook_are_read_as_its_file(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(3))
    with open_roster((tmp_path / "a.xlsx").read_bytes(), spec) as roster:
        assert len([row for row in roster.rows() if not row.skipped]) == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfd\xfe, name\n", "encoding"),
        (b"\xff\xfeA\n,", "encoding"),
        (b"<html>,\n", "web_page"),
        (b"a,b\0,c\n", "no_workbook"),
    ],
)
def test_that_what_is_no_text_is_told(data, code):
    roster, _rows = read(data)
    assert (roster.file, roster.code) == ("refuse", code)
    assert "请" in roster.reason


def test_that_a_text_of_too_many_cells_is_refused():
    # One line of many cells makes every line as long.
    data = b"," * 2000 + b"\n" + b",\n" * 40_000
    roster, _rows = read(data)
    assert (roster.file, roster.code) == ("refuse", "too_much")


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))
    | st.sampled_from('\n",;\t'),
    max_size=12,
).filter(lambda cell: not cell.startswith('="') and (cell == "" or cell.strip()))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_that_every_cell_comes_back_as_it_was_written(rows):
    rows = [["姓名", "籍贯", "备注"], *rows]
    data = text(rows).encode("utf-8-sig")
    assert guard.look(data) is guard.TEXT
    table, _notes = read_text(data)
    assert [list(row) for row in table.iter_rows()] == rows
