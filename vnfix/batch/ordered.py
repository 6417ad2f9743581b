"""What worker processes make of a stream, in its order: for texts, as `pool` is for files.

Texts have no limits of time and memory, so that the executor of the standard library serves.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any, TypeVar

from vnfix.batch.pool import begin, context, cores, undisturbed
from vnfix.errors import UsageError, VnfixError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MOST = 61  # processes that Windows can wait for
AHEAD = 2  # pieces of work for each worker: one that it does, one that it finds ready
Given = TypeVar("Given")
Made = TypeVar("Made")


def workers(jobs: int | None) -> int:
    """Return how many worker processes are meant, one at least: None is one for each core.

    Raises:
        UsageError: it is no such number, or this process may not start any.

    """
    meant = min(cores(), MOST) if jobs is None else jobs
    if not hasattr(meant, "__index__") or meant not in range(1, MOST + 1):
        remedy = f"Give a number from 1 to {MOST}, None for one a core, or 0 for none."
        raise UsageError(f"There cannot be {jobs!r} jobs.", remedy)
    if current_process().daemon:
        remedy = "Leave `jobs` out: the work is shared among processes already."
        raise UsageError("A worker process cannot start processes of its own.", remedy)
    return int(meant)


def in_order(do: Callable[[Given], Made], given: Iterable[Given], count: int) -> Iterator[Made]:
    """Yield what `count` worker processes make of each thing, in order.

    A few things are read ahead. A single one is done here, as starting a process costs more.

    Args:
        do: a function of a module, or an object, that other processes can be sent.
        given: what can be sent, too.
        count: worker processes, one at least.

    Raises:
        VnfixError: a worker process died.

    """
    source = _with_fault(given)
    first = list(islice(source, 2))
    if len(first) < 2:
        for item, fault in first:
            if fault is not None:
                raise fault
            yield do(item)
        return
    executor = ProcessPoolExecutor(count, context(), begin)
    waiting: deque[Future[Made]] = deque()
    try:
        for item, fault in chain(first, source):
            waiting.append(_future(executor, do, item, fault))
            if len(waiting) == AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as e:
        remedy = (
            'In a script, call it below `if __name__ == "__main__":`. If there is too little '
            "memory, use fewer `jobs`, or none."
        )
        raise VnfixError("A worker process died.", remedy) from e
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _with_fault(given: Iterable[Given]) -> Iterator[tuple[Any, Exception | None]]:
    """Yield things, and at the end what went wrong as they were read: its turn comes last."""
    try:
        for item in given:
            yield item, None
    except Exception as e:
        yield None, e


def _future(
    executor: ProcessPoolExecutor, do: Callable[[Given], Made], item: Given, fault: Exception | None
) -> Future[Made]:
    if fault is None:
        with undisturbed():
            return executor.submit(do, item)
    failed: Future[Made] = Future()
    failed.set_exception(fault)
    return failed
