"""QR codes of forms' numbers and of offices' cards (ISO/IEC 18004, versions 1 to 25, level M).

Every code uses the same mask, where the standard has the writer try eight and keep the best
looking: readers undo any mask, and the trial costs eight times the work for a mark of 20 letters.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from jianxi_desktop.errors import InputError

# Data words, check words a block and blocks, by version, at level M. Where the data does not divide
# into equal blocks, the last ones have a word more.
_CAPACITY = (
    *((16, 10, 1), (28, 16, 1), (44, 26, 1), (64, 18, 2), (86, 24, 2), (108, 16, 4)),
    *((124, 18, 4), (154, 22, 4), (182, 22, 5), (216, 26, 5), (254, 30, 5), (290, 22, 8)),
    *((334, 22, 9), (365, 24, 9), (415, 24, 10), (453, 28, 10), (507, 28, 11), (563, 26, 13)),
    *((627, 26, 14), (669, 26, 16), (714, 26, 17), (782, 28, 17), (860, 28, 18), (914, 28, 20)),
    (1000, 28, 21),
)
_WIDE_COUNTS = 10  # from this version on lengths take more bits
_MARKED = 7  # from this version on a code says which version it is
_UTF_8 = "011100011010"  # what follows is UTF-8, lest readers guess
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
_ALIGNMENT = ("11111", "10001", "10101", "10001", "11111")
_FORMAT = 0b101010000010010  # level M, mask 0, with its check bits

Matrix = tuple[str, ...]


def encode(text: str) -> Matrix:
    """Give the rows of a code, a ``1`` for each dark square, without the quiet margin.

    Raises:
        InputError: The text does not fit.
    """
    for version, (data_words, check_words, blocks) in enumerate(_CAPACITY, 1):
        bits = _bits(text, wide=version >= _WIDE_COUNTS)
        if len(bits) <= data_words * 8:
            data = _padded(bits, data_words)
            return _matrix(version, _interleaved(data, check_words, blocks))
    raise InputError(
        f"QR text of {len(text)} letters",
        user_message="内容太长，放不进一个二维码。请缩短单位名称或表号。",
        code="too_long",
    )


def _bits(text: str, *, wide: bool) -> str:
    if all(letter in _LETTERS for letter in text):
        numbers = [_LETTERS.index(letter) for letter in text]
        pairs = zip(numbers[0::2], numbers[1::2], strict=False)
        body = "".join(f"{first * 45 + second:011b}" for first, second in pairs)
        last = f"{numbers[-1]:06b}" if len(numbers) % 2 else ""
        return f"0010{len(text):0{11 if wide else 9}b}{body}{last}"
    raw = text.encode("utf-8")
    count = f"{len(raw):0{16 if wide else 8}b}"
    head = "" if text.isascii() else _UTF_8
    return f"{head}0100{count}" + "".join(f"{byte:08b}" for byte in raw)


def _padded(bits: str, words: int) -> list[int]:
    bits += "0" * min(4, words * 8 - len(bits))
    bits += "0" * (-len(bits) % 8)
    data = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    return data + [(0xEC, 0x11)[at % 2] for at in range(words - len(data))]


def _interleaved(data: list[int], check_words: int, blocks: int) -> list[int]:
    size, longer = divmod(len(data), blocks)
    starts = [at * size + max(0, at - (blocks - longer)) for at in range(blocks + 1)]
    parts = [data[starts[at] : starts[at + 1]] for at in range(blocks)]
    checks = [_check(part, check_words) for part in parts]
    columns = (column for group in (parts, checks) for column in zip_longest(*group))
    return [word for column in columns for word in column if word is not None]


@lru_cache
def _powers() -> tuple[list[int], dict[int, int]]:
    """Give powers of 2 in the field of 256 numbers that QR codes use, and their logarithms."""
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value = value * 2 ^ (0x11D if value & 0x80 else 0)
    return powers * 2, {value: at for at, value in enumerate(powers)}


@lru_cache
def _generator(words: int) -> tuple[int, ...]:
    """Give the logarithms of the polynomial that makes so many check words."""
    powers, logs = _powers()
    factors = [1]
    for root in range(words):
        shifted = [*factors, 0]
        for at, factor in enumerate(factors):
            shifted[at + 1] ^= powers[logs[factor] + root]
        factors = shifted
    return tuple(logs[factor] for factor in factors[1:])


def _check(data: list[int], words: int) -> list[int]:
    powers, logs = _powers()
    generator = _generator(words)
    rest = [*data, *[0] * words]
    for at in range(len(data)):
        if lead := rest[at]:
            log = logs[lead]
            for step, factor in enumerate(generator, at + 1):
                rest[step] ^= powers[log + factor]
    return rest[len(data) :]


def _matrix(version: int, words: list[int]) -> Matrix:
    rows, path = _skeleton(version)
    grid = [list(row) for row in rows]
    bits = "".join(f"{word:08b}" for word in words)
    for (row, column), bit in zip(path, bits.ljust(len(path), "0"), strict=True):
        # Mask 0 turns every square whose row and column add up to an even number.
        grid[row][column] = bit if (row + column) % 2 else "10"[int(bit)]
    return tuple("".join(row) for row in grid)


@lru_cache
def _skeleton(version: int) -> tuple[Matrix, tuple[tuple[int, int], ...]]:
    """Give what all codes of a version share, and the way data takes through the rest."""
    size = 17 + 4 * version
    grid = [[" "] * size for _ in range(size)]
    for row, column in ((0, 0), (0, size - 7), (size - 7, 0)):
        _reserve(grid, row - 1, column - 1, 9)
        _stamp(grid, row, column, _FINDER)
    for at in range(8, size - 8):
        grid[6][at] = grid[at][6] = "01"[at % 2 == 0]
    for row, column in _alignments(version, size):
        _stamp(grid, row - 2, column - 2, _ALIGNMENT)
    _stamp_format(grid, size)
    if version >= _MARKED:
        _stamp_version(grid, size, version)
    path = tuple(_way(grid, size))
    return tuple("".join(row) for row in grid), path


def _alignments(version: int, size: int) -> Iterator[tuple[int, int]]:
    """Give the middles of the small squares: a grid of them, but not where a finder is."""
    if version == 1:
        return
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    places = [6, *(size - 7 - step * at for at in range(count - 2, -1, -1))]
    finders = {(6, 6), (6, size - 7), (size - 7, 6)}
    yield from ((r, c) for r in places for c in places if (r, c) not in finders)


def _reserve(grid: list[list[str]], top: int, left: int, side: int) -> None:
    for row in range(max(top, 0), min(top + side, len(grid))):
        for column in range(max(left, 0), min(left + side, len(grid))):
            grid[row][column] = "0"


def _stamp(grid: list[list[str]], top: int, left: int, picture: Matrix) -> None:
    for at, line in enumerate(picture):
        grid[top + at][left : left + len(line)] = line


def _stamp_format(grid: list[list[str]], size: int) -> None:
    """Write level and mask twice, around the finders."""
    beside = [*range(6), 7, 8, *range(size - 7, size)]
    across = [*range(size - 1, size - 9, -1), 7, *range(5, -1, -1)]
    for at in range(15):
        bit = str(_FORMAT >> at & 1)
        grid[beside[at]][8] = bit
        grid[8][across[at]] = bit
    grid[size - 8][8] = "1"


def _stamp_version(grid: list[list[str]], size: int, version: int) -> None:
    """Write the version twice, beside two finders, with its check bits."""
    rest = version
    for _ in range(12):
        rest = (rest << 1) ^ ((rest >> 11) * 0x1F25)
    for at in range(18):
        bit = str((version << 12 | rest) >> at & 1)
        row, column = size - 11 + at % 3, at // 3
        grid[row][column] = grid[column][row] = bit


def _way(grid: list[list[str]], size: int) -> Iterator[tuple[int, int]]:
    """Go up and down through pairs of columns, from the right, past the timing column."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((row, c) for c in (right, right - 1) if grid[row][c] == " ")
        upwards = not upwards
