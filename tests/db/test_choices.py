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
