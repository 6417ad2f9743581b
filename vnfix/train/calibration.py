"""Fits how sure readings are: the calibration, and the table of confidences.

What is read on documents and engines left out (`held_out`) is judged by the gold. A logistic
regression over `confidence.NAMES` is fitted to the decoder's readings (Platt 1999; iterated
reweighted least squares with a small ridge), each engine with the same say. AUTO begins where, on
engines left out of the fit as well, `PRECISION` of what is as sure is right. What needs no decoding
is counted by fixer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.data.confidences import FILE, load_confidences, write_confidences
from vnfix.data.tables import write_facts
from vnfix.decode.confidence import FORMAT, VERSION
from vnfix.decode.corrections import correction, may_be_auto
from vnfix.decode.groups import groups
from vnfix.decode.signs import NAMES, Evidence
from vnfix.model import Safety
from vnfix.pipeline import finished
from vnfix.train.held_out import counted, held_out
from vnfix.train.judging import judged
from vnfix.train.ranking import build_ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.data.confidences import Key
    from vnfix.train.held_out import Counts, Lesson

PRECISION = 0.997
"""Share of the AUTO corrections of a set that are right, at least, marks and case included."""
LEAST_AUTO, MOST_AUTO, STEP_AUTO = 0.95, 0.999, 0.0005
EACH = 5
"""Places of a document that count for a rule or fixer at most: its places are alike."""
RIDGE = 1.0
STEPS, LEAST_STEP = 50, 1e-7
LEAST_CURVE = 1e-9
COUNTS, READINGS = "counts.json", "readings.jsonl"
"""Files of a folder where work is kept."""
RULES = Path(__file__).parents[1] / "rules"


class Reading(NamedTuple):
    """A reading of the decoder's that was judged.

    Attributes:
        source: the engine that was left out.
        document: the document.
        values: of `confidence.NAMES`.
        right: whether the gold says the same.
        open: whether it may be AUTO if it is sure enough.

    """

    source: str
    document: str
    values: tuple[float, ...]
    right: bool
    open: bool


class Proposal(NamedTuple):
    """A correction that needed no decoding and was judged.

    Attributes:
        source: the engine.
        document: the document.
        fixer: as in `Correction.fixer`.
        safety: what the fixer asked for.
        right: whether the gold says the same.

    """

    source: str
    document: str
    fixer: str
    safety: str
    right: bool


Row = Reading | Proposal


def study(lesson: Lesson) -> list[Row]:
    """Return the judged corrections of one document."""
    planned, resources = lesson.plan, lesson.resources
    document = planned.analysis.document
    paragraphs = lesson.outcome.decoded
    found = [g for d in paragraphs for g in groups(document.text, d.observed, d.steps)]
    evidence = Evidence(found, resources.lm, lesson.outcome.general)
    changed = {(g.start, g.end, g.after): k for k, g in enumerate(found) if g.after != g.before}
    # How sure a reading is changes nothing about where it stands; AUTO is not asked about here.
    decoded = [correction(found[k], 0.5, 1.0) for k in changed.values()]
    asked = {(c.start, c.end, c.after, c.fixer): c for c in planned.exact}
    made = finished(planned.analysis, planned.chosen(decoded))
    rows: list[Row] = []
    for j in judged(document.text, lesson.gold, made):
        c = j.correction
        place = (c.start, c.end, c.after)
        if c.fixer == "decode" and place in changed:
            k = changed[place]
            ready = may_be_auto(found[k])
            rows.append(Reading(lesson.source, lesson.name, evidence.of(k), j.right, ready))
        elif (candidate := asked.get((*place, c.fixer))) is not None:
            safety = candidate.safety.value
            rows.append(Proposal(lesson.source, lesson.name, c.fixer, safety, j.right))
    return rows


def store(rows: Iterable[Row], path: Path) -> None:
    """Write rows to a file, one a line."""
    with path.open("w", encoding="utf-8") as f:
        f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def stored(path: Path) -> list[Row]:
    """Read the rows of a file."""
    rows: list[Row] = []
    with path.open(encoding="utf-8") as f:
        for line in f:
            source, document, what, *rest = json.loads(line)
            if isinstance(what, str):
                rows.append(Proposal(source, document, what, *rest))
            else:
                rows.append(Reading(source, document, tuple(what), *rest))
    return rows


def left(rows: Iterable[Row], documents: Sequence[str], sources: Sequence[str] = ()) -> list[Row]:
    """Return the rows of other documents and other sources."""
    return [r for r in rows if r.document not in documents and r.source not in sources]


def build_calibration(rows: Sequence[Row], path: Path, leave_out: Sequence[str]) -> dict[str, Any]:
    """Fit the calibration and write it to `path`."""
    readings = [r for r in rows if isinstance(r, Reading)]
    auto, found = across(readings)
    facts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "names": list(NAMES),
        "weights": fit(readings),
        "auto": auto,
        "readings": len(readings),
        "left_out": sorted(leave_out),
        "engines_left_out": found,
    }
    write_facts(path, facts)
    return facts


def across(readings: Sequence[Reading]) -> tuple[float, dict[str, dict[str, float]]]:
    """Return where AUTO begins, and how each source fares that the fit has not seen."""
    import numpy as np

    names = sorted({r.source for r in readings})
    sure: dict[str, Any] = {}
    right, ready = {}, {}
    for name in names:
        own = [r for r in readings if r.source == name]
        others = [r for r in readings if r.source != name]
        weights = np.array(fit(others)) if others else np.zeros(len(NAMES))
        x = np.array([r.values for r in own]) @ weights
        sure[name] = 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))
        right[name] = np.array([r.right for r in own])
        ready[name] = np.array([r.open for r in own])
    auto = MOST_AUTO
    for bound in np.arange(LEAST_AUTO, MOST_AUTO, STEP_AUTO):
        made = {n: ready[n] & (sure[n] >= bound) for n in names}
        shares = [right[n][made[n]].mean() for n in names if made[n].any()]
        if shares and sum(shares) / len(shares) >= PRECISION:
            auto = round(float(bound), 4)
            break
    found = {}
    for n in names:
        made_here = ready[n] & (sure[n] >= auto)
        found[n] = {
            "readings": len(right[n]),
            "precision": round(float(right[n][made_here].mean()), 4) if made_here.any() else 0.0,
            "share": round(float(made_here.mean()), 4),
            "confidence": round(float(sure[n].mean()), 4),
            "right": round(float(right[n].mean()), 4),
        }
    return auto, found


def fit(readings: Sequence[Reading]) -> list[float]:
    """Return the weights of a logistic regression in which each source has the same say."""
    import numpy as np

    x = np.array([r.values for r in readings])
    y = np.array([r.right for r in readings], dtype=float)
    sources = Counter(r.source for r in readings)
    share = np.array([len(readings) / len(sources) / sources[r.source] for r in readings])
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    z = x / spread
    ridge = np.full(len(NAMES), RIDGE)
    ridge[0] = RIDGE / 100
    w = np.zeros(len(NAMES))
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(z @ w, -30, 30)))
        hessian = (z.T * (share * p * (1.0 - p) + LEAST_CURVE)) @ z + np.diag(ridge)
        step = np.linalg.solve(hessian, z.T @ (share * (y - p)) - ridge * w)
        w = w + step
        if np.abs(step).max() < LEAST_STEP:
            break
    return [round(float(v), 5) for v in w / spread]


def build_confidences(rows: Sequence[Row], assumed: Path, out: Path) -> None:
    """Count how often what needs no decoding is right, and write the table.

    Args:
        rows: what was judged.
        assumed: a table with the assumptions.
        out: folder for the table.

    """
    seen, right, documents = _places(r for r in rows if isinstance(r, Proposal))
    write_confidences(
        out / FILE,
        [
            row.measured(seen[row.key], right[row.key], documents[row.key])
            for row in load_confidences(assumed).rows.values()
        ],
    )


def _places(
    proposals: Iterable[Proposal],
) -> tuple[dict[Key, float], dict[Key, float], dict[Key, int]]:
    """Return places, right ones and documents by fixer and safety, few of each document."""
    found: dict[Key, dict[tuple[str, str], list[bool]]] = {}
    for p in proposals:
        places = found.setdefault((p.fixer, Safety(p.safety)), {})
        places.setdefault((p.source, p.document), []).append(p.right)
    seen: dict[Key, float] = defaultdict(float)
    right: dict[Key, float] = defaultdict(float)
    documents: dict[Key, int] = defaultdict(int)
    for key, places in found.items():
        documents[key] = len({document for _, document in places})
        for judged_here in places.values():
            count = min(len(judged_here), EACH)
            seen[key] += count
            right[key] += count * sum(judged_here) / len(judged_here)
    return seen, right, documents


def build_confidence(
    shared: Path,
    models: Path,
    out: Path,
    leave_out: Sequence[str] = (),
    work: Path | None = None,
) -> None:
    """Build `calibration.json`, `ranking.json` and the table of confidences.

    Args:
        shared: the data folder.
        models: folder with the other tables.
        out: where all three go.
        leave_out: documents of which no gold is used.
        work: folder where what was read and judged is kept, and read from the next time.

    """
    counts = counted(shared, work and work / COUNTS)
    rows = readings(shared, models, counts, work)
    build_sureness(left(rows, leave_out), out, leave_out)
    with held_out(counts, shared, models, leave_out, by_hand=True) as held:
        build_ranking(held, out / "ranking.json", leave_out)


def build_sureness(rows: Sequence[Row], out: Path, leave_out: Sequence[str]) -> None:
    """Build `calibration.json` and the table of confidences of what was judged."""
    build_calibration(rows, out / "calibration.json", leave_out)
    build_confidences(rows, RULES / FILE, out)


def readings(shared: Path, models: Path, counts: Counts, work: Path | None) -> list[Row]:
    """Return the judged corrections of all documents, each left out; kept in `work`."""
    if work is not None and (work / READINGS).exists():
        return stored(work / READINGS)
    with held_out(counts, shared, models, by_hand=False) as held:
        rows: list[Row] = held.learn(study, by_hand=False)
    if work is not None:
        store(rows, work / READINGS)
    return rows
