"""What must hold for every command, and what docs/command-line.md says of it."""

import argparse
import json
import re
import shutil
from pathlib import Path

import pytest

from jianxi_desktop.cli.parser import make_parser
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import (
    accounts,
    attachments,
    backups,
    checklists,
    filing,
    history,
    observation,
    package,
    person_merging,
    trust,
)
from tests import factory
from tests.cli.terminal import log_text, run
from tests.conftest import PASSWORD, open_copy
from tests.scans.documents import photo
from tests.scored import scored_round
from tests.services.observation_books import write_book
from tests.sheets import rosters

PAGE = (Path(__file__).parents[1] / "docs" / "command-line.md").read_text(encoding="utf-8")


def commands_of(parser, path=()):
    """Give every command with its parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands_of(below, (*path, name))
            return
    yield " ".join(path), parser


COMMANDS = dict(commands_of(make_parser()))
EVERY = pytest.mark.parametrize("command", COMMANDS)
OFFICE = [name for name, parser in COMMANDS.items() if parser.get_default("needs_office")]
GLOBALS = {"-h", "--help", "--database", "--json", "--password-file", "--user", "--as-of"} | {
    "--quiet"
}

NEW_PASSWORD = "梧桐絮 早班铃声 1978"

# One way each command is really used; words in braces are filled in by the stage.
EXAMPLES = {
    "init": "--unit 410305001001 --database {new}",
    "demo": "--seed 2 --database {new}",
    "ledgers": "",
    "divisions": "--on 2023-06-30 --apply",
    "list": "person --search 李 --where sex=女 --order -born_on --limit 5",
    "find": "zs 支部 --limit 3",
    "add": "venue name=党群服务中心 kind=党群服务中心",
    "change": "person {member} phone=13900001111",
    "remove": "person {member} --reason 重复登记",
    "history": "person {member}",
    "undo": "",
    "redo": "",
    "erase": "person {member} --request 洛涧个保〔2026〕1号",
    "audit": "--limit 3",
    "rules": "--unverified",
    "import": "person {roster} --trial --rows --create-orgs --caption 备用电话= --decide 2=leave",
    "duplicates": "--limit 5",
    "conflicts": "--kind double --search 李 --limit 5",
    "resolve": "double:person:{member}:{double} --keep apart",
    "merge-persons": "{member} {double} --take phone --trial",
    "unmerge-persons": "{merged}",
    "export": "person {out}.xlsx --order -born_on --columns name,branch --reveal"
    " --reason 上报区委组织部",
    "fill": "{blank} {out}.xlsx --where sex=女 --order name --caption 单位=workplace --empty 无"
    " --number-form spaced --day-form words --reveal --reason 上报区委组织部",
    "attach": "attachment {attachment} {photo}",
    "content": "{photographed} -o {out}.jpg",
    "org rename": "第一网格党支部 邻里中心党支部 --on 2026-06-01 --document 涧组9号 --reason 调整",
    "org move": "一号楼党小组 --to 第二网格党支部 --on 2026-06-01 --document 涧组〔2026〕9号",
    "org upgrade": "第一网格党支部 --form 党总支 --name 邻里中心党总支 --on 2026-06-01",
    "org merge": "第一网格党支部 --to 第二网格党支部 --reason 网格调整",
    "org dissolve": "第二网格党支部 --on 2026-06-01 --reason 没有党员",
    "returns": "",
    "return": "R2 --period 2026H2 -o {out}.xlsx",
    "behind": "R0 A01 --period 2026Q3 --limit 3",
    "filing open": "R3 --period 2026-06 --org 武汉路社区党委",
    "filing show": "{draft} -o {out}.xlsx",
    "filing set": "{draft} R3.2.3=5 --reason 三次的记录还没有录入",
    "filing clear": "{draft} R3.2.1",
    "filing complete": "{draft} --explanation 已核实 --prepared-by 王芳 --responsible 周建国",
    "filing submit": "{complete} --explanation 已核实",
    "filing take-back": "{sent}",
    "filing return": "{sent} --reason 第二行请核对",
    "filing accept": "{sent} --remark 好",
    "filing lock": "{accepted}",
    "filings": "--period 2026-06 --code R3 --missing --reminders -o {out}.xlsx",
    "attention": "--org 武汉路社区党委 --within 30 --kind 报表 --search 统计表 -o {out}.ics"
    " --no-names --reason 放到手机日历",
    "overview": "--org 武汉路社区党委",
    "forms": "",
    "print": "observation -o {out}.pdf",
    "observe plan": "--step street_cross --period 2026H2 --leader 周建国 --start 2026-12-01"
    " --set 快速走访 --per-day 4 --first 9:30 --minutes 30 --org 武汉路社区党委 --inspectors 甲、乙"
    " --scheme 三类定级 --drop-extremes --double-entry",
    "observe coverage": "--period 2026H2 --step street_internal",
    "observe score": "GMN-2026H2-410305008001-001 1=4 听1=7.5 --scorer 王芳 --visited 2026-11-20",
    "observe enter": "{scores} --scorer 王芳 --trial",
    "observe scan": "{scan} --round 2026年下半年街道内部观摩 --keep --scorer 王芳 --accept-sure",
    "observe missing": "--round 2026年下半年街道内部观摩",
    "observe rank": "--round 已打分的观摩 -o {out}.xlsx",
    "observe grades": "--round 已打分的观摩",
    "observe problems": "--round 已打分的观摩 --due 2026-12-31 --person 王芳",
    "keys new": "",
    "keys show": "-o {folder}",
    "keys list": "",
    "keys trust": "{stranger} --fingerprint {heard}",
    "keys certify": "{known} --scope 410305008001 --until 2099-12-31",
    "keys withdraw": "{known} --reason 电脑遗失",
    "keys paper": "-o {out}.pdf",
    "keys lost": "{known}",
    "pack": "{folder} --full",
    "inspect": "{package}",
    "merge": "{package} --trial",
    "board": "-o {folder}/board.xlsx",
    "receipt": "{package} -o {folder}/receipt.pdf",
    "held": "--retry",
    "mend-fork": "",
    "backup": "{folder}",
    "restore": "{backup}",
    "verify": "",
    "users": "",
    "user add": "韩梅梅 --role editor --org 武汉路社区党委 --grant reveal --withhold export",
    "user role": "李雷 --role viewer --grant merge",
    "user rename": "李雷 李小雷",
    "user disable": "李雷 --reason 调离",
    "user password": "李雷 --new-password-file {folder}/new-password.txt",
    "user recovery": "--recovery-file {recovery} --user 李雷",
    "rekey": "",
    "recovery new": "",
}
FROM_DISTRICT = {
    "keys certify",
    "keys withdraw",
    "keys lost",
    "inspect",
    "merge",
    "board",
    "filing take-back",
    "filing return",
    "filing accept",
    "filing lock",
}


def documented():
    """Read the table of commands: arguments, options and keys by command."""
    table = PAGE[PAGE.index("## Commands") :]
    found = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0].startswith("`"):
            words = [re.findall(r"`([^`]+)`", cell) for cell in cells]
            found[words[0][0]] = (words[1], words[2])
    return found


DOCUMENTED = documented()


@pytest.fixture(scope="module")
def stage(founded, tmp_path_factory):
    """A community and a district that know each other, a roster, and a package on its way."""
    folder = tmp_path_factory.mktemp("stage")
    community, district = (open_copy(founded, name, folder) for name in ("community", "district"))
    member = factory.record_of(community, "person", 0, name="李𠮷")
    double, merged = (factory.record_of(community, "person", n, name="李𠮷") for n in (1, 2))
    person_merging.merge_persons(community, member, merged)
    branch = factory.branch_of(community)
    factory.branch_of(community, "一号楼党小组", branch, "group")
    factory.branch_of(community, "第二网格党支部")
    planned = observation.plan_round(community, step="street_internal", period="2026H2")
    blank = checklists.print_checklists(community, planned.id)
    (folder / "scan.pdf").write_bytes(blank.pdf)
    scored_round(community, {"甲": [80], "乙": [90]}, title="已打分的观摩")
    filings = {each.unit.level: staged_filings(each) for each in (community, district)}
    (folder / "photo.jpg").write_bytes(photo())
    bare = {"title": "授牌", "kind": "photo", "sha256": None, "kept_at": None}
    papers = [factory.record_of(community, "attachment", n, **bare) for n in (0, 1)]
    ledger = community.catalog["attachment"]
    attachments.add_files(community, ledger, papers[1], [folder / "photo.jpg"])
    factory.record_of(community, "venue", 0)
    history.undo_last(community)
    for one, other in ((community, district), (district, community)):
        trust.trust_card(one, trust.save_card(other, folder))
    (folder / "known").write_text(trust.office_card(community).key_id)
    packed = package.write_package(community, folder)
    made = backups.backup(community).backup
    accounts.add_user(community, "李雷", NEW_PASSWORD + "!", Role.ADMINISTRATOR)
    (folder / "recovery.txt").write_text(accounts.new_recovery_key(community), encoding="utf-8")
    for office in (community, district):
        office.close()
    stranger = open_copy(founded, "demo", folder, "demo-涧西-2018")
    shutil.move(trust.save_card(stranger, folder), folder / "stranger.jxcard")
    heard = trust.office_card(stranger).fingerprint.replace(" ", "")
    (folder / "heard").write_text(heard)
    stranger.close()
    rosters.write_plain(folder / "roster.xlsx", rosters.NATIONAL, rosters.people(12))
    asked = ("序号", "姓名", "性别", "身份证号", "出生年月", "所在党支部", "单位", "备注")
    write_book(folder / "blank.xlsx", [("党员信息采集表",), asked])
    heading = ("表号", "序号", "得分")
    write_book(folder / "scores.xlsx", [heading, ("GMN-2026H2-410305008001-001", 1, 4.5)])
    (folder / "package").write_text(str(packed.file.relative_to(folder)))
    named = {"member": member, "double": double, "merged": merged}
    named |= {"attachment": papers[0], "photographed": papers[1]}
    for name, one in named.items():
        (folder / name).write_text(str(one))
    (folder / "filings").write_text(json.dumps(filings))
    (folder / "backup").write_text(str(made.file.relative_to(folder)))
    return folder


def staged_filings(office):
    """Begin, complete, hand in and accept returns of an office; give them by state."""
    made = {}
    for month, state in enumerate(("accepted", "sent", "complete", "draft"), start=3):
        made[state] = filing.open_filing(office, "R3", f"2026-{month:02}").id
        if state == "draft":
            filing.set_figure(office, made[state], "R3.2.1", "2", "一个还没有登记")
            continue
        filing.complete(office, made[state], explanation="已核实")
        if state != "complete":
            filing.submit(office, made[state])
    if office.unit.level == "district":
        filing.accept(office, made["accepted"])
    return {state: str(one) for state, one in made.items()}


@pytest.fixture
def there(stage, tmp_path, monkeypatch):
    """A copy of the stage, and what the examples name on it."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    folder = tmp_path / "there"
    shutil.copytree(stage, folder)
    (folder / "out").mkdir()
    (folder / "out" / "new-password.txt").write_text(NEW_PASSWORD, encoding="utf-8")
    monkeypatch.setenv("JIANXI_NEW_PASSWORD", NEW_PASSWORD)
    return {
        "folder": folder / "out",
        "out": folder / "out" / "file",
        "new": folder / "out" / "new.jxdb",
        "scores": folder / "scores.xlsx",
        "scan": folder / "scan.pdf",
        "photo": folder / "photo.jpg",
        "roster": folder / "roster.xlsx",
        "blank": folder / "blank.xlsx",
        "stranger": folder / "stranger.jxcard",
        "package": folder / (folder / "package").read_text(),
        **{
            name: (folder / name).read_text()
            for name in (
                *("member", "double", "merged", "attachment", "photographed"),
                *("heard", "known"),
            )
        },
        "backup": folder / (folder / "backup").read_text(),
        "recovery": folder / "recovery.txt",
        "community": folder / "community.jxdb",
        "district": folder / "district.jxdb",
    }


