"""grep and ripgrep: the items as lines of one file, read whole for every query. They put nothing in order: the first ten
lines count as the answer, and all are counted."""
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench.contenders.base import TOP, Contender, Hit, Opened, Unavailable
from benchmarks.bench.material import Material, text_of
from benchmarks.bench.queries import PHRASES, Query

_FILE = "items.txt"
# bytes compare quicker than characters, and mean the same in UTF-8
_ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


class _Scanning(Contender):
    kinds = frozenset({"common", "rare", "character", "or", "and", *PHRASES, "prefix", "year"})
    # a scan needs no words
    cuts_words = True

    def __init__(self, program: str) -> None:
        self._program = program

    @property
    def version(self) -> str:
        asked = subprocess.run([self._program, "--version"], capture_output=True, text=True, check=True)
        found = re.search(r"\d[\d.]+", asked.stdout)
        return found.group() if found else ""

    def build(self, material: Material, folder: Path) -> None:
        with (folder / _FILE).open("w", encoding="utf-8") as lines:
            for record in material.items():
                print(record["id"], f"year={record['year']}", text_of(record).replace("\n", " "), sep="\t", file=lines)

    def open(self, folder: Path) -> Opened:
        return _File(self._program, folder / _FILE)


class _File(Opened):
    def __init__(self, program: str, path: Path) -> None:
        self._program = program
        self._path = path

    def search(self, query: Query) -> Sequence[Hit]:
        wanted = [[term] for term in query.terms] if query.kind == "and" else [query.terms]
        if query.year:
            wanted.append([f"year={query.year}"])
        found: bytes | None = None
        for terms in wanted:
            patterns = [argument for term in terms for argument in ("-e", term)]
            source = [str(self._path)] if found is None else []
            found = subprocess.run([self._program, "-F", *patterns, *(source or ["-"])], input=found,
                                   stdout=subprocess.PIPE, env=_ENVIRONMENT).stdout
        lines = (found or b"").split(b"\n", TOP)[:TOP]
        return [Hit(item, text) for item, _, text in (line.decode().split("\t", 2) for line in lines if line)]


def contender(program: str) -> Contender:
    """A program, which takes the options of grep. Raises Unavailable where it is not installed."""
    if shutil.which(program) is None:
        raise Unavailable(f"no program {program}")
    return _Scanning(program)
