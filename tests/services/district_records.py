"""Records of the district's figures, written one by one, and what each of them adds."""

from datetime import date

from jianxi_desktop.db.write import insert_rows, remove_row
from jianxi_desktop.services import returns

DAY = date(2018, 9, 30)


class Place:
    """An office whose records are written one by one, with what they hang on."""

    def __init__(self, office):
        self.office = office
        self.own = office.unit.organisation
        self.found = {}

    def insert(self, ledger, **values):
        with self.office.change("create") as change:
            return insert_rows(change, self.office.catalog[ledger], [values])[0]

    def remove(self, ledger, record_id):
        with self.office.change("remove", "登记错误") as change:
            remove_row(change, self.office.catalog[ledger], record_id, 1, "登记错误")

    def one(self, ledger, **values):
        """Give a record that others hang on, made once."""
        key = (ledger, *sorted((k, str(v)) for k, v in values.items()))
        if key not in self.found:
            self.found[key] = self.insert(ledger, **values)
        return self.found[key]

    def district(self):
        values = {"name": "试区委", "form": "party_committee", "kind": "district"}
        return self.one("organisation", **values)

    def base(self, kind="open_base"):
        return self.one("venue", name="某基地", kind=kind, organisation=self.own)

    def unit(self, name="某厂"):
        return self.one("unit", name=name, kind="soe", organisation=self.own)

    def person(self, born="1940-01-01"):
        return self.one("person", name="王芳", born_on=born)

    def round(self, **values):
        given = {"title": "观摩", "step": "street_cross", "period": "2018年上半年"}
        return self.one("observation_round", **(given | {"starts_on": "2018-05"} | values))

    def result(self, day=DAY):
        return returns.make_return(self.office, "R0", as_of=day)

    def values(self, day=DAY):
        named = returns.figures_by_id(self.result(day))
        return {figure: each["value"] for figure, each in named.items()}


def organisation(kind, form="branch"):
    return lambda p: {"name": "试党组织", "kind": kind, "form": form, "parent": p.own}


def activity(kind, **values):
    common = {"topic": "活动", "kind": kind, "held_on": "2018-03"}
    return lambda p: common | {"organisation": p.district()} | values


def related(role):
    return lambda p: {"organisation": p.own, "unit": p.unit(), "role": role, "since": "2018"}


def booking(**values):
    common = {"held_on": "2018-09-30", "visitor": "某校", "channel": "pc", "state": "done"}
    return lambda p: common | {"venue": p.base(), "headcount": 30} | values


def venue(kind, **values):
    return lambda p: {"name": "阵地", "kind": kind, "organisation": p.own} | values


FORMERLY = {"dissolved_on": "2018-09-30"}
LATER = {"established_on": "2018-10"}
NOT_YET = {"held_on": "2018-10-01"}
LAST_YEAR = {"held_on": "2017-12-31"}
STREET = {"name": "试街道", "kind": "street"}
PILOT = {**STREET, "pilot": True, "pilot_since": "2018-03"}
PROBLEM = {"title": "路灯不亮", "source": "residents", "found_on": "2018-01-01"}
CASE = {"stage": "applicant", "applied_on": "2018-05"}

