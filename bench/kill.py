"""Kill the program with SIGKILL at random moments, and count what it had acknowledged.

A child opens one database and saves records, meetings with attendance, rosters and backups, one
after the other; after each it says so on a pipe. The parent kills it at a moment drawn from a seed
— while opening, saving, importing, backing up, closing — opens the same database without any help,
and compares: all that was acknowledged is there, what was under way is there whole or not at all,
nothing else is. Children are forked, so that a kill takes a fraction of a second.

    python bench/kill.py -n 1000 --seed 1
"""

import argparse
import contextlib
import os
import random
import select
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from common import TMP
from data import PASSWORD

UNIT = "410305008001"
MEMBERS, ROSTER = 20, 40  # who may attend; lines of a roster
WORK = {"venue": 8, "change": 6, "meeting": 5, "roster": 3, "backup": 3, "close": 1}
VERIFIED = 25  # every so many kills the whole database is verified, and opened by its password
ALARMS = ("缺少", "不是同一份", "另一台电脑", "可能没有保存")


@dataclass
class Known:
    """What must be in the database, by the child's own words.

    Attributes:
        venues: Name and note of each venue.
        meetings: Meetings whose attendance was recorded.
        rosters: Rosters that were taken in.
        backups: Files.
    """

    venues: dict[str, str] = field(default_factory=dict)
    meetings: set[str] = field(default_factory=set)
    rosters: set[str] = field(default_factory=set)
    backups: set[str] = field(default_factory=set)

    def take(self, kind: str, name: str, value: str) -> None:
        """Add what was acknowledged."""
        if kind in ("venue", "change"):
            self.venues[name] = value
        elif kind == "meeting":
            self.meetings.add(name)
        elif kind == "roster":
            self.rosters.add(name)
        elif kind == "backup":
            self.backups.add(value)


class Worker:
    """The child: does one thing after the other until it is killed."""

    def __init__(self, path: Path, key: bytes, known: Known, turn: int, seed: int, say) -> None:
        from jianxi_desktop.services import office as offices

        self._open = lambda: offices.open_with_key(path, key, offices.ADMINISTRATOR)
        self._say = say
        self._turn, self._number = turn, 0
        self._chance = random.Random(seed * 100_003 + turn)
        self._venues = dict(list(known.venues.items())[-50:])
        self.office = self._open()

    def work(self) -> None:
        """Go on for ever."""
        self._say("ready")
        kinds, weights = zip(*WORK.items(), strict=True)
        while True:
            self._number += 1
            kind = self._chance.choices(kinds, weights)[0]
            if kind == "change" and not self._venues:
                kind = "venue"
            getattr(self, f"_{kind}")(f"{self._turn}-{self._number}")

    def _venue(self, name: str, note: str = "新", kind: str = "venue") -> None:
        from jianxi_desktop.services import records

        ledger = self.office.catalog["venue"]
        self._say("begin", kind, name, note)
        values = {"name": name, "kind": "service_center", "note": note}
        records.save_record(self.office, ledger, values, self._seen(name))
        self._venues[name] = note
        self._say("done", kind, name, note)

    def _change(self, name: str) -> None:
        self._venue(self._chance.choice(list(self._venues)), f"改{name}", "change")

    def _seen(self, name: str):
        from jianxi_desktop.services import records

        with self.office.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT id, version FROM venue WHERE name = ?", (name,)
            ).first()
        if found is None:
            return None
        return records.Seen(UUID(bytes=found[0]), found[1], None)

    def _meeting(self, name: str) -> None:
        """Make a meeting, then record who was there and rename it, in one action."""
        from jianxi_desktop.services import attendance, records

        office = self.office
        values = {
            "topic": f"拟 {name}",
            "kind": "members",
            "held_on": "2026-11-20",
            "organisation": office.unit.organisation,
        }
        saved = records.save_record(office, office.catalog["activity"], values)
        with office.store.read() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM person LIMIT ?", (MEMBERS,)).all()
        marks = {UUID(bytes=row[0]): ("present", None) for row in rows}
        self._say("begin", "meeting", name, "")
        attendance.record_attendance(office, saved.id, saved.version, marks, {"topic": name})
        self._say("done", "meeting", name, "")

    def _roster(self, name: str) -> None:
        from jianxi_desktop.services.roster import import_roster

        file = TMP / "kill" / "roster.xlsx"
        write_roster(file, name, self._turn * 1_000 + self._number)
        self._say("begin", "roster", name, "")
        report = import_roster(self.office, self.office.catalog["person"], file)
        if report.created != ROSTER:
            raise SystemExit(f"roster: {report.created} of {ROSTER} taken")
        self._say("done", "roster", name, "")

    def _backup(self, name: str) -> None:
        from jianxi_desktop.services import backups

        self._say("begin", "backup", name, "")
        made = backups.backup(self.office)
        self._say("done", "backup", name, made.backup.file.name)

    def _close(self, _name: str) -> None:
        self.office.close()
        self.office = self._open()


