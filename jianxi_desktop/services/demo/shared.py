"""What the district hands down, so that every office has it: documents, courses, codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Book, iso
from jianxi_desktop.services.demo.scales import HOME


@dataclass(frozen=True)
class Shared:
    """What every community's records may link to or name.

    Attributes:
        courses: The seven courses by name.
        documents: The policy documents by title.
        leaders: Names and posts of the district's leaders.
    """

    courses: Mapping[str, UUID]
    documents: Mapping[str, UUID]
    leaders: tuple[tuple[str, str], ...]


def write(book: Book) -> Shared:
    """Write what is handed down; it stands nowhere, for each office keeps its own copy."""
    pen = book.pen(HOME[:6], "leaders")
    leaders = tuple((pen.name(), post) for post in texts.words("district", "leader_posts"))
    book.pen(HOME[:6], "codes").put(
        "code_item",
        table_key="room_use",
        code="barber",
        label="便民理发室",
        aliases="理发室;义务理发",
        position=11,
        valid_from="2024-03",
        source="社区居民议事会提出，区里统一增加",
    )
    return Shared(_courses(book), _documents(book), leaders)


def _courses(book: Book) -> Mapping[str, UUID]:
    pen = book.pen(HOME[:6], "courses")
    (theme,) = texts.words("lectures", "theme")
    return {
        name: pen.put(
            "course",
            name=name,
            theme=theme,
            hours=int(hours),
            opened_on=iso(pen.workday(date(2017, 10, 16), date(2018, 3, 30))),
            outline=outline,
        )
        for name, hours, outline in texts.table("lectures", "courses")
    }


def _documents(book: Book) -> Mapping[str, UUID]:
    pen = book.pen(HOME[:6], "documents")
    written: list[tuple[str, UUID]] = []
    for title, number, kind, issuer, level, dated, parent, points in texts.table(
        "district", "documents"
    ):
        above = written[int(parent) - 1][1] if parent != "0" else None
        received = date.fromisoformat(dated) + timedelta(days=pen.between(1, 6))
        document = pen.put(
            "policy_document",
            title=title,
            number=number,
            kind=kind,
            issuer=issuer,
            level=level,
            dated=dated,
            received_on=iso(received),
            parent=above,
            points=points,
            kept_at=f"党建办文件柜{dated[:4]}年{pen.between(1, 12)}号盒",
        )
        written.append((title, document))
    return dict(written)
