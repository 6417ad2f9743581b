"""The shipped tables, and the command that builds them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import vnfix
from vnfix.data.tables import open_table, table_header
from vnfix.train import sources
from vnfix.train.__main__ import BUILDERS, PACKAGE, Job, main

MODELS = Path(vnfix.__file__).parent / "models"
TABLES = sorted(MODELS.glob("*.tab"))
FROM_TEXTS = ("lm.tab", "vocabulary.tab", "case.tab", "far.tab")
SCORED = ("gold", "seeds", "parallel", "pdf")


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.name)
def test_shipped_tables_are_sound(path: Path) -> None:
    head = table_header(path)
    open_table(path, (head["format"], head["version"]), check=True)
    assert path.stat().st_size < 12_000_000


def test_card_is_of_the_shipped_tables() -> None:
    card = (MODELS / "MODEL_CARD.md").read_text("utf-8")
    for path in TABLES:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"| `{path.name}` |" in card
        assert digest in card, "python -m vnfix.train card"


def test_tables_that_number_words_are_of_one_language_model() -> None:
    """A vocabulary beside another language model repairs nothing, and says nothing."""
    sha256 = table_header(MODELS / "lm.tab")["sha256"]
    for name in ("vocabulary.tab", "case.tab"):
        assert table_header(MODELS / name)["meta"]["language_model"] == sha256


def test_shipped_channel_has_left_nothing_out() -> None:
    assert table_header(MODELS / "channel.tab")["meta"]["left_out"] == []


def test_builders_run_in_order_and_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[tuple[str, Job]] = []

    def note(name: str, job: Job) -> None:
        told.append((name, job))

    for name in BUILDERS:
        monkeypatch.setitem(BUILDERS, name, partial(note, name))
    assert main(["-o", str(tmp_path / "m")]) == 0
    assert [name for name, _ in told] == list(BUILDERS)
    assert told[0][1].models == tmp_path / "m"
    assert told[0][1].package == PACKAGE
    told.clear()
    assert main(["channel", "language", "--shared", "x", "-o", str(tmp_path)]) == 0
    assert [name for name, _ in told] == ["language", "channel"]
    assert told[0][1].shared == Path("x")


def test_unknown_builders_and_missing_data_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["tables", "-o", str(tmp_path)])
    assert "language" in capsys.readouterr().err
    assert main(["language", "--shared", str(tmp_path), "-o", str(tmp_path)]) == 3
    assert "--shared" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_builder_is_a_program_without_warnings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "vnfix.train.left_out", "--shared", "none",
         "-o", str(tmp_path)],
        cwd=PACKAGE.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.shared
def test_manifest_lists_the_texts_and_nothing_that_is_scored(shared: Path) -> None:
    scored = {p.name for folder in SCORED for p in (shared / folder).rglob("*") if p.is_file()}
    wanted = {t.path.name: t.facts() for t in sources.shipped_texts(shared)}
    for name in FROM_TEXTS:
        texts = table_header(MODELS / name)["meta"]["texts"]
        assert {t["name"]: t for t in texts} == wanted
        assert not scored & {t["name"] for t in texts}
    letters = set(table_header(MODELS / "letters.tab")["meta"]["texts"])
    assert letters
    assert letters <= {p.name for p in (shared / "text").iterdir()}


@pytest.mark.shared
@pytest.mark.slow
def test_no_scored_line_stands_in_the_texts(shared: Path) -> None:
    """The longest lines of each document with gold; they say what no other document says."""
    lines: set[str] = set()
    for path in sorted((shared / "gold").glob("*.tsv")):
        gold = [p.meant for p in sources.load_pairs({"x": [path]})["x"]]
        lines.update(sorted(gold, key=len)[-15:])
    found = set()
    for text in sources.shipped_texts(shared):
        whole = "\n".join(text.paragraphs())
        found |= {line for line in lines if line in whole}
    assert len(lines) == 60
    assert not found
