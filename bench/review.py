"""What decisions are worth: a reviewer who knows the gold works through the queue of a seed.

The queue is the page's, restricted to the lines with gold; a key is a press, and so is each letter
of a reading that is typed. Channel, calibration and ranking were trained without the seed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import report
from bench.data import SEEDS, Sample, read_seed
from bench.keys import Desk
from bench.person import Gold, Person
from vnfix.config import Config
from vnfix.review.items import Filters
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
    desk = Desk(store, Filters(lines=sorted(gold.lines)))
    pressed: list[str] = []
    errors = [gold.all_errors()]
    while len(pressed) < presses and not desk.over:
        for key in person.keys(desk):
            desk.press(key)
            gold.see(desk.changed)
            changed = {p.line for p in desk.changed}
            desk.changed.clear()
            pressed.append(key)
            errors.append(gold.all_errors() if changed else errors[-1])
    return Session(pressed[:presses], errors[: presses + 1], gold.words)


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


def run(workshop: Workshop) -> dict[str, Any]:
    """Review each seed."""
    found: dict[str, Any] = {}
    keys: dict[str, list[str]] = {}
    for name in SEEDS:
        with (
            tempfile.TemporaryDirectory() as folder,
            prepare(workshop, name, Path(folder)) as store,
        ):
            session = work(store, read_seed(workshop.shared, name))
        found[name], keys[name] = figures(session), session.keys
    gone = {n: [found[name]["gone"][str(n)] for name in SEEDS] for n in PRESSES}
    return {
        "documents": found,
        "worst": {f"gone_{n}": min(shares) for n, shares in gone.items()},
        "mean": {f"gone_{n}": sum(shares) / len(shares) for n, shares in gone.items()},
        report.DETAILS: {"keys": keys},
    }
