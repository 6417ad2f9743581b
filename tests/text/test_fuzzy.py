"""Letters without accents."""

from __future__ import annotations

import warnings

from vnfix.text.fuzzy import Folder, plain, plain_likeness


def test_lone_surrogates_are_left_out_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert plain("Khánh \ud800Hòa") == "khanh hoa"
        assert Folder({}).key("x\udfffã") == "xa"
        assert plain_likeness("Quyết định", "theo Quyet\ud800 dinh") == 100.0
