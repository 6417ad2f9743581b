"""Build `letter_maps.tsv` and `letter_map_words.tsv` of the detectors.

The first says what exporters and engines have made of each letter, the second which words give
that away: common ones that are hardly words any more.

Each map follows one rule, so the table is worked out and not counted. The best-fit letters of
Windows code page 1252 are those of Microsoft's published table `bestfit1252`.
"""

from __future__ import annotations

import math
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.config import Config
from vnfix.decode.prices import UNITS
from vnfix.detectors.letter_maps import TWICE, letter_map
from vnfix.resources import load_resources
from vnfix.text.unicode import CASES, in_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADER = """\
# What damage by a rule has made of a letter: map, letter, code points that stand there now ("-":
# nothing). A letter that a map does not list stays as it is.
# Source: the rule of each map, named in vnfix/train/letter_maps.py.
# Builder: python -m vnfix.train.letter_maps FOLDER. Check: tests/detectors/test_letter_maps.py
"""
WORDS_HEADER = """\
# Words that a map of letter_maps.tsv makes of common words and that healthy text hardly has.
# Source: the language model. Builder and check: as of letter_maps.tsv.
"""
COMMON = 300  # of the commonest words
RARER = math.log(1000.0)  # the word that it makes is this much rarer than the word
AGAIN = ("tcvn3",)
MARKS = "\u2010\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2212\u20ab"
BEST_FIT = dict(zip("ăĂđĐĩĨũŨơƠưƯ\u2010\u2212", "aAd\u00d0iIuUoOuU--", strict=True))


def letters() -> Iterator[str]:
    """Yield the accented letters of Vietnamese, small and capital, in NFC."""
    tones = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    for vowel in "aăâeêioôơuưy":
        for tone in tones:
            small = unicodedata.normalize("NFC", vowel + tone)
            if not small.isascii():
                yield from (small, small.upper())
    yield from "đĐ"


def low_byte(c: str) -> str:
    """Return the character whose code point is the low byte of this one's."""
    return chr(ord(c) & 0xFF)


def dropped(c: str) -> str:
    """Return nothing for a letter that a dictionary of Latin letters lacks."""
    return "" if "\u1ea0" <= c <= "\u1ef9" else c


def beyond_latin1(c: str) -> str:
    """Return nothing for a letter that Latin-1 lacks."""
    return "" if c > "\xff" else c


def best_fit(c: str) -> str:
    """Return what Windows writes in code page 1252."""
    try:
        return c.encode("cp1252").decode("cp1252")
    except UnicodeEncodeError:
        return BEST_FIT.get(c, "?")


def marked_latin1(c: str) -> str:
    """Return a question mark for a letter that Latin-1 lacks."""
    return "?" if c > "\xff" else c


def marked_ascii(c: str) -> str:
    """Return a question mark for a letter that ASCII lacks."""
    return c if c.isascii() else "?"


MAPS: dict[str, Callable[[str], str]] = {
    "low-bytes": low_byte,
    "dropped": dropped,
    "dropped-latin1": beyond_latin1,
    "ansi": best_fit,
    "ansi-latin1": marked_latin1,
    "ansi-ascii": marked_ascii,
}


def rows() -> Iterator[str]:
    """Yield the rows of the table."""
    for name, rule in MAPS.items():
        for c in (*letters(), *MARKS):
            written = rule(c)
            if written != c:
                codes = " ".join(f"{ord(x):04X}" for x in written) or "-"
                yield f"{name}\t{c}\t{codes}"


def words(config: Config) -> Iterator[str]:
    """Yield the rows of the table of words."""
    resources = load_resources(config)
    lm = resources.lm
    cost = {w: lm.alone[k] / UNITS for k, w in enumerate(lm.words)}
    common = sorted((w for w in resources.words.words if w in cost), key=lambda w: cost[w])[:COMMON]
    for name in (*MAPS, *(TWICE + x for x in AGAIN)):
        write = letter_map(name).write
        found = {
            written
            for w in common
            for form in (in_case(w, case) for case in CASES)
            if (written := write(form)) != form
            and len(written) > 1
            and not any(c.isspace() for c in written)
            and cost.get(unicodedata.normalize("NFC", written).lower(), 99.0) - cost[w] > RARER
        }
        yield from (f"{name}\t{w}" for w in sorted(found))


def build(folder: Path, config: Config) -> None:
    """Write the tables."""
    out = folder / "letter_maps.tsv"
    out.write_text(HEADER + "".join(f"{row}\n" for row in rows()), "utf-8", newline="\n")
    out = folder / "letter_map_words.tsv"
    out.write_text(
        WORDS_HEADER + "".join(f"{row}\n" for row in words(config)), "utf-8", newline="\n"
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]), Config())
