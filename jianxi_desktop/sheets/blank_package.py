"""The parts of a workbook file (OPC, ECMA-376 part 2): read safely, changed one by one.

Parts that nobody changes are copied with the bytes they had.
"""

import io
import posixpath
import zipfile
import zlib
from typing import Any, NamedTuple

from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.blank_refusals import of_guard, refusal

# An element of lxml, which ships no types.
Element = Any
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)
_MOST_SHEET = 80_000_000
_MACROS = "macroEnabled"
_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """One relation of a part.

    Attributes:
        id: Its id within the part.
        kind: The last word of its type: ``worksheet``, ``drawing``, ``comments``.
        target: The part it points to, or an address outside of the file.
        outside: It points outside of the file.
    """

    id: str
    kind: str
    target: str
    outside: bool


class SheetPart(NamedTuple):
    """One sheet of the workbook.

    Attributes:
        name: As its tab says.
        part: The part that holds it.
        visible: Whether people see it.
    """

    name: str
    part: str
    visible: bool


class Package:
    """A workbook file in memory.

    Args:
        data: The bytes of the file.
        unlocked: It had a password, which what is saved has not.

    Attributes:
        book: The part of the workbook.
        unlocked: As given.

    Raises:
        InputError: It is damaged, a trap, or no workbook of this kind.
    """

    def __init__(self, data: bytes, *, unlocked: bool = False) -> None:
        self.unlocked = unlocked
        found = guard.look(data)
        if found is not None:
            raise of_guard(found)
        if not data.startswith(b"PK"):
            raise refusal("other_kind")
        self._file = zipfile.ZipFile(io.BytesIO(data))
        self._infos = {info.filename: info for info in self._file.infolist()}
        if len(self._infos) != len(self._file.infolist()):
            raise refusal("damaged")
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._raw: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self.book = self._find_book()

    def names(self) -> list[str]:
        """Name all parts."""
        return [name for name in self._infos if name not in self._dropped]

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self._infos and name not in self._dropped

    def read(self, name: str) -> bytes:
        """Give the bytes of a part as they stand in the file."""
        info = self._infos.get(name)
        if info is None:
            raise refusal("damaged")
        if info.file_size > _MOST_SHEET and name.endswith((".xml", ".rels", ".vml")):
            raise refusal("too_much")
        try:
            return self._file.read(info)
        except _BROKEN as failure:
            raise refusal("damaged") from failure

    def tree(self, name: str) -> Element:
        """Give the root element of a part; changes to it are saved after ``change(name)``."""
        if name not in self._trees:
            self._trees[name] = parse(self.read(name))
        return self._trees[name]

    def change(self, name: str) -> None:
        """Say that the tree of a part was changed."""
        self._changed.add(name)

    def replace(self, name: str, data: bytes) -> None:
        """Give a part other bytes."""
        self._raw[name] = data

    def drop(self, name: str) -> None:
        """Leave a part out, with its content type and the workbook's relation to it."""
        self._dropped.add(name)
        types = self.tree(_TYPES)
        for each in list(types):
            if each.get("PartName", "").lstrip("/") == name:
                types.remove(each)
                self.change(_TYPES)
        relations = relations_part(self.book)
        ids = {each.id for each in self.relations(self.book) if each.target == name}
        root = self.tree(relations)
        for each in list(root):
            if each.get("Id") in ids:
                root.remove(each)
                self.change(relations)

    def relations(self, name: str) -> list[Relation]:
        """Give the relations of a part; none where it has none."""
        part = relations_part(name)
        if part not in self._infos:
            return []
        found = []
        for each in self.tree(part):
            if not isinstance(each.tag, str):
                continue
            outside = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            kind = each.get("Type", "").rsplit("/", 1)[-1]
            place = target if outside else self._place(name, target)
            found.append(Relation(each.get("Id", ""), kind, place, outside))
        return found

    def related(self, name: str, kind: str) -> list[str]:
        """Name the parts of a kind that a part points to."""
        return [
            each.target
            for each in self.relations(name)
            if each.kind == kind and not each.outside and self.has(each.target)
        ]

    def sheets(self) -> list[SheetPart]:
        """Give the worksheets in the order of their tabs; charts and dialogues are none."""
        targets = {
            each.id: each.target for each in self.relations(self.book) if each.kind == "worksheet"
        }
        found = []
        for each in children(self.tree(self.book), "sheets", "sheet"):
            part = targets.get(attribute(each, "id"), "")
            if self.has(part):
                visible = each.get("state", "visible") == "visible"
                found.append(SheetPart(each.get("name", ""), part, visible))
        return found

    def has_macros(self) -> bool:
        """Tell whether macros are in it; they are kept as they are, and never run."""
        return _MACROS in self._book_type() or any("vbaProject" in name for name in self._infos)

    def is_signed(self) -> bool:
        """Tell whether somebody signed the file; a changed copy is no longer signed validly."""
        return any(name.startswith("_xmlsignatures/") for name in self._infos)

    def is_template(self) -> bool:
        """Tell whether it is a template, which opens as a new book each time."""
        return "template" in self._book_type()

    def make_book(self) -> None:
        """Turn a template into an ordinary book."""
        for each in self.tree(_TYPES):
            if isinstance(each.tag, str) and each.get("PartName", "").lstrip("/") == self.book:
                each.set("ContentType", each.get("ContentType", "").replace("template", "sheet"))
                self.change(_TYPES)

    def save(self) -> bytes:
        """Give the bytes of the file with what was changed."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
            for name, info in self._infos.items():
                if name in self._dropped:
                    continue
                kept = zipfile.ZipInfo(name, info.date_time)
                stored = info.compress_type == zipfile.ZIP_STORED
                kept.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                kept.external_attr = info.external_attr
                file.writestr(kept, self._bytes(name))
        return out.getvalue()

    def _bytes(self, name: str) -> bytes:
        if name in self._raw:
            return self._raw[name]
        return serialise(self._trees[name]) if name in self._changed else self.read(name)

    def _find_book(self) -> str:
        for each in self.relations(""):
            if each.kind == "officeDocument" and self.has(each.target):
                if not each.target.endswith(".xml"):
                    raise refusal("other_kind")
                return each.target
        raise refusal("other_kind")

    def _book_type(self) -> str:
        for each in self.tree(_TYPES):
            if isinstance(each.tag, str) and each.get("PartName", "").lstrip("/") == self.book:
                return str(each.get("ContentType", ""))
        return ""

    def _place(self, name: str, target: str) -> str:
        """Give the name of the part that a relation means, whatever its letters' case."""
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target))
        wanted = joined.lstrip("/")
        if wanted in self._infos:
            return wanted
        same = [each for each in self._infos if each.lower() == wanted.lower()]
        return same[0] if same else wanted


