"""The processes that a bundle starts of itself to read untrusted files."""

from collections.abc import Sequence


def serve(arguments: Sequence[str]) -> int | None:
    """Become the reader that the first argument names; ``None`` where it names none.

    Args:
        arguments: Of the program, without its own name.

    Returns:
        The exit status.
    """
    word = arguments[0] if arguments else ""
    if not word.startswith("--read-"):
        return None
    # One of them only: neither may have in memory what it does not need.
    from jianxi_desktop.scans.child import FLAG as READ_SCAN

    if word == READ_SCAN:
        from jianxi_desktop.scans import child as scans

        return scans.main()
    from jianxi_desktop.scans.photo_child import FLAG as READ_PHOTO

    if word == READ_PHOTO:
        from jianxi_desktop.scans import photo_child as photos

        return photos.main()
    from jianxi_desktop.sheets.blank_requests import FLAG as READ_BLANK

    if word == READ_BLANK:
        from jianxi_desktop.sheets import blank_child as blanks

        return blanks.main()
    from jianxi_desktop.sheets import child as workbooks

    return workbooks.main() if word == workbooks.FLAG else None
