"""Postings: what is counted in flat arrays is what a search without them finds."""

from __future__ import annotations

import random

from vnfix.text.fuzzy import build_index, plain
from vnfix.text.postings import RUN, Postings, runs_of


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


def test_keys_are_the_same_when_asked_for_again() -> None:
    folder = build_index(["Tỉnh Lạng Sơn"], {"t": "i"}).folder
    assert folder.key("Tỉnh") == folder.key("Tỉnh") == "iinh"
    assert plain("ĐỒNG Ý") == "dong y"
