"""The order of the stages: detect, propose, decode, choose, apply."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from vnfix import decode
from vnfix.apply import apply_corrections, overlap
from vnfix.detectors import DETECTORS
from vnfix.fixers import FIXERS, dictionary
from vnfix.model import Correction, Damage, Repair, Safety
from vnfix.resources import load_resources
from vnfix.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.config import Config
    from vnfix.decode import Explanation
    from vnfix.model import Candidate, Document, Finding
    from vnfix.resources import Resources

# Damage that needs guessing; the other kinds have fixers that know the answer.
DECODED = frozenset({Damage.OCR, Damage.MIXED, Damage.LOST_GLYPHS, Damage.UNACCENTED})


def repair(document: Document, config: Config) -> Repair:
    """Return the repaired document, its corrections and the findings.

    Args:
        document: from a reader.
        config: with `auto_only`, corrections that a person should see are left out.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.

    """
    findings, corrections = propose(document, config)
    if config.auto_only:
        corrections = [c for c in corrections if c.safety is Safety.AUTO]
    text = apply_corrections(document.text, corrections)
    return Repair(document.text, text, tuple(corrections), tuple(findings))


def propose(document: Document, config: Config) -> tuple[list[Finding], list[Correction]]:
    """Return what is wrong and what to do about it, sorted by place, without overlaps."""
    if not document.text or document.text.isspace():
        return [], []
    resources = load_resources(config)
    findings, proposed = look(document, resources, config)
    exact = [to_correction(document.text, c) for c in proposed if c.exact]
    arcs = [c for c in proposed if not c.exact]
    sick = sick_lines(document, findings, config)
    decoded = decode.decode(document, sick, arcs, resources, config) if sick else []
    return findings, without_overlaps(eligible(exact, decoded, document, resources))


def look(
    document: Document, resources: Resources, config: Config
) -> tuple[list[Finding], list[Candidate]]:
    """Return what the detectors find and what the fixers propose."""
    findings = [f for detect in DETECTORS.values() for f in detect(document, resources, config)]
    proposed = [c for fix in FIXERS.values() for c in fix(document, findings, resources, config)]
    return findings, proposed


def explain(document: Document, config: Config) -> list[Explanation]:
    """Return the readings considered for each token, healthy lines included."""
    resources = load_resources(config)
    _, proposed = look(document, resources, config)
    return decode.explain(document, [c for c in proposed if not c.exact], resources, config)


def sick_lines(document: Document, findings: Iterable[Finding], config: Config) -> set[int]:
    """Return the indices of the lines to decode: all of them without a gate."""
    if not config.gate or not DETECTORS:
        return set(range(len(document.lines)))
    return {f.line for f in findings if f.kind in DECODED and f.detector != "glyphs"}


def to_correction(text: str, candidate: Candidate) -> Correction:
    """Return the correction that an exact candidate stands for."""
    return Correction(
        candidate.start,
        candidate.end,
        text[candidate.start : candidate.end],
        candidate.after,
        candidate.fixer,
        candidate.confidence,
        candidate.safety,
        candidate.reason,
    )


# Which of the proposed corrections are made, where several would change the same place.

MARKS = ".,;:!?()[]{}\"'“”‘’«»…-–"


def eligible(
    exact: Sequence[Correction],
    decoded: Sequence[Correction],
    document: Document,
    resources: Resources,
) -> list[Correction]:
    """Return the corrections that may be made, those that outrank others first.

    Args:
        exact: what fixers know for certain, earlier fixers first.
        decoded: what the decoder reads, sorted by place.
        document: as it was read.
        resources: the user's protected words.

    """
    return unprotected([*not_contained(exact, decoded), *decoded], document, resources)


def not_contained(exact: Iterable[Correction], decoded: Sequence[Correction]) -> list[Correction]:
    """Return the exact corrections but for those of a dictionary that the decoder makes too.

    It makes them in a wider one, such as a phrase, which would be lost for the sake of one of its
    words, or it sees to the marks around the word as well, of which a dictionary knows nothing.
    """
    starts = [d.start for d in decoded]

    def made(c: Correction) -> bool:
        k = bisect_right(starts, c.start) - 1
        if k < 0 or c.fixer != dictionary.NAME:
            return False
        d = decoded[k]
        return c.end <= d.end and c.after != d.after and bare(c.after) in bare(d.after)

    return [c for c in exact if not made(c)]


def bare(text: str) -> str:
    """Return the words of a text without the marks around them, a blank around each.

    >>> bare("(Hội đồng,")
    ' Hội đồng '
    """
    return f" {' '.join(w.strip(MARKS) for w in text.split())} "


def without_overlaps(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections sorted by place; of two that overlap, the earlier one in the list.

    Those that change nothing are left out.
    """
    kept: list[Correction] = []
    starts: list[tuple[int, int]] = []
    for c in corrections:
        span = (c.start, c.end)
        at = bisect_left(starts, span)
        near = starts[max(at - 1, 0) : at + 1]
        if c.before != c.after and not any(overlap(span, other) for other in near):
            starts.insert(at, span)
            kept.insert(at, c)
    return kept


def unprotected(
    corrections: Sequence[Correction], document: Document, resources: Resources
) -> list[Correction]:
    """Return the corrections that touch no protected word of the user.

    A protected phrase of several words protects each place where it stands, in NFC.
    """
    protected = resources.lexicon.protected
    if not protected or not corrections:
        return list(corrections)
    spans = sorted(protected_spans(document, protected))
    ends = [end for _, end in spans]

    def free(c: Correction) -> bool:
        """Whether the first protected span that ends behind the start begins behind the end."""
        k = bisect_left(ends, c.start + 1)
        return k == len(spans) or spans[k][0] >= max(c.end, c.start + 1)

    return [c for c in corrections if free(c)]


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
