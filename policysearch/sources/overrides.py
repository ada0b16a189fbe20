"""metadata.csv: a table beside the files that corrects the metadata read from them.

Its column `source` names files by their paths from its folder, the others are fields of the record. An empty cell
leaves a value as it was read, "-" says that there is none. A table nearer to a file goes before one further up.
"""
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from policysearch.chunker.dates import is_iso_date
from policysearch.errors import BadMetadata, SourceDoubtful, SourceError
from policysearch.models import DOCUMENT_FIELDS, Document
from policysearch.sources.discovery import OVERRIDES
from policysearch.sources.files import Found
from policysearch.sources.text import read_text

Values: TypeAlias = Mapping[str, str | int | None]

_SOURCE = "source"
_NONE = "-"
_DATES = ("date", "in_force_from", "in_force_until")


def take_overrides(found: Sequence[Found], errors: list[SourceError]) -> tuple[list[Found], dict[str, Values]]:
    """The files without the tables among them, and what these say of files, by the paths as the user would give them.

    What cannot be taken of a table is appended to `errors`; the rest of it counts.
    """
    tables = [file for file in found if PurePath(file.shown).name == OVERRIDES]
    files = [file for file in found if PurePath(file.shown).name != OVERRIDES]
    shown = {file.shown for file in files}
    values: dict[str, Values] = {}
    # the nearest table last
    for table in sorted(tables, key=lambda table: len(PurePath(table.shown).parts)):
        named: set[PurePath] = set()
        for line, source, row in _rows(table, errors):
            path = PurePath(table.shown).parent / source
            if path in named:
                errors.append(BadMetadata("override.repeated_source", table.shown, line, name=source))
            elif str(path) in shown:
                values[str(path)] = {**values.get(str(path), {}), **row}
            elif PurePath(source).is_absolute() or ".." in path.parts or not Path(path).is_file():
                # a file that is there was not asked for
                errors.append(BadMetadata("override.unknown_source", table.shown, line, name=source))
            named.add(path)
    return files, values


def overridden(document: Document, values: Values) -> Document:
    """`document` with these values in all its items and parts."""
    if not values:
        return document
    changes: dict[str, Any] = dict(values)
    return document._replace(items=tuple(item._replace(**changes) for item in document.items),
                             parts=tuple(part._replace(**changes) for part in document.parts))


def _rows(table: Found, errors: list[SourceError]) -> Iterator[tuple[int, str, dict[str, str | int | None]]]:
    """The rows of a table: line, source, and the values that it gives."""
    try:
        read = read_text(table.read(), table.name, table.shown)
    except SourceError as error:
        errors.append(error)
        return
    errors += (SourceDoubtful(key, table.shown, **parameters) for key, parameters in read.problems)
    reader = csv.reader(io.StringIO(read.text), strict=True)
    columns: list[str] = []
    begun = 1
    try:
        for cells in reader:
            line, begun = begun, reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if not columns:
                columns = cells
                errors += _faults_of_head(columns, table.shown)
            elif len(cells) > len(columns):
                errors.append(BadMetadata("override.extra_cells", table.shown, line))
            elif (row := dict(zip(columns, cells))).get(_SOURCE):
                yield line, row[_SOURCE].replace("\\", "/"), dict(_values(row, table.shown, line, errors))
    except csv.Error as error:
        errors.append(BadMetadata("override.not_csv", table.shown, begun, reason=str(error)))


def _faults_of_head(columns: Sequence[str], shown: str) -> Iterator[BadMetadata]:
    if _SOURCE not in columns:
        yield BadMetadata("override.no_source", shown, 1)
    for name in columns:
        if name not in (_SOURCE, *DOCUMENT_FIELDS, ""):
            yield BadMetadata("override.unknown_column", shown, 1, name=name, fields=", ".join(DOCUMENT_FIELDS))


def _values(row: Mapping[str, str], shown: str, line: int,
            errors: list[SourceError]) -> Iterator[tuple[str, str | int | None]]:
    for name in DOCUMENT_FIELDS:
        value = row.get(name)
        if value == _NONE:
            yield name, None
        elif value and name == "year":
            if re.fullmatch("[1-9][0-9]{3}", value):
                yield name, int(value)
            else:
                errors.append(BadMetadata("override.bad_year", shown, line, value=value))
        elif value and name in _DATES and not is_iso_date(value):
            errors.append(BadMetadata("override.bad_date", shown, line, value=value))
        elif value:
            yield name, value
