"""Decodes a document in rounds: with the general channel, then with one adapted to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.decode import openers
from vnfix.decode.candidates import Charts, effort
from vnfix.decode.capitals import Capitals
from vnfix.decode.channel import adapted, source_weights
from vnfix.decode.groups import Run, runs
from vnfix.decode.lattice import (
    ObservedToken,
    Proposals,
    Step,
    best_path,
    built,
    paragraphs,
    untouched,
)
from vnfix.decode.lessons import Lessons
from vnfix.decode.names import NameReader
from vnfix.decode.placement import Styles, settle, styles
from vnfix.decode.prices import (
    ENOUGH,
    STRETCH,
    TEACHES,
    UNLIKELY,
)
from vnfix.decode.quantities import digits_are_letters
from vnfix.decode.rescoring import Rescorer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.decode.rows import Rows
    from vnfix.model import Candidate, Document
    from vnfix.resources import Resources


@dataclass(frozen=True, slots=True)
class Decoded:
    """One paragraph and its best path."""

    observed: Sequence[ObservedToken]
    steps: Sequence[Step]

    @classmethod
    def by(cls, observed: Sequence[ObservedToken], steps: Sequence[Step]) -> Decoded:
        """Return a paragraph with the best path; one where none was found stays as it is."""
        if steps:
            return cls(observed, steps)
        return cls([s._replace(sick=False) for s in observed], untouched(observed))

    def runs(self) -> list[Run]:
        """Return the steps of each token or merged run of tokens."""
        return runs(self.observed, self.steps)


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
        general: P(observed | intended) by the engines that the document is like, not adapted to
            what it was read as.

    """

    decoded: list[Decoded]
    charts: Charts | None
    general: Rows


def decode_rounds(
    task: Task, resources: Resources, config: Config, unlikely: float = UNLIKELY
) -> list[Decoded]:
    """Return the paragraphs with sick lines and their best paths; otherwise as `outcome`."""
    return outcome(task, resources, config, unlikely).decoded


def outcome(
    task: Task, resources: Resources, config: Config, unlikely: float = UNLIKELY
) -> Outcome:
    """Decode a document as a whole; otherwise as `stretches`."""
    found = list(stretches(task, resources, config, unlikely))
    if not found:
        return Outcome([], None, resources.channel.mixture({}))
    decoded = [d for part in found for d in part.decoded]
    return Outcome(decoded, found[-1].charts, found[-1].general)


def stretches(
    task: Task, resources: Resources, config: Config, unlikely: float = UNLIKELY
) -> Iterator[Outcome]:
    """Decode a document, a stretch of its paragraphs at a time, so that memory is bounded.

    The channel is adapted to paragraphs from all over the document; what is decided over a
    document (where tones stand, capitals of items) goes by all stretches so far.

    Args:
        task: what is to be decoded.
        resources: the tables.
        config: how many rounds.
        unlikely: other readings below this probability are left out.

    """
    proposals = Proposals(task.candidates)
    text = Text(task.document, task.sick)
    if not text.size:
        return
    charts, general = taught(text, proposals, resources, config)
    settler = Settler(resources, general)
    rescorer = Rescorer(charts) if text.sick >= TEACHES and config.rounds else None
    reader = NameReader(charts, lambda: resources.names)

    def read(part: list[list[ObservedToken]]) -> Outcome:
        decoded = [Decoded.by(t, best_path(t, charts, proposals, unlikely)) for t in part]
        if rescorer is not None:
            decoded = rescored(decoded, rescorer)
        return Outcome(settler.settled(anew(decoded, reader)), charts, general)

    for part in text.stretches():
        yield read(part)
        del part  # the next stretch is read when nothing is left of this one
        charts.forget()


