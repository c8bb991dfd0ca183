"""Numbers that stay masked on a form, and what was typed beside them: whether both agree.

The number itself is compared here and handed on to nobody; a warning is all that comes out.
"""

from collections.abc import Mapping

from jianxi_desktop.domain import masking
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services import save_rules
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Checked, Seen, check_values
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def check_record(
    office: Office, ledger: Ledger, raw: Mapping[str, object], shown: Values, seen: Seen | None
) -> Checked:
    """Check what was typed as ``check_values`` does, and against what stands in the database.

    That is other records, and the numbers that stay as they are: nothing is derived from such a
    number, and nothing is said of the number itself.
    """
    checked = _look_around(office, ledger, check_values(ledger, raw, shown), seen)
    kept = [key for key in raw if key in ledger.fields and key not in checked.values]
    kept = [key for key in kept if masking.is_masked(raw[key]) and raw[key] == shown.get(key)]
    if seen is None or ledger.complete is None or not kept:
        return checked
    with office.store.read() as connection:
        stored = office.lister(ledger).stored(connection, seen.id, kept)
    _derived, found = ledger.complete({**checked.values, **stored})
    said = {*kept, *(issue.field for issue in checked.issues)}
    more = (each for each in found if each.severity == "warning" and each.field not in said)
    return Checked(checked.values, (*checked.issues, *more))


def _look_around(office: Office, ledger: Ledger, checked: Checked, seen: Seen | None) -> Checked:
    """Add what other records have to say, where the ledger has a rule for it."""
    look = save_rules.LOOKS.get(ledger.key)
    if look is None:
        return checked
    with office.store.read() as connection:
        found = look(office, connection, checked.values, seen.id if seen else None)
    said = {issue.field for issue in checked.issues}
    return Checked(checked.values, (*checked.issues, *(i for i in found if i.field not in said)))
