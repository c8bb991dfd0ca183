"""What can be done to an organisation from its page or by dragging it: ask, do, tell."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import organisations
from jianxi_desktop.services.organisation_outlook import (
    Consequence,
    consequence_of_move,
    in_the_way,
)
from jianxi_desktop.services.organisation_rules import InTheWay
from jianxi_desktop.services.organisations import Changed, Decision
from jianxi_desktop.services.trees import ORGANISATIONS, TreeNode
from jianxi_desktop.ui.list_lines import Line
from jianxi_desktop.ui.questions import Answer, ask
from jianxi_desktop.ui.screen import Desk, Listed
from jianxi_desktop.ui.screens.organisation_dialogs import Answers, Asked, DeedDialog, Words

if TYPE_CHECKING:
    from jianxi_desktop.ui.organisation_tree import OrganisationTree

Run = Callable[[Decision, Answers], Changed]
_NAMED: Final = 3  # members a question names
_STAY: Final = "不调整"


class Deeds(QObject):
    """Asks before an organisation is renamed, moved, upgraded, merged or dissolved, and does it.

    Attributes:
        dialog: The dialog that is open, or was open last.
    """

    def __init__(self, parent: QWidget, desk: Desk, tree: "OrganisationTree") -> None:
        super().__init__(parent)
        self._widget, self._desk, self._tree = parent, desk, tree
        self.dialog: DeedDialog | None = None

    def ask(self, deed: str, organisation: UUID, version: int | None = None) -> None:
        """Ask about one change of an organisation, by the name of the change."""
        node = self._tree.node(organisation)
        if node is None:
            return
        if deed == "dissolve":
            work = partial(in_the_way, self._desk.office, organisation)
            self._desk.jobs.run(work, partial(self._ask_dissolve, node, version))
        else:
            asks = {
                "rename": self._ask_rename,
                "move": self._ask_move,
                "upgrade": self._ask_upgrade,
                "merge": self._ask_merge,
            }
            asks[deed](node, version)

    def ask_move_to(self, organisation: UUID, parent: UUID) -> None:
        """Ask whether one that was dragged onto another is to stand under it."""
        node, onto = self._tree.node(organisation), self._tree.node(parent)
        if node is not None and onto is not None:
            work = partial(consequence_of_move, self._desk.office, organisation, parent)
            self._desk.jobs.run(work, partial(self._ask_dragged, node, onto))

    def ask_transfer(self, people: Sequence[Line]) -> None:
        """Ask where members of the office are to go on."""
        names = "、".join(line.texts[0] for line in people[:_NAMED])
        who = names if len(people) <= _NAMED else f"{names}等 {len(people)} 名党员"
        words = Words(
            "转到其他支部",
            f"把{who}转到另一个支部",
            "从这一天起属于新的支部；以前的组织关系保留，并记入组织关系转接台账。",
            "转接",
            "不转接",
        )
        asked = [
            Asked("branch", "转入哪个党支部", self._field("branch", "membership")),
            Asked("group", "党小组", self._field("group", "membership"), optional=True),
        ]

        def run(decision: Decision, answers: Answers) -> Changed:
            return organisations.move_members(
                self._desk.office,
                [line.id for line in people],
                answers["branch"],
                decision,
                group=answers["group"],
            )

        self._open(words, asked, run, lambda _answers: "")

    def _ask_rename(self, node: TreeNode, version: int | None) -> None:
        words = Words(
            "更名",
            f"给“{node.name}”更名",
            "以前的记录和那一天以前的报表仍是原来的名称；变动会记入组织变动台账。",
            "更名",
            "不更名",
        )
        asked = [Asked("name", "新名称", self._field("name"), node.name)]

        def run(decision: Decision, answers: Answers) -> Changed:
            office = self._desk.office
            return organisations.rename(office, node.id, answers["name"], decision, version=version)

        self._open(words, asked, run, lambda answers: f"已更名为“{answers['name']}”。")

    def _ask_upgrade(self, node: TreeNode, version: int | None) -> None:
        words = Words(
            "升格、改建",
            f"改变“{node.name}”的组织类别",
            "党员和下级组织留在原处；党小组改为党支部时，它的党员转为这个支部的党员。",
            "改变类别",
            "不改变",
        )
        asked = [
            Asked("form", "新的组织类别", self._field("form"), node.form),
            Asked("name", "新名称", self._field("name"), node.name),
            Asked("parent", "新的上级（不变可不填）", self._field("parent"), optional=True),
        ]

        def run(decision: Decision, answers: Answers) -> Changed:
            return organisations.upgrade(
                self._desk.office,
                node.id,
                answers["form"],
                decision,
                name=answers["name"],
                parent=answers["parent"],
                version=version,
            )

        self._open(words, asked, run, lambda answers: f"“{answers['name']}”的组织类别已改变。")

    def _ask_merge(self, node: TreeNode, version: int | None) -> None:
        words = Words(
            "合并",
            f"把“{node.name}”并入另一个党组织",
            f"它的党员、下级组织、在任职务和单位关系转到并入的党组织，“{node.name}”从这一天起撤销。",
            "合并",
            "不合并",
        )
        asked = [Asked("into", "并入哪个党组织", self._field("into", "organisation_change"))]

        def run(decision: Decision, answers: Answers) -> Changed:
            office = self._desk.office
            return organisations.merge(office, node.id, answers["into"], decision, version=version)

        dialog = self._open(
            words,
            asked,
            run,
            lambda answers: f"“{node.name}”已并入“{self._name(answers['into'])}”。",
        )
        dialog.show_facts(_going_along(node), ())

    def _ask_move(self, node: TreeNode, version: int | None) -> None:
        dialog = self._open_move(node, None, version)
        editor = dialog.editor("parent")
        look = partial(self._look_at_move, node.id, dialog)
        editor.left.connect(look)

    def _look_at_move(self, organisation: UUID, dialog: DeedDialog) -> None:
        """Say what follows as soon as a superior is chosen, before anybody confirms it."""
        parent = dialog.editor("parent").raw()
        if isinstance(parent, UUID):
            work = partial(consequence_of_move, self._desk.office, organisation, parent)
            self._desk.jobs.run_newest("unit.move", work, partial(self._show_move, dialog))

    def _ask_dragged(self, node: TreeNode, onto: TreeNode, found: Consequence) -> None:
        if found.refused:
            text = f"“{node.name}”不能调整到“{onto.name}”之下。"
            ask(self._widget, text, [("知道了", None)], more="\n".join(found.refused))
            return
        dialog = self._open_move(node, onto, None)
        self._show_move(dialog, found)

    def _open_move(self, node: TreeNode, onto: TreeNode | None, version: int | None) -> DeedDialog:
        asked = f"把“{node.name}”调整到“{onto.name}”之下？" if onto else f"调整“{node.name}”的隶属"
        words = Words("调整隶属", asked, "", "调整隶属", _STAY)
        parent = Asked("parent", "新的上级党组织", self._field("parent"))

        def run(decision: Decision, answers: Answers) -> Changed:
            above = onto.id if onto is not None else answers["parent"]
            return organisations.move(self._desk.office, node.id, above, decision, version=version)

        fields = [] if onto is not None else [parent]
        return self._open(words, fields, run, lambda _answers: f"已调整“{node.name}”的隶属。")

    def _show_move(self, dialog: DeedDialog, found: Consequence) -> None:
        if dialog is self.dialog:
            dialog.show_facts(_facts_of(found), found.warnings)
            dialog.refuse(found.refused)
            dialog.go.setEnabled(not found.refused)

    def _ask_dissolve(
        self, node: TreeNode, version: int | None, found: tuple[InTheWay, ...]
    ) -> None:
        if found:
            self._say_in_the_way(node, version, found)
            return
        words = Words(
            "撤销",
            f"撤销“{node.name}”",
            "它没有党员和下级组织。在任职务、本届班子和单位关系到这一天为止；"
            "以前的记录都保留，那一天以前的报表仍然有它。",
            "撤销",
            "不撤销",
        )

        def run(decision: Decision, _answers: Answers) -> Changed:
            return organisations.dissolve(self._desk.office, node.id, decision, version=version)

        self._open(words, [], run, lambda _answers: f"“{node.name}”已撤销。")

    def _say_in_the_way(
        self, node: TreeNode, version: int | None, found: tuple[InTheWay, ...]
    ) -> None:
        """Name what keeps it from being dissolved, and lead there."""
        ways: list[Answer] = [("改为合并", partial(self._ask_merge, node, version))]
        if any(each.what == "members" for each in found):
            ways.append(("看这些党员", partial(self._list, node, "person")))
        if any(each.what == ORGANISATIONS + "s" for each in found):
            ways.append(("看下级组织", partial(self._list, node, ORGANISATIONS)))
        ways.append(("不撤销", None))
        more = "\n".join(f"· {each.text}" for each in found)
        ask(self._widget, f"还不能撤销“{node.name}”，它还有：", ways, more=more)

    def _list(self, node: TreeNode, ledger: str) -> None:
        self._desk.choose_organisation(node.id, node.name)
        self._desk.open_screen(f"list:{ledger}", Listed(ledger))

    def _field(self, key: str, ledger: str = ORGANISATIONS) -> Any:
        return self._desk.office.catalog[ledger].fields[key]

    def _open(
        self, words: Words, asked: list[Asked], run: Run, told: Callable[[Answers], str]
    ) -> DeedDialog:
        def go_on(decision: Decision, answers: Answers) -> None:
            done = partial(self._done, dialog, told(answers), answers)
            self._desk.jobs.run(
                partial(run, decision, answers), done, partial(self._refused, dialog)
            )

        dialog = self.dialog = DeedDialog(self._widget, self._desk, words, asked, go_on)
        dialog.open()
        return dialog

    def _name(self, one: UUID) -> str:
        node = self._tree.node(one)
        return node.name if node is not None else ""

    def _done(self, dialog: DeedDialog, text: str, answers: Answers, changed: Changed) -> None:
        dialog.finish()
        self._desk.changed(changed.touched)
        into = answers.get("into")
        if into is not None:
            self._desk.choose_organisation(into, self._name(into))
        undo = partial(self._desk.commands.trigger, "record.undo")
        told = "".join((text, *_went_along(changed)))
        self._desk.notice(told, undo=undo, undo_text="撤回")

    def _refused(self, dialog: DeedDialog, error: Exception) -> None:
        dialog.take_up()
        if isinstance(error, InputError):
            dialog.refuse([str(each) for each in error.details] or [error.user_message])
        else:
            dialog.reject()
            self._desk.report(error)


def _facts_of(found: Consequence) -> list[tuple[str, str]]:
    """Say what a move means: from where, to where, who goes along."""
    return [
        ("原来隶属", " › ".join(found.old_line) or "没有上级"),
        ("调整以后", " › ".join(found.new_line)),
        ("随同调整", f"党员 {found.members:,} 名，下级党组织 {found.organisations:,} 个"),
    ]


def _going_along(node: TreeNode) -> list[tuple[str, str]]:
    below = sum(node.counts.get(form, 0) for form in _FORMS)
    members = node.counts.get("members", 0)
    return [("随同转入", f"党员 {members:,} 名，下级党组织 {below:,} 个")]


def _went_along(changed: Changed) -> list[str]:
    told = []
    if changed.members:
        told.append(f"{changed.members:,} 名党员的组织关系已转接。")
    if changed.organisations:
        told.append(f"{changed.organisations:,} 个下级组织改隶。")
    return told + [f"{note}。" for note in changed.notes]


_FORMS: Final = (
    "working_committee",
    "party_committee",
    "general_branch",
    "branch",
    "group",
    "regional_committee",
)
