"""Commands on backups, and the check of a whole database."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop.cli.shaping import Answer, database_path, progress_of
from jianxi_desktop.services.office import Office

DAMAGED = 3


def backup(options: Namespace, office: Office) -> Answer:
    """Make a backup."""
    from jianxi_desktop.services import backups

    made = backups.backup(office, Path(options.folder) if options.folder else None)
    return {
        "file": str(made.backup.file),
        "second": str(made.second) if made.second else None,
        "bytes": made.backup.bytes,
        "notes": list(made.notes),
    }


def restore(options: Namespace) -> Answer:
    """Put a backup in the place of the database."""
    from jianxi_desktop.services import backups

    path = database_path(options)
    restored = backups.restore_backup(
        path,
        Path(options.file),
        options.password or "",
        user=options.user,
        program="command",
    )
    office = restored.office
    office.close()
    return {
        "database": str(path),
        "unit": {"code": office.unit.code, "name": office.unit.name},
        "kept": str(restored.kept),
        "notes": list(office.warnings),
    }


def verify(options: Namespace, office: Office) -> tuple[Answer, int]:
    """Check the whole database."""
    from jianxi_desktop.services.verify import verify

    checks = verify(office, progress_of(options))
    status = 0 if all(check.ok for check in checks) else DAMAGED
    return {"checks": [check._asdict() for check in checks]}, status
