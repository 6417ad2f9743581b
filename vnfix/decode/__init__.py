"""The noisy-channel decoder: sick lines and candidates in, corrections and explanations out.

Kernighan, Church and Gale 1990: the intended text maximises P(text) * P(observed | text). The
document is decoded with the general channel, the channel is adapted to what came out, and the
document is decoded again (`Config.rounds` times).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.decode.adapt import adapted, source_weights
from vnfix.decode.case import Capitals
from vnfix.decode.candidates import Charts, Tools, workspace_for
from vnfix.decode.kernel import Beam
from vnfix.decode.lattice import Seen, Step, best_path, paragraphs
from vnfix.decode.units import UNITS, Kind
from vnfix.model import Correction, Safety

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.decode.kernel import Chart
    from vnfix.model import Candidate, Document
    from vnfix.resources import Resources

SURE = 0.995
LOOSE = frozenset(",;:")
AUTO = 0.97


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one token, for `explain`.

    Attributes:
        text: the reading.
        channel: -log P(observed | reading), nats.
        lm: -log P(reading | the winning words before it), nats.
        posterior: probability of this reading given the whole line.
        won: whether it is part of the best path.

    """

    text: str
    channel: float
    lm: float
    posterior: float
    won: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All readings of one token (or merged run of tokens), best posterior first."""

    line: int
    start: int
    end: int
    token: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """One paragraph and its best path."""

    seen: Sequence[Seen]
    steps: Sequence[Step]


def decode(
    document: Document,
    sick: Collection[int],
    candidates: Sequence[Candidate],
    resources: Resources,
    config: Config,
) -> list[Correction]:
    """Decode the lines whose indices are in `sick`; the others are context that stays as it is.

    Returns:
        Corrections sorted by offset, without overlaps, none across a line end.

    """
    decoded = decode_rounds(document, sick, candidates, resources, config)
    return [c for d in decoded for c in corrections_of(document, d)]


def decode_rounds(
    document: Document,
    sick: Collection[int],
    candidates: Sequence[Candidate],
    resources: Resources,
    config: Config,
) -> list[Decoded]:
    proposals = by_line(document, candidates)
    texts = list(paragraphs(document, sick))
    if not texts:
        return []
    model, vocabulary = resources.channel, resources.vocabulary
    trie = vocabulary.trie(resources.lm.alone)
    memory = workspace_for(trie), Beam()
    rows = model.mixture({})
    decoded: list[Decoded] = []
    known: dict[tuple[str, bool], Chart] = {}
    for k in range(config.rounds + 1):
        charts = Charts(Tools(rows, resources.lm, vocabulary, trie, *memory), known)
        decoded = [Decoded(t, best_path(t, charts, proposals)) for t in texts]
        if k < config.rounds:
            pairs = pairs_of(decoded)
            prior = model.mixture(source_weights(model, pairs))
            rows = adapted(prior, pairs)
            known = settled(decoded, charts)
    capitals = Capitals(resources.case, vocabulary, resources.lm)
    return [Decoded(d.seen, capitals.settle(d.seen, d.steps)) for d in decoded]


def by_line(document: Document, candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Group candidates by the index of their line."""
    if not candidates:
        return {}
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    ordered = sorted(candidates, key=lambda c: c.start)
    k = 0
    for candidate in ordered:
        while document.lines[k].end < candidate.start:
            k += 1
        grouped[k].append(candidate)
    return grouped


def pairs_of(decoded: Sequence[Decoded]) -> dict[tuple[str, str], float]:
    """Return what was observed for each word of the document, weighted by posterior."""
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for d in decoded:
        text = "".join(s.text for s in d.seen)
        for step in d.steps:
            arc = step.arc
            if arc.kind == Kind.WORD and step.posterior > 0.3:
                pairs[text[arc.start : arc.end], arc.text] += step.posterior
    return pairs