def write_roster(file: Path, name: str, number: int) -> None:
    """Write a roster of people that nobody has met, all at one invented workplace."""
    from xlsxwriter import Workbook

    from jianxi_desktop.domain.identity import check_character

    with Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("姓名", "性别", "公民身份号码", "入党日期", "党员类别", "工作单位"))
        for row in range(1, ROSTER + 1):
            serial = number * ROSTER + row  # region, birthday and order are spelt by it
            day = f"19{50 + serial // 1000 // 28 % 40}05{1 + serial // 1000 % 28:02}"
            region = 990100 + serial // 1000 // 28 // 40
            first17 = f"{region}{day}{serial % 1000:03}"
            sex = "男" if serial % 2 else "女"
            sheet.write_row(
                row,
                0,
                (
                    "王" + "芳伟娜敏"[row % 4] * 2,
                    sex,
                    first17 + check_character(first17),
                    "1990-07-01",
                    "正式党员",
                    f"名册{name}",
                ),
            )


def in_child(path: Path, key: bytes, known: Known, turn: int, seed: int) -> tuple[int, int]:
    """Fork a child; give its number and where it speaks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    os.setpgid(0, 0)  # the process that reads a roster dies with it

    def say(*words: str) -> None:
        os.write(writing, ("\t".join(words) + "\n").encode())

    try:
        Worker(path, key, known, turn, seed, say).work()
    except BaseException as failure:  # noqa: BLE001 - told to the parent, who stops
        say("failed", f"{type(failure).__name__}: {failure}")
    os._exit(1)


def run_and_kill(child: int, reading: int, after: float, *, at_once: bool) -> list[list[str]]:
    """Kill a child some time after it is ready, or after it began; give what it had said."""
    said = b"" if at_once else _hear(reading, time.monotonic() + 30, until=b"ready\n")
    said += _hear(reading, time.monotonic() + after)
    for target in (child, -child):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(target, signal.SIGKILL)
    os.waitpid(child, 0)
    said += _hear(reading, time.monotonic() + 30)  # said before it died
    os.close(reading)
    return [line.split("\t") for line in said.decode().split("\n")[:-1]]


def _hear(reading: int, end: float, until: bytes = b"\0") -> bytes:
    """Listen until a time, a word, or the end of all that is said."""
    said = b""
    while until not in said and (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            part = os.read(reading, 65_536)
            if not part:
                break
            said += part
    return said


def look(office) -> tuple[Known, list[str]]:
    """Read what is there, and what is there by half."""
    found, halves = Known(), []
    with office.store.read() as connection:
        ask = connection.exec_driver_sql
        found.venues = dict(map(tuple, ask("SELECT name, note FROM venue")))
        asked = (
            "SELECT a.topic, count(d.id) FROM activity a LEFT JOIN attendance d "
            "ON d.activity = a.id GROUP BY a.id"
        )
        for topic, present in ask(asked):
            whole = 0 if topic.startswith("拟 ") else MEMBERS
            if present != whole:
                halves.append(f"meeting {topic}: {present}")
            if whole:
                found.meetings.add(topic)
        asked = (
            "SELECT p.workplace, count(*), count(m.id) FROM person p "
            "LEFT JOIN membership m ON m.person = p.id GROUP BY p.workplace"
        )
        for place, people, members in ask(asked):
            if (people, members) != (ROSTER, ROSTER):
                halves.append(f"roster {place}: {people}, {members}")
            found.rosters.add(place.removeprefix("名册"))
    return found, halves


def compare(known: Known, found: Known, begun: list[str] | None) -> list[str]:
    """Name what was acknowledged and is missing, and what is there and was never begun."""
    wrong = []
    kind, name, value = (begun or ["", "", ""])[:3]
    for each, note in known.venues.items():
        allowed = {note} | ({value} if kind == "change" and each == name else set())
        if found.venues.get(each) not in allowed:
            wrong.append(f"venue {each} is not as acknowledged")
    wrong += [f"meeting {each} is missing" for each in known.meetings - found.meetings]
    wrong += [f"roster {each} is missing" for each in known.rosters - found.rosters]
    more = (
        {*found.venues} - {*known.venues}
        | found.meetings - known.meetings
        | found.rosters - known.rosters
    )
    wrong += [f"{each} was never begun" for each in more - {name}]
    return wrong


def check_backups(office, known: Known) -> list[str]:
    """See that each acknowledged backup is whole and nothing half has a backup's name."""
    from jianxi_desktop.db import checking
    from jianxi_desktop.services import backups

    there = backups.list_backups(office.path)
    wrong = [f"backup {name} is missing" for name in known.backups - {b.file.name for b in there}]
    wrong += [f"backup {b.file.name} is not whole" for b in there if not checking.is_whole(b)]
    left = [each.name for each in office.path.parent.glob("backups/*.part")]
    for made in there[2:]:  # looked at: a thousand need not lie about
        backups.copies.delete_backup(made)
        known.backups.discard(made.file.name)
    return wrong + [f"{name} was not swept" for name in left]


