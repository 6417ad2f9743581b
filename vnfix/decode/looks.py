"""What a token's candidates owe to its looks alone, whatever the channel says.

Marks, codes, addresses, numbers and units, where words may begin and end in it, the cases that it
may have been printed in, and the arcs that leave it as it stands: worked out once for each token,
used in all rounds and documents.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import regex

from vnfix import memory
from vnfix.decode.prices import (
    BESIDE_DIGIT,
    COMMA_DEBRIS,
    COMMA_SWALLOWED,
    DEBRIS,
    GLUED,
    GLUED_NUMBER,
    KEEP,
    KEEP_CAPITAL,
    KEEP_CODE,
    KEEP_CODE_LETTER,
    KEEP_LETTER,
    KEEP_RUN,
    LONGEST,
    LOWER,
    ODD_DEBRIS,
    ODD_MARK,
    ODD_NUMBER,
    PUNCTUATED,
    SPECK_DASH,
    SPECK_POINT,
    SPLIT,
    SWALLOWED,
    TELLING,
    TITLE,
    UNHEARD,
    UNHEARD_LETTER,
    UNHEARD_ROMAN,
    UNIT_PRICE,
    UPPER,
    Kind,
)
from vnfix.decode.quantities import breaks, lone_unit, printed, telling
from vnfix.text.patterns import pattern
from vnfix.text.tokens import UNIT
from vnfix.values import dataclass

if TYPE_CHECKING:
    from vnfix.decode.lm import LanguageModel

_COMMON = ",.;:()-–/%\"'“”|+"
COMMON = frozenset(_COMMON)
# Boxes, ticks, bullets and relations of forms: no engine that we know writes one for a letter.
FORM_MARKS = frozenset("☐☑☒□■▢▣◻◼○●◯◦▪▫➢◊♦✓✔✗✘√×÷→⇒←≥≤≠≈•")
# Alone, these are no dirt: of 25 one stood for nothing.
SIGNS = frozenset("=±§<>")
# What begins like a document number stays as it is; rules know how those are garbled.
NUMBERED = regex.compile(
    r"\P{L}*\d[\d./-]*[-/](?=\P{Lu}*\p{Lu}[^\p{Lu}]*\p{Lu})[\p{L}/&-]{2,24}\P{L}*"
)
# An e-mail or web address is what it is; a garbled word has no dot and country behind an `@`.
ADDRESS = regex.compile(
    r"\P{L}*(?:https?:/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[\w-]+\.)+(?:gov|com|org|edu|net)(?:\.vn)?(?:/\S*)?)\P{L}*"
)

ROMAN = regex.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")
# No word of capitals looks like one of three letters and more; `VI` may be `VỊ`.
LONG_ROMAN = regex.compile(r"\P{L}*(?=[IVX]{3})X{0,3}(?:IX|IV|V?I{0,3})\P{L}*")

LISTED = frozenset("-–+•*/%()…&")  # alone, these are no debris
CONSONANTS = frozenset("BCDGHKLMNPRSTVX")  # no word in capitals is made of these alone
EDGE = frozenset(",.;:")
UNITS_APART = frozenset(("kVA", "kWh", "kHz", "MHz", "GHz"))  # no word is garbled so
# Between small letters these are mostly specks in the place of a blank (61 of 73 full stops).
INNER = {".": SPECK_POINT, "-": SPECK_DASH}
LONG_BEFORE, LONG_BEHIND = pattern(r"\p{Ll}{2}$"), pattern(r"\p{Ll}{2}")
FORMULAIC = frozenset("abcde")  # letters that forms have for names: `Nguyễn Văn A`


def may_be_words(observed: str) -> bool:
    """Whether the channel may have words to say: no pure marks or numbers, no document number.

    >>> [may_be_words(x) for x in ("c6c", "&", "16", "-", "12/KH-UBND", "9/Ngay", "a@hue.vn")]
    [True, True, True, False, False, True, False]
    >>> [may_be_words(x) for x in ("VII,", "XIV.", "VI", "lII")]
    [False, False, True, True]
    """
    if ADDRESS.fullmatch(observed) or LONG_ROMAN.fullmatch(observed):
        return False
    if NUMBERED.fullmatch(observed) or all(
        c.isdecimal() or c in COMMON or c in FORM_MARKS for c in observed
    ):
        return len(observed) <= 2 and observed.isdecimal()
    return True


def core_span(observed: str) -> tuple[int, int]:
    """Return the token without the marks at its edges.

    >>> core_span("(c6c),")
    (1, 4)
    """
    first = len(observed) - len(observed.lstrip(_COMMON))
    return (first, len(observed.rstrip(_COMMON))) if first < len(observed) else (0, first)


def borders(observed: str) -> tuple[list[int], list[int]]:
    """Return where words may begin and end without a lost blank: at the edges and at marks.

    >>> borders("(c6c.hQ)")
    ([0, 1, 5], [4, 7, 8])
    """
    marks = [k for k, c in enumerate(observed) if not c.isalnum()]
    starts = sorted({0, *(k + 1 for k in marks)} - {len(observed)})
    ends = sorted({len(observed), *marks} - {0})
    return starts, ends


def cases_to_try(observed: str, *, caps: bool) -> tuple[int, ...]:
    """Return the cases that a token may have been printed in.

    A token that begins with a small letter was hardly printed with a capital, unless its line is
    in capitals.
    """
    upper = sum(map(str.isupper, observed))
    tried = []
    if not caps or upper * 2 < len(observed):
        tried.append(LOWER)
    if not observed[0].islower() or (caps and upper):
        tried.append(TITLE)
    if caps or upper * 5 >= 2 * len(observed):
        tried.append(UPPER)
    return tuple(tried)


def kept_price(unit: str, *, caps: bool) -> int:
    """Return the price of keeping a run of letters that no list knows.

    Capitals on a line of small letters are an abbreviation, whichever it is: of those with three
    letters nine in ten stand for themselves.
    """
    if unit in UNITS_APART:
        return UNIT_PRICE
    if unit.isupper() and 1 < len(unit) < 8:
        if len(unit) > 2 and unit.isascii() and (not caps or CONSONANTS.issuperset(unit)):
            return KEEP_CODE + KEEP_CODE_LETTER * len(unit)
        if not caps:
            return KEEP + KEEP_CAPITAL * len(unit)
    return KEEP + KEEP_LETTER * len(unit)


def beside_digit(observed: str, start: int, end: int) -> bool:
    """Whether a digit stands right before or behind a mark."""
    return observed[max(start - 1, 0) : start].isdecimal() or observed[end : end + 1].isdecimal()


def swallowed(edge: str) -> int:
    """Return the price of a word that takes a character at its edge for part of itself."""
    if edge == ",":
        return COMMA_SWALLOWED
    return SWALLOWED if edge and edge in EDGE else 0


def between_small(observed: str, start: int, end: int) -> bool:
    """Whether a mark stands between two runs of small letters: `chung.nhat`, not `v.v`, `a.vn`."""
    if not LONG_BEHIND.match(observed, end):  # first, as it looks at no more than a letter or two
        return False
    return LONG_BEFORE.search(observed[:start]) is not None


Standing = tuple[int, int, int, int, int]
"""An arc that says no word of the vocabulary."""

_START = (0,)


@dataclass(frozen=True, slots=True)
class Look:
    """What a token looks like.

    Attributes:
        observed: the token (NFC).
        caps: whether its line is in capitals.
        may_be_words: whether the channel may have words to say.
        core: where it begins and ends without the marks at its edges.
        cases: the cases that its word may have been printed in.
        starts: where words may begin: at the edges, at marks and behind numbers.
        ends: where they may end.
        prices: what it costs to begin a word at each place, and to end one there; units.
        numbers: where it has numbers, measures and codes that no garble of a word explains.
        unit: where a unit of areas or volumes stands apart from its number.
        as_it_stands: the arcs that change nothing, and those that drop a mark: for each the places
            where it leaves and arrives, its kind, the language model's word and its cost.

    """

    observed: str
    caps: bool
    may_be_words: bool
    core: tuple[int, int]
    cases: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    prices: tuple[Any, Any]
    numbers: tuple[tuple[int, int], ...]
    unit: tuple[int, int] | None
    as_it_stands: tuple[Standing, ...]


def look_at(observed: str, lm: LanguageModel, *, caps: bool, digits: bool) -> Look:
    """Look at a token.

    Args:
        observed: the token (NFC).
        lm: the language model.
        caps: whether its line is in capitals.
        digits: whether digits beside letters may be believed.

    """
    n = len(observed)
    arcs: list[Standing] = []
    starts: tuple[int, ...] = _START
    ends: tuple[int, ...] = (n,)
    if observed.isalpha():  # nothing in it but letters: most are so
        _kept(arcs, observed, (0, n), lm, caps=caps)
        words, core = LONG_ROMAN.fullmatch(observed) is None, (0, n)
        numbers, unit = telling(observed, caps=caps, sure=digits), None
        prices = prices_inside(n)
    else:
        words, core = may_be_words(observed), core_span(observed)
        first, last = borders(observed)
        early, late = (array("i", row) for row in prices_inside(n))
        for k in first:
            early[k] = swallowed(observed[k : k + 1])
        for k in range(1, n + 1):
            late[k] = swallowed(observed[k - 1])
        behind, before = breaks(observed)
        for k in behind:
            early[k] = GLUED
        starts, ends, prices = (*first, *behind), (*last, *before), (early, late)
        numbers, unit = telling(observed, caps=caps, sure=digits), lone_unit(observed)
        _as_it_stands(arcs, observed, lm, caps=caps, digits=digits)
    cases = cases_to_try(observed[slice(*core)], caps=caps) if words else ()
    stands = tuple(arcs)
    spans = tuple(numbers)
    return Look(observed, caps, words, core, cases, starts, ends, prices, spans, unit, stands)


@lru_cache(maxsize=LONGEST)
def prices_inside(n: int) -> tuple[Any, Any]:
    """Return what it costs to begin a word at each place of `n` letters, and to end one there."""
    early = array("i", [SPLIT]) * (n + 1)
    early[0] = 0
    return early, array("i", bytes(4 * n + 4))


class Looks:
    """The looks of tokens, each type worked out once."""

    def __init__(self, lm: LanguageModel) -> None:
        """Start with none."""
        self._lm = lm
        self._known: dict[tuple[str, bool, bool], Look] = {}

    def of(self, observed: str, *, caps: bool, digits: bool) -> Look:
        """Return what a token looks like; see `Look`."""
        key = (observed, caps, digits)
        found = self._known.get(key)
        if found is None:
            memory.let_go(self._known, memory.LOOKS)
            found = look_at(observed, self._lm, caps=caps, digits=digits)
            self._known[key] = found
        return found


def _as_it_stands(
    arcs: list[Standing],
    observed: str,
    lm: LanguageModel,
    *,
    caps: bool,
    digits: bool,
) -> None:
    """Add arcs that change nothing, and those that drop a mark that is part of no code."""
    n, codes = len(observed), telling(observed, caps=caps, sure=digits)
    glued = {k for found in breaks(observed) for k in found} if digits else ()
    matches = list(UNIT.finditer(observed))
    for m in matches:
        unit, (a, b) = m.group(), m.span()
        touches = (a > 0 and observed[a - 1].isalpha()) or (b < n and observed[b].isalpha())
        if unit[0].isalpha():
            _kept(arcs, unit, (a, b), lm, caps=caps)
        elif unit[0].isdecimal():
            lost = b in glued or a in glued
            price = GLUED_NUMBER if lost else ODD_NUMBER if touches else 0
            arcs.append((a, b, Kind.NUMBER, lm.unit(unit), price))
        else:
            inside = a > 0 and b < n and touches
            kept = mark_price(observed, unit, inside=inside)
            arcs.append((a, b, Kind.MARK, lm.unit(unit), kept))
            debris = debris_price(observed, (a, b), digits=digits)
            told = unit not in EDGE and any(low <= a and b <= high for low, high in codes)
            if debris is not None and not told:
                arcs.append((a, b, Kind.NOTHING, -1, debris))
    for p in printed(observed, caps=caps, sure=digits):
        says = lm.unit(p.says) if p.says else -1
        arcs.append((p.start, p.end, Kind.KEPT, says, p.price))
    if len(matches) > 1 and any(c.isalpha() for c in observed):
        runs = sum(m.group()[0].isalpha() for m in matches)
        price = KEEP + KEEP_LETTER * n + KEEP_RUN * (runs - 1)
        arcs.append((0, n, Kind.KEPT, 0, price))


def _kept(
    arcs: list[Standing], unit: str, span: tuple[int, int], lm: LanguageModel, *, caps: bool
) -> None:
    """Add the arcs that keep a run of letters, a code as one whichever it is."""
    price = kept_price(unit, caps=caps)
    arcs.append((*span, Kind.KEPT, lm.unit(unit), price))
    if len(unit) == 1:
        if unit.isupper() and not caps:
            arcs.append((*span, Kind.KEPT, -1, UNHEARD_LETTER))
    elif ROMAN.fullmatch(unit):
        arcs.append((*span, Kind.KEPT, -1, UNHEARD_ROMAN))
    elif price < KEEP:  # its neighbours meet
        arcs.append((*span, Kind.KEPT, -1, UNHEARD))


def is_form(observed: str, unit: str) -> bool:
    """Whether a mark of a token is a box or a relation, no dirt."""
    return unit in FORM_MARKS or (unit == observed and unit in SIGNS)


def mark_price(observed: str, unit: str, *, inside: bool) -> int:
    """Return the price of a mark that stays."""
    if unit not in COMMON and not is_form(observed, unit):
        return ODD_MARK
    return PUNCTUATED if inside else 0


def debris_price(observed: str, span: tuple[int, int], *, digits: bool) -> int | None:
    """Return the price of a mark that is debris; None where it is none."""
    a, b = span
    unit = observed[a:b]
    if is_form(observed, unit) or (len(observed) == 1 and unit in LISTED):
        return None
    label = unit + ")" == observed  # `€)` is c)
    if unit == "&" or label or (digits and beside_digit(observed, a, b)):
        return BESIDE_DIGIT
    if unit in INNER and between_small(observed, a, b):
        return INNER[unit]
    if unit == ",":
        return COMMA_DEBRIS
    if unit not in COMMON:
        return ODD_DEBRIS
    return TELLING if unit in "/%()" else DEBRIS
