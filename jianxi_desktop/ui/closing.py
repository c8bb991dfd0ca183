"""What is done for an office when the window closes; the window waits for it and is not held up."""

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import backups
from jianxi_desktop.services.office import Office

SAID = "closing/said"  # in the memory of this PC, for the next start


def put_away(office: Office) -> str:
    """Back up what changed and close the office; give what the person must be told next time."""
    try:
        backups.on_closing(office)
    except JianxiError as failure:
        return failure.user_message
    finally:
        office.close()
    return ""
