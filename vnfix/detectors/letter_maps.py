"""Damage by a rule: a map that turned every letter into one other text, the same everywhere.

What a token may stand for is then known exactly: the words that the map turns into it. The maps
are the table `letter_maps.tsv`, or an encoding of the 1990s that a text was read in once more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vnfix.errors import DataError
from vnfix.text.encodings import encoding
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.model import Damage

TWICE = "twice-"
"""Maps of this prefix read a text once more in the encoding that follows."""


@dataclass(frozen=True)
class LetterMap:
    """What has become of each letter.

    Attributes:
        name: key in the table.
        letters: letter or mark -> what stands there now, "" for nothing; all else is as it was.
        again: name of the encoding that the text was read in once more; then `letters` lists
            only what was left as it was.

    """

    name: str
    letters: Mapping[str, str]
    again: str = ""

    @cached_property
    def _table(self) -> dict[int, str]:
        return {ord(c): written for c, written in self.letters.items()}

    def write(self, text: str) -> str:
        """Return what a right text looks like under this damage.

        >>> letter_map("dropped").write("Thực hiện")
        'Thc hin'
        """
        return encoding(self.again).decode(text) if self.again else text.translate(self._table)

    def write_each(self, texts: Sequence[str]) -> list[str]:
        """Return what each of some right texts without line ends looks like, for less work."""
        if self.again:
            return list(map(self.write, texts))
        return "\n".join(texts).translate(self._table).split("\n")

    @cached_property
    def meant(self) -> Mapping[str, str]:
        """The letters and marks that each single sign may stand for, itself not included."""
        found: dict[str, list[str]] = defaultdict(list)
        for c, written in self._singles():
            if len(written) == 1 and c != written:
                found[written].append(c)
        return {sign: "".join(letters) for sign, letters in found.items()}

    def _singles(self) -> Iterable[tuple[str, str]]:
        if self.again:
            return ((c, self.write(c)) for c in ALPHABET)
        return self.letters.items()

    @cached_property
    def changed(self) -> frozenset[str]:
        """The letters that the map does not leave as they are: no damaged text has them."""
        return frozenset(c for c, written in self._singles() if written != c) - {
            written for c, written in self._singles() if written != c
        }

    def keeps(self, text: str) -> bool:
        """Tell whether a text may stand for itself: the map leaves it, and it is no odd sign."""
        if self._stays.isdisjoint(text):
            return True
        return self._odd.isdisjoint(text) and self.write(text) == text

    @cached_property
    def _stays(self) -> frozenset[str]:
        """What a text that may stand for itself must hold some of, or it surely does."""
        if self.again:
            return self._odd | encoding(self.again).needed
        return self._odd.union(self.letters)

    @cached_property
    def _odd(self) -> frozenset[str]:
        """The signs that may be letters and that Vietnamese text does not hold."""
        return frozenset(self.meant) - NATURAL


class Kind(NamedTuple):
    """A kind of damage by a rule.

    Attributes:
        name: of the detector.
        damage: what it is called.
        maps: names of the maps that it knows, the commonest first.

    """

    name: str
    damage: Damage
    maps: tuple[str, ...]


@lru_cache(maxsize=16)
def letter_map(name: str) -> LetterMap:
    """Return the map of that name.

    Raises:
        KeyError: there is none.
        DataError: a row of the table is malformed.

    """
    if name.startswith(TWICE):
        return LetterMap(name, {}, name.removeprefix(TWICE))
    return LetterMap(name, tables()[name])


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Mapping[str, str]]:
    """Return the maps that vnfix ships.

    Raises:
        DataError: a row is malformed.

    """
    return parse(Path(__file__).with_name("letter_maps.tsv").read_text("utf-8"))


def parse(text: str) -> Mapping[str, Mapping[str, str]]:
    r"""Return the maps in a table.

    Raises:
        DataError: a row does not have a map, one letter and code points.

    >>> parse("x\tệ\t00C7\nx\tạ\t-")
    {'x': {'ệ': 'Ç', 'ạ': ''}}

    """
    maps: dict[str, dict[str, str]] = {}
    for number, row in enumerate(text.split("\n"), 1):
        if not row or row.startswith("#"):
            continue
        try:
            name, letter, codes = row.split("\t")
            ord(letter)
            written = "".join(chr(int(code, 16)) for code in codes.split()) if codes != "-" else ""
        except (ValueError, TypeError) as e:
            where = f"letter_maps.tsv, line {number}: {e}."
            raise DataError(where, "Install vnfix again.") from e
        maps.setdefault(name, {})[letter] = written
    return maps


def _alphabet() -> str:
    latin = (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))  # where Unicode has those of Vietnamese
    small = "".join(c for c in map(chr, latin) if is_syllable(c) or c in "ăđ")
    return "".join(dict.fromkeys(small + small.upper()))


ALPHABET = _alphabet()
"""The accented letters of Vietnamese."""
NATURAL = frozenset(ALPHABET) | {chr(c) for c in range(0x20, 0x7F)}
"""What Vietnamese text holds anyway; other signs that may be letters are no signs."""


@lru_cache(maxsize=1)
def hints() -> Mapping[str, frozenset[str]]:
    """Return map -> words that it makes and that healthy text hardly has.

    Raises:
        DataError: a row is malformed.

    """
    rows = Path(__file__).with_name("letter_map_words.tsv").read_text("utf-8").split("\n")
    found: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(rows, 1):
        if row and not row.startswith("#"):
            name, tab, word = row.partition("\t")
            if not tab or not word:
                where = f"letter_map_words.tsv, line {number}: no word."
                raise DataError(where, "Install vnfix again.")
            found[name].add(word)
    return {name: frozenset(words) for name, words in found.items()}
