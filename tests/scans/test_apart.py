"""Nothing but the reading process needs what reads pictures: everything else works without."""

import subprocess
import sys

SLOW = ("cv2", "zxingcpp", "numpy")


def loaded_by(code):
    asked = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_that_the_services_of_scans_and_of_entry_load_no_library_for_pictures():
    modules = "observation_entry, observation_scans, scan_keeping, checklists"
    loaded = loaded_by(f"from jianxi_desktop.services import {modules}")
    assert not loaded.intersection(SLOW)


def test_that_the_reader_loads_them_only_when_a_file_has_come():
    assert not loaded_by("import jianxi_desktop.scans.child").intersection(SLOW)


def test_that_a_library_that_is_missing_is_told_and_the_reader_goes_on():
    code = """
import io, sys
from jianxi_desktop.scans import child, messages
sys.modules["cv2"] = None
asked, out = io.BytesIO(), io.BytesIO()
for _turn in range(2):
    messages.send(asked, {"kind": "file"}, b"%PDF-1.7")
asked.seek(0)
child.serve(asked, out)
out.seek(0)
print([messages.receive(out)[0]["code"] for _turn in range(2)])
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(["no_scan_reader", "no_scan_reader"])
