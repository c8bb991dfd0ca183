"""The 71 communities of the full demonstration as databases of their own, and the district.

``part`` makes them smaller: of 1 every community has 2,113 people, 4,225 activities and 56,338
attendances, 150,000, 300,000 and 4,000,000 in all; of 20 a twentieth.
"""

import os
import random
import shutil
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from common import TMP
from data import people

PASSWORD = "invented-for-the-bench"
DISTRICT = "410305"
PEOPLE, ACTIVITIES, ATTENDANCES = 2_113, 4_225, 56_338  # of each community
TABLES = ("organisation", "person", "membership", "activity", "attendance")
_FIELDS = {
    "name": 1, "id_number": 4, "school": 8, "major": 9, "native_place": 10,
    "workplace": 17, "job": 18, "phone": 19, "landline": 20, "address": 21, "household": 22,
}  # fmt: skip
_KINDS = ("general_meeting", "committee_meeting", "group_meeting", "party_lecture", "theme_day")
_CONTENT = "学习有关文件，围绕重点工作开展交流，与会党员逐一发言，形成清单三项，责任到人。"
FIRST = int(os.environ.get("W7_FIRST", "0"))
_AT_ONCE = 20_000


def folder_of(part: int) -> Path:
    """Give the folder where the databases of a part stand."""
    return TMP / (f"w7_{part}_{FIRST}" if FIRST else f"w7_{part}")


def codes() -> list[str]:
    """List the communities; the first few where ``W7_FIRST`` says how many."""
    from jianxi_desktop.services.demo.plan import plan_communities

    return sorted(plan_communities(1))[: FIRST or None]


