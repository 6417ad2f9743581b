"""The order of the stages: detect, propose, decode, choose, apply."""

from __future__ import annotations

import logging
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from itertools import chain, compress
from operator import not_
from typing import TYPE_CHECKING, NamedTuple

from vnfix import decode, look
from vnfix.alternatives.shapes import core_of
from vnfix.apply import (
    apply_corrections,
    apply_sorted,
    joining,
    undivided,
    with_others,
    without_overlaps,
)
from vnfix.decode.rounds import Task
from vnfix.detectors import analyse, mapped
from vnfix.document import lines_of, make_document
from vnfix.fixers import FIXERS, SETTLERS
from vnfix.logs import logger
from vnfix.memory import no_circles
from vnfix.model import Correction, Damage, Repair, Safety
from vnfix.packed import (
    Candidates,
    gathered,
    held,
    parted,
    picked,
    sorted_by_place,
    starts_of,
    used_up,
)
from vnfix.settle import settled
from vnfix.text.patterns import pattern
from vnfix.text.tokens import tokens
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.config import Config
    from vnfix.decode import Explanation
    from vnfix.model import Candidate, Document
    from vnfix.resources import Resources


log = logger(__name__)
# How often a repaired text is looked at again, to see that what was left stays so.
SECOND_LOOKS = 3
# Text without accents was mostly typed so, and then its letters are right (`From:`, `Chao em`). The
# slips of an engine that drops accents are surer: its WER is 1.38 instead of 1.35 %.
OTHER_LETTERS = 0.9
CODE = pattern(r"[A-Z]{3,5}")
BESIDE = 200  # characters that tell whether a line is in capitals


class Plan(NamedTuple):
    """A document with all that is known and proposed before anything is decoded.

    Attributes:
        analysis: the document and what is wrong with it.
        exact: what fixers know for certain, earlier fixers first.
        task: what the decoder is to read, and with which candidates.
        solved: the words of lines that a rule has damaged.

    """

    analysis: Analysis
    exact: Sequence[Candidate]
    task: Task
    solved: Sequence[Correction] = ()

    def chosen(self, decoded: Sequence[Correction]) -> Iterator[Correction]:
        """Yield the corrections that may be made, sorted by place, without overlaps.

        Args:
            decoded: those of the decoder, sorted by place, without overlaps; packed ones are
                used up.

        """
        tables, text = self.analysis.resources, self.analysis.document.text
        trusted = (tables.confidences.trusted(c) for c in self.exact)  # few texts have any
        exact = not_contained(trusted, decoded, text)
        free = unprotected(self.analysis)
        first = without_overlaps(filter(free, [*self.solved, *exact]))
        return with_others(first, filter(free, used_up(decoded)))


@no_circles
def plan(document: Document, config: Config, resources: Resources | None = None) -> Plan:
    """Detect what is wrong with a document and let the fixers propose.

    Args:
        document: from a reader.
        config: the user's options.
        resources: other tables than those that the options ask for.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    return proposed(analyse(document, config, resources))


def proposed(analysis: Analysis) -> Plan:
    """Let the fixers propose for a document that has been looked at."""
    rest = analysis.open()
    settled = (c for propose in SETTLERS.values() for c in propose(analysis))
    others = (c for propose in FIXERS.values() for c in propose(rest))
    candidates = held(Candidates, chain(settled, others))
    exact = held(Candidates, (c for c in candidates if c.exact))
    arcs = held(Candidates, (c for c in candidates if not c.exact))
    task = Task(rest.document, rest.lines_to_decode(), arcs)
    lines = mapped.assign(analysis).lines
    solved = _solved(analysis, lines) if lines else []
    return Plan(analysis, exact, task, solved)


def _solved(analysis: Analysis, lines: Mapping[int, str]) -> list[Correction]:
    from vnfix.decode.mapped import corrections

    return corrections(analysis.document, lines, analysis.resources)


@no_circles
def repair(document: Document, config: Config) -> Repair:
    """Return the repaired document, its corrections and the findings.

    Args:
        document: from a reader.
        config: with `auto_only`, corrections that a person should see are left out.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    return repair_analysed(analyse(document, config))


@no_circles
def repair_analysed(analysis: Analysis) -> Repair:
    """Return the repair of a document that has been looked at."""
    made, left = sure_enough(analysis, propose(analysis))
    if analysis.config.add_lines:
        new, unsure = _parted(look.added(analysis.document, analysis.config), analysis)
        made, left = [*made, *new], [*left, *unsure]
    if analysis.config.auto_only:
        made = gathered(c for c in made if c.safety is Safety.AUTO)
    text = analysis.document.text
    repaired = apply_corrections(text, made)
    log.info("%s: %d corrections, %d places left", analysis.document.name, len(made), len(left))
    return Repair(text, repaired, made, analysis.findings, left)


