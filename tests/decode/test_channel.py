"""The channel: distributions lean on one another, sources are mixed, files give back the counts."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vnfix.config import Config
from vnfix.decode.channel import (
    ChannelModel,
    family_rows,
    interpolate,
    load_channel,
)
from vnfix.decode.kernel import Channel, Workspace
from vnfix.decode.prices import FLOOR, GROUPING, LEAST, LENGTHS, LONGEST, NONE, THIN_COUNTS
from vnfix.decode.rows import Counts, Rows, compile_rows, cost
from vnfix.decode.vocabulary import CODE
from vnfix.errors import DataError
from vnfix.resources import load_resources
from vnfix.train.channel import write_channel

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "aáâeéêđdAÁ"
SOURCES: dict[str, Counts] = {
    "dotted": {"á": {"a": 60.0, "6": 3.0}, "ê": {"e": 9.0}, "đá": {"da": 2.0}},
    "sixes": {"á": {"6": 50.0, "d": 17.0}, "ê": {"6": 30.0, "€": 8.0}},
}
MODEL = ChannelModel(SOURCES, LETTERS, {"á": {"é": 1.0}})

ROW = st.dictionaries(st.text("ac6d", max_size=3), st.floats(0.01, 100), min_size=1)
COUNTS = st.dictionaries(st.sampled_from(["á", "ê", "đá"]), ROW)


def normal(counts: Counts) -> Counts:
    return {s: {k: n / sum(row.values()) for k, n in row.items()} for s, row in counts.items()}


@given(COUNTS, COUNTS, st.floats(0.5, 50))
def test_leaning_keeps_distributions(counts: Counts, below: Counts, strength: float) -> None:
    low = normal(below)
    for segment, row in interpolate(counts, low, strength).items():
        assert segment in counts or segment in low
        if segment in low:
            assert sum(row.values()) == pytest.approx(1.0)
        assert all(p > 0 for p in row.values())


@given(COUNTS, ROW)
def test_without_counts_the_row_below_stands(counts: Counts, row: dict[str, float]) -> None:
    low = normal({"x": row})
    assert interpolate(counts, low, 7.0)["x"] == pytest.approx(low["x"])


def test_many_counts_outweigh_the_row_below() -> None:
    row = interpolate({"á": {"6": 9_900.0}}, {"á": {"a": 1.0}}, 100.0)["á"]
    assert row == pytest.approx({"6": 0.99, "a": 0.01})


def test_letters_of_one_base_share_their_looks() -> None:
    rows = family_rows({"á": {"6": 70.0}, "đá": {"d6": 9.0}}, LETTERS)
    assert rows.keys() == set(LETTERS)
    assert rows["á"]["6"] == rows["â"]["6"] == pytest.approx(0.7)
    assert "6" not in rows["e"]
    assert "6" not in rows["A"]
    assert all("d6" not in row for row in rows.values())
    for letter, base in (("â", "a"), ("đ", "d"), ("Á", "A")):
        assert rows[letter][letter] > 0
        assert rows[letter][base] > rows[letter][letter]
    # A tenth of the prior is left to what was never seen.
    assert sum(rows["á"].values()) == pytest.approx((70 + 0.9 * 30) / (70 + 30))
    assert sum(rows["e"].values()) == pytest.approx(0.9)


def weighted(counts: Counts, times: float) -> Counts:
    return {s: {k: times * n for k, n in row.items()} for s, row in counts.items()}


def test_all_sources_have_the_same_say_in_the_pool() -> None:
    whole = {name: weighted(counts, 1_000) for name, counts in SOURCES.items()}
    heavier = {**whole, "sixes": weighted(whole["sixes"], 10)}
    assert min(sum(sum(row.values()) for row in c.values()) for c in whole.values()) > THIN_COUNTS
    expected = ChannelModel(whole, LETTERS, MODEL.shapes).pool
    pool = ChannelModel(heavier, LETTERS, MODEL.shapes).pool
    for segment, row in expected.items():
        assert pool[segment] == pytest.approx(row)


def test_a_thin_source_has_less_say_in_the_pool() -> None:
    whole = {name: weighted(counts, 1_000) for name, counts in SOURCES.items()}
    thin = {**whole, "sixes": SOURCES["sixes"]}
    expected = ChannelModel(whole, LETTERS, MODEL.shapes).pool["á"]["6"]
    assert ChannelModel(thin, LETTERS, MODEL.shapes).pool["á"]["6"] < expected / 2


def test_look_alikes_have_a_share() -> None:
    plain = ChannelModel(SOURCES, LETTERS).pool
    assert MODEL.pool["á"]["é"] > 0.03 > plain["á"].get("é", 0.0)
    assert sum(MODEL.pool["á"].values()) == pytest.approx(sum(plain["á"].values()), abs=1e-3)
    assert MODEL.pool["ê"] == plain["ê"]


def test_a_source_keeps_its_own_way() -> None:
    assert MODEL.rows["dotted"]["á"]["a"] > 0.7 > 0.1 > MODEL.rows["sixes"]["á"]["a"]


def test_mixture_is_between_its_sources() -> None:
    assert MODEL.mixture({}) is MODEL.pool
    assert ChannelModel({}, LETTERS).mixture({"dotted": 1.0}).keys() == set(LETTERS)
    alone = MODEL.mixture({"dotted": 1.0, "sixes": 1e-4})
    assert alone["á"] == pytest.approx(MODEL.rows["dotted"]["á"])
    half = MODEL.mixture({"dotted": 0.5, "sixes": 0.5})["ê"]["6"]
    assert half == pytest.approx(sum(MODEL.rows[name]["ê"]["6"] for name in SOURCES) / 2)


def test_what_was_never_seen_has_a_floor_by_its_length() -> None:
    likelihood = MODEL.pool.likelihood.of
    floors = [likelihood("á", "#" * n) for n in range(LENGTHS)]
    assert floors[1:] == [GROUPING[1] * p for p in FLOOR[1:]]
    assert all(a > b for a, b in pairwise(floors))
    assert likelihood("đá", "##") == 0.0
    assert likelihood("đá", "da") == pytest.approx(GROUPING[2] * MODEL.pool["đá"]["da"])


def spans_of(channel: Channel, observed: str) -> list[int]:
    """Return where the entries lie for every place and length of a token."""
    workspace = Workspace(1, len(CODE), LONGEST)
    workspace.set_spans(channel, observed)
    return list(workspace.spans)


def test_compiled_entries_lie_under_what_was_observed() -> None:
    rows = {"á": {"6": 0.5, "": 0.1, "q": LEAST / 2}, "đá": {"d6": 0.25}, "Á": {"6": 1.0}}
    compiled, _, up = compile_rows(Rows.of(rows))
    n = len(compiled.first)
    entries = {
        observed: [
            (compiled.first[k], compiled.second[k], compiled.cost[k])
            for k in range(compiled.begin[at], compiled.begin[at + 1])
        ]
        for observed, at in compiled.seen.items()
        if compiled.begin[at] < compiled.begin[at + 1]
    }
    assert list(up.cost) == [cost(GROUPING[1])]
    assert n == 3
    assert entries == {
        "6": [(CODE["á"], NONE, cost(0.5 * GROUPING[1]))],
        "": [(CODE["á"], NONE, cost(0.1 * GROUPING[1]))],
        "d6": [(CODE["đ"], CODE["á"], cost(0.25 * GROUPING[2]))],
    }
    spans = spans_of(compiled, "cd6")
    found = {
        "cd6"[i : i + length]
        for i in range(4)
        for length in range(LENGTHS)
        if spans[2 * (i * LENGTHS + length)] < spans[2 * (i * LENGTHS + length) + 1]
    }
    assert found == {"", "6", "d6"}


def test_pairs_of_one_document_lie_beside_those_of_all() -> None:
    rows = Rows.of({"á": {"6": 0.5, "": 0.1}, "ê": {"6": 0.4}})
    merged = {"á": {"6": 0.5, "": 0.1, "d": 0.2}, "ê": {"6": 0.4}, "ơ": {"6": 0.3}}
    own = Rows(rows.pairs, rows.p, {"á": {"d": 0.2}, "ơ": {"6": 0.3}})
    assert {s: dict(row) for s, row in own.items()} == merged

    def entries(table: Rows, observed: str) -> list[tuple[int, int, int]]:
        low, _, _ = compile_rows(table)
        spans, k = spans_of(low, observed), 2 * len(observed)
        there = range(spans[k], spans[k + 1])
        return [(low.first[e], low.second[e], low.cost[e]) for e in there]

    for observed in ("6", "d", "x"):
        assert entries(own, observed) == entries(Rows.of(merged), observed)


@given(COUNTS, COUNTS, st.floats(0.5, 50))
def test_flat_tables_lean_as_others_do(counts: Counts, below: Counts, strength: float) -> None:
    low = Rows.of(normal(below))
    known = {
        s: {o: n for o, n in row.items() if o in below.get(s, {})} for s, row in counts.items()
    }
    more = {
        s: {o: n for o, n in row.items() if o not in below.get(s, {})} for s, row in counts.items()
    }
    flat = low.pairs.flat({s: row for s, row in known.items() if row})
    leaning = low.leaning(strength, flat, {s: row for s, row in more.items() if row})
    wanted = interpolate(counts, normal(below), strength)
    assert {s: dict(row) for s, row in leaning.items()} == {
        s: pytest.approx(row) for s, row in wanted.items()
    }


def test_cost_is_in_thousandths_of_a_nat() -> None:
    assert cost(math.exp(-1)) == 1000


def test_file_gives_back_counts_letters_and_shapes(tmp_path: Path) -> None:
    path = tmp_path / "channel.tab"
    sha256 = write_channel(MODEL, path, {"made": "here"})
    back = load_channel(path)
    assert (back.letters, back.sha256) == (LETTERS, sha256)
    assert back.shapes == MODEL.shapes
    assert list(back.sources) == list(SOURCES)
    for name, counts in SOURCES.items():
        assert back.sources[name].keys() == counts.keys()
        for segment, row in counts.items():
            assert back.sources[name][segment] == pytest.approx(row)


def test_files_that_are_no_channel_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError):
        load_channel(tmp_path / "channel.tab")
    (tmp_path / "channel.tab").write_bytes(b"VNFIXTAB")
    with pytest.raises(DataError):
        load_channel(tmp_path / "channel.tab")


def test_shipped_channel_holds_distributions() -> None:
    model = load_resources(Config()).channel
    for rows in (model.pool, *model.rows.values()):
        assert set(model.letters) <= rows.keys()
        assert all(0.0 <= p <= 1.0 for row in rows.values() for p in row.values())
        for letter in model.letters:
            assert 0.85 < sum(rows[letter].values()) < 1 + 1e-6
