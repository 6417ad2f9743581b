"""Results: to JSON and back, and which end an error means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vnfix.batch.results import (
    Figures,
    JobResult,
    Outcome,
    OutputFile,
    Snippet,
    failed,
    from_record,
    to_record,
)
from vnfix.errors import ExitCode, NothingToDoError, RefusedError, UnreadableError, VnfixError
from vnfix.files.collect import Job

FIGURES = Figures(
    2, 30, "mixed", {"legacy font": 9}, 0.7, 5, 2, 0.4, (Snippet(1, 3, (("Cii", "Cải"),)),)
)


@pytest.mark.parametrize(
    "result",
    [
        JobResult("a", "in/a", Outcome.HEALTHY),
        JobResult("b\udcff", "in/b", Outcome.REPAIRED, figures=FIGURES, warnings=("w",)),
        JobResult("c", "in/c", Outcome.FAILED, ExitCode.SOME_FAILED, limits=(1.5, 20.0)),
        JobResult(
            "d", "in/d", Outcome.REFUSED, outputs=(OutputFile("d.txt", 3, "ab"),), final=True
        ),
    ],
)
def test_a_result_survives_json(result: JobResult) -> None:
    assert from_record(json.loads(json.dumps(to_record(result)))) == result


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (UnreadableError("broken"), Outcome.FAILED),
        (NothingToDoError("no text"), Outcome.NEEDS_OCR),
        (RefusedError("signed"), Outcome.REFUSED),
    ],
)
def test_an_error_becomes_a_result_that_names_the_file(error: VnfixError, outcome: Outcome) -> None:
    result = failed(Job("in/a.pdf", None, Path("a.pdf")), error)
    assert (result.outcome, result.code) == (outcome, error.exit_code)
    assert result.reason == f"in/a.pdf: {error}"


def test_a_reason_is_no_novel() -> None:
    result = failed(Job("in/a.pdf", None, Path("a.pdf")), UnreadableError("x" * 10_000))
    assert len(result.reason) < 450
    assert result.reason.endswith("…")
