"""Where second copies of the backups go, chosen when a database is new and proved at once."""

from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import backups
from jianxi_desktop.services.backups import Made
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

FOLDER = "涧西党建备份"  # on a drive, so that backups do not lie among other files


@needs(Right.BACKUP)
def begin_backups(office: Office, folder: Path, progress: Progress) -> Made:
    """Choose where second copies go and make the first backup; a place that fails is not kept.

    Args:
        office: The open database.
        folder: Where second copies are to go; made if it is not there.
        progress: Asked whether to stop before anything is written.

    Raises:
        EnvironmentFailure: The folder cannot be made, or the backup was not.
    """
    progress(0, 1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise file_failure(failure, folder) from failure
    settings.choose_second_backups(office.path, folder)
    made = backups.backup(office)
    if made.second is None:
        settings.choose_second_backups(office.path, None)
    progress(1, 1)
    return made


def on_one_disk(database: Path, folder: Path) -> bool:
    """Tell whether a folder lies on the disk of the database, as far as the system says."""
    place = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    try:
        return database.stat().st_dev == place.stat().st_dev
    except OSError:
        return False
