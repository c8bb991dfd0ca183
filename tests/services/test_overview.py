"""An office at a glance: every figure is as many as its list has; nothing beyond one's own."""

from datetime import date, datetime, timedelta, timezone

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import backups, records
from jianxi_desktop.services.overview import ago, overview
from tests import factory

DAY = date(2026, 11, 20)


def listed(office, each):
    """Count what the list of a figure or month finds."""
    ledger = office.catalog[getattr(each, "ledger", "activity")]
    return records.count_rows(office, ledger, each.query)


def figures(found):
    return {each.key: each.number for each in found.figures}


def held(office, day, kind="theme_day", topic="学习", organisation=None):
    values = {"topic": topic, "kind": kind, "held_on": day}
    values["organisation"] = organisation or office.unit.organisation
    return records.save_record(office, office.catalog["activity"], values).id


def test_that_every_figure_and_month_has_as_many_as_the_list_it_opens(demo):
    found = overview(demo, DAY)

    for each in (*found.figures, *found.months):
        number = getattr(each, "number", None)
        assert listed(demo, each) == (each.total if number is None else number), each
    assert figures(found)["members"] == sum(
        node.members for node in records.organisation_tree(demo, DAY)
    )
    assert min(figures(found).values()) > 0


def test_that_an_organisation_of_the_tree_has_its_own_figures(demo):
    whole = overview(demo, DAY)
    one = next(
        node.id
        for node in records.organisation_tree(demo, DAY)
        if node.kind == "grid" and node.form == "branch"
    )

    part = overview(demo, DAY, one)

    assert 0 < figures(part)["members"] < figures(whole)["members"]
    assert figures(part)["grids"] == 1
    for each in (*part.figures, *part.months):
        number = getattr(each, "number", None)
        assert listed(demo, each) == (each.total if number is None else number), each
    assert part.packages is None


def test_that_the_year_tells_what_was_held_what_is_to_come_and_the_year_before(office):
    branch = factory.branch_of(office)
    held(office, "2026-03-04", "general_meeting", organisation=branch)
    held(office, "2026-03", "lecture")
    held(office, "2026-11-25", "volunteer")
    held(office, "2025-03-09", "volunteer")
    held(office, "2026", "volunteer")  # known to its year: of no month

    found = overview(office, DAY)

    march, november = found.months[2], found.months[10]
    assert dict(march.held) == {"life": 1, "lectures": 1, "others": 0}
    assert (march.total, march.later, march.before) == (2, 0, 1)
    assert (november.total, november.later, november.before) == (1, 1, 0)
    assert [listed(office, each) for each in (march, november)] == [2, 1]
    assert figures(found)["activities"] == 3  # with the one whose month is not known


def test_that_what_is_solved_closed_or_dissolved_is_no_longer_counted(office):
    branch = factory.branch_of(office)
    problem = {"title": "井盖缺失", "organisation": branch, "source": "residents"}
    problem |= {"found_on": "2026-01-01"}
    for more in ({}, {"closed_on": "2026-02-01", "result": "已修好"}):
        records.save_record(office, office.catalog["problem"], problem | more)

    found = figures(overview(office, DAY))

    assert (found["problems"], found["grids"], found["members"]) == (1, 1, 0)


def test_that_the_last_round_with_scores_is_ranked(demo):
    ranking = overview(demo, DAY).ranking

    assert "观摩" in ranking.title
    (own,) = ranking.places
    assert own.organisation == demo.unit.organisation
    assert 0 < own.score <= own.full


def test_that_a_backup_is_late_when_there_is_none_and_fresh_when_it_was_made(office):
    assert overview(office).backup.late
    assert overview(office).backup.made_at is None

    backups.backup(office)

    last = overview(office).backup
    assert not last.late
    assert ago(last.made_at).startswith("今天")


def test_that_who_is_nobodys_below_has_no_line_about_packages_missed(office):
    packages = overview(office).packages
    assert (packages.above, packages.below, packages.missed) == ("", 0, False)
    assert packages.written is None


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (timedelta(minutes=5), "今天"),
        (timedelta(days=1), "昨天"),
        (timedelta(days=12), "12天前"),
        (timedelta(days=100), "3个月前"),
    ],
)
def test_that_age_is_told_in_words(before, told):
    now = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    assert ago(now - before, now).startswith(told)


def test_that_today_is_the_day_that_is_looked_at(office):
    assert overview(office).as_of == calendar.today()


def test_that_whoever_is_limited_sees_his_own_figures_only(demo):
    top = next(
        node.id
        for node in records.organisation_tree(demo, DAY)
        if node.kind == "grid" and node.form == "branch"
    )
    own = factory.limited(demo, top)

    found = overview(own, DAY)

    assert figures(found) == figures(overview(demo, DAY, top))
    for each in (*found.figures, *found.months):
        number = getattr(each, "number", None)
        assert listed(own, each) == (each.total if number is None else number), each
    assert found.packages is None  # they are the whole office's
