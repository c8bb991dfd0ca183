"""What must hold for every field of every ledger, on its way in and out."""

import json
import string

import pytest

from jianxi_desktop.db.base import _sql_type
from jianxi_desktop.errors import FieldError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.prints.columns import column_of
from jianxi_desktop.schema.fields import IdentityNumber, Link, LongText, Money, Phone
from jianxi_desktop.schema.kinds import Points
from tests import factory


def EVERY(check):  # noqa: N802 - a mark like those of the other modules
    """Ask of every field; one test a ledger, since thousands of small ones cost minutes."""

    @pytest.mark.parametrize("ledger", list(CATALOG), ids=lambda ledger: ledger.key)
    def every(ledger):
        for field in ledger.fields.values():
            try:
                check(ledger, field)
            except BaseException as wrong:
                wrong.add_note(f"the field {ledger.key}.{field.key}")
                raise

    every.__doc__ = check.__doc__
    return every


BAD = ("锟斤拷", "1985-13-40", "#REF!", "9.9E+17", "长" * 5_000, "-1", float("nan"), object())


def values_of(field):
    """Give some good values of a field."""
    if isinstance(field, Link):
        return [factory.any_id(n) for n in range(1, 4)]
    return [factory.value_of(field, n) for n in range(6)]


@EVERY
def test_that_good_values_go_out_and_come_in_unchanged(ledger, field):
    for value in values_of(field):
        # What is kept in hundredths is written as people write it, never as it is kept.
        kept = () if isinstance(field, Money | Points) else (value,)
        for form in (*kept, field.show(value), field.cell(value), f"  {field.show(value)}\u200b"):
            assert field.parse(form) == value
        assert field.warn(value) == ""


@EVERY
def test_that_nothing_is_nothing_or_is_asked_for(ledger, field):
    # In a long text 无 is an answer: that there are no gaps, say.
    strokes = () if isinstance(field, LongText) else ("—", "无" if field.search else "/")
    for nothing in (None, "", " \u3000", *strokes):
        if field.required:
            with pytest.raises(FieldError) as refused:
                field.parse(nothing)
            assert refused.value.code == "required"
        else:
            assert field.parse(nothing) is None
    assert (field.show(None), field.mask(None), field.cell(None)) == ("", "", None)


@EVERY
def test_that_what_is_no_value_has_a_reason_that_names_the_field(ledger, field):
    for raw in BAD:
        value, refused = taken(field, raw)
        if refused is None:
            assert field.parse(field.show(value)) == value
            continue
        assert refused.user_message.startswith(field.caption)
        assert set(refused.code) <= set(string.ascii_lowercase + "_")
        assert field.key in str(refused)


def taken(field, raw):
    """Give the value of an input, or why it is none."""
    try:
        return field.parse(raw), None
    except FieldError as refused:
        return None, refused


@EVERY
def test_that_a_refusal_keeps_the_value_out_of_the_log(ledger, field):
    with pytest.raises(FieldError) as refused:
        field.parse("锟斤拷金丝雀" + "长" * 70_000)
    assert "金丝雀" not in str(refused.value)


@EVERY
def test_that_numbers_of_people_are_masked(ledger, field):
    assert field.masked == isinstance(field, IdentityNumber | Phone)
    if field.masked:
        for value in values_of(field):
            masked = field.mask(value)
            assert "****" in masked
            assert value not in masked


@EVERY
def test_that_every_field_has_a_place_in_the_database_and_on_paper(ledger, field):
    assert _sql_type(field) is not None
    column = column_of(field)
    assert column.caption == field.caption


@EVERY
def test_that_a_value_is_plain_enough_for_a_package(ledger, field):
    for value in values_of(field):
        plain = value.hex if isinstance(field, Link) else value
        assert json.loads(json.dumps(plain)) == plain
        assert not isinstance(plain, float)


@EVERY
def test_that_a_key_is_a_plain_word(ledger, field):
    assert field.key.isidentifier()
    assert field.key == field.key.lower()
    assert field.caption == field.caption.strip()
    assert len(set(field.aliases)) == len(field.aliases)
    assert field.caption not in field.aliases
