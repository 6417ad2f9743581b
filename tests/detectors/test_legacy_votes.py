"""What single words say of the encodings; healthy words first."""

from __future__ import annotations

import pytest

from vnfix.detectors.legacy_votes import (
    _is_usual,
    _rates,
    goodness,
    is_odd,
    is_word,
    pieces,
    rate,
    vote,
)
from vnfix.text.encodings import NAMES


def points(token: str, name: str) -> float:
    return vote(token).points[NAMES.index(name)]


@pytest.mark.parametrize("token", ["thẩm", "Định", "12/2020", "UBND", "m2", "xã,", "-"])
def test_healthy_words_are_not_odd(token: str) -> None:
    assert not vote(token).odd
    assert max(vote(token).points) <= 0


@pytest.mark.parametrize("token", ["Müller", "déjà", "Straße", "Núñez", "Þórður", "São"])
def test_western_words_are_odd_and_not_hard(token: str) -> None:
    assert not vote(token).hard
    assert max(vote(token).points) <= 0


def test_common_syllables_win_more_than_rare_ones() -> None:
    assert points("phßng", "tcvn3") > points("Tïng", "tcvn3") > 0
    assert points("V¨n", "tcvn3") > 1.5 > points("Hïng", "tcvn3")  # no Western word is like `V¨n`


def test_abbreviations_say_little() -> None:
    assert 0 < points("Q§-UB", "tcvn3") < 0.5


def test_words_without_accents_that_are_rare_speak_against() -> None:
    assert vote("hiem").plain < vote("nam").plain <= 0
    assert vote("anh").plain == 0.0
    assert vote("strong").plain < -0.9


def test_pieces_between_joints() -> None:
    token = "Sè|l­îng/Gi¸:1.500®"
    assert [token[a:b] for a, b in pieces(token)] == ["Sè", "l­îng", "Gi¸", "1", "500®"]
    assert list(pieces("http://a.vn/x?id=1")) == []


def test_words_and_their_rates() -> None:
    assert (is_word("ximăng"), is_word("ôtô"), is_word("gwăx")) == (True, True, False)
    assert is_word("uỷban" * 20)
    assert not is_word("a" * 100_000), "no such word is read to its end"
    assert rate("của") > rate("chiêng") > rate("sè")
    assert goodness("Lắk") > 0 == goodness("hanh")


def test_what_is_seen_to_be_usual_at_once_is_not_odd() -> None:
    tokens = [f.format(w) for w in _rates() for f in ("{}", "({},", "{}.", '"{}";', "-{}-", "{}.)")]
    tokens += [t.capitalize() for t in tokens] + [t.upper() for t in tokens]
    usual = [t for t in tokens if _is_usual(t)]
    assert len(usual) > len(tokens) // 2
    assert not [t for t in usual if vote(t).odd or is_odd(t)]
