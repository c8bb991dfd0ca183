"""What the package page says: cards, packages and outcomes in Chinese."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.package import Merged
from jianxi_desktop.ui.screens.table import Column, Line

UNKNOWN_SENDER = "package_sender_unknown"
Fact = tuple[str, str]
CARD_HEADS = (Column("单位", 14), Column("区划代码", 9), Column("指纹", 34))
COUNT_HEADS = (Column("台账", 12), Column("收下", 6, right=True), Column("", 1))


class Card(Protocol):
    """The public card of an office."""

    @property
    def unit(self) -> str:
        """Code of the office."""

    @property
    def name(self) -> str:
        """Name of the office."""

    @property
    def fingerprint(self) -> str:
        """What both sides read to each other."""


class Head(Protocol):
    """What stands on a package in clear."""

    @property
    def created(self) -> str:
        """When it was written, UTC."""

    @property
    def number(self) -> int:
        """Counts the packages of this sender."""


class Obstacle(Protocol):
    """Why a package would not be taken."""

    @property
    def user_message(self) -> str:
        """In Chinese, with what to do."""

    @property
    def code(self) -> str:
        """Stable kind."""


class Inspected(Protocol):
    """What can be said about a package without taking it."""

    @property
    def header(self) -> Head:
        """What stands on it in clear."""

    @property
    def bytes(self) -> int:
        """Its size."""

    @property
    def fingerprint(self) -> str:
        """Of the key that signed it."""

    @property
    def sender(self) -> Card | None:
        """The trusted card of that key."""

    @property
    def receivers(self) -> Sequence[str]:
        """Whom it is for."""

    @property
    def obstacle(self) -> Obstacle | None:
        """Why it would not be taken."""

    @property
    def counts(self) -> Mapping[str, int] | None:
        """Rows by ledger key, if it could be opened."""


def size_of(number: int) -> str:
    """Write a size as people read it."""
    if number < 1024 * 1024:
        return f"{max(number / 1024, 0.1):.1f} KB"
    if number < 1024**3:
        return f"{number / 1024 / 1024:.1f} MB"
    return f"{number / 1024**3:.1f} GB"


def moment(created: str) -> str:
    """Write a moment as the clock on this wall shows it."""
    at = datetime.fromisoformat(created).astimezone()
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def inspected_facts(found: Inspected) -> list[Fact]:
    """Say whose package it is, from when, for whom."""
    if found.sender is not None:
        sender = f"{found.sender.name}（名片已登记）"
    else:
        sender = f"还不认识的单位，指纹 {found.fingerprint}"
    facts = [
        ("来自", sender),
        ("写出时间", f"{moment(found.header.created)}，第 {found.header.number} 个包"),
        ("发给", "、".join(found.receivers[:-1] or found.receivers)),  # the last is the sender
        ("大小", size_of(found.bytes)),
    ]
    if found.counts is not None:
        facts.append(("内容", _contents(found.counts)))
    return facts


def obstacle_words(obstacle: Obstacle) -> str:
    """Say why a package cannot be taken; an unknown sender is led to the cards of this page."""
    if obstacle.code != UNKNOWN_SENDER:
        return obstacle.user_message
    return (
        "还不认识发这个数据包的单位。请向对方要来名片文件，打电话逐位核对指纹，一致再登记；"
        "登记后会自动再看一遍这个数据包。指纹对不上时不要登记。"
    )


def count_lines(catalog: Catalog, merged: Merged | None) -> list[Line]:
    """Say what is taken, ledger by ledger."""
    taken = merged.by_ledger if merged is not None else {}
    return [
        Line((ledger.title, f"{taken[ledger.title]:,}"))
        for ledger in catalog
        if taken.get(ledger.title)
    ]


def _contents(counts: Mapping[str, int]) -> str:
    """Say what is inside; a package of an older program holds records, not changes."""
    if "changes" not in counts:
        return f"{sum(counts.values()):,} 条记录"
    said = f"{counts['changes']:,} 项变更，{counts.get('writes', 0):,} 条记录"
    blobs = counts.get("blobs", 0)
    return f"{said}，{blobs:,} 个附件" if blobs else said


def trial_words(merged: Merged) -> tuple[str, str]:
    """Say what merging would do, and how loudly."""
    if merged.duplicate:
        return "这个数据包以前已经合并过，不用再合并。", ""
    if merged.conflicts:
        return (
            (
                f"合并后会收下 {merged.applied:,} 条，其中 {merged.conflicts:,} 处两边改得不同："
                "两个值都留着，到“待核对”里选定。"
            ),
            "warning",
        )
    if not merged.applied:
        return "包里的内容本单位都已经有了，没有需要收下的。", ""
    return f"检查无误：合并后会收下 {merged.applied:,} 条。按“合并”以前什么都没有改动。", ""


def merged_words(merged: Merged) -> str:
    """Say what merging did."""
    words = f"已合并{merged.sender}的数据包：收下 {merged.applied:,} 条"
    if merged.skipped:
        words += f"，原来就有 {merged.skipped:,} 条"
    if merged.conflicts:
        words += f"，{merged.conflicts:,} 处两边改得不同、等您选定"
    told = f"{words}。回执号 {merged.receipt[-8:]}，可以告诉对方核对。"
    return "\n".join([told, *merged.warnings])
