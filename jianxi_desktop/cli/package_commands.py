"""Commands on keys and packages."""

from argparse import Namespace
from pathlib import Path

from jianxi_desktop.cli.shaping import Answer, progress_of
from jianxi_desktop.services.office import Office


def show_keys(options: Namespace, office: Office) -> Answer:
    """Show this office's card and whom it trusts."""
    from jianxi_desktop.services import package

    card = package.office_card(office)
    path = package.save_card(office, Path(options.output)) if options.output else None
    return {
        "fingerprint": card.fingerprint,
        "public": package.card_text(card),
        "trusted": [
            {"unit": each.unit, "name": each.name, "fingerprint": each.fingerprint}
            for each in package.trusted_offices(office)
        ],
        "file": str(path) if path else None,
    }


def new_keys(options: Namespace, office: Office) -> Answer:
    """Make new keys for this office."""
    from jianxi_desktop.services import package

    del options
    card = package.renew_keys(office)
    return {"fingerprint": card.fingerprint, "public": package.card_text(card)}


def trust_key(options: Namespace, office: Office) -> Answer:
    """Trust an office's card."""
    from jianxi_desktop.services import package

    card = package.trust_card(office, Path(options.file))
    return {
        "unit": {"code": card.unit, "name": card.name},
        "fingerprint": card.fingerprint,
        "public": package.card_text(card),
    }


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
