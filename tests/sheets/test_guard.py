"""Files that are no rosters: each is refused with a sentence that says what to do."""

import io
import zipfile

import pytest

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.process import Reader
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import Request
from tests.sheets import rosters

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def ole(*streams):
    names = b"".join(name.encode("utf-16-le") for name in streams)
    return OLE + bytes(504) + names + bytes(8192)


FILES = {
    "empty": b"",
    "encoding": b"\xff\xfd name, number\n",
    "web_page": b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>",
    "pdf": b"%PDF-1.7\n",
    "picture": b"\x89PNG\r\n\x1a\n",
    "archive": zipped(**{"a.txt": b"x"}),
    "word": zipped(word__document=b"<w/>", **{"[Content_Types].xml": b"<T/>"}),
    "slides": zipped(ppt__presentation=b"<p/>"),
    "no_workbook": b"\x7fELF\0\0\0\0",
    "dtd": zipped(
        **{"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'}
    ),
    "locked": ole("EncryptionInfo", "EncryptedPackage"),
    "damaged": zipped(**{"xl/workbook.xml": b"<x/>"}),
}


@pytest.mark.parametrize("code", FILES)
def test_that_what_is_no_roster_is_told_with_a_way_out(code, tmp_path, spec):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(FILES[code])
    with open_roster(path, spec) as roster:
        assert (roster.code, list(roster.rows())) == (code, [])
    assert roster.file == "refuse"
    assert "请" in roster.reason


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_that_half_a_copy_is_refused(share, tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(20))
    whole = (tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * share)])
    with open_roster(tmp_path / "b.xlsx", spec) as roster:
        assert (roster.file, roster.code) == ("refuse", "damaged")


def test_that_an_old_word_file_is_told():
    assert guard.look(ole("WordDocument")).code == "word"


def test_that_a_bomb_is_refused_before_it_is_opened():
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b" " * 61_000_000})
    assert len(bomb) < 100_000
    assert guard.look(bomb).code == "too_much"


def test_that_a_zip_with_a_password_of_its_own_is_not_asked_for_what_would_not_help():
    data = bytearray(zipped(**{"xl/workbook.xml": b"<x/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert guard.look(bytes(data)) is guard.LOCKED


def test_that_a_reader_that_says_nothing_is_ended(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(20))
    reader = Reader(tmp_path / "a.xlsx", Request(spec), silence=0.001)
    assert reader.message() is None
    assert reader.close() != 0


def test_that_a_reader_that_dies_in_the_middle_is_an_error_not_an_end(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", ("姓名", "身份证号码"), rosters.people(7000))
    with open_roster(tmp_path / "a.xlsx", spec) as roster:
        chunks = roster.chunks()
        next(chunks)
        roster._reader._process.kill()
        with pytest.raises(InputError) as caught:
            list(chunks)
    assert caught.value.code == "too_much"


def test_that_a_file_that_is_not_there_is_the_surroundings_failing(tmp_path, spec):
    with pytest.raises(EnvironmentFailure) as caught:
        open_roster(tmp_path / "no.xlsx", spec)
    assert caught.value.code == "no_such_file"