def example(command, there):
    """Give the arguments of a command's example."""
    office = "district" if command in FROM_DISTRICT else "community"
    filings = json.loads((there["community"].parent / "filings").read_text())[office]
    rest = [word.format(**there, **filings) for word in EXAMPLES[command].split()]
    where = [] if "--database" in rest else ["--database", str(there[office])]
    several = office == "community" and COMMANDS[command].get_default("needs_office")
    who = ["--user", "管理员"] if several else []  # it has two users
    return [*command.split(), *rest, *who, *where]


def test_that_every_command_has_an_example_and_a_line_on_its_page():
    assert set(EXAMPLES) == set(COMMANDS) == set(DOCUMENTED)


@EVERY
def test_that_the_page_names_every_option(command):
    words, _keys = DOCUMENTED[command]
    actions = COMMANDS[command]._actions
    options = {
        max(action.option_strings, key=len)
        for action in actions
        if action.option_strings and not set(action.option_strings) & GLOBALS
    }
    assert {word.split()[0] for word in words if word.startswith("--")} == options
    named = [word for word in words if not word.startswith("--")]
    assert len(named) == len([action for action in actions if not action.option_strings])


def test_that_the_page_names_every_global_option():
    named = set(re.findall(r"^\| `(--[a-z-]+)", PAGE, flags=re.MULTILINE))
    assert named == {name for name in GLOBALS if name not in ("-h", "--help")}


