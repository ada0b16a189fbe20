"""The memory of a process and of those that it starts: the sum of their proportional set sizes (PSS), in which what several
processes share counts once."""
import os
import subprocess
import time
from pathlib import Path

_PROC = Path("/proc")
_INTERVAL = .05
# looking must not slow down what is looked at: the largest share of a processor that it may take
_SHARE = .02


def watched(process: subprocess.Popen[str]) -> tuple[str, str, float | None]:
    """What a process writes to stdout and stderr until it ends, and the most memory seen, in megabytes.

    It is looked at every 50 ms, less often where a look takes longer than 1 ms. None where the system does not tell.
    """
    peak = 0
    while True:
        begun = time.thread_time()
        peak = max(peak, tree_bytes(process.pid))
        taken = time.thread_time() - begun
        try:
            output, errors = process.communicate(timeout=max(_INTERVAL, taken / _SHARE))
        except subprocess.TimeoutExpired:
            continue
        return output, errors, peak / 1e6 if peak else None


def tree_bytes(root: int) -> int:
    """The memory of a process and all below it; 0 where the system does not tell."""
    parents = _parents()
    tree = {root}
    # a process has a greater number than its parent unless numbers have begun anew
    for _ in range(2):
        tree.update(process for process, parent in sorted(parents.items()) if parent in tree)
    return sum(map(_bytes, tree))


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


def _bytes(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
