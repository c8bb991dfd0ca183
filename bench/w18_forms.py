"""W18: a form beside 150,000 members: what completes a field, and what keeps what is typed.

Times are the CPU's. ``ours`` reads the words used before in a field when it is first come to,
matches them at every key, finds people a link may point at, and keeps a draft; ``raw`` asks the
same encrypted database for the same values with the driver alone."""

import time

from common import Figures, main, percentile
from data import open_ours, open_raw

FIELDS = ("address", "workplace", "native_place")
KEYS = ("h", "hn", "hns", "hnsl", "洛", "洛阳", "洛阳市", "luo", "luoyang", "zzz")
NAMES = ("w", "wf", "王", "王芳", "zhang", "zs", "lxm", "李")


def ours(scale: str) -> Figures:
    """The services a form calls, and the matching it does by itself."""
    from jianxi_desktop.services import drafts
    from jianxi_desktop.services.drafts import Draft
    from jianxi_desktop.services.suggestions import link_choices, more_words, used_words

    office = open_ours(scale)
    person = office.catalog["person"]
    read, key, link, keep = [], [], [], []
    begun = time.process_time()
    found = [used_words(office, person, FIELDS[0])]
    first = 1000 * (time.process_time() - begun)
    for field in FIELDS * 5:
        begun = time.process_time()
        found.append(used_words(office, person, field))
        read.append(1000 * (time.process_time() - begun))
    more = []
    for place, field in enumerate(FIELDS):
        begun = time.process_time()
        found.append(more_words(office, person, field, found[place + 1]))
        more.append(1000 * (time.process_time() - begun))
    for words in found:
        for typed in KEYS:
            begun = time.process_time()
            words.matching(typed, 8)
            key.append(1000 * (time.process_time() - begun))
    for typed in NAMES * 5:
        begun = time.process_time()
        link_choices(office, "person", typed)
        link.append(1000 * (time.process_time() - begun))
    draft = Draft("person", None, {}, dict.fromkeys(person.all_fields, "洛阳"))
    for _turn in range(30):
        begun = time.process_time()
        drafts.keep(office, draft)
        keep.append(1000 * (time.process_time() - begun))
    drafts.drop(office, draft.kept)
    office.close()
    return {
        "first_ms": first,
        "texts": max(len(words.texts) for words in found),
        "read_p50_ms": percentile(read, 0.5),
        "more_max_ms": max(more),
        "key_p95_ms": percentile(key, 0.95),
        "link_p95_ms": percentile(link, 0.95),
        "keep_p50_ms": percentile(keep, 0.5),
        "keep_p95_ms": percentile(keep, 0.95),
    }


def raw(scale: str) -> Figures:
    """The same values of the same rows, by the driver alone."""
    connection = open_raw(scale)
    last = connection.execute("SELECT max(serial) FROM person").fetchone()[0]
    read = []
    for field in FIELDS * 5:
        begun = time.process_time()
        asked = f"SELECT {field} FROM person WHERE serial > ? AND removed_on IS NULL"
        connection.execute(asked, (last - 5_000,)).fetchall()
        read.append(1000 * (time.process_time() - begun))
    connection.close()
    return {"read_p50_ms": percentile(read, 0.5)}


if __name__ == "__main__":
    main("W18-forms", {"raw": raw, "ours": ours}, "raw", "district")