def settled(decoded: Sequence[Decoded], charts: Charts) -> dict[tuple[str, bool], Chart]:
    """Return the charts of the tokens that were in no doubt anywhere; they are not looked at again."""
    doubtful: set[tuple[str, bool]] = set()
    for d in decoded:
        for first, last, steps in groups(d):
            if last - first > 1 or min(s.posterior for s in steps) < SURE or any(s.arc.kind == Kind.KEPT for s in steps):
                doubtful.update((s.text, s.caps) for s in d.seen[first:last])
    return {key: chart for key, chart in charts.known.items() if key not in doubtful}


def groups(d: Decoded) -> Iterator[tuple[int, int, list[Step]]]:
    """Yield (first token, last token + 1, steps) for each token or run that belongs together.

    A mark that stands apart from the word before it belongs to that word.
    """
    waiting: tuple[int, int, list[Step]] | None = None
    for first, last, steps in runs(d):
        loose = waiting is not None and d.seen[first].text in LOOSE
        if waiting is not None and loose and d.seen[first].line == d.seen[first - 1].line and waiting[2][-1].arc.kind == Kind.WORD and len(steps) == 1:
            yield waiting[0], last, [*waiting[2], *steps]
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = (first, last, steps)
    if waiting is not None:
        yield waiting


def runs(d: Decoded) -> Iterator[tuple[int, int, list[Step]]]:
    """Yield (first token, last token + 1, steps) for each token or merged run of tokens."""
    ends = [s.place + len(s.text) for s in d.seen]
    k, first, steps = 0, 0, []
    for step in d.steps:
        steps.append(step)
        while k < len(ends) and ends[k] < step.arc.end:
            k += 1
        if step.arc.end == ends[k]:
            yield first, k + 1, steps
            k += 1
            first, steps = k, []


def written(steps: Sequence[Step]) -> str:
    """Return the text of the steps of one token, with the blanks that were lost."""
    parts: list[str] = []
    before = None
    for step in steps:
        arc = step.arc
        if not arc.text:
            continue
        if before is not None and _apart(before, arc.kind, arc.text):
            parts.append(" ")
        parts.append(arc.text)
        before = arc.kind
    return "".join(parts)


def _apart(before: int, kind: int, text: str) -> bool:
    if before in (Kind.WORD, Kind.PROPOSED):
        return kind in (Kind.WORD, Kind.NUMBER, Kind.PROPOSED)
    return before == Kind.NUMBER and kind == Kind.WORD and len(text) > 1


def corrections_of(document: Document, d: Decoded) -> Iterator[Correction]:
    """Yield the changes of one paragraph."""
    for first, last, steps in groups(d):
        a, b = d.seen[first], d.seen[last - 1]
        before = document.text[a.start : b.end]
        after = written(steps)
        if after == before or (last - first == 1 and after == a.text):
            continue
        confidence = min(s.posterior for s in steps)
        yield Correction(
            a.start,
            b.end,
            before,
            after,
            "decode",
            confidence,
            Safety.AUTO if confidence >= AUTO and after else Safety.REVIEW,
            "channel and language model",
            alternatives(steps) if len(steps) == 1 else (),
        )


def alternatives(steps: Sequence[Step]) -> tuple[tuple[str, float], ...]:
    """Return the other readings of a token of one step."""
    return tuple((arc.text, share) for arc, share in steps[0].others[:5])


def explain(document: Document, resources: Resources, config: Config) -> list[Explanation]:
    """Decode every line of `document` and return the readings considered for each token."""
    sick = range(len(document.lines))
    found = []
    for d in decode_rounds(document, sick, (), resources, config):
        for first, last, steps in groups(d):
            a, b = d.seen[first], d.seen[last - 1]
            readings = []
            for step in steps:
                readings.append(
                    Reading(
                        step.arc.text, step.arc.cost / UNITS, step.lm / UNITS, step.posterior, True
                    )
                )
                readings += [Reading(o.text, o.cost / UNITS, 0.0, p, False) for o, p in step.others]
            token = document.text[a.start : b.end]
            found.append(Explanation(a.line, a.start, b.end, token, tuple(readings)))
    return found
