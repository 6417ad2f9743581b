# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What a token's candidates owe to its looks alone, whatever the channel says.

Marks, codes, addresses, numbers and units, where words may begin and end in it, the cases that it
may have been printed in, and the arcs that leave it as it stands: worked out once for each token,
used in all rounds and documents. Plain Python that Cython compiles with the types of `looks.pxd`,
as the kernel is.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Any

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
from vnfix.text.escapes import is_escaped
from vnfix.text.patterns import pattern
from vnfix.text.tokens import UNIT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from vnfix.decode.lm import LanguageModel

_COMMON = ",.;:()-–/%\"'“”|+"
COMMON = frozenset(_COMMON)
# Boxes, ticks, bullets and relations of forms: no engine that we know writes one for a letter.
FORM_MARKS = frozenset("☐☑☒□■▢▣◻◼○●◯◦▪▫➢◊♦✓✔✗✘√×÷→⇒←≥≤≠≈•⊥∠∥∈∉⊂⊃∪∩∞∑∆∇∂∫≡≅∝∀∃⇔↔")
# Alone, these are no dirt: of 25 one stood for nothing; of those of two marks there was none.
SIGNS = frozenset("=±§<>") | frozenset(("<=", ">=", "==", "!=", "<>", "->", "=>", "<-", ":=", "+="))
# What begins like a document number stays as it is; rules know how those are garbled.
NUMBERED = pattern(r"\P{L}*\d[\d./-]*[-/](?=\P{Lu}*\p{Lu}[^\p{Lu}]*\p{Lu})[\p{L}/&-]{2,24}\P{L}*")
# An e-mail or web address is what it is; a garbled word has no dot and country behind an `@`.
ADDRESS = pattern(
    r"\P{L}*(?:https?:/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:[\w-]+\.)+(?:gov|com|org|edu|net)(?:\.vn)?(?:/\S*)?)\P{L}*"
)

