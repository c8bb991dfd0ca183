"""Numbers that stay masked on a form, and what was typed beside them: whether both agree.

The number itself is compared here and handed on to nobody; a warning is all that comes out.
"""

from collections.abc import Mapping

from jianxi_desktop.domain import masking
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Checked, Seen, check_values
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def check_record(
    office: Office, ledger: Ledger, raw: Mapping[str, object], shown: Values, seen: Seen | None
) -> Checked:
    """Check what was typed as ``check_values`` does, and against the numbers that stay as they are.

    Nothing is derived from such a number, and nothing is said of the number itself.
    """
    checked = check_values(ledger, raw, shown)
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
