"""The page of help that says what each column counts, held against the definitions."""

import re

import pytest

from jianxi_desktop import settings
from jianxi_desktop.domain.periods import caption_of
from jianxi_desktop.domain.return_forms import definitions
from tests.services.returns.demo_sql import SQL


def sections():
    """Give the text of each return's section by its heading."""
    page = settings.resource("help", "return_columns.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0]: part for part in parts}


@pytest.mark.parametrize("code", SQL)
def test_that_every_column_is_explained(code):
    definition = definitions()[code]
    text = sections()[f"{code} {definition.title}（{caption_of(definition.period)}）"]
    for column in definition.editions[-1].columns:
        *groups, last = column.caption.split("/")
        assert last in text, column.caption
        for group in groups:
            assert f"**{group}**" in text, column.caption


@pytest.mark.parametrize("code", SQL)
def test_that_figures_of_rules_are_those_of_the_remark(code):
    definition = definitions()[code]
    assert "[unverified]" in definition.source
    assert definition.editions[-1].remark.endswith("已移除的记录不计入。")
    assert definition.due_days in (5, 10)
