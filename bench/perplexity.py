"""How well the language model foresees documents that it has not read, by kind of document.

Laws are quoted and documents are printed again: a paragraph most of whose runs of eight units stand
in one of the texts that the model has read is left out, for it would only tell what was learnt by
heart. The model is built anew for this, without the documents: it takes some minutes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from vnfix.decode.lm import LanguageModel, load_lm
from vnfix.text.tokens import UNIT, lm_unit, lm_units
from vnfix.train.lm import LmSize, build_lm
from vnfix.train.sources import Text, shipped_gazetteer, shipped_texts, tuning_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.channels import Workshop
    from vnfix.train.gazetteer import Gazetteer

NAMES = "names"
RUN = 8
"""Units of a run that two texts hardly share by chance."""
QUOTED = 0.5

Documents = list[list[str]]


def runs(paragraph: str) -> list[tuple[str, ...]]:
    """Give all runs of `RUN` units of a paragraph."""
    units = lm_units(paragraph)
    return [tuple(units[k : k + RUN]) for k in range(len(units) - RUN + 1)]


def fresh(documents: dict[str, Documents], texts: Iterable[Text]) -> dict[str, Documents]:
    """Leave out the paragraphs that are mostly quoted from, or quoted in, one of the texts."""
    wanted = {r for docs in documents.values() for d in docs for p in d for r in runs(p)}
    quoted: set[str] = set()
    for text in texts:
        found = wanted.intersection(r for paragraph in text.paragraphs() for r in runs(paragraph))
        for paragraph in (p for docs in documents.values() for d in docs for p in d):
            own = runs(paragraph)
            if sum(r in found for r in own) > QUOTED * len(own):
                quoted.add(paragraph)
    return {
        kind: [[p for p in d if p not in quoted] for d in docs] for kind, docs in documents.items()
    }


def costs(lm: LanguageModel, paragraph: str) -> Iterator[tuple[str, float]]:
    """Yield each unit of a paragraph and its cost in nats; words that the model lacks aside."""
    units = UNIT.findall(paragraph)
    for unit, cost in zip(units, lm.costs(map(lm_unit, units)), strict=True):
        if lm.unit(unit):
            yield unit, cost


def is_name(before: str, unit: str) -> bool:
    """Whether a unit is written like a part of a name: with a capital inside a sentence.

    >>> is_name("tỉnh", "Hòa"), is_name(".", "Các"), is_name("QUYẾT", "ĐỊNH")
    (True, False, False)
    """
    return before[:1].isalpha() and not before.isupper() and unit.istitle() and len(unit) > 1


def figures(lm: LanguageModel, documents: Iterable[Iterable[str]]) -> dict[str, float]:
    """Give the perplexity a unit, that of names alone, and the share of unknown words."""
    told: defaultdict[bool, list[float]] = defaultdict(list)
    units = 0
    for paragraph in (p for document in documents for p in document):
        before = ""
        for unit, cost in costs(lm, paragraph):
            told[is_name(before, unit)].append(cost)
            before = unit
        units += len(UNIT.findall(paragraph))
    every = told[True] + told[False]
    return {
        "units": units,
        "perplexity": math.exp(sum(every) / len(every)),
        NAMES: math.exp(sum(told[True]) / max(len(told[True]), 1)),
        "unknown": 1 - len(every) / units,
    }


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure a model that is built as the shipped one, but without the documents."""
    shared, path = workshop.shared, workshop.work / "perplexity.tab"
    texts = shipped_texts(shared, hold_out=True)
    read: list[Text | Gazetteer] = [*texts, shipped_gazetteer(shared)]
    counted = [k for k, text in enumerate(read) if text.counted]
    path.parent.mkdir(parents=True, exist_ok=True)
    build_lm([(t.paragraphs(), t.weight) for t in read], path, LmSize(), {}, counted)
    lm, documents = load_lm(path), fresh(tuning_texts(shared), texts)
    return {kind: figures(lm, own) for kind, own in documents.items()}
