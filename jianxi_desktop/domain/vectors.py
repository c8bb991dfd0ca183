"""How far chains of changes are known: what fits, what is missing, what forks, what to send.

A vector names for every chain the last change that is known, by its number **and** its hash. By
the number alone a copied or rolled back database would look like an old acquaintance; with the
hash two histories of one name are told apart at their first meeting. Nothing here looks at a
clock, and nothing here guesses: what is not acknowledged counts as not received.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

Mark = tuple[int, str]  # number of a change, its hash in hexadecimal digits
Vector = Mapping[str, Mark]  # by chain: "<replica hex>/org/<unit>"
KnownHash = Callable[[str, int], str | None]  # of a change that is here; None: it is not
Kind = Literal["fresh", "known", "gap", "fork"]


class Verdict(NamedTuple):
    """What a package is to somebody who already knows something.

    Attributes:
        kind: ``fresh`` brings changes, ``known`` brings none (a full one may still show more of
            them), ``gap`` lacks changes in between, ``fork`` tells another history of a chain.
        chain: Which chain has the gap or the fork; empty otherwise.
        seq: Of a gap the number of the first change that is missing, of a fork that of the change
            that differs; 0 otherwise.
    """

    kind: Kind
    chain: str = ""
    seq: int = 0


class Parcel(NamedTuple):
    """What of the chains goes to somebody.

    Attributes:
        base: Where the receiver stands in each chain that is sent; it follows after these.
        to: Where the receiver will stand.
        forked: Chains of which the receiver acknowledged another history than ours. They are sent
            from their beginning: he refuses them and learns of it, or was mended in the meantime.
    """

    base: Vector
    to: Vector
    forked: tuple[str, ...] = ()


def compare(
    ours: Vector,
    base: Vector,
    to: Vector,
    known_hash: KnownHash,
    knows: Vector | None = None,
    own: str = "",
) -> Verdict:
    """Compare a package with what is known here, before any of its changes is looked at.

    Every change of it must still be asked about with ``step``: a chain may leave ours anywhere
    between ``base`` and ``to``.

    Args:
        ours: What is known here.
        base: After which changes the package begins; a chain that is not named begins with its
            first change.
        to: The last changes it carries, by chain.
        known_hash: Gives the hash of any change that is here.
        knows: All that its sender knows, whole or not. A history of its that differs from ours is a
            fork even where the package carries nothing of that chain: what it does carry may rest
            on it, and would then cover values of ours that nobody has seen.
        own: The chain that is written here. If anybody knows more of it than we, we are a copy
            that fell behind: our next change would take a number that is taken. That is a fork
            before it is written.
    """
    told = sorted({*(knows or {}).items(), *base.items(), *to.items()})
    for chain, (seq, digest) in told:
        if known_hash(chain, seq) not in (None, digest):
            return Verdict("fork", chain, seq)
        if chain == own and seq > _seq(ours, own):
            return Verdict("fork", chain, _seq(ours, own) + 1)
    fresh = False
    for chain, (last, _digest) in sorted(to.items()):
        known, begin = _seq(ours, chain), _seq(base, chain)
        if begin > known:
            return Verdict("gap", chain, known + 1)
        fresh = fresh or last > known
    return Verdict("fresh" if fresh else "known")


def step(
    ours: Vector, chain: str, seq: int, prev: str | None, digest: str, known_hash: KnownHash
) -> Kind:
    """Tell what one change is to us, its chain being read in order (``ours`` goes along).

    A journal may begin later than its chain did; then its first change names none before it.

    Args:
        ours: What is known here, the changes read before included.
        chain: The change's chain.
        seq: Its number.
        prev: Hash of the change before it; ``None``: it begins the journal of its chain.
        digest: Its own hash.
        known_hash: As in ``compare``.
    """
    if chain not in ours:
        return "fresh" if prev is None else "gap"
    last, head = ours[chain]
    if seq > last + 1:
        return "gap"
    if seq == last + 1:
        return "fresh" if prev == head else "fork"
    return "known" if known_hash(chain, seq) == digest else "fork"


def parcel(ours: Vector, acknowledged: Vector, known_hash: KnownHash) -> Parcel:
    """Find what somebody lacks, by what he has acknowledged and nothing else.

    Args:
        ours: What is held whole here; see ``whole``.
        acknowledged: What he said he holds; empty: send everything. Where he knows more of a chain
            than we do, nothing of it is sent.
        known_hash: As in ``compare``.
    """
    base: dict[str, Mark] = {}
    to: dict[str, Mark] = {}
    forked = {
        chain
        for chain, (seq, digest) in acknowledged.items()
        if known_hash(chain, seq) not in (None, digest)
    }
    held = {chain: mark for chain, mark in acknowledged.items() if chain not in forked}
    for chain, mark in ours.items():
        if _seq(held, chain) >= mark[0]:
            continue
        to[chain] = mark
        if chain in held:
            base[chain] = held[chain]
    return Parcel(base, to, tuple(sorted(forked)))


def whole(ours: Vector, lacking: Iterable[tuple[str, int]], known_hash: KnownHash) -> Vector:
    """Give how far chains are held whole: what may be acknowledged.

    An acknowledgement says that a change need not be sent again. A community passes on the street's
    changes as it got them, with the rows of other communities veiled. If the district acknowledged
    these, the street would never send them again, and their values would be lost to the district
    without anybody noticing. So a change of which a sender that could not know better left
    something veiled (see ``is_lacking``) is kept and folded, but not acknowledged, and nothing
    behind it in its chain, until somebody who sees all of it sends it. It may be passed on by a
    sender who says of it that he lacks some; where nobody holds it whole any more, that is the only
    way for what is left of it.

    Args:
        ours: What is known here.
        lacking: Chain and number of the changes that are not held whole.
        known_hash: As in ``compare``.
    """
    ends = dict(ours)
    for chain, seq in lacking:
        if chain in ends and seq <= ends[chain][0]:
            digest = known_hash(chain, seq - 1)
            if digest is None:
                del ends[chain]
            else:
                ends[chain] = (seq - 1, digest)
    return ends


def is_lacking(
    *,
    veiled: bool,
    author_below_sender: bool,
    receiver_below_sender: bool,
    before: bool | None,
    told: bool = False,
) -> bool:
    """Tell whether a change is not held whole after a package brought it.

    Who stands above its author, or is of its unit, has seen all of it (so nobody may veil to a unit
    what its own PCs, or those below it, wrote); who stands above us, or is of our unit, has veiled
    what is not ours to read. Any other sender may have got it veiled.

    Args:
        veiled: Leaves of it are veiled here even now (erased ones, too).
        author_below_sender: The author's unit stands under the sender's, or is the same.
        receiver_below_sender: Our unit stands under the sender's, or is the same.
        before: What was told of it before; ``None``: it was not here.
        told: The sender says that he does not hold it whole himself.
    """
    if not veiled or before is False:
        return False
    return told or not (author_below_sender or receiver_below_sender)


def lowest(acks: Iterable[Vector]) -> Vector:
    """Give what each of several receivers holds; nothing where there is none.

    One package for all of them begins here.
    """
    all_of = list(acks)
    if not all_of:
        return {}
    shared = set(all_of[0]).intersection(*all_of[1:])
    return {chain: min(each[chain] for each in all_of) for chain in sorted(shared)}


def farther(known: Vector, told: Vector) -> Vector:
    """Give the later of two acknowledgements of one incarnation, chain by chain.

    What a database holds it holds until it is put back to an older state, and then it has another
    name; so an old receipt that arrives late takes nothing away.
    """
    return {
        chain: max(known.get(chain, (0, "")), told.get(chain, (0, "")))
        for chain in sorted({*known, *told})
    }


def standing(
    acks: Mapping[str, Vector], incarnation: str, past: Sequence[str], told: Vector
) -> Mapping[str, Vector]:
    """Give whose acknowledgements count after a package of a partner's database came.

    A database that was put back to an older state has a new name and may lack what the old one
    had acknowledged; so the acknowledgements of the incarnations it names as its past are dropped,
    never joined with its own. Two that do not name each other (two copies of one, or one put back
    twice) both count, and ``lowest`` of them is the base.

    Args:
        acks: By incarnation, of one partner's key.
        incarnation: Of the database that made the package.
        past: Its earlier incarnations, as it names them.
        told: What the package says it holds.
    """
    left = {name: vector for name, vector in acks.items() if name not in past}
    left[incarnation] = farther(left.get(incarnation, {}), told)
    return left


def _seq(vector: Vector, chain: str) -> int:
    return vector[chain][0] if chain in vector else 0
