"""What this PC remembers outside any database."""

from uuid import UUID

from jianxi_desktop import settings


def test_that_the_database_opened_last_is_the_one_that_opens(tmp_path):
    first, second = tmp_path / "a.jxdb", tmp_path / "b.jxdb"
    for path in (first, second, first):
        path.touch()
        settings.remember_office(path, path.stem)
    assert settings.default_database() == first
    assert list(settings.known_offices().items()) == [(first, "a"), (second, "b")]


def test_that_a_database_that_is_gone_is_not_opened(tmp_path):
    settings.remember_office(tmp_path / "gone.jxdb", "武汉路社区")
    assert settings.default_database() == settings.data_folder() / "office.jxdb"


def test_that_a_spoilt_memory_is_no_memory(tmp_path):
    settings.remember_office(tmp_path / "a.jxdb", "武汉路社区")
    (settings.state_folder() / "offices.json").write_text("[1", encoding="utf-8")
    assert settings.known_offices() == {}


def test_that_who_opened_a_database_last_is_known_by_account_not_by_name(tmp_path):
    account = UUID("01900000-0000-7000-8000-000000000001")
    settings.remember_account(tmp_path / "a.jxdb", account)
    assert settings.last_account(tmp_path / "a.jxdb") == account
    assert settings.last_account(tmp_path / "b.jxdb") is None
