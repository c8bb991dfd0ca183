"""Where a database may lie, told from texts as Linux writes them."""

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest

from jianxi_desktop.db import location
from jianxi_desktop.db.location import Place, device_of_root, place_in, reason_against, windows_root
from jianxi_desktop.errors import EnvironmentFailure

MOUNTS = r"""
22 28 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:13 - proc proc rw
28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
29 28 0:25 / /dev/shm rw,nosuid,nodev shared:4 - tmpfs tmpfs rw,inode64
40 28 259:3 / /home rw,relatime shared:30 - xfs /dev/nvme0n1p3 rw,attr2,inode64
41 28 0:45 /@srv /srv rw,relatime shared:31 - btrfs /dev/sda3 rw,space_cache=v2,subvol=/@srv
42 28 7:0 / /mnt/image rw,relatime shared:32 - ext4 /dev/loop0 rw
50 40 0:50 / /home/wang/共享 rw,relatime shared:40 - cifs //10.0.0.8/dangwei rw,vers=3.1.1
51 40 0:51 / /home/wang/street rw,relatime shared:41 - nfs4 10.0.0.9:/export rw,vers=4.2
52 40 0:52 / /home/wang/far rw,nosuid,nodev - fuse.sshfs wang@10.0.0.7:/data rw,user_id=1000
53 40 0:53 / /run/user/1000/gvfs rw,nosuid,nodev - fuse.gvfsd-fuse gvfsd-fuse rw,user_id=1000
54 28 8:17 / /media/wang/KINGSTON rw,nosuid,nodev - vfat /dev/sdb1 rw,utf8
55 28 8:33 / /mnt/stick rw,relatime - exfat /dev/sdc1 rw
56 28 8:49 / /run/media/wang/My\040Disk rw,nosuid - fuseblk /dev/sdd1 rw,user_id=0
57 28 8:65 / /data rw,relatime - fuseblk /dev/sde1 rw,user_id=0
58 28 0:60 / /mnt/host rw,relatime - smb3 //srv/x rw
"""
CONTAINER = r"""
512 480 0:99 / / rw,relatime - overlay overlay rw,lowerdir=/a:/b,upperdir=/c,workdir=/d
513 512 0:100 / /proc rw,nosuid - proc proc rw
520 512 254:1 /volumes/x /work rw,relatime - ext4 /dev/vda1 rw
521 512 0:101 / /tmp rw - tmpfs tmpfs rw
"""
REMOVABLE = {"8:32", "8:33"}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/office.jxdb", None),
        ("/home/wang/.local/share/JianxiDesktop/office.jxdb", None),
        ("/srv/a.jxdb", None),
        ("/dev/shm/a.jxdb", None),
        ("/mnt/image/a.jxdb", None),
        ("/data/a.jxdb", None),
        ("/home/wang/共享/a.jxdb", "share"),
        ("/home/wang/共享旁边/a.jxdb", None),
        ("/home/wang/street/deep/a.jxdb", "share"),
        ("/home/wang/far/a.jxdb", "share"),
        ("/run/user/1000/gvfs/smb-share/a.jxdb", "share"),
        ("/mnt/host/a.jxdb", "share"),
        ("/media/wang/KINGSTON/a.jxdb", "removable"),
        ("/mnt/stick/a.jxdb", "removable"),
        ("/run/media/wang/My Disk/a.jxdb", "removable"),
    ],
)
def test_that_shares_and_drives_are_told_from_the_pcs_own_disk(path, reason):
    assert reason_against(place_in(MOUNTS, path, REMOVABLE)) == reason


@pytest.mark.parametrize("path", ["/a.jxdb", "/work/a.jxdb", "/tmp/x/a.jxdb"])
def test_that_a_container_is_a_fine_place(path):
    assert reason_against(place_in(CONTAINER, path)) is None


def test_that_the_device_of_the_system_itself_is_known():
    assert device_of_root(MOUNTS) == "259:2"
    assert device_of_root("") == ""


def test_that_of_two_file_systems_on_one_folder_the_later_counts():
    text = MOUNTS + "60 28 0:70 / /home/wang/street rw - ext4 /dev/sda9 rw\n"
    assert place_in(text, "/home/wang/street/a.jxdb").kind == "ext4"


@pytest.mark.parametrize("kind", ["overlay", "tmpfs", "ext4", "xfs", "btrfs", "ntfs3", "zfs", ""])
def test_that_a_file_system_of_this_pc_is_taken(kind):
    assert reason_against(Place("/home", kind)) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\Users\\wang\\a.jxdb", ("C:\\", None)),
        ("\\\\?\\D:\\data\\a.jxdb", ("D:\\", None)),
        ("\\\\fileserver\\dangwei\\a.jxdb", ("", "share")),
        ("//fileserver/dangwei/a.jxdb", ("", "share")),
        ("\\\\?\\UNC\\fileserver\\dangwei\\a.jxdb", ("", "share")),
    ],
)
def test_that_windows_paths_give_their_drive_or_are_shares(path, expected):
    assert windows_root(path) == expected


def test_that_the_folder_of_the_tests_is_taken(tmp_path):
    location.refuse_unsafe(tmp_path / "not there yet" / "a.jxdb")


@pytest.fixture
def stick():
    """A small disk where desktops put the drives that are plugged in."""
    folder = Path("/media/jianxi-test")
    mount = shutil.which("mount")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True)
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a drive: a real one was NOT tried")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


def test_that_a_drive_is_refused_with_what_to_do_unless_support_says_so(stick, monkeypatch):
    with pytest.raises(EnvironmentFailure) as refused:
        location.refuse_unsafe(stick / "folder" / "a.jxdb")
    assert refused.value.code == "on_removable_drive"
    assert "复制到本机硬盘" in refused.value.user_message
    monkeypatch.setenv(location.SWITCH, "1")
    location.refuse_unsafe(stick / "a.jxdb")
