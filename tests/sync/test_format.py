"""Packages read by docs/package-format.md alone: none of the program's reading is used here."""

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from jianxi_desktop.sync.package import write_package
from tests.sync.authors import Author, blob, changes_facts, edit, erasure, removal, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "package-format.md"
CONTENT = b"a photo"


@pytest.fixture(scope="module")
def written(community, district, tmp_path_factory):
    """A package with a change of every kind, a content, and its records."""
    root, author = tmp_path_factory.mktemp("stick"), Author(community)
    records = [
        author.record(rows(5)),
        author.record(edit() + erasure(1)),
        blob(CONTENT),
        author.record(removal(2)),
        author.checkpoint(),
    ]
    made = write_package(
        root,
        changes_facts(),
        community,
        [district.card],
        records,
        work=root / "work",
        closing=lambda: {"to": author.vector},
    )
    return made.path, records


def spelled(value):
    """Spell canonical JSON as the page defines it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fits(key, signature, text):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, text)
    return True


def cut(stream):
    records = []
    while stream:
        length = int.from_bytes(stream[1:5], "big")
        records.append((stream[0], stream[5 : 5 + length]))
        stream = stream[5 + length :]
    return records


def opened(path, district):
    """Give the header and the stream of a package."""
    import pyrage

    data = path.read_bytes()
    assert data[:8] == bytes.fromhex("4A58504B010D0A1A")
    n = int.from_bytes(data[8:12], "big")
    header = json.loads(data[12 : 12 + n])
    assert spelled(header) == data[12 : 12 + n]
    signed = b"jxpkg-v1\0" + data[: 12 + n]
    assert fits(header["from"]["key"], data[12 + n : 76 + n], signed)
    contents = data[76 + n :]
    assert (header["ct_size"], header["ct_sha256"]) == (len(contents), sha256(contents).hexdigest())
    identity = pyrage.x25519.Identity.from_str(district.identity)
    return header, zlib.decompress(pyrage.decrypt(contents, [identity]))


def test_that_the_page_says_how_a_package_is_read(written, district):
    path, records = written
    header, stream = opened(path, district)
    assert header["raw_size"] == len(stream)
    inside = cut(stream)
    assert inside[1:-1] == records
    (first, manifest), (last, end) = inside[0], inside[-1]
    assert (first, last) == (1, 255)
    manifest, end = json.loads(manifest), json.loads(end)
    without = {"ct_size", "ct_sha256", "raw_size", "of"}
    assert manifest["outside"] == {k: v for k, v in header.items() if k not in without}
    assert end["sha256"] == sha256(stream[: -5 - len(spelled(end))]).hexdigest()
    assert set(manifest["facts"]) == keys_of_table("### Facts")
    assert set(header) == keys_of_table("A file has at most 1 GiB.")


def test_that_key_ids_are_what_the_page_says(written, district):
    path, _records = written
    header, _stream = opened(path, district)
    key = bytes.fromhex(district.card.sign_key)
    assert header["to"][0] == sha256(b"jxkey-v1\0" + key).hexdigest()[:16]


def hash_by_the_page(head, sections):
    writes = []
    for ledger, kind, columns, leaves in sections:
        digests = b"".join(sha256(spelled(leaf)).digest() for leaf in leaves)
        writes.append([ledger, kind, columns, len(leaves), sha256(digests).hexdigest()])
    note = head["note"]
    covered = {key: value for key, value in head.items() if key != "hash"}
    covered |= {"writes": writes, "note": note and sha256(note.encode()).hexdigest()}
    return sha256(b"jxchange-v1\0" + spelled(covered)).hexdigest()


def test_that_the_page_says_what_a_hash_and_a_checkpoint_cover(written, district):
    path, _records = written
    _header, stream = opened(path, district)
    before, seq = None, 0
    for kind, body in cut(stream):
        if kind == 2:
            head, sections = json.loads(body)
            assert (head["seq"], head["prev"]) == (seq + 1, before)
            assert head["hash"] == hash_by_the_page(head, sections)
            before, seq = head["hash"], head["seq"]
        elif kind == 10:
            point = json.loads(body)
            text = spelled([point["chain"], point["seq"], point["hash"]])
            signature = bytes.fromhex(point["signature"])
            assert fits(point["key"], signature, b"jxcheckpoint-v1\0" + text)
            assert (point["seq"], point["hash"]) == (seq, before)


def keys_of_table(after):
    """Give the keys in the first column of the table behind a text of the page."""
    table = PAGE.read_text("utf-8").partition(after)[2].partition("| `")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in f"| `{table}".splitlines()]
    return {key for cell in first for key in re.findall(r"`(\w+)`", cell)}


@pytest.mark.tool("age")
@pytest.mark.skipif(shutil.which("age") is None, reason="the program age is not installed")
def test_that_the_recipe_of_the_page_opens_a_package_by_hand(tmp_path, written, district):
    path, records = written
    recipe = PAGE.read_text("utf-8").partition("```sh\n")[2].partition("```")[0]
    recipe = re.sub(r"^package=.*$", f"package={path}", recipe, flags=re.MULTILINE)
    (tmp_path / "identity.txt").write_text(district.identity)
    folder = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    said = subprocess.run(
        ["bash", "-ec", recipe],
        cwd=tmp_path,
        env={**os.environ, "PATH": folder, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert (tmp_path / sha256(CONTENT).hexdigest()).read_bytes() == CONTENT
    assert "王芳" in said
    lines = [line for line in said.splitlines() if re.match(r"\d+ ", line)]
    kinds = [int(line.split(" ", 1)[0]) for line in lines]
    assert kinds == [1, 2, 2, 2, 10, 255]
    assert json.loads(lines[1].split(" ", 1)[1]) == json.loads(records[0].body)
