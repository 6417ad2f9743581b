"""Solve damage by a rule: the likeliest words among those that the rule turns into what stands.

A lattice as the noisy channel's, with a channel of its own: a token stands for the words that its
map makes of it, and for no others; the language model and the neighbours choose among them. The
letters that are left also tell the case.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import product
from typing import TYPE_CHECKING

import regex

from vnfix.decode import kernel
from vnfix.decode.capitals import Capitals
from vnfix.decode.corrections import shared
from vnfix.decode.lattice import (
    ARC,
    STEP,
    ObservedToken,
    Step,
    bounded,
    in_capitals,
    overflowing,
    units_of,
)
from vnfix.decode.prices import LEAST_ALTERNATIVE, TOKENS, Kind
from vnfix.detectors.mapped import case_of, words_of
from vnfix.model import Correction, Safety
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable
from vnfix.text.tokens import ITEM
from vnfix.text.unicode import CASES, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from vnfix.detectors.letter_maps import LetterMap
    from vnfix.detectors.mapped import Words
    from vnfix.model import Document, Line
    from vnfix.resources import Resources

NAME = "mapped"
TOKEN = pattern(r"[^ \t\u3000]+")
GAP = pattern(r"(?<=\S)  +(?=\S)|^ (?=\S)")
CODE = pattern(r"(?<!\S)\S*[/\d]\S*")  # no word, whatever its case
NUMBER = pattern(r"\d+(?:[.,]\d+)*")
LIMITS = kernel.BeamLimits(16_000, 16, 1.0)
LONGEST = 10  # characters of a word
NEVER = 200_000  # units for a case that the letters rule out
SPLIT = 9_000  # two words in one token
KEPT, KEPT_LETTER = 7_000, 1_500  # what no word of the vocabulary explains
LISTED = 6_000  # a word that the language model knows and the vocabulary does not
RARE = 12_000  # a syllable that the vocabulary does not have
OTHER = 3_000  # a mark that stands for another one
MARK = 2_500  # a sign that may be a letter is a mark
INSERTED = 3_000  # a word of which nothing is left, where two blanks stand
WIDE = 5_000  # two blanks with nothing between them, in a text that hardly has any
WIDE_GAPS = 0.02  # share of the tokens from which on wide gaps are layout
SHOUTED = 4_000  # more for an abbreviation in a line of capitals
MEASURES = frozenset(("m", "km", "cm", "mm", "dm", "kg", "mg", "ha", "ml", "kW", "MW", "kV"))
MOST_SPELLINGS = 64
SURE = 0.98  # AUTO from this confidence on
LEAST_OTHER = 1e-3
OTHERS = 5
MOST_STEPS = 200  # of a token whose other readings are listed


@dataclass(frozen=True, slots=True)
class Channel:
    """What the arcs of a token are made from.

    Attributes:
        words: the words by what the map has made of them.
        resources: language model, vocabulary and case.

    """

    words: Words
    resources: Resources

    @property
    def map(self) -> LetterMap:
        """The map."""
        return self.words.map


def corrections(
    document: Document, lines: Mapping[int, str], resources: Resources
) -> list[Correction]:
    """Return the corrections of the lines that maps have damaged.

    Args:
        document: the document.
        lines: line index -> name of its map.
        resources: the tables.

    """
    found: list[Correction] = []
    for name in sorted(set(lines.values())):
        channel = Channel(words_of(name, resources), resources)
        own = {k for k, other in lines.items() if other == name}
        solver = _Solver(channel, _wide(document, own))
        for observed in paragraphs(document, own, gaps=bool(channel.words.vanished)):
            found += solver.solve(document, observed)
        found += _quotes(document, own, channel)
    return sorted(found, key=lambda c: c.start)


def paragraphs(document: Document, lines: set[int], *, gaps: bool) -> Iterator[list[ObservedToken]]:
    """Yield the tokens of each run of damaged lines; a paragraph ends as in the decoder.

    After TOKENS of them it ends with its line, within one only when it has twice as many: words
    have all their neighbours then.

    Args:
        document: the document.
        lines: the damaged lines.
        gaps: whether a wide gap may be a word of which nothing is left; it is a token then.

    """
    run: list[ObservedToken] = []
    last = -2
    for k in sorted(lines):
        line = document.lines[k]
        if run and (k != last + 1 or ITEM.match(line.text) or len(run) > TOKENS):
            yield from bounded(run)
            run = []
        last = k
        for full in overflowing(run, _tokens(k, line, run[-1:], gaps=gaps), 2 * TOKENS):
            yield from bounded(full)
    if run:
        yield from bounded(run)


def _tokens(
    number: int, line: Line, before: Sequence[ObservedToken], *, gaps: bool
) -> Iterator[ObservedToken]:
    """Yield the tokens of a line.

    Args:
        number: its index.
        line: the line.
        before: the token before it in its paragraph, if there is one.
        gaps: whether a wide gap is a token.

    """
    caps = in_capitals(CODE.sub("", line.text))
    place, last = (before[0].place + len(before[0].text), before[0].text) if before else (0, "")
    for start, end in _spans(line.text, gaps=gaps):
        text = line.text[start:end]
        unit = is_unit(last, text)
        shouted = caps and "/" not in text
        yield ObservedToken(
            number, line.start + start, line.start + end, text, place, not unit, shouted
        )
        place, last = place + len(text), text


def _quotes(document: Document, lines: set[int], channel: Channel) -> Iterator[Correction]:
    """Yield the marks that look like line ends: a low byte may be that of a separator."""
    sure = channel.resources.confidences.row(NAME, Safety.AUTO).confidence
    for k, line in enumerate(document.lines[:-1]):
        end = document.text[line.end : document.lines[k + 1].start]
        if end in channel.map.meant and lines & {k, k + 1}:
            after = channel.map.meant[end][0]
            why = "a mark, of which a separator of lines is left"
            yield Correction(line.end, line.end + 1, end, after, NAME, sure, Safety.AUTO, why)


def _wide(document: Document, lines: set[int]) -> int:
    """Return the price of a wide gap with nothing in it."""
    texts = [document.lines[k].text for k in lines]
    gaps = sum(len(GAP.findall(text)) for text in texts)
    tokens = sum(len(TOKEN.findall(text)) for text in texts)
    return WIDE if gaps < WIDE_GAPS * tokens else 0


def _spans(text: str, *, gaps: bool) -> Iterator[tuple[int, int]]:
    """Yield where tokens stand, and gaps between them."""
    found = [TOKEN.finditer(text), *([GAP.finditer(text)] if gaps else [])]
    return merge(*((m.span() for m in each) for each in found))


class _Solver:
    """Solves paragraphs; remembers the arcs of each token."""

    def __init__(self, channel: Channel, wide: int) -> None:
        self.channel = channel
        self.wide = wide
        self.beam = kernel.Beam()
        self.known: dict[tuple[str, bool], _Arcs] = {}
        resources = channel.resources
        self.lm = resources.lm
        self.vocabulary = resources.words
        self.capitals = Capitals(resources.case, resources.words, resources.lm)

    def solve(self, document: Document, observed: Sequence[ObservedToken]) -> Iterator[Correction]:
        """Yield the corrections of one paragraph."""
        charts: list[kernel.Arcs] = []
        extras: list[tuple[int, ...] | None] = []
        says: list[str] = []
        places = array("i")
        for s in observed:
            arcs = self._arcs(s.text, caps=s.caps) if s.sick else _whole(s.text)
            charts.append(arcs.chart)
            places.append(s.place)
            extras.append(None)
            says.append("")
            for start, end, cost, said in arcs.others:
                charts.append(kernel.one_arc(end - start, Kind.PROPOSED, cost))
                places.append(s.place + start)
                extras.append(units_of(said, self.lm))
                says.append(said)
        text, numbers = "".join(s.text for s in observed), self.vocabulary.lm
        lattice = kernel.Lattice(charts, places, extras, len(text), numbers)
        path = kernel.decode(self.beam, lattice, self.lm.arrays, self.lm.begin(), LIMITS)
        if not path.arcs:
            return  # it stays as it is
        meant = kernel.Says(self.vocabulary.words, text, dict(enumerate(says)))
        steps: list[Step] = lattice.steps(path, meant, LEAST_OTHER, (ARC, STEP))
        steps = self.capitals.settle(observed, steps)
        yield from _changes(document, observed, steps)

    def _arcs(self, token: str, *, caps: bool) -> _Arcs:
        known = self.known.get((token, caps))
        if known is None:
            known = _gap(token, self) if token.isspace() else _arcs(token, self.channel, caps=caps)
            self.known[token, caps] = known
        return known


@dataclass(frozen=True, slots=True)
class _Arcs:
    """The arcs of one token: words of the vocabulary, and (start, end, cost, text) of others."""

    chart: kernel.Arcs
    others: tuple[tuple[int, int, int, str], ...]


def _arcs(token: str, channel: Channel, *, caps: bool) -> _Arcs:
    words = channel.words
    chart = kernel.Chart(8)
    n = len(token)
    edge = [k in (0, n) or not _joined(token, k) for k in range(n + 1)]
    others: list[tuple[int, int, int, str]] = []
    for i in range(n):
        if not edge[i]:
            continue
        for j in range(i + 1, min(n, i + LONGEST) + 1):
            if edge[j]:
                for word in words.found.get(token[i:j], ()):
                    chart.note(i, j, *case_of(word), 0)
    vocabulary = channel.resources.words
    _rule_out(chart)
    costs = [0 if k == 0 or not _is_word(token[k - 1]) else SPLIT for k in range(n + 1)]
    chart.price(
        vocabulary.case_units, vocabulary.lm, (array("i", costs), array("i", [0] * (n + 1))), RARE
    )
    others += _marks(token, channel)
    others += _kept(token, channel, caps=caps)
    return _Arcs(chart.reaching(0, 0), tuple(others))


def is_unit(before: str, token: str) -> bool:
    """Tell whether a token is a unit behind a number: `40 m`, which may also be `40 mẻ`.

    >>> is_unit("40", "m,"), is_unit("các", "m")
    (True, False)
    """
    return before[-1:].isdigit() and token.rstrip(".,;:)") in MEASURES


def _whole(token: str) -> _Arcs:
    return _Arcs(kernel.Arcs(0, 0, 0), ((0, len(token), 0, token),))


def _rule_out(chart: kernel.Chart) -> None:
    """Make the cases that the letters do not allow dear beyond all doubt."""
    for k in range(chart.size):
        for case in CASES:
            if chart.channel[3 * k + case] > NEVER:
                chart.channel[3 * k + case] = NEVER


def _is_word(c: str) -> bool:
    return c.isalpha()


def _joined(token: str, k: int) -> bool:
    """Whether two letters meet at a place of a token."""
    return token[k - 1].isalpha() and token[k].isalpha()


def _gap(token: str, solver: _Solver) -> _Arcs:
    """Return the arcs of a wide gap: nothing, or a word of which nothing is left."""
    channel = solver.channel
    chart = kernel.Chart(4)
    n = len(token)
    for word in channel.words.vanished:
        chart.note(0, n, *case_of(word), INSERTED)
    _rule_out(chart)
    vocabulary = channel.resources.words
    zero = array("i", [0] * (n + 1))
    chart.price(vocabulary.case_units, vocabulary.lm, (zero, zero), RARE)
    return _Arcs(chart.reaching(0, 0), ((0, n, solver.wide if n <= len("  ") else 0, ""),))


def _marks(token: str, channel: Channel) -> Iterator[tuple[int, int, int, str]]:
    """Yield the marks and numbers of a token, and the marks that they may stand for."""
    for m in NUMBER.finditer(token):
        yield (*m.span(), 0, m.group())
    numbers = {k for m in NUMBER.finditer(token) for k in range(*m.span())}
    for k, c in enumerate(token):
        if c.isalpha() or k in numbers:
            continue
        meant = channel.map.meant.get(c, "")
        marks = [x for x in meant if not x.isalpha()]
        natural = c.isprintable() and (channel.map.keeps(c) or _stands_apart(token, k))
        if natural or not meant:
            yield (k, k + 1, MARK if any(map(str.isalpha, meant)) else 0, c)
        for x in marks:
            yield (k, k + 1, OTHER if natural else 0, x)


def _stands_apart(token: str, k: int) -> bool:
    """Whether a sign touches no letter, or follows a figure: `3 × 4`, `25°C`."""
    before, after = token[k - 1 : k] if k else "", token[k + 1 : k + 2]
    return before.isdigit() or not (before.isalpha() or after.isalpha())


def _kept(token: str, channel: Channel, *, caps: bool) -> Iterator[tuple[int, int, int, str]]:
    """Yield the runs that no word explains, letter by letter, and rare syllables."""
    for m in _runs(token, channel):
        text = m.group()
        if text in channel.words.found and not text.isupper():
            continue
        price = KEPT + KEPT_LETTER * len(text)
        if channel.map.keeps(text):
            listed = text.lower() in channel.words.usual or (text.isupper() and len(text) > 1)
            cost = LISTED + SHOUTED * caps if listed else price
            yield (
                *m.span(),
                cost if text in channel.words.found or not text.isupper() else OTHER,
                text,
            )
        if text in channel.words.found:
            continue
        spellings = _spellings(text, channel)
        for spelling in spellings:
            yield (*m.span(), RARE, spelling)
        if not channel.map.keeps(text) and not spellings:
            yield (*m.span(), price, _letterwise(text, channel.map))


def _runs(token: str, channel: Channel) -> Iterator[regex.Match[str]]:
    signs = "".join(c for c, meant in channel.map.meant.items() if any(map(str.isalpha, meant)))
    return _run_pattern(signs).finditer(token)


@lru_cache(maxsize=16)
def _run_pattern(signs: str) -> regex.Pattern[str]:
    return regex.compile(rf"[\p{{L}}\p{{M}}{regex.escape(signs)}]+" if signs else r"[\p{L}\p{M}]+")


def _spellings(text: str, channel: Channel) -> list[str]:
    """Return the syllables that the vocabulary lacks and that the map turns into this text."""
    meant = channel.map.meant
    choices = [(c if channel.map.keeps(c) else "") + meant.get(c, "") for c in text]
    count = 1
    for choice in choices:
        count *= max(len(choice), 1)
    if count > MOST_SPELLINGS or not all(choices):
        return []
    found = ("".join(letters) for letters in product(*choices))
    return [w for w in found if is_syllable(w) and w != text and _one_case(w)]


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _letterwise(text: str, table: LetterMap) -> str:
    """Return a text with the letter put back for each sign, in the case of the other letters."""
    upper = text.isupper()
    out = []
    for c in text:
        meant = table.meant.get(c, "")
        letters = [x for x in meant if x.isalpha()] or meant
        of_case = [x for x in letters if x.isupper() == upper] or letters
        out.append(of_case[0] if meant and not table.keeps(c) else c)
    return "".join(out)


def _changes(
    document: Document, observed: Sequence[ObservedToken], steps: Sequence[Step]
) -> Iterator[Correction]:
    """Yield a correction for each token that is to be changed."""
    k = 0
    for s in observed:
        end = s.place + len(s.text)
        own = []
        while k < len(steps) and steps[k].arc.start < end:
            own.append(steps[k])
            k += 1
        before = document.text[s.start : s.end]
        after = _written(own)
        if s.text.isspace():
            opens = s.start == document.lines[s.line].start
            after = f"{after} " if after and opens else f" {after} " if after else before
        if nfc(before) != after:
            yield _correction(s, before, after, own)


def _written(steps: Sequence[Step]) -> str:
    """Return what the steps of a token say; this damage leaves blanks as they are."""
    return "".join(step.arc.text for step in steps)


def _correction(s: ObservedToken, before: str, after: str, steps: Sequence[Step]) -> Correction:
    sure = 1.0
    for step in steps:
        sure *= step.posterior
    sure = round(min(sure, 0.9999), 4)
    known = all(step.arc.kind == Kind.WORD or not step.arc.text.isalpha() for step in steps)
    safe = sure >= SURE and known and not s.text.isspace()
    return Correction(
        s.start,
        s.end,
        before,
        after,
        NAME,
        sure,
        Safety.AUTO if safe else Safety.REVIEW,
        "the only words that this damage turns into what stands here, by the neighbours",
        shared(sure, _alternatives(after, steps), LEAST_ALTERNATIVE),
    )


def _alternatives(after: str, steps: Sequence[Step]) -> tuple[tuple[str, float], ...]:
    """Return other readings of a token; nobody reads those of one with hundreds of parts."""
    if len(steps) > MOST_STEPS:
        return ()
    found: dict[str, float] = {}
    for k, step in enumerate(steps):
        for arc, share in step.others:
            other = Step(arc, 0, share, ())
            text = _written([*steps[:k], other, *steps[k + 1 :]])
            if text != after:
                found[text] = max(share, found.get(text, 0.0))
    ranked = sorted(found.items(), key=lambda x: (-x[1], x[0]))
    return tuple(ranked[:OTHERS])
