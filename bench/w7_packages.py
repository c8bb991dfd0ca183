"""W7: the district takes the packages of all 71 communities in one run, then the next month's.

limit    the communities' tables by ATTACH and INSERT ... SELECT into bare tables of an encrypted
         database, the program's indexes afterwards: what SQLite needs at least
rows     the same rows through Python into indexed tables: the least of what is decoded first
pack     every community writes its first package
take     the district takes all 71 as its page does: verified in child processes, one writer
back     the district writes each community its receipt with what is new, and they take it in
month    every community does a month's work, each step an action of its own, and packs it
take2    the district takes the month's packages
server   as take, on PostgreSQL; not by default: it wants ``W7_SERVER`` (the address of an empty
         database and its owner) and ``W7_SERVER_PASSWORD``; the server's own CPU is not counted

`make` runs first where the databases are not there yet. One process a case; CPU counts children.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import w7_offices
from common import HERE, Figures, clock
from w7_offices import TABLES, codes, copy_of, folder_of, opened


def limit(part: int) -> Figures:
    """INSERT ... SELECT into bare tables, indexes afterwards."""
    return _raw(part, indexed=False)


def rows(part: int) -> Figures:
    """Rows through Python into indexed tables."""
    return _raw(part, indexed=True)


def _raw(part: int, *, indexed: bool) -> Figures:
    folder, path = folder_of(part), folder_of(part) / "raw.db"
    for old in folder.glob("raw.db*"):
        old.unlink()
    first = opened(folder / f"{codes()[0]}.jxdb")
    with first.store.read() as connection:
        named = ",".join(f"'{name}'" for name in TABLES)
        asked = f"SELECT type, sql FROM sqlite_master WHERE tbl_name IN ({named}) AND sql NOTNULL"
        made = [tuple(row) for row in connection.exec_driver_sql(asked)]
    first.close()
    tables = [sql for kind, sql in made if kind == "table"]
    indexes = [sql for kind, sql in made if kind == "index"]
    import sqlcipher3

    driver = sqlcipher3.connect(str(path), isolation_level=None)
    driver.execute(f"PRAGMA key = \"x'{'2b' * 32}'\"")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-262144"):
        driver.execute(f"PRAGMA {pragma}")
    for sql in [*tables, *(indexes if indexed else ())]:
        driver.execute(sql)
    count = 0
    with clock() as figures:
        for code in codes():
            place = folder / f"{code}.jxdb"
            key = w7_offices.key_of(place).hex()
            driver.execute(f"ATTACH '{place}' AS there KEY \"x'{key}'\"")
            driver.execute("BEGIN")
            for name in TABLES:
                count += _copy(driver, name, indexed=indexed)
            driver.execute("COMMIT")
            driver.execute("DETACH there")
        for sql in () if indexed else indexes:
            driver.execute(sql)
    driver.close()
    return figures | {"rows": count, "db_mb": path.stat().st_size / 1e6}


def _copy(driver, name: str, *, indexed: bool) -> int:
    """Bring one table over; serials go on, for they mean something in one database only."""
    columns = [row[1] for row in driver.execute(f"PRAGMA main.table_info({name})")]
    rest = [each for each in columns if each != "serial"]
    named = ",".join(f'"{each}"' for each in rest)
    seed = "WHERE form = 'branch'" if name == "organisation" else ""
    asked = f"SELECT {named} FROM there.{name} {seed}"
    if indexed:
        marks = ",".join("?" * len(rest))
        found = driver.execute(asked).fetchall()
        driver.executemany(f"INSERT INTO main.{name} ({named}) VALUES ({marks})", found)
        return len(found)
    return driver.execute(f"INSERT INTO main.{name} ({named}) {asked}").rowcount


def pack(part: int) -> Figures:
    """Every community writes its first package."""
    return _pack(part, "stick1")


def back(part: int) -> Figures:
    """The district writes each community its package, with the receipt, and they take it in."""
    from jianxi_desktop.services import package

    folder = folder_of(part)
    shutil.rmtree(folder / "stick0", ignore_errors=True)
    (folder / "stick0").mkdir()
    district = opened(folder / "taking.jxdb")
    with clock() as written:
        files = [package.write_package(district, folder / "stick0", to=code) for code in codes()]
    district.close()
    with clock() as figures:
        for code, packed in zip(codes(), files, strict=True):
            office = opened(folder / f"{code}.jxdb")
            package.merge_package(office, packed.file)
            office.close()
    size = sum(packed.bytes for packed in files)
    return figures | {"written_cpu_s": written["cpu_s"], "package_mb": size / 1e6}


def month(part: int) -> Figures:
    """Every community does a month's work and packs it."""
    folder = folder_of(part)
    with clock() as lived:
        for number, code in enumerate(codes()):
            office = opened(folder / f"{code}.jxdb")
            w7_offices.live_a_month(office, number, part)
            office.close()
    return _pack(part, "stick2") | {"lived_s": lived["wall_s"]}


def _pack(part: int, stick: str) -> Figures:
    from jianxi_desktop.services import package

    folder = folder_of(part)
    shutil.rmtree(folder / stick, ignore_errors=True)
    (folder / stick).mkdir()
    seconds, writes = [], 0
    with clock() as figures:
        for code in codes():
            office = opened(folder / f"{code}.jxdb")
            begun = time.perf_counter()
            packed = package.write_package(office, folder / stick)
            seconds.append(time.perf_counter() - begun)
            writes += packed.writes
            office.close()
    size = sum(each.stat().st_size for each in (folder / stick).rglob("*.jxp"))
    told = {"writes": writes, "package_mb": size / 1e6, "slowest_s": max(seconds)}
    return figures | told


