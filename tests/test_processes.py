"""Work spread over processes."""
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from policysearch.processes import Lost, spread
from tests.conftest import ROOT


def _square(number: int) -> int:
    return number * number


def _square_but(deadly: frozenset[int], number: int) -> int:
    if number in deadly:
        os._exit(7)
    return number * number


def _refuse(number: int) -> int:
    if number == 3:
        raise ValueError(f"not {number}")
    return number


def test_results_come_in_the_order_of_the_inputs() -> None:
    assert list(spread(_square, range(100), 3)) == [n * n for n in range(100)]


def test_no_inputs_give_no_results() -> None:
    assert not list(spread(_square, [], 2))


def test_inputs_are_taken_only_shortly_before_their_turn() -> None:
    taken: list[int] = []

    def inputs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = spread(_square, inputs(), 2)
    assert next(results) == 0
    assert len(taken) < 100
    results.close()
    assert len(taken) < 100


@pytest.mark.parametrize("deadly", [{0}, {5}, {39}, {5, 6}, {0, 20, 39}])
def test_a_process_that_dies_costs_only_its_own_input(deadly: set[int]) -> None:
    results = list(spread(partial(_square_but, frozenset(deadly)), range(40), 2))
    assert {place for place, result in enumerate(results) if isinstance(result, Lost)} == deadly
    assert all(result == place * place for place, result in enumerate(results) if place not in deadly)


def test_what_the_function_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="not 3"):
        list(spread(_refuse, range(10), 2))


def test_processes_end_with_the_work(tmp_path: Path) -> None:
    results = spread(partial(_pid_into, tmp_path), range(20), 2)
    next(results)
    results.close()
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)


def _pid_into(folder: Path, number: int) -> int:
    (folder / str(os.getpid())).touch()
    return number


def _dies_while_it_answers(number: int) -> bytes:
    if number == 2:
        def half(connection: Connection, data: bytes) -> None:
            os.write(connection.fileno(), bytes(data)[:len(data) // 2])
            os._exit(9)

        # in this process alone
        setattr(Connection, "_send", half)
    return bytes([number]) * 1000


def test_a_process_killed_while_it_answers_blocks_no_other() -> None:
    results = list(spread(_dies_while_it_answers, range(12), 2))
    assert isinstance(results[2], Lost)
    assert [results[at] for at in range(12) if at != 2] == [bytes([at]) * 1000 for at in range(12) if at != 2]


def _sleep_in_folder(folder: Path, number: int) -> int:
    with tempfile.TemporaryDirectory(dir=folder):
        # a program that is only being started when the work is given up would be known to nobody
        subprocess.run(["sh", "-c", 'sleep 0.5; touch "$0"; exec sleep 60', str(folder / f"begun{number}")], check=True)
    return number


def test_what_is_under_way_is_cleared_up_when_the_work_is_given_up(tmp_path: Path) -> None:
    # by an alarm, not by a thread: what is forked beside a thread may inherit a lock that nobody opens
    code = (f"import signal\nfrom functools import partial\nfrom pathlib import Path\n"
            f"from policysearch.processes import spread\nfrom tests.test_processes import _sleep_in_folder\n"
            f"folder = Path({str(tmp_path)!r})\n"
            "def look(*_):\n"
            "    if len(list(folder.glob('begun*'))) == 2:\n"
            "        signal.setitimer(signal.ITIMER_REAL, 0)\n"
            "        signal.raise_signal(signal.SIGINT)\n"
            # what is begun in the background of a shell may be made deaf to it
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "signal.signal(signal.SIGALRM, look)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\n"
            "try:\n    list(spread(partial(_sleep_in_folder, folder), range(4), 2))\n"
            "except KeyboardInterrupt:\n    print('interrupted')\n")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun0", "begun1"]
