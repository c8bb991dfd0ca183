"""The recovery key on paper and as a code for the window."""

import re
from datetime import date

from jianxi_desktop.db import keyring
from jianxi_desktop.db.recovery import parse_recovery_key
from jianxi_desktop.services import recovery_paper
from tests.conftest import COMMUNITY

KEY = "04TW-M63Z-M3GZ-STM1\nMESH-125K-28ZA-8DDZ\nZ4BX-R4CT-37ND-PD5F\n838E-YS5H-0JKY-G4GY"


def test_that_the_sheet_is_one_page_of_this_office_and_leaves_no_file(office):
    before = {each for each in office.path.parent.rglob("*") if each.is_file()}
    sheet = recovery_paper.recovery_sheet(office, KEY, today=date(2026, 11, 25))
    assert (sheet.pages, sheet.missing, sheet.title) == (1, (), "数据库恢复密钥")
    assert sheet.pdf.startswith(b"%PDF")
    assert {each for each in office.path.parent.rglob("*") if each.is_file()} == before
    assert COMMUNITY not in sheet.title


def test_that_what_the_code_says_can_be_typed_as_it_is(office):
    rows = recovery_paper.recovery_code(KEY)
    assert {len(row) for row in rows} == {len(rows)}
    assert set("".join(rows)) == {"0", "1"}
    assert parse_recovery_key(KEY.replace("\n", " ")) == parse_recovery_key(KEY)


def test_that_databases_are_told_apart_by_a_short_number(office, district):
    numbers = {
        recovery_paper.short_number(keyring.database_id(keyring.keyring_path(each.path)))
        for each in (office, district)
    }
    assert len(numbers) == 2
    assert all(re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", number) for number in numbers)