ROMAN = pattern(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")
# No word of capitals looks like one of three letters and more; `VI` may be `VỊ`.
LONG_ROMAN = pattern(r"\P{L}*(?=[IVX]{3})X{0,3}(?:IX|IV|V?I{0,3})\P{L}*")

LISTED = frozenset("-–+•*/%()…&")  # alone, these are no debris
CONSONANTS = frozenset("BCDGHKLMNPRSTVX")  # no word in capitals is made of these alone
EDGE = frozenset(",.;:")
# No word is garbled so.
UNITS_APART = frozenset(("kVA", "kWh", "kHz", "MHz", "GHz", "mmHg", "kPa", "MPa"))
# Between small letters these are mostly specks in the place of a blank (61 of 73 full stops).
INNER = {".": SPECK_POINT, "-": SPECK_DASH}
LONG_BEFORE, LONG_BEHIND = pattern(r"\p{Ll}{2}$"), pattern(r"\p{Ll}{2}")
FORMULAIC = frozenset("abcde")  # letters that forms have for names: `Nguyễn Văn A`
# Copies that are C numbers where this is compiled.
_LOWER, _TITLE, _UPPER = LOWER, TITLE, UPPER
# Some of the three cases, by a bit for each.
CASES = tuple(
    tuple(case for case in (LOWER, TITLE, UPPER) if bits >> case & 1) for bits in range(8)
)
_COMMA_SWALLOWED, _SWALLOWED = COMMA_SWALLOWED, SWALLOWED


def may_be_words(observed: str) -> bool:
    """Whether the channel may have words to say: no pure marks or numbers, no document number.

    >>> [may_be_words(x) for x in ("c6c", "&", "16", "-", "12/KH-UBND", "9/Ngay", "a@hue.vn")]
    [True, True, True, False, False, True, False]
    >>> [may_be_words(x) for x in ("VII,", "XIV.", "VI", "lII")]
    [False, False, True, True]
    """
    if is_escaped(observed):
        return False
    dotted = 0 <= observed.find(".") < len(observed) - 1
    if (dotted or "@" in observed or ":" in observed) and ADDRESS.fullmatch(observed):
        return False
    if ("I" in observed or "X" in observed) and LONG_ROMAN.fullmatch(observed):
        return False
    if no_letters(observed):
        return len(observed) <= 2 and observed.isdecimal()
    return not (("-" in observed or "/" in observed) and NUMBERED.fullmatch(observed))


def no_letters(observed: str) -> bool:
    """Whether there are only numbers and marks that offices print."""
    for c in observed:
        if not (c.isdecimal() or c in COMMON or c in FORM_MARKS):
            return False
    return True


def core_span(observed: str) -> tuple[int, int]:
    """Return the token without the marks at its edges.

    >>> core_span("(c6c),")
    (1, 4)
    """
    first = len(observed) - len(observed.lstrip(_COMMON))
    if first == len(observed):
        return 0, first
    return first, len(observed.rstrip(_COMMON))


def borders(observed: str) -> tuple[list[int], list[int]]:
    """Return where words may begin and end without a lost blank: at the edges and at marks.

    >>> borders("(c6c.hQ)")
    ([0, 1, 5], [4, 7, 8])
    """
    n = len(observed)
    starts, ends = [0] if n else [], []
    for k in range(n):
        if not observed[k].isalnum():
            if k:
                ends.append(k)
            if k + 1 < n:
                starts.append(k + 1)
    if n:
        ends.append(n)
    return starts, ends


def cases_to_try(observed: str, caps: bool) -> tuple[int, ...]:
    """Return the cases that a token may have been printed in.

    A token that begins with a small letter was hardly printed with a capital, unless its line is
    in capitals.
    """
    upper, n = 0, len(observed)
    for c in observed:
        upper += c.isupper()
    tried = 0
    if not caps or upper * 2 < n:
        tried |= 1 << _LOWER
    if not observed[0].islower() or (caps and upper > 0):
        tried |= 1 << _TITLE
    if caps or upper * 5 >= 2 * n:
        tried |= 1 << _UPPER
    return CASES[tried]


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
    before = start > 0 and observed[start - 1].isdecimal()
    return before or (end < len(observed) and observed[end].isdecimal())


def swallowed(edge: str) -> int:
    """Return the price of a word that takes a character at its edge for part of itself."""
    if edge == ",":
        return _COMMA_SWALLOWED
    return _SWALLOWED if edge in ".;:" else 0


def between_small(observed: str, start: int, end: int) -> bool:
    """Whether a mark stands between two runs of small letters: `chung.nhat`, not `v.v`, `a.vn`."""
    if not LONG_BEHIND.match(observed, end):  # first, as it looks at no more than a letter or two
        return False
    return LONG_BEFORE.search(observed[:start]) is not None


Standing = tuple[int, int, int, int, int]
"""An arc that says no word of the vocabulary."""

_START: tuple[int, ...] = (0,)
_NONE: tuple[Any, ...] = ()


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

    def __init__(self, observed: str, lm: LanguageModel, *, caps: bool, digits: bool) -> None:
        """Look at a token.

        Args:
            observed: the token (NFC).
            lm: the language model.
            caps: whether its line is in capitals.
            digits: whether digits beside letters may be believed.

        """
        n = len(observed)
        arcs: list[Standing] = []
        self.observed, self.caps = observed, caps
        self.starts, self.ends = _START, _NONE
        self.unit: tuple[int, int] | None = None
        numbers = telling(observed, caps=caps, sure=digits)
        self.numbers: tuple[tuple[int, int], ...] = tuple(numbers) if numbers else _NONE
        if observed.isalpha():  # nothing in it but letters: most are so
            _kept(arcs, observed, (0, n), lm, caps)
            roman = ("I" in observed or "X" in observed) and LONG_ROMAN.fullmatch(observed)
            self.may_be_words, self.core = not roman, (0, n)
            self.starts, self.ends = _START, (n,)
            # Longer tokens are read in pieces, which have prices of their own.
            self.prices: tuple[Any, Any] = prices_inside(min(n, LONGEST))
            self.cases = _NONE if roman else cases_to_try(observed, caps)
        else:
            self.may_be_words, self.core = may_be_words(observed), core_span(observed)
            behind, before = breaks(observed)
            self._inside(observed, behind, before)
            self.unit = lone_unit(observed)
            glued = {*behind, *before} if digits and (behind or before) else _NONE
            _as_it_stands(arcs, self, lm, glued, digits)
            first, last = self.core
            self.cases = cases_to_try(observed[first:last], caps) if self.may_be_words else _NONE
        self.as_it_stands = tuple(arcs)

    def _inside(self, observed: str, behind: list[int], before: list[int]) -> None:
        """Set where words may begin and end, and what that costs."""
        first, last = borders(observed)
        early, late = prices_inside(len(observed))
        early, late = early[:], late[:]
        for k in first:
            early[k] = swallowed(observed[k])
        for k in range(len(observed)):
            if observed[k] in ",.;:":
                late[k + 1] = swallowed(observed[k])
        for k in behind:
            early[k] = GLUED
        self.starts, self.ends = tuple(first + behind), tuple(last + before)
        self.prices = early, late


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

    def of(self, observed: str, caps: bool, digits: bool) -> Look:
        """Return what a token looks like; see `Look`."""
        key = (observed, caps, digits)
        found = self._known.get(key)
        if found is None:
            memory.let_go(self._known, memory.LOOKS)
            found = Look(observed, self._lm, caps=caps, digits=digits)
            self._known[key] = found
        return found


def _as_it_stands(
    arcs: list[Standing], look: Look, lm: LanguageModel, glued: Collection[int], digits: bool
) -> None:
    """Add arcs that change nothing, and those that drop a mark that is part of no code."""
    observed, caps = look.observed, look.caps
    n, runs = len(observed), 0
    matches = UNIT.findall(observed)
    a = b = 0
    for unit in matches:
        a = observed.find(unit, b)
        b = a + len(unit)
        first = unit[0]
        if first.isalpha():
            runs += 1
            _kept(arcs, unit, (a, b), lm, caps)
            continue
        touches = (a > 0 and observed[a - 1].isalpha()) or (b < n and observed[b].isalpha())
        if first.isdecimal():
            lost = b in glued or a in glued
            price = GLUED_NUMBER if lost else ODD_NUMBER if touches else 0
            arcs.append((a, b, Kind.NUMBER, lm.unit(unit), price))
        else:
            inside = a > 0 and b < n and touches
            kept = mark_price(observed, unit, inside)
            arcs.append((a, b, Kind.MARK, lm.unit(unit), kept))
            debris = debris_price(observed, a, b, digits)
            if debris >= 0 and (unit in EDGE or not within(look.numbers, a, b)):
                arcs.append((a, b, Kind.NOTHING, -1, debris))
    for p in printed(observed, caps=caps, sure=digits):
        says = lm.unit(p.says) if p.says else -1
        arcs.append((p.start, p.end, Kind.KEPT, says, p.price))
    if len(matches) > 1 and any_alpha(observed):
        price = KEEP + KEEP_LETTER * n + KEEP_RUN * (runs - 1)
        arcs.append((0, n, Kind.KEPT, 0, price))


def within(spans: Sequence[tuple[int, int]], a: int, b: int) -> bool:
    """Whether a stretch lies in one of some others."""
    for low, high in spans:
        if low <= a and b <= high:
            return True
    return False


def any_alpha(observed: str) -> bool:
    """Whether there is a letter."""
    for c in observed:
        if c.isalpha():
            return True
    return False


def _kept(
    arcs: list[Standing], unit: str, span: tuple[int, int], lm: LanguageModel, caps: bool
) -> None:
    """Add the arcs that keep a run of letters, a code as one whichever it is."""
    price = kept_price(unit, caps=caps)
    arcs.append((*span, Kind.KEPT, lm.unit(unit), price))
    if len(unit) == 1:
        if unit.isupper() and not caps:
            arcs.append((*span, Kind.KEPT, -1, UNHEARD_LETTER))
    elif unit[0] in "IVX" and ROMAN.fullmatch(unit):
        arcs.append((*span, Kind.KEPT, -1, UNHEARD_ROMAN))
    elif price < KEEP:  # its neighbours meet
        arcs.append((*span, Kind.KEPT, -1, UNHEARD))


def is_form(observed: str, unit: str) -> bool:
    """Whether a mark of a token is a box or a relation, no dirt."""
    return unit in FORM_MARKS or observed in SIGNS


def mark_price(observed: str, unit: str, inside: bool) -> int:
    """Return the price of a mark that stays."""
    if unit not in COMMON and not is_form(observed, unit):
        return ODD_MARK
    return PUNCTUATED if inside else 0


def debris_price(observed: str, a: int, b: int, digits: bool) -> int:
    """Return the price of a mark that is debris, -1 where it is none."""
    unit = observed[a:b]
    if is_form(observed, unit) or (len(observed) == 1 and unit in LISTED):
        return -1
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
