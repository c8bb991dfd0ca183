"""What is attached: photos come out small, upright and clean, documents as they are."""

import random

import pytest

from jianxi_desktop.scans import photo_process, photos
from jianxi_desktop.scans.photo_process import PhotoReader
from jianxi_desktop.scans.process import RefusedError
from tests.scans.documents import DOCX, OFD, OLE, PDF, XLSX, dots_of, photo, zipped


@pytest.fixture(scope="module")
def reader():
    with PhotoReader() as opened:
        yield opened


def take(reader, folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return reader.take(path)


def code(reader, folder, name, data):
    with pytest.raises(RefusedError) as refused:
        take(reader, folder, name, data)
    assert refused.value.refusal.reason.endswith("。")
    return refused.value.refusal.code


def outcome(reader, folder, name, data):
    try:
        return "taken" if take(reader, folder, name, data).content else "lost"
    except RefusedError as refused:
        return refused.refusal.code


def test_that_a_photo_comes_out_upright_and_says_nothing_of_its_camera(reader, tmp_path):
    brought = photo(turned=True)
    assert b"CANARY PLACE" in brought
    taken = take(reader, tmp_path, "IMG.JPG", brought)
    assert taken.photo
    assert b"CANARY" not in taken.content
    assert b"Exif" not in taken.content
    dots = dots_of(taken.content)
    assert dots.shape[:2] == (40, 30)
    assert dots[5, 25].tolist() == pytest.approx([0, 0, 255], abs=9)  # the red corner is right now
    assert dots[5, 3].tolist() == pytest.approx([255, 255, 255], abs=9)


def test_that_a_large_photo_is_made_small(reader, tmp_path):
    taken = take(reader, tmp_path, "a.png", photo(2400, 1800, suffix=".png", noise=True))
    assert len(taken.content) <= photos.WANTED
    assert max(dots_of(taken.content).shape) <= photos.LONGEST
    wide = take(reader, tmp_path, "b.jpg", photo(3200, 40))
    assert dots_of(wide.content).shape[:2] == (20, 1600)


def test_that_the_same_photo_gives_the_same_bytes(reader, tmp_path):
    one, other = (take(reader, tmp_path, name, photo()) for name in ("a.jpg", "b.jpg"))
    assert one == other


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".webp", ".tif"])
def test_that_pictures_of_every_kind_become_photos(reader, tmp_path, suffix):
    taken = take(reader, tmp_path, f"a{suffix}", photo(suffix=suffix))
    assert taken.photo
    assert dots_of(taken.content)[3, 3].tolist() == pytest.approx([0, 0, 255], abs=9)


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", PDF), ("a.DOCX", DOCX), ("a.xlsx", XLSX), ("a.ofd", OFD)]
)
def test_that_documents_are_kept_as_they_are(reader, tmp_path, name, data):
    assert take(reader, tmp_path, name, data) == (False, data)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jpg", b"", "empty"),
        ("a.exe", b"MZ" + bytes(60), "not_taken"),
        ("a.zip", zipped("a.txt"), "not_taken"),
        ("a.docm", DOCX, "not_taken"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(60), "phone_picture"),
        ("a.jpg", b"no picture", "unlike_name"),
        ("a.pdf", b"no document", "unlike_name"),
        ("a.docx", XLSX, "unlike_name"),
        ("a.doc", DOCX, "unlike_name"),
        ("a.pdf", PDF[:-8], "damaged"),
        ("a.docx", DOCX[:-9], "damaged"),
        ("a.doc", OLE + bytes(600), "damaged"),
        ("a.jpg", photo()[:-200], "damaged"),
        ("a.png", photo(suffix=".png")[:60], "damaged"),
        ("a.pdf", PDF + bytes(photos.MOST_BYTES), "too_big"),
    ],
)
def test_that_nothing_else_is_taken(reader, tmp_path, name, data, expected):
    assert code(reader, tmp_path, name, data) == expected


def test_that_damaged_files_are_refused_or_taken_but_never_break_anything(reader, tmp_path):
    seed, outcomes = random.Random(1), set()
    for data, name in ((photo(), "a.jpg"), (photo(suffix=".png"), "a.png"), (DOCX, "a.docx")):
        for _ in range(40):
            broken = bytearray(data)
            for _ in range(seed.randint(1, 8)):
                broken[seed.randrange(len(broken))] = seed.randrange(256)
            outcomes.add(outcome(reader, tmp_path, name, bytes(broken)))
    assert outcomes <= {"taken", "damaged", "unlike_name", "too_big", "not_taken"}
    assert {"taken", "damaged"} <= outcomes


def test_that_a_reader_that_says_nothing_is_ended_and_the_next_file_is_read(tmp_path, monkeypatch):
    (tmp_path / "a.jpg").write_bytes(photo())
    with PhotoReader(silence=0.3) as reader:
        with monkeypatch.context() as patched:
            patched.setattr(photo_process, "reader_command", lambda: ["sleep", "60"])
            with pytest.raises(RefusedError) as refused:
                reader.take(tmp_path / "a.jpg")
        assert refused.value.refusal == photo_process.STOPPED
        reader._silence = 60
        assert reader.take(tmp_path / "a.jpg").photo
