"""Look for secrets in every file of a folder, as a finder of the disk would: raw and unpacked."""

import io
import re
import zipfile
import zlib

_STREAM = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
_MOST = 1 << 24


def spellings(secret):
    """Give the bytes a text may have on a disk."""
    if isinstance(secret, bytes):
        return {secret, secret.hex().encode(), secret.hex().upper().encode()}
    return {secret.encode(encoding) for encoding in _ENCODINGS}


def layers(data):
    """Give a file's bytes, and whatever unpacks inside it."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
    for found in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(data[found.start() :], _MOST)
        except zlib.error:
            continue
        if len(unpacked) > 16:
            yield unpacked


def traces(folder, secrets):
    """Name the files that hold a secret, and which secret by its place in the list."""
    wanted = [(place, each) for place, secret in enumerate(secrets) for each in spellings(secret)]
    found = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for layer in layers(path.read_bytes()):
            found |= {(path.name, place) for place, spelt in wanted if spelt in layer}
    return sorted(found)


def pages_in_clear(path, size=4096):
    """Count the pages of a file that are not as even as encryption makes them."""
    data, bare = path.read_bytes(), 0
    for start in range(0, len(data), size):
        page = data[start : start + size]
        if len(page) == size and len(set(page)) < 230:  # random pages have nearly all 256 bytes
            bare += 1
    return bare