class Trial:
    """Kills and looks, time and again, at one database."""

    def __init__(self, seed: int) -> None:
        from jianxi_desktop.services import office as offices
        from jianxi_desktop.services.roster import import_roster

        folder = TMP / "kill"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ["JIANXI_HOME"] = str(folder / "home")
        self.path, self.seed = folder / "office.jxdb", seed
        office = offices.lay_down(self.path, UNIT, password=PASSWORD).office
        self.key, self.known = office.store.key(), Known()
        write_roster(folder / "roster.xlsx", "0", 0)
        import_roster(office, office.catalog["person"], folder / "roster.xlsx")
        self.known.rosters.add("0")
        self.chain = own_chain(office)
        office.close()
        self.figures: Counter[str] = Counter()
        self.opening: list[float] = []

    def kill(self, turn: int, chance: random.Random) -> list[str]:
        """Kill once and give what is wrong after it."""
        from jianxi_desktop.services import office as offices

        at_once = chance.random() < 0.15
        after = chance.uniform(0.0, 0.25) if at_once else chance.expovariate(1 / 0.35)
        child, reading = in_child(self.path, self.key, self.known, turn, self.seed)
        begun, failed = self._heard(run_and_kill(child, reading, after, at_once=at_once))
        started = time.perf_counter()
        office = offices.open_with_key(self.path, self.key, offices.ADMINISTRATOR)
        self.opening.append(time.perf_counter() - started)
        try:
            found, wrong = look(office)
            wrong += failed + compare(self.known, found, begun)
            wrong += [told for told in office.warnings if any(each in told for each in ALARMS)]
            if own_chain(office) != self.chain:
                wrong.append("new chains were begun")
            wrong += check_backups(office, self.known)
            if turn % VERIFIED == 0:
                wrong += self._verify(office)
        finally:
            office.close()
        for kind in ("venues", "meetings", "rosters"):
            setattr(self.known, kind, getattr(found, kind))
        return wrong

    def _heard(self, lines: list[list[str]]) -> tuple[list[str] | None, list[str]]:
        begun, failed = None, []
        for line in lines:
            if line[0] == "begin":
                begun = line[1:]
            elif line[0] == "done":
                begun = None
                self.known.take(*line[1:])
                self.figures[f"done_{line[1]}"] += 1
            elif line[0] == "failed":
                failed.append(line[1])
        if begun is not None:
            self.figures[f"cut_{begun[0]}"] += 1
        elif not lines:
            self.figures["cut_opening"] += 1
        return begun, failed

    def _verify(self, office) -> list[str]:
        from jianxi_desktop.services import office as offices
        from jianxi_desktop.services.verify import verify

        self.figures["verified"] += 1
        offices.open_office(self.path, PASSWORD).close()
        return [f"{check.rule}: {check.detail}" for check in verify(office) if not check.ok]


def own_chain(office) -> str:
    """Name the chain that the database writes."""
    from jianxi_desktop.db import replica

    with office.store.read() as connection:
        return min(replica.own_names(connection).items())[1]


def main() -> int:
    """Kill as often as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1_000, help="kills")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    trial, chance = Trial(asked.seed), random.Random(asked.seed)
    started, wrong = time.monotonic(), 0
    for turn in range(1, asked.n + 1):
        for problem in trial.kill(turn, chance):
            wrong += 1
            print(f"turn {turn}: {problem}", file=sys.stderr, flush=True)
    seconds, opening = time.monotonic() - started, sorted(trial.opening)
    told = {
        "kills": asked.n,
        "seed": asked.seed,
        "wrong": wrong,
        **dict(sorted(trial.figures.items())),
        "open_p50_ms": round(1000 * opening[len(opening) // 2]),
        "open_max_ms": round(1000 * opening[-1]),
        "db_mb": round(trial.path.stat().st_size / 1e6, 1),
        "wall_s": round(seconds),
        "load": round(os.getloadavg()[0], 1),
    }
    print("KILL", *(f"{key}={value}" for key, value in told.items()), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
