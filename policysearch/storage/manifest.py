"""The manifest of a generation: its format, what it was built by, its figures, and the sums of its files."""
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from policysearch.errors import IndexDamaged, RebuildNeeded
from policysearch.files import files_below, sha256_of, write_atomic
from policysearch.models import RECORD_SCHEMA, Problem
from policysearch.storage.term_store import KINDS

# raise it when the files of a generation change their layout
FORMAT = 10
FILE_NAME = "manifest.json"


class Manifest(NamedTuple):
    """One finished build. `fingerprints` say what its answers depend on, and which lists of the user's it
    was built with; `paths` are what was indexed, absolute; `files` has size and SHA-256 by name."""

    format: int
    schema: int
    engine: str
    paths: Sequence[str]
    fingerprints: Mapping[str, str]
    built: str
    items: int
    documents: int
    statistics: Mapping[str, Any]
    problems: Sequence[Mapping[str, Any]]
    files: Mapping[str, Mapping[str, Any]]

    def check(self, index: str, fingerprints: Mapping[str, str]) -> None:
        """Raise RebuildNeeded unless this program, with these fingerprints, would have built the same."""
        ours = {"format": str(FORMAT), "schema": str(RECORD_SCHEMA), **fingerprints}
        theirs = {"format": str(self.format), "schema": str(self.schema), **self.fingerprints}
        for name, value in ours.items():
            if theirs.get(name) != value:
                raise RebuildNeeded("index.rebuild_needed", index, part=name, was=theirs.get(name, "-"), now=value)

    def reading_problems(self) -> tuple[Problem, ...]:
        """What went wrong with sources while this generation was built."""
        return tuple(Problem(**problem) for problem in self.problems)


def file_sums(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of every file below `folder` but the manifest."""
    return {path.relative_to(folder).as_posix(): {"size": path.stat().st_size, "sha256": sha256_of(path)}
            for path in files_below(folder) if path.name != FILE_NAME}


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Put the manifest into the folder of its generation, as its last file. Raises OSError."""
    # a path may hold bytes that are no characters
    data = json.dumps(manifest._asdict(), ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    write_atomic(folder / FILE_NAME, data)


def read_manifest(folder: Path, index: str) -> Manifest:
    """The manifest of the generation in `folder`, with the presence and size of every file checked.

    Raises IndexDamaged where it cannot be read or a file is missing or of another size, RebuildNeeded for a manifest
    of another format.
    """
    try:
        values = json.loads((folder / FILE_NAME).read_bytes())
        if values.get("format") != FORMAT:
            raise RebuildNeeded("index.rebuild_needed", index, part="format", was=values.get("format"), now=FORMAT)
        manifest = Manifest(**values)
        for kind in KINDS:
            int(manifest.statistics[kind]["total_length"])
        for name, sums in manifest.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != sums["size"]:
                raise IndexDamaged("index.damaged", index, file=name)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged("index.damaged", index, file=FILE_NAME) from error
    return manifest


def check_file(folder: Path, manifest: Manifest, name: str, index: str) -> Path:
    """The path of a file of the generation, its bytes verified. Raises IndexDamaged where they are not those written."""
    path = folder / name
    sums = manifest.files.get(name)
    if not sums or sha256_of(path) != sums["sha256"]:
        raise IndexDamaged("index.damaged", index, file=name)
    return path


def damaged_file(folder: Path, manifest: Manifest) -> str | None:
    """The name of the first file whose bytes are not those that were written, else None."""
    for name, sums in manifest.files.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != sums["sha256"]:
            return name
    return None
