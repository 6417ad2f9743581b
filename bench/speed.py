"""Part 6: speed and memory, each beside something else that ran in the same session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from bench.channels import ROOT, Workshop
from bench.data import SEEDS, read_parallel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Runs in a process of its own, so that nothing is cached: texts in as JSON, seconds out.
_CHILD = """
import json, sys, time
texts, kernel, models = json.load(sys.stdin)
if kernel == "python":
    from bench.plain import use_plain_sources
    use_plain_sources()
import vnfix
from vnfix.decode import kernel as used
assert kernel != "python" or not used.compiled()
t = time.process_time()
vnfix.fix_text("Ke hoach", models=models)
seconds = [time.process_time() - t]
for text in texts:
    t = time.process_time()
    vnfix.fix_text(text, models=models)
    seconds.append(time.process_time() - t)
json.dump(seconds, sys.stdout)
"""

# The same of ftfy, which looks through text that is healthy, too.
_FTFY = """
import json, sys, time
import ftfy
texts = json.load(sys.stdin)
ftfy.fix_text("Ke hoach")
t = time.process_time()
for text in texts:
    ftfy.fix_text(text)
json.dump(time.process_time() - t, sys.stdout)
"""

# The same of what a user has otherwise: words corrected by a list, then accents restored.
_PEERS = """
import json, sys, time
from pathlib import Path
from bench.baselines import accent_adder, symspell
shared, texts = json.load(sys.stdin)
correct, accents = symspell(Path(shared)), accent_adder()
accents(correct("Ke hoach"))
t = time.process_time()
for text in texts:
    for line in text.splitlines():
        accents(correct(line))
json.dump(time.process_time() - t, sys.stdout)
"""

# A small process between: Linux counts for a child what its parent held when it was started.
_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def reference_loop(rounds: int = 300_000) -> float:
    """Run a fixed loop of plain Python over dictionaries and strings; gives rounds per second.

    A figure divided by this one says something on another machine, too.
    """
    counts: dict[str, int] = {}
    start = time.process_time()
    for k in range(rounds):
        word = f"w{k * 7919 % 1009}"
        counts[word] = counts.get(word, 0) + len(word)
    return rounds / (time.process_time() - start)


def timed(texts: list[str], kernel: str, models: Path | None) -> list[float]:
    """Repair texts in a fresh process; gives CPU seconds: the first word with loading, each text.

    Raises:
        RuntimeError: the process failed.

    """
    seconds: list[float] = _told(_CHILD, [texts, kernel, str(models) if models else None])
    return seconds


def _told(code: str, request: object) -> Any:  # noqa: ANN401 - JSON
    """Run code in a fresh process; gives what it answers to a request.

    Raises:
        RuntimeError: the process failed.

    """
    run = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(request),
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    return json.loads(run.stdout)


def beside_ftfy(texts: list[str]) -> dict[str, float]:
    """Measure healthy text, and ftfy on the same text; each is run three times in turn."""
    runs = [(words_per_second(texts, "auto", None), _told(_FTFY, texts)) for _ in range(3)]
    best = max((run for run, _ in runs), key=lambda run: run["words_per_s"])
    theirs = best["words"] / min(seconds for _, seconds in runs)
    return {**best, "ftfy_words_per_s": theirs, "times_ftfy": best["words_per_s"] / theirs}


def words_per_second(texts: list[str], kernel: str, models: Path | None) -> dict[str, float]:
    """Measure one run over texts, loading apart."""
    load, *seconds = timed(texts, kernel, models)
    words = sum(len(text.split()) for text in texts)
    return {"words": words, "load_s": load, "words_per_s": words / sum(seconds)}


def best_seconds(command: list[str], runs: int = 6) -> float:
    """Give the shortest of some runs of a command, in seconds.

    As where vnfix is installed, its modules have been compiled to bytecode: the first run does so.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def once() -> float:
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        return time.perf_counter() - start

    return min(once() for _ in range(runs))


def peak_megabytes(command: list[str], stdin: Path) -> float:
    """Give the most memory that a command held at once.

    Raises:
        RuntimeError: the command failed.

    """
    measure = [sys.executable, "-c", _MEASURE, *command]
    with stdin.open("rb") as source:
        run = subprocess.run(measure, cwd=ROOT, stdin=source, capture_output=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stderr.decode()[-2000:])
    return float(run.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def kernel_is_compiled() -> bool:
    """Whether the kernel that runs is the compiled one."""
    from vnfix.decode import kernel

    return kernel.compiled()


def run(workshop: Workshop) -> dict[str, Any]:
    """Measure speed and memory; the seeds with channels that have not seen them."""
    reference = reference_loop()
    result: dict[str, Any] = {"reference_loop_per_s": reference, "compiled": kernel_is_compiled()}
    for name, measure in _measures(workshop).items():
        result[name] = measure()
        if "words_per_s" in result[name]:
            result[name]["per_reference_round"] = result[name]["words_per_s"] / reference
    return result


def _measures(workshop: Workshop) -> dict[str, Callable[[], dict[str, float]]]:
    truths = [row.gold for sample in read_parallel(workshop.shared) for row in sample.rows]
    healthy = ["\n".join(truths)]

    def garbled(kernel: str) -> dict[str, float]:
        runs = [
            words_per_second([_seed(workshop, name)], kernel, workshop.models_without([name]))
            for name in SEEDS
        ]
        words = sum(run["words"] for run in runs)
        seconds = sum(run["words"] / run["words_per_s"] for run in runs)
        load = max(run["load_s"] for run in runs)
        return {"words": words, "load_s": load, "words_per_s": words / seconds}

    def beside_peers() -> dict[str, float]:
        found = garbled("auto")
        seeds = [_seed(workshop, name) for name in SEEDS]
        theirs = found["words"] / _told(_PEERS, [str(workshop.shared), seeds])
        return {**found, "peers_words_per_s": theirs, "times_peers": found["words_per_s"] / theirs}

    return {
        "garbled": beside_peers,
        "garbled_plain_kernel": lambda: garbled("python"),
        "healthy": lambda: beside_ftfy(healthy),
        "help": _help,
        "first": _first,
        "memory": lambda: _memory(workshop),
    }


def _seed(workshop: Workshop, name: str) -> str:
    return (workshop.shared / "seeds" / f"{name}.txt").read_text("utf-8")


def _help() -> dict[str, float]:
    bare = best_seconds([sys.executable, "-c", "pass"])
    seconds = best_seconds([sys.executable, "-m", "vnfix", "--help"])
    return {"seconds": seconds, "bare_python_s": bare, "ratio": seconds / bare}


def _first() -> dict[str, float]:
    text = 'import vnfix; vnfix.fix_text("Ke hoach ki6m tra tinh hinh")'
    bare = best_seconds([sys.executable, "-c", "pass"])
    seconds = best_seconds([sys.executable, "-c", text])
    return {"seconds": seconds, "bare_python_s": bare, "ratio": seconds / bare}


def _memory(workshop: Workshop) -> dict[str, float]:
    seed = workshop.shared / "seeds" / "002.txt"
    models = str(workshop.models_without(["002"]))
    bare = peak_megabytes([sys.executable, "-c", "pass"], seed)
    command = [sys.executable, "-m", "vnfix", "fix", "-", "--models", models]
    peak = peak_megabytes(command, seed)
    return {"megabytes": peak, "bare_python_megabytes": bare, "ratio": peak / bare}
