"""Where a number and letters ran together, and what is printed so: `28thang`, `450m2`, `1A`.

A digit that stands beside letters is either a letter's garble (`c6ng`) or a number that lost its
blank. Places where the second may be so are borders of words like any other; the lattice weighs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from vnfix import memory
from vnfix.decode.prices import CODE_PRICE, JOINED_PRICE, MIXED, UNIT_PRICE
from vnfix.text.escapes import is_escaped
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_accented, is_syllable
from vnfix.text.unicode import is_vietnamese
from vnfix.text.units import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_ONSET = "bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX"
# A number at the left edge of a run, and letters behind it: two digits and any letters, or one
# digit and what begins like a syllable.
_LEADING = pattern(
    r"(?<![\p{L}\d])(?:\d+(?:[.,]\d+)*(?<=\d\d)(?=\p{L}[^\W_])"
    rf"|\d(?:[.,]\d+)?(?=[{_ONSET}]{{1,3}}[^\W_{_ONSET}]))"
)
# Letters, and a number of two digits or more at the right edge.
_TRAILING = pattern(r"(?<=\p{L}[\p{L}\d])\d{2,4}(?![\p{L}\d])")
# Quantities as they are printed: units of measure, hours, and numbers with one letter.
_PRINTED = pattern(
    r"(?<![\p{L}\d])(?P<n>\d+(?:[.,]\d+)*)"
    r"(?P<u>(?:[cdkm]?m[23]?|[cdm]?l|[mk]?g|ha|[kMG]?[WV]h?|[kM]VA|[kMG][Bb]|[đd])(?![\p{L}\d])"
    r"|[hHgG](?=(?:\d{2})?(?![\p{L}\d]))|[A-HKa-eđ](?![\p{L}\d]))"
)
# What is printed in letters and digits: coordinates, points of a map, roads, units of the police;
# and the letter of a list item that was put in between two others, `điểm b2`.
_CODE = pattern(
    r"(?<![\p{L}\d&/-])(?:[A-ZĐ]{2,5}\d{1,4}|[A-ZĐ]\d{2,4}[A-Z]?|[A-Z]=\d+(?:[.,]\d+)*"
    r"|\d+(?:x\d+){1,2}(?:[cm]?m)?)(?![\p{L}\d/&])"
)
_LONG_CODE = pattern(r"(?<![\p{L}\d&/-])[A-Z]=\d+(?:[.,]\d+)*(?![\p{L}\d/&])")
# What no garble of a word looks like. Engines take letters for 0, 1, 4, 5, 6 and 9, for 2, 3, 7 and
# 8 hardly, and for no two of these: so it is the other digits that tell, and more of them where
# units are short. Amounts have points, sizes an `x`, codes capitals, strains of a virus both twice.
_UNITS = r"(?:[mµ]c?g|kg|[cdm]l|[cdkm]m[23]?|[kMG]?Hz|[kM]Wh?|[kM]V|kVA|[KMGT]B)"
_LONG = rf"\d+(?:[.,]\d+)*(?<=[235789][\d.,]*|[.,]\d+|\d{{3}}){_UNITS}"
_SHORT = r"\d+(?:[.,]\d+)*(?<=[23789][\d.,]+|[\d.,]+[23789])(?:m[23]?|ha|[glVWATC])"
# A dose and a multiple of an unknown are hardly a garble (`1g` was 18 in one line of 120,000), and
# a lost digit of a dose does harm.
_PLAIN = (
    r"\d{1,2}[gxz]|[A-ZĐ]{2,5}\d{1,4}[A-Z]?|[A-ZĐ][278]|[A-GKMNPQ][13]"
    r"|[A-ZĐ]\d{2,4}(?<=[23789]\d*)[A-Z]?|(?:[A-Z]+\d+){2,}|[A-ZĐ]\d(?:[,;+][A-ZĐ]\d)+"
)
_SIZE = r"\d+(?:[xX]\d+)+(?<=[23789].*)(?:[cdkm]?m)?|(?<==)\d+(?:[.,]\d+)*(?:[ckm]?m|[mk]?g|ha)?"
# Formulas with a digit that is hardly a letter's, temperatures, first halves of the numbers of
# motorcycles (`79-N1`), a code with a decimal (`PM2.5`), numbers of roads, hours from and to.
_ELEMENT = r"(?:A[gl]|B[ar]?|C[aloru]?|Fe?|Hg?|K|M[gn]|Na?|O|Pb?|Si?|Zn)"
_FORMULA = rf"(?=\w*[2378])(?:{_ELEMENT}\d{{0,2}}){{2,}}(?!/)"
_MATTER = rf"{_FORMULA}|\d+(?:[.,]\d+)*[°º]C|\d\d-[A-Z]\d(?!-)|[A-ZĐ]{{2,3}}[2378]\.\d"
_ROAD = r"QL\.?\d{1,2}[A-H]?|[DĐT][LT]\.?\d{3}[A-H]?"
_HOURS = r"\d{1,2}[gGhH](?:\d{2})?-\d{1,2}[gGhH](?:\d{2})?|(?:[01]?\d|2[0-3])[gh](?:00|15|30|45)"
_STATION = r"[kK][mM]\d{1,4}\+\d{3}"  # of a road, `Km5+500`
_CLASS = r"(?:[6-9]|1[0-2])[A-HK]\d{1,2}"  # of a school, `10A1`
_STRAIN = r"[A-Z]\d[A-Z]\d"  # of a virus, `H5N1`
_PART = r"[A-ZĐ]\.\d{1,2}|[a-eđghik][278](?=\W*$)"  # of an annex, `D.4`; a point, `b2`
# Parts with a letter of their own, two of them with a slash between, and what has no digits: nine
# engines and four plans write none of these for a word.
_BRANCH = r"III?[a-eđ]|[2378][a-eđ]|[A-Z]/[A-Z]|[IVX]{1,3}/[IVX]{1,3}"
# An account that is masked, a decimal with its sign: no token of these engines looks so.
_MASKED = r"\d{3,}[xX]{3,}|[xX]{3,}\d{3,}"
_SIGNED = r"(?<!\S)[+–-]\d+[.,]\d+"
_BARE = r"pH|(?:Na|K|H|Ca|Mg|Fe|Zn)Cl|(?:Na|K)OH"
_EXACT = (
    rf"{_MATTER}|{_ROAD}|{_STATION}|{_HOURS}|{_CLASS}|{_STRAIN}|{_PART}|{_BRANCH}|{_BARE}|{_MASKED}"
)
# The letter of an item, also within a line: of 50 two were no such. What else stands in brackets
# by itself: a Roman number, a capital, a number with or without a letter, the stars of a note, the
# result of a test.
_RESULT = r"\d?[+±–-]{1,4}"
_BRACKETED = (
    r"\((?:(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})|[A-ZĐ]|\d{1,2}[a-eđ]?|\*{1,3}"
    rf"|{_RESULT})\)[,.;:]?"
)
_LABEL, LONGEST_LABEL = pattern(rf"\(?[a-zđ]\)[,.;:]?|[A-E]\.|{_BRACKETED}"), 10
_RATE = pattern(rf"(?<![\p{{L}}\d/])(?:{RATE}|\p{{Ll}}/\p{{Ll}}{{1,2}})(?![\p{{L}}\d/])")
_AMOUNT = r"(?<!\d|\d[.,])\d{1,3}(?:\.\d{3})+(?![\d])"
_NOT_INSIDE, _END = r"(?<![\p{L}\d])", r"(?![\p{L}\d])"
_TELLING = pattern(rf"{_NOT_INSIDE}(?:{_EXACT}|{_LONG}|{_SIZE}){_END}|{_SIGNED}|{_AMOUNT}")
_TELLING_LETTERS = pattern(rf"{_NOT_INSIDE}(?:{_BRANCH}|{_BARE}){_END}")
# Names of the highlands (`H'Drai`, `M'Nông`): of five that were read four are printed so.
_NAME = pattern(r"(?<![\p{L}\d])\p{Lu}['’]\p{Lu}\p{Ll}+(?![\p{L}\d])")
# Of 21 on lines of small letters none was another word or code.
_ABBREVIATED = pattern(r"\([A-Z]{3,6}\)[.,;:]?")
_TELLING_CODE = pattern(
    rf"{_NOT_INSIDE}(?:{_EXACT}|{_LONG}|{_SHORT}|{_SIZE}|{_PLAIN}){_END}|{_SIGNED}|{_AMOUNT}"
    r"|(?<!\d|\d[.,])(?:(?![23789])\d)*[23789]\d*(?<=\d{3})(?!-\p{Ll})"
)
# What begins like a word in small letters, goes on in letters and digits, and has no three of
# these: none of the above matches it.
_WORDLIKE = pattern(r"(?:\p{Ll}(?:\p{Ll}|\d\p{L})|\p{Lu}\p{Ll}\p{Ll})(?:\p{L}|\d(?!\d\d))*+[.,;:]?")
# The number of a note behind a word, or before the first word of the note itself. In garbled text a
# digit is more often a letter, but not one that is hardly taken for any, nor beside letters that
# only Unicode Vietnamese has: of 259,080 tokens of nine engines and four plans one is such a word.
_NOTED = pattern(r"(\p{L}{2,})[1-9]\d{0,2}|[1-9]\d{0,2}(\p{Lu}\p{L}+)")
_NOTE = pattern(r"[^\p{L}\d]*([\p{L}\d]+)[^\p{L}\d]*")
_HARDLY_LETTERS = pattern("[237]")
# A hyphen beside an I or a J may be the bar of an H (`CCI-IC`).
_JOINED = pattern(r"(?<![\w&/-])[A-ZĐ]{2,8}(?:(?<![IJ])[-&](?![IJ])[A-ZĐ]{2,8})+(?![\w&/-])")
_ITEM = pattern(r"(?<![\p{L}\d])[a-eđghik]\d(?=\W*$|,\p{L})")
# A unit that stands apart from its number.
_LONE_UNIT = pattern(r"(?<![\p{L}\d.,])[cdk]?m[23](?=\W*$)")
_PER = pattern(r"(?<=\p{L}/)(?:[ckm]?m[23]?|ha|kg)(?![\p{L}\d])")


class Printed(NamedTuple):
    """A stretch of a token that may be printed as it stands.

    Attributes:
        start: its first character.
        end: the one after it.
        says: what the language model hears: a number, a letter or unit; nothing where it is empty.
        price: of the reading, units.

    """

    start: int
    end: int
    says: str
    price: int


def breaks(observed: str) -> tuple[list[int], list[int]]:
    """Return where words may begin behind a number, and end before one.

    >>> breaks("28thang"), breaks("ndm2024,"), breaks("c6ng"), breaks("6ng")
    (([2], []), ([], [3]), ([], []), ([], []))
    """
    if not any(map(str.isdecimal, observed)):
        return [], []
    starts = [m.end() for m in _LEADING.finditer(observed)]
    return starts, [m.start() for m in _TRAILING.finditer(observed)]


# Digits inside of a word, or several of them at its edge: no number is printed so. They are those
# that look like letters.
_LIKE_LETTERS = frozenset("014569")
_MIXED = pattern(
    r"(?<=\p{L}[014569]{2,8})\p{Ll}|\p{Ll}[014569]{2,8}(?!\d)|1111"
    rf"|(?<![\d.,])[014569]{{2,8}}(?!{_UNITS}{_END})\p{{L}}{{2}}"
)


def digits_are_letters(texts: Iterable[str]) -> bool:
    """Whether so many words of a document hold runs of digits that these are no numbers.

    >>> digits_are_letters(["c6ng", "V111", "111i", "nh11"]), digits_are_letters(["c6ng", "MR2"])
    (True, False)
    """
    words = mixed = 0
    for text in texts:
        words += 1
        if not (text.isalpha() or _LIKE_LETTERS.isdisjoint(text)) and _MIXED.search(text):
            mixed += not telling(text)
    return mixed > MIXED * words


def printed(observed: str, *, caps: bool = False, sure: bool = True) -> Iterator[Printed]:
    """Yield the units of measure, numbered letters and codes of a token.

    Args:
        observed: the token.
        caps: whether its line is in capitals: letters alone are no code there.
        sure: whether digits are digits; a letter and digits are no code where they are not.

    >>> [seen[p.start:p.end] for seen in ("450m2,", "08h30", "12B") for p in printed(seen)]
    ['m2', 'h', '12B']

    """
    if not caps and ("-" in observed or "&" in observed):
        for m in _JOINED.finditer(observed):
            yield Printed(m.start(), m.end(), "", JOINED_PRICE)
    if any(map(str.isdecimal, observed)):
        yield from _quantities(observed, sure=sure)
        yield from _codes(observed, sure=sure)


def _quantities(observed: str, *, sure: bool) -> Iterator[Printed]:
    for m in _PRINTED.finditer(observed):
        label = len(m["u"]) == 1 and m["u"] in "ABCDEFGHKabcdeđ" and len(m["n"]) < 4
        if not label:
            yield Printed(m.start("u"), m.end(), m["u"].rstrip("23").lower(), UNIT_PRICE)
        elif sure:
            yield Printed(m.start(), m.end(), m["n"], UNIT_PRICE)
    if "m" in observed:
        for m in _LONE_UNIT.finditer(observed):
            yield Printed(m.start(), m.end(), m.group().rstrip("23"), 0)
    if "/" in observed:
        for m in _PER.finditer(observed):
            yield Printed(m.start(), m.end(), m.group().rstrip("23"), UNIT_PRICE)


def _codes(observed: str, *, sure: bool) -> Iterator[Printed]:
    pattern = _CODE if sure else _LONG_CODE
    for m in pattern.finditer(observed):
        yield Printed(m.start(), m.end(), "", CODE_PRICE)
    for m in _ITEM.finditer(observed):
        yield Printed(m.start(), m.end(), m.group()[0], UNIT_PRICE)


def telling(observed: str, *, caps: bool = False, sure: bool = True) -> list[tuple[int, int]]:
    """Return where a token has measures, codes and amounts that no garble of a word explains.

    Args:
        observed: the token.
        caps: whether its line is in capitals: words there may look like codes.
        sure: whether digits are digits.

    >>> tokens = ("b)", "20mg", "d=12mm,", "O157:H7", '"P72",0912', "c6ng", "46i", "µg/m3;")
    >>> [[seen[a:b] for a, b in telling(seen)] for seen in tokens]
    [['b)'], ['20mg'], ['12mm'], ['O157', 'H7'], ['P72', '0912'], [], [], ['µg/m3']]
    >>> [telling(seen) for seen in ("8h00:", "Km5+500", "11h11", "km5+5")]
    [[(0, 4)], [(0, 7)], [], []]
    >>> [telling(seen) for seen in ("gửi4:", "(luật12)", "phép2", "hanh4", "gửl3", "bé6")]
    [[(0, 4)], [(1, 7)], [(0, 5)], [], [], []]

    """
    n = len(observed)
    if is_escaped(observed) or (
        (n == 2 or (n < LONGEST_LABEL and ")" in observed)) and _LABEL.fullmatch(observed)
    ):
        return [(0, n)]
    if "/" in observed and (rate := _RATE.search(observed)):
        return [rate.span()]
    if not any(map(str.isdecimal, observed)):
        return _told_by_letters(observed, caps=caps)
    if not observed.isascii() and (note := _noted(observed, sure=sure)):
        return [note]
    if _WORDLIKE.fullmatch(observed):
        return []
    pattern = _TELLING_CODE if sure and not caps else _TELLING
    return [m.span() for m in pattern.finditer(observed)]


def _told_by_letters(observed: str, *, caps: bool) -> list[tuple[int, int]]:
    """Return where a token without digits has a name, an abbreviation or a code."""
    if ("'" in observed or "’" in observed) and (name := _NAME.search(observed)):
        return [name.span()]
    if observed.islower() or (observed.istitle() and "/" not in observed):
        return []
    if not caps and _ABBREVIATED.fullmatch(observed):
        return [(0, observed.index(")") + 1)]
    return [m.span() for m in _TELLING_LETTERS.finditer(observed)]


def _noted(observed: str, *, sure: bool) -> tuple[int, int] | None:
    """Return where a token is a right syllable with the number of a note."""
    found = _NOTE.fullmatch(observed)
    if not found or not is_noted(found[1]) or not is_accented(found[1]):
        return None
    told = is_vietnamese(found[1]) or (sure and _HARDLY_LETTERS.search(found[1]))
    return found.span(1) if told else None


def without_note(word: str) -> str:
    """Return a right syllable without the number of its note; other words as they are.

    >>> [without_note(w) for w in ("luật5", "VỊ12", "1Căn", "l1ật", "T0", "1uật", "luâtt5")]
    ['luật', 'VỊ', 'Căn', 'l1ật', 'T0', '1uật', 'luâtt5']
    """
    found = _NOTED.fullmatch(word)
    bare = found[1] or found[2] if found else word
    return bare if is_syllable(bare) else word


def is_noted(word: str) -> bool:
    """Tell whether a word is a right syllable but for the number of a note."""
    return without_note(word) != word


@lru_cache(maxsize=memory.TOKENS)
def is_telling(observed: str) -> bool:
    """Whether a token holds a measure, a code or an amount that no garble of a word explains."""
    return bool(telling(observed))


def lone_unit(observed: str) -> tuple[int, int] | None:
    """Return where a unit of areas or volumes stands apart from its number, if it does.

    >>> [lone_unit(seen) for seen in ("m2,", "(km2)", "450m2", "m6")]
    [(0, 2), (1, 4), None, None]
    """
    m = _LONE_UNIT.search(observed)
    return m and m.span()


def numbers(observed: str) -> list[str]:
    """Return the numbers of a token that no garble of a word explains.

    >>> numbers("28thang"), numbers("thdng10"), numbers("c6ng")
    (['28'], ['10'], [])
    """
    if not any(map(str.isdecimal, observed)):
        return []
    found = [m.group() for m in _LEADING.finditer(observed)]
    return found + [m.group() for m in _TRAILING.finditer(observed)]
