"""The calls into Windows behind ``drives_windows``; imports anywhere, works on Windows only."""

import ctypes
import sys
from ctypes import byref, create_unicode_buffer, sizeof

from jianxi_desktop.sync.drives_windows import Space, Volume

_QUIET = 0x0001 | 0x8000  # SEM_FAILCRITICALERRORS, SEM_NOOPENFILEERRORBOX: no box "no disk"
_SHARED = 0x1 | 0x2  # FILE_SHARE_READ, FILE_SHARE_WRITE
_OPEN_EXISTING = 3
_QUERY_PROPERTY = 0x002D_1400  # IOCTL_STORAGE_QUERY_PROPERTY
_NAME = 261  # MAX_PATH + 1


class PropertyQuery(ctypes.Structure):
    """STORAGE_PROPERTY_QUERY: of the device, the standard facts."""

    _fields_ = (
        ("property", ctypes.c_uint32),
        ("query", ctypes.c_uint32),
        ("more", ctypes.c_ubyte * 4),
    )


class DeviceFacts(ctypes.Structure):
    """The head of STORAGE_DEVICE_DESCRIPTOR, as far as the bus."""

    _fields_ = (
        ("version", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
        ("device_type", ctypes.c_ubyte),
        ("modifier", ctypes.c_ubyte),
        ("removable", ctypes.c_ubyte),
        ("queueing", ctypes.c_ubyte),
        ("vendor", ctypes.c_uint32),
        ("product", ctypes.c_uint32),
        ("revision", ctypes.c_uint32),
        ("serial", ctypes.c_uint32),
        ("bus", ctypes.c_int32),
        ("raw_length", ctypes.c_uint32),
        ("raw", ctypes.c_ubyte * 512),
    )


if sys.platform == "win32":

    class Kernel32:
        """Asks Windows about its drives."""

        def __init__(self) -> None:
            self._dll = ctypes.WinDLL("kernel32", use_last_error=True)
            self._dll.CreateFileW.restype = ctypes.c_void_p
            self._dll.CloseHandle.argtypes = [ctypes.c_void_p]
            self._dll.DeviceIoControl.argtypes = [
                ctypes.c_void_p,
                ctypes.c_uint32,
                ctypes.c_void_p,
                ctypes.c_uint32,
                ctypes.c_void_p,
                ctypes.c_uint32,
                ctypes.c_void_p,
                ctypes.c_void_p,
            ]
            self._dll.SetThreadErrorMode(_QUIET, None)

        def letters(self) -> int:
            """One bit for each drive letter."""
            return int(self._dll.GetLogicalDrives())

        def kind(self, root: str) -> int:
            """What kind of drive it is."""
            return int(self._dll.GetDriveTypeW(root))

        def bus(self, root: str) -> int | None:
            """What it hangs on; asking this needs no rights over the drive."""
            name = f"\\\\.\\{root[:2]}"
            handle = self._dll.CreateFileW(name, 0, _SHARED, None, _OPEN_EXISTING, 0, None)
            if handle in (None, ctypes.c_void_p(-1).value):
                return None
            query, facts, taken = PropertyQuery(), DeviceFacts(), ctypes.c_uint32()
            try:
                done = self._dll.DeviceIoControl(
                    handle,
                    _QUERY_PROPERTY,
                    byref(query),
                    sizeof(query),
                    byref(facts),
                    sizeof(facts),
                    byref(taken),
                    None,
                )
            finally:
                self._dll.CloseHandle(handle)
            return int(facts.bus) if done else None

        def volume(self, root: str) -> Volume | None:
            """Its label and file system."""
            label, system = create_unicode_buffer(_NAME), create_unicode_buffer(_NAME)
            flags = ctypes.c_uint32()
            done = self._dll.GetVolumeInformationW(
                root, label, _NAME, None, None, byref(flags), system, _NAME
            )
            return Volume(label.value, system.value, flags.value) if done else None

        def space(self, root: str) -> Space | None:
            """Room on it."""
            free, size = ctypes.c_uint64(), ctypes.c_uint64()
            done = self._dll.GetDiskFreeSpaceExW(root, byref(free), byref(size), None)
            return Space(free.value, size.value) if done else None
