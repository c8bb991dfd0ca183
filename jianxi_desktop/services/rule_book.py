"""The rules the program goes by, in words: what each says, since when, from where, how sure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jianxi_desktop.domain import calendar, rule_index
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_index import Rule, RuleColumn
from jianxi_desktop.domain.rule_tables import ISSUED, text_of
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_WORDS = {"*": "各类", "month": "月", "quarter": "季度", "year": "年"}


@dataclass(frozen=True)
class RuleLine:
    """One rule as people read it.

    Attributes:
        table: Name of its table, as a district issues it.
        title: What the table is called.
        text: What it says.
        valid: From when to when, in words; empty: always.
        source: Where it is from, with the remark beside it.
        unverified: Whether nobody has verified it yet.
        issued: Whether the district laid it down.
        changeable: Whether a district may issue this table.
    """

    table: str
    title: str
    text: str
    valid: str
    source: str
    unverified: bool
    issued: bool
    changeable: bool


@needs(Right.VIEW)
def rules(office: Office, day: date | None = None) -> list[RuleLine]:
    """Give every rule that holds on a day, table by table.

    Args:
        office: The open database; its district's tables are laid over the program's.
        day: The day; ``None``: today.
    """
    del office
    return list(_lines(day or calendar.today()))


@needs(Right.VIEW)
def own_table(office: Office, name: str) -> Mapping[str, str]:
    """Give the values of a definition that lays down a table of rules, the program's own to begin.

    Args:
        office: The open database.
        name: Of the table, one that a district may issue.
    """
    del office
    content = text_of(name).strip()
    return {"kind": "rules", "name": name, "title": dict(ISSUED)[name], "content": content}


def _lines(day: date) -> Iterator[RuleLine]:
    may = {name for name, _title in ISSUED}
    for rule in rule_index.rules_on(day):
        name = rule.table.name
        yield RuleLine(
            name,
            rule.table.title,
            "，".join(_said(column, value) for column, value in rule.values) or rule.table.about,
            _period(rule),
            "；".join(filter(None, (rule.source, rule.remark))),
            rule.unverified,
            rule.issued,
            name in may,
        )


def _said(column: RuleColumn, value: str) -> str:
    known = code_table(column.codes).labels if column.codes else {}
    words = [known.get(part) or _WORDS.get(part, part) for part in value.split()]
    return f"{column.caption}：{'、'.join(words)}"


def _period(rule: Rule) -> str:
    since, until = (calendar.show_day(each) if each else "" for each in rule.valid)
    if since and until:
        return f"{since}至{until}"
    return f"{since}起" if since else (f"至{until}" if until else "")
