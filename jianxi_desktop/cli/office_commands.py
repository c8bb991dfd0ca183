"""Commands that make databases and describe ledgers."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from jianxi_desktop import settings
from jianxi_desktop.cli.places import server_of
from jianxi_desktop.cli.shaping import Answer, database_path, progress_of
from jianxi_desktop.ledgers import CATALOG

if TYPE_CHECKING:
    from jianxi_desktop.db.address import Address
    from jianxi_desktop.services.office import Office


def found(options: Namespace) -> Answer:
    """Make a new database."""
    if (address := server_of(options)) is not None:
        return _found_on_server(options, address)
    from jianxi_desktop.services.office import found_office

    path = database_path(options)
    made = found_office(
        path, options.unit, level=options.level, name=options.name, password=options.password or ""
    )
    made.office.close()
    return {
        "database": str(path),
        "unit": _unit(made.office),
        "recovery_key": made.recovery_key,
    }


def _found_on_server(options: Namespace, address: "Address") -> Answer:
    from jianxi_desktop.services.district import found_on_server

    office = found_on_server(
        address, options.unit, password=options.password, level=options.level, name=options.name
    )
    office.close()
    # A server has no file whose key could be printed: its administrator sets new passwords.
    return {"database": str(address), "unit": _unit(office), "recovery_key": None}


def _unit(office: "Office") -> Answer:
    return {"code": office.unit.code, "level": office.unit.level, "name": office.unit.name}


def demo(options: Namespace) -> Answer:
    """Make a database of invented people."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, LIST_DAY, SCALES, fill_demo, make_demo

    if (address := server_of(options)) is not None:
        from jianxi_desktop.services.district import found_on_server

        unit = SCALES[options.scale].unit
        office = found_on_server(address, unit, password=options.password, on=LIST_DAY)
        counts = fill_demo(office, options.scale, options.seed, progress_of(options))
        office.close()
        return {"counts": counts, "database": str(address)}
    path = Path(options.database) if options.database else settings.demo_database()
    password = options.password or DEMO_PASSWORD
    counts = make_demo(
        path,
        scale=options.scale,
        seed=options.seed,
        password=password,
        progress=progress_of(options),
    )
    return {"counts": counts, "database": str(path)}


def ledgers(options: Namespace) -> Answer:
    """Describe every ledger."""
    del options
    return {
        "ledgers": [
            {
                "key": ledger.key,
                "title": ledger.title,
                "fields": [
                    {
                        "key": field.key,
                        "caption": field.caption,
                        "kind": type(field).__name__,
                        "required": field.required,
                    }
                    for field in ledger.all_fields.values()
                ],
            }
            for ledger in CATALOG
        ]
    }