@no_circles
def propose(analysis: Analysis) -> Sequence[Correction]:
    """Return what to do about a document, sorted by place, without overlaps."""
    planned = proposed(analysis)
    analysis.forget()  # all is proposed, and decoding takes memory of its own
    started = time.perf_counter()
    decoded = look.read(planned.task, analysis.resources, analysis.config)
    _tell(planned, len(decoded), time.perf_counter() - started)
    return finished(analysis, planned.chosen(decoded))


def _tell(planned: Plan, decoded: int, seconds: float) -> None:
    """Log what the stages have found; no text, which may be private."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    analysis = planned.analysis
    kinds = Counter(str(f.kind) for f in analysis.findings)
    name = analysis.document.name
    log.debug("%s: damaged lines: %s", name, dict(kinds) or "none")
    exact, lines = len(planned.exact) + len(planned.solved), len(planned.task.sick)
    log.debug("%s: %d exact proposals, %d lines to decode", name, exact, lines)
    log.debug("%s: decoded in %.2f s, %d corrections", name, seconds, decoded)


def finished(analysis: Analysis, chosen: Iterable[Correction]) -> Sequence[Correction]:
    """Return the corrections with what is left to tidy in their lines; none makes or joins lines.

    They stay as they are where tidying would touch a protected word.
    """
    text = analysis.document.text
    protected = analysis.resources.lexicon.protected
    if protected:
        chosen = gathered(chosen)  # it may be needed again
    whole = gathered(undivided(settled(analysis, without_gaps(text, chosen))))
    if protected and not all(map(unprotected(analysis), whole)):
        whole = gathered(undivided(chosen))
    moved = {*joining(text, whole), *emptying(analysis.document, whole)}
    return gathered(c for c in whole if c not in moved) if moved else whole


def without_gaps(text: str, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """Yield the corrections, those that drop a mark between blanks with the blank behind it."""
    for c in corrections:
        gap = not c.after and _leaves_gap(text, c)
        yield replace(c, end=c.end + 1, before=c.before + " ") if gap else c


def _leaves_gap(text: str, c: Correction) -> bool:
    if text[c.end : c.end + 1] != " ":
        return False
    return not c.start or text[c.start - 1].isspace()


def emptying(document: Document, corrections: Sequence[Correction]) -> list[Correction]:
    """Return the corrections that leave nothing of a last line without an end: it would go."""
    last = document.lines[-1] if document.lines else None
    if last is None or last.end < len(document.text) or not last.text:
        return []
    kept, here = len(last.text), bisect_left(corrections, last.start, key=lambda c: c.start)
    for k in range(here, len(corrections)):
        kept += len(corrections[k].after) - len(corrections[k].before)
    return [] if kept else list(corrections[here:])


def sure_enough(
    analysis: Analysis, corrections: Sequence[Correction]
) -> tuple[Sequence[Correction], Sequence[Correction]]:
    """Return the corrections that are likely enough to be made, and those that are left.

    What is left must be left by a second run too, which reads it among repaired words. Where it
    would not be, all of its line is made, and where that does not help, all of the document, unless
    that would not be stable either. Corrections are sorted by place; packed ones are used up.
    """
    likely = made = _likely(corrections, analysis)
    for _ in range(SECOND_LOOKS):
        if all(made):
            return corrections, []
        touched = _moved_lines(analysis, picked(corrections, made))
        if not touched:
            return parted(corrections, made)
        left = lines_of(analysis.document, compress(corrections, map(not_, made)))
        more = bytes(flag or next(left).number in touched for flag in made)
        if more == made:
            break
        made = more
    if _moved_lines(analysis, sorted_by_place(corrections)):
        return parted(corrections, likely)
    return corrections, []


def _moved_lines(analysis: Analysis, made: Iterable[Correction]) -> set[int]:
    """Return the numbers of the lines that a second run would change; these are made, by place."""
    text = apply_sorted(analysis.document.text, made)
    del made  # of a long text they may take memory that the second run needs
    again = make_document(text, name=analysis.document.name)
    second = analyse(again, analysis.config, analysis.resources)
    return {line.number for line in lines_of(again, _parted(propose(second), second)[0])}


def _parted(
    corrections: Sequence[Correction], analysis: Analysis
) -> tuple[Sequence[Correction], Sequence[Correction]]:
    return parted(corrections, _likely(corrections, analysis))


def _likely(corrections: Iterable[Correction], analysis: Analysis) -> bytes:
    """Return a flag for each correction: whether it is likely enough to be made."""
    least, text = analysis.config.min_confidence, analysis.document.text
    other = max(least, OTHER_LETTERS)
    unaccented = any(f.kind is Damage.UNACCENTED for f in analysis.findings)

    def demanded(c: Correction) -> float:
        if not least:
            return least
        strange = (unaccented and not _only_accents(c)) or shortens_code(c, text)
        return other if strange else least

    return bytes(c.is_surer(demanded(c)) for c in corrections)


def shortens_code(c: Correction, text: str) -> bool:
    """Tell whether capitals in a line of small letters lose a letter (`PAR INDEX`, ĐA).

    Of 375 such codes in lines of nine engines and the plans four are a shorter one, misread UBND.
    """
    code, after = core_of(c.before), core_of(c.after)
    if not CODE.fullmatch(code) or len(after) >= len(code) or not after.isupper():
        return False
    before = text[max(0, c.start - BESIDE) : c.start].rpartition("\n")[2]
    others = before + text[c.end : c.end + BESIDE].partition("\n")[0]
    return sum(map(str.islower, others)) > sum(map(str.isupper, others))


def _only_accents(c: Correction) -> bool:
    """Tell whether a correction does no more than put accents in."""
    return strip_accents(c.before).lower() == strip_accents(c.after).lower()


def explain(document: Document, config: Config) -> list[Explanation]:
    """Return the readings considered for each token, healthy lines included."""
    planned = plan(document, config)
    everything = Task(document, range(len(document.lines)), planned.task.candidates)
    return decode.explain(everything, planned.analysis.resources, config)


def to_correction(text: str, candidate: Candidate) -> Correction:
    """Return the correction that an exact candidate stands for; unsure where nothing was told."""
    return Correction(
        candidate.start,
        candidate.end,
        text[candidate.start : candidate.end],
        candidate.after,
        candidate.fixer,
        candidate.confidence or 0.0,
        candidate.safety,
        candidate.reason,
    )


# Which of the proposed corrections are made, where several would change the same place.

MARKS = ".,;:!?()[]{}\"'“”‘’«»…-–"


def not_contained(
    exact: Iterable[Candidate], decoded: Sequence[Correction], text: str
) -> list[Correction]:
    """Return the corrections of exact candidates but for those that yield to the decoder's.

    The decoder makes them in a wider one, such as a phrase, which would be lost for the sake of one
    of its words, or it sees to the marks around the word as well, of which a dictionary knows
    nothing.
    """
    starts = starts_of(decoded)

    def made(c: Candidate) -> bool:
        k = bisect_right(starts, c.start) - 1
        if k < 0 or not c.yields:
            return False
        d = decoded[k]
        return c.end <= d.end and c.after != d.after and bare(c.after) in bare(d.after)

    return [to_correction(text, c) for c in exact if not made(c)]


def bare(text: str) -> str:
    """Return the words of a text without the marks around them, a blank around each.

    >>> bare("(Hội đồng,")
    ' Hội đồng '
    """
    return f" {' '.join(w.strip(MARKS) for w in text.split())} "


def unprotected(analysis: Analysis) -> Callable[[Correction], bool]:
    """Return what tells whether a correction touches no protected word of the user.

    A protected phrase of several words protects each place where it stands, in NFC.
    """
    protected = analysis.resources.lexicon.protected
    if not protected:
        return lambda _: True
    spans = sorted(protected_spans(analysis.document, protected))
    ends = [end for _, end in spans]

    def free(c: Correction) -> bool:
        """Whether the first protected span that ends behind the start begins behind the end."""
        k = bisect_left(ends, c.start + 1)
        return k == len(spans) or spans[k][0] >= max(c.end, c.start + 1)

    return free


def protected_spans(document: Document, protected: Iterable[str]) -> Iterable[tuple[int, int]]:
    """Yield the spans of the protected words and phrases; marks around a word are not part."""
    phrases = {tuple(p.split()) for p in protected}
    longest = max(map(len, phrases), default=0)
    for line in document.lines:
        words = list(tokens(line.text))
        texts = [t.text.strip(MARKS) or t.text for t in words]
        for i in range(len(words)):
            for j in range(i + 1, min(i + longest, len(words)) + 1):
                if tuple(texts[i:j]) in phrases or tuple(t.text for t in words[i:j]) in phrases:
                    yield line.start + words[i].start, line.start + words[j - 1].end
