"""What decisions are worth: a reviewer who knows the gold works through the queue of a seed.

The queue is the page's, restricted to the lines with gold; a key is a press, and so is each letter
of a reading that is typed. Channel, calibration and ranking were trained without the seed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import browser, report
from bench.data import SEEDS, Sample, read_seed
from bench.keys import REVIEWER, ReviewSession
from bench.person import Gold, Person
from vnfix.config import Config
from vnfix.review.items import DECIDED, Filters, select
from vnfix.review.loading import load
from vnfix.review.store import Store

if TYPE_CHECKING:
    from bench.channels import Workshop

PRESSES = (35, 80, 150)


class Session(NamedTuple):
    """A review: the keys that were pressed, and the errors before and after each of them."""

    keys: list[str]
    errors: list[int]
    words: int


def work(store: Store, sample: Sample, presses: int = PRESSES[-1]) -> Session:
    """Review the one document of a store by the keys of the page."""
    gold = Gold(sample, store, 1)
    person = Person(gold)
    session = ReviewSession(store, Filters(lines=sorted(gold.lines)))
    pressed: list[str] = []
    errors = [gold.all_errors()]
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
    return Session(pressed, errors, gold.words)


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
            browser.served(document, store, REVIEWER) as address,
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
    }


def review(workshop: Workshop, name: str) -> tuple[dict[str, Any], list[str]]:
    """Review one seed by the library, and by the same keys on the page; gives figures and keys."""
    sample = read_seed(workshop.shared, name)
    with tempfile.TemporaryDirectory() as folder:
        twin = Path(folder, "twin.sqlite3")
        with prepare(workshop, name, Path(folder)) as store:
            store.rows("VACUUM INTO ?", (str(twin),))
            session = work(store, sample)
            found = figures(session)
            if browser.chromium():
                document = workshop.shared / "seeds" / f"{name}.txt"
                page = on_page(document, twin, sample, session)
                found["page"] = {
                    "errors": page["errors"],
                    "same": page["decisions"] == decisions(store),
                }
    return found, session.keys


def run(workshop: Workshop) -> dict[str, Any]:
    """Review each seed."""
    made = {name: review(workshop, name) for name in SEEDS}
    gone = {n: [found["gone"][str(n)] for found, _ in made.values()] for n in PRESSES}
    return {
        "documents": {name: found for name, (found, _) in made.items()},
        "worst": {str(n): min(shares) for n, shares in gone.items()},
        "mean": {str(n): sum(shares) / len(shares) for n, shares in gone.items()},
        report.DETAILS: {"keys": {name: keys for name, (_, keys) in made.items()}},
    }
