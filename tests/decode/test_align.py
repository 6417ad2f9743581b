"""Alignment: all groupings of letters are weighed, as counting them one by one would."""

from __future__ import annotations

import math
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.decode.align import (
    INAUDIBLE,
    Columns,
    Ear,
    FlatLikelihood,
    Hearing,
    Likelihood,
    expected,
    probability,
)
from vnfix.decode.prices import LONGEST
from vnfix.decode.rows import Pairs as TablePairs

if TYPE_CHECKING:
    from collections.abc import Iterator

Pairs = list[tuple[str, str]]

MEANT = st.text("ơđt", min_size=1, max_size=4)
SEEN = st.text("cr6", max_size=6)


def chance(segment: str, observed: str) -> float:
    """Return some P; a letter is never written as three characters here."""
    if len(segment) == 1 and len(observed) == 3:
        return 0.0
    return 0.3 ** (len(segment) + len(observed)) * (
        1 + (ord(segment[0]) + sum(map(ord, observed))) % 5
    )


PARTS = ["".join(p) for n in range(5) for p in product("cr6", repeat=n)]
ROWS = {
    "".join(s): {p: chance("".join(s), p) for p in PARTS}
    for n in (1, 2)
    for s in product("ơđt", repeat=n)
}
LIKELIHOOD = Likelihood(ROWS, (0.0,) * 5, 1.0, 1.0)


def groupings(text: str, longest: int) -> Iterator[list[str]]:
    """Yield all ways to cut a text into parts of one to `longest` letters."""
    if not text:
        yield []
    for n in range(1, min(longest, len(text)) + 1):
        for rest in groupings(text[n:], longest):
            yield [text[:n], *rest]


def cuts(text: str, parts: int) -> Iterator[list[str]]:
    """Yield all ways to cut a text into so many parts of up to four characters."""
    for lengths in product(range(5), repeat=parts):
        if sum(lengths) == len(text):
            ends = [sum(lengths[: k + 1]) for k in range(parts)]
            yield [text[end - n : end] for end, n in zip(ends, lengths, strict=True)]


def alignments(meant: str, observed: str) -> Iterator[tuple[float, Pairs]]:
    """Yield every alignment and its probability."""
    for segments in groupings(meant, 2):
        for parts in cuts(observed, len(segments)):
            pairs = list(zip(segments, parts, strict=True))
            yield prod(chance(a, b) for a, b in pairs), pairs


@given(MEANT, SEEN)
def test_probability_is_the_sum_over_all_alignments(meant: str, observed: str) -> None:
    plain = sum(p for p, _ in alignments(meant, observed))
    assert probability(meant, observed, LIKELIHOOD) == pytest.approx(plain)
    assert expected(meant, observed, LIKELIHOOD)[0] == pytest.approx(plain)


@given(MEANT, SEEN)
def test_counts_are_those_of_all_alignments(meant: str, observed: str) -> None:
    whole, counts = expected(meant, observed, LIKELIHOOD)
    plain: dict[tuple[str, str], float] = {}
    for p, pairs in alignments(meant, observed):
        for pair in pairs if p else []:
            plain[pair] = plain.get(pair, 0.0) + p / whole
    assert {k: n for k, n in plain.items() if n > 1e-3}.keys() <= counts.keys() <= plain.keys()
    # Shares below 1e-4 are left out, a few in each pair.
    assert counts == pytest.approx({k: plain[k] for k in counts}, abs=5e-3)
    letters = sum(len(segment) * n for (segment, _), n in counts.items())
    characters = sum(len(part) * n for (_, part), n in counts.items())
    if whole:
        assert letters == pytest.approx(len(meant), abs=0.05)
        assert characters == pytest.approx(len(observed), abs=0.05)


def test_one_letter_has_one_segment() -> None:
    _, counts = expected("đ", "cr", LIKELIHOOD)
    assert counts == {("đ", "cr"): pytest.approx(1.0)}


@pytest.mark.parametrize("observed", ["crcrc", "6" * 9])
def test_a_letter_is_at_most_four_characters(observed: str) -> None:
    certain = Likelihood({}, (0.5,) * 5, 1.0, 1.0)
    assert probability("ơ", observed[:4], certain) == 0.5
    assert probability("ơ", observed, certain) == 0.0
    assert expected("ơ", observed, certain) == (0.0, {})


def test_letters_have_floors_and_pairs_have_none() -> None:
    likelihood = Likelihood({"ơ": {"o": 0.5}}, (0.1, 0.01, 0.0, 0.0, 0.0), 0.8, 0.2)
    assert likelihood.of("ơ", "o") == pytest.approx(0.4)
    assert likelihood.of("ơ", "c") == likelihood.of("đ", "c") == pytest.approx(0.008)
    assert likelihood.of("đơ", "do") == 0.0


def numbered(more: dict[str, dict[str, float]]) -> tuple[Columns, FlatLikelihood]:
    """Return a table of some numbered pairs, and of `more` that it has beside these."""
    rows = {
        segment: {part: p for part, p in row.items() if "6" not in part[1:]}
        for segment, row in ROWS.items()
        if segment not in ("ơ", "đt")
    }
    pairs = TablePairs.of(rows)
    rest = (more, (0.1, 0.01, 0.001, 0.0, 0.0), 0.7, 0.3)
    return pairs.columns, FlatLikelihood(pairs.numbers, pairs.flat(rows), rest)


MORE = {"đ": {"c66": 0.2}, "ơ": ROWS["ơ"], "đt": {"": 0.1, "cr": 0.3}, "tđ": {"r6": 0.5}}


@pytest.mark.parametrize("more", [{}, MORE])
@given(st.lists(st.tuples(st.text("ơđtx", min_size=1, max_size=5), SEEN), min_size=1, max_size=6))
def test_what_words_share_is_heard_once(
    more: dict[str, dict[str, float]], asked: list[tuple[str, str]]
) -> None:
    columns, likelihood = numbered(more)
    ear = Ear(columns, likelihood)
    for meant, observed in asked:
        ear.listen(observed)
        for word in (meant, meant[::-1], meant):
            p = probability(word, observed, likelihood)
            assert ear.of(word) == pytest.approx(p, rel=1e-12, abs=0.0)


def test_a_hearing_goes_on_where_another_text_was_heard() -> None:
    columns, likelihood = numbered(MORE)
    ear = Ear(columns, likelihood)
    first, second = Hearing("cr", ear), Hearing("6", ear)
    for word in ("đ", "tơ", "đơt"):
        for hearing in (first, second):
            p = probability(word, hearing.observed, likelihood)
            assert hearing.cost(word) == pytest.approx(-math.log(p) if p else INAUDIBLE)
    assert first.cost("") == Hearing("c" * (LONGEST + 1), ear).cost("đ") == INAUDIBLE


def test_long_words_are_heard() -> None:
    columns, likelihood = numbered(MORE)
    ear = Ear(columns, likelihood)
    ear.listen("cr6" * 40)
    p = probability("ơđt" * 30, "cr6" * 40, likelihood)
    assert ear.of("ơđt" * 30) == pytest.approx(p, rel=1e-12, abs=0.0)
    assert p > 0.0
