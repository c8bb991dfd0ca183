"""Figures of returns counted straight from the tables of the demonstration, in plain SQL.

They say a second time what each column counts, on purpose without anything of the program; ``:b``
and ``:e`` are the first and the last day of the period. In the demonstration no organisation
changes its form or place after 2017, and nothing is removed.
"""

ORG = (
    "(established_on IS NULL OR established_on <= :e)"
    " AND (dissolved_on IS NULL OR dissolved_on > :e)"
)
MEMBER = (
    "membership m JOIN person p ON p.id = m.person WHERE (m.status IN ('full', 'probationary')"
    " OR EXISTS (SELECT 1 FROM member_movement v WHERE v.person = p.id AND v.moved_on > :e"
    " AND v.kind IN ('suspended', 'exit', 'deceased')))"
    " AND (m.since IS NULL OR m.since <= :e) AND (m.until IS NULL OR m.until > :e)"
    " AND (m.joined_on IS NULL OR m.joined_on <= :e)"
)
HOLDS = "(starts_on IS NULL OR starts_on <= :e) AND (ends_on IS NULL OR ends_on > :e)"
POST = f"{HOLDS} AND (part_time IS NULL OR NOT part_time)"


def day_in(column):
    """Say that a day lies in the period."""
    return f"substr({column} || '-01-01', 1, 10) BETWEEN :b AND :e"


def count(table, where="1 = 1"):
    return f"SELECT count(*) FROM {table} WHERE {where}"


def total(number, table, where="1 = 1"):
    return f"SELECT coalesce(sum({number}), 0) FROM {table} WHERE {where}"


def different(column, table, where="1 = 1"):
    return f"SELECT count(DISTINCT {column}) FROM {table} WHERE {where}"


def organisations(where):
    """Count what stands in the office: its own organisation and all below it."""
    below = (
        "id IN (WITH RECURSIVE b(id) AS (SELECT id FROM organisation WHERE code = :own UNION"
        " SELECT o.id FROM organisation o JOIN b ON o.parent = b.id) SELECT id FROM b)"
    )
    return count("organisation", f"{ORG} AND {below} AND {where}")


FULL = (
    f"(SELECT count(*) FROM {MEMBER} AND m.branch = organisation.id"
    " AND NOT (m.status = 'probationary' OR (m.full_on IS NOT NULL AND m.full_on > :e)))"
)
COMMITTEE = (
    f"(SELECT count(*) FROM post_holding h WHERE h.organisation = organisation.id AND {POST}"
    " AND h.post NOT IN ('part_time_member', 'group_leader', 'liaison'))"
)
R1 = {
    "total": organisations("form <> 'group'"),
    "branches": organisations("form = 'branch'"),
    "groups": organisations("form = 'group'"),
    "kind_grids": organisations("kind IN ('grid', 'building')"),
    "members": f"SELECT count(*) FROM {MEMBER}",
    "joint": organisations("form = 'branch' AND unit_situation = '3'"),
    "too_small": organisations(f"form = 'branch' AND {FULL} < 3"),
    "too_large": organisations(f"form = 'branch' AND {FULL} > 50"),
    "with_committee": organisations(f"form = 'branch' AND {COMMITTEE} >= 3"),
    "no_committee": organisations(f"form = 'branch' AND {FULL} >= 7 AND {COMMITTEE} < 3"),
    "founded": organisations(f"form <> 'group' AND {day_in('established_on')}"),
    "upgraded": count("organisation_change", f"kind = 'upgraded' AND {day_in('changed_on')}"),
}


def held(kind, more="1 = 1"):
    return f"kind = '{kind}' AND {day_in('held_on')} AND {more}"


