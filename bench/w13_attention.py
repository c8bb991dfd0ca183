"""W13: what is due in the demonstration district, out of every source. The floor is the driver
alone reading every row of the tables that the sources ask."""

import statistics
import time

from common import TMP, Figures, main

TURNS = 7
TABLES = (
    "organisation", "membership", "person", "activity", "activity_participant", "contact_log",
    "development_case", "development_step", "dues_record", "dues_standard", "leadership_term",
    "member_movement", "work_plan_item", "problem", "project", "need", "service_contract",
    "booking", "return_filing", "observation_visit",
)  # fmt: skip


def office():
    """Open the demonstration, made when it is not there yet."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo
    from jianxi_desktop.services.office import open_office

    path = TMP / "w13-demo.jxdb"
    if not path.exists():
        TMP.mkdir(exist_ok=True)
        make_demo(path, scale="district")
    return open_office(path, DEMO_PASSWORD, program="command")


def timed(work) -> Figures:
    """Do something over and over; give the first time and the median of the others."""
    walls, cpus = [], []
    for _turn in range(TURNS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    figures: Figures = {"first_s": walls[0], "wall_s": statistics.median(walls[1:])}
    return figures | {"cpu_s": statistics.median(cpus[1:])}


def floor(_scale: str) -> Figures:
    """Read every row with the driver, as tuples."""
    from sqlalchemy import inspect, text

    opened = office()
    with opened.store.read() as connection:
        there = set(inspect(connection).get_table_names())

    def read() -> None:
        with opened.store.read() as connection:
            for table in TABLES:
                if table in there:
                    connection.execute(text(f"SELECT * FROM {table}")).fetchall()

    figures = timed(read)
    opened.close()
    return figures


def ours(_scale: str) -> Figures:
    """Ask every source, and sort."""
    from jianxi_desktop.services.attention import attention
    from jianxi_desktop.services.demo import TODAY

    opened, items = office(), 0

    def ask() -> None:
        nonlocal items
        items = len(attention(opened, TODAY).items)

    figures = timed(ask)
    opened.close()
    return figures | {"items": items}


def street(_scale: str) -> Figures:
    """The same for one street of the district, as a click in the tree asks."""
    from jianxi_desktop.services.attention import attention
    from jianxi_desktop.services.demo import TODAY

    opened = office()
    top = next(one for one, name in attention(opened, TODAY).names.items() if "街道" in name)
    figures = timed(lambda: attention(opened, TODAY, top))
    opened.close()
    return figures


if __name__ == "__main__":
    main("W13-attention", {"floor": floor, "ours": ours, "street": street}, "floor", "district")
