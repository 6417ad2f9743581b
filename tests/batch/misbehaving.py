"""A job that does to its worker what the name of its file says."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.batch.results import JobResult, Outcome

if TYPE_CHECKING:
    from vnfix.batch.job import JobSpec


def misbehave(spec: JobSpec) -> JobResult:
    """Hang, eat memory, die, die once, or be good."""
    name = spec.job.name.stem
    if name == "hang":
        time.sleep(600)
    if name == "eat":
        eaten = b"x" * 500_000_000
        time.sleep(len(eaten))
    if name == "die" or (name == "die once" and not _seen(spec)):
        os.kill(os.getpid(), signal.SIGKILL)
    return JobResult(str(spec.job.name), spec.job.source, Outcome.HEALTHY, final=True)


def _seen(spec: JobSpec) -> bool:
    """Tell whether this job was tried before."""
    mark = Path(spec.job.source).with_suffix(".seen")
    seen = mark.exists()
    mark.touch()
    return seen
