"""The life of a worker: it answers until its pipe is closed, and dies with its parent."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe
from pathlib import Path

import pytest

from tests.batch.folders import ROOT
from vnfix.batch.pool import serve

CODE = """
import os, time
from multiprocessing import get_context
from tests.batch.misbehaving import misbehave
from vnfix.batch.pool import serve

if __name__ == "__main__":
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(theirs, misbehave))
    process.start()
    ours.recv()
    print(process.pid, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_it_answers_each_job_until_the_pipe_is_closed() -> None:
    handler = signal.getsignal(signal.SIGINT)
    ours, theirs = Pipe()
    heard: list[object] = []

    def ask() -> None:
        heard.append(ours.recv())
        for job in (2, 3):
            ours.send(job)
            heard.append(ours.recv())
        ours.close()

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        serve(theirs, lambda n: n * n)  # type: ignore[operator]
        asking.join()
    finally:
        signal.signal(signal.SIGINT, handler)
        logging.getLogger().handlers = [
            h for h in logging.getLogger().handlers if not isinstance(h, logging.NullHandler)
        ]
    assert heard == [None, 4, 9]


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_it_dies_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{CODE}")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL
    for _ in range(100):
        if not Path("/proc", done.stdout.strip(), "exe").exists():
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")
