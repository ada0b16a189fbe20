"""Generations: each build lies in a folder of its own, and one small file names the one that answers.

    index/current                 the name of the live generation, replaced in one step
    index/generations/NAME/       manifest.json, items.bin, documents.bin, columns.bin, terms.bin, ids.bin,
                                  spellings.bin, names.bin, dictionary.bin, synonyms.json, lists.json, and the
                                  engine's folder
    index/lock                    held while a build runs

A build never touches the live generation. Killed at any moment, it leaves a folder that the next build removes. The
generation before the live one is kept, so that a search that has just opened it can finish.
"""
import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from policysearch.errors import IndexBusy, IndexDamaged, IndexMissing, NotAnIndex
from policysearch.files import files_below, flush_file, flush_folder, write_atomic
from policysearch.storage.manifest import Manifest, read_manifest

ITEMS = "items.bin"
DOCUMENTS = "documents.bin"
COLUMNS = "columns.bin"
TERMS = "terms.bin"
IDS = "ids.bin"
SPELLINGS = "spellings.bin"
NAMES = "names.bin"
DICTIONARY = "dictionary.bin"
SYNONYMS = "synonyms.json"
LISTS = "lists.json"

_CURRENT = "current"
_GENERATIONS = "generations"
_LOCK = "lock"
_OURS = {_CURRENT, _CURRENT + ".new", _GENERATIONS, _LOCK}


@dataclass(frozen=True)
class Generation:
    """A finished build: its folder and its manifest. `index` is the folder of the index, for messages."""

    index: str
    folder: Path
    manifest: Manifest


def open_generation(index: Path) -> Generation:
    """The live generation of `index`.

    Raises IndexMissing, NotAnIndex, IndexDamaged or RebuildNeeded.
    """
    for attempt in (1, 2, 3):
        name = _current_name(index)
        folder = index / _GENERATIONS / name
        try:
            return Generation(str(index), folder, read_manifest(folder, str(index)))
        except IndexDamaged:
            # two builds may have finished between reading the name and opening the folder
            if attempt == 3 or _current_name(index) == name:
                raise
    raise AssertionError("unreachable")


@contextlib.contextmanager
def new_generation(index: Path) -> Iterator[Path]:
    """An empty folder beside the live generation, to be filled and then given to `switch_to`; removed if it is not.

    Raises IndexBusy while another build runs, NotAnIndex where the folder holds something else, OSError.
    """
    _check_ours(index)
    generations = index / _GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(index / _LOCK))
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
    write_atomic(index / _CURRENT, f"{folder.name}\n".encode())
    _remove_others(index, keep={folder.name, before})


def _current_name(index: Path) -> str:
    name = _live_name(index)
    if name is None:
        _check_ours(index)
        raise IndexMissing("index.missing", str(index))
    if not name.isalnum():
        raise IndexDamaged("index.damaged", str(index), file=_CURRENT)
    return name


def _live_name(index: Path) -> str | None:
    try:
        return (index / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged("index.damaged", str(index), file=_CURRENT) from error


def _check_ours(index: Path) -> None:
    if index.exists() and not index.is_dir():
        raise NotAnIndex("index.not_an_index", str(index))
    if index.is_dir():
        # desktops leave files of their own everywhere
        names = {name for name in os.listdir(index) if not name.startswith(".")}
        if names and (not names <= _OURS or _GENERATIONS not in names):
            raise NotAnIndex("index.not_an_index", str(index))


def _live_or_none(index: Path) -> str | None:
    """The live name, or None also where the file that holds it is damaged: a build repairs that."""
    with contextlib.suppress(IndexDamaged):
        return _live_name(index)
    return None


def _remove_others(index: Path, keep: set[str | None]) -> None:
    for path in (index / _GENERATIONS).iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
