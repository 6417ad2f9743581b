"""Decoding in rounds: what is learnt from, what is kept, and what never changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vnfix
from tests.decode import making
from vnfix.config import Config
from vnfix.decode import rounds as rounds_module
from vnfix.decode.channel import ChannelModel, adapted, source_weights
from vnfix.decode.lattice import Proposals, Step, best_path
from vnfix.decode.prices import Kind
from vnfix.decode.rounds import (
    Decoded,
    Task,
    decode_rounds,
    sample,
    stretches,
)
from vnfix.decode.rows import Rows
from vnfix.document import make_document
from vnfix.model import Candidate
from vnfix.resources import load_resources

RESOURCES = load_resources(Config())
TEXT = "c6c co quan thuQc he\nth6ng chinh tri cta tinh"


def test_runs_are_tokens_or_merged_tokens() -> None:
    tokens = making.observed("duo. c c6pxd")
    steps = [
        making.step("được", span=(0, 5)),
        making.step("cấp", span=(5, 8)),
        making.step("xã", span=(8, 10)),
    ]
    runs = [(a, b, [s.arc.text for s in own]) for a, b, own in Decoded(tokens, steps).runs()]
    assert runs == [(0, 2, ["được"]), (2, 3, ["cấp", "xã"])]


def test_candidates_are_found_by_their_places() -> None:
    found = Proposals([Candidate(a, b, "x", 0.0, "f") for a, b in [(5, 7), (0, 3), (8, 13)]])
    places = [[c.start for c in found.between(a, b)] for a, b in ((0, 3), (5, 8), (6, 7))]
    assert places == [[0], [5, 8], []]


@given(st.integers(0, 3))
def test_any_number_of_rounds_gives_the_same_tokens(rounds: int) -> None:
    document = make_document(TEXT)
    decoded = decode_rounds(Task(document, {0, 1}), RESOURCES, Config(rounds=rounds))
    assert [s.text for d in decoded for s in d.observed] == TEXT.split()
    assert all(d.steps[-1].arc.end == len("".join(TEXT.split())) for d in decoded)


@given(st.lists(st.integers(1, 9), max_size=60), st.integers(1, 100))
def test_long_documents_teach_by_a_sample(sizes: list[int], enough: int) -> None:
    texts = [making.observed("c6c " * n) for n in sizes]
    chosen = list(sample(texts, max(sum(sizes), 1), enough))
    assert all(any(t is c for t in texts) for c in chosen)
    if sum(sizes) <= enough:
        assert chosen == texts
    elif set(sizes) == {1}:
        assert len(chosen) == enough


def test_long_documents_are_decoded_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"{k + 1}. ki6m tra tinh hinh thgc hiOn" for k in range(40)]
    task = Task(make_document("\n".join(lines)), range(40))
    whole = decode_rounds(task, RESOURCES, Config())
    monkeypatch.setattr(rounds_module, "STRETCH", 30)
    parts = list(stretches(task, RESOURCES, Config()))
    assert len(parts) == 10
    assert len({id(part.charts) for part in parts}) == 1
    decoded = [d for part in parts for d in part.decoded]
    assert [d.observed for d in decoded] == [d.observed for d in whole]
    texts = [[s.arc.text for s in d.steps] for d in decoded]
    assert texts == [[s.arc.text for s in d.steps] for d in whole]


def test_nothing_sick_nothing_decoded() -> None:
    assert decode_rounds(Task(make_document(TEXT), set()), RESOURCES, Config()) == []


def test_lines_are_context_for_one_another() -> None:
    assert vnfix.fix_text(TEXT) == "các cơ quan thuộc hệ\nthống chính trị của tỉnh"


def test_healthy_context_is_unchanged_and_counts() -> None:
    document = make_document("các cơ quan thuộc hệ\nth6ng chinh tri cta tinh")
    (decoded,) = decode_rounds(Task(document, {1}), RESOURCES, Config())
    texts = [s.arc.text for s in decoded.steps]
    assert texts == ["các", "cơ", "quan", "thuộc", "hệ", "thống", "chính", "trị", "của", "tỉnh"]
    assert {s.arc.kind for s in decoded.steps[:5]} == {Kind.KEPT}


def test_adapting_moves_towards_the_document() -> None:
    prior = {"ệ": {"6": 0.5, "Q": 0.2}, "h": {"h": 0.9}, "i": {"i": 0.9}, "n": {"n": 0.9}}
    rows = adapted(Rows.of(prior), {("hQn", "hện"): 40.0})
    assert rows["ệ"]["Q"] > 0.7 > rows["ệ"]["6"]
    assert rows["h"]["h"] > prior["h"]["h"]
    assert adapted(Rows.of(prior), {})["ệ"] == pytest.approx(prior["ệ"])


def test_sources_that_write_so_get_the_weight() -> None:
    letters = {c: {c: 50.0} for c in "cn"}
    sources = {"a": {"á": {"6": 50.0}, **letters}, "b": {"á": {"d": 50.0}, **letters}}
    model = ChannelModel(sources, "ácn")
    weights = source_weights(model, {("c6c", "các"): 9.0, ("c6n", "cán"): 4.0})
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights["a"] > 0.9


def test_a_paragraph_without_a_path_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{TEXT}\n\n{TEXT}"
    whole = vnfix.fix_text(text).split("\n")

    def lost(observed: list[making.ObservedToken], *rest: object) -> list[Step]:
        return [] if observed[0].line == 0 else best_path(observed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(rounds_module, "best_path", lost)
    assert vnfix.fix_text(text).split("\n") == [*TEXT.split("\n"), *whole[2:]] != whole
    apart = unicodedata.normalize("NFD", "Uỷ ban nhân dân xã: " + TEXT)
    assert unicodedata.normalize("NFD", vnfix.fix_text(apart)) == apart
