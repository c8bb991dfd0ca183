"""The second copy of a backup, in a folder or on a drive that was chosen for it."""

from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.db.backup import Backup, copy_backup
from jianxi_desktop.errors import EnvironmentFailure


def copy_second(database: Path, made: Backup) -> tuple[Path | None, tuple[str, ...]]:
    """Copy to the second folder or drive; that it is not there is told, and no failure."""
    folder = settings.second_backups(database)
    if folder is None:
        return None, ()
    if not folder.is_dir():
        return None, ("第二份备份没有做：那个文件夹或移动盘不在。插好后再备份一次即可。",)
    try:
        return copy_backup(made, folder), ()
    except EnvironmentFailure as failure:
        return None, (f"第二份备份没有做成：{failure.user_message}",)