def make(part: int) -> int:
    """Make the databases of a part that are not there yet, all knowing the district and known."""
    from jianxi_desktop.services import trust

    folder = folder_of(part)
    (folder / "cards").mkdir(parents=True, exist_ok=True)
    path, made = folder / "district.jxdb", 0
    district = opened(path) if path.exists() else _found(path, DISTRICT)
    card = trust.save_card(district, folder / "cards")
    everybody = people(PEOPLE * 71)
    for number, code in enumerate(codes()):
        cells = list(islice(everybody, PEOPLE))[: PEOPLE // part]
        place = folder / f"{code}.jxdb"
        if place.exists():
            continue
        office = _found(folder / f"{code}.half.jxdb", code)
        trust.trust_card(office, card)
        trust.trust_card(district, trust.save_card(office, folder / "cards"))
        fill(office, cells, number, part)
        office.close()
        for suffix in (".keys", ""):
            Path(f"{folder}/{code}.half.jxdb{suffix}").rename(f"{place}{suffix}")
        made += 1
    district.close()
    return made


def _policy():
    """Give a cost of passwords that lets 71 databases be opened again and again."""
    from jianxi_desktop.db.keyring import Cost, CostPolicy

    quick = Cost(memory_kib=64, iterations=1)
    return CostPolicy(cost=quick, least=quick)


def _found(path: Path, code: str):
    from jianxi_desktop.services.demo.scales import LIST_DAY
    from jianxi_desktop.services.office import lay_down

    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return lay_down(path, code, password=PASSWORD, policy=_policy(), on=LIST_DAY).office


def fill(office, everybody: list, number: int, part: int) -> None:
    """Write the rows of a community in one action, as the import of its past."""
    from jianxi_desktop.db.ids import new_ids
    from jianxi_desktop.db.write import insert_rows

    chance = random.Random(number)
    ledgers = office.catalog
    with office.change("import") as change:
        branches = insert_rows(
            change,
            ledgers["organisation"],
            [
                {
                    "name": f"第{at}网格党支部",
                    "form": "branch",
                    "kind": "grid",
                    "parent": office.unit.organisation,
                }
                for at in range(1, 5)
            ],
        )
        rows = [
            {
                "sex": "1" if cells[2] == "男" else "2",
                "ethnic_group": "01",
                "education": "71",
                "born_on": cells[5].isoformat(),
                **{key: str(cells[place]) or None for key, place in _FIELDS.items()},
            }
            for cells in everybody
        ]
        members = insert_rows(change, ledgers["person"], rows)
        insert_rows(
            change,
            ledgers["membership"],
            [
                {"person": one, "branch": chance.choice(branches), "status": "full"}
                | {"joined_on": f"{chance.randint(1960, 2020)}-07-01"}
                for one in members
            ],
        )
        held = new_ids(ACTIVITIES // part)
        start = date(2021, 1, 1)
        days = sorted(start + timedelta(chance.randrange(1_800)) for _ in held)
        insert_rows(
            change,
            ledgers["activity"],
            [activity_of(chance, one, day, branches) for one, day in zip(held, days, strict=True)],
        )
        rows = list(attendances(chance, held, members, ATTENDANCES // part))
        for at in range(0, len(rows), _AT_ONCE):
            insert_rows(change, ledgers["attendance"], rows[at : at + _AT_ONCE])


def activity_of(chance: random.Random, one: UUID, day: date, branches: list[UUID]) -> dict:
    """Invent one activity."""
    return {
        "id": one,
        "topic": f"{day.month}月主题党日",
        "kind": chance.choice(_KINDS),
        "held_on": day.isoformat(),
        "organisation": chance.choice(branches),
        "place": f"党群服务中心{chance.randint(1, 5)}号室",
        "host": chance.choice("王李张刘陈") + chance.choice("伟芳秀英"),
        "expected": chance.randint(10, 50),
        "content": _CONTENT * chance.randint(1, 3),
    }


def attendances(chance: random.Random, held: list[UUID], members: list[UUID], count: int):
    """Invent who was at which activity, the same number at each."""
    from jianxi_desktop.db.ids import code_id

    each, more = divmod(count, len(held))
    for place, one in enumerate(held):
        for who in chance.sample(members, min(each + (place < more), len(members))):
            state = chance.choices(("present", "leave", "absent", "exempt"), (82, 10, 5, 3))[0]
            named = {"activity": one, "person": who}
            yield {"id": code_id("attendance", f"{one}/{who}"), **named, "state": state}


def live_a_month(office, number: int, part: int) -> None:
    """Do what a month brings, each in an action of its own: 1/60 of the meetings of five years,

    with who was there, and a new telephone for every fortieth member.
    """
    from jianxi_desktop.db.ids import new_ids
    from jianxi_desktop.db.write import Edit, insert_rows, update_rows

    chance = random.Random(1_000 + number)
    ledgers = office.catalog
    with office.store.read() as connection:
        asked = "SELECT id FROM person ORDER BY serial"
        members = [UUID(bytes=row[0]) for row in connection.exec_driver_sql(asked)]
        asked = "SELECT id FROM organisation WHERE form = 'branch' ORDER BY serial"
        branches = [UUID(bytes=row[0]) for row in connection.exec_driver_sql(asked)]
    held = new_ids(max(ACTIVITIES // part // 60, 1))
    each = ATTENDANCES // ACTIVITIES
    for one in held:
        day = date(2026, 11, chance.randint(1, 29))
        with office.change("create") as change:
            insert_rows(change, ledgers["activity"], [activity_of(chance, one, day, branches)])
        with office.change("attendance") as change:
            rows = list(attendances(chance, [one], members, each))
            insert_rows(change, ledgers["attendance"], rows)
    for who in chance.sample(members, max(len(members) // 40, 1)):
        with office.change("change") as change:
            phone = f"139{chance.randrange(10**8):08}"
            update_rows(change, ledgers["person"], [Edit(who, {"phone": phone})])


def key_of(path: Path) -> bytes:
    """Unlock the key of one of the databases."""
    from jianxi_desktop.db import keyring

    return keyring.unlock(keyring.keyring_path(path), None, PASSWORD, policy=_policy()).key


def opened(path: Path):
    """Open one of the databases."""
    from jianxi_desktop.services.office import ADMINISTRATOR, open_with_key

    return open_with_key(path, key_of(path), ADMINISTRATOR)


def copy_of(path: Path, name: str) -> Path:
    """Copy a database with its keyring, in place of what was copied there before."""
    copy = path.with_name(name)
    for old in path.parent.glob(f"{name}*"):
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
    for suffix in ("", ".keys"):
        shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    return copy