def take(part: int) -> Figures:
    """The district takes the first packages, in a copy of its database as it was founded."""
    return _take(part, copy_of(folder_of(part) / "district.jxdb", "taking.jxdb"), "stick1")


def take2(part: int) -> Figures:
    """The district takes the month's packages where the first ones are."""
    return _take(part, folder_of(part) / "taking.jxdb", "stick2")


def server(part: int) -> Figures:
    """The same on PostgreSQL: an empty database there gets the keys of the district's."""
    from jianxi_desktop.db import office as facts
    from jianxi_desktop.db.address import read_address
    from jianxi_desktop.services import district, own_keys, trust
    from jianxi_desktop.services.demo.scales import LIST_DAY

    folder = folder_of(part)
    address = read_address(os.environ["W7_SERVER"])
    password = os.environ["W7_SERVER_PASSWORD"]
    office = district.found_on_server(address, w7_offices.DISTRICT, password=password, on=LIST_DAY)
    file = opened(folder / "district.jxdb")
    with file.store.read() as theirs, office.store.writing() as ours:
        for key in (own_keys.KEYS, own_keys.CARDS):
            facts.keep_setting(ours, key, facts.setting(theirs, key) or "")
    file.close()
    for path in (folder / "cards").glob("*.jxcard"):
        if trust.look_at_card(path).unit != w7_offices.DISTRICT:
            trust.trust_card(office, path)
    return _run(office, folder / "stick1") | {"db_mb": _size_on_server(office)}


def _size_on_server(office) -> float:
    with office.store.read() as connection:
        asked = "SELECT pg_database_size(current_database())"
        return connection.exec_driver_sql(asked).scalar() / 1e6


def _take(part: int, path: Path, stick: str) -> Figures:
    office = opened(path)
    figures = _run(office, folder_of(part) / stick)
    office.close()
    return figures | {"db_mb": path.stat().st_size / 1e6}


def _run(office, stick: Path) -> Figures:
    from jianxi_desktop.services import desk

    last = [time.perf_counter()]
    seconds: list[float] = []

    def told(package) -> None:
        now = time.perf_counter()
        if package.state == "merged":
            seconds.append(now - last[0])
        last[0] = now

    profile = _profiled() if os.environ.get("W7_PROFILE") else None
    with clock() as figures, _children_watched() as peaks:
        taken = desk.take_folder(office, stick, told=told)
    if profile is not None:
        profile.disable()
        profile.dump_stats(os.environ["W7_PROFILE"])
    for each in taken.packages:
        if each.state != "merged":
            print(each.state, each.code, each.reason, file=sys.stderr)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return figures | {
        "merged": len(taken.of("merged")),
        "rows": taken.total("new") + taken.total("changed"),
        "changes": taken.total("applied"),
        "conflicts": taken.total("conflicts"),
        "slowest_s": max(seconds),
        "child_cpu_s": children.ru_utime + children.ru_stime,
        "child_peak_mb": max(peaks, default=0) / 1024,
    }


@contextmanager
def _children_watched():
    """Look at the memory of child processes; what the system tells at their end counts ours too."""
    peaks: list[int] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.05):
            for task in Path("/proc/self/task").iterdir():
                with suppress(OSError):
                    peaks.extend(map(_peak_of, (task / "children").read_text().split()))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield peaks
    ended.set()
    watcher.join()


def _peak_of(pid: str) -> int:
    """Give the most memory a process had since it became its own program, in KiB."""
    with suppress(OSError):
        ours = Path("/proc/self/cmdline").read_bytes()  # until it is, it shares our memory
        if Path(f"/proc/{pid}/cmdline").read_bytes() != ours:
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    return int(line.split()[1])
    return 0


def _profiled():
    import cProfile

    profile = cProfile.Profile(time.process_time)
    profile.enable()
    return profile


def make(part: int) -> Figures:
    """Make the databases."""
    with clock() as figures:
        made = w7_offices.make(part)
    return figures | {"made": made}


CASES = {
    each.__name__: each for each in (make, limit, rows, pack, take, back, month, take2, server)
}


def main() -> None:
    """Run cases one after the other, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default=",".join(list(CASES)[:-1]))
    parser.add_argument("--part", type=int, default=20, help="1 is the full demonstration")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    names = asked.case.split(",")
    if asked.child:
        figures = CASES[names[0]](asked.part)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**figures, "peak_mb": peak}))
        return
    floor: Figures = {}
    for name in names:
        command = [sys.executable, Path(__file__).resolve(), "--child", "--case", name]
        command += ["--part", str(asked.part)]
        said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
        figures = json.loads(said.splitlines()[-1])
        floor = figures if name == "limit" else floor
        if floor and name in ("rows", "take"):
            for key in ("wall", "cpu"):
                figures[f"{key}_ratio"] = figures[f"{key}_s"] / floor[f"{key}_s"]
        told = " ".join(f"{key}={_short(value)}" for key, value in figures.items())
        load = os.getloadavg()[0]
        print(f"W7-packages {name} part=1/{asked.part} {told} load={load:.1f}", flush=True)


def _short(value: float) -> str:
    return f"{value:.4g}" if value < 10_000 else f"{value:.0f}"


if __name__ == "__main__":
    assert HERE.is_dir()
    main()
