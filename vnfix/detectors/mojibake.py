"""The lines of UTF-8 that was read as Latin-1 or Windows-1252 (`Viá»‡t Nam`)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from vnfix.analysis import characters, inventory, once
from vnfix.detectors.weights import gate, line_score
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern
from vnfix.text.unicode import LETTERS

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "mojibake"
TITLE = "UTF-8 read as Windows-1252"
# The first byte of a letter in UTF-8 as Latin-1 shows it, and a second one from 0x80 to 0xBF.
SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
FIRST = frozenset("ÃÄÅÆÌº»")
_SURE = rf"[ÄÅÆ][{SECOND}]|á[º»][{SECOND}]|Ì[\u0080-\u00a3€ƒ‰£]"
BYTES = pattern(rf"{_SURE}|Ã[{SECOND} ]")
# Bytes that are no capital word's Ã (`XÃ` before a mark or a blank that does not break, a number).
CLEAR = pattern(
    rf"{_SURE}|(?<=\p{{Ll}})Ã[{SECOND} ]|Ã[{SECOND}]\p{{Ll}}|(?<!\p{{L}})Ã[{SECOND}](?!\p{{Lu}})"
)
# A small letter between capitals.
UNEVEN = pattern(r"\p{Lu}\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}")
# U+2028, U+2029 and U+0085, as Latin-1 and Windows-1252 show them.
ENDS = pattern("(â[\u0080€][¨©]|Â[\u0085…])")

# Of these nothing but letters side by side can look like such bytes to ftfy.
HARMLESS = frozenset(map(chr, range(0x20, 0x7F))) | LETTERS | frozenset("".join(LETTERS).upper())


@once
def repaired(analysis: Analysis) -> dict[int, str]:
    """Return line index -> the line as it was meant, where that is Vietnamese."""
    if not analysis.config.mojibake or FIRST.isdisjoint(characters(analysis)):
        return {}
    found, lines, out = inventory(analysis), analysis.document.lines, {}
    marked = found.sums(array("d", [not FIRST.isdisjoint(token) for token in found.types]))
    for k in (k for k, n in enumerate(marked) if n):
        line = lines[k].text
        if BYTES.search(line) and not is_right(line):
            after = _read_anew(line)
            if after != line and _is_vietnamese(after):
                out[k] = after
    return out


def is_right(line: str) -> bool:
    """Tell whether ftfy has no reason to look at a line, as far as that is quickly told.

    It has one where an accented capital follows an accented small letter, or where `Ã` or `Â` ends
    a word and is not part of one in capitals.

    >>> is_right("XÃ HỘI CHỦ NGHĨA"), is_right("HỘI Ã"), is_right("Ã HỘI"), is_right("hÃ nh")
    (True, False, False, False)
    """
    if not HARMLESS.issuperset(line):
        return False
    for before, c, after in zip(f" {line}", line, f"{line[1:]}  ", strict=False):
        capital = c.isupper() and not c.isascii()
        if capital and before.islower() and not before.isascii():
            return False
        if c in "ÃÂ" and after == " " and not before.isupper():
            return False
    return True


def _whole(line: str) -> str:
    """Return a line whose every character is a byte of UTF-8 as it was meant, "" for others.

    >>> [_whole(line) for line in ("CÃ”NG TY", "“MÃ”", "XÃ–PHƯỜNG")]
    ['CÔNG TY', '', '']
    """
    import ftfy.bad_codecs  # noqa: F401 - knows the five bytes without a letter

    try:
        return line.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return ""


def _read_anew(line: str) -> str:
    """Return a line as its bytes say, and where they are not all bytes, as ftfy reads it.

    What stands for a line end stays, as it would make two.
    """
    clear, meant = CLEAR.search(line), _whole(line)
    if not clear and (not meant or UNEVEN.search(meant)):
        return line
    if meant and not ENDS.search(line) and not CLEAR.search(meant):
        return meant
    from ftfy import TextFixerConfig, fix_encoding

    plan = TextFixerConfig(explain=False)
    return "".join(p if ENDS.fullmatch(p) else fix_encoding(p, plan) for p in ENDS.split(line))


def _is_vietnamese(line: str) -> bool:
    garbled, foreign = line_score(line.split(), gate())
    return garbled < 0.0 and foreign < 0.0


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines that become Vietnamese when their bytes are read as UTF-8."""
    return [Finding(k, Damage.LEGACY, 1.0, NAME, TITLE) for k in repaired(analysis)]
