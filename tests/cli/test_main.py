"""The command line as a whole: passwords, statuses, what reaches the terminal and the log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jianxi_desktop import settings
from jianxi_desktop.domain import observation
from tests.cli.terminal import log_text, run
from tests.conftest import PASSWORD, open_copy
from tests.sheets import rosters

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(founded, tmp_path, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    open_copy(founded, "community", tmp_path).close()
    return tmp_path / "community.jxdb"


def rows(database, ledger, *options):
    return run("list", ledger, "--json", "--database", database, *options).answer


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_that_a_password_file_opens_with_and_without_a_mark(database, tmp_path, monkeypatch, mark):
    monkeypatch.delenv("JIANXI_PASSWORD")
    file = tmp_path / "password.txt"
    file.write_text(f"{mark}{PASSWORD}\r\n", encoding="utf-8")
    ended = run("list", "venue", "--json", "--database", database, "--password-file", file)
    assert (ended.status, ended.answer["total"]) == (0, 0)


def test_that_a_password_file_that_cannot_be_read_is_told(database, tmp_path):
    (tmp_path / "gbk.txt").write_bytes("密码".encode("gbk"))
    for name in ("gbk.txt", "nothing.txt", "."):
        file = tmp_path / name
        ended = run("list", "venue", "--json", "--database", database, "--password-file", file)
        assert (ended.status, ended.error["code"]) == (3, "no_password_file")


def test_that_no_password_at_all_is_told(database, monkeypatch):
    monkeypatch.delenv("JIANXI_PASSWORD")
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: SIM115, PTH123 - closed at exit
    ended = run("list", "venue", "--database", database)
    sys.stdin.close()
    assert ended.status == 3
    assert "--password-file" in ended.err


def test_that_options_may_stand_before_the_command(database):
    assert run("--json", "--database", database, "list", "venue").answer["rows"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        [],
        ["list"],
        ["list", "venue", "--limit", "0"],
        ["list", "venue", "--limit", "-3"],
        ["list", "venue", "--after", "x"],
        ["return", "R2", "--as-of", "2026-13-01"],
        ["observe", "fly"],
        ["demo", "--scale", "world"],
    ],
)
def test_that_wrong_words_are_wrong_usage(arguments):
    ended = run(*arguments, "--json")
    assert (ended.status, ended.error["code"]) == (2, "usage")


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        ("list venue --order x", 2, "no_such_field"),
        ("list venue --where x=1", 2, "usage"),
        ("list person --where born_on=1985-13", 1, "no_such_day"),
        ("list person --where branch=没有这个支部", 1, "unknown_link"),
        ("add venue name=甲 kind=宫殿", 1, "choice"),
        ("add venue name=甲", 1, "required"),
        ("add person name=王芳 id_number=123", 1, "length"),
        ("change venue x name=甲", 2, "usage"),
        ("change venue 00000000-0000-0000-0000-000000000001 name=甲", 1, "gone"),
        ("import person nothing.xlsx", 3, "no_such_file"),
        ("import person .", 3, ""),
        ("return R99", 2, "no_such_return"),
        ("return R2 --period 2026H3", 1, "period"),
        ("return R2 --period 2026-13", 1, "period"),
        ("print political_birthday.card --period 2026-00 -o out.pdf", 1, "period"),
        ("print political_birthday.card --period 2026 -o out.pdf", 2, "usage"),
        ("print problem.notice -o out.pdf", 1, "no_record"),
        ("print problem.notice --record 7 -o out.pdf", 2, "usage"),
        (
            "print problem.notice --record 00000000-0000-0000-0000-000000000001 -o out.pdf",
            1,
            "gone",
        ),
        ("print organisation_chart --org 没有这个 -o out.pdf", 1, "unknown_link"),
        ("print nothing -o out.pdf", 2, "no_such_form"),
        ("print observation -o out.pdf", 1, "no_round"),
        ("observe plan --step walk --period 2026H2", 1, "choice"),
        ("observe plan --step street_cross --period 2026", 1, "period"),
        ("keys trust pyproject.toml", 1, ""),
        ("pack .", 1, "no_receiver"),
        ("inspect pyproject.toml", 1, ""),
        ("merge pyproject.toml", 1, ""),
        ("merge nothing.jxp", 3, ""),
        ("init --unit 410302", 1, "unknown_unit"),
        ("init --unit 410305 --level street", 1, "wrong_level"),
    ],
)
def test_that_each_failure_has_its_status_and_code(
    database, tmp_path, monkeypatch, arguments, status, code
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("x = 1\n")
    before = database.read_bytes()
    ended = run(*arguments.split(), "--json", "--database", database)
    told = ended.error
    assert (ended.status, told["code"] if code else "") == (status, code), told
    assert told["message"]
    assert isinstance(told["details"], list)
    assert list(ended.answer) == ["error"] or arguments.startswith("import")
    assert ended.err == ""
    assert database.read_bytes() == before


def test_that_a_record_goes_its_whole_way(database):
    made = run(
        "add", "venue", "name=党群服务中心", "kind=党群服务中心", "--json", "--database", database
    )
    record = made.answer["id"]
    where = ("--json", "--database", database)
    assert run("change", "venue", record, "office_area=80", *where).answer["version"] == 2
    assert rows(database, "venue")["rows"][0]["office_area"] == "80"
    assert run("change", "venue", record, "office_area=", *where).status == 0
    assert rows(database, "venue", "--where", "office_area=")["total"] == 1
    assert run("remove", "venue", record, "--reason", "重复", *where).answer["version"] == 4
    assert rows(database, "venue") == {"rows": [], "total": 0, "next": None}


def test_that_pages_follow_each_other(database):
    for name in "甲乙丙丁戊":
        run("add", "venue", f"name={name}", "kind=其他", "--database", database)
    names, after = "", []
    while True:
        page = rows(database, "venue", "--limit", "2", "--order", "-name", *after)
        names += "".join(row["name"] for row in page["rows"])
        assert page["total"] == 5
        if page["next"] is None:
            break
        after = ["--after", str(page["next"])]
    assert names == "".join(sorted("甲乙丙丁戊", reverse=True))


def test_that_numbers_are_masked_unless_they_are_asked_for(database, tmp_path):
    rosters.write_plain(tmp_path / "r.xlsx", rosters.NATIONAL, rosters.people(2))
    run("import", "person", tmp_path / "r.xlsx", "--create-orgs", "--database", database)
    masked = rows(database, "person")["rows"][0]
    shown = rows(database, "person", "--reveal", "--reason", "核对证件")["rows"][0]
    assert "*" in masked["id_number"]
    assert "*" in masked["phone"]
    assert shown["id_number"] == rosters.people(1)[0].id_number


@pytest.mark.parametrize("command", ["list person", "export person o.xlsx", "print person.1 -o o"])
@pytest.mark.parametrize("reason", [[], ["--reason", ""]])
def test_that_revealing_without_a_reason_is_wrong_usage(database, command, reason, tmp_path):
    ended = run(*command.split(), "--reveal", *reason, "--json", "--database", database)
    assert (ended.status, ended.error["code"]) == (2, "usage")
    assert "--reason" in ended.error["message"]


def test_that_an_import_reports_what_needs_a_person(database, tmp_path):
    _members, mistakes = rosters.national_roster(tmp_path / "r.xlsx", count=100)
    arguments = ("import", "person", tmp_path / "r.xlsx", "--create-orgs", "--database", database)
    ended = run(*arguments, "--json", "--report", tmp_path / "report.xlsx")
    answer = ended.answer
    assert (ended.status, answer["file"]) == (0, "read")
    assert (answer["created"], answer["refused"], answer["review"]) == (75, 25, 0)
    assert [row["row"] for row in answer["rows"]] == [m.row for m in mistakes]
    assert all(row["issues"][0]["text"] for row in answer["rows"])
    assert (tmp_path / "report.xlsx").exists()


def test_that_a_file_that_is_no_roster_is_refused_with_its_reason(database, tmp_path):
    (tmp_path / "empty.xlsx").write_bytes(b"")
    ended = run("import", "person", tmp_path / "empty.xlsx", "--json", "--database", database)
    assert (ended.status, ended.answer["file"]) == (1, "refuse")
    assert ended.error["message"] == ended.answer["reason"]


def test_that_one_refused_package_keeps_the_others_out(founded, database, tmp_path):
    from jianxi_desktop.services import package

    community = open_copy(founded, "community", tmp_path)
    district = open_copy(founded, "district", tmp_path)
    for one, other in ((community, district), (district, community)):
        package.trust_card(one, package.save_card(other, tmp_path))
    good = package.write_package(community, tmp_path).file
    community.close()
    district.close()
    bad = tmp_path / "bad.jxp"
    bad.write_bytes(good.read_bytes()[:-1])
    where = ("--json", "--database", tmp_path / "district.jxdb")
    assert run("merge", good, bad, *where).status == 1
    merged = run("merge", good, *where)
    assert (merged.status, merged.answer["conflicts"]) == (0, 0)
    assert run("merge", good, good, *where).answer["applied"] == 0


def test_that_papers_are_drawn_as_pictures_where_the_name_asks(database, tmp_path):
    run(
        "observe", "plan", "--step", "street_internal", "--period", "2026H2", "--database", database
    )
    for form in ("organisation_chart", "observation"):
        picture = tmp_path / f"{form}.png"
        ended = run("print", form, "-o", picture, "--json", "--database", database)
        pages = [picture] if ended.answer["pages"] == 1 else sorted(tmp_path.glob(f"{form}-*.png"))
        assert len(pages) == ended.answer["pages"]
        assert all(page.read_bytes().startswith(b"\x89PNG") for page in pages)


def test_that_checklists_are_printed_in_copies_and_missing_characters_told(database, tmp_path):
    where = ("--json", "--database", database)
    plan = ("observe", "plan", "--step", "street_internal", "--period", "2026H2")
    (number,) = run(*plan, "--leader", "王\U00031350", *where).answer["forms"]
    paper = ("print", "observation", "-o", tmp_path / "forms.pdf")
    ended = run(*paper, "--forms", number, "--copies", "3", "--double-sided", *where)
    assert ended.answer["forms"] == [number]
    assert ended.answer["pages"] == 6
    assert "U+31350" in ended.err
    (form,) = run("list", "printed_form", *where).answer["rows"]
    assert (form["form_number"], form["copies"]) == (number, "3")
    refused = run(*paper, "--forms", "GMS-1", *where)
    assert (refused.status, refused.answer["error"]["code"]) == (1, "no_form")
    assert run("print", "person", "-o", tmp_path / "a.pdf", "--copies", "2", *where).status == 2


def test_that_words_answer_without_json(database):
    ended = run("list", "organisation", "--database", database)
    assert ended.status == 0
    assert "共：" in ended.out
    assert run("returns").out.count("R2") == 1


def test_that_neither_log_nor_terminal_names_people(database, tmp_path):
    number = rosters.people(1)[0].id_number
    where = ("--database", database)
    run("add", "person", "name=金丝雀", f"id_number={number}", "phone=13912345678", *where)
    run("add", "person", "name=金丝雀", f"id_number={number[:-1]}", *where)
    run("list", "person", "--search", "金丝雀", "--where", "phone=13912345678", *where)
    for secret in ("金丝雀", number, "13912345678", PASSWORD):
        assert secret not in log_text()


def test_that_a_bug_ends_with_70_and_stands_in_the_log_only(database, monkeypatch, tmp_path):
    plan = ("observe", "plan", "--step", "street_internal", "--period", "2026H2")
    observation._rules.cache_clear()  # a round planned before would have read the rules already
    with monkeypatch.context() as damaged:
        damaged.setattr(settings, "_RESOURCES", tmp_path)
        ended = run(*plan, "--json", "--database", database)
    assert (ended.status, ended.error["code"], ended.err) == (70, "bug", "")
    assert "Traceback" in log_text()
    assert run("list", "observation_round", "--json", "--database", database).answer["total"] == 0


def test_that_a_place_that_cannot_hold_a_database_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    (tmp_path / "file").write_text("")
    ended = run("init", "--unit", "410305", "--json", "--database", tmp_path / "file" / "a.jxdb")
    assert ended.status == 3
    again = run("init", "--unit", "410305", "--json", "--database", tmp_path / "file")
    assert (again.status, again.error["code"]) == (3, "exists")


def _program(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "jianxi_desktop", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def test_that_the_program_itself_answers(database):
    ended = _program("ledgers", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(json.loads(ended.stdout)["ledgers"]) >= 10
    refused = _program("list", "nothing", "--json", "--database", database)
    assert (refused.returncode, refused.stderr) == (2, "")


def test_that_the_program_speaks_chinese_on_any_terminal():
    ended = _program("returns", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert ended.returncode == 0
    assert "党组织和党员基本情况" in ended.stdout


def test_that_a_reader_that_has_read_enough_is_no_failure():
    command = f'"{sys.executable}" -m jianxi_desktop ledgers | head -n 1'
    ended = subprocess.run(
        command, shell=True, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert ended.stderr == ""
