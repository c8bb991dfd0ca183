"""W11: the district's return R0 over the demonstration district: 41 figures and 7 checks. The floor
is the driver alone counting the rows of every table the figures read, once."""

import statistics
import time
from datetime import date
from pathlib import Path

from common import TMP, Figures, main

DAY, TURNS = date(2018, 9, 30), 7
TABLES = (
    "organisation", "territory", "organisation_unit", "post_holding", "problem", "resource",
    "venue", "booking", "expenditure", "activity", "showcase", "lecturer", "course", "work_plan",
    "observation_round", "observation_criterion", "observation_visit", "development_case",
)  # fmt: skip


def office():
    """Open the demonstration, made when it is not there yet."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo
    from jianxi_desktop.services.office import open_office

    path = TMP / "w11-demo.jxdb"
    if not path.exists():
        TMP.mkdir(exist_ok=True)
        make_demo(path, scale="district", seed=2018)
    return open_office(path, DEMO_PASSWORD, program="command")


def timed(work) -> Figures:
    """Do something over and over; give the first time and the median of the others."""
    times = []
    for _turn in range(TURNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return {"first_s": times[0], "wall_s": statistics.median(times[1:])}


def floor(_scale: str) -> Figures:
    """Count the rows of each table with the driver."""
    from sqlalchemy import text

    opened = office()

    def count() -> None:
        with opened.store.read() as connection:
            for table in TABLES:
                asked = text(f"SELECT count(*), max(removed_on) FROM {table}")
                connection.execute(asked).one()

    figures = timed(count)
    opened.close()
    return figures


def ours(_scale: str) -> Figures:
    """Count the return, and check it."""
    from jianxi_desktop.services import returns

    opened = office()
    figures = timed(lambda: returns.make_return(opened, "R0", as_of=DAY))
    opened.close()
    return figures


def book(_scale: str) -> Figures:
    """Count it and write the workbook."""
    from jianxi_desktop.services import returns

    opened, path = office(), Path(TMP) / "w11.xlsx"
    figures = timed(lambda: returns.make_return(opened, "R0", as_of=DAY, path=path))
    opened.close()
    return figures


def behind(_scale: str) -> Figures:
    """List the 3,400 lectures behind A24, whole."""
    from jianxi_desktop.services.return_records import records_behind

    opened = office()
    figures = timed(lambda: records_behind(opened, "R0", "A24", as_of=DAY))
    opened.close()
    return figures


if __name__ == "__main__":
    cases = {"floor": floor, "ours": ours, "book": book, "behind": behind}
    main("W11-return", cases, "floor", "district")
