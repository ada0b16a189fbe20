"""The memory of a process and of those that it starts: the sum of their proportional set sizes (PSS), in which what several
processes share counts once.

Pages of files that lie in place count as long as the system leaves them there, which it need not; the rest is a process's
own.
"""
import os
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_INTERVAL = .05
# looking must not slow down what is looked at: the largest share of a processor that it may take
_SHARE = .02


class Memory(NamedTuple):
    """Bytes of memory, and how many of them are no pages of files."""

    whole: int = 0
    own: int = 0


def watched(process: subprocess.Popen[str]) -> tuple[str, str, Memory]:
    """What a process writes to stdout and stderr until it ends, and the most memory seen, of each of the two sizes.

    It is looked at every 50 ms, less often where a look takes longer than 1 ms. 0 where the system does not tell.
    """
    peak = Memory()
    while True:
        begun = time.thread_time()
        peak = Memory(*map(max, peak, tree_memory(process.pid)))
        taken = time.thread_time() - begun
        try:
            output, errors = process.communicate(timeout=max(_INTERVAL, taken / _SHARE))
        except subprocess.TimeoutExpired:
            continue
        return output, errors, peak


def tree_memory(root: int) -> Memory:
    """The memory of a process and all below it; 0 where the system does not tell."""
    parents = _parents()
    tree = {root}
    # a process has a greater number than its parent unless numbers have begun anew
    for _ in range(2):
        tree.update(process for process, parent in sorted(parents.items()) if parent in tree)
    return Memory(*map(sum, zip(*map(_memory, tree))))


def _parents() -> dict[int, int]:
    found = {}
    for name in os.listdir(_PROC) if _PROC.exists() else ():
        if name.isdigit():
            try:
                # the name of the program, in brackets, may hold anything
                found[int(name)] = int((_PROC / name / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
            except OSError:
                continue
    return found


def _memory(process: int) -> Memory:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return Memory()
    sizes = {name: 1024 * int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines[1:])}
    # older systems do not say how much of it is anonymous in PSS
    return Memory(sizes.get("Pss", 0), sizes.get("Pss_Anon", sizes.get("Anonymous", 0)))
