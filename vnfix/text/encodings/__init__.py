"""The Vietnamese encodings of the 1990s: text in them, read as Latin-1, Windows-1252 or ASCII.

Each encoding is a table beside this module: a code (hexadecimal bytes, or `U+` and a code point
that stands for one) and its letter. Codes of 0x80 to 0x9F are looked for as the control characters
of Latin-1 and, where the header says `cp1252: letters`, as the signs of Windows-1252 too.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.errors import DataError
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES = ("tcvn3", "vni", "vps", "viscii", "viqr", "bkhcm1", "bkhcm2")
ALIASES = {"abc": "tcvn3", "tcvn": "tcvn3", "vni-windows": "vni", "vietstd": "viscii"}
TITLES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI Windows",
    "vps": "VPS",
    "viscii": "VISCII",
    "viqr": "VIQR",
    "bkhcm1": "BK HCM 1",
    "bkhcm2": "BK HCM 2",
}
HYPHENS = "\u2212\u00ad"  # stand for a letter only beside one
SIGNS_ARE_LETTERS = "# cp1252: letters"


class Encoding(NamedTuple):
    """One legacy encoding.

    Attributes:
        name: key in `NAMES`.
        title: the name that people know it by.
        letters: characters as they stand in the text -> the letter that they mean.
        pattern: finds the longest key of `letters` at a place.
        signs: characters outside ASCII that occur in keys; "" for VIQR.
        needed: one character of each key: a text without any of them holds no key.
        table: `letters` by code point, where all keys are single characters; else empty.

    """

    name: str
    title: str
    letters: Mapping[str, str]
    pattern: regex.Pattern[str]
    signs: frozenset[str]
    needed: frozenset[str]
    table: Mapping[int, str]

    def decode(self, text: str) -> str:
        """Return `text` with every code replaced by its letter.

        >>> encoding("tcvn3").decode("céng hoµ x∙ héi")
        'cộng hoà xã hội'
        """
        if self.table:
            if any(hyphen in text for hyphen in HYPHENS):
                return self.pattern.sub(lambda m: self.letters[m.group()], text)
            return text.translate(self.table)
        return text if self.needed.isdisjoint(text) else "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        """Yield the letters of a text, by the longest code at each place.

        For a word that is done before an expression of all codes is made.
        """
        letters, longest, at = self.letters, max(map(len, self.letters)), 0
        while at < len(text):
            for size in range(longest, 0, -1):
                code = text[at : at + size]
                if code in letters:
                    yield letters[code]
                    at += len(code)
                    break
            else:
                yield text[at]
                at += 1

    def encode(self, text: str) -> str:
        """Return `text` as it looks when it is written in this encoding and read as Latin-1.

        Letters that the encoding does not have stay as they are.
        """
        codes: dict[str, str] = {}
        for code, letter in self.letters.items():
            if max(code) <= "\xff":
                codes.setdefault(letter, code)
        return "".join(codes.get(c, c) for c in text)


@lru_cache(maxsize=len(NAMES))
def encoding(name: str) -> Encoding:
    """Return the encoding of that name.

    Raises:
        DataError: its table is missing or malformed.

    """
    try:
        table = Path(__file__).with_name(f"{name}.tsv").read_text("utf-8")
    except OSError as e:
        raise DataError(f"There is no table of the encoding {name}.", "Install vnfix again.") from e
    letters = dict(_rows(table, name))
    signs = frozenset(c for code in letters for c in code if not c.isascii())
    single = {ord(code): c for code, c in letters.items() if len(code) == 1}
    by_code = single if len(single) == len(letters) else {}
    needed = frozenset(max(code, key=lambda c: (not c.isalnum(), ord(c))) for code in letters)
    return Encoding(name, TITLES[name], letters, _pattern(letters), signs, needed, by_code)


def canonical(name: str | None) -> str | None:
    """Return the key in `NAMES` for a name that a user has typed, None where it is none.

    >>> canonical("ABC"), canonical("utf-8")
    ('tcvn3', None)
    """
    low = (name or "").lower().replace("_", "-")
    low = ALIASES.get(low, low)
    return low if low in NAMES else None


def _rows(table: str, name: str) -> Iterator[tuple[str, str]]:
    signs = SIGNS_ARE_LETTERS in table
    for number, row in enumerate(table.splitlines(), 1):
        if row.startswith("#") or not row:
            continue
        try:
            code, letter = row.split("\t")
            for key in _keys(code, signs=signs):
                yield key, letter
        except ValueError as e:
            where = f"{name}.tsv, line {number}: {e}."
            raise DataError(where, "Install vnfix again.") from e


def _keys(code: str, *, signs: bool) -> list[str]:
    """Return the ways in which a code may stand in a text, Latin-1 first."""
    if "+" in code:
        return [chr(int(code.removeprefix("U+"), 16))]
    choices = [_ways(byte, signs=signs) for byte in bytes.fromhex(code)]
    return choices[0] if len(choices) == 1 else list(map("".join, product(*choices)))


def _ways(byte: int, *, signs: bool) -> list[str]:
    ways = [chr(byte)]
    if signs and 0x80 <= byte < 0xA0:  # elsewhere Windows-1252 is Latin-1
        ways += bytes([byte]).decode("cp1252", "ignore")
    return ways


def _pattern(letters: Mapping[str, str]) -> regex.Pattern[str]:
    """Match the longest code; a hyphen only where a letter follows, or a letter is before it."""
    longest_first = sorted(letters, key=lambda code: (-len(code), code))
    plain = "|".join(regex.escape(code) for code in longest_first if code not in HYPHENS)
    hyphens = HYPHENS if HYPHENS[0] in letters else ""
    if not hyphens:
        return pattern("|".join(map(regex.escape, longest_first)))
    some = "".join({c for code in letters for c in code if not c.isdigit()} - set(HYPHENS))
    beside = rf"[\p{{L}}{regex.escape(some)}]"
    one = f"[{hyphens}]"
    return pattern(rf"{plain}|{one}(?={beside})|(?<={beside}){one}(?!\d)")
