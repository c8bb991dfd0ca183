"""How a person in the window comes to trust a card."""

from jianxi_desktop.services import trust
from jianxi_desktop.ui.screens.package_trust import TrustDialog


def compare(panel, path):
    """Type what the telephone says, and trust the card."""
    panel.look(path)
    hear(panel, trust.look_at_card(path).fingerprint)


def hear(panel, fingerprint):
    """Type a fingerprint into the dialog that is open, and go on."""
    dialog = panel.findChild(TrustDialog)
    dialog.paste(fingerprint)
    dialog.go.click()
    return dialog
