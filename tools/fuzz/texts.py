"""Texts to try: real damage, mixed, cut and put together so as nobody would."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.text.encodings import NAMES, encoding

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Change = Callable[[random.Random, str], str]

ROOT = Path(__file__).parent.parent.parent
ENDS = ["\n"] * 8 + ["\r\n", "\r", "\r", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"]
# Lines of a text -> how often. A text of one line costs 4 ms, one of eight 80, and most that goes
# wrong does so within a line or between two.
COUNTS = {1: 65, 2: 18, 3: 10, 5: 5, 8: 2}
INVISIBLE = ["\u200b", "\u200d", "\xad", "\ufeff", "\u2060", "\u200e", "\0", "\u0301", "\u0323"]
ODD = [
    "(cid:33)", "(cid:999999999999)", "\ufffd", "\ue000", "\ud800", "\udfff", "&#7897;", "{\\f1 x}",
    "\\'e0", "^", "~", "¢", "£", "ﬁ", "Ⅳ", "ð", "Ð", "а", "ο", "İ", "ß", "ŉ", "ǰ", "𝐀", "🇻🇳", "９",
    "…", "--", "''", '"', "/QĐ-UBND", "12/2021/NĐ-CP", "30/4", "1.234.567", "95Yo", "2}ll",
    "http://a.vn/x?y=%20", "ten@noi.gov.vn", "t h ô n g", "T H Ô N G", "ii", "l1I|", ". . . . .",
    "_____", "\t", "\xa0", "\u3000", " " * 7, "-\n", "a" * 60, "1" * 60, "e" + "\u0301\u0323" * 9,
]  # fmt: skip


@cache
def lines() -> tuple[str, ...]:
    """Return lines of the corpus and of the tests' cases, garbled and right, all invented."""
    found: list[str] = []
    for name in ("garbled.txt", "true.txt"):
        for path in sorted((ROOT / "corpus").glob(f"*/{name}")):
            found += path.read_text("utf-8").splitlines()
    for case in json.loads((ROOT / "tests" / "cases" / "kinds.json").read_text("utf-8")):
        found += case["lines"]
    return tuple(line for line in found if line.strip())


def text(rng: random.Random) -> str:
    """Return a text of a few lines; one that has but one is changed, for it is known as it is."""
    made = []
    (count,) = rng.choices(list(COUNTS), list(COUNTS.values()))
    for _ in range(count):
        line = rng.choice(lines())
        for _ in range(rng.choice([1, 1, 2, 3, 5] if count == 1 else [0, 0, 1, 1, 2, 4])):
            line = rng.choice(CHANGES)(rng, line)
        made.append(line + rng.choice(ENDS) * rng.choice([1, 1, 1, 2]))
    whole = "".join(made)
    if rng.random() < 0.15:
        whole = rng.choice(CHANGES)(rng, whole)
    return whole if rng.random() < 0.7 else whole.rstrip("\r\n")


def _cut(rng: random.Random, line: str) -> str:
    a, b = sorted(rng.randrange(len(line) + 1) for _ in range(2))
    return line[a:b] if rng.random() < 0.5 else line[:a] + line[b:]


def _insert(rng: random.Random, line: str) -> str:
    at = rng.randrange(len(line) + 1)
    return line[:at] + rng.choice([*INVISIBLE, *ODD, *ENDS]) + line[at:]


def _only(rng: random.Random, line: str) -> str:
    del line
    return rng.choice([*INVISIBLE, *ODD])


def _decompose(rng: random.Random, line: str) -> str:
    return unicodedata.normalize(rng.choice(["NFD", "NFKD"]), line)


def _mojibake(rng: random.Random, line: str) -> str:
    form = unicodedata.normalize(rng.choice(["NFC", "NFD"]), line)
    data = form.encode("utf-8", "surrogatepass")
    return data.decode(rng.choice(["cp1252", "latin-1", "cp1258"]), "replace")


def _legacy(rng: random.Random, line: str) -> str:
    return encoding(rng.choice(NAMES)).encode(unicodedata.normalize("NFC", line))


def _spaced(rng: random.Random, line: str) -> str:
    return rng.choice([" ", "  ", "\u2009"]).join(line[:60])


def _letters(rng: random.Random, line: str) -> str:
    """Change some letters to others, as an engine would that dreams."""
    alphabet = "aăâeêioôơuưydđ6Q€~^.,'1lI|()QAO0\\/%" + "ạảáàãệộữ"
    return "".join(rng.choice(alphabet) if rng.random() < 0.1 else c for c in line)


def _case(rng: random.Random, line: str) -> str:
    return rng.choice([str.upper, str.lower, str.title, str.swapcase])(line)


def _anything(rng: random.Random, line: str) -> str:
    del line
    tops = [0x80, 0x250, 0x1F00, 0xD800, 0x30000]
    return "".join(chr(rng.randrange(rng.choice(tops))) for _ in range(rng.randrange(30)))


def _again(rng: random.Random, line: str) -> str:
    return line[:200] * rng.choice([2, 3])


CHANGES: list[Change] = [
    _cut, _insert, _insert, _insert, _only, _decompose, _mojibake, _legacy, _spaced, _letters,
    _letters, _case, _anything, _again,
]  # fmt: skip
