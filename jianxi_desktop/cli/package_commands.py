"""Commands on packages."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop.cli.shaping import Answer, progress_of
from jianxi_desktop.services.office import Office


def pack(options: Namespace, office: Office) -> Answer:
    """Write a package."""
    from jianxi_desktop.services import package

    packed = package.write_package(
        office, Path(options.folder), to=options.to, progress=progress_of(options)
    )
    return {"file": str(packed.file), "records": packed.records, "bytes": packed.bytes}


def inspect(options: Namespace, office: Office) -> Answer:
    """Look at a package."""
    from jianxi_desktop.services import package

    return {"manifest": package.manifest_of(package.inspect_package(office, Path(options.file)))}


def merge(options: Namespace, office: Office) -> Answer:
    """Merge packages one after another."""
    from jianxi_desktop.services import package

    for file in options.files[1:] and options.files:  # one refused: none is taken
        found = package.inspect_package(office, Path(file))
        if found.obstacle is not None:
            raise found.obstacle
    merged = [
        package.merge_package(
            office, Path(file), trial=options.trial, progress=progress_of(options)
        )
        for file in options.files
    ]
    return {
        "applied": sum(each.applied for each in merged),
        "skipped": sum(each.skipped for each in merged),
        "conflicts": sum(each.conflicts for each in merged),
        "receipt": [each.receipt for each in merged],
    }