def relations_part(name: str) -> str:
    """Name the part that holds the relations of a part; of the file itself for ``""``."""
    folder, last = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{last}.rels")


def parse(data: bytes) -> Element:
    """Parse a part: no entities, no network, no giant nodes.

    Raises:
        InputError: It is not well formed, declares entities, or is too deep.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refusal("unsafe")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as failure:
        raise refusal("damaged") from failure
    if root.getroottree().docinfo.doctype:
        raise refusal("unsafe")
    return root


def serialise(root: Element) -> bytes:
    """Write a part with the declaration that spreadsheet programs expect."""
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def children(root: Element, *path: str) -> list[Element]:
    """Give the elements at a path of local names below an element."""
    found = [root]
    for name in path:
        found = [each for parent in found for each in parent if local(each) == name]
    return found


def child(root: Element, name: str) -> Element | None:
    """Give the first element of a local name directly below."""
    for each in root:
        tag = each.tag
        if isinstance(tag, str) and tag.rpartition("}")[2] == name:
            return each
    return None


def local(element: Element) -> str:
    """Give the name of an element without its namespace; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """Give an attribute by its local name in some namespace, as ``r:id``."""
    for key, value in element.attrib.items():
        if key.endswith(f"}}{name}"):
            return str(value)
    return ""


def tag_beside(element: Element, name: str) -> str:
    """Give a tag in the namespace of an element."""
    space, mark, _name = str(element.tag).rpartition("}")
    return f"{space}{mark}{name}"
