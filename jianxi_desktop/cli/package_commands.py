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
