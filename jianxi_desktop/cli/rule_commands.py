"""The command on rules: what the program goes by."""

from argparse import Namespace

from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.services.office import Office


def show_rules(options: Namespace, office: Office) -> Answer:
    """Say every rule that holds on a day, or only those that nobody has verified."""
    from jianxi_desktop.services import rule_book

    return {
        "rules": [
            {
                "table": each.table,
                "title": each.title,
                "text": each.text,
                "valid": each.valid or None,
                "source": each.source or None,
                "unverified": each.unverified,
                "issued": each.issued,
            }
            for each in rule_book.rules(office, options.as_of)
            if each.unverified or not options.unverified
        ]
    }
