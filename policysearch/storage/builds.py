"""How a generation is begun beside the live one, and how it takes its place. What only searches does not load this."""
import contextlib
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from policysearch.errors import IndexBusy, IndexDamaged
from policysearch.files import files_below, flush_file, flush_folder, write_atomic
from policysearch.storage.generations import CURRENT, GENERATIONS, LOCK, check_ours, live_name


@contextlib.contextmanager
def new_generation(index: Path) -> Iterator[Path]:
    """An empty folder beside the live generation, to be filled and then given to `switch_to`; removed if it is not.

    Raises IndexBusy while another build runs, NotAnIndex where the folder holds something else, OSError.
    """
    check_ours(index)
    generations = index / GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(index / LOCK))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexBusy("index.busy", str(index)) from error
    try:
        _remove_others(index, keep={_live_or_none(index)})
        folder = generations / uuid.uuid4().hex[:16]
        folder.mkdir()
        try:
            yield folder
        finally:
            if _live_or_none(index) != folder.name:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()


def switch_to(folder: Path, index: Path) -> None:
    """Make the finished generation in `folder` the one that answers, all at once. Raises OSError."""
    for path in files_below(folder):
        flush_file(path)
    for below in (folder, *(path for path in folder.iterdir() if path.is_dir()), folder.parent):
        flush_folder(below)
    before = _live_or_none(index)
    write_atomic(index / CURRENT, f"{folder.name}\n".encode())
    _remove_others(index, keep={folder.name, before})


def _live_or_none(index: Path) -> str | None:
    """The live name, or None also where the file that holds it is damaged: a build repairs that."""
    with contextlib.suppress(IndexDamaged):
        return live_name(index)
    return None


def _remove_others(index: Path, keep: set[str | None]) -> None:
    for path in (index / GENERATIONS).iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
