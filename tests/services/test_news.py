"""What packages brought, in the words of people, until somebody looked at it."""

import uuid

from jianxi_desktop.db import arrived
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.services import news, records
from tests import factory


def bring(office, work, by_ledger, *, package=None, conflicts=0, sender="涧西区"):
    """Do as a merge does: what ``work`` writes is what came."""
    with office.store.read() as connection:
        before = news.positions(connection)
    made = work()
    name = package or uuid.uuid4().hex
    with office.store.writing() as connection:
        news.note(
            connection,
            office.catalog,
            name,
            unit="410305",
            sender=sender,
            number=7,
            by_ledger=by_ledger,
            before=before,
            conflicts=conflicts,
        )
    return name, made


def filed(office, period, state):
    """Put a return into the state that only steps lead to."""
    ledger = office.catalog["return_filing"]
    values = factory.values_for(office, ledger, 1) | {"period": period, "code": "C01"}
    made = records.save_record(office, ledger, values).id
    from jianxi_desktop.db.write import Edit, update_rows

    with office.store.change(Deed("give_back_return", office.account.id)) as change:
        update_rows(change, ledger, [Edit(made, {"state": state}, 1)])
    return made


def test_that_what_came_is_said_in_words_that_people_use(office):
    def work():
        for n in range(3):
            factory.record_of(office, "work_plan_item", n)
        filed(office, "2026H1", "returned")
        filed(office, "2026H2", "accepted")
        factory.record_of(office, "observation_round", 1)

    counts = {"work_plan": 3, "work_plan_item": 3, "return_filing": 2, "observation_round": 1}
    bring(office, work, counts)
    (found,) = news.list_news(office)
    assert news.in_words(found) == (
        "涧西区来的：3 项任务、1 份退回的报表、1 份已接收的报表、1 个观摩方案、3 份工作台账"
    )


def test_that_rows_of_a_record_are_told_with_it_and_kinds_are_cut_off(office):
    counts = {
        "activity": 1_200,
        "attendance": 40_000,
        "person": 30,
        "membership": 30,
        "need": 1,
        "resource": 1,
        "venue": 1,
        "project": 1,
        "dues_record": 12,
    }
    bring(office, lambda: None, counts)
    (found,) = news.list_news(office)
    words = news.in_words(found)
    assert words.startswith("涧西区来的：1 个项目、1 条需求、1 条资源、30 名党员、1,200 场活动、")
    assert words.endswith("等")
    assert not {"attendance", "membership"} & {item.ledger for item in found.items}
    assert [item.words for item in found.items][-1] == "12 条党费收缴"
    bring(office, lambda: None, {"attendance": 5, "membership": 2})
    assert [item.words for item in news.list_news(office)[0].items] == [
        "5 条出席名单",
        "2 条组织关系",
    ]


def test_that_code_tables_are_counted_as_tables(office):
    ledger = office.catalog["code_item"]

    def work():
        for n in range(4):
            values = factory.values_for(office, ledger, n)
            records.save_record(office, ledger, values | {"code": f"410305008001-{n}"})

    bring(office, work, {"code_item": 4})
    kept = factory.rows_of(office, ledger)
    tables = {row["table_key"] for row in kept if row["table_key"]}
    (found,) = news.list_news(office)
    assert [(item.number, item.words) for item in found.items] == [
        (len(tables), f"{len(tables)} 张代码表")
    ]


def test_that_records_of_a_package_are_listed_with_their_names(office, member):
    def work():
        made = factory.record_of(office, "person", 5)
        ledger = office.catalog["person"]
        found = records.find_record(office, ledger, member)
        seen = records.Seen(found.id, found.version, found.companion)
        records.save_record(office, ledger, {"name": "李𠮷祥"}, seen)
        return made

    package, made = bring(office, work, {"person": 2})
    listed = news.records_of(office, package, "person")
    assert {(each.id, each.what) for each in listed} == {(made, "new"), (member, "changed")}
    assert {each.caption for each in listed} >= {"李𠮷祥"}
    assert news.records_of(office, package, "venue") == []
    assert len(news.records_of(office, package, "person", limit=1)) == 1
    assert news.records_of(office, "0" * 32, "person") == []


def test_that_news_stay_until_they_are_looked_at(office):
    first, _made = bring(office, lambda: None, {"venue": 2})
    second, _made = bring(office, lambda: None, {"venue": 1}, conflicts=2)
    assert news.in_words(news.list_news(office)[-1]).endswith("处阵地")
    news.mark_seen(office, first)
    assert [each.package for each in news.list_news(office)] == [second]
    assert news.in_words(news.list_news(office)[0]) == ("涧西区来的：1 处阵地，有 2 处两边改得不同")
    news.mark_seen(office)
    assert news.list_news(office) == []
    assert [each.seen for each in news.list_news(office, unseen=False)] == [True, True]


def test_that_nothing_is_told_of_a_package_that_brought_nothing(office):
    bring(office, lambda: None, {"venue": 0})
    assert news.list_news(office) == []


def test_that_several_packages_are_added_up(office):
    bring(office, lambda: None, {"venue": 2, "person": 1_000}, sender="甲社区")
    bring(office, lambda: None, {"venue": 1, "person": 500}, sender="乙社区")
    assert news.together(news.list_news(office)) == "1,500 名党员、3 处阵地"


def test_that_old_news_are_let_go(office, monkeypatch):
    monkeypatch.setattr(arrived, "KEPT", 3)
    for n in range(5):
        bring(office, lambda: None, {"venue": n + 1}, package=f"{n:032x}")
    kept = news.list_news(office)
    assert [each.items[0].number for each in kept] == [5, 4, 3]
