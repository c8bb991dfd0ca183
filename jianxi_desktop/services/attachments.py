"""Add photos and documents to records, look at them, and take them out again.

A content is kept once, by its fingerprint, and travels in packages after the record that names it.
Photos are drawn anew in a process of their own before anything is kept, and again before they are
shown: the one that lies here may have come from another office.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import attachment_content, lookup, wants
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, EnvironmentFailure, InputError
from jianxi_desktop.scans import photos
from jianxi_desktop.scans.photo_process import PhotoReader, Taken
from jianxi_desktop.scans.process import RefusedError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import leaving, scope
from jianxi_desktop.services.attached import Attached, Brought, FileRefused, FilesAdded, Pasted
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

MOST_FILES = 200
SMALL = 360  # dots along the longer side of a small picture
_SMALL_BYTES, _LARGE_BYTES = 40_000, 1_500_000
_DAYS = ("held_on", "planned_on")  # of the records that photos are taken at
_PICTURES = (".jpg", ".jpeg")  # what is kept of any photo
_NOT_IN_NAMES = '<>:"/\\|?*'


@dataclass(frozen=True)
class _Prepared:
    """A file that was looked at and can be kept."""

    name: str
    photo: bool
    content: bytes
    digest: str

    def facts(self, kept_at: str | None) -> dict[str, Any]:
        """Give what a record says of it; where a paper lies stays readable behind."""
        beside = f"；原件：{kept_at}" if kept_at and not kept_at.startswith(wants.KEPT_AT) else ""
        stem, suffix = Path(self.name).stem, Path(self.name).suffix.lower()
        return {
            "file_name": f"{stem[-150:]}{'.jpg' if self.photo else suffix}",
            "size": len(self.content),
            "sha256": self.digest,
            "kept_at": f"{wants.KEPT_AT}{beside}"[:160],
        }


def owners(catalog: Catalog) -> Mapping[str, str]:
    """Give the ledgers whose records have attachments of their own, and the field that says so."""
    fields = catalog[wants.LEDGER].fields
    return {
        field.target: key
        for key, field in fields.items()
        if isinstance(field, Link) and field.target != "organisation"
    }


@needs(Right.EDIT)
def add_files(
    office: Office,
    ledger: Ledger,
    record_id: UUID,
    files: Sequence[Brought],
    *,
    progress: Progress = no_progress,
) -> FilesAdded:
    """Attach files to a record: an attachment that names no file yet, an activity, a visit.

    The first file of an attachment becomes its own; each further one a record beside it.

    Args:
        office: The office.
        ledger: The ledger of attachments, or one of ``owners``.
        record_id: The record.
        files: Photos and documents, or pictures in no file.
        progress: Told of each file.

    Raises:
        ConflictError: The record is gone.
        InputError: Too many files, or a record that is not this person's.
    """
    if len(files) > MOST_FILES:
        raise InputError(
            f"{len(files)} files at once",
            user_message=f"一次最多添加{MOST_FILES}个文件，这次选了{len(files)}个，请分几次添加。",
            code="too_many",
        )
    prepared, refused = _prepare(files, progress)
    if not prepared:
        return FilesAdded((), (), tuple(refused), frozenset())
    with office.change("attach") as change:
        scope.require_inside(office, change.connection, ledger, [record_id])
        row = _row(office, change.connection, ledger, record_id)
        added, known = _attach(office, change, ledger, row, prepared)
        scope.require_inside(office, change.connection, office.catalog[wants.LEDGER], added)
        return FilesAdded(tuple(added), tuple(known), tuple(refused), frozenset(change.touched))


@needs(Right.VIEW)
def attachments_of(office: Office, ledger: Ledger, record_id: UUID) -> tuple[Attached, ...]:
    """List what is attached to a record, or what a record of attachments names itself."""
    own, key = office.catalog[wants.LEDGER], "id"
    if ledger.key != own.key:
        key = owners(office.catalog)[ledger.key]
    with office.store.read() as connection:
        rows = lookup.existing(connection, own, key, [record_id])
        hidden = scope.outside(office, connection, {own.key: [row["id"] for row in rows]})
        digests = {row["sha256"] for row in rows if row["sha256"]}
        here = wants.present(connection, digests)
    seen = [row for row in rows if row["id"] not in hidden]
    seen.sort(key=lambda row: (row["page"] or 0, row["serial"]))
    return tuple(_attached(row, here) for row in seen)


@needs(Right.VIEW)
def small_pictures(office: Office, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """Draw pictures small, as JPEG; what is no picture or not here is left out."""
    drawn: dict[UUID, bytes] = {}
    with PhotoReader() as reader:
        for each, row, content in _contents(office, ids):
            if content is None or not _is_picture(row):
                continue
            try:
                drawn[each] = reader.draw(content, SMALL, _SMALL_BYTES)
            except RefusedError:
                continue
    return drawn


@needs(Right.VIEW)
def picture_of(office: Office, attachment_id: UUID) -> bytes:
    """Draw the picture that an attachment keeps, as JPEG.

    Raises:
        ConflictError: The attachment is gone.
        InputError: It has not arrived, is no picture, or is damaged.
    """
    _each, row, content = next(_contents(office, [attachment_id]))
    if content is None:
        raise _not_here(row)
    if not _is_picture(row):
        raise InputError(
            "no picture",
            user_message="这份附件不是图片，不能在这里看，请用“另存”存出来，再用相应的程序打开。",
            code="no_picture",
        )
    with PhotoReader() as reader:
        try:
            return reader.draw(content, photos.LONGEST, _LARGE_BYTES)
        except RefusedError as refused:
            raise InputError(
                f"picture refused: {refused.refusal.code}",
                user_message="这张图片已损坏，看不了，请向登记它的单位重新要一份。",
                code="picture_damaged",
            ) from refused


@needs(Right.EXPORT)
def save_content(office: Office, attachment_id: UUID, path: Path) -> int:
    """Write what an attachment keeps to a file; give its bytes. It is noted as an export.

    Raises:
        ConflictError: The attachment is gone.
        InputError: Its content has not arrived.
        EnvironmentFailure: The file cannot be written.
    """
    _each, row, content = next(_contents(office, [attachment_id]))
    if content is None:
        raise _not_here(row)
    with write_beside(path) as beside:
        beside.write_bytes(content)
    leaving.note_file(office, "export", path, None, paper=wants.LEDGER, rows=1)
    return len(content)


def file_name_of(attached: Attached) -> str:
    """Propose a name to save an attachment by; the one it bears may come from anywhere."""
    told = attached.file_name or attached.title
    if attached.picture:  # whatever was scanned or taken, this is what is kept of it
        told = f"{told.removesuffix(Path(told).suffix)}.jpg"
    kept = "".join("_" if each in _NOT_IN_NAMES or ord(each) < 32 else each for each in told)
    return kept.strip(" .")[-120:] or "附件"


def _prepare(
    files: Sequence[Brought], progress: Progress
) -> tuple[list[_Prepared], list[FileRefused]]:
    """Look at each file in the process that reads them, before anything is written."""
    prepared: list[_Prepared] = []
    refused: list[FileRefused] = []
    with PhotoReader() as reader:
        for at, file in enumerate(files):
            progress(at, len(files))
            try:
                taken = _take(reader, file)
            except RefusedError as failure:
                refused.append(FileRefused(file.name, failure.refusal.code, failure.refusal.reason))
            except EnvironmentFailure as failure:
                refused.append(FileRefused(file.name, failure.code, failure.user_message))
            else:
                digest = hashlib.sha256(taken.content).hexdigest()
                prepared.append(_Prepared(file.name, taken.photo, taken.content, digest))
    progress(len(files), len(files))
    return prepared, refused


def _take(reader: PhotoReader, file: Brought) -> Taken:
    if isinstance(file, Pasted):
        return reader.take_content(file.content, Path(file.name).suffix.lower())
    return reader.take(file)


def _row(
    office: Office, connection: Connection, ledger: Ledger, record_id: UUID
) -> Mapping[str, Any]:
    if ledger.key != wants.LEDGER and ledger.key not in owners(office.catalog):
        raise InputError(
            f"{ledger.key}: no attachments there",
            user_message="这种记录没有自己的附件，请在“附件登记”里新增一条，写明与哪条记录有关。",
            code="no_attachments",
        )
    rows = lookup.existing(connection, ledger, "id", [record_id])
    if not rows:
        raise ConflictError(
            f"{ledger.key}: no such record",
            user_message="这条记录不存在或已移除，请刷新后再添加附件。",
            code="gone",
        )
    return rows[0]


def _attach(
    office: Office,
    change: Change,
    ledger: Ledger,
    row: Mapping[str, Any],
    prepared: Sequence[_Prepared],
) -> tuple[list[UUID], list[str]]:
    own = office.catalog[wants.LEDGER]
    link = None if ledger is own else owners(office.catalog)[ledger.key]
    siblings = [row] if link is None else lookup.existing(change.connection, own, link, [row["id"]])
    about = _beside(row) if link is None else _about(office, change.connection, ledger, row, link)
    names = {each["title"] for each in siblings}
    there = {each["sha256"] for each in siblings}
    added: list[UUID] = []
    known: list[str] = []
    fresh: list[dict[str, Any]] = []
    for file in prepared:
        if file.digest in there:
            known.append(file.name)
            continue
        there.add(file.digest)
        attachment_content.keep(change.connection, file.content)
        if link is None and not added and not _keeps(row):
            update_rows(change, own, [Edit(row["id"], file.facts(row["kept_at"]), row["version"])])
            added.append(row["id"])
        else:
            title = _title(about["title"], file, names)
            kind = "photo" if file.photo else "document"
            fresh.append({**about, "kind": kind, "title": title, **file.facts(None)})
    return [*added, *insert_rows(change, own, fresh)], known


def _beside(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a record says that stands beside one of attachments."""
    linked = {key: row[key] for key in ("visit", "activity") if key in row}
    return {
        "title": row["title"],
        "organisation": row["organisation"],
        "about": row["about"],
        "taken_on": row["taken_on"],
        **linked,
    }


