"""Rules and returns that the district issues hold there at once, and below once they have come."""

from datetime import date

import pytest

from jianxi_desktop.domain import dues_rules, return_forms, rule_tables
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import package, records, returns, trust
from tests.conftest import COMMUNITY

DAY = date(2026, 11, 30)
KEY = "issued_definition"


@pytest.fixture(autouse=True)
def _ours_again():
    yield
    rule_tables.lay_over({})
    return_forms.lay_over({})


def issue(office, kind, name, content):
    values = {"kind": kind, "name": name, "title": "区里新定的", "content": content}
    return records.save_record(office, office.catalog[KEY], values)


def limits(amount):
    return rule_tables.text_of("dues_limits").replace("100000", str(amount))


def new_return():
    from jianxi_desktop import settings

    text = settings.resource("returns", "R3.toml").read_text(encoding="utf-8")
    return text.replace('code = "R3"', 'code = "R99"', 1)


def test_that_an_issued_rule_holds_at_once_and_ours_again_when_it_is_removed(district):
    assert dues_rules.large_gift(DAY) == 100_000
    saved = issue(district, "rules", "dues_limits", limits(200_000))
    assert dues_rules.large_gift(DAY) == 200_000
    ledger = district.catalog[KEY]
    records.remove_record(district, ledger, saved.id, saved.version, "不再执行")
    assert dues_rules.large_gift(DAY) == 100_000


def test_that_rules_and_returns_go_down(district, office, drive):
    for one, other in ((office, district), (district, office)):
        trust.trust_card(one, trust.save_card(other, drive))
    issue(district, "rules", "dues_limits", limits(300_000))
    issue(district, "return", "R99", new_return())
    packed = package.write_package(district, drive, to=COMMUNITY)
    rule_tables.lay_over({})
    return_forms.lay_over({})
    assert package.merge_package(office, packed.file).by_ledger["下发的规则和报表"] == 2
    assert dues_rules.large_gift(DAY) == 300_000
    assert "R99" in dict(returns.return_definitions())


def test_that_what_a_community_writes_down_is_no_rule(office):
    issue(office, "rules", "dues_limits", limits(1))
    assert dues_rules.large_gift(DAY) == 100_000


@pytest.mark.parametrize(
    ("kind", "name", "content", "said"),
    [
        ("rules", "no_such", "a,b", "没有名为"),
        ("rules", "dues_limits", "a,b\n1,2\n", "列名要与原表相同"),
        ("rules", "dues_limits", "rule,value,unit,valid_from,valid_to,source\n", "没有一行"),
        ("rules", "dues_limits", limits("很多"), "要是整数"),
        ("rules", "dues_limits", limits("1,2"), "列数"),
        ("return", "R3", "code = ", "TOML"),
        ("return", "R3", 'code = "R3"', "缺少"),
        ("return", "R3", new_return(), "表号"),
    ],
)
def test_that_a_wrong_definition_is_told_line_by_line(district, kind, name, content, said):
    values = {"kind": kind, "name": name, "title": "区里新定的", "content": content}
    checked = records.check_values(district.catalog[KEY], values)
    assert said in checked.refused[0].text


def test_that_one_name_is_issued_once(district):
    issue(district, "rules", "dues_limits", limits(200_000))
    with pytest.raises(InputError) as refused:
        issue(district, "rules", "dues_limits", limits(300_000))
    assert refused.value.code == "exists"


def test_that_what_cannot_be_read_leaves_ours(district):
    issue(district, "rules", "dues_limits", "a,b")
    assert dues_rules.large_gift(DAY) == 100_000
