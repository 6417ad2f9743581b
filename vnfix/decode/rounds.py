"""Decodes a document in rounds: with the general channel, then with one adapted to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vnfix.decode import openers
from vnfix.decode.candidates import Charts, effort
from vnfix.decode.case import Capitals
from vnfix.decode.channel import adapted, source_weights
from vnfix.decode.lattice import ObservedToken, Step, best_path, paragraphs
from vnfix.decode.placement import settle, styles
from vnfix.decode.prices import (
    ENOUGH,
    LEARNT,
    SPLIT_ABOVE,
    SPLIT_LETTER,
    SURE,
    TEACHES,
    UNLIKELY,
    Kind,
)
from vnfix.decode.quantities import digits_are_letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.decode.kernel import Chart
    from vnfix.decode.lattice import Arc
    from vnfix.decode.rows import Rows
    from vnfix.model import Candidate, Document
    from vnfix.resources import Resources


@dataclass(frozen=True, slots=True)
class Decoded:
    """One paragraph and its best path."""

    observed: Sequence[ObservedToken]
    steps: Sequence[Step]

    def runs(self) -> Iterator[tuple[int, int, list[Step]]]:
        """Yield (first token, last token + 1, steps) for each token or merged run of tokens."""
        ends = [s.place + len(s.text) for s in self.observed]
        k, first = 0, 0
        steps: list[Step] = []
        for step in self.steps:
            steps.append(step)
            while ends[k] < step.arc.end:
                k += 1
            if step.arc.end == ends[k]:
                yield first, k + 1, steps
                k += 1
                first, steps = k, []


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be decoded.

    Attributes:
        document: the document.
        sick: indices of the lines that may be changed; the others are context.
        candidates: what fixers propose.

    """

    document: Document
    sick: Collection[int]
    candidates: Sequence[Candidate] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What decoding a document has led to.

    Attributes:
        decoded: the paragraphs with sick lines and their best paths.
        charts: the candidates of the last round, by the channel adapted to the document; None
            where there was nothing to decode.

    """

    decoded: list[Decoded]
    charts: Charts | None


def decode_rounds(
    task: Task, resources: Resources, config: Config, unlikely: float = UNLIKELY
) -> list[Decoded]:
    """Return the paragraphs with sick lines and their best paths; otherwise as `outcome`."""
    return outcome(task, resources, config, unlikely).decoded


def outcome(
    task: Task, resources: Resources, config: Config, unlikely: float = UNLIKELY
) -> Outcome:
    """Decode a document.

    Args:
        task: what is to be decoded.
        resources: the tables.
        config: how many rounds.
        unlikely: other readings below this probability are left out.

    """
    proposals = by_line(task.document, task.candidates)
    texts = list(paragraphs(task.document, task.sick))
    if not texts:
        return Outcome([], None)
    model, bench = resources.channel, resources.workbench
    rounds = config.rounds if teaches(texts) else 0
    digits = not digits_are_letters(s.text for t in texts for s in t)
    charts = bench.charts(replace(effort(0, rounds), digits=digits))
    general = model.mixture({})
    decoded: list[Decoded] = []
    for k in range(rounds + 1):
        last = k == rounds
        chosen = texts if last else sample(texts, ENOUGH[min(k, 1)])
        least = unlikely if last else 1.0
        decoded = [Decoded(t, best_path(t, charts, proposals, least)) for t in chosen]
        if not last:
            pairs = pairs_of(decoded)
            general = model.mixture(source_weights(model, pairs))
            tools = bench.tools(adapted(general, pairs))
            harder = replace(effort(k + 1, rounds), digits=digits)
            charts = Charts(tools, harder, settled(decoded, charts))
    return Outcome(_settled(decoded, resources, general), charts)


def _settled(decoded: Sequence[Decoded], resources: Resources, rows: Rows) -> list[Decoded]:
    """Return the paragraphs with case and tone placement decided over the document."""
    vocabulary = resources.words
    capitals = Capitals(resources.case, vocabulary, resources.lm)
    paths = [(d.observed, capitals.settle(d.observed, d.steps)) for d in decoded]
    found = styles(paths, rows)
    placed = [(observed, settle(steps, found, vocabulary)) for observed, steps in paths]
    opened = openers.settle(placed, vocabulary)
    return [Decoded(d.observed, steps) for d, steps in zip(decoded, opened, strict=True)]


def teaches(texts: Sequence[list[ObservedToken]]) -> bool:
    """Whether a text is long enough that the channel learns from it."""
    return sum(s.sick for t in texts for s in t) >= TEACHES


def sample(texts: Sequence[list[ObservedToken]], enough: int) -> list[list[ObservedToken]]:
    """Return paragraphs from all over the document, with about `enough` tokens at most."""
    share = enough / max(sum(map(len, texts)), 1)
    return [t for k, t in enumerate(texts) if int((k + 1) * share) > int(k * share) or share >= 1]


def by_line(document: Document, candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Group candidates by the index of their line."""
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    k = 0
    for candidate in sorted(candidates, key=lambda c: c.start):
        while document.lines[k].end < candidate.start:
            k += 1
        grouped[k].append(candidate)
    return grouped


def pairs_of(decoded: Sequence[Decoded]) -> dict[tuple[str, str], float]:
    """Return what was observed for each word of the document, weighted by posterior."""
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for d in decoded:
        text = "".join(s.text for s in d.observed)
        for step in d.steps:
            arc = step.arc
            observed = text[arc.start : arc.end]
            if arc.kind == Kind.WORD and step.posterior > LEARNT and not crammed(observed, arc):
                pairs[observed, arc.text] += step.posterior
    return pairs


def crammed(observed: str, arc: Arc) -> bool:
    """Whether a word was read from more letters than it explains: two that lost their blank."""
    dear = arc.cost > SPLIT_ABOVE + SPLIT_LETTER * len(observed)
    return dear and sum(map(str.isalpha, observed)) >= len(arc.text) + 3


def settled(decoded: Sequence[Decoded], charts: Charts) -> dict[tuple[str, bool], Chart]:
    """Return the charts of the tokens that are in no doubt anywhere: they are not made again."""
    met = set(charts.settled)
    doubtful: set[tuple[str, bool]] = set()
    for d in decoded:
        met.update((s.text, s.caps) for s in d.observed)
        for first, last, steps in d.runs():
            kept = any(s.arc.kind == Kind.KEPT for s in steps)
            if last - first > 1 or kept or min(s.posterior for s in steps) < SURE:
                doubtful.update((s.text, s.caps) for s in d.observed[first:last])
    known = charts.known
    return {key: known[key] for key in met - doubtful if key in known}
