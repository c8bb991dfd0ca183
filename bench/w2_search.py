"""W2: a key typed in the quick search over 150,000 members, to the first page ready and painted.

``ours`` goes through the services, ``everywhere`` asks all ledgers at once, ``raw-fts`` asks the
same encrypted database with the driver alone, ``raw-like`` does without an index; ``paint`` types
into the real page, off screen."""

import os
import time

from common import Figures, main, percentile
from data import PASSWORD, database, open_ours, open_raw, people

PAGE = 128
KINDS = ("name", "pinyin", "initials", "number", "phone")


def keystrokes(people_asked: int = 60) -> list[str]:
    """Give what stands in the field after each key while people are looked for in five ways."""
    from pypinyin import lazy_pinyin

    keys = []
    for place, cells in enumerate(people(people_asked)):
        name, number, phone = (str(cells[column]) for column in (1, 4, 19))
        syllables = lazy_pinyin(name)
        initials = "".join(syllable[0] for syllable in syllables)
        wanted = (name, "".join(syllables), initials, number[-4:].lower(), phone)[place % 5]
        keys += [wanted[:length] for length in range(1, len(wanted) + 1)]
    return keys


def ours(scale: str) -> Figures:
    """First page as a list asks for it, then the whole vector as it follows behind."""
    from jianxi_desktop.ledgers import CATALOG
    from jianxi_desktop.schema.query import Query
    from jianxi_desktop.services.records import list_rows, list_serials

    office, ledger = open_ours(scale), CATALOG["person"]
    found, page, whole = [], [], []
    for key in ("", *keystrokes()) * 2:
        query = Query(words=key)
        begun = time.perf_counter()
        serials = list_serials(office, ledger, query, PAGE)
        found.append(1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        list_rows(office, ledger, ledger.listing, serials)
        page.append(1000 * (time.perf_counter() - begun))
        begun = time.perf_counter()
        list_serials(office, ledger, query)
        whole.append(1000 * (time.perf_counter() - begun))
    office.close()
    both = [sum(pair) for pair in zip(found, page, strict=True)]
    return {
        "keys": len(found),
        "found_p50_ms": percentile(found, 0.5),
        "found_p95_ms": percentile(found, 0.95),
        "page_p50_ms": percentile(page, 0.5),
        "page_p95_ms": percentile(page, 0.95),
        "p95_ms": percentile(both, 0.95),
        "vector_p50_ms": percentile(whole, 0.5),
        "vector_p95_ms": percentile(whole, 0.95),
    }


def everywhere(scale: str) -> Figures:
    """The search box: every ledger at once, to the first lines; how many there are comes after."""
    from jianxi_desktop.services.find_everywhere import count_found, find_everywhere

    office = open_ours(scale)
    first, counted, worked = [], [], []
    for key in keystrokes() * 2:
        begun, cpu = time.perf_counter(), time.thread_time()
        groups = find_everywhere(office, key)
        first.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.thread_time() - cpu))
        begun = time.perf_counter()
        count_found(office, key, [group.ledger for group in groups if group.more])
        counted.append(1000 * (time.perf_counter() - begun))
    office.close()
    return {
        "keys": len(first),
        "p50_ms": percentile(first, 0.5),
        "p95_ms": percentile(first, 0.95),
        "max_ms": max(first[1:]),
        "cpu_p50_ms": percentile(worked, 0.5),
        "cpu_p95_ms": percentile(worked, 0.95),
        "counted_p95_ms": percentile(counted, 0.95),
    }


def otherwise(scale: str) -> Figures:
    """The search box where nothing is called so: places, shortened names, the same sound."""
    from jianxi_desktop.services.find_everywhere import find_everywhere
    from jianxi_desktop.services.find_otherwise import find_otherwise

    office = open_ours(scale)
    asked = (
        "王强 试验第3社区",
        "李军 sydsq",
        "试验三社区二支部",
        "張偉國",
        "查无此人啊",
        "人 人 人",
    )
    keys = [word[:length] for word in asked for length in range(1, len(word) + 1)]
    worked = []
    for key in keys * 2:
        cpu = time.thread_time()
        find_otherwise(office, key, find_everywhere(office, key))
        worked.append(1000 * (time.thread_time() - cpu))
    office.close()
    return {
        "keys": len(worked),
        "cpu_p50_ms": percentile(worked, 0.5),
        "cpu_p95_ms": percentile(worked, 0.95),
        "cpu_max_ms": max(worked[1:]),
    }


def _raw(scale: str, where: str, word: str, keys: list[str]) -> Figures:
    connection = open_raw(scale)
    columns = "name, sex, ethnic_group, id_number, born_on, education, phone, workplace"
    query = f"SELECT serial, {columns} FROM person WHERE {where} ORDER BY serial LIMIT {PAGE}"
    times = []
    for key in keys:
        begun = time.perf_counter()
        connection.execute(query, [word.format(key)] * where.count("?")).fetchall()
        times.append(1000 * (time.perf_counter() - begun))
    return {"keys": len(keys), "p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}


def raw_fts(scale: str) -> Figures:
    """The same index by the driver alone: no names of branches, no service."""
    match = "serial IN (SELECT rowid FROM person_search WHERE person_search MATCH ? ORDER BY rowid"
    return _raw(scale, f"{match} LIMIT {PAGE})", "{}*", keystrokes() * 2)


def raw_like(scale: str) -> Figures:
    """No index at all; no pinyin either."""
    where = "name LIKE ? OR id_number LIKE ? OR phone LIKE ?"
    return _raw(scale, where, "%{}%", keystrokes()[::7])


def paint(scale: str) -> Figures:
    """The page of the program: a key into its search field, until its list is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from paint import Page

    page = Page(database(scale), PASSWORD)
    times = [1000 * page.type(key) for key in ("", *keystrokes())]
    page.type("")
    jumps = [1000 * page.jump(part / 97) for part in range(1, 97)]
    page.close()
    return {
        "keys": len(times),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "max_ms": max(times),
        "jump_p50_ms": percentile(jumps, 0.5),
        "jump_p95_ms": percentile(jumps, 0.95),
    }


if __name__ == "__main__":
    cases = {
        "raw-fts": raw_fts,
        "ours": ours,
        "everywhere": everywhere,
        "otherwise": otherwise,
        "raw-like": raw_like,
        "paint": paint,
    }
    main("W2-search", cases, "raw-fts", "district")
