# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Which phrases share runs of letters with a line, counted in flat arrays.

Like the decoder's kernel this is plain Python that Cython compiles with the types of
`postings.pxd`.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Laid = tuple[Iterable[str], Sequence[int], Sequence[int], Sequence[int]]

RUN = 5
"""Letters in a run."""
AT_A_TIME = 1 << 16
"""Letters of a line whose runs are looked up at once."""
_RUN, _AT_A_TIME = RUN, AT_A_TIME  # C numbers where this is compiled
_CODES, _BITS = 128, 61


def runs_of(key: str) -> list[str]:
    """Return the runs of five letters of a key.

    >>> runs_of("onoanin")
    ['onoan', 'noani', 'oanin']
    """
    return [key[k : k + RUN] for k in range(len(key) - RUN + 1)]


class Postings:
    """The keys that hold each run of letters.

    Attributes:
        number: of each run.
        begin: for each run the first of its keys in `keys`; one more entry than runs.
        keys: numbers of keys.
        sizes: how many runs each key has, at least one.

    """

    def __init__(self, keys: Sequence[str], laid: Laid | None = None) -> None:
        """Count the runs of the keys.

        Args:
            keys: the keys.
            laid: the runs in order, and the arrays, where they have been counted before.

        """
        if laid is not None:
            runs, self.begin, self.keys, self.sizes = laid
            self.number = {run: k for k, run in enumerate(runs)}
            return
        holders: dict[str, list[int]] = {}
        for number, key in enumerate(keys):
            for run in runs_of(key):
                found = holders.get(run)
                if found is None:
                    holders[run] = [number]
                elif found[len(found) - 1] != number:  # C knows no -1
                    found.append(number)
        self.number = {run: k for k, run in enumerate(holders)}
        begin, held = array("i", [0]), array("i")
        for found in holders.values():
            held.extend(found)
            begin.append(len(held))
        self.begin, self.keys = begin, held
        self.sizes = array("i", [max(1, len(key) - RUN + 1) for key in keys])

    def near(self, line: str, shared: float, runs: int, tried: int, distance: float) -> list[int]:
        """Return the keys that share much with a line, those that share most of theirs first.

        Args:
            line: the key of the line.
            shared: least share of a key's runs found in the line.
            runs: least number of runs that a key must have.
            tried: how many of these keys are looked at.
            distance: greatest edits of those that are returned, as a share of the key's length:
                an edit takes away five runs at most, and what shares fewer is not near enough.

        """
        counts = array("i", [0]) * len(self.sizes)
        met = self._counted(line, counts)
        best = array("i", bytes(4 * tried))
        used = self._most(counts, met, (shared, runs), best)
        found = []
        for k in range(used):
            key = best[k]
            size = self.sizes[key]
            edits = int(distance * (size + _RUN - 1))
            if counts[key] >= size - _RUN * edits:
                found.append(key)
        return found

    def _most(self, counts: Any, met: Any, least: tuple[float, int], best: Any) -> int:
        """Put the keys that share most of theirs first into `best`; return how many they are."""
        shared, runs = least
        tried, used = len(best), 0
        shares = array("d", bytes(8 * tried))
        for m in range(len(met)):
            key = met[m]
            count, size = counts[key], self.sizes[key]
            if count < shared * size or size < runs:
                continue
            share: float = count  # C divides whole numbers without a remainder
            share = share / size
            at = used
            while at > 0 and (
                share > shares[at - 1] or (share == shares[at - 1] and key > best[at - 1])
            ):
                at -= 1
            if at == tried:
                continue
            used = min(used + 1, tried)
            for k in range(used - 1, at, -1):
                best[k], shares[k] = best[k - 1], shares[k - 1]
            best[at], shares[at] = key, share
        return used

    def _counted(self, line: str, counts: Any) -> Any:
        """Count for each key the runs of a line that it holds; return the keys that hold two."""
        begin, keys = self.begin, self.keys
        met = array("i", [0])
        used = 0
        for first in range(0, len(line), _AT_A_TIME):
            hits = []
            size = 0
            for start in range(first, min(first + _AT_A_TIME, len(line) - _RUN + 1)):
                hit = self.number.get(line[start : start + _RUN])
                if hit is not None:
                    at = hit
                    size += begin[at + 1] - begin[at]
                    hits.append(hit)
            known = met
            met = array("i", [0]) * (min(used + size, len(counts)) + 1)
            met[:used] = known[:used]
            for hit in hits:
                at = hit
                for e in range(begin[at], begin[at + 1]):
                    key = keys[e]
                    counts[key] += 1
                    met[used] = key  # stays where it has two
                    used += counts[key] == 2
        return met[:used]


def within(found: list[int], keys: Sequence[str], line: str, distance: float) -> list[int]:
    """Return those keys that some part of a line differs from in few enough edits.

    The edits to all parts are counted at once, a bit for each letter of the key (Myers 1999).

    Args:
        found: numbers of keys.
        keys: all keys.
        line: the key of the line.
        distance: greatest edits, as a share of the key's length.

    """
    near = []
    masks = array("q", bytes(8 * _CODES))
    for number in found:
        key = keys[number]
        most = int(distance * len(key))
        if len(key) > _BITS or not key.isascii() or _least(key, line, masks, most) <= most:
            near.append(number)
    return near


def _least(key: str, line: str, masks: Any, most: int) -> int:
    """Return the least edits between a key and a part of a line, or the first that are few enough.

    Args:
        key: ASCII letters, `_BITS` at most.
        line: where it is looked for.
        masks: zeros for each code of ASCII; they are zeros again at the end.
        most: how many are few enough.

    """
    size = len(key)
    bit = 1
    for c in key:
        masks[ord(c)] |= bit
        bit <<= 1
    full = bit - 1
    high = bit >> 1
    more, less, edits, least = full, 0, size, size
    for c in line:
        same = masks[ord(c)] if ord(c) < _CODES else 0
        across = (((same & more) + more) ^ more) | same
        up = less | (full & ~(across | more))
        down = more & across
        if up & high:
            edits += 1
        elif down & high:
            edits -= 1
            if edits < least:
                least = edits
                if least <= most:
                    break
        up = (up << 1) & full
        down = (down << 1) & full
        less = less | same
        more = down | (full & ~(less | up))
        less = up & less
    for c in key:
        masks[ord(c)] = 0
    return least
