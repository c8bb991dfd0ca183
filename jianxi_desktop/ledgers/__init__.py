"""The ledgers (台账), one module each; whatever the program keeps stands here and nowhere else.

To add one: write its module, name it here, make a migration, write its help page.
"""

from jianxi_desktop.ledgers import (
    activity,
    membership,
    observation,
    organisation,
    person,
    territory,
    venue,
)
from jianxi_desktop.schema.ledger import Catalog

CATALOG = Catalog(
    [
        organisation.LEDGER,
        territory.LEDGER,
        person.LEDGER,
        membership.LEDGER,
        activity.LEDGER,
        activity.ATTENDANCE,
        venue.LEDGER,
        observation.ROUND,
        observation.VISIT,
        observation.CRITERION,
    ]
)
