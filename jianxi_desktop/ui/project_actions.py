"""Claiming, finishing, stopping a project: a few questions, and one action of the office."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.fields import Field, Text
from jianxi_desktop.services import projects
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.projects import Standing
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk, Printed


def ask_claim(parent: QWidget, desk: Desk, project: UUID) -> None:
    """Ask who claims a project; one that cannot be claimed says why at once."""
    work = partial(projects.look_before_claim, desk.office, project)
    desk.jobs.run(work, partial(_open_claim, parent, desk, project))


def ask_finish(parent: QWidget, desk: Desk, project: UUID) -> None:
    """Ask what became of a project; one that cannot be finished says why at once."""
    work = partial(projects.look_before_finish, desk.office, project)
    desk.jobs.run(work, partial(_open_finish, parent, desk, project))


def ask_stop(parent: QWidget, desk: Desk, project: UUID) -> None:
    """Ask why a project is not done any more; one that is over says so at once."""
    work = partial(projects.look_before_stop, desk.office, project)
    desk.jobs.run(work, partial(_open_stop, parent, desk, project))


def ask_rating(parent: QWidget, desk: Desk, project: UUID) -> None:
    """Ask what people say of a project that is done."""
    work = partial(projects.look_before_rating, desk.office, project)
    desk.jobs.run(work, partial(_open_rating, parent, desk, project))


def print_letter(_parent: QWidget, desk: Desk, project: UUID) -> None:
    """Show the letter by which a unit claims a project."""
    desk.open_screen("print", Printed("project.claim", Wanted(record=project)))


def _open_rating(parent: QWidget, desk: Desk, project: UUID, now: Standing) -> None:
    words = Words("登记群众评价", f"群众怎样评价“{now.name}”？", "登记", "先不登记")
    every = desk.office.catalog["project"].fields
    fields = [replace(every["satisfaction"], required=True), every["result"]]
    given = {"satisfaction": now.satisfaction, "result": now.result}
    dialog = FieldsDialog(parent, desk, words, fields, given)
    dialog.wanted.connect(partial(_rate, dialog, desk, project))
    dialog.open()


def _rate(dialog: FieldsDialog, desk: Desk, project: UUID, values: dict[str, Any]) -> None:
    work = partial(
        projects.rate_project,
        desk.office,
        project,
        satisfaction=values["satisfaction"],
        result=values["result"] or "",
    )
    desk.jobs.run(work, partial(_say, dialog, desk, "群众评价已登记。"), dialog.refuse)


def _open_stop(parent: QWidget, desk: Desk, project: UUID, now: Standing) -> None:
    words = Words("终止项目", f"“{now.name}”为什么不做了？", "终止", "先不终止")
    reason = Text("终止原因", length=120, width=16, key="reason", required=True)
    dialog = FieldsDialog(parent, desk, words, [reason], {})
    dialog.wanted.connect(partial(_stop, dialog, desk, project))
    dialog.open()


def _stop(dialog: FieldsDialog, desk: Desk, project: UUID, values: dict[str, Any]) -> None:
    work = partial(projects.stop_project, desk.office, project, reason=values["reason"])
    said = "项目已终止，对应的需求改回待对接。"
    desk.jobs.run(work, partial(_say, dialog, desk, said), dialog.refuse)


def _open_claim(parent: QWidget, desk: Desk, project: UUID, now: Standing) -> None:
    words = Words("认领项目", f"谁来认领“{now.name}”？", "认领", "先不认领")
    fields = _fields(desk, "claimant", "claimed_on", "promise", "contact", "phone", "due_on")
    today = calendar.today().isoformat()
    given = {"claimed_on": today, "due_on": now.due_on, "contact": now.contact}
    dialog = FieldsDialog(parent, desk, words, fields, given)
    dialog.wanted.connect(partial(_claim, dialog, desk, project))
    dialog.open()


def _claim(dialog: FieldsDialog, desk: Desk, project: UUID, values: dict[str, Any]) -> None:
    rest = {key: values[key] for key in ("promise", "contact", "phone", "due_on")}
    work = partial(
        projects.claim_project,
        desk.office,
        project,
        values["claimant"],
        on=values["claimed_on"],
        **rest,
    )
    desk.jobs.run(
        work, partial(_say, dialog, desk, "已认领，对应的需求改为已对接。"), dialog.refuse
    )


def _open_finish(parent: QWidget, desk: Desk, project: UUID, now: Standing) -> None:
    words = Words("完成项目", f"“{now.name}”做得怎么样？", "完成", "还没有完成")
    fields = _fields(desk, "done_on", "result", "satisfaction")
    given = {"done_on": calendar.today().isoformat()}
    dialog = FieldsDialog(parent, desk, words, fields, given)
    dialog.wanted.connect(partial(_finish, dialog, desk, project))
    dialog.open()


def _finish(dialog: FieldsDialog, desk: Desk, project: UUID, values: dict[str, Any]) -> None:
    work = partial(
        projects.finish_project,
        desk.office,
        project,
        on=values["done_on"],
        result=values["result"],
        satisfaction=values["satisfaction"],
    )
    said = "项目已完成，对应的需求改为已满足。"
    desk.jobs.run(work, partial(_say, dialog, desk, said), dialog.refuse)


def _say(dialog: FieldsDialog, desk: Desk, said: str, saved: Saved) -> None:
    dialog.accept()
    desk.changed(saved.touched)
    told = said if "need" in saved.touched else said.removesuffix("。").split("，")[0] + "。"
    desk.notice(told, undo=partial(desk.commands.trigger, "record.undo"))


def _fields(desk: Desk, *keys: str) -> list[Field[Any]]:
    """Give fields of a project; who and when must be said."""
    every = desk.office.catalog["project"].fields
    needed = ("claimant", "claimed_on", "done_on")
    return [replace(every[key], required=key in needed) for key in keys]