def _about(
    office: Office, connection: Connection, ledger: Ledger, row: Mapping[str, Any], link: str
) -> dict[str, Any]:
    name = office.lister(ledger).caption(connection, row["id"]) or ledger.title
    return {
        "title": name,
        "organisation": row["organisation"],
        "about": f"{ledger.title}：{name}"[:120],
        "taken_on": next((row[key] for key in _DAYS if row.get(key)), None),
        link: row["id"],
    }


def _title(name: str, file: _Prepared, names: set[str]) -> str:
    """Name an attachment after what it is attached to, or a document after its file."""
    stem = f"{name[:100]}照片" if file.photo else Path(file.name).stem[:110]
    at = 1
    title = f"{stem}{at}" if file.photo else stem
    while title in names:
        at += 1
        title = f"{stem}{at}" if file.photo else f"{stem}（{at}）"
    names.add(title)
    return title


def _contents(
    office: Office, ids: Sequence[UUID]
) -> Iterator[tuple[UUID, Mapping[str, Any], bytes | None]]:
    """Read attachments that this person may see, one content at a time."""
    ledger = office.catalog[wants.LEDGER]
    for each in ids:
        with office.store.read() as connection:
            row = office.lister(ledger).find(connection, each).values
            digest = row["sha256"]
            content = wants.content(connection, digest) if digest else None
        yield each, row, content


