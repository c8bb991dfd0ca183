"""Commands that make databases and describe ledgers."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.cli.shaping import Answer, database_path, progress_of
from jianxi_desktop.ledgers import CATALOG


def found(options: Namespace) -> Answer:
    """Make a new database."""
    from jianxi_desktop.services.office import found_office

    path = database_path(options)
    made = found_office(
        path, options.unit, level=options.level, name=options.name, password=options.password or ""
    )
    made.office.close()
    unit = made.office.unit
    return {
        "database": str(path),
        "unit": {"code": unit.code, "level": unit.level, "name": unit.name},
        "recovery_key": made.recovery_key,
    }


def demo(options: Namespace) -> Answer:
    """Make a database of invented people."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo

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
