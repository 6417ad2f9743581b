"""What each observed token may stand for: its arcs, before the neighbours have a say.

Places inside a token are its characters. An arc spans some of them and says what they mean: a
word by the channel, a number or a mark as it stands, a run of letters kept, or nothing (debris).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.decode import kernel
from vnfix.decode.channel import Compiled, Counts, compile_rows
from vnfix.decode.units import INF
from vnfix.decode.vocabulary import CODE, LETTERS
from vnfix.tokens import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vnfix.decode.adapt import Memory
    from vnfix.decode.lm import LanguageModel
    from vnfix.decode.vocabulary import Vocabulary

LONGEST = 24  # longer tokens are kept: no run of syllables is read as one token
WIDTH = 12_000
HOPE = 20_000
CAP = 220
SUBSTITUTE, INSERT = 8_500, 8_000
KEPT_WHOLE, KEPT_PART = 40, 8
SPLIT_ABOVE, SPLIT_LETTER = 9_000, 300

SPLIT = 4_000  # a blank was lost
MERGE = 5_000  # a blank was put in
DEBRIS = 9_000  # a mark was put in
KEEP, KEEP_LETTER = 4_500, 2_300
ODD_NUMBER = 3_500  # a number that touches letters
UNTOLD = 4_000  # a word that the language model does not know
PUNCTUATED = 300

LOWER, TITLE, UPPER = range(3)
FORMS = (("l", "ll"), ("u", "ul"), ("u", "uu"))


# Costs in the three cases, by word, by place.
Found = dict[tuple[int, int], dict[int, list[int]]]


class Kind:
    """Kinds of arc."""

    WORD, NUMBER, MARK, KEPT, NOTHING, PROPOSED = range(6)


class Arc(NamedTuple):
    """One reading of a stretch of a token (or of neighbouring tokens).

    Attributes:
        start: first place.
        end: place after it.
        kind: one of `Kind`.
        text: what it says, blanks included.
        units: the language model's words.
        cost: all costs but the language model's, units.
        word: number of the word in the vocabulary, -1 for others.
        case: LOWER, TITLE or UPPER, as the text is written.
        cases: channel cost of the word in each of the three.

    """

    start: int
    end: int
    kind: int
    text: str
    units: tuple[int, ...]
    cost: int
    word: int = -1
    case: int = 0
    cases: tuple[int, int, int] = (INF, INF, INF)


def capitalize(word: str, case: int) -> str:
    """Write a lower-case word in that case."""
    if case == TITLE:
        return word[0].upper() + word[1:]
    return word.upper() if case == UPPER else word


@dataclass(frozen=True)
class Tools:
    """What candidate search needs, for one state of the channel.

    Attributes:
        rows: P(observed | intended) segments.
        lm: the language model.
        vocabulary: the words that can be meant.
        trie: the same as a tree.
        workspace: the kernel's memory; belongs to one thread.
        memory: what the document's tokens were read as so far.

    """

    rows: Counts
    lm: LanguageModel
    vocabulary: Vocabulary
    trie: kernel.Trie
    workspace: kernel.Workspace
    memory: Memory | None = None

    @cached_property
    def compiled(self) -> tuple[Compiled, Compiled, Compiled]:
        """The channel's entries for words in lower, title and upper case.

        In title case only the first segment is special; `search` starts from it.
        """
        low, title, up = (compile_rows(self.rows, CODE, forms) for forms in FORMS)
        return low, title, up


def workspace_for(trie: kernel.Trie) -> kernel.Workspace:
    """Return memory for searches in `trie`."""
    return kernel.Workspace(trie.size, len(LETTERS), LONGEST)


def cases_to_try(seen: str, caps: bool) -> tuple[int, ...]:
    """Return the cases that a token may have been printed in.

    A token that begins with a small letter was hardly printed with a capital, unless its line is
    in capitals.
    """
    upper = sum(map(str.isupper, seen))
    tried = []
    if not caps or upper * 2 < len(seen):
        tried.append(LOWER)
    if not seen[0].islower() or (caps and upper):
        tried.append(TITLE)
    if caps or upper * 5 >= 2 * len(seen):
        tried.append(UPPER)
    return tuple(tried)


class Charts:
    """The arcs of tokens, each type worked out once."""

    def __init__(self, tools: Tools) -> None:
        """Start with nothing known."""
        self.tools = tools
        self.known: dict[tuple[str, bool], tuple[Arc, ...]] = {}

    def arcs(self, seen: str, caps: bool) -> tuple[Arc, ...]:
        """Return the arcs of an observed token (NFC); `caps` for a line in capitals."""
        key = (seen, caps)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = tuple(self._chart(seen, caps))
        return found

    def _chart(self, seen: str, caps: bool) -> list[Arc]:
        arcs = list(self._as_it_stands(seen))
        if len(seen) > LONGEST or not any(c.isalnum() for c in seen):
            return arcs
        arcs += self._words(seen, caps)
        return promising(arcs, len(seen))

    def _as_it_stands(self, seen: str) -> list[Arc]:
        """Return arcs that change nothing, and those that drop a mark at an edge."""
        lm, arcs = self.tools.lm, []
        matches = list(UNIT.finditer(seen))
        for m in matches:
            unit, a, b = m.group(), m.start(), m.end()
            touches = (a > 0 and seen[a - 1].isalpha()) or (b < len(seen) and seen[b].isalpha())
            if unit[0].isalpha():
                cost = KEEP + KEEP_LETTER * len(unit)
                arcs.append(Arc(a, b, Kind.KEPT, unit, (lm.unit(unit),), cost))
            elif unit[0].isdecimal():
                cost = ODD_NUMBER if touches else 0
                arcs.append(Arc(a, b, Kind.NUMBER, unit, (lm.unit(unit),), cost))
            else:
                inside = a > 0 and b < len(seen)
                cost = PUNCTUATED if inside and touches else 0
                arcs.append(Arc(a, b, Kind.MARK, unit, (lm.unit(unit),), cost))
                arcs.append(Arc(a, b, Kind.NOTHING, "", (), DEBRIS))
        if len(matches) > 1 and any(c.isalpha() for c in seen):
            cost = KEEP + KEEP_LETTER * len(seen)
            arcs.append(Arc(0, len(seen), Kind.KEPT, seen, (0,), cost))
        return arcs

    def _words(self, seen: str, caps: bool) -> list[Arc]:
        """Return the arcs that say a word of the vocabulary."""
        core = core_of(seen)
        cases = cases_to_try(seen[core[0] : core[1]], caps)
        starts, ends = borders(seen)
        found: Found = {}
        for case in cases:
            self._search(seen, case, starts, {end: KEPT_WHOLE for end in ends}, found)
        whole = [x for (a, b), x in found.items() if a <= core[0] and b >= core[1]]
        best = min((min(map(min, words.values())) for words in whole), default=INF)
        if best > SPLIT_ABOVE + SPLIT_LETTER * len(seen):
            inner = [k for k in range(core[0] + 1, core[1]) if k not in starts]
            for case in cases:
                self._search(seen, case, starts, dict.fromkeys(inner, KEPT_PART), found)
                self._search(seen, case, inner, dict.fromkeys([*inner, *ends], KEPT_PART), found)
        arcs = [
            self._arc(seen, (a, b, word), costs, border=a in starts)
            for (a, b), words in found.items()
            for word, costs in words.items()
        ]
        return arcs

    def joined(self, seen: str, caps: bool) -> tuple[Arc, ...]:
        """Return the arcs that read all of `seen` (but marks at its end) as one word."""
        key = (" " + seen, caps)
        found = self.known.get(key)
        if found is None:
            words: Found = {}
            _, ends = borders(seen)
            wanted = {end: KEPT_PART for end in ends if end * 2 > len(seen)}
            for case in cases_to_try(seen, caps):
                self._search(seen, case, [0], wanted, words)
            arcs = [
                self._arc(seen, (*at, w), c, border=True)
                for at, x in words.items()
                for w, c in x.items()
            ]
            found = self.known[key] = tuple(arcs)
        return found

    def _search(
        self, seen: str, case: int, starts: Iterable[int], wanted: Mapping[int, int], found: Found
    ) -> None:
        """Add to `found` the words that begin at `starts` and end at the `wanted` places."""
        tools, n = self.tools, len(seen)
        ws, trie = tools.workspace, tools.trie
        at_root = tools.compiled[case]
        rest = tools.compiled[LOWER] if case == TITLE else at_root
        spans = rest.spans(seen)
        kernel.fill(ws, rest.channel, spans, n)
        for k in range(n + 1):
            ws.wanted[k] = wanted.get(k, 0)
        if case == TITLE:
            spans = at_root.spans(seen)
        for start in starts:
            bounds = (start, n, WIDTH, CAP, SUBSTITUTE, INSERT)
            if case == TITLE:
                title = (at_root.channel, rest.channel, spans)
                hits = kernel.search_title(ws, trie, title, bounds)
            else:
                hits = kernel.search(ws, trie, rest.channel, bounds)
            for _, word, cost, end in hits:
                costs = found.setdefault((start, end), {}).setdefault(word, [INF] * 3)
                costs[case] = cost

    def _arc(
        self, seen: str, at: tuple[int, int, int], costs: list[int], *, border: bool
    ) -> Arc:
        a, b, word = at
        vocabulary, memory = self.tools.vocabulary, self.tools.memory
        if memory is not None:
            costs = memory.costs(seen[a:b], word, costs)
        usual = vocabulary.case_units
        priced = [costs[k] + usual[3 * word + k] for k in range(3)]
        cost = min(priced)
        case = priced.index(cost)
        unit = vocabulary.lm[word]
        if unit == 0:
            cost += UNTOLD
        if not border:
            cost += SPLIT
        text = capitalize(vocabulary.words[word], case)
        return Arc(a, b, Kind.WORD, text, (unit,), cost, word, case, tuple(costs))


def core_of(seen: str) -> tuple[int, int]:
    """Return the token without the marks at its edges.

    >>> core_of("(c6c),")
    (1, 4)
    """
    first = next((k for k, c in enumerate(seen) if c.isalnum()), 0)
    last = next((k for k, c in enumerate(reversed(seen)) if c.isalnum()), 0)
    return first, len(seen) - last


def promising(arcs: list[Arc], n: int) -> list[Arc]:
    """Return the arcs that lie on a way through the token which costs little more than the best."""
    forward, backward = [INF] * (n + 1), [INF] * (n + 1)
    forward[0] = backward[n] = 0
    arcs.sort()
    for a in arcs:
        forward[a.end] = min(forward[a.end], forward[a.start] + a.cost)
    for a in reversed(arcs):
        backward[a.start] = min(backward[a.start], backward[a.end] + a.cost)
    limit = forward[n] + HOPE
    return [a for a in arcs if forward[a.start] + a.cost + backward[a.end] <= limit]


def borders(seen: str) -> tuple[set[int], set[int]]:
    """Return where words may begin and end without a lost blank: at the edges and at marks.

    >>> borders("(c6c.hQ)")
    ({0, 1, 5}, {8, 4, 7})
    """
    starts, ends = {0}, {len(seen)}
    for k, c in enumerate(seen):
        if not c.isalnum():
            starts.add(k + 1)
            ends.add(k)
    starts.discard(len(seen))
    ends.discard(0)
    return starts, ends
