"""The district's figures of a day, counted straight from the tables, to hold the demo against.

These are the definitions of the return R0 written a second time, on purpose in plain SQL.
"""

from sqlalchemy import text

_STANDS = "removed_on IS NULL AND ({a} IS NULL OR {a} <= :d) AND ({b} IS NULL OR {b} > :d)"
TERRITORY = _STANDS.format(a="established_on", b="abolished_on")
ORGANISATION = _STANDS.format(a="established_on", b="dissolved_on")
VENUE = _STANDS.format(a="opened_on", b="closed_on")
UNIT = _STANDS.format(a="since", b="until")
POST = _STANDS.format(a="starts_on", b="ends_on")
SHOWCASE = _STANDS.format(a="started_on", b="ended_on")
LECTURER = _STANDS.format(a="appointed_on", b="left_on")
HELD = "removed_on IS NULL AND held_on <= :d"
YEAR = f"{HELD} AND held_on >= :y"
DISTRICT = "organisation IN (SELECT id FROM organisation WHERE kind = 'district')"
BASES = "venue IN (SELECT id FROM venue WHERE kind = 'open_base')"
ROUNDS = "SELECT id FROM observation_round WHERE removed_on IS NULL AND starts_on BETWEEN :y AND :d"

COUNTS = {
    "A01": f"SELECT count(*) FROM territory WHERE kind = 'street' AND {TERRITORY}",
    "A02": f"SELECT count(*) FROM territory WHERE kind = 'community' AND {TERRITORY}",
    **{
        key: f"SELECT count(*) FROM organisation WHERE kind = 'community' AND form = '{form}'"
        f" AND {ORGANISATION}"
        for key, form in (
            ("A03", "party_committee"),
            ("A04", "general_branch"),
            ("A05", "branch"),
        )
    },
    **{
        key: f"SELECT count(*) FROM organisation WHERE kind = '{kind}' AND {ORGANISATION}"
        for key, kind in (
            ("A06", "community"),
            ("A07", "grid"),
            ("A08", "building"),
            ("A09", "new_field"),
            ("A10", "regional"),
        )
    },
    "A11": f"SELECT count(*) FROM territory WHERE kind = 'street' AND pilot AND {TERRITORY}"
    " AND pilot_since <= :d AND pilot_until IS NULL",
    "A12": "SELECT count(DISTINCT o.territory) FROM work_plan p JOIN organisation o"
    " ON o.id = p.organisation JOIN territory t ON t.id = o.territory WHERE p.kind = 'pilot'"
    " AND p.adopted_on <= :d AND p.closed_on IS NULL AND t.kind = 'street' AND t.pilot",
    "A13": "SELECT count(DISTINCT unit) FROM organisation_unit WHERE role = 'co_builder'"
    f" AND {UNIT}",
    "A14": f"SELECT count(*) FROM post_holding WHERE part_time AND {POST}",
    "A15": "SELECT count(*) FROM problem WHERE removed_on IS NULL AND closed_on <= :d",
    "A16": "SELECT sum(quantity) FROM resource WHERE removed_on IS NULL AND shared_on <= :d"
    " AND (withdrawn_on IS NULL OR withdrawn_on > :d)",
    "A17": f"SELECT count(*) FROM venue WHERE kind = 'culture_square' AND {VENUE}",
    "A18": f"SELECT count(*) FROM venue WHERE kind = 'open_base' AND {VENUE}",
    "A19": f"SELECT count(DISTINCT base_type) FROM venue WHERE kind = 'open_base' AND {VENUE}",
    "A20": f"SELECT count(*) FROM booking WHERE state = 'done' AND {BASES} AND {HELD}",
    "A21": "SELECT sum(coalesce(present, headcount)) FROM booking"
    f" WHERE state = 'done' AND {BASES} AND {HELD}",
    "A22": f"SELECT count(DISTINCT channel) FROM booking WHERE {HELD}",
    "A23": f"SELECT count(*) FROM activity WHERE kind = 'lecture' AND {HELD}",
    "A24": f"SELECT sum(present + public_present) FROM activity WHERE kind = 'lecture' AND {HELD}",
    "A25": "SELECT sum(amount) FROM expenditure WHERE removed_on IS NULL"
    " AND spent_on BETWEEN :y AND :d",
    "A26": f"SELECT count(*) FROM activity WHERE kind = 'study_trip' AND {DISTRICT} AND {YEAR}",
    "A27": f"SELECT sum(present) FROM activity WHERE kind = 'study_trip' AND {DISTRICT} AND {YEAR}",
    "A28": f"SELECT count(*) FROM activity WHERE kind = 'training' AND {DISTRICT} AND {YEAR}",
    "A29": f"SELECT count(*) FROM showcase WHERE kind = 'brand' AND {SHOWCASE}",
    "A30": f"SELECT sum(plays) FROM showcase WHERE kind = 'work' AND {SHOWCASE}",
    "A31": "SELECT count(DISTINCT unit) FROM organisation_unit"
    f" WHERE role = 'social_organisation' AND {UNIT}",
    "A32": f"SELECT count(DISTINCT category) FROM lecturer WHERE {LECTURER}",
    "A33": "SELECT count(*) FROM course WHERE removed_on IS NULL AND opened_on <= :d"
    " AND (closed_on IS NULL OR closed_on > :d)",
    "A35": "SELECT count(DISTINCT step) FROM observation_round WHERE removed_on IS NULL"
    " AND starts_on BETWEEN :y AND :d",
    "A36": f"SELECT count(DISTINCT method) FROM observation_criterion WHERE round IN ({ROUNDS})",
    "A37": "SELECT count(DISTINCT organisation) FROM observation_visit"
    f" WHERE visited_on <= :d AND round IN ({ROUNDS})",
    "A38": "SELECT count(*) FROM development_case c JOIN person p ON p.id = c.person"
    " WHERE c.applied_on <= :d AND (c.stopped_on IS NULL OR c.stopped_on > :d)"
    " AND p.born_on <= :old",
}
MODES = f"SELECT DISTINCT modes FROM activity WHERE kind = 'lecture' AND {HELD}"

# What the district published for the end of September 2018; A25 in 分.
PUBLISHED = {
    "A01": 11, "A02": 71, "A03": 54, "A04": 10, "A05": 7, "A06": 71, "A07": 238, "A08": 262,
    "A09": 3, "A10": 82, "A11": 2, "A12": 2, "A13": 338, "A14": 231, "A15": 450, "A16": 174,
    "A17": 11, "A18": 16, "A19": 4, "A20": 460, "A21": 10_000, "A22": 4, "A23": 3_400,
    "A24": 80_000, "A25": 1_700_000_000, "A26": 3, "A27": 90, "A28": 5, "A29": 8, "A30": 810_000,
    "A31": 6, "A32": 7, "A33": 7, "A34": 12, "A35": 3, "A36": 4, "A37": 71, "A38": 1,
}  # fmt: skip
# These are what stands, and hold on every day since.
STANDING = (
    *(f"A{n:02d}" for n in (*range(1, 15), 16, 17, 18, 19)),
    *("A29", "A30", "A31", "A32", "A33", "A38"),
)


def figures_on(office, day):
    """Count every figure as of a day."""
    bound = {
        "d": day.isoformat(),
        "y": f"{day.year}-01-01",
        "old": day.replace(year=day.year - 74).isoformat(),
    }
    with office.store.read() as connection:
        found = {key: connection.execute(text(sql), bound).scalar() for key, sql in COUNTS.items()}
        modes = connection.execute(text(MODES), bound).scalars().all()
    found["A34"] = len({code for each in modes for code in each.split(";")})
    return found
