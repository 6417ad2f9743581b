"""Build `detectors/gate.tsv`: how much each word and each shape speaks for damage.

Three kinds of text are counted: true Vietnamese, the same read by OCR engines without Vietnamese
(pairs, and true words stripped of their accents), and text that is not Vietnamese at all
(`foreign.txt`, and documentation and code as `code_words.tsv` has counted them). Only counts reach
the file.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.detectors.weights import VIETNAMESE, core, shape
from vnfix.text.unicode import is_vietnamese, nfc, strip_accents
from vnfix.train.sources import read_pairs, read_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SMOOTHING = 200.0
LEAST_COUNT = 30
LISTED = 1.0  # nats by which a word must differ from its shape to be listed
# Styles of OCR, files of pairs in the data folder.
ENGINES = (
    "parallel/tess_eng", "parallel/rapidocr", "styles/tess_ita", "styles/tess_spa",
    "styles/tess_fra", "styles/tess_deu", "styles/tess_legacy_eng", "styles/tess_legacy_fra",
    "styles/ocrad",
)  # fmt: skip
# How often an OCR engine makes such words differs much from engine to engine. So they may speak
# for foreign text by at most that much more than for garbled text, in nats.
CLAMPED = {
    "DIGIT": -1.5,
    "SYMBOL": -0.5,
    "INNER-CAPITAL": -1.0,
    "JOINED-BAD": 0.0,
    "BROKEN": 1.2,
    "NAME": 1.6,
}
# Formulas, names of products and codes have such words too, and none are among the healthy lines
# that are counted. So they speak for damage by that much at most.
CAPPED = {"DIGIT": 3.0, "SYMBOL": 1.5, "INNER-CAPITAL": 1.5, "BLANKED": 2.0, "FOREIGN-LETTER": 1.0}
STRIPPED = 0.5  # share of the stripped words among the garbled ones
HEADER = """\
# What a token says of its line, in nats against healthy Vietnamese: name, garbled, foreign.
# Shapes have capital letters and come first; words are lower case, in NFC, sorted.
# Source: counts over gazette lines and their OCR by nine engines, a list of syllables with
# frequencies, foreign sentences, and counted words of code.
# Builder: python -m vnfix.train.gate SHARED OUT. Check: tests/train.
"""

Counts = Counter[str]


def _words(text: str) -> Counts:
    return Counter(w for t in text.split() if (w := core(t)))


def _scale(counts: Mapping[str, float], total: float) -> dict[str, float]:
    factor = total / (sum(counts.values()) or 1)
    return {w: n * factor for w, n in counts.items()}


def _mixed(*parts: dict[str, float]) -> dict[str, float]:
    out: dict[str, float] = {}
    for part in parts:
        for word, n in part.items():
            out[word] = out.get(word, 0.0) + n
    return out


def _sentences() -> Counts:
    return _words("\n".join(cell for row in read_rows("foreign.txt") for cell in row))


def _code() -> Counts:
    return Counter({word: int(n) for word, n in read_rows("code_words.tsv")})


def _read_by_engines(shared: Path, without: Collection[str]) -> tuple[Counts, dict[str, float]]:
    """Return the words of the printed lines, and what the engines made of them, each alike."""
    true = Counter[str]()
    garbled: dict[str, float] = {}
    for name in ENGINES:
        if name not in without:
            found = Counter[str]()
            for pair in read_pairs(shared / f"{name}.tsv"):
                true.update(_words(pair.meant))
                found.update(_words(pair.seen))
            garbled = _mixed(garbled, _scale(found, 1.0))
    return true, garbled


def count_texts(shared: Path, without: Collection[str] = ()) -> dict[str, dict[str, float]]:
    """Return word counts, scaled to a million words, of healthy, garbled and foreign text.

    Args:
        shared: the data folder.
        without: engines, as in `ENGINES`, whose pairs are not used.

    """
    true, garbled = _read_by_engines(shared, without)
    listed = Counter[str]()
    table = (shared / "lists" / "syllable_freq_legal.tsv").read_text("utf-8").split("\n")[1:]
    for row in table:
        if row:
            word, n, _ = row.split("\t")
            listed[nfc(word)] += int(n)
    stripped = Counter[str]()
    for word, times in listed.items():
        stripped[strip_accents(word)] += times
    million = 1e6
    return {
        "healthy": _mixed(_scale(listed, million / 2), _scale(true, million / 2)),
        "garbled": _mixed(
            _scale(stripped, million * STRIPPED), _scale(garbled, million * (1 - STRIPPED))
        ),
        "foreign": _mixed(_scale(_code(), million / 2), _scale(_sentences(), million / 2)),
    }


def weigh(counts: dict[str, dict[str, float]]) -> list[tuple[str, float, float]]:
    """Return rows (SHAPE or word, garbled, foreign): log-likelihood ratios against healthy."""
    shapes: dict[str, dict[str, float]] = {k: {} for k in counts}
    words: dict[str, dict[str, float]] = {k: {} for k in counts}
    for kind, table in counts.items():
        for word, share in table.items():
            name, low = shape(word), word.lower()
            shapes[kind][name] = shapes[kind].get(name, 0.0) + share
            words[kind][low] = words[kind].get(low, 0.0) + share
            if is_vietnamese(word):
                shapes[kind][VIETNAMESE] = shapes[kind].get(VIETNAMESE, 0.0) + share
    names = sorted({n for table in shapes.values() for n in table})
    prior = {
        kind: {n: (shapes[kind].get(n, 0.0) + SMOOTHING) / 1e6 for n in names} for kind in counts
    }
    rows = [(n.upper(), *_ratios(prior, n)) for n in names]
    rows = [(n, min(g, CAPPED.get(n, math.inf)), f) for n, g, f in rows]
    rows = [(n, g, min(f, g + CLAMPED.get(n, math.inf))) for n, g, f in rows]
    return rows + _word_rows(words, prior)


def _ratios(table: dict[str, dict[str, float]], key: str) -> tuple[float, float]:
    healthy = math.log(table["healthy"][key])
    return math.log(table["garbled"][key]) - healthy, math.log(table["foreign"][key]) - healthy


def _word_rows(
    words: dict[str, dict[str, float]], prior: dict[str, dict[str, float]]
) -> list[tuple[str, float, float]]:
    rows = []
    for word in sorted({w for table in words.values() for w in table}):
        name = shape(word)
        if name not in ("plain", "accented", "broken", "broken-latin", "marked") or len(word) > 12:
            continue
        if max(table.get(word, 0.0) for table in words.values()) < LEAST_COUNT:
            continue
        smoothed = {
            kind: {word: words[kind].get(word, 0.0) + SMOOTHING * prior[kind][name]}
            for kind in words
        }
        garbled, foreign = _ratios(smoothed, word)
        base = _ratios(prior, name)
        if abs(garbled - base[0]) > LISTED or abs(foreign - base[1]) > LISTED:
            rows.append((word, garbled, foreign))
    return rows


def build(shared: Path, out: Path, without: Collection[str] = ()) -> int:
    """Write the table and return its number of rows; `without` as in `count_texts`."""
    rows = weigh(count_texts(shared, without))
    text = "".join(f"{word}\t{g:.1f}\t{f:.1f}\n" for word, g, f in rows)
    out.write_text(HEADER + text, "utf-8", newline="\n")
    return len(rows)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
