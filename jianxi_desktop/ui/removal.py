"""The one question before a record is removed: why."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from jianxi_desktop.ui.reasons import Question, ReasonDialog, ask_why

REASONS = ("录入有误", "重复的记录", "已转出", "已撤销", "已去世")


def ask_reason(parent: QWidget, caption: str, remove: Callable[[str], None]) -> ReasonDialog:
    """Ask why a record is removed, then call ``remove`` with the reason."""
    question = Question(
        "移除记录",
        f"移除“{caption}”？",
        "移除后不再出现在名单、统计和打印里，可以撤销。",
        "移除",
        "保留",
        REASONS,
    )
    return ask_why(parent, question, remove)
