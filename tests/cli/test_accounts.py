"""Users and keys from the command line: secrets come from files or the environment only."""

import pytest

from jianxi_desktop.services import accounts
from jianxi_desktop.services.office import open_office
from tests.cli.terminal import log_text, run
from tests.conftest import PASSWORD

SECOND = "梧桐絮 早班铃声 1978"
THIRD = "铁皮饼干盒 蓝墨水 算盘"


@pytest.fixture
def jianxi(office, monkeypatch):
    """Run a command as the administrator, or as whoever ``user`` names."""
    office.close()
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    monkeypatch.setenv("JIANXI_NEW_PASSWORD", SECOND)

    def jianxi(*words, user="管理员", password=PASSWORD):
        monkeypatch.setenv("JIANXI_PASSWORD", password)
        return run(*words, "--json", "--user", user, "--database", office.path)

    return jianxi


def test_that_an_added_user_is_listed_and_opens(jianxi, office):
    ended = jianxi("user", "add", "李雷", "--role", "录入员", "--grant", "查看完整号码")
    assert [user["name"] for user in ended.answer["users"]] == ["李雷"]
    listed = jianxi("users").answer["users"]
    assert [(user["name"], user["role"], user["granted"]) for user in listed] == [
        ("管理员", "administrator", []),
        ("李雷", "editor", ["reveal"]),
    ]
    open_office(office.path, SECOND, user="李雷").close()


def test_that_several_users_have_to_be_told_apart(jianxi, office):
    jianxi("user", "add", "李雷", "--role", "viewer")
    ended = run("users", "--json", "--database", office.path)
    assert (ended.status, ended.error["code"]) == (3, "user_needed")


def test_that_a_viewer_is_refused_with_status_1(jianxi):
    jianxi("user", "add", "李雷", "--role", "viewer")
    ended = jianxi("users", user="李雷", password=SECOND)
    assert (ended.status, ended.error["code"]) == (1, "not_allowed")


def test_that_a_weak_password_is_refused_in_words(jianxi, monkeypatch):
    monkeypatch.setenv("JIANXI_NEW_PASSWORD", "wuhanlushequ2024")
    ended = jianxi("user", "add", "李雷", "--role", "viewer")
    assert (ended.status, ended.error["code"]) == (1, "password_weak")
    assert "wuhanlu" not in ended.out + ended.err + log_text()


def test_that_init_asks_the_same_of_a_password(tmp_path, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", "jianxi2018!!")
    path = tmp_path / "a.jxdb"
    ended = run("init", "--unit", "410305001001", "--json", "--database", path)
    assert (ended.status, ended.error["code"]) == (1, "password_weak")
    assert not path.exists()


def test_that_ones_own_password_is_changed_with_the_one_that_opened(jianxi, office):
    jianxi("user", "add", "李雷", "--role", "viewer")
    file = office.path.with_name("new.txt")
    file.write_text(f"\ufeff{THIRD}\r\n", encoding="utf-8")
    ended = jianxi(
        "user", "password", "李雷", "--new-password-file", file, user="李雷", password=SECOND
    )
    assert (ended.status, ended.answer["users"][0]["name"]) == (0, "李雷")
    open_office(office.path, THIRD, user="李雷").close()


def test_that_rights_are_given_taken_and_the_subtree_lifted(jianxi):
    jianxi("user", "add", "李雷", "--role", "editor", "--org", "武汉路社区党委")
    told = jianxi("user", "role", "李雷", "--role", "editor", "--withhold", "export").answer
    assert told["users"][0]["withheld"] == ["export"]
    assert told["users"][0]["organisation"]
    told = jianxi("user", "role", "李雷", "--role", "editor", "--grant", "export", "--org", "")
    assert told.answer["users"][0]["granted"] == ["export"]
    assert told.answer["users"][0]["organisation"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("user", "add", "李雷", "--role", "king"), "no_such_role"),
        (("user", "add", "李雷", "--role", "viewer", "--grant", "keys"), "no_such_right"),
        (("user", "add", "李雷", "--role", "viewer", "--org", "没有的"), "unknown_link"),
        (("user", "disable", "没有", "--reason", "调离"), "no_such_user"),
        (("user", "disable", "管理员", "--reason", "调离"), "own_account"),
        (("user", "role", "管理员", "--role", "viewer"), "last_administrator"),
    ],
)
def test_that_what_cannot_be_is_refused(jianxi, words, code):
    ended = jianxi(*words)
    assert (ended.status, ended.error["code"]) == (1, code)


def test_that_a_forgotten_password_is_set_anew_from_the_paper(jianxi, office):
    spelled = jianxi("recovery", "new").answer["recovery_key"]
    file = office.path.with_name("paper.txt")
    file.write_text(spelled.lower(), encoding="utf-8")
    ended = jianxi("user", "recovery", "--recovery-file", file)
    assert ended.answer["users"][0]["name"] == "管理员"
    open_office(office.path, SECOND).close()
    assert spelled.splitlines()[0] not in log_text()


def test_that_a_paper_that_is_not_there_is_told(jianxi, tmp_path):
    ended = jianxi("user", "recovery", "--recovery-file", tmp_path / "no.txt")
    assert (ended.status, ended.error["code"]) == (3, "no_password_file")


def test_that_many_wrong_passwords_have_to_wait(jianxi):
    codes = [jianxi("users", password="wrong-horse-1921").error["code"] for _ in range(5)]
    assert codes == ["wrong_password"] * 4 + ["wait"]
    assert "管理员" not in log_text()


def test_that_rekeying_keeps_every_password(jianxi, office):
    jianxi("user", "add", "李雷", "--role", "viewer")
    assert jianxi("rekey").status == 0
    for user, password in (("管理员", PASSWORD), ("李雷", SECOND)):
        open_office(office.path, password, user=user).close()


def test_that_no_secret_is_an_argument():
    """What stands on a command line is seen by every program of the PC."""
    from jianxi_desktop.cli.parser import make_parser
    from tests.test_every_command import commands_of

    for name, parser in commands_of(make_parser()):
        for action in parser._actions:
            words = " ".join((*action.option_strings, action.dest))
            if "password" in words or "recovery" in words:
                assert words.endswith("_file"), name


def test_that_who_is_disabled_by_command_is_out(jianxi, office):
    jianxi("user", "add", "李雷", "--role", "administrator")
    ended = jianxi("user", "disable", "李雷", "--reason", "调离")
    assert ended.answer["rekeyed"] is True
    assert ended.answer["users"][0]["reason"] == "调离"
    ended = jianxi("users", user="李雷", password=SECOND)
    assert ended.error["code"] == "user_unknown"
    again = open_office(office.path, PASSWORD)
    assert [user.can_open for user in accounts.list_users(again)] == [True, False]
    again.close()
