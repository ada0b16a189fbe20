"""Work spread over processes: results in the order of their inputs, a bounded number under way, a crash contained.

Every process has a pipe of its own, so that one that is killed in the middle of a word blocks no other, and its end is
seen by what waits at the other end of the pipe.
"""
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# results that may be held for each process behind a slow one whose turn comes first
_AHEAD = 8
# seconds that a process gets to clear up when it is told to end
_PATIENCE = 5.0


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
    rest = enumerate(inputs)
    workers: list[_Worker[T, R]] = []
    held: dict[int, R | Lost] = {}
    turn = 0
    try:
        while True:
            busy = [worker for worker in workers if worker.place is not None]
            while len(busy) < processes and len(busy) + len(held) < _AHEAD * processes:
                following = next(rest, None)
                if following is None:
                    break
                busy.append(_idle(workers, function))
                busy[-1].begin(*following)
            if not busy and turn not in held:
                return
            while turn not in held:
                for worker in _ready(busy):
                    place, result = worker.answer()
                    held[place] = result
                busy = [worker for worker in busy if worker.place is not None]
            yield held.pop(turn)
            turn += 1
    finally:
        for worker in workers:
            worker.tell_to_end()
        for worker in workers:
            worker.end()


class _Worker(Generic[T, R]):
    """One process; `place` is that of the input it works on, None while it has nothing to do."""

    def __init__(self, function: Callable[[T], R], others: Sequence["_Worker[T, R]"]) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        # a forked process inherits the ends that this one holds: each must see the others' ends closed when this one ends
        inherited = [*(other.connection for other in others), self.connection]
        forked = multiprocessing.get_start_method() == "fork"
        self._process: BaseProcess = multiprocessing.Process(
            target=_work, args=(theirs, function, inherited if forked else []), daemon=True)
        self._process.start()
        theirs.close()
        self.place: int | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it can be given something to do."""
        return not self.connection.closed

    def begin(self, place: int, one: T) -> None:
        """Let it work on an input."""
        self.place = place
        try:
            self.connection.send(one)
        except OSError:
            # it has died while it waited; what it was to do is found lost when its answer is asked for
            pass

    def answer(self) -> tuple[int, R | Lost]:
        """The place of its input and what it has worked out, to be asked for when there is something to read; Lost where it
        has died. Raises what the function has raised."""
        place, self.place = self.place, None
        assert place is not None
        try:
            result, error = self.connection.recv()
        except (EOFError, OSError):
            self.connection.close()
            return place, Lost()
        if error is not None:
            raise error
        return place, result

    def tell_to_end(self) -> None:
        """Ask it to end, whatever it is doing."""
        self.connection.close()
        self._process.terminate()

    def end(self) -> None:
        """See that it has ended."""
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


def _idle(workers: list[_Worker[T, R]], function: Callable[[T], R]) -> _Worker[T, R]:
    """A process with nothing to do, a new one where there is none."""
    for worker in workers:
        if worker.place is None and worker.is_alive:
            return worker
    workers.append(_Worker(function, [worker for worker in workers if worker.is_alive]))
    return workers[-1]


def _ready(busy: Sequence[_Worker[T, R]]) -> list[_Worker[T, R]]:
    """Those that have something to say, or have died; waits for one."""
    ready = wait([worker.connection for worker in busy])
    return [worker for worker in busy if worker.connection in ready]


def _work(connection: Connection, function: Callable[[T], R], inherited: Sequence[Connection]) -> None:
    for other in inherited:
        other.close()
    # looking for garbage writes to all that it looks at, and what is written to is no longer shared
    gc.freeze()
    # Ctrl-C goes to every process of a terminal; the one that asked for the work answers it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # what is under way is left as by an error, so that programs it started and folders it made go with it
    signal.signal(signal.SIGTERM, _leave)
    while True:
        try:
            one = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[R | None, Exception | None] = function(one), None
        except Exception as error:
            answer = None, error
        try:
            connection.send(answer)
        except BrokenPipeError:
            return


def _leave(*_: object) -> NoReturn:
    sys.exit()
