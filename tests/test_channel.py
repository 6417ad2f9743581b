"""The channel that reviews teach."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from vnfix.config import Config
from vnfix.learn import LEAST_PAIRS, learned_channel
from vnfix.resources import load_resources
from vnfix.review.learned import SOURCE

if TYPE_CHECKING:
    from vnfix.decode.channel import ChannelModel

PAIRS = Counter({("hjQn", "hiện"): 150, ("ncm", "năm"): 100})


@pytest.fixture(scope="module")
def shipped() -> ChannelModel:
    return load_resources(Config()).channel


def test_too_few_pairs_teach_nothing(shipped: ChannelModel) -> None:
    assert learned_channel(shipped, Counter({("hjQn", "hiện"): LEAST_PAIRS - 1})) is None


def test_what_was_decided_becomes_probable(shipped: ChannelModel) -> None:
    learned = learned_channel(shipped, PAIRS)
    assert learned is not None
    assert learned.rows[SOURCE]["i"]["j"] > 10 * shipped.pool["i"].get("j", 1e-3)
    assert learned.rows[SOURCE]["ă"]["c"] > 10 * shipped.pool["ă"].get("c", 1e-3)
    assert {name: learned.sources[name] for name in shipped.sources} == shipped.sources


def test_learning_again_replaces_what_was_learned(shipped: ChannelModel) -> None:
    once = learned_channel(shipped, PAIRS)
    assert once is not None
    twice = learned_channel(once, PAIRS)
    assert twice is not None
    assert twice.sources == once.sources


def test_few_words_have_little_say_for_other_documents(shipped: ChannelModel) -> None:
    learned = learned_channel(shipped, PAIRS)
    assert learned is not None
    assert learned.pool["i"]["i"] > 0.8 * shipped.pool["i"]["i"]
