"""The manual: every page has its place, every ledger its page, and words are found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import manual


@pytest.fixture(scope="module")
def pages():
    return manual.read_pages()


def test_that_every_written_page_has_a_place_in_the_contents(pages):
    assert set(manual.read_written()) <= {page.key for page in pages}


def test_that_every_ledger_somebody_sees_has_a_page_and_is_explained(pages):
    known = {page.key: page for page in pages}
    listed = [each for each in CATALOG if each.area]

    assert [each.key for each in listed if f"ledger:{each.key}" not in known] == []
    for ledger in listed:
        text = known[f"ledger:{ledger.key}"].text
        assert len(text.splitlines()[2]) > 20, ledger.key
        for field in ledger.form_fields:
            assert f"| {field.caption}" in text


def test_that_a_page_asks_what_its_form_asks_and_gives_one_example(pages):
    known = {page.key: page.text for page in pages}

    assert "| 党员 * |" not in known["ledger:membership"]  # it stands below its member
    assert "| 所属月份 * | 日期，如 2018-09。 |" in known["ledger:dues_record"]


def test_that_pages_lead_to_each_other_by_their_titles(pages):
    known = {page.key for page in pages}
    links = [part.split(")")[0] for page in pages for part in page.text.split("](page:")[1:]]

    assert len(links) > 50
    assert set(links) <= known


def test_that_a_word_is_found_where_it_stands(pages):
    (first, *_rest) = manual.find(pages, "恢复密钥 信封")

    assert first.page == "welcome"
    assert "恢复密钥" in first.excerpt
    assert manual.find(pages, "没有这样的话吧") == ()


def test_that_what_is_written_otherwise_is_found_nearby(pages):
    found = manual.find(pages, "导出身份证")

    assert "list" in [each.page for each in found]
    assert all(each.near for each in found)


def test_that_everyday_words_lead_to_where_it_is_done(pages):
    for words in ("打印花名册", "密码忘了", "字太小", "换书记", "误删"):
        assert manual.find(pages, words)[0].page == "where"


def test_that_a_page_called_so_comes_first(pages):
    assert manual.find(pages, "双月座谈会")[0].page == "symposium"
    assert manual.find(pages, "ctrl+shift+r")


@settings(max_examples=30, deadline=None)
@given(words=st.text("党员组 Ctrl+[]|*1", max_size=6))
def test_that_every_finding_names_a_page_that_has_the_words(pages, words):
    texts = {page.key: f"{page.title}\n{page.text}".lower() for page in pages}

    for found in manual.find(pages, words)[:5]:
        assert found.page in texts
        assert len(found.excerpt) <= 58
