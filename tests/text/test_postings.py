"""Postings: what is counted in flat arrays is what a search without them finds."""

from __future__ import annotations

import random
from itertools import combinations_with_replacement

from rapidfuzz.distance import Levenshtein

from vnfix.text.fuzzy import build_index, plain
from vnfix.text.postings import AT_A_TIME, RUN, Postings, runs_of, within


def test_a_healthy_line_shares_nothing_with_other_phrases() -> None:
    assert not Postings(["onoanin", "iinnkonn"]).near("abcdefgh", 0.1, 1, 9, 1.0)


def test_what_is_near_is_what_counting_finds() -> None:
    rng = random.Random(7)
    keys = ["".join(rng.choices("abc", k=rng.randrange(3, 14))) for _ in range(60)]
    postings = Postings(keys)
    for _ in range(40):
        line = "".join(rng.choices("abc", k=rng.randrange(30)))
        least, runs = rng.choice([0.1, 0.3, 0.6]), rng.randrange(1, 5)
        tried, distance = rng.randrange(1, 20), rng.choice([0.1, 0.3, 1.0])
        wanted = []
        for number, key in enumerate(keys):
            held = set(runs_of(key))
            count, size = sum(run in held for run in runs_of(line)), max(1, len(key) - 4)
            if count > 1 and count >= least * size and size >= runs:
                enough = count >= size - RUN * int(distance * len(key))
                wanted.append((count / size, number, enough))
        first = sorted(wanted, reverse=True)[:tried]
        expected = [number for _, number, enough in first if enough]
        assert postings.near(line, least, runs, tried, distance) == expected


def test_keys_of_a_long_line_are_counted_wherever_they_stand() -> None:
    key = "abcdefghij"
    for before in (AT_A_TIME - 7, AT_A_TIME, 2 * AT_A_TIME + 3):
        line = "z" * before + key + "z" * 9
        assert Postings([key, "zzzzzz", "klmnopq"]).near(line, 1.0, 1, 9, 0.0) == [1, 0]
        assert Postings([key, "zzzzzz"]).near(line.replace("e", ""), 1.0, 1, 9, 0.0) == [1]


def test_what_is_within_a_distance_is_so_from_a_part_of_the_line() -> None:
    rng = random.Random(3)
    for _ in range(300):
        key = "".join(rng.choices("abc", k=rng.randrange(1, 9)))
        line = "".join(rng.choices("abcđ", k=rng.randrange(12)))
        parts = combinations_with_replacement(range(len(line) + 1), 2)
        least = min(Levenshtein.distance(key, line[i:j]) for i, j in parts)
        for edits in range(len(key) + 1):
            share = (edits + 0.5) / len(key)
            assert within([0], [key], line, share) == [0] * (least <= edits)


def test_keys_that_are_long_or_of_another_alphabet_are_left_to_the_comparison() -> None:
    assert within([0, 1, 2], ["a" * 99, "я", "a"], "b", 0.5) == [0, 1]


def test_keys_are_the_same_when_asked_for_again() -> None:
    folder = build_index(["Tỉnh Lạng Sơn"], {"t": "i"}).folder
    assert folder.key("Tỉnh") == folder.key("Tỉnh") == "iinh"
    assert plain("ĐỒNG Ý") == "dong y"
