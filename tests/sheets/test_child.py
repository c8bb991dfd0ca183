"""The reading process: small, quick to start, the same inside a bundle."""

import io
import marshal
import struct
import subprocess
import sys

from jianxi_desktop.sheets import child
from jianxi_desktop.sheets.process import reader_command
from jianxi_desktop.sheets.spec import Request
from tests.sheets import rosters


def messages(data):
    file = io.BytesIO(data)
    while head := file.read(8):
        (size,) = struct.unpack("<Q", head)
        yield marshal.loads(file.read(size))


def test_that_the_reader_loads_nothing_that_is_slow_or_that_it_must_not_know():
    asked = "import sys, jianxi_desktop.sheets.child; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    ).stdout.split()
    slow = {"sqlalchemy", "PySide6", "openpyxl", "xlsxwriter", "subprocess", "logging"}
    assert not slow & set(loaded)
    assert "jianxi_desktop.db" not in loaded


def test_that_a_bundle_starts_itself_as_the_reader(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reader_command() == [sys.executable, child.FLAG]


def test_that_what_is_told_ends_with_an_end(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(4500))
    out = io.BytesIO()
    assert child.serve(Request(spec), (tmp_path / "a.xlsx").read_bytes(), out) == 0
    told = list(messages(out.getvalue()))
    assert [each[0] for each in told] == ["head", "rows", "rows", "rows", "end"]
    assert [len(each[1]) for each in told[1:4]] == [2000, 2000, 500]


def test_that_a_panic_of_the_reader_is_a_refusal(spec):
    class PanicException(BaseException):
        """Named as the bridge to Rust names it."""

    class Data(bytes):
        def startswith(self, *_args):
            raise PanicException

    out = io.BytesIO()
    assert child.serve(Request(spec), Data(b"PK"), out) == 0
    (told,) = messages(out.getvalue())
    assert (told[0], told[1]["code"]) == ("head", "damaged")


def test_that_an_error_of_our_own_is_a_refusal_that_names_its_place_only(spec):
    class Data(bytes):
        def startswith(self, *_args):
            raise KeyError("张三")

    out = io.BytesIO()
    child.serve(Request(spec), Data(b"PK"), out)
    (told,) = messages(out.getvalue())
    assert told[1]["code"] == "unreadable"
    assert told[1]["bug"].startswith("KeyError in startswith:")
