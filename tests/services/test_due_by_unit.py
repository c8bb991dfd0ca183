"""What is wanting in every branch is told once for each unit below whoever asks."""

from datetime import date

import pytest

from jianxi_desktop.services.attention import attention
from tests.services.carrying import carry
from tests.services.returns.books import Book

LATE = date(2026, 12, 10)


@pytest.fixture
def book(office):
    """A general branch with two branches below it, and a branch of its own; a member each."""
    made = Book(office, "R11", "2026Q3")
    made.general = made.branch("商圈党总支", form="general_branch")
    made.branches = [
        made.branch(name, parent=above)
        for name, above in (
            ("甲支部", made.general),
            ("乙支部", made.general),
            ("丙支部", made.own),
        )
    ]
    for number, branch in enumerate(made.branches):
        made.member(branch, f"王{number}")
    return made


def told(book, kind, within=None):
    found = attention(book.office, LATE, within)
    return {each.text: each.organisation for each in found.items if each.kind == kind}


def test_that_hours_and_talks_that_are_wanting_are_told_by_unit(book):
    first, second, third = book.branches
    assert told(book, "study_hours") == {
        "商圈党总支的2个支部有2名党员2026年学时不足": book.general,
        "丙支部有1名党员2026年学时不足": third,
    }
    assert set(told(book, "talk").values()) == {book.general, third}
    assert told(book, "study_hours", book.general) == {
        "甲支部有1名党员2026年学时不足": first,
        "乙支部有1名党员2026年学时不足": second,
    }
    assert told(book, "study_hours", third) == {"丙支部有1名党员2026年学时不足": third}


def test_that_somebody_looked_after_is_told_where_he_takes_part(book):
    first = book.branches[0]
    for name, place in (("李流", "甲支部"), ("李入", "别处的支部")):
        who = book.insert("person", name=name)
        given = {"kind": "flow_in", "moved_on": "2026-01-05", "to_place": place}
        book.insert("member_movement", person=who, **given)

    found = {text[5:7]: whose for text, whose in told(book, "mobile").items()}

    assert found == {"李流": first, "李入": None}
    assert [text[5:7] for text in told(book, "mobile", first)] == ["李流"]


def test_that_somebody_looked_after_is_his_who_wrote_it_down(office, district):
    book = Book(office, "R11", "2026Q3")
    who = book.insert("person", name="李流")
    book.insert("member_movement", person=who, kind="flow_in", moved_on="2026-01-05")
    carry(office, district)

    for asked, whose in ((office, None), (district, office.unit.organisation)):
        (due,) = [each for each in attention(asked, LATE).items if each.kind == "mobile"]
        assert due.organisation == whose
