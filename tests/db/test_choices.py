"""What people decided about captions and blanks is kept, replaced and forgotten."""

from datetime import UTC, date, datetime

from jianxi_desktop.db import choices

DAY = date(2026, 11, 30)


def test_that_a_caption_means_what_was_decided_last(office):
    with office.store.writing() as connection:
        choices.keep_caption_choices(
            connection, "import", "person", {"编号": None, "电话二": "phone"}, DAY
        )
        choices.keep_caption_choices(connection, "import", "person", {"编号": "name"}, DAY)
        choices.keep_caption_choices(connection, "fill", "person", {"编号": None}, DAY)
    with office.store.read() as connection:
        kept = choices.caption_choices(connection, "import", "person")
        assert kept == {"编号": "name", "电话二": "phone"}
        assert choices.caption_choices(connection, "fill", "person") == {"编号": None}
        assert choices.caption_choices(connection, "import", "unit") == {}


def test_that_captions_are_forgotten_alone_or_all(office):
    with office.store.writing() as connection:
        choices.keep_caption_choices(
            connection, "import", "person", {"甲": "name", "乙": "phone", "丙": None}, DAY
        )
        assert choices.forget_caption_choices(connection, "import", "person", ("甲",)) == 1
        assert choices.forget_caption_choices(connection, "import", "person") == 2
    with office.store.read() as connection:
        assert choices.caption_choices(connection, "import", "person") == {}


def test_that_a_caption_too_long_to_be_one_is_not_kept(office):
    with office.store.writing() as connection:
        choices.keep_caption_choices(connection, "import", "person", {"长" * 121: "name"}, DAY)
    with office.store.read() as connection:
        assert choices.caption_choices(connection, "import", "person") == {}


def test_that_a_blank_is_filled_as_the_last_time(office):
    at = datetime(2026, 11, 30, tzinfo=UTC)
    with office.store.writing() as connection:
        choices.keep_blank_choice(connection, "f" * 64, "person", {"empty_as": "无"}, at)
        choices.keep_blank_choice(connection, "f" * 64, "unit", {"empty_as": "—"}, at)
    with office.store.read() as connection:
        assert choices.blank_choice(connection, "f" * 64) == {"empty_as": "—", "ledger": "unit"}
        assert choices.blank_choice(connection, "0" * 64) is None


def test_that_the_sheet_filled_last_is_the_one_whose_table_is_there_still(office):
    kept = {"一支部": ("a" * 64, 1), "二支部": ("b" * 64, 3), "三支部": ("c" * 64, 2)}
    with office.store.writing() as connection:
        for sheet, (mark, hour) in kept.items():
            at = datetime(2026, 11, 30, hour, tzinfo=UTC)
            choices.keep_blank_choice(connection, mark, "person", {"sheet": sheet}, at)
    tables = {sheet: mark for sheet, (mark, _hour) in kept.items()}
    with office.store.read() as connection:
        assert choices.last_blank(connection, tables) == "二支部"
        assert choices.last_blank(connection, {**tables, "二支部": "d" * 64}) == "三支部"
        assert choices.last_blank(connection, {"别的": "a" * 64}) is None
        assert choices.last_blank(connection, {}) is None
