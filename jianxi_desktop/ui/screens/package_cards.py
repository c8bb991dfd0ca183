"""The part of the package page where offices come to trust each other's cards."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import known_offices, papers, trust
from jianxi_desktop.services.card_paper import key_paper
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.entitlements import Withdrawal
from jianxi_desktop.services.known_offices import State, TrustedOffice
from jianxi_desktop.services.trust import Card, CardLook, Standing
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.removal import ask_why
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import package_trust_words as words
from jianxi_desktop.ui.screens.making import print_noted
from jianxi_desktop.ui.screens.package_trust import TrustDialog
from jianxi_desktop.ui.screens.package_trust_lost import LostDialog
from jianxi_desktop.ui.screens.paper_dialog import Paper, show_paper
from jianxi_desktop.ui.screens.parts import Message, choices, section, sized, wrapped
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_RENEWING = (
    "旧密钥仍能打开以前的数据包。换完后要把新名片交给各单位：它们信任旧密钥的，看一眼就能接受。"
    "怀疑密钥被别人拿到时，请先打电话请区里撤销旧密钥。"
)


class CardsPanel(QWidget):
    """Shows this office's own card and the offices it trusts.

    Signals:
        trusted_more: Another office is trusted from now on.
    """

    trusted_more = Signal()

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self._offices: Sequence[TrustedOffice] = ()
        self.revoked = Message()
        self.own = wrapped()
        self.fingerprint = sized(wrapped(), 15, bold=True)
        self.trusted = TextTable()
        self.trusted.setAccessibleName("已经信任的单位")
        self.trusted.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.trusted.selectionModel().selectionChanged.connect(self._chosen)
        self.trusted.setMinimumHeight(line_height(self) * 4)
        self.none = as_hint(wrapped(words.NOBODY))
        self.about = as_hint(wrapped(words.CHOOSE))
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setMinimumHeight(line_height(self) * 2)
        self._lay_out()

    def load(self) -> None:
        """Read the cards."""
        office, jobs = self._desk.office, self._desk.jobs
        jobs.run(partial(trust.office_card, office), self._show_own)
        jobs.run(partial(known_offices.own_withdrawal, office), self._show_revoked)
        jobs.run(partial(known_offices.known_offices, office), self._show_trusted)

    def export(self) -> None:
        """Ask for a folder and write this office's card into it."""
        self.pickers.folder(self, "导出名片到哪个文件夹（U盘）", self._write)

    def print_card(self) -> None:
        """Make the paper with this office's card, to print or to save."""
        self._desk.jobs.run(partial(key_paper, self._desk.office), self._ask_paper)

    def renew(self) -> None:
        """Ask whether this office is to have new keys."""
        answers = (("更换密钥", self._renew), ("不更换", None))
        ask(self, "更换本单位的密钥？", answers, more=_RENEWING)

    def trust(self) -> None:
        """Ask for another office's card and have its fingerprint compared."""
        self.pickers.open(self, "选择对方单位的名片", words.KINDS, self.look)

    def look(self, path: Path) -> None:
        """Say what a card is, and have its fingerprint compared before it is trusted."""
        work = partial(trust.look, self._desk.office, path)
        self._desk.jobs.run(work, self._compare)

    def withdraw(self) -> None:
        """Ask why the office that is chosen is to be trusted no more."""
        one = self.chosen()
        if one is None or one.state is State.WITHDRAWN:
            self._desk.notice("请先在“已经信任的单位”里选中一个还有效的单位。")
            return
        district = self._desk.office.unit.level == "district"
        work = partial(self._withdraw, one)
        ask_why(self, words.why_withdraw(one, district=district), work)

    def lost(self) -> None:
        """Lead through what is to be done about a lost PC: of the chosen office, or our own."""
        one = self.chosen()
        dialog = LostDialog(self, self._desk, None if one is None else one.card.key_id)
        dialog.wanted.connect(partial(self._next_step, dialog))
        dialog.open()

    def chosen(self) -> TrustedOffice | None:
        """Give the office whose row is chosen."""
        rows = self.trusted.selectionModel().selectedRows()
        return self._offices[rows[0].row()] if rows else None

    def _lay_out(self) -> None:
        commands = self._desk.commands
        column = QVBoxLayout(self)
        gap = columns_of(self, 0.8)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap // 2)
        column.addWidget(self.revoked)
        column.addWidget(section("本单位的名片"))
        column.addWidget(self.own)
        column.addWidget(as_hint(QLabel("指纹（念给对方听的就是这一串数字）")))
        column.addWidget(self.fingerprint)
        column.addWidget(
            as_hint(
                wrapped(
                    "名片里没有秘密。对方要有它，才能给本单位写数据包、认得出本单位的数据包。"
                    "导出后用U盘带给对方，或打印出来交给对方，再打电话把上面的指纹念给对方核对。"
                )
            )
        )
        own = ("package.card", "package.paper", "package.renew")
        column.addWidget(choices(*(commands.button(key, self) for key in own)))
        column.addSpacing(gap)
        column.addWidget(section("已经信任的单位"))
        column.addWidget(self.none)
        column.addWidget(self.trusted, 1)
        column.addWidget(self.about)
        others = [
            as_primary(commands.button("package.trust", self)),
            commands.button("package.withdraw", self),
            commands.button("package.lost", self),
        ]
        column.addWidget(choices(*others))
        column.addStretch(0)

    def _show_own(self, card: Card) -> None:
        self.own.setText(f"{card.name}（{card.unit}）")
        self.fingerprint.setText(card.fingerprint)

    def _show_revoked(self, gone: Withdrawal | None) -> None:
        said = ""
        if gone is not None:
            said = (
                f"区里已于 {show_day(gone.on)} 撤销了这台电脑的密钥（{gone.why}），"
                "它写的数据包谁也不收。请打电话问区里；确是误会，就更换密钥，把新名片交给区里重新登记。"
            )
        self.revoked.say(said, "error")

    def _show_trusted(self, offices: Sequence[TrustedOffice]) -> None:
        self._offices = offices
        self.trusted.show_items(words.HEADS, offices, words.line_of)
        for part in (self.trusted, self.about):
            part.setVisible(bool(offices))
        self.none.setVisible(not offices)
        self._chosen()

    def _chosen(self) -> None:
        one = self.chosen()
        self.about.setText(words.CHOOSE if one is None else words.about(one))

    def _write(self, folder: Path) -> None:
        work = partial(trust.save_card, self._desk.office, folder)
        self._desk.jobs.run(work, self._written)

    def _written(self, path: Path) -> None:
        offer_folder(self._desk, path, f"名片已导出：{path}。带给对方，并打电话核对指纹。")

    def _ask_paper(self, document: Document) -> None:
        office = self._desk.office
        paper = Paper(
            document,
            "二维码、指纹和登记办法。对方可以扫描或拍照登记，再打电话核对指纹。",
            partial(print_noted, office, document),
            partial(papers.save_pdf, office, document),
            self._printed,
            self._saved,
        )
        desk = self._desk
        show_paper(self, desk.jobs, desk.report, paper, pickers=self.pickers)

    def _printed(self, _done: object) -> None:
        self._desk.notice("名片已送到打印机。交给对方，并打电话核对指纹。")

    def _saved(self, path: Path, _touched: object) -> None:
        offer_folder(self._desk, path, f"名片已保存：{path.name}")

    def _renew(self) -> None:
        self._desk.jobs.run(partial(trust.renew_keys, self._desk.office), self._renewed)

    def _renewed(self, card: Card) -> None:
        self._desk.notice(f"密钥已更换，新指纹 {card.fingerprint}。请把新名片交给各单位。")
        self.load()

    def _compare(self, found: CardLook) -> None:
        if found.standing is Standing.TRUSTED:
            self._desk.notice(f"{found.card.name}的这张名片已经信任过了，不必再登记。")
            return
        if found.standing is Standing.OWN:
            self._desk.warn("这是本单位自己的名片，不需要信任。请选择对方单位的名片文件。")
            return
        if found.final and found.withdrawal is not None:
            self._desk.report(trust.withdrawn(found.withdrawal))
            return
        dialog = TrustDialog(self, found, lambda: self._trust(found.card, dialog))
        dialog.open()

    def _trust(self, card: Card, dialog: TrustDialog) -> None:
        work = partial(trust.trust, self._desk.office, card)
        self._desk.jobs.run(work, partial(self._trusted, dialog), dialog.refuse)

    def _trusted(self, dialog: TrustDialog, card: Card) -> None:
        dialog.accept()
        self._desk.notice(f"已信任{card.name}，以后可以和它交换数据包。")
        self._changed()
        self.trusted_more.emit()

    def _withdraw(self, one: TrustedOffice, reason: str) -> None:
        work = partial(trust.withdraw, self._desk.office, one.card.key_id, reason)
        self._desk.jobs.run(work, self._withdrawn)

    def _withdrawn(self, one: TrustedOffice) -> None:
        self._desk.notice(f"已撤销对{one.card.name}这套密钥的信任，它以后写的数据包不再接收。")
        self._changed()

    def _next_step(self, dialog: LostDialog, step: str) -> None:
        del dialog
        if step == "revoke":
            self.withdraw()
        else:
            self.trust()

    def _changed(self) -> None:
        """Read anew what changed, here and in the steps that stand open."""
        self.load()
        for dialog in self.findChildren(LostDialog):
            dialog.load()
