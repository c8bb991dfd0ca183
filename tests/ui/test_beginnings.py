"""Empty lists say how their ledger begins, and lead there."""

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.ui.beginnings import BEGINNINGS
from jianxi_desktop.ui.screens.every import SCREENS


def test_that_every_listed_ledger_says_how_it_begins_and_leads_to_pages_there_are():
    assert set(BEGINNINGS) == {ledger.key for ledger in CATALOG if ledger.area}
    pages = {screen.key: screen.title for screen in SCREENS}
    for key, beginning in BEGINNINGS.items():
        assert beginning.text.endswith("。"), key
        for caption, page in beginning.ways:
            assert pages[page] in caption or "登记" in caption
        assert beginning.ways or beginning.first != "page"


def test_that_an_empty_list_says_how_to_begin_and_does_it(open_window, office):
    bench = open_window(office)
    said = {}
    for key in ("person", "return_filing"):
        bench.open_screen(f"list:{key}")
        empty = bench.shown._empty
        assert empty.isVisible()
        said[key] = [each.text() for each in empty._first if each.isVisible()]
        assert BEGINNINGS[key].text in empty._hint.text()

    assert said == {"person": ["导入", "新增"], "return_filing": ["到上报报表", "新增"]}
    empty._first[0].click()
    assert bench.shown.key == "return"


def test_that_a_branch_without_records_is_told_from_an_empty_ledger(open_window, office, branch):
    bench = open_window(office)
    bench.choose_organisation(branch, "第一网格党支部")
    bench.open_screen("list:venue")

    assert "第一网格党支部" in bench.shown._empty._text.text()
    assert "最上面一级" in bench.shown._empty._hint.text()
