"""Rules that look at more than the record being saved; asked inside the transaction that saves it.

A rule refuses by raising, so that nothing is kept; or it writes what follows from the change, such
as the dated line of an organisation that was moved. Rules live in modules of their own, named here
by the ledger they watch; none of them may import ``records``.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Issue, Ledger, Values
from jianxi_desktop.services import (
    booking_rules,
    code_rules,
    dues_rules,
    filing_rules,
    indicator_rules,
    issued_definitions,
    meeting_look,
    membership_rules,
    organisation_rows,
    organisation_rules,
    registration_rules,
    standing_rules,
    term_rules,
    visit_rules,
)
from jianxi_desktop.services.office import Office

# Called with the office, the transaction, the record, and how it stood before (None: it is new).
Rule = Callable[[Office, Change, UUID, Mapping[str, Any] | None], None]

RULES: Mapping[str, tuple[Rule, ...]] = {
    "booking": (booking_rules.may_be_saved,),
    "code_item": (code_rules.may_be_saved,),
    "election_candidate": (term_rules.keep_candidate,),
    "indicator": (indicator_rules.keep_indicator,),
    "indicator_set": (indicator_rules.keep_set,),
    "issued_definition": (issued_definitions.may_be_saved,),
    "leadership_term": (term_rules.keep_term,),
    "membership": (membership_rules.keep_membership,),
    "observation_criterion": (indicator_rules.keep_criterion,),
    "observation_round": (visit_rules.keep_round,),
    "observation_visit": (visit_rules.keep_visit,),
    "organisation": (organisation_rules.keep_structure,),
    "person": (membership_rules.keep_person,),
    "return_filing": (filing_rules.keep_filing,),
    "return_value": (filing_rules.keep_value,),
    "service_registration": (registration_rules.may_be_saved,),
    "territory": (organisation_rules.keep_territory,),
}

# What a form can say before saving, from other records; the rule asks again inside the saving.
Look = Callable[[Office, Connection, Values, UUID | None], tuple[Issue, ...]]

LOOKS: Mapping[str, Look] = {
    "activity": meeting_look.look,
    "booking": booking_rules.look,
    "dues_record": dues_rules.look_at_payment,
    "dues_standard": dues_rules.look_at_standard,
    "organisation": organisation_rows.look,
    "leadership_term": term_rules.look_at_term,
    "post_holding": term_rules.look_at_post,
    "service_registration": registration_rules.look,
}


def require_changeable(
    office: Office, connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> None:
    """Make sure that records may be removed or brought back.

    Raises:
        InputError: One is another office's, in use, on paper or handed in.
    """
    code_rules.require_own(office, connection, ledger, ids)
    indicator_rules.require_changeable(office, connection, ledger, ids)
    filing_rules.require_changeable(office, connection, ledger, ids)


def before_saving(change: Change, ledger: Ledger, record_id: UUID) -> Mapping[str, Any] | None:
    """Read how a record stands, for the rules of its ledger; ``None`` where none asks."""
    if ledger.key not in RULES:
        return None
    table = table_of(ledger)
    found = change.connection.execute(select(table).where(table.c.id == record_id)).mappings()
    row = found.first()
    return None if row is None else dict(row)


def after_saving(
    office: Office,
    change: Change,
    ledger: Ledger,
    record_id: UUID,
    before: Mapping[str, Any] | None,
) -> None:
    """Ask every rule of the ledger.

    Raises:
        InputError: A rule refuses; the message says what is in the way.
    """
    standing_rules.require_own(office, change, ledger, record_id)
    for rule in RULES.get(ledger.key, ()):
        rule(office, change, record_id, before)
