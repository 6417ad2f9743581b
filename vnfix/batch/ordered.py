"""What worker processes make of a stream, in its order: for texts, as `pool` is for files.

Texts have no limits of time and memory, so that the executor of the standard library serves.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from vnfix.batch.pool import begin, context, undisturbed
from vnfix.errors import VnfixError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AHEAD = 2  # pieces of work for each worker: one that it does, one that it finds ready
Given = TypeVar("Given")
Made = TypeVar("Made")


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
