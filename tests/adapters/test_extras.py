"""What an adapter says where its library has not been installed."""

from __future__ import annotations

import importlib
import sys

import pytest

from vnfix.errors import UsageError


@pytest.mark.parametrize(
    ("library", "extra"),
    [("pandas", "pandas"), ("langchain_core", "langchain"), ("ocrmypdf", "ocrmypdf")],
)
def test_missing_library_names_its_extra(
    library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, f"vnfix.adapters.{extra}", raising=False)
    with pytest.raises(UsageError) as e:
        importlib.import_module(f"vnfix.adapters.{extra}")
    assert f'pip install "vnfix[{extra}]"' in e.value.remedy
