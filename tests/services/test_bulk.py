"""One deed about many records: whole or not at all, told by name, taken back by one undo."""

import pytest

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import bulk, history, records
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def serials_of(office, key, **query):
    return list(records.list_serials(office, office.catalog[key], Query(**query)))


def people(office, branch, count=3):
    for n in range(count):
        values = {
            "name": f"人{'甲乙丙丁戊'[n]}",
            "branch": branch,
            "status": "full",
            "id_number": factory.identity_number(n),
        }
        records.save_record(office, office.catalog["person"], values)
    return serials_of(office, "person")


def shown(office, key, serials):
    ledger = office.catalog["person"]
    rows = records.list_rows(office, ledger, (bulk._Key(key),), serials)
    return [row.cells[0] for row in rows]


def test_that_many_records_go_for_one_reason_and_come_back_by_one_undo(office, branch):
    ledger, three = office.catalog["person"], people(office, branch)

    outcome = bulk.remove_many(office, ledger, three[:2], " 录入有误 ")

    assert outcome.done
    assert [line.name for line in outcome.changed] == ["人甲", "人乙"]
    assert serials_of(office, "person") == three[2:]
    assert len(serials_of(office, "membership")) == 1
    line = history.history_of(
        office, ledger, records.list_rows(office, ledger, (), three[:1])[0].id
    )[0]
    assert (line.action, line.reason) == ("移除", "录入有误")
    assert history.undo_last(office).records == 4
    assert serials_of(office, "person") == three
    assert len(serials_of(office, "membership")) == 3


def test_that_nothing_goes_while_one_refuses_and_each_refusal_has_a_name(office, branch):
    people(office, branch, 1)
    other = factory.branch_of(office, "第二网格党支部")
    ledger = office.catalog["organisation"]
    chosen = [row.serial for row in rows_of_organisations(office) if row.id in (branch, other)]

    outcome = bulk.remove_many(office, ledger, chosen, "已撤销")

    assert not outcome.done
    assert [line.name for line in outcome.refused] == ["第一网格党支部"]
    assert "还有1条组织关系" in outcome.refused[0].why
    assert len(rows_of_organisations(office)) == 5
    left = [line.serial for line in outcome.changed]
    assert bulk.remove_many(office, ledger, left, "已撤销").done
    assert len(rows_of_organisations(office)) == 4


def rows_of_organisations(office):
    ledger = office.catalog["organisation"]
    return records.list_rows(office, ledger, (), serials_of(office, "organisation"))


def test_that_what_only_hangs_on_others_of_them_goes_with_them(office, branch):
    group = factory.branch_of(office, "第一楼栋党小组", parent=branch, form="group")
    chosen = [row.serial for row in rows_of_organisations(office) if row.id in (branch, group)]

    outcome = bulk.remove_many(office, office.catalog["organisation"], chosen, "录入有误")

    assert outcome.done
    assert len(outcome.changed) == 2


def test_that_one_field_is_filled_for_all_and_taken_back_at_once(office, branch):
    ledger, three = office.catalog["person"], people(office, branch)
    given = dict.fromkeys(three, "汉族")
    trial = bulk.fill_field(office, ledger, "ethnic_group", given, trial=True)
    assert not trial.done
    assert [(line.name, line.old, line.new) for line in trial.changed] == [
        (f"人{n}", "", "汉族") for n in "甲乙丙"
    ]
    assert shown(office, "ethnic_group", three) == [None] * 3

    outcome = bulk.fill_field(office, ledger, "ethnic_group", given)

    assert outcome.done
    assert shown(office, "ethnic_group", three) == ["01"] * 3
    assert not bulk.fill_field(office, ledger, "ethnic_group", given).changed
    assert history.undo_last(office).records == 3
    assert shown(office, "ethnic_group", three) == [None] * 3


def test_that_a_record_whose_own_rule_refuses_keeps_all_as_they_are(office):
    ledger = office.catalog["booking"]
    for n, (starts, ends) in enumerate((("09:00", "10:00"), ("15:00", "16:00"))):
        factory.record_of(office, "booking", n, starts_at=starts, ends_at=ends)
    both = serials_of(office, "booking")

    outcome = bulk.fill_field(office, ledger, "ends_at", dict.fromkeys(both, "11点半"))

    assert not outcome.done
    assert [(line.serial, line.why) for line in outcome.refused] == [
        (both[1], "结束时间应晚于开始时间")
    ]
    assert len(factory.rows_of(office, ledger)) == 2
    assert {row["ends_at"] for row in factory.rows_of(office, ledger)} == {"10:00", "16:00"}
    left = [line.serial for line in outcome.changed]
    assert bulk.fill_field(office, ledger, "ends_at", dict.fromkeys(left, "11:30")).done


def test_that_different_texts_are_read_each_for_its_record(office, branch):
    ledger, three = office.catalog["person"], people(office, branch)
    group = factory.branch_of(office, "第一楼栋党小组", parent=branch, form="group")
    names = dict(zip(three, ("第一楼栋党小组", str(group), "没有这个小组"), strict=True))

    outcome = bulk.fill_field(office, ledger, "group", names)

    assert [line.new for line in outcome.changed] == ["第一楼栋党小组"] * 2
    assert [line.why for line in outcome.refused] == [
        "所在党小组“没有这个小组”没有登记，请核对名称。"
    ]


def test_that_no_name_number_branch_or_status_is_filled_for_many(office):
    fields = {field.key for field in bulk.fillable(office.catalog["person"])}

    assert {"ethnic_group", "education", "group", "post", "note"} <= fields
    assert not fields & {"name", "id_number", "phone", "landline", "branch", "status", "until"}
    with pytest.raises(InputError, match="name") as refused:
        bulk.fill_field(office, office.catalog["person"], "name", {1: "李"})
    assert "逐条" in refused.value.user_message


def test_that_too_many_at_once_and_no_reason_are_refused(office):
    ledger = office.catalog["person"]
    for wrong in (
        lambda: bulk.remove_many(office, ledger, range(bulk.MOST + 1), "录入有误"),
        lambda: bulk.remove_many(office, ledger, [1], " "),
    ):
        with pytest.raises(InputError):
            wrong()


def test_that_a_stop_leaves_everything_as_it_was(office, branch):
    three = people(office, branch)

    def stop(done, total):
        if done:
            raise StoppedError("stopped", user_message="已停止")

    with pytest.raises(StoppedError):
        bulk.fill_field(
            office, office.catalog["person"], "post", dict.fromkeys(three, "书记"), progress=stop
        )
    assert shown(office, "post", three) == [None] * 3


def test_that_a_limited_person_fills_only_what_is_below(office, branch):
    other = factory.branch_of(office, "第二网格党支部")
    mine, theirs = people(office, branch, 1), people(office, other, 1)
    me = factory.limited(office, branch)

    outcome = bulk.fill_field(
        me, office.catalog["person"], "post", dict.fromkeys((*mine, *theirs), "书记")
    )

    assert len(outcome.changed) == 1
    assert shown(office, "post", [mine[0], theirs[-1]]) == ["书记", None]
