"""A silently copied database: refused by whoever meets it, mended at home, nothing lost."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import conflicts, forks, history, package, records
from jianxi_desktop.services.verify import verify
from jianxi_desktop.sync.refusals import PackageRefusedError
from tests import factory
from tests.services.clones import at, clone, pack, rows, save, send, shown

LEDGERS = ("person", "membership")


@pytest.fixture
def cloned(friends, member, drive, tmp_path):
    """A community that the district knows, its copy, the copy's PC, the district."""
    office, district = friends
    send(office, district, drive)
    send(district, office, drive)
    copy, home = clone(office, tmp_path / "other")
    yield office, copy, home, district
    copy.close()


def born(office, branch, number, name):
    values = {
        "name": name,
        "id_number": factory.identity_number(number),
        "branch": branch,
        "status": "full",
        "joined_on": "1990-07",
    }
    return records.save_record(office, office.catalog["person"], values).id


def refused(code, do):
    with pytest.raises(PackageRefusedError) as why:
        do()
    assert why.value.code == code
    return why.value


def test_that_a_copy_is_refused_mended_and_nothing_of_either_is_lost(cloned, branch, member, drive):
    office, copy, home, district = cloned
    save(office, member, phone="13800000001")
    save(office, member, address="黄河路1号")
    first = born(office, branch, 11, "张三")
    with at(home):
        save(copy, member, phone="13800000002")
        save(copy, member, phone="13800000003")
        save(copy, member, address="黄河路1号")
        second = born(copy, branch, 12, "王五")
    send(office, district, drive)
    before = factory.dump(district)
    with at(home):
        theirs = pack(copy, district, drive)
    refused("package_fork", lambda: package.merge_package(district, theirs))
    assert factory.dump(district) == before

    down = pack(district, copy, drive)
    with at(home):
        whole, stood = factory.dump(copy), rows(copy, *LEDGERS)
        why = refused("package_fork_here", lambda: package.merge_package(copy, down))
        assert "处理分叉" in why.user_message
        assert factory.dump(copy) == whole
        waiting = forks.pending_after(copy, forks.agreed_point(copy))
        mended = forks.mend_fork(copy)
        assert (mended.changes, mended.writes) == waiting == (4, 5)
        assert rows(copy, *LEDGERS) == stood
        assert broken(copy) == []
        send(copy, district, drive)
    send(district, office, drive)
    down = pack(district, copy, drive)
    with at(home):
        package.merge_package(copy, down)
    assert rows(office, *LEDGERS) == rows(copy, *LEDGERS) == rows(district, *LEDGERS)
    for each in (office, copy, district):
        assert {shown(each, one)["name"] for one in (first, second)} == {"张三", "王五"}
        assert shown(each, member)["address"] == "黄河路1号"  # equal values are no question
        waiting = conflicts.list_conflicts(each).lines
        assert [(line.record, line.what) for line in waiting] == [(member, "手机号码")]
        assert broken(each) == []


def broken(office):
    return [(check.rule, check.detail) for check in verify(office) if not check.ok]


def test_that_a_copy_that_wrote_nothing_takes_what_came_after_it(cloned, member, drive):
    office, copy, home, district = cloned
    save(office, member, phone="13800000001")
    send(office, district, drive)
    save(office, member, phone="13800000005")
    send(office, district, drive)
    down = pack(district, copy, drive)
    with at(home):
        mended = forks.mend_fork(copy)
        assert (mended.changes, mended.writes) == (0, 0)
        up = pack(copy, district, drive)
    package.merge_package(district, up)
    down = pack(district, copy, drive)
    with at(home):
        package.merge_package(copy, down)
    assert shown(copy, member)["phone"] == shown(office, member)["phone"]
    assert broken(copy) == []


def test_that_history_and_undo_go_on_after_mending(cloned, member, drive):
    _office, copy, home, _district = cloned
    with at(home):
        save(copy, member, phone="13800000002")
        save(copy, member, phone="13800000003")
        before = history.history_of(copy, copy.catalog["person"], member)
        forks.mend_fork(copy)
        after = history.history_of(copy, copy.catalog["person"], member)
        assert [(line.when, line.changes) for line in after] == [
            (line.when, line.changes) for line in before
        ]
        history.undo_last(copy)
        assert shown(copy, member)["phone"] == "138****0002"
        history.redo_last(copy)
        assert broken(copy) == []


def test_that_everything_is_written_again_where_nobody_acknowledged_anything(
    office, member, tmp_path
):
    before = factory.dump(office)
    mended = forks.mend_fork(office)
    assert mended.agreed is None
    assert mended.changes == len([row for row in before["sync_change"] if row])
    assert broken(office) == []
    assert shown(office, member)["name"] == "李𠮷"


def test_that_a_point_that_is_none_of_ours_changes_nothing(cloned, member):
    office = cloned[0]
    before = factory.dump(office)
    with pytest.raises(InputError) as why:
        forks.mend_fork(office, (2, "00" * 32))
    assert why.value.code == "no_such_point"
    assert factory.dump(office) == before


def test_that_a_copy_sees_it_in_what_others_acknowledge(cloned, member):
    office, copy, home, _district = cloned
    save(office, member, phone="13800000001")
    with at(home):
        save(copy, member, phone="13800000002")
    ends = {}
    for each in (office, copy):
        with each.store.read() as connection:
            chain = forks._own_chain(connection)
            ends[each is office] = chain.chain, chain.mark
    with copy.store.read() as connection:
        chain, mark = ends[True]
        found = forks.find_fork(connection, {chain: list(mark)})
        assert (found.chain, found.seq) == (chain, mark[0])
        assert found.agreed == forks.agreed_point(copy)
        assert forks.find_fork(connection, {chain: list(ends[False][1])}) is None
        ahead = forks.find_fork(connection, {chain: [mark[0] + 5, "11" * 32]})
        assert ahead.seq == mark[0] + 1
        assert forks.find_fork(connection, {}) is None
