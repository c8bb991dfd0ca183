"""The organisation screen: walked with the tree, changed by decisions, undone by Ctrl+Z."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import records, trees
from jianxi_desktop.services.records import Seen
from jianxi_desktop.services.trees import TERRITORIES
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screen import Unit
from jianxi_desktop.ui.screens.organisation_dialogs import DeedDialog
from tests import factory


@pytest.fixture
def made(office):
    """Two branches with a group and a member each, and an empty branch."""

    def add(ledger, **values):
        return records.save_record(office, office.catalog[ledger], values).id

    top = office.unit.organisation
    ids = {"top": top}
    for word in ("东苑", "西苑", "空苑"):
        ids[word] = add(
            "organisation", name=f"{word}网格党支部", form="branch", kind="grid", parent=top
        )
    for word in ("东苑", "西苑"):
        group = {"name": f"{word}一号楼党小组", "form": "group", "kind": "building"}
        ids[f"{word}组"] = add("organisation", parent=ids[word], **group)
        ids[f"{word}人"] = add(
            "person",
            name={"东苑": "李𠮷", "西苑": "欧阳修竹"}[word],
            branch=ids[word],
            group=ids[f"{word}组"],
            status="full",
            since="2020-01-01",
        )
    return ids


@pytest.fixture
def bench(open_members, office, made):
    return open_members(office)


@pytest.fixture
def screen(bench, visit, made):
    return visit(bench, "organisation", Unit("organisation", made["东苑"]))


def captions(screen):
    tabs = screen.tabs.tabs
    return [tabs.tabText(place) for place in range(tabs.count())]


def choose(bench, node_id):
    bench.tree.view.setCurrentIndex(bench.tree.model.find(node_id))


def decide(dialog, **answers):
    """Fill a dialog and confirm it."""
    for key, value in {"on": "2026-11-20", "document": "涧组〔2026〕9号", **answers}.items():
        dialog.editor(key).show_value(value)
    dialog.go.click()


def question(bench):
    return next(box for box in bench.window().findChildren(QMessageBox) if box.isVisible())


def press(box, verb):
    next(button for button in box.buttons() if button.text() == verb).click()


def parent_of(office, one):
    return records.find_record(office, office.catalog["organisation"], one).values["parent"]


def test_that_the_page_tells_who_it_is_and_where_it_stands(screen, bench):
    head = screen.head

    assert head.title.text() == "东苑网格党支部"
    assert head.what.text() == "网格　党支部"
    assert "武汉路社区党委" in head.line.text()
    assert "党员" in head.figures.text()
    assert ">1</b>" in head.figures.text()
    assert "没有登记书记" in head.warning.text.text()
    assert captions(screen)[:2] == ["党员 1", "下级组织 1"]


def test_that_a_click_in_the_tree_shows_that_unit_while_the_page_is_in_front(screen, bench, made):
    choose(bench, made["西苑"])

    assert screen.head.title.text() == "西苑网格党支部"
    assert bench.within == made["西苑"]


def test_that_a_node_is_opened_from_any_screen(bench, made, qtbot):
    choose(bench, made["西苑组"])
    assert bench.shown.key == "list:person"

    qtbot.keyClick(bench.tree.view, Qt.Key.Key_Return)

    assert bench.shown.key == "organisation"
    assert bench.shown.head.title.text() == "西苑一号楼党小组"
    assert captions(bench.shown)[0] == "党员 1"


def test_that_a_superior_in_the_line_leads_to_it_and_the_tree_follows(screen, bench, made, office):
    screen.head.line.linkActivated.emit(str(made["top"]))

    assert screen.head.title.text() == "武汉路社区党委"
    assert bench.tree.model.node(bench.tree.view.currentIndex()).id == made["top"]
    assert bench.within is None


def test_that_a_row_added_on_a_tab_is_counted_in_its_caption(screen, bench):
    page = screen.tabs.show_ledger("leadership_term")
    page.add.click()
    form = bench.shown.form  # a term has candidates of its own: it is no dialog
    form.editor("name").show_value("第五届")
    form.editor("starts_on").show_value("2024-05-10")
    bench.commands.trigger("record.save_back")

    assert bench.shown is screen
    assert "届次 1" in captions(screen)
    assert page.table.line(0).texts[0] == "第五届"
    assert "第五届" in screen.head.facts()


def test_that_a_member_added_on_a_tab_joins_this_branch(screen, bench, made):
    screen.tabs.show_ledger("person").add.click()

    assert bench.shown.key == "form"
    assert bench.shown.form.editor("branch").raw() == made["东苑"]


def test_that_members_are_transferred_from_their_tab_and_taken_back(screen, bench, made, office):
    page = screen.tabs.show_ledger("person")
    page.view.selectRow(0)
    page.transfer.click()
    dialog = screen.deeds.dialog
    assert dialog.question.text() == "把李𠮷转到另一个支部"

    decide(dialog, branch=made["空苑"])

    people = office.catalog["person"]
    assert records.find_record(office, people, made["东苑人"]).values["branch"] == made["空苑"]
    assert captions(screen)[0] == "党员"
    assert "1 名党员的组织关系已转接" in bench.window().notices.text.text()
    bench.window().notices.action.click()
    assert captions(screen)[0] == "党员 1"


def test_that_a_new_one_below_is_made_here(screen, bench, made, office):
    bench.commands.trigger("organisation.child")
    dialog = screen.tabs.current().findChild(DetailDialog)
    dialog.form.editor("name").show_value("东苑二号楼党小组")
    dialog.form.editor("form").show_value("group")
    dialog.form.editor("kind").show_value("building")
    dialog.form.save()

    assert captions(screen)[1] == "下级组织 2"
    assert "东苑二号楼党小组" in [node.name for node in trees.organisations(office)]


def test_that_what_is_dragged_is_moved_after_its_consequence_was_read(screen, bench, made, office):
    model = bench.tree.model
    data = model.mimeData([model.find(made["东苑组"])])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.find(made["西苑"]))

    dialog = bench.findChild(DeedDialog)
    assert dialog.question.text() == "把“东苑一号楼党小组”调整到“西苑网格党支部”之下？"
    assert dialog.facts.text().splitlines() == [
        "原来隶属：涧西区委 › 武汉路街道党工委 › 武汉路社区党委 › 东苑网格党支部",
        "调整以后：涧西区委 › 武汉路街道党工委 › 武汉路社区党委 › 西苑网格党支部",
        "随同调整：党员 1 名，下级党组织 0 个",
    ]
    assert parent_of(office, made["东苑组"]) == made["东苑"]

    decide(dialog, reason="网格调整")

    assert parent_of(office, made["东苑组"]) == made["西苑"]
    assert model.node(model.find(made["东苑组"])).parent == made["西苑"]
    assert "已调整“东苑一号楼党小组”的隶属" in bench.window().notices.text.text()


def test_that_a_move_is_taken_back_whole_by_undo(screen, bench, made, office):
    bench.ask_move(made["东苑组"], made["西苑"])
    decide(bench.findChild(DeedDialog))

    bench.commands.trigger("record.undo")

    assert parent_of(office, made["东苑组"]) == made["东苑"]
    people = office.catalog["person"]
    assert records.find_record(office, people, made["东苑人"]).values["branch"] == made["东苑"]
    assert not any("组织变动 " in caption for caption in captions(screen))


def test_that_a_place_that_is_not_allowed_is_refused_before_anything_is_asked(bench, made, office):
    bench.ask_move(made["东苑"], made["西苑组"])

    box = question(bench)
    assert "不能调整到“西苑一号楼党小组”之下" in box.text()
    assert "可以隶属于" in box.informativeText()
    assert bench.findChild(DeedDialog) is None
    press(box, "知道了")


def test_that_a_superior_chosen_in_the_dialog_tells_its_consequence(screen, bench, made):
    bench.commands.trigger("organisation.move")
    dialog = screen.deeds.dialog
    dialog.editor("parent").show_value(made["西苑组"])
    dialog.editor("parent").left.emit()

    assert not dialog.go.isEnabled()
    assert "不能隶属于" in dialog.problem.text.text()
    dialog.reject()


def test_that_a_new_name_is_shown_everywhere_and_noted(screen, bench, made):
    bench.commands.trigger("organisation.rename")
    decide(screen.deeds.dialog, name="东苑小区党支部")

    assert screen.head.title.text() == "东苑小区党支部"
    assert bench.tree.model.find(made["东苑"]).data() == "东苑小区党支部"
    assert "组织变动 1" in captions(screen)


def test_that_the_same_name_is_refused_in_the_dialog(screen, bench):
    bench.commands.trigger("organisation.rename")
    dialog = screen.deeds.dialog
    dialog.editor("on").show_value("2026-11")
    dialog.go.click()
    assert "要写到日" in dialog.problem.text.text()

    decide(dialog)

    assert "名称相同" in dialog.problem.text.text()
    assert dialog.isVisible()
    dialog.reject()


def test_that_one_with_members_is_not_dissolved_and_leads_to_what_is_in_the_way(screen, bench):
    bench.commands.trigger("organisation.dissolve")

    box = question(bench)
    assert "还不能撤销" in box.text()
    assert "1名党员" in box.informativeText()
    assert "1个下级党组织" in box.informativeText()
    press(box, "看这些党员")

    assert bench.shown.key == "list:person"
    assert bench.shown.table.rowCount() == 1


def test_that_it_can_be_merged_instead_and_its_members_go_along(screen, bench, made, office):
    bench.commands.trigger("organisation.dissolve")
    press(question(bench), "改为合并")
    dialog = screen.deeds.dialog
    assert "党员 1 名，下级党组织 1 个" in dialog.facts.text()

    decide(dialog, into=made["西苑"])

    people = office.catalog["person"]
    assert records.find_record(office, people, made["东苑人"]).values["branch"] == made["西苑"]
    assert screen.head.title.text() == "西苑网格党支部"
    assert captions(screen)[:2] == ["党员 2", "下级组织 2"]
    assert "“东苑网格党支部”已并入“西苑网格党支部”" in bench.window().notices.text.text()


def test_that_an_empty_one_is_dissolved_and_leaves_the_tree(bench, visit, made):
    screen = visit(bench, "organisation", Unit("organisation", made["空苑"]))
    bench.commands.trigger("organisation.dissolve")
    decide(screen.deeds.dialog)

    assert not bench.tree.model.find(made["空苑"]).isValid()
    assert "已撤销" in screen.head.what.text()
    assert not bench.commands.is_on("organisation.rename")


def test_that_a_group_becomes_a_branch(bench, visit, made, office):
    screen = visit(bench, "organisation", Unit("organisation", made["东苑组"]))
    bench.commands.trigger("organisation.upgrade")
    decide(screen.deeds.dialog, form="branch", name="东苑一号楼党支部", parent=made["top"])

    assert screen.head.title.text() == "东苑一号楼党支部"
    assert parent_of(office, made["东苑组"]) == made["top"]


def test_that_the_page_follows_what_is_written_elsewhere(screen, bench, made, office):
    ledger = office.catalog["organisation"]
    seen = records.find_record(office, ledger, made["东苑"])
    values = {"secretary": "欧阳修竹"}
    saved = records.save_record(office, ledger, values, Seen(seen.id, seen.version))

    bench.changed(saved.touched)

    assert "书记：欧阳修竹" in screen.head.facts()
    assert "没有登记书记" not in screen.head.warning.text.text()


def test_that_the_chart_of_the_unit_is_shown_on_the_print_page(screen, bench):
    bench.commands.trigger("organisation.chart")

    assert bench.shown.key == "print"
    assert "东苑网格党支部" in bench.shown.document.title


def test_that_a_territory_shows_what_lies_in_it_and_who_works_there(bench, visit, made, office):
    ledger = office.catalog["territory"]
    street = records.save_record(office, ledger, {"name": "某街道", "kind": "street"}).id
    records.save_record(office, ledger, {"name": "一网格", "kind": "grid", "parent": street})
    bench.tree.switch_to(TERRITORIES)
    screen = visit(bench, "organisation", Unit("territory", street))

    assert screen.head.title.text() == "某街道"
    assert captions(screen)[:3] == ["下级区域 1", "这里的党组织", "区划变动"]
    assert not bench.commands.is_on("organisation.merge")
    assert "升格" not in [b.text() for b in screen.findChildren(QPushButton) if b.isVisible()]
    choose(bench, trees.territories(office)[0].id)
    assert screen.head.title.text() == trees.territories(office)[0].name


def test_that_changing_the_tree_leads_to_where_the_unit_works_and_back(bench, visit, made, office):
    screen = visit(bench, "organisation")
    bench.commands.trigger("tree.territories")

    assert screen.unit.ledger == TERRITORIES
    assert screen.head.title.text() == bench.tree.node(bench.tree.node(made["top"]).territory).name
    assert bench.tree.model.node(bench.tree.view.currentIndex()).id == screen.unit.id

    bench.commands.trigger("tree.organisations")
    assert screen.unit == Unit("organisation", made["top"])


def test_that_an_organisation_of_a_territory_is_gone_to(bench, visit, made, office):
    place = bench.tree.node(made["top"]).territory
    screen = visit(bench, "organisation", Unit("territory", place))
    assert bench.tree.ledger == TERRITORIES

    page = screen.tabs.show_ledger("organisation")
    page.view.setCurrentIndex(page.table.index(0, 0))
    page.open.click()

    assert screen.unit == Unit("organisation", made["top"])
    assert bench.tree.ledger == "organisation"


def test_that_a_new_one_below_starts_as_what_mostly_stands_there(screen, bench, made):
    bench.commands.trigger("organisation.child")

    form = screen.tabs.current().findChild(DetailDialog).form
    assert form.editor("form").raw() == "group"
    assert form.editor("kind").raw() == "building"


def test_that_superiors_that_are_not_here_are_named_but_lead_nowhere(screen):
    line = screen.head.line.text()

    assert "涧西区委" in line
    assert line.count("<a href") == 1


def test_that_delete_removes_the_row_of_the_tab_with_a_reason(screen, bench, office, qtbot):
    factory.record_of(office, "leadership_term", organisation=screen.unit.id)
    bench.changed(frozenset({"leadership_term"}))
    page = screen.tabs.show_ledger("leadership_term")
    page.view.setCurrentIndex(page.table.index(0, 0))

    bench.commands.trigger("record.remove")
    page.findChild(ReasonDialog).accept()

    assert page.table.rowCount() == 0
    assert "届次" in captions(screen)


def test_that_whoever_may_only_look_is_offered_no_change(open_window, office, made, visit):
    viewer = dataclasses.replace(office.account, rights=rights_of(Role.VIEWER))
    bench = open_window(dataclasses.replace(office, account=viewer))
    screen = visit(bench, "organisation", Unit("organisation", made["东苑"]))

    assert not bench.commands.is_on("organisation.move")
    assert not screen.tabs.current().add.isVisible()
    assert not bench.tree.model.may_move
