"""The whole engine with the shipped data, on the documents of corpus/."""

from __future__ import annotations

import json
import tomllib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

import vnfix
from bench.scoring import Tally
from vnfix.cli import group
from vnfix.document import split_lines

CORPUS = Path(__file__).parent.parent / "corpus"
RECORDS = tomllib.loads((CORPUS / "manifest.toml").read_text("utf-8"))["document"]
PHRASE, MEANT = "Cii c6ch hinh chinh", "Cải cách hành chính"
# Far above what the engine reaches: this is an alarm, the benchmark measures.
WORST_WER = 0.15


def text_of(record: dict[str, str], kind: str) -> str:
    return (CORPUS / record[kind]).read_bytes().decode()


def test_the_phrase_of_the_readme() -> None:
    assert vnfix.fix_text(PHRASE) == MEANT


def test_the_explained_path_is_the_path() -> None:
    result = CliRunner().invoke(group, ["explain", PHRASE])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == MEANT
    won = [r for token in vnfix.explain(PHRASE) for r in token.readings if r.won]
    assert " ".join(r.text for r in won) == MEANT


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"])
def test_corpus_is_repaired_line_for_line(record: dict[str, str]) -> None:
    garbled, true = text_of(record, "garbled"), text_of(record, "truth")
    repair = vnfix.fix_and_explain(garbled)
    before, after = Tally(), Tally()
    for raw, got, gold in zip(
        garbled.split("\n"), repair.text.split("\n"), true.split("\n"), strict=True
    ):
        before.add(gold, raw)
        after.add(gold, got)
    assert before.wer > 0.5
    assert after.wer < WORST_WER
    ends = [line.end for line in split_lines(garbled)]
    assert all(not any(c.start < end < c.end for end in ends) for c in repair.corrections)
    assert vnfix.apply_corrections(garbled, repair.corrections) == repair.text
    assert all(0 <= c.confidence <= 1 for c in repair.corrections)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r["name"])
def test_true_text_comes_back_byte_for_byte(record: dict[str, str]) -> None:
    true = text_of(record, "truth")
    assert vnfix.fix_text(true) == true
    crlf = "\ufeff" + true.replace("\n", "\r\n")
    assert vnfix.fix_text(crlf) == crlf


@pytest.mark.parametrize("kind", ["garbled", "scan"])
def test_propose_and_apply_equal_fix(kind: str, tmp_path: Path) -> None:
    path = str(CORPUS / RECORDS[-1][kind])
    rows = str(tmp_path / "f.jsonl")
    run = CliRunner()
    assert run.invoke(group, ["propose", path, "-o", rows]).exit_code == 0
    head, *lines = map(json.loads, Path(rows).read_text("utf-8").splitlines())
    assert head["models"]
    assert lines
    applied = run.invoke(group, ["apply", path, rows])
    assert applied.exit_code == 0
    assert applied.stdout_bytes == run.invoke(group, ["fix", path]).stdout_bytes


def test_threads_and_processes_give_the_same() -> None:
    text = "".join(text_of(RECORDS[-1], "garbled").splitlines(keepends=True)[:12])
    expected = vnfix.fix_text(text)
    assert expected != text
    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(vnfix.fix_text, [text] * 4)) == {expected}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert set(processes.map(vnfix.fix_text, [text] * 2)) == {expected}


def test_protected_words_stay(tmp_path: Path) -> None:
    words = tmp_path / "protect.txt"
    words.write_text("c6ch\n", "utf-8")
    assert "c6ch" in vnfix.fix_text(PHRASE, protect=words)


def test_config_and_command_line_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text_of(RECORDS[-1], "garbled"), "utf-8", newline="")
    result = CliRunner().invoke(group, ["fix", "--auto", str(path)])
    assert result.stdout_bytes.decode() == vnfix.fix_file(path, auto_only=True).text
