"""Ledgers and their catalog."""

from types import SimpleNamespace

import pytest

from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.fields import Link, Text
from jianxi_desktop.schema.ledger import Catalog, Ledger, Section

NAME = SimpleNamespace(key="name")
OWNER = SimpleNamespace(key="person")
POST = SimpleNamespace(key="post")


def ledger(key, **changes):
    given = {
        "title": key, "record": object, "fields": {"name": Text("名称", key="name")},
        "caption": NAME, "listing": (NAME,), "form": (Section("基本", (NAME,)),),
    }  # fmt: skip
    return Ledger(key=key, **{**given, **changes})


DATED = ledger(
    "membership",
    fields={
        "person": Link("党员", target="person", key="person"),
        "post": Text("职务", key="post"),
    },
    form=(Section("基本", (OWNER, POST)),),
    owner=OWNER,
)
PERSON = ledger("person", companion=DATED, form=(Section("一", (NAME,)), Section("二", (POST,))))


def test_that_a_companion_adds_its_fields_but_not_its_owner():
    assert list(PERSON.all_fields) == ["name", "post"]
    assert list(DATED.all_fields) == ["person", "post"]


def test_that_the_form_gives_the_columns_of_a_roster_in_order():
    assert [field.key for field in PERSON.form_fields] == ["name", "post"]


def test_that_a_ledger_knows_whose_rows_belong_to_it():
    catalog = Catalog((PERSON, DATED))
    assert catalog.details_of(PERSON) == (DATED,)
    assert catalog.details_of(DATED) == ()
    assert list(catalog) == [PERSON, DATED]


def test_that_a_ledger_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(UsageError) as caught:
        Catalog((PERSON,))["people"]
    assert "person" in caught.value.user_message
    assert caught.value.exit_status == 2
