"""The channel of an office's own documents: the shipped one with one more source, the decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.decode.adapt import source_weights
from vnfix.decode.channel import ChannelModel, likelihood_of
from vnfix.train.channel import train_source

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE = "learned"
# Fewer words say less about an engine than the decoder finds out from a page by itself.
LEAST_PAIRS = 200
ROUNDS = 3


def learned_channel(
    shipped: ChannelModel, pairs: Mapping[tuple[str, str], int]
) -> ChannelModel | None:
    """Return the channel with the pairs as a source of their own; None where they are too few.

    Expectation maximisation starts from the sources that are like the pairs.

    Args:
        shipped: the channel to add to; a source learned earlier is replaced.
        pairs: how often (observed, meant) was decided.

    """
    if sum(pairs.values()) < LEAST_PAIRS:
        return None
    others = {name: counts for name, counts in shipped.sources.items() if name != SOURCE}
    base = ChannelModel(others, shipped.letters, shipped.shapes)
    rows = base.mixture(source_weights(base, pairs))
    model = base
    for _ in range(ROUNDS):
        counts = train_source(pairs, likelihood_of(rows))
        model = ChannelModel({**others, SOURCE: counts}, shipped.letters, shipped.shapes)
        rows = model.rows[SOURCE]
    return model
