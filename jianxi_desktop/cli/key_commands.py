"""Commands on keys: this office's card, whom it trusts, and what it does about a lost PC."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.services import known_offices, trust
from jianxi_desktop.services.known_offices import TrustedOffice
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.trust import Standing


def show_keys(options: Namespace, office: Office) -> Answer:
    """Show this office's card and whom it trusts."""
    card = trust.office_card(office)
    path = trust.save_card(office, Path(options.output)) if options.output else None
    gone = known_offices.own_withdrawal(office)
    return {
        "fingerprint": card.fingerprint,
        "public": trust.card_text(card),
        "trusted": [
            {"unit": each.unit, "name": each.name, "fingerprint": each.fingerprint}
            for each in trust.trusted_offices(office)
        ],
        "withdrawn": None if gone is None else {"on": gone.on, "reason": gone.why},
        "file": str(path) if path else None,
    }


def list_keys(options: Namespace, office: Office) -> Answer:
    """List every office that is or was trusted."""
    del options
    return {"offices": [_told(each) for each in known_offices.known_offices(office)]}


def new_keys(options: Namespace, office: Office) -> Answer:
    """Make new keys for this office."""
    del options
    card = trust.renew_keys(office)
    return {"fingerprint": card.fingerprint, "public": trust.card_text(card)}


def trust_key(options: Namespace, office: Office) -> Answer:
    """Trust an office's card, out of its file or a picture of its paper."""
    found = trust.look(office, Path(options.file))
    card = found.card
    if options.fingerprint is not None:
        digits = "".join(each for each in options.fingerprint if each.isdigit())
        trust.compare_fingerprint(card, [digits[at : at + 5] for at in range(0, 25, 5)])
    trust.trust(office, card)
    succeeds = found.standing is Standing.SUCCESSOR and found.before
    return {
        "unit": {"code": card.unit, "name": card.name},
        "fingerprint": card.fingerprint,
        "succeeds": succeeds.fingerprint if succeeds else None,
        "public": trust.card_text(card),
    }


def certify(options: Namespace, office: Office) -> Answer:
    """Certify a key for another subtree, or until a day."""
    made = trust.certify(
        office, options.fingerprint, scope=options.scope, valid_until=options.until
    )
    return {
        "unit": {"code": made.card.unit, "name": made.card.name},
        "fingerprint": made.card.fingerprint,
        "scope": made.scope,
        "until": made.valid_until,
        "serial": made.serial,
    }


def withdraw(options: Namespace, office: Office) -> Answer:
    """Trust a key no more."""
    return _told(trust.withdraw(office, options.fingerprint, options.reason))


def print_paper(options: Namespace, office: Office) -> Answer:
    """Make the paper with this office's card."""
    from jianxi_desktop.services import papers
    from jianxi_desktop.services.card_paper import key_paper

    paper = key_paper(office)
    papers.save_pdf(office, paper, Path(options.output))
    return {
        "fingerprint": trust.office_card(office).fingerprint,
        "pages": paper.pages,
        "file": options.output,
    }


def show_lost(options: Namespace, office: Office) -> Answer:
    """Show how far a lost PC has been replaced; without a key, how far this one has."""
    from jianxi_desktop.services.lost_computers import arrival_steps, lost_steps

    if options.fingerprint is None:
        steps, unit = arrival_steps(office), office.unit.code
    else:
        found = lost_steps(office, options.fingerprint)
        steps, unit = found.steps, found.office.card.unit
    told = [{"step": e.key, "title": e.title, "hint": e.hint, "done": e.done} for e in steps]
    return {"unit": unit, "steps": told}


def _told(one: TrustedOffice) -> dict[str, Any]:
    gone, last = one.withdrawal, one.last
    return {
        "unit": {"code": one.card.unit, "name": one.card.name},
        "fingerprint": one.card.fingerprint,
        "key": one.card.key_id,
        "scope": one.scope,
        "since": one.since,
        "certified_by": one.by or None,
        "until": one.until,
        "state": known_offices.STATE_NAMES[one.state],
        "withdrawn": None if gone is None else {"on": gone.on, "reason": gone.why},
        "last_package": None if last is None else {"number": last.number, "at": last.at},
    }