@EVERY
def test_that_help_is_given(command):
    ended = run(*command.split(), "--help")
    assert ended.status == 0
    assert ended.err == ""
    assert COMMANDS[command].description in ended.out


@EVERY
def test_that_the_answer_is_one_object_with_the_keys_of_the_page(command, there):
    ended = run(*example(command, there), "--json")
    assert (ended.status, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == 1
    assert list(ended.answer) == DOCUMENTED[command][1]
    for secret in (PASSWORD, NEW_PASSWORD):
        assert secret not in ended.out + log_text()


@EVERY
def test_that_wrong_usage_is_told(command):
    ended = run(*command.split(), "--nonsense", "--json")
    assert ended.status == 2
    assert ended.error["code"] == "usage"
    assert ended.error["message"]
    assert ended.err == ""


@pytest.mark.parametrize("command", OFFICE)
def test_that_a_database_that_is_not_there_is_told(command, there, tmp_path):
    arguments = example(command, there)
    arguments[-1] = str(tmp_path / "nothing.jxdb")
    ended = run(*arguments, "--json")
    assert (ended.status, ended.error["code"]) == (3, "no_such_file")
    assert not (tmp_path / "nothing.jxdb").exists()


@pytest.mark.parametrize(
    "command", ["list", "add", "change", "remove", "import", "export", "print"]
)
def test_that_a_ledger_that_does_not_exist_is_told(command, there):
    arguments = example(command, there)
    arguments[1] = "nothing"
    ended = run(*arguments, "--json")
    assert ended.status == 2
    assert ended.error["code"] in {"no_such_ledger", "no_such_form"}
    assert "person" in ended.error["message"]


@pytest.mark.parametrize("command", ["list", "pack", "merge"])
def test_that_a_wrong_password_is_told_and_written_nowhere(command, there, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", "wrong-horse-1921")
    ended = run(*example(command, there))
    assert (ended.status, ended.out) == (3, "")
    assert "密码" in ended.err
    assert "wrong-horse" not in ended.err + log_text()


@EVERY
def test_that_there_are_chinese_words_for_every_key(command):
    from jianxi_desktop.cli.words import in_words

    for key in DOCUMENTED[command][1]:
        assert key not in next(iter(in_words({key: "值"})))


def test_that_one_example_is_json_of_plain_values():
    assert json.dumps(run("returns", "--json").answer)
