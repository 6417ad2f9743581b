"""Builds all data files that are shipped and not kept by hand: `make models`.

    python -m vnfix.train [--shared DIR] [-o MODELS] [NAME ...]

NAME picks builders (default: all). Trained tables go to MODELS, counted lists into the package.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.config import Config
from vnfix.errors import VnfixError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Job:
    """Where builders read and write.

    Attributes:
        shared: the data folder.
        models: folder of the trained tables.
        package: folder of the counted lists.

    """

    shared: Path
    models: Path
    package: Path = PACKAGE


def dictionaries(job: Job) -> None:
    """Count syllables, words, places, names and phrases."""
    from vnfix.train import lexicon, names

    for builder in (lexicon, names):
        builder.build(job.shared, job.package / "dictionaries")


def encodings(job: Job) -> None:
    """Write the tables of legacy encodings."""
    from vnfix.train.encodings import build

    build(job.shared / "outside" / "encode-vn", job.package / "text" / "encodings")


def gate(job: Job) -> None:
    """Weigh words and shapes for the gate."""
    from vnfix.train.gate import build

    build(job.shared, job.package / "detectors" / "gate.tsv")


def letter_maps(job: Job) -> None:
    """Work out what damage by a rule makes of letters, and of the commonest words."""
    from vnfix.train.letter_maps import build

    build(job.package / "detectors", Config(models=job.models))


def syllables(job: Job) -> None:
    """Count syllables for the detector of legacy encodings."""
    from vnfix.train.syllable_counts import build

    build(job.shared, job.package / "detectors" / "syllables.tsv")


def systematic(job: Job) -> None:
    """Find what text converted twice has for what."""
    from vnfix.train.systematic import build

    build(job.shared, job.package / "detectors" / "systematic.tsv")


def misread(job: Job) -> None:
    """Find what was read badly in the texts."""
    from vnfix.train.misread import build
    from vnfix.train.sources import shipped_texts

    build(shipped_texts(job.shared), job.package / "train")


def language(job: Job) -> None:
    """Build `lm.tab` and `vocabulary.tab`."""
    from vnfix.train.sources import shipped_texts
    from vnfix.train.vocabulary import build_language, wanted_words

    wanted = wanted_words(job.package / "dictionaries")
    build_language(shipped_texts(job.shared), wanted, job.models)


def far(job: Job) -> None:
    """Build `far.tab`, whose words are the commonest of the language model's."""
    from vnfix.data.tables import open_table
    from vnfix.decode.lm import LM_FORMAT
    from vnfix.train.far import build_far
    from vnfix.train.sources import shipped_texts

    texts = shipped_texts(job.shared)
    words = open_table(job.models / "lm.tab", LM_FORMAT).text("words")
    weighted = [(text.paragraphs(), text.weight) for text in texts]
    build_far(weighted, words, job.models / "far.tab", {"texts": [t.facts() for t in texts]})


def channel(job: Job) -> None:
    """Build `channel.tab`."""
    from vnfix.train.channel import build_channel
    from vnfix.train.sources import shipped_pairs

    build_channel(shipped_pairs(job.shared), job.models / "channel.tab")


def general(job: Job) -> None:
    """Build `general.tab` from `channel.tab`, and `nearly_general.tab` from `nearly.tab`."""
    from vnfix.train.channel import build_general

    build_general(job.models)


def rules(job: Job) -> None:
    """Build `rules.json` from the rules beside it."""
    from vnfix.data.rulebook import write_laid

    write_laid(job.package / "rules")


def names(job: Job) -> None:
    """Build `names.tab` from the dictionaries beside it."""
    from vnfix.data.name_table import build_names

    build_names(job.package / "dictionaries")


def phrases(job: Job) -> None:
    """Build `phrases.tab` from the dictionaries beside it."""
    from vnfix.train.phrases import build_phrases

    build_phrases(job.package / "dictionaries", job.package / "rules")


def confidence(job: Job) -> None:
    """Build `calibration.json` and `ranking.json`, and count what needs no decoding."""
    from vnfix.data.check import write_papers
    from vnfix.data.confidences import FILE
    from vnfix.train.calibration import build_confidence

    build_confidence(job.shared, job.models, job.models)
    rules = job.package / "rules"
    (job.models / FILE).replace(rules / FILE)
    write_papers(rules)


def letters(job: Job) -> None:
    """Build `letters.tab`."""
    from vnfix.train.glyph_stats import build

    build(job.shared, job.models / "letters.tab")


def card(job: Job) -> None:
    """Write MODEL_CARD.md from the headers of the tables and the results of the benchmark."""
    from vnfix.train.card import write_card

    write_card(job.models, job.package.parent / "bench" / "results")


BUILDERS: dict[str, Callable[[Job], None]] = {
    f.__name__: f
    for f in (
        dictionaries,
        encodings,
        gate,
        syllables,
        systematic,
        misread,
        language,
        far,
        channel,
        general,
        rules,
        names,
        phrases,
        confidence,
        letters,
        letter_maps,
        card,
    )
}
"""In the order in which they run: each may read what those before it have made."""


def main(arguments: Sequence[str]) -> int:
    """Run builders; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m vnfix.train", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BUILDERS))
    parser.add_argument("--shared", type=Path, default=PACKAGE.parents[1] / "shared")
    parser.add_argument("-o", "--output", type=Path, default=PACKAGE / "models")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in BUILDERS]
    if unknown:
        parser.error(f"no such builder: {', '.join(unknown)}; there are {', '.join(BUILDERS)}")
    given.output.mkdir(parents=True, exist_ok=True)
    job = Job(given.shared, given.output)
    for name, build in BUILDERS.items():
        if not given.names or name in given.names:
            sys.stderr.write(f"{name} ...\n")
            try:
                build(job)
            except VnfixError as e:
                sys.stderr.write(f"{e} {e.remedy}\n")
                return int(e.exit_code)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
