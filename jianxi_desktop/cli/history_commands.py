"""Commands on the journal: history, undo, redo, erase, audit."""

from argparse import Namespace

from jianxi_desktop.cli.shaping import Answer, record_identity
from jianxi_desktop.services import audit, history
from jianxi_desktop.services.office import Office


def show_history(options: Namespace, office: Office) -> Answer:
    """Tell who changed what of a record, newest first."""
    ledger = office.catalog[options.ledger]
    lines = history.history_of(office, ledger, record_identity(options.id))
    return {
        "changes": [
            {
                "when": line.when.isoformat(timespec="seconds"),
                "who": line.who,
                "pc": line.pc,
                "action": line.action,
                "reason": line.reason,
                "ledger": line.ledger,
                "fields": [
                    {"field": c.field, "caption": c.caption, "old": c.old, "new": c.new}
                    for c in line.changes
                ],
            }
            for line in lines
        ]
    }


def undo(options: Namespace, office: Office) -> Answer:
    """Take this user's last action back."""
    del options
    return _changes(history.undo_last(office))


def redo(options: Namespace, office: Office) -> Answer:
    """Do again what was last undone."""
    del options
    return _changes(history.redo_last(office))


def erase(options: Namespace, office: Office) -> Answer:
    """Erase a record for good, on a lawful request."""
    from jianxi_desktop.services.erasure import erase_record

    ledger = office.catalog[options.ledger]
    erased = erase_record(office, ledger, record_identity(options.id), options.request)
    return {"records": erased.records, "writes": erased.writes}


def show_audit(options: Namespace, office: Office) -> Answer:
    """Tell what was done with this database, newest first."""
    return {
        "events": [
            {
                "when": event.when.isoformat(timespec="seconds"),
                "who": event.who,
                "pc": event.pc,
                "action": event.action,
                "title": event.title,
                "reason": event.reason,
                "records": event.records,
                "detail": dict(event.detail),
            }
            for event in audit.list_events(office, limit=options.limit)
        ]
    }


def _changes(done: history.Undone) -> Answer:
    when = done.when.isoformat(timespec="seconds")
    return {"changes": [{"action": done.title, "when": when, "records": done.records}]}
