"""The order of the stages: detect, propose, decode, choose, apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix import decode
from vnfix.apply import apply_corrections
from vnfix.choice import eligible, without_overlaps
from vnfix.detectors import DETECTORS
from vnfix.fixers import FIXERS
from vnfix.model import Correction, Damage, Repair, Safety
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from collections.abc import Iterable

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
