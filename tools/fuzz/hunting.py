"""Tries one case after the other in a process of its own, which a signal may end."""

from __future__ import annotations

import faulthandler
import shutil
import signal
import tempfile
import time
import traceback
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.fuzz.cases import run_case
from tools.fuzz.texts import ROOT

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import FrameType

FINDS = ROOT / "build" / "fuzz"
LONGEST = 120  # seconds of CPU time that one case may take


def hunt(
    kind: str, seed: int, first: int, limit: tuple[float, int]
) -> tuple[int, list[dict[str, Any]], float]:
    """Try cases in a process of their own, which a signal may end; return how many, and finds."""
    began, number, finds = time.monotonic(), first, []
    while time.monotonic() - began < limit[0] and number - first < limit[1]:
        ours, theirs = get_context("spawn").Pipe()
        rest = limit[0] - (time.monotonic() - began), first + limit[1]
        process = get_context("spawn").Process(
            target=work, args=(theirs, (kind, seed, number), rest)
        )
        process.start()
        theirs.close()
        try:
            while (message := ours.recv()) is not None:
                if isinstance(message, int):
                    number = message
                else:
                    finds.append(message)
            number += 1
        except EOFError:  # it died in the middle of a case
            process.join()
            what = f"the process died: exit code {process.exitcode}"
            finds.append({"kind": kind, "number": number, "what": what})
            number += 1
        process.join()
    return number - first, finds, time.monotonic() - began


def work(pipe: Connection, which: tuple[str, int, int], limit: tuple[float, int]) -> None:
    """Try one case after the other; say which, and what is broken."""
    faulthandler.enable()
    signal.signal(signal.SIGPROF, _too_long)
    kind, seed, number = which
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        while True:
            pipe.send(number)
            signal.setitimer(signal.ITIMER_PROF, LONGEST)
            try:
                run_case(kind, seed, number, folder)
            except Exception as e:
                trace = "".join(traceback.format_exception(e)[-2:])
                what = f"{type(e).__name__}: {e}"[:500]
                pipe.send({"kind": kind, "number": number, "what": what, "trace": trace[-1500:]})
                _keep(folder, FINDS / f"{kind}-{seed}-{number}")
            signal.setitimer(signal.ITIMER_PROF, 0)
            if time.monotonic() - began > limit[0] or number + 1 >= limit[1]:
                pipe.send(None)
                return
            number += 1


def _too_long(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeoutError(f"more than {LONGEST} seconds")


def _keep(folder: Path, place: Path) -> None:
    """Keep the input of a broken case."""
    place.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file():
            shutil.copy(path, place / path.name)