# Ledger; a record that counts; what it adds; what would make it not count, one way a dict.
FIGURES = {
    "A01": ("territory", lambda _p: STREET, 1, [{"abolished_on": "2018"}, LATER]),
    "A02": ("territory", lambda _p: {"name": "试社区", "kind": "community"}, 1, [LATER]),
    "A03": ("organisation", organisation("community", "party_committee"), 1, [FORMERLY, LATER]),
    "A04": ("organisation", organisation("community", "general_branch"), 1, [{"kind": "grid"}]),
    "A05": ("organisation", organisation("community"), 1, [{"form": "group"}]),
    "A06": ("organisation", organisation("community"), 1, [{"form": "group"}, FORMERLY]),
    "A07": ("organisation", organisation("grid"), 1, [FORMERLY, LATER, {"kind": "building"}]),
    "A08": ("organisation", organisation("building", "group"), 1, [{"dissolved_on": "2018-09"}]),
    "A09": ("organisation", organisation("new_field"), 1, [{"kind": "attached"}]),
    "A10": ("organisation", organisation("regional", "regional_committee"), 1, [FORMERLY]),
    "A11": (
        "territory",
        lambda _p: PILOT,
        1,
        [
            {"pilot": False},
            {"pilot": None},
            {"pilot_until": "2018-09-30"},
            {"pilot_since": "2018-10"},
            {"kind": "community"},
            {"abolished_on": "2018-08"},
        ],
    ),
    "A13": (
        "organisation_unit",
        related("co_builder"),
        1,
        [{"until": "2018-09-30"}, {"since": "2018-10-01"}, {"role": "covers"}],
    ),
    "A14": (
        "post_holding",
        lambda p: {"organisation": p.own, "name": "李𠮷", "post": "member", "part_time": True},
        1,
        [{"part_time": False}, {"ends_on": "2018"}, {"starts_on": "2018-10-01"}],
    ),
    "A15": (
        "problem",
        lambda p: PROBLEM | {"organisation": p.own, "closed_on": "2018-09"},
        1,
        [{"closed_on": None}, {"closed_on": "2018-10-01"}],
    ),
    "A16": (
        "resource",
        lambda p: {
            "title": "会议室",
            "kind": "venue",
            "organisation": p.own,
            "quantity": 4,
            "state": "shared",
            "shared_on": "2018-02",
        },
        4,
        [{"shared_on": None}, {"shared_on": "2018-10-01"}, {"withdrawn_on": "2018-09-30"}],
    ),
    "A17": ("venue", venue("culture_square"), 1, [{"closed_on": "2018"}, {"opened_on": "2019"}]),
    "A18": ("venue", venue("open_base"), 1, [{"kind": "service_centre"}]),
    "A19": ("venue", venue("open_base", base_type="red"), 1, [{"base_type": None}]),
    "A20": ("booking", booking(), 1, [{"state": "booked"}, NOT_YET]),
    "A21": ("booking", booking(present=28), 28, [{"state": "cancelled"}, NOT_YET]),
    "A22": ("booking", booking(state="booked", channel="hotline"), 1, [NOT_YET]),
    "A23": ("activity", activity("lecture"), 1, [NOT_YET, {"kind": "party_lecture"}]),
    "A24": ("activity", activity("lecture", present=20, public_present=5), 25, [NOT_YET]),
    "A25": (
        "expenditure",
        lambda p: {
            "venue": p.base(),
            "title": "装修",
            "amount": 3_000_000,
            "spent_on": "2018",
        },
        3,
        [{"spent_on": "2017-12"}, {"spent_on": "2018-10-01"}],
    ),
    "A26": ("activity", activity("study_trip"), 1, [NOT_YET, LAST_YEAR]),
    "A27": ("activity", activity("study_trip", present=31), 31, [LAST_YEAR]),
    "A28": ("activity", activity("training"), 1, [NOT_YET, LAST_YEAR, {"kind": "lecture"}]),
    "A29": (
        "showcase",
        lambda p: {"name": "品牌", "kind": "brand", "organisation": p.own},
        1,
        [{"ended_on": "2018-09-30"}, {"kind": "model"}],
    ),
    "A30": (
        "showcase",
        lambda p: {"name": "微视频", "kind": "work", "organisation": p.own, "plays": 405_000},
        405_000,
        [{"kind": "brand"}, {"started_on": "2018-10-01"}],
    ),
    "A31": ("organisation_unit", related("social_organisation"), 1, [{"until": "2018-09"}]),
    "A32": (
        "lecturer",
        lambda p: {"name": "王芳", "category": "expert", "organisation": p.own},
        1,
        [{"left_on": "2018-09-30"}, {"appointed_on": "2018-10-01"}],
    ),
    "A33": (
        "course",
        lambda p: {"name": "党史", "organisation": p.own},
        1,
        [{"closed_on": "2018-09"}, {"opened_on": "2018-10-01"}],
    ),
    "A34": ("activity", activity("lecture", modes="fixed;online"), 2, [NOT_YET, {"modes": None}]),
    "A35": (
        "observation_round",
        lambda _p: {"title": "观摩", "step": "district_demo", "period": "x", "starts_on": "2018"},
        1,
        [{"starts_on": "2017-12-31"}, {"starts_on": "2018-10-01"}, {"starts_on": None}],
    ),
    "A36": (
        "observation_criterion",
        lambda p: {"round": p.round(), "method": "look", "position": 1, "item": "阵", "most": 5},
        1,
        [],
    ),
    "A37": (
        "observation_visit",
        lambda p: {
            "round": p.round(),
            "organisation": p.own,
            "position": 1,
            "form_number": "GMJ-1",
            "visited_on": "2018-05-06",
        },
        1,
        [{"visited_on": None}, {"visited_on": "2018-10-01"}, {"visited_on": "2017-05"}],
    ),
    "A38": (
        "development_case",
        lambda p: CASE | {"person": p.person("1944-09-30"), "organisation": p.own},
        1,
        [{"stopped_on": "2018-09-30"}, {"applied_on": "2018-10-01"}],
    ),
}
