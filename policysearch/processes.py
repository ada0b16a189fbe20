"""Work spread over processes: results in the order of their inputs, a bounded number under way, a crash contained."""
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# inputs handed out for each process: one in work, and the next ones waiting behind a slow one
_AHEAD = 8


class Lost:
    """Stands in place of a result whose process died, by a fault in native code or for want of memory."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(function: Callable[[T], R], inputs: Iterable[T], processes: int) -> Generator[R | Lost, None, None]:
    """`function` of each input in the order of the inputs, worked out by as many `processes`; what it raises is raised.

    Inputs, results and the function travel between processes, so all of them can be pickled. An input is taken only
    shortly before its turn.
    """
    rest = iter(inputs)
    waiting: deque[tuple[T, Future[R]]] = deque()
    pool = _pool(processes)
    try:
        while True:
            waiting.extend((one, _submit(pool, function, one))
                           for one in islice(rest, _AHEAD * processes - len(waiting)))
            if not waiting:
                return
            first, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                # all that were under way fail together; the one at fault is found by trying each alone
                pool.shutdown(wait=False)
                yield _alone(function, first)
                pool = _pool(processes)
                waiting = deque((one, future if _succeeded(future) else _submit(pool, function, one))
                                for one, future in waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _alone(function: Callable[[T], R], one: T) -> R | Lost:
    with _pool(1) as pool:
        try:
            return pool.submit(function, one).result()
        except BrokenProcessPool:
            return Lost()


def _submit(pool: ProcessPoolExecutor, function: Callable[[T], R], one: T) -> Future[R]:
    try:
        return pool.submit(function, one)
    except BrokenProcessPool as error:
        failed: Future[R] = Future()
        failed.set_exception(error)
        return failed


def _succeeded(future: "Future[R]") -> bool:
    return future.done() and future.exception() is None


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C goes to every process of a terminal; the one that asked for the work answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
