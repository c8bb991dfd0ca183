"""Conflicts and their ends in real packages, up to the district and back."""

import pytest

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.services import conflicts, package, resolving
from tests import factory
from tests.cli.terminal import run
from tests.conftest import PASSWORD
from tests.services.test_conflict_kinds import is_there, remove
from tests.services.test_conflicts import edit, lines, value


def send(sender, receiver, drive):
    """Write a package and merge it; give what that did."""
    packed = package.write_package(sender, drive, to=receiver.unit.code)
    return package.merge_package(receiver, packed.file)


def test_that_a_conflict_and_its_end_go_up_and_down(friends, member, drive):
    office, district = friends
    other = factory.record_of(office, "person", 4, name="王芳")
    send(office, district, drive)
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    remove(office, other)
    edit(district, other, phone="13900001111")
    merged = send(office, district, drive)
    assert merged.conflicts == 2
    assert [line.kind for line in lines(district)] == ["value", "removal"]

    merged = send(district, office, drive)
    assert merged.conflicts == 2
    assert [line.id for line in lines(office)] == [line.id for line in lines(district)]
    resolving.resolve(office, lines(office, "value")[0].id, "ours")
    resolving.resolve(district, lines(district, "removal")[0].id, "remove")
    send(office, district, drive)
    send(district, office, drive)

    for one in friends:
        assert lines(one) == ()
        assert value(one, member, "name") == "李吉"
        assert not is_there(one, other)


@pytest.mark.parametrize("upwards", [True, False])
def test_that_two_told_apart_in_one_place_are_told_apart_in_the_other(
    friends, member, drive, upwards
):
    office, district = friends
    number = "99010119650312002X"
    with office.change("create") as change:
        insert_rows(change, office.catalog["person"], [{"name": "李𠮷", "id_number": number}])
    send(office, district, drive)
    one, other = friends if upwards else friends[::-1]
    (line,) = conflicts.list_conflicts(one).lines
    assert (line.kind, line.name) == ("double", "李𠮷")
    resolving.resolve(one, line.id, "apart")
    assert conflicts.list_conflicts(other).counts["double"] == 1
    send(one, other, drive)
    assert conflicts.list_conflicts(other).lines == ()


def test_that_two_made_one_in_one_place_are_one_in_the_other(friends, member, drive):
    office, district = friends
    number = "99010119650312002X"
    with office.change("create") as change:
        twin = {"name": "李𠮷", "id_number": number, "address": "黄河路1号"}
        (gone,) = insert_rows(change, office.catalog["person"], [twin])
    send(office, district, drive)
    (line,) = conflicts.list_conflicts(district).lines
    resolving.resolve(district, line.id, "merge")
    edit(office, member, phone="13900001111")
    send(district, office, drive)
    assert conflicts.list_conflicts(office).lines == ()
    assert not is_there(office, gone)
    assert value(office, member, "phone") == "139****1111"
    assert value(office, member, "address").startswith("黄河路")


def test_that_the_command_line_lists_and_ends(friends, member, drive, monkeypatch):
    office, district = friends
    send(office, district, drive)
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    send(district, office, drive)
    office.close()
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    where = ("--database", str(office.path))

    shown = run("conflicts", *where, "--json").answer
    (found,) = shown["conflicts"]
    assert (shown["total"], shown["counts"], found["kind"]) == (1, {"value": 1}, "value")
    values = [(each["values"], each["shown"], each["ours"]) for each in found["versions"]]
    assert values == [({"姓名": "李佶"}, True, False), ({"姓名": "李吉"}, False, True)]
    assert set(found["keep"]) == {"shown", "ours", "theirs"}

    wrong = run("resolve", found["id"], "--keep", "#3", *where, "--json")
    assert (wrong.status, wrong.error["code"]) == (1, "no_such_choice")
    ended = run("resolve", found["id"], "--keep", "ours", *where, "--json")
    assert (ended.status, ended.answer["left"]) == (0, 0)
    again = run("resolve", found["id"], "--keep", "name=李甲", *where, "--json")
    assert (again.status, again.error["code"]) == (1, "settled")
