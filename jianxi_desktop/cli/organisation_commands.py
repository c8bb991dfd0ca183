"""Commands that change who stands under whom."""

from argparse import Namespace
from uuid import UUID

from jianxi_desktop.cli.shaping import Answer, day_of
from jianxi_desktop.services import links, organisations
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisations import Changed, Decision


def rename(options: Namespace, office: Office) -> Answer:
    """Give an organisation another name."""
    one, decision = _one(office, options.id), _decision(options)
    return _told(organisations.rename(office, one, options.name, decision), decision)


def move(options: Namespace, office: Office) -> Answer:
    """Let an organisation stand under another one."""
    one, other, decision = _one(office, options.id), _one(office, options.to), _decision(options)
    return _told(organisations.move(office, one, other, decision), decision)


def upgrade(options: Namespace, office: Office) -> Answer:
    """Give an organisation another form."""
    one, decision = _one(office, options.id), _decision(options)
    done = organisations.upgrade(
        office,
        one,
        options.form,
        decision,
        name=options.name,
        parent=_one(office, options.to) if options.to else None,
    )
    return _told(done, decision)


def merge(options: Namespace, office: Office) -> Answer:
    """Let an organisation go into another one."""
    one, other, decision = _one(office, options.id), _one(office, options.to), _decision(options)
    return _told(organisations.merge(office, one, other, decision), decision)


def dissolve(options: Namespace, office: Office) -> Answer:
    """End an organisation."""
    one, decision = _one(office, options.id), _decision(options)
    return _told(organisations.dissolve(office, one, decision), decision)


def _one(office: Office, text: str) -> UUID:
    ledger = office.catalog["organisation"]
    return UUID(links.text_to_link(office, ledger, "parent", text))


def _decision(options: Namespace) -> Decision:
    return Decision(options.on or day_of(options), options.document, options.reason)


def _told(done: Changed, decision: Decision) -> Answer:
    return {
        "id": str(done.id),
        "version": done.version,
        "changed_on": decision.on.isoformat(),
        "members": done.members,
        "organisations": done.organisations,
        "posts": done.posts,
        "notes": list(done.notes),
    }
