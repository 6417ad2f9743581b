"""What decisions are worth: a reviewer who knows the gold works through the queue of a seed.

The queue is the page's, restricted to the lines with gold; a key is a press, and so is each letter
of a reading that is typed. Channel, calibration and ranking were trained without the seed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import browser, report
from bench.channels import folds
from bench.data import SEEDS, Sample, read_parallel, read_seed
from bench.keys import REVIEWER, ReviewSession
from bench.person import Gold, Person
from tools.serving import served
from vnfix.config import Config
from vnfix.review.items import ALL, DECIDED, Filters, select
from vnfix.review.loading import load
from vnfix.review.outlook import mistakes, unasked_mistakes
from vnfix.review.records import REVIEWER as WRITTEN
from vnfix.review.store import Store

if TYPE_CHECKING:
    from bench.channels import Workshop

PRESSES = (35, 80, 150)
OUTLOOK = 80
GAZETTE = 10
"""Gazette PDFs that are reviewed, every fourth by name; no table has seen any of them."""


class Session(NamedTuple):
    """A review: the keys that were pressed, and the errors before and after each of them.

    `expected` is what the page says, about so many mistakes left, by the number of presses: at
    first, and as soon as there are `OUTLOOK` or the end is reached.
    """

    keys: list[str]
    errors: list[int]
    words: int
    expected: dict[int, float]


def expected(store: Store, gold: Gold) -> float:
    """Give the mistakes that are expected in the lines with gold, as the page works them out."""
    filters = Filters(ALL, lines=sorted(gold.lines))
    lines = [line for line in gold.document.lines if line.number in gold.lines]
    asked = [p.correction for p in select(store, filters) if p.correction.fixer != WRITTEN]
    return mistakes(store, filters) + unasked_mistakes(lines, asked)


def greatest_sum(store: Store) -> float:
    """Give the greatest sum of the probabilities of one place."""
    found = (p.correction for p in select(store, Filters(ALL)))
    return max((c.confidence + sum(p for _, p in c.alternatives) for c in found), default=0.0)


def work(store: Store, sample: Sample, presses: int = PRESSES[-1]) -> Session:
    """Review the one document of a store by the keys of the page."""
    gold = Gold(sample, store, 1)
    person = Person(gold)
    session = ReviewSession(store, Filters(lines=sorted(gold.lines)))
    pressed: list[str] = []
    errors = [gold.all_errors()]
    left = {0: expected(store, gold)}
    while len(pressed) < presses and not session.over:
        keys = person.keys(session)
        if len(pressed) + len(keys) > presses:
            break
        for key in keys:
            session.press(key)
            gold.see(session.changed)
            changed = {p.line for p in session.changed}
            session.changed.clear()
            pressed.append(key)
            errors.append(gold.all_errors() if changed else errors[-1])
        if len(pressed) >= OUTLOOK and len(left) == 1:
            left[len(pressed)] = expected(store, gold)
    left.setdefault(len(pressed), expected(store, gold))
    return Session(pressed, errors, gold.words, left)


def on_page(document: Path, store: Path, sample: Sample, session: Session) -> dict[str, Any]:
    """Press the keys of a session on the real page; gives the errors after each part of them.

    Args:
        document: the file that is reviewed.
        store: its store, with nothing decided.
        sample: its gold.
        session: whose keys.

    """
    with Store(store) as there:
        lines = sorted(Gold(sample, there, 1).lines)
        errors, begin = {}, 0
        with (
            served(document, "--store", store, "--reviewer", REVIEWER) as address,
            browser.opened(address, lines) as press,
        ):
            for end in PRESSES:
                press(session.keys[begin:end])
                errors[str(end)] = Gold(sample, there, 1).all_errors()
                begin = end
        return {"errors": errors, "decisions": decisions(there)}


def decisions(store: Store) -> list[tuple[int, str, str]]:
    """Return what was decided: number of the correction, status, text."""
    return [(p.id, str(p.status), p.decided) for p in select(store, Filters(DECIDED))]


def prepare(workshop: Workshop, name: str, folder: Path) -> Store:
    """Return a store with a seed, proposed for by tables that have not seen it."""
    models = workshop.models_without([name])
    store = Store(folder / "store.sqlite3")
    load(store, [workshop.shared / "seeds" / f"{name}.txt"], Config(models=models))
    return store


def figures(session: Session) -> dict[str, Any]:
    """Give the curve as it goes into a result file."""
    before = session.errors[0]
    at = {n: session.errors[min(n, len(session.errors) - 1)] for n in (0, *PRESSES)}
    return {
        "words": session.words,
        "errors": {str(n): errors for n, errors in at.items()},
        "WER": {str(n): errors / session.words for n, errors in at.items()},
        "gone": {str(n): 1 - at[n] / before if before else 1.0 for n in PRESSES},
        "curve": session.errors,
        "left": [
            {"presses": n, "said": round(said, 1), "gold": session.errors[n]}
            for n, said in session.expected.items()
        ],
    }


def review(workshop: Workshop, name: str) -> tuple[dict[str, Any], list[str]]:
    """Review one seed by the library, and by the same keys on the page; gives figures and keys."""
    sample = read_seed(workshop.shared, name)
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder, "twin.sqlite3")
        with prepare(workshop, name, Path(folder)) as store:
            store.rows("VACUUM INTO ?", (str(twin),))
            sums = greatest_sum(store)
            session = work(store, sample)
            found = figures(session) | {"greatest_sum": sums}
            if browser.chromium():
                document = workshop.shared / "seeds" / f"{name}.txt"
                page = on_page(document, twin, sample, session)
                found["page"] = {
                    "errors": page["errors"],
                    "same": page["decisions"] == decisions(store),
                }
    return found, session.keys


def gazette(workshop: Workshop) -> dict[str, dict[str, Any]]:
    """Review PDFs of the Official Gazette, by tables that have seen none of them."""
    samples = {s.name: s for s in read_parallel(workshop.shared)}
    names = folds(sorted(samples))[0][:GAZETTE]
    config = Config(models=workshop.models_without(names))
    made = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "document.txt")
            path.write_text(samples[name].text, "utf-8")
            with Store(Path(folder, "store.sqlite3")) as store:
                load(store, [path], config)
                sums = greatest_sum(store)
                found = figures(work(store, samples[name])) | {"greatest_sum": sums}
        del found["curve"]
        made[name] = found
    return made


def run(workshop: Workshop) -> dict[str, Any]:
    """Review each seed, and documents of the gazette."""
    made = {name: review(workshop, name) for name in SEEDS}
    unseen = gazette(workshop)
    return {
        "documents": {name: found for name, (found, _) in made.items()},
        **shares([found for found, _ in made.values()]),
        "gazette": {"documents": unseen, **shares(list(unseen.values()))},
        "outlook": outlook([*(found for found, _ in made.values()), *unseen.values()]),
        report.DETAILS: {"keys": {name: keys for name, (_, keys) in made.items()}},
    }


def shares(found: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Give the worst and the mean share of errors that are gone, by presses."""
    gone = {str(n): [f["gone"][str(n)] for f in found] for n in PRESSES}
    return {
        "worst": {n: min(values) for n, values in gone.items()},
        "mean": {n: sum(values) / len(values) for n, values in gone.items()},
    }


def outlook(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Give what was said of all documents together, before and after, against the gold."""
    ends = {"before": [f["left"][0] for f in found], "after": [f["left"][-1] for f in found]}
    return {
        when: {
            "said": round(sum(row["said"] for row in rows), 1),
            "gold": sum(row["gold"] for row in rows),
            "within_a_quarter": sum(abs(r["said"] - r["gold"]) <= r["gold"] / 4 for r in rows),
            "documents": len(rows),
        }
        for when, rows in ends.items()
    }
