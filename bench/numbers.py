"""The numbers law: what was right stays right, what was wrong is repaired; all of it and by AUTO.

Counted are the tokens of the gold that no sentence can prove: numbers, dates, document numbers,
amounts, labels of lists (`1a)`, `IV`), codes and units with a number.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import regex

from vnfix.apply import apply_corrections
from vnfix.model import Safety
from vnfix.text.syllable import is_syllable
from vnfix.train.judging import groups, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.data import Scored

OUTER = ".,;:!?()[]{}\"'“”‘’«»…"
LABEL = regex.compile(r"\(?\p{L}{1,2}[.)]|\(?[IVXLC]{1,7}[.)]?")
CODE = regex.compile(r"\p{Lu}[\p{Lu}\d]*(?:[-/&.][\p{Lu}\d]+)+")
SYMBOLS = frozenset("%‰°$€")

Case = tuple[str, str, str, str, str]  # document, gold, raw, got, got by AUTO alone


def kind(token: str) -> str:
    """Name what a token of the gold is under this law; "" for a word.

    >>> [kind(t) for t in ("12/2020/NĐ-CP,", "3.000", "1a)", "IV.", "QĐ-BTC", "UBND", "nhà", "25%")]
    ['number', 'number', 'label', 'label', 'code', 'code', '', 'number']
    """
    word = token.strip(OUTER)
    if LABEL.fullmatch(token) or regex.fullmatch(r"\d{1,2}\p{Ll}", word):
        return "label"
    if any(c.isdecimal() for c in word):
        return "number"
    if SYMBOLS.intersection(word):
        return "unit"
    acronym = len(word) > 1 and word.isalpha() and word.isupper() and not is_syllable(word.lower())
    return "code" if acronym or CODE.fullmatch(word) else ""


def cases(documents: Iterable[Scored]) -> Iterator[Case]:
    """Yield every such token of the gold with what was read and what came out in its place."""
    for scored in documents:
        auto = [c for c in scored.repair.corrections if c.safety is Safety.AUTO]
        alone = apply_corrections(scored.repair.original, auto).split("\n")
        for row in scored.sample.rows:
            gold = squeeze(row.gold)
            wanted = [m.span() for m in regex.finditer(r"\S+", gold) if kind(m.group())]
            if wanted:
                texts = (row.raw, scored.lines[row.line], alone[row.line])
                columns = [_under(squeeze(text), gold, wanted) for text in texts]
                for (low, high), *under in zip(wanted, *columns, strict=True):
                    yield scored.sample.name, gold[low:high], under[0], under[1], under[2]


def _under(text: str, gold: str, wanted: list[tuple[int, int]]) -> list[str]:
    """Give what stands in `text` for some tokens of `gold`, whole tokens."""
    if text == gold:
        return [gold[low:high] for low, high in wanted]
    found = groups(text, gold)
    return [
        " ".join(text[g.start : g.end] for g in found if g.low < high and low < g.high)
        for low, high in wanted
    ]


def is_right(gold: str, text: str) -> bool:
    """Tell whether a token stands in a text, marks around it aside.

    >>> is_right("12,", "12;"), is_right("12", "1 2"), is_right("1a)", "là)")
    (True, False, False)
    """
    word = gold.strip(OUTER)
    return word in [token.strip(OUTER) for token in text.split()] or (not word and gold in text)


def figures(documents: Iterable[Scored]) -> dict[str, float]:
    """Give the counts as they go into a result file."""
    count = Counter[str]()
    for _, gold, raw, got, auto in cases(documents):
        before, after, alone = (is_right(gold, text) for text in (raw, got, auto))
        count["right" if before else "wrong"] += 1
        count["spoiled"] += before and not after
        count["auto_spoiled"] += before and not alone
        count["repaired"] += after and not before
        count["auto_repaired"] += alone and not before
    right, wrong = count["right"] or 1, count["wrong"] or 1
    names = ("right", "spoiled", "auto_spoiled", "wrong", "repaired", "auto_repaired")
    return {
        **{name: count[name] for name in names},
        "spoiled_share": count["spoiled"] / right,
        "repaired_share": count["repaired"] / wrong,
    }


def spoiled(documents: Iterable[Scored], count: int) -> list[Case]:
    """Give what was right and came out wrong, for a look at the harm."""
    found = (c for c in cases(documents) if is_right(c[1], c[2]) and not is_right(c[1], c[3]))
    return [case for case, _ in zip(found, range(count), strict=False)]
