"""Build `detectors/systematic.tsv`: what a converter has made of words, with neighbours.

Some sites ran Unicode text through a converter from VNI, which takes `oá` for one of its own codes:
`toán` became `tốn`. Where the wrong word is a word too, its neighbours tell what it stood for.
"""

from __future__ import annotations

import lzma
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import regex

from vnfix.text.encodings import encoding

WORDS = regex.compile(r"[\p{L}\p{M}]+")
TEXTS = ("tnt305_official", "luatvietnam_docs", "hanoi_ubnd_decisions", "congbao_8chude")
LEAST = 100  # occurrences of a right word in the frequency list
NEIGHBOUR = 5  # occurrences beside a neighbour
SURE = 10.0  # times that the right word must be commoner than the wrong one beside a neighbour
ALWAYS = 100.0  # times that it must be commoner at all to need no neighbour
KEPT = 40  # neighbours kept for a word and a side
HEADER = """\
# What a wrong word stands for after Unicode text was converted from VNI a second time:
# wrong, right, side (always, before, after), neighbour. Lower case, NFC, sorted.
# Source: counts over official texts and a list of syllables with frequencies.
# Builder: python -m vnfix.train.systematic SHARED OUT. Check: tests/fixers/test_systematic.py
"""

Row = tuple[str, str, str, str]


def pairs(shared: Path) -> tuple[dict[str, str], Counter[str]]:
    """Return wrong word -> commonest right word, and the frequencies of all words."""
    table = (shared / "lists" / "syllable_freq_legal.tsv").read_text("utf-8").split("\n")[1:]
    count: Counter[str] = Counter()
    for row in table:
        if row:
            word, n, _ = row.split("\t")
            count[unicodedata.normalize("NFC", word)] += int(n)
    decode = encoding("vni").decode
    wrong: dict[str, str] = {}
    for word, times in count.most_common():
        if times >= LEAST and decode(word) != word:
            wrong.setdefault(decode(word), word)
    return wrong, count


def neighbours(shared: Path, words: set[str]) -> dict[tuple[str, str], Counter[str]]:
    """Return (word, side) -> its neighbours on that side."""
    out: dict[tuple[str, str], Counter[str]] = {}
    for name in TEXTS:
        with lzma.open(shared / "text" / f"{name}.txt.xz", "rt", encoding="utf-8") as f:
            for line in f:
                tokens = WORDS.findall(line.lower())
                for k, word in enumerate(tokens):
                    if word in words:
                        if k:
                            out.setdefault((word, "before"), Counter())[tokens[k - 1]] += 1
                        if k + 1 < len(tokens):
                            out.setdefault((word, "after"), Counter())[tokens[k + 1]] += 1
    return out


def rows(shared: Path) -> list[Row]:
    """Return the rows of the table."""
    wrong, count = pairs(shared)
    out = [(w, r, "always", "") for w, r in wrong.items() if count[r] >= ALWAYS * max(1, count[w])]
    doubtful = {w: r for w, r in wrong.items() if count[w] > 0 and count[r] < ALWAYS * count[w]}
    beside = neighbours(shared, set(doubtful) | set(doubtful.values()))
    for w, r in doubtful.items():
        for side in ("before", "after"):
            true = beside.get((w, side), Counter())
            for neighbour, n in beside.get((r, side), Counter()).most_common(KEPT):
                if n >= NEIGHBOUR and n >= SURE * (true[neighbour] + 0.5):
                    out.append((w, r, side, neighbour))
    return sorted(out)


def build(shared: Path, out: Path) -> int:
    """Write the table and return its number of rows."""
    table = rows(shared)
    out.write_text(HEADER + "".join("\t".join(row) + "\n" for row in table), "utf-8", newline="\n")
    return len(table)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