QUARTER = "held_on BETWEEN :q AND :e"
R3 = {
    f"{kind}_times": count("activity", held(kind))
    for kind in ("general_meeting", "committee_meeting", "group_meeting", "party_lecture")
} | {
    "theme_day_times": count("activity", held("theme_day")),
    "theme_day_entitled": total("expected", "activity", held("theme_day")),
    "theme_day_attended": total("present", "activity", held("theme_day")),
    "theme_day_met": different("organisation", "activity", held("theme_day")),
    "general_meeting_met": different(
        "organisation", "activity", f"kind = 'general_meeting' AND {QUARTER}"
    ),
    "party_lecture_met": different(
        "organisation",
        "activity",
        f"kind = 'party_lecture' AND {QUARTER}"
        " AND organisation IN (SELECT id FROM organisation WHERE form = 'branch')",
    ),
    "branches": organisations("form = 'branch'"),
}
SYMPOSIUM = (
    "activity_report r JOIN activity a ON a.id = r.activity"
    f" WHERE a.kind = 'symposium' AND {day_in('a.held_on')}"
)
R4 = {
    "symposia": count("activity", held("symposium")),
    "present": total("present", "activity", held("symposium")),
    "reports": f"SELECT count(*) FROM {SYMPOSIUM}",
    "reporters": f"SELECT count(DISTINCT r.organisation) FROM {SYMPOSIUM}",
    "with_tasks": f"SELECT count(*) FROM {SYMPOSIUM} AND r.tasks <> ''",
    "tasks_due": f"SELECT count(*) FROM {SYMPOSIUM} AND r.tasks <> '' AND r.due_on <= :e",
    "found": count("problem", f"source = 'symposium' AND {day_in('found_on')}"),
    "open": count(
        "problem",
        "source = 'symposium' AND found_on <= :e AND (closed_on IS NULL OR closed_on > :e)",
    ),
    "done_so_far": count("problem", "source = 'symposium' AND closed_on <= :e"),
}
BY = "lecturer IN (SELECT id FROM lecturer WHERE category = '{}')"
R5 = {
    "sessions": count("activity", held("lecture")),
    "year": count("activity", "kind = 'lecture' AND held_on BETWEEN :y AND :e"),
    "members": total("present", "activity", held("lecture")),
    "public": total("public_present", "activity", held("lecture")),
    "people_year": total(
        "coalesce(present, 0) + coalesce(public_present, 0)",
        "activity",
        "kind = 'lecture' AND held_on BETWEEN :y AND :e",
    ),
    "mode_courtyard": count("activity", held("lecture", "modes LIKE '%courtyard%'")),
    "mode_online": count("activity", held("lecture", "';' || modes || ';' LIKE '%;online;%'")),
    "by_expert": count("activity", held("lecture", BY.format("expert"))),
    "by_folk": count("activity", held("lecture", BY.format("folk"))),
    "courses": different("course", "activity", held("lecture")),
}
VENUE = "(opened_on IS NULL OR opened_on <= :e) AND (closed_on IS NULL OR closed_on > :e)"
AT_BASE = "venue IN (SELECT id FROM venue WHERE kind = 'open_base')"
R6 = {
    "service_centres": count("venue", f"kind = 'service_centre' AND {VENUE}"),
    "venues": count("venue", VENUE),
    "office": total("office_area", "venue", f"kind = 'service_centre' AND {VENUE}"),
    "by_wechat": count("booking", f"channel = 'wechat' AND {day_in('held_on')}"),
    "bookings": count("booking", day_in("held_on")),
    "visits": count("booking", f"state = 'done' AND {day_in('held_on')}"),
    "people": total(
        "coalesce(present, headcount)", "booking", f"state = 'done' AND {day_in('held_on')}"
    ),
    "base_visits": count("booking", f"state = 'done' AND {AT_BASE} AND {day_in('held_on')}"),
    "spent": total("amount / 1000000.0", "expenditure", day_in("spent_on")),
    "spent_year": total("amount / 1000000.0", "expenditure", "spent_on BETWEEN :y AND :e"),
}
SHARED = "shared_on <= :e AND (withdrawn_on IS NULL OR withdrawn_on > :e)"
R7 = {
    "needs": count("need", "state <> 'dropped' AND raised_on <= :e"),
    "needs_new": count("need", day_in("raised_on")),
    "needs_met": count("need", day_in("met_on")),
    "shared": count("resource", SHARED),
    "quantity": total("quantity", "resource", SHARED),
    "projects": count("project", "state <> 'stopped' AND published_on <= :e"),
    "claimed": count("project", day_in("claimed_on")),
    "done": count("project", day_in("done_on")),
    "satisfied": count(
        "project", f"satisfaction IN ('satisfied', 'fairly_satisfied') AND {day_in('done_on')}"
    ),
    "units": different(
        "unit",
        "organisation_unit",
        "role = 'co_builder' AND (since IS NULL OR since <= :e) AND (until IS NULL OR until > :e)",
    ),
    "part_time": count("post_holding", f"{HOLDS} AND part_time"),
    "solved": count("problem", day_in("closed_on")),
    "solved_all": count("problem", "closed_on <= :e"),
}
VISIT = f"observation_visit v WHERE {day_in('v.visited_on')}"
MEAN = (
    "SELECT coalesce(sum(mean), 0) FROM (SELECT sum(s.points) / 100.0 / count(DISTINCT s.scorer)"
    " AS mean FROM observation_score s JOIN observation_visit v ON v.id = s.visit"
    f" JOIN observation_criterion c ON c.id = s.criterion WHERE {day_in('v.visited_on')}"
    " AND {} GROUP BY v.id)"
)
R8 = {
    "visits": f"SELECT count(*) FROM {VISIT}",
    "visited": f"SELECT count(DISTINCT v.organisation) FROM {VISIT}",
    "points": MEAN.format("1 = 1"),
    "listen_points": MEAN.format("c.method = 'listen'"),
    "rate_points": MEAN.format("c.method = 'rate'"),
    "advanced": count("organisation_rating", f"grade = 'advanced' AND {day_in('rated_on')}"),
    "found": count("problem", f"source = 'observation' AND {day_in('found_on')}"),
    "open": count(
        "problem",
        "source = 'observation' AND found_on <= :e AND (closed_on IS NULL OR closed_on > :e)",
    ),
}
RUNS = (
    "leadership_term t WHERE t.starts_on <= :e AND (t.ended_on IS NULL OR t.ended_on > :e)"
    " AND t.starts_on = (SELECT max(u.starts_on) FROM leadership_term u"
    " WHERE u.organisation = t.organisation AND u.starts_on <= :e"
    " AND (u.ended_on IS NULL OR u.ended_on > :e))"
)
DUE = "coalesce(t.extended_until, t.due_on)"
R9 = {
    "expected": organisations("form IN ('party_committee', 'general_branch', 'branch')"),
    "known": f"SELECT count(*) FROM {RUNS}",
    "over": f"SELECT count(*) FROM {RUNS} AND {DUE} <= :e",
    "soon": f"SELECT count(*) FROM {RUNS} AND {DUE} > :e AND {DUE} <= :six",
    "extended": f"SELECT count(*) FROM {RUNS} AND t.extended_until > :e AND t.due_on <= :e",
    "elections": count("leadership_term", day_in("starts_on")),
    "attended": total("attended", "leadership_term", day_in("starts_on")),
    "leaders": count(
        "post_holding", f"{POST} AND post NOT IN ('part_time_member', 'group_leader', 'liaison')"
    ),
    "secretaries": count("post_holding", f"{POST} AND post = 'secretary'"),
}
ITEM = (
    "work_plan_item i JOIN work_plan w ON w.id = i.work_plan WHERE w.adopted_on <= :e"
    " AND (w.closed_on IS NULL OR w.closed_on >= :b) AND i.state <> 'stopped'"
)
NOT_DONE = "(i.done_on IS NULL OR i.done_on > :e)"
R10 = {
    "items": f"SELECT count(*) FROM {ITEM}",
    "plans": f"SELECT count(DISTINCT w.id) FROM {ITEM}",
    "done": f"SELECT count(*) FROM {ITEM} AND i.done_on <= :e",
    "on_time": f"SELECT count(*) FROM {ITEM} AND i.done_on <= :e AND i.done_on <= i.due_on",
    "overdue": f"SELECT count(*) FROM {ITEM} AND i.due_on < :e AND {NOT_DONE}",
    "due_in": f"SELECT count(*) FROM {ITEM} AND {day_in('i.due_on')}",
    "done_in": f"SELECT count(*) FROM {ITEM} AND {day_in('i.done_on')}",
    "pilot": f"SELECT count(*) FROM {ITEM} AND w.kind = 'pilot'",
}
DUES = f"{day_in('month')} AND (paid_on IS NULL OR paid_on <= :e)"
R11 = {
    "members": f"SELECT count(*) FROM {MEMBER}",
    "collected": total("amount / 100.0", "dues_record", DUES),
    "extra": total("amount / 100.0", "dues_record", f"{DUES} AND method = 'voluntary'"),
    "settled": f"SELECT count(*) FROM {MEMBER} AND (SELECT count(DISTINCT d.month)"
    f" FROM dues_record d WHERE d.person = p.id AND d.method <> 'voluntary' AND {DUES}) = 3",
}
CASE = "development_case WHERE stopped_on IS NULL AND"
R12 = {
    "applicants": f"SELECT count(*) FROM {CASE} applied_on <= :e"
    " AND (activist_on IS NULL OR activist_on > :e)",
    "activists": f"SELECT count(*) FROM {CASE} activist_on <= :e"
    " AND (candidate_on IS NULL OR candidate_on > :e)",
    "candidates": f"SELECT count(*) FROM {CASE} candidate_on <= :e"
    " AND (joined_on IS NULL OR joined_on > :e)",
    "probationary": f"SELECT count(*) FROM {CASE} joined_on <= :e"
    " AND (full_on IS NULL OR full_on > :e)",
    "joined": count("development_case", day_in("joined_on")),
    "women": count(
        "development_case c JOIN person p ON p.id = c.person",
        f"p.sex = '2' AND {day_in('c.joined_on')}",
    ),
    "turned": count("development_case", day_in("full_on")),
}
SQL = {
    "R1": R1, "R3": R3, "R4": R4, "R5": R5, "R6": R6, "R7": R7, "R8": R8, "R9": R9, "R10": R10,
    "R11": R11, "R12": R12,
}  # fmt: skip
