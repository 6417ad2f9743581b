"""The parts of the benchmark: reading, folds, rates, tables; the engine does nothing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from bench.channels import folds, identity
from bench.clean import changed, rate
from bench.data import Row, Sample, Scored, read_parallel, read_seed, truth_of
from bench.parallel import by_level
from bench.report import BARS, DOWN, UP, Bar, baseline_table, left_over_table, lookup, table
from bench.seeds import second_run
from bench.speed import reference_loop
from vnfix.model import Repair

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a data folder in miniature, in invented words."""
    for name in ("seeds", "gold", "parallel"):
        (tmp_path / name).mkdir()
    (tmp_path / "seeds" / "009.txt").write_text("thu ba\n\nmuoi  lam\n", "utf-8")
    gold = 'line\tgarbled\tgold\tflag\n1\tthu ba\tthứ "ba\tok\n3\tmuoi lam\tmười lăm\tunsure\n'
    (tmp_path / "gold" / "009.tsv").write_text(gold, "utf-8")
    pairs = "b.pdf\t1\tL1\tmột\tmot\na.pdf\t3\tL2\thai\thoi\nb.pdf\t2\tL2\tba\tba\n"
    (tmp_path / "parallel" / "tess_eng.tsv").write_text(pairs, "utf-8")
    return tmp_path


def test_seed_is_read_with_its_certain_lines_only(data: Path) -> None:
    sample = read_seed(data, "009")
    assert sample.rows == (Row(0, "thu ba", 'thứ "ba'),)


def test_gold_for_another_text_is_refused(data: Path) -> None:
    (data / "seeds" / "009.txt").write_text("thu tu\n\nmuoi lam\n", "utf-8")
    with pytest.raises(ValueError, match="another text"):
        read_seed(data, "009")


def test_headers_of_pages_are_read_and_not_scored(data: Path) -> None:
    header = "a.pdf\t3\tL2\t4 CÔNG BÁO/Số 7\t4 CONG BAO/S6 7\n"
    path = data / "parallel" / "tess_eng.tsv"
    path.write_text(header + path.read_text("utf-8"), "utf-8")
    sample, _ = read_parallel(data)
    assert sample.text == "4 CONG BAO/S6 7\nhoi"
    assert sample.rows == (Row(1, "hoi", "hai", "L2"),)
    assert (truth_of(sample).text, truth_of(sample).rows[0].line) == ("hai", 0)


@pytest.mark.parametrize("header", ["", "pdf\tpage\tlevel\ttruth\tocr\n"])
def test_parallel_lines_become_one_document_for_each_pdf(data: Path, header: str) -> None:
    path = data / "parallel" / "tess_eng.tsv"
    path.write_text(header + path.read_text("utf-8"), "utf-8")
    first, second = read_parallel(data)
    assert (first.name, first.text) == ("a.pdf", "hoi")
    assert (second.text, [row.level for row in second.rows]) == ("mot\nba", ["L1", "L2"])
    assert truth_of(second).text == "một\nba"


def test_levels_are_counted_apart(data: Path) -> None:
    documents = [Scored.run(sample, identity) for sample in read_parallel(data)]
    found = by_level(documents)
    assert {level: figures["WER"] for level, figures in found.items()} == {"L1": 1.0, "L2": 0.5}


def test_engine_that_loses_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="lines came out"):
        Scored.run(Sample("x", "a\nb", ()), lambda text: Repair(text, "a b", ()))


def test_no_name_is_in_two_folds() -> None:
    names = [f"{k}.pdf" for k in range(10)]
    found = folds(names, 4)
    assert sorted(name for fold in found for name in fold) == names
    assert {len(fold) for fold in found} == {2, 3}


def test_second_run_counts_the_words_that_move() -> None:
    sample = Sample("x", "a b\nc", ())

    def engine(text: str) -> Repair:
        return Repair(text, text.replace("b", "bb"), ())

    share = second_run([(Scored.run(sample, engine), engine)])
    assert (share["moved"], share["words"]) == (1, 3)
    assert second_run([(Scored.run(sample, identity), identity)])["moved"] == 0


def test_change_of_normal_form_is_no_change() -> None:
    composed = "cải cách"
    loose = unicodedata.normalize("NFD", composed)
    assert changed(Repair(loose, composed, ())) == (0, 2)
    assert changed(Repair(loose, "cải cạch", ())) == (1, 2)
    assert rate([(0, 2), (1, 2)])["per_100000"] == 25_000


def test_reference_loop_gives_a_rate() -> None:
    assert reference_loop(1000) > 0


@pytest.mark.parametrize(("sense", "value", "reached"), [(UP, 0.98, False), (DOWN, 0.98, True)])
def test_bar_knows_which_way_is_better(sense: str, value: float, *, reached: bool) -> None:
    assert Bar("x", "x", ("x",), 0.99, 0.99, sense).reached(value, 0.99) is reached


@pytest.mark.parametrize(("wer", "verdict"), [(0.2, "no"), (0.035, "bar"), (0.02, "aim")])
def test_table_says_what_is_reached(wer: float, verdict: str) -> None:
    lines = table({"seeds": {"mean_WER": wer}}).splitlines()
    assert len(lines) == 2
    assert lines[1].split()[-1] == verdict


def test_figure_that_was_not_measured_is_left_out() -> None:
    assert all(lookup({}, bar) is None for bar in BARS)


def test_other_tables_show_what_there_is() -> None:
    assert left_over_table({}) == baseline_table({}) == ""
    results = {
        "seeds": {"left_over": {"kept": 3, "case": 1}, "documents": {"000": {"WER": 0.1}}},
        "baselines": {"raw": {"000": {"WER": 0.9}, "L1": {"WER": 0.8}}},
    }
    assert "3 (75%)" in left_over_table(results)
    assert baseline_table(results).splitlines()[-1].split() == ["vnfix", "10.00%", "-"]