class Text:
    """The paragraphs of a document with sick lines; those of a long one are made as needed.

    Attributes:
        size: number of tokens.
        sick: how many of them may be changed.

    """

    def __init__(self, document: Document, sick: Collection[int]) -> None:
        """Look through the document once."""
        self.document, self.lines = document, sick
        self.size = self.sick = 0
        kept: list[list[ObservedToken]] = []
        for paragraph in paragraphs(document, sick):
            self.size += len(paragraph)
            self.sick += sum(s.sick for s in paragraph)
            if self.size <= STRETCH:
                kept.append(paragraph)
        self._kept = kept if self.size <= STRETCH else None

    def __iter__(self) -> Iterator[list[ObservedToken]]:
        """Yield the paragraphs."""
        return iter(self._kept) if self._kept else paragraphs(self.document, self.lines)

    def stretches(self) -> Iterator[list[list[ObservedToken]]]:
        """Yield the paragraphs in stretches of at most STRETCH tokens, and what ends one."""
        part: list[list[ObservedToken]] = []
        size = 0
        for paragraph in self:
            if part and size + len(paragraph) > STRETCH:
                yield part
                part, size = [], 0
            part.append(paragraph)
            size += len(paragraph)
        yield part


def sample(
    texts: Iterable[list[ObservedToken]], size: int, enough: int
) -> Iterator[list[ObservedToken]]:
    """Yield paragraphs from all over a document of `size` tokens, with about `enough` at most."""
    share = enough / size
    for k, t in enumerate(texts):
        if int((k + 1) * share) > int(k * share) or share >= 1:
            yield t


def taught(
    text: Text,
    proposals: Proposals,
    resources: Resources,
    config: Config,
) -> tuple[Charts, Rows]:
    """Return candidate search for the last round, and the channel not yet adapted to the text."""
    model, bench = resources.channel, resources.workbench
    rounds = config.rounds if text.sick >= TEACHES else 0
    digits = not digits_are_letters(s.text for t in text for s in t)
    charts = bench.charts(effort(0, rounds)._replace(digits=digits))
    general = model.mixture({})
    for k in range(rounds):
        chosen = sample(text, text.size, ENOUGH[min(k, 1)])
        lessons = Lessons(resources.words.words)
        for observed in chosen:
            lessons.learn(observed, *built(observed, charts, proposals).searched())
        general = model.mixture(source_weights(model, lessons.pairs))
        tools = bench.tools(adapted(general, lessons.pairs))
        harder = effort(k + 1, rounds)._replace(digits=digits)
        charts = Charts(tools, harder, lessons.settled(charts.settled, charts.known))
    return charts, general


class Settler:
    """Decides case and tone placement over the stretches of one document."""

    def __init__(self, resources: Resources, rows: Rows) -> None:
        """Start without evidence; `rows` is the channel not adapted to the document's reading."""
        self._vocabulary, self._rows = resources.words, rows
        self._capitals = Capitals(resources.case, resources.words, resources.lm)
        self._styles = Styles({}, 0.0)
        self._openers = openers.Shares()

    def settled(self, decoded: Sequence[Decoded]) -> list[Decoded]:
        """Return the paragraphs of the next stretch with case and tone placement decided."""
        vocabulary = self._vocabulary
        paths = [(d.observed, self._capitals.settle(d.observed, d.steps)) for d in decoded]
        self._styles = styles(paths, self._rows, self._styles)
        placed = [(observed, settle(steps, self._styles, vocabulary)) for observed, steps in paths]
        opened = openers.settle(placed, vocabulary, self._openers)
        return [Decoded(d.observed, steps) for d, steps in zip(decoded, opened, strict=True)]


def rescored(decoded: Sequence[Decoded], rescorer: Rescorer) -> list[Decoded]:
    """Return the paragraphs of a stretch with their doubtful tokens scored anew."""
    rescorer.remember(d.steps for d in decoded)
    return anew(decoded, rescorer)


def anew(decoded: Sequence[Decoded], reader: Rescorer | NameReader) -> list[Decoded]:
    """Return the paragraphs of a stretch with what a reader reads better."""
    found = [reader.steps(d.observed, d.runs()) for d in decoded]
    return [
        d if steps is None else Decoded(d.observed, steps)
        for d, steps in zip(decoded, found, strict=True)
    ]
