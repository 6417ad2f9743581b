"""Build `detectors/gate.tsv`: how much each word and each shape speaks for damage.

Three kinds of text are counted: true Vietnamese, the same read by a foreign OCR engine (pairs, and
true words stripped of their accents), and text that is not Vietnamese at all (`foreign.txt` and
the documentation and code of Python's own library). Only counts reach the file.
"""

from __future__ import annotations

import math
import sys
import sysconfig
from collections import Counter
from importlib.resources import files
from pathlib import Path

from vnfix.detectors.weights import core, shape
from vnfix.text.unicode import nfc, strip_accents

SMOOTHING = 200.0
LEAST_COUNT = 30
LISTED = 1.0  # nats by which a word must differ from its shape to be listed
# How often an OCR engine makes such words differs much; the pairs show one engine, a careful one.
# So they may speak for foreign text by at most that much more than for garbled text, in nats.
ENGINES = {
    "DIGIT": -1.0,
    "SYMBOL": -0.5,
    "INNER-CAPITAL": -1.0,
    "JOINED-BAD": 0.0,
    "BROKEN": 1.2,
    "NAME": 1.6,
}
STRIPPED = 0.5  # share of the stripped words among the garbled ones
HEADER = """\
# What a token says of its line, in nats against healthy Vietnamese: name, garbled, foreign.
# Shapes have capital letters and come first; words are lower case, in NFC, sorted.
# Source: counts over gazette lines and their OCR, a list of syllables with frequencies, and the
# sources of Python's library. Builder: python -m vnfix.train.gate SHARED OUT. Check: tests/train.
"""

Counts = Counter[str]


def _words(text: str) -> Counts:
    return Counter(w for t in text.split() if (w := core(t)))


def _scale(counts: Counts, total: float) -> dict[str, float]:
    factor = total / max(1, sum(counts.values()))
    return {w: n * factor for w, n in counts.items()}


def _mixed(*parts: dict[str, float]) -> dict[str, float]:
    out: dict[str, float] = {}
    for part in parts:
        for word, n in part.items():
            out[word] = out.get(word, 0.0) + n
    return out


def _sentences() -> Counts:
    rows = files("vnfix.train").joinpath("foreign.txt").read_text("utf-8").splitlines()
    return _words("\n".join(row for row in rows if not row.startswith("#")))


def _library_text() -> str:
    folder = Path(sysconfig.get_paths()["stdlib"])
    return "\n".join(p.read_text("utf-8", errors="replace") for p in sorted(folder.glob("*.py")))


def count_texts(shared: Path) -> dict[str, dict[str, float]]:
    """Return word counts, scaled to a million words, of healthy, garbled and foreign text."""
    true, garbled = Counter[str](), Counter[str]()
    rows = (shared / "parallel" / "tess_eng.tsv").read_text("utf-8").split("\n")[1:]
    for row in rows:
        if row:
            fields = row.split("\t")
            true += _words(fields[3])
            garbled += _words(fields[4])
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
        "foreign": _mixed(
            _scale(_words(_library_text()), million / 2), _scale(_sentences(), million / 2)
        ),
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
    names = sorted({n for table in shapes.values() for n in table})
    prior = {
        kind: {n: (shapes[kind].get(n, 0.0) + SMOOTHING) / 1e6 for n in names} for kind in counts
    }
    rows = [(n.upper(), *_ratios(prior, n)) for n in names]
    rows = [(n, g, min(f, g + ENGINES.get(n, math.inf))) for n, g, f in rows]
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
        if name not in ("plain", "accented", "broken", "broken-latin") or len(word) > 12:
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


def build(shared: Path, out: Path) -> int:
    """Write the table and return its number of rows."""
    rows = weigh(count_texts(shared))
    text = "".join(f"{word}\t{g:.1f}\t{f:.1f}\n" for word, g, f in rows)
    out.write_text(HEADER + text, "utf-8", newline="\n")
    return len(rows)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
