"""The model card: all facts from the tables and results at hand, none from elsewhere."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from tests.train.miniature import build
from vnfix.data.tables import table_header
from vnfix.train.card import write_card

if TYPE_CHECKING:
    from pathlib import Path


def card_of(models: Path, results: Path) -> str:
    write_card(models, results)
    return (models / "MODEL_CARD.md").read_text("utf-8")


def test_names_tables_inputs_counts_and_hashes(tmp_path: Path) -> None:
    build(tmp_path)
    text = card_of(tmp_path, tmp_path / "none")
    meta = table_header(tmp_path / "lm.tab")["meta"]
    assert f"{meta['tokens']:,} units" in text
    assert " / ".join(str(n) for n in meta["ngrams"]) in text
    assert f"| office.txt | 1 | `{meta['texts'][0]['sha256']}` |" in text
    for name in ("lm.tab", "vocabulary.tab"):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() in text
    assert "$" not in text
    assert "Not measured yet." in text


def test_scores_are_those_of_the_results(tmp_path: Path) -> None:
    build(tmp_path)
    results = tmp_path / "results"
    results.mkdir()
    seeds = {"figures": {"mean_WER": 0.1234, "mean_CER": 0.05}}
    (results / "seeds.json").write_text(json.dumps(seeds), "utf-8")
    pages = {"figures": {"levels": {"L2": {"WER": 0.02}}}}
    (results / "parallel.json").write_text(json.dumps(pages), "utf-8")
    text = card_of(tmp_path, results)
    assert "mean WER | 12.34% |" in text
    assert "medium damage: WER | 2.00% |" in text
    assert "heavy damage" not in text


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path)
    assert card_of(tmp_path, tmp_path) == card_of(tmp_path, tmp_path)
