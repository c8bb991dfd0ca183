"""Which mounts and letters are USB drives, by what the two systems answer."""

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.sync import drives, drives_linux, drives_windows
from jianxi_desktop.sync.drives_linux import Mount, is_stick, mounts_in, read_linux
from jianxi_desktop.sync.drives_windows import FIXED, READ_ONLY, REMOVABLE, USB, Space, Volume

TABLE = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 8:2 / / rw,relatime - ext4 /dev/sda2 rw,discard
40 27 8:1 / /boot/efi rw,relatime shared:20 - vfat /dev/sda1 rw,fmask=0077
90 27 8:17 / /media/wang/JX\040康 rw,nosuid shared:73 master:1 - vfat /dev/sdb1 rw
91 27 0:55 / /run/media/wang/TOSHIBA ro,nosuid - fuseblk /dev/sdc1 rw,user_id=0
92 27 8:5 / /media/wang/Windows rw - ntfs3 /dev/sda5 rw
a line that is none
93 27 8:33 / /media/wang/cut rw -
"""


def device(folder, name, *, usb=False, removable="0", disk=""):
    """Lay down a block device as the kernel shows it."""
    bus = "usb1/1-1/1-1:1.0/host6" if usb else "ata1/host0"
    whole = folder / "devices/pci0000:00" / bus / "block" / (disk or name)
    real = whole / name if disk else whole
    real.mkdir(parents=True)
    (whole / "removable").write_text(f"{removable}\n")
    block = folder / "block"
    block.mkdir(exist_ok=True)
    (block / name).symlink_to(real)
    return block


def test_that_a_stick_is_told_from_the_disks_of_the_pc(tmp_path):
    block = device(tmp_path, "sdb1", usb=True, disk="sdb")
    device(tmp_path, "sda1", disk="sda")
    device(tmp_path, "sda5", disk="sda_5")
    device(tmp_path, "mmcblk0p1", disk="mmcblk0", removable="1")

    def stick(place, system, source):
        return is_stick(Mount(place, frozenset({"rw"}), system, source), block)

    assert stick("/media/wang/JX", "vfat", "/dev/sdb1")
    assert stick("/data/usb", "exfat", "/dev/sdb1")
    assert stick("/media/wang/card", "exfat", "/dev/mmcblk0p1")
    assert stick("/run/media/wang/x", "fuseblk", "/dev/sdx1")  # a device we cannot look at
    assert stick("/mnt/usb", "vfat", "/dev/loop3")
    assert not stick("/media/wang/Windows", "ntfs3", "/dev/sda5")
    assert not stick("/boot/efi", "vfat", "/dev/sdb1")
    assert not stick("/", "ext4", "/dev/sdb1")
    assert not stick("/home", "ext4", "/dev/sdb1")
    assert not stick("/mnt/share", "cifs", "//server/share")
    assert not stick("/mnt/ram", "tmpfs", "tmpfs")
    assert not stick("/mnt/disk", "ext4", "/dev/sdx1")


def test_that_a_mount_table_is_read():
    found = {each.place: each for each in mounts_in(TABLE)}
    assert len(found) == 6
    assert found["/media/wang/JX 康"].source == "/dev/sdb1"
    assert "ro" in found["/run/media/wang/TOSHIBA"].options
    assert found["/boot/efi"].system == "vfat"


def test_that_drives_are_listed_with_label_and_room(tmp_path, monkeypatch):
    root = tmp_path / "media" / "康复 盘"
    (root / "jxsync").mkdir(parents=True)
    monkeypatch.setattr(drives_linux, "_PLACES", (f"{tmp_path}/media/",))
    block = device(tmp_path, "sdb1", usb=True, disk="sdb")
    labels = tmp_path / "by-label"
    labels.mkdir()
    (labels / r"KANG\x20FU").symlink_to(block / "sdb1")
    spelled = str(root).replace(" ", r"\040")
    table = tmp_path / "mountinfo"
    line = f"90 27 8:17 / {spelled} rw - vfat /dev/sdb1 rw\n"
    gone = f"91 27 8:33 / {tmp_path}/media/gone rw - vfat /dev/sdc1 rw\n"
    table.write_text(line + line + gone)
    (drive,) = read_linux(table, block, labels)
    assert (drive.path, drive.label, drive.system) == (root, "KANG FU", "vfat")
    assert drive.known and drive.writable  # noqa: PT018 - one thing: it is ready
    assert 0 < drive.free <= drive.size
    table.write_text(line.replace("rw -", "ro -"))
    (drive,) = read_linux(table, block, tmp_path / "no labels")
    assert (drive.label, drive.writable) == ("康复 盘", False)
    assert read_linux(tmp_path / "none", block, labels) == []


def test_that_a_drive_coming_or_going_is_noticed(tmp_path):
    table = tmp_path / "mountinfo"
    before = drives_linux.plugged_linux(table)
    table.write_text(TABLE)
    assert drives_linux.plugged_linux(table) != before
    assert drives_linux.plugged_linux(table) == drives_linux.plugged_linux(table)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_that_no_text_in_the_table_stops_the_reading(text):
    for mount in mounts_in(text):
        is_stick(mount, Path("/nowhere"))


class Recorded:
    """A PC's drives as Windows XP to 11 answer for them."""

    def __init__(self, *, gone=()):
        self._gone = gone
        self._kinds = {"C": FIXED, "D": FIXED, "E": REMOVABLE, "F": REMOVABLE, "G": 5, "Z": 4}
        self._volumes = {
            "C": Volume("系统", "NTFS", 0),
            "D": Volume("移动硬盘", "exFAT", 0),
            "E": Volume("KINGSTON", "FAT32", READ_ONLY),
            "G": Volume("光盘", "CDFS", READ_ONLY),
            "Z": Volume("共享", "NTFS", 0),
        }

    def letters(self):
        return sum(1 << string.ascii_uppercase.index(each) for each in ("A", *self._kinds))

    def kind(self, root):
        return self._kinds[root[0]]

    def bus(self, root):
        return USB if root[0] == "D" else 11

    def volume(self, root):
        return None if root[0] in self._gone else self._volumes.get(root[0])

    def space(self, root):
        return Space(5 << 30, 32 << 30) if root[0] in self._volumes else None