def _attached(row: Mapping[str, Any], here: set[str]) -> Attached:
    digest = row["sha256"]
    return Attached(
        id=row["id"],
        title=row["title"],
        file_name=row["file_name"] or "",
        size=row["size"] or 0,
        picture=_is_picture(row),
        here=digest in here,
        awaited=digest not in here and _keeps(row),
    )


def _is_picture(row: Mapping[str, Any]) -> bool:
    """Tell by the name and the kind whether a kept content is drawn as a picture."""
    suffix = Path(row["file_name"] or "").suffix.lower()
    return row["page"] is not None or suffix in _PICTURES


def _keeps(row: Mapping[str, Any]) -> bool:
    """Tell whether a record names a content that databases keep, here or on its way."""
    return bool(row["sha256"]) and (row["kept_at"] or "").startswith(wants.KEPT_AT)


def _not_here(row: Mapping[str, Any]) -> InputError:
    if _keeps(row):
        message = "附件未到：登记已经收到，文件还没有随数据包送来，下次收数据包时会自动补上。"
        return InputError("content has not arrived", user_message=message, code="not_arrived")
    return InputError(
        "content is not kept here",
        user_message="这份附件的文件没有存在数据库里，请到它的存放位置查看，或用“添加文件”存进来。",
        code="no_content",
    )
