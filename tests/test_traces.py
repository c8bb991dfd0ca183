"""The finder of secrets finds them, wherever they hide."""

import zipfile
import zlib

import pytest

from tests import traces

SECRET = "99010119650312002X"


@pytest.mark.parametrize(
    "data",
    [
        b"x" + SECRET.encode() + b"y",
        "名".encode("utf-16-le") + SECRET.encode("utf-16-le"),
        b"head" + zlib.compress(b"a lot of text before " + SECRET.encode()) + b"tail",
    ],
)
def test_that_a_secret_is_found(tmp_path, data):
    (tmp_path / "a.bin").write_bytes(data)
    assert traces.traces(tmp_path, ["other", SECRET]) == [("a.bin", 1)]


def test_that_a_secret_in_an_archive_is_found(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet1.xml", f"<v>{SECRET}</v>")
    assert traces.traces(tmp_path, [SECRET]) == [("a.xlsx", 0)]


def test_that_a_key_is_found_as_bytes_and_as_text(tmp_path):
    key = bytes(range(32))
    (tmp_path / "a").write_bytes(b"..." + key)
    (tmp_path / "b").write_text(f"key={key.hex()}")
    assert traces.traces(tmp_path, [key]) == [("a", 0), ("b", 0)]


def test_that_a_page_in_clear_is_told(tmp_path):
    (tmp_path / "a").write_bytes(bytes(4096) + bytes(range(256)) * 16)
    assert traces.pages_in_clear(tmp_path / "a") == 1
