"""Generations: each build lies in a folder of its own, and one small file names the one that answers.

    index/current                 the name of the live generation, replaced in one step
    index/generations/NAME/       manifest.json, items.bin, texts.bin, documents.bin, columns.bin, terms.bin,
                                  ids.bin, spellings.bin, names.bin, dictionary.bin, synonyms.json, lists.json, and the
                                  engine's folder
    index/lock                    held while a build runs

A build never touches the live generation. Killed at any moment, it leaves a folder that the next build removes. The
generation before the live one is kept, so that a search that has just opened it can finish.
"""
import os
from dataclasses import dataclass
from pathlib import Path

from policysearch.errors import IndexDamaged, IndexMissing, NotAnIndex
from policysearch.storage.manifest import Manifest, read_manifest

ITEMS = "items.bin"
TEXTS = "texts.bin"
DOCUMENTS = "documents.bin"
COLUMNS = "columns.bin"
TERMS = "terms.bin"
IDS = "ids.bin"
SPELLINGS = "spellings.bin"
NAMES = "names.bin"
DICTIONARY = "dictionary.bin"
SYNONYMS = "synonyms.json"
LISTS = "lists.json"

CURRENT = "current"
GENERATIONS = "generations"
LOCK = "lock"
_OURS = {CURRENT, CURRENT + ".new", GENERATIONS, LOCK}


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
        folder = index / GENERATIONS / name
        try:
            return Generation(str(index), folder, read_manifest(folder, str(index)))
        except IndexDamaged:
            # two builds may have finished between reading the name and opening the folder
            if attempt == 3 or _current_name(index) == name:
                raise
    raise AssertionError("unreachable")


def _current_name(index: Path) -> str:
    name = live_name(index)
    if name is None:
        check_ours(index)
        raise IndexMissing("index.missing", str(index))
    if not name.isalnum():
        raise IndexDamaged("index.damaged", str(index), file=CURRENT)
    return name


def live_name(index: Path) -> str | None:
    """What `current` names, None where there is none. Raises IndexDamaged where it cannot be read."""
    try:
        return (index / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged("index.damaged", str(index), file=CURRENT) from error


def check_ours(index: Path) -> None:
    """Raise NotAnIndex where the folder holds something else."""
    if index.exists() and not index.is_dir():
        raise NotAnIndex("index.not_an_index", str(index))
    if index.is_dir():
        # desktops leave files of their own everywhere
        names = {name for name in os.listdir(index) if not name.startswith(".")}
        if names and (not names <= _OURS or GENERATIONS not in names):
            raise NotAnIndex("index.not_an_index", str(index))
