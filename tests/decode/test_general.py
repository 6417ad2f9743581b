"""The shipped channel laid out: it follows from the channel, and is used for that one alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from vnfix.data.tables import SHIPPED, open_table
from vnfix.decode.channel import CHANNEL_FORMAT, CHANNEL_LAYOUT, counted, load_channel
from vnfix.decode.general import FILE, FILES, open_general
from vnfix.decode.rows import compile_rows
from vnfix.errors import DataError
from vnfix.train.channel import build_general

if TYPE_CHECKING:
    from pathlib import Path

TABLE = open_table(SHIPPED / "channel.tab", CHANNEL_FORMAT, CHANNEL_LAYOUT)


def test_it_is_what_the_builder_makes_of_the_channel(tmp_path: Path) -> None:
    """If not: `python -m vnfix.train general card`."""
    for channel in FILES:
        shutil.copy(SHIPPED / channel, tmp_path)
    build_general(tmp_path)
    for file in FILES.values():
        assert (tmp_path / file).read_bytes() == (SHIPPED / file).read_bytes()


@pytest.mark.parametrize("channel", FILES)
def test_the_search_finds_the_same_entries(channel: str) -> None:
    shipped = load_channel(SHIPPED / channel)
    model = counted(open_table(SHIPPED / channel, CHANNEL_FORMAT, CHANNEL_LAYOUT))
    assert shipped.general is not None
    assert shipped == model
    assert dict(shipped.pool) == dict(model.pool)
    for own, other in zip(compile_rows(shipped.pool), compile_rows(model.pool), strict=True):
        assert (own.seen, list(own.begin)) == (other.seen, list(other.begin))
        for part in ("first", "second", "cost"):
            assert list(getattr(own, part)) == list(getattr(other, part))


def test_another_channel_has_no_use_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_general(SHIPPED / FILE, "0" * 64) is None
    monkeypatch.setattr("vnfix.decode.general.PRIOR_POOL", 5.0)
    assert open_general(SHIPPED / FILE, TABLE.sha256) is None


def test_a_damaged_one_is_told(tmp_path: Path) -> None:
    data = bytearray((SHIPPED / FILE).read_bytes())
    data[-100] ^= 1
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        open_general(tmp_path / FILE, TABLE.sha256)
