"""How real documents are cut, and how fast: python -m benchmarks.cutting FOLDER

Writes benchmarks/CUTTING.md: a row for each document below FOLDER, then the rate at which many are cut, beside a plain
read of the same files in the same run.
"""
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from policysearch.commands.terminal import progress
from policysearch.errors import SourceError
from policysearch.processes import available
from policysearch.reading import ReadDocument, read_documents
from policysearch.sources.discovery import discover
from policysearch.sources.office import is_office

PAGE = Path(__file__).with_name("CUTTING.md")
DOCUMENTS = 1000
_MEGABYTE = 1e6


def main(folder: str) -> None:
    """Measure on the documents below `folder` and write the page."""
    found = [Path(folder, file.name) for file in discover([folder])[0] if file.name not in ("README.md", "MANIFEST.jsonl")]
    lines = ["# How documents are cut", "",
             "Written by `make cutting` on the documents beside the project. Levels and parts are counted, and the",
             "characters left out, white space aside.", "", *_table(found)]
    quick = [path for path in found if not is_office(path.read_bytes()[:8])]
    lines += ["", f"## {DOCUMENTS:,} documents", "",
              "The same documents over and over, without those that LibreOffice must convert first: they take its time, not",
              "ours.", "", *_rates(quick), ""]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def _table(paths: Iterable[Path]) -> Iterator[str]:
    yield "| document | kB | items | headings | levels | parts | left out | ms |"
    yield "|---|--:|--:|--:|---|---|---|--:|"
    for path in paths:
        errors: list[SourceError] = []
        begun = time.perf_counter()
        read = next(read_documents([str(path)], errors), None)
        milliseconds = (time.perf_counter() - begun) * 1000
        if read is None:
            yield f"| {path.name} | | | | {'; '.join(map(str, errors))} | | | |"
            continue
        parts = Counter(part.part for part in read.document.parts)
        levels = Counter(item.level or "paragraph" for item in read.document.items)
        yield (f"| {path.name} | {path.stat().st_size / 1000:.0f} | {len(read.document.items)} "
               f"| {len(read.document.headings)} | {_counts(levels)} | {_counts(parts)} "
               f"| {_counts(_left_out(read))} | {milliseconds:.0f} |")


def _left_out(read: ReadDocument) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in read.document.left_out:
        counts[one.reason] += len("".join(read.text[one.start:one.end].split()))
    return counts


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _rates(paths: list[Path]) -> Iterator[str]:
    yield "| | seconds | MB/s | documents/s | times a plain read |"
    yield "|---|--:|--:|--:|--:|"
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(islice(cycle(paths), DOCUMENTS)):
            os.symlink(path.resolve(), Path(folder, f"{number:04}{path.suffix}"))
        megabytes = sum(path.stat().st_size for path in Path(folder).iterdir()) / _MEGABYTE
        plain = _plain_read(folder)
        yield _rate("plain read", plain, megabytes, plain)
        for processes in dict.fromkeys((1, available())):
            with progress(f"{processes}") as advance:
                begun = time.perf_counter()
                items = sum(len(read.document.items) for read in read_documents([folder], [], advance, processes))
                seconds = time.perf_counter() - begun
            yield _rate(f"read and cut into {items:,} items, processes: {processes}", seconds, megabytes, plain)


def _rate(name: str, seconds: float, megabytes: float, plain: float) -> str:
    return (f"| {name} | {seconds:.2f} | {megabytes / seconds:.2f} | {DOCUMENTS / seconds:.0f} "
            f"| {seconds / plain:.0f} |")


def _plain_read(folder: str) -> float:
    """Seconds to read all files and do nothing with them."""
    begun = time.perf_counter()
    for path in sorted(Path(folder).iterdir()):
        path.read_bytes()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
