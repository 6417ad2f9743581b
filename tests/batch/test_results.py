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
from vnfix.errors import ExitCode
from vnfix.files.collect import Job
from vnfix.files.failures import Failure, FailureKind

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


def test_a_failure_becomes_a_result() -> None:
    failure = Failure(FailureKind.REFUSED, ExitCode.REFUSED, "in/a.pdf is signed.", "Leave it.")
    result = failed(Job("in/a.pdf", None, Path("a.pdf")), failure)
    assert (result.outcome, result.code) == (Outcome.REFUSED, ExitCode.REFUSED)
    assert (result.reason, result.remedy) == (failure.message, failure.remedy)


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_of_failure_is_an_outcome(kind: FailureKind) -> None:
    assert str(Outcome(kind)) == str(kind)