def test_that_windows_sticks_and_usb_disks_are_found():
    found = drives_windows.read_windows(Recorded())
    assert [(str(each.path), each.label, each.system, each.writable) for each in found] == [
        ("D:\\", "移动硬盘", "exfat", True),
        ("E:\\", "KINGSTON", "vfat", False),
    ]
    assert {each.free for each in found} == {5 << 30}


def test_that_a_windows_drive_that_goes_meanwhile_is_left_out():
    found = drives_windows.read_windows(Recorded(gone="E"))
    assert [str(each.path) for each in found] == ["D:\\"]
    with_it, without = (drives_windows.plugged_windows(Recorded(gone=g)) for g in ("", "E"))
    assert with_it != without


def test_that_floppy_drives_are_never_asked():
    assert drives_windows.letters_in(0b1111) == ["C", "D"]


def test_that_the_calls_into_windows_can_at_least_be_imported():
    from jianxi_desktop.sync import drives_kernel32

    assert drives_kernel32.DeviceFacts.bus.offset == 28  # as storage headers lay it out


def test_that_this_pc_can_be_asked():
    assert isinstance(drives.find_drives(), list)
    assert drives.fingerprint() == drives.fingerprint()


def test_that_a_folder_is_flushed_and_a_missing_one_is_not(tmp_path):
    assert drives.let_go(tmp_path) == drives.LetGo(flushed=True, unmounted=False)
    assert not drives.let_go(tmp_path / "gone", unmount=True).flushed
    assert drives.room_on(tmp_path / "gone") is None
    assert drives.room_on(tmp_path) > 0


@pytest.mark.skipif(os.name == "nt", reason="the tools of Linux desktops")
@pytest.mark.parametrize(("status", "done"), [(0, True), (1, False)])
def test_that_a_drive_is_unmounted_by_the_desktop_if_it_can(tmp_path, monkeypatch, status, done):
    tools = tmp_path / "bin"
    tools.mkdir()
    told = tmp_path / "told"
    for name in ("gio", "udisksctl"):
        tool = tools / name
        tool.write_text(f'#!/bin/sh\necho "{name} $@" >> {told}\nexit {status}\n')
        tool.chmod(0o755)
    table = tmp_path / "mountinfo"
    table.write_text(f"90 27 8:17 / {tmp_path} rw - vfat /dev/sdb1 rw\n")
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    gone = drives_linux.let_go_linux(tmp_path, unmount=True, mounts=table)
    assert (gone.flushed, gone.unmounted) == (True, done)
    first, *rest = told.read_text().splitlines()
    assert first == f"gio mount -u {tmp_path}"
    assert rest == ([] if done else ["udisksctl unmount --no-user-interaction -b /dev/sdb1"])


def test_that_without_tools_nothing_fails(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not drives_linux.let_go_linux(tmp_path, unmount=True).unmounted


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root mounts")
def test_that_a_real_mount_is_found(tmp_path, monkeypatch):
    """A tmpfs stands for the stick: kernels of test machines know no vfat."""
    root = tmp_path / "media" / "JX 盘"
    root.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "/dev/sdz1", root], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        monkeypatch.setattr(drives_linux, "_PLACES", (f"{tmp_path}/media/",))
        monkeypatch.setattr(drives_linux, "_SYSTEMS", {"tmpfs": "vfat"})
        monkeypatch.setattr(drives_linux, "_STICKS", {"tmpfs"})
        assert [drive.path for drive in read_linux()] == [root]
    finally:
        subprocess.run(["umount", root], check=True)
