"""A million invented members, written by the program's own writer past the roster."""

from itertools import islice
from pathlib import Path

from common import DATA
from data import COMMUNITIES, PASSWORD, people

COUNT = 1_000_000
_AT_ONCE = 50_000


def many() -> Path:
    """Give the database of a million members, made on the first call."""
    path = DATA / "million.jxdb"
    if not path.exists():
        half = DATA / "million_half.jxdb"
        for old in DATA.glob("million_half*"):
            old.unlink()
        _write(half)
        for part in DATA.glob("million_half*"):
            part.rename(DATA / part.name.replace("_half", ""))
    return path


def _write(path: Path) -> None:
    from jianxi_desktop.db.write import insert_rows
    from jianxi_desktop.services.office import found_office

    DATA.mkdir(exist_ok=True)
    office = found_office(path, "410305", password=PASSWORD).office
    branches = _branches(office)
    person, membership = office.catalog["person"], office.catalog["membership"]
    labels = person.fields["education"].options.codes
    members = people(COUNT)
    while part := list(islice(members, _AT_ONCE)):
        with office.change("import") as change:
            ids = insert_rows(change, person, [_person(cells, labels) for cells in part])
            rows = [
                {
                    "person": one,
                    "branch": branches[cells[0] % len(branches)],
                    "status": "full" if cells[13] == "正式党员" else "probationary",
                    "joined_on": cells[11].isoformat(),
                    "full_on": cells[12].isoformat(),
                }
                for one, cells in zip(ids, part, strict=True)
            ]
            insert_rows(change, membership, rows)
    office.close()


def _branches(office):
    from jianxi_desktop.services.records import save_record

    return [
        save_record(
            office,
            office.catalog["organisation"],
            {
                "name": f"试验第{community + 1}社区第{number}网格党支部",
                "form": "branch",
                "kind": "grid",
                "parent": office.unit.organisation,
            },
        ).id
        for community in range(COMMUNITIES)
        for number in range(1, 5)
    ]


def _person(cells, education):
    return {
        "name": cells[1],
        "sex": "1" if cells[2] == "男" else "2",
        "ethnic_group": "01" if cells[3] == "汉族" else "03",
        "id_number": cells[4],
        "born_on": cells[5].isoformat(),
        "education": education.get(cells[6]),
        "school": cells[8],
        "major": cells[9],
        "native_place": cells[10],
        "phone": cells[19],
        "landline": cells[20],
        "address": cells[21],
        "household": cells[22],
        "workplace": cells[17],
        "job": cells[18],
    }


if __name__ == "__main__":
    print(many())
