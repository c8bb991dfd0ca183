"""PDF files that are attached to records, looked at and printed inside the program.

They may come from anywhere: their pages are drawn in the process that reads untrusted files, and
only the pictures of them reach the window.
"""

import hashlib
from pathlib import Path
from threading import Lock
from uuid import UUID

from jianxi_desktop.db import wants
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.scans.photo_process import PhotoReader
from jianxi_desktop.scans.process import RefusedError
from jianxi_desktop.services import attachments, audit
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

PAPERS = (".pdf",)


class AttachedPaper:
    """A PDF that lies open in a process of its own; close it when nobody looks any more.

    Attributes:
        id: The record of attachments.
        title: What it is called.
        pages: How many pages it has.
        sheet: Width and height of its first page in inches.
        digest: SHA-256 of the file.
    """

    def __init__(self, attachment: UUID, title: str, content: bytes) -> None:
        self.id, self.title = attachment, title
        self.digest = hashlib.sha256(content).hexdigest()
        self._reader = PhotoReader()
        self._turn = Lock()  # pages are asked for one at a time, whoever asks
        self._closed = False
        try:
            self.pages, self.sheet = self._reader.open(content)
        except RefusedError as refused:
            self._reader.close()
            raise _unreadable(refused) from refused

    def page(self, at: int, dpi: float) -> bytes:
        """Draw a page, from 0, as a JPEG.

        Raises:
            InputError: The page is damaged, or the paper was closed.
        """
        with self._turn:
            if self._closed:
                raise InputError("paper closed", user_message="这份文件已关上。", code="closed")
            try:
                return self._reader.page(at, dpi)
            except RefusedError as refused:
                raise _unreadable(refused) from refused

    def close(self) -> None:
        """End the process that draws it, once the page is done that it draws."""
        with self._turn:
            self._closed = True
            self._reader.close()


@needs(Right.VIEW)
def look_at(office: Office, attachment_id: UUID) -> bytes | AttachedPaper:
    """Give what an attachment keeps, to be looked at: a picture as JPEG, or an open PDF.

    Raises:
        ConflictError: The attachment is gone.
        InputError: It has not arrived, is neither, or is damaged.
    """
    with office.store.read() as connection:
        row = office.lister(office.catalog[wants.LEDGER]).find(connection, attachment_id).values
        # A page of a scan is called after the scan and kept as a picture.
        kept = row["sha256"] and row["page"] is None and is_paper(row["file_name"])
        content = wants.content(connection, row["sha256"]) if kept else None
    if content is None:
        return attachments.picture_of(office, attachment_id)
    return AttachedPaper(attachment_id, row["title"], content)


@needs(Right.PRINT)
def note_printed(office: Office, paper: AttachedPaper, pages: int) -> None:
    """Note in the journal that pages of an attached PDF went to a printer."""
    told = {"paper": wants.LEDGER, "rows": 1, "printed_pages": pages, "sha256": paper.digest}
    audit.note(office, "print", None, **told)


def is_paper(file_name: str | None) -> bool:
    """Tell by its name whether a file is a paper that can be looked at here."""
    return Path(file_name or "").suffix.lower() in PAPERS


def _unreadable(refused: RefusedError) -> InputError:
    return InputError(
        f"paper refused: {refused.refusal.code}",
        user_message=refused.refusal.reason,
        code=refused.refusal.code,
    )
