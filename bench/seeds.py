"""Parts 1 and 3: the seeds, leaving one document out, and what a second run changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import auto, errors, numbers, report
from bench.channels import ROOT, Workshop, vnfix_engine
from bench.data import SEEDS, Engine, Sample, Scored, read_seed
from bench.scoring import moved_words, tally
from vnfix.train.calibration import COUNTS
from vnfix.train.held_out import Part, counted, train_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def run_score(shared: Path, name: str, models: Path) -> dict[str, Any]:
    """Score the command line on a seed by `score.py`; gives its figures for the document.

    Raises:
        RuntimeError: the command failed.

    """
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "score.json"
        command = [sys.executable, str(shared / "score" / "score.py"), "--docs", name]
        command += ["--json", str(result), "--", sys.executable, "-m", "vnfix", "fix", "-"]
        command += ["--models", str(models)]
        run = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if run.returncode:
            raise RuntimeError(f"score.py failed on {name}: {run.stderr[-2000:]}")
        figures: dict[str, Any] = json.loads(result.read_text("utf-8"))[name]
    return figures


def second_run(samples: Iterable[tuple[Scored, Engine]]) -> dict[str, float]:
    """Repair repaired texts again; gives the share of the words that move."""
    moved = words = 0
    for scored, engine in samples:
        again = Scored.run(Sample(scored.sample.name, scored.repair.text, ()), engine)
        m, w = moved_words(scored.lines, again.lines)
        moved, words = moved + m, words + w
    return {"moved": moved, "words": words, "share": moved / words if words else 0.0}


def mean(values: Sequence[float]) -> float:
    """Give the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def strange_models(workshop: Workshop, name: str) -> Path:
    """Give the tables without a seed, with a channel that has seen no line of any seed."""
    models = workshop.models_without([name])
    folder = workshop.work / f"strange-{models.name}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(models, folder)
        counts = counted(workshop.shared, workshop.kept / COUNTS)
        train_part(counts, Part("", SEEDS, folder / "channel.tab"))
        (folder / "done").touch()
    return folder


def strange(workshop: Workshop) -> dict[str, float]:
    """Measure the seeds as if offices wrote by engines that the channel has never met."""
    found = {}
    for name in SEEDS:
        engine = vnfix_engine(strange_models(workshop, name))
        found[name] = tally(Scored.run(read_seed(workshop.shared, name), engine).pairs()).wer
    return {**found, "mean_WER": mean(list(found.values())), "worst_WER": max(found.values())}


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure the seeds; each with a channel that was trained without it."""
    scores: dict[str, Any] = {}
    repaired: list[tuple[Scored, Engine]] = []
    for name in SEEDS:
        models = workshop.models_without([name])
        scores[name] = run_score(workshop.shared, name, models)
        engine = workshop.engine_without([name])
        repaired.append((Scored.run(read_seed(workshop.shared, name), engine), engine))
    documents = [scored for scored, _ in repaired]
    judged = [row for scored in documents for row in auto.judge(scored)]
    return {
        "documents": scores,
        "mean_WER": mean([score["WER"] for score in scores.values()]),
        "worst_WER": max(score["WER"] for score in scores.values()),
        "mean_CER": mean([score["CER"] for score in scores.values()]),
        "broken": _broken(scores),
        "auto": auto.figures(judged),
        "auto_by_document": {s.sample.name: auto.figures(auto.judge(s)) for s in documents},
        "numbers": numbers.figures(documents),
        "second_run": second_run(repaired),
        "no_seed_in_the_channel": strange(workshop),
        "left_over": errors.figures(documents),
        report.DETAILS: {
            "wrong_auto": auto.worst(judged, 200),
            "spoiled_numbers": numbers.spoiled(documents, 200),
            "left_over": errors.most_frequent(documents, 200),
        },
    }


def _broken(scores: dict[str, Any]) -> float:
    """Give the mean share of broken tokens, weighted by the words of the documents."""
    words = sum(score["words"] for score in scores.values())
    return float(sum(score["broken"] * score["words"] for score in scores.values()) / words)
