"""What people are told of where a rule comes from."""

import csv

import pytest

from jianxi_desktop.domain.rule_sources import told_source
from jianxi_desktop.settings import resource


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("发展党员工作细则", "发展党员工作细则"),
        ("党委审批（发展党员工作细则；example.com）", "党委审批（发展党员工作细则）"),
        ("3至5人（example.cn；somesite）", "3至5人"),
        ("细则；25步（example.com；a.edu.cn）；材料：12doc 34；b.c.org", "细则；25步"),
        ("每月不少于1次（a.b.edu.cn 2021）", "每月不少于1次"),
        ("example.com", ""),
        ("意见（2018-07-12印发）", "意见（2018-07-12印发）"),
    ],
)
def test_that_sites_are_left_out(source, told):
    assert told_source(source) == told


def test_that_no_rule_loses_who_made_it():
    for file in resource("rules").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                assert bool(row.get("source")) == bool(told_source(row.get("source") or ""))
