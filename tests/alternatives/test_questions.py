"""What a person is asked: the corrections themselves never depend on it, doubts change nothing."""

from __future__ import annotations

import pytest

from vnfix.alternatives.doubts import DOUBT
from vnfix.alternatives.questions import ask, undecided
from vnfix.apply import overlap
from vnfix.config import Config
from vnfix.detectors import analyse
from vnfix.document import make_document
from vnfix.model import Correction, Safety
from vnfix.pipeline import propose

TEXT = """UY BAN NHAN DAN TiNH
Cii c6ch hinh chinh ctia tinh nim 2020 ld nhiQm rJ! trgng tdm;
cdc sd, nginh thuc hiQn nhiQm v theo ch6 dQ b6o c6o vA gi6i phfip.
"""


@pytest.fixture(scope="module", name="asked")
def asked_() -> tuple[list[Correction], list[Correction]]:
    asked = ask(make_document(TEXT), Config())
    return list(asked.corrections), asked.doubts


def test_corrections_are_those_that_are_proposed(
    asked: tuple[list[Correction], list[Correction]],
) -> None:
    def said(found: list[Correction]) -> list[tuple[object, ...]]:
        return [(c.start, c.end, c.before, c.after, c.fixer, c.confidence, c.safety) for c in found]

    proposed = list(propose(analyse(make_document(TEXT), Config())))
    assert proposed
    assert said(asked[0]) == said(proposed)


def test_doubts_change_nothing_and_ask(asked: tuple[list[Correction], list[Correction]]) -> None:
    corrections, doubts = asked
    assert {c.before for c in doubts} >= {"rJ!"}
    for c in doubts:
        assert (c.fixer, c.safety) == (DOUBT, Safety.REVIEW)
        assert c.alternatives
        assert not any(overlap((c.start, c.end), (o.start, o.end)) for o in corrections)


def test_neighbours_tell_what_the_channel_cannot(
    asked: tuple[list[Correction], list[Correction]],
) -> None:
    (doubt,) = (c for c in asked[1] if c.before == "rJ!")
    readings = (doubt.after, *(text for text, _ in doubt.alternatives))
    assert next(text for text in readings if text != doubt.before) == "vụ"


def test_alternatives_are_other_readings_with_probabilities(
    asked: tuple[list[Correction], list[Correction]],
) -> None:
    for c in [c for found in asked for c in found if c.safety is Safety.REVIEW]:
        texts = [text for text, _ in c.alternatives]
        shares = [p for _, p in c.alternatives]
        assert c.after not in texts
        assert len(texts) == len(set(texts)) <= 10
        assert shares == sorted(shares, reverse=True)
        if c.fixer in ("decode", DOUBT):
            assert c.confidence + sum(shares) <= 1.0001


def test_nothing_is_asked_of_healthy_or_empty_text() -> None:
    healthy = make_document("Kế hoạch cải cách hành chính của tỉnh năm 2025\n")
    for document in (healthy, make_document(""), make_document(" \n")):
        assert ask(document, Config()).all() == []


def made(start: int, end: int, fixer: str = "decode") -> Correction:
    return Correction(start, end, "x" * (end - start), "y", fixer, 0.5, Safety.REVIEW)


def test_a_doubt_gives_way_to_a_correction_of_its_place() -> None:
    doubts = [made(k, k + 2, DOUBT) for k in (0, 4, 8, 12)]
    corrections = [made(2, 5), made(8, 10), made(14, 20)]
    assert [c.start for c in undecided(doubts, corrections)] == [0, 12]
    assert list(undecided(doubts, [])) == doubts
