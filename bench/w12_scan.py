"""W12: 71 checklists of two pages filled in by invented inspectors, scanned and read back.

Each inspector fills circles, ticks or crosses with a pen of his own, leaves some lines empty and
strikes some marks out. ``right`` and ``asked`` are lines; ``asked_rightly`` are those that nobody
may be sure of; ``wrong`` must be 0."""

import random
import time
from collections import Counter
from dataclasses import dataclass

from common import TMP, Figures, main

SEED = 2018
MB = 1e6


@dataclass(frozen=True)
class Copier:
    """How pages are scanned: turned by degrees, smaller, with noise, some upside down."""

    turned: float
    scaled: float
    noise: float
    upside_down: float


STRAIGHT = Copier(0.0, 1.0, 4.0, 0.0)
USUAL = Copier(2.0, 0.97, 8.0, 0.3)
BAD = Copier(-3.0, 0.93, 16.0, 0.5)


def office():
    """Open the demonstration, made when it is not there yet."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo
    from jianxi_desktop.services.office import open_office

    path = TMP / "w12-demo.jxdb"
    if not path.exists():
        TMP.mkdir(exist_ok=True)
        make_demo(path, scale="district", seed=SEED)
    return open_office(path, DEMO_PASSWORD, program="command")


def read_back(copier: Copier) -> Figures:
    """Print, fill in, scan and read a round; count what became of each line."""
    from jianxi_desktop.services import observation, observation_scans
    from jianxi_desktop.services.checklists import checklists_of, print_checklists
    from tests.scans import filling, pens

    opened, chance = office(), random.Random(SEED)
    round_id = observation.plan_round(opened, step="district_demo", period="2026H2").id
    with opened.store.read() as connection:
        forms = checklists_of(opened, connection, round_id)
    pages = filling.render(print_checklists(opened, round_id).pdf)
    each, meant, scans = len(pages) // len(forms), {}, []
    for number, form in enumerate(forms):
        mine = pages[number * each : (number + 1) * each]
        inspector = filling.Inspector(number, filling.Habits())
        meant[form.form_number] = inspector.fill_in(form, mine)
        for page in mine:
            turned = chance.random() < copier.upside_down
            way = {"turned": copier.turned, "scaled": copier.scaled, "noise": copier.noise}
            scans.append(pens.scan(page, chance, upside_down=turned, **way))
    chance.shuffle(scans)
    path = filling.save_pdf(TMP / "w12.pdf", scans)
    start = time.perf_counter()
    reading = observation_scans.read_scans(opened, [path], round_id=round_id)
    seconds = time.perf_counter() - start
    counts: Counter[str] = Counter(right=0, asked=0, asked_rightly=0, wrong=0)
    for sheet in reading.sheets:
        filling.count(sheet, meant[sheet.form_number], counts)
    opened.close()
    return {
        "pages": len(scans),
        "codes": sum(bool(page.form_number) for page in reading.pages),
        "straight": sum(page.read for page in reading.pages),
        **counts,
        "s_page": seconds / len(scans),
        "mb": path.stat().st_size / MB,
    }


def straight(_scale: str) -> Figures:
    """As the feeder of a good copier does it."""
    return read_back(STRAIGHT)


def usual(_scale: str) -> Figures:
    """Turned by 2 degrees, at 97 %, with grey noise, three in ten upside down."""
    return read_back(USUAL)


def bad(_scale: str) -> Figures:
    """Turned by 3 degrees, at 93 %, with heavy noise, half of them upside down."""
    return read_back(BAD)


if __name__ == "__main__":
    TMP.mkdir(exist_ok=True)
    cases = {"straight": straight, "usual": usual, "bad": bad}
    main("W12-scan", cases, "straight", "district")
