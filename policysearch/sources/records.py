"""Items as JSON lines: what `policysearch items --jsonl` writes, and foreign records with id, title and text."""
import codecs
import json
from collections.abc import Iterator
from typing import Any

from policysearch.errors import BadRecord, SourceError
from policysearch.models import PARTS, RECORD_FIELDS, RECORD_SCHEMA, Item
from policysearch.sources.files import Found
from policysearch.sources.limits import MAX_RECORD_CHARACTERS
from policysearch.sources.text import read_text
from policysearch.text.folding import visible

_HEAD = 64
_LAST_YEAR = 9999
_TYPES: dict[str, type | tuple[type, ...]] = {
    "year": int, "page": int, "start": int, "end": int, "line": int, "sections": list, "offsets": list}


def is_records(file: Found) -> bool:
    """Whether a file holds JSON lines: its first line is in braces, or its name says so."""
    if file.name.lower().endswith(".jsonl"):
        return True
    try:
        if not file.head(_HEAD).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            return False
        return file.head(MAX_RECORD_CHARACTERS).partition(b"\n")[0].rstrip().endswith(b"}")
    except SourceError:
        return False


def read_records(file: Found) -> Iterator[tuple[int, Item | BadRecord]]:
    """The items of a file with their line numbers; a line that is none gives its error in the item's place.

    A record without a source is of the file's name. Raises SourceError.
    """
    name, shown = file.name, file.shown
    for number, line in enumerate(read_text(file.read(), name, shown).text.split("\n"), 1):
        if line.strip():
            try:
                yield number, item_of_record(_parsed(line, shown, number), name, shown, number)
            except BadRecord as error:
                yield number, error


def item_of_record(values: dict[str, Any], name: str, shown: str, line: int) -> Item:
    """The item of one record. Raises BadRecord where a field is missing, unknown in this schema, or of another type."""
    schema = values.pop("schema", RECORD_SCHEMA)
    if schema != RECORD_SCHEMA:
        raise BadRecord("record.schema", shown, line, schema=schema)
    for field in ("id", "text"):
        if not isinstance(values.get(field), str) or not visible(values[field]).strip():
            raise BadRecord("record.missing", shown, line, field=field)
    # foreign records may carry fields of their own
    known = {field: value for field, value in values.items() if field in RECORD_FIELDS and value is not None}
    for field, value in known.items():
        wanted = _TYPES.get(field, str)
        if field != "points" and (not isinstance(value, wanted) or isinstance(value, bool)):
            raise BadRecord("record.type", shown, line, field=field)
    known = {field: value for field, value in known.items() if not isinstance(value, str) or value.strip()}
    if "points" not in known and "offsets" not in known:
        # nothing counts the characters of the text, so it can be read as that of a policy file is
        known["text"] = visible(known["text"])
    if not 1 <= known.get("year", 1) <= _LAST_YEAR:
        raise BadRecord("record.type", shown, line, field="year")
    known.setdefault("source", name)
    known["points"] = _points(known.get("points"), shown, line)
    known["sections"] = _strings(known.get("sections", []), shown, line)
    known["offsets"] = _pairs(known.get("offsets", []), shown, line)
    for field in _impossible(known):
        raise BadRecord("record.value", shown, line, field=field)
    return Item(**known)


def _impossible(values: dict[str, Any]) -> Iterator[str]:
    """The fields whose values no item can have."""
    length = len(values["text"])
    if values.get("part", "item") not in PARTS:
        yield "part"
    yield from (name for name in ("page", "line") if values.get(name, 1) < 1)
    if values.get("start", 0) < 0:
        yield "start"
    if values.get("end", values.get("start", 0)) < values.get("start", 0):
        yield "end"
    if any(not 0 <= start <= end <= length for start, end, _ in values["points"] or ()):
        yield "points"
    places = [here for here, _ in values["offsets"]]
    if places != sorted(set(places)) or any(not 0 <= here < length or there < 0 for here, there in values["offsets"]):
        yield "offsets"


def _parsed(line: str, shown: str, number: int) -> dict[str, Any]:
    if len(line) > MAX_RECORD_CHARACTERS:
        raise BadRecord("record.too_long", shown, number, limit=MAX_RECORD_CHARACTERS)
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        raise BadRecord("record.not_json", shown, number, column=column) from error
    if not isinstance(values, dict):
        raise BadRecord("record.not_object", shown, number)
    if "\\u" in line and _unstorable(values):
        raise BadRecord("record.characters", shown, number)
    return values


def _unstorable(value: object) -> bool:
    """Whether a lone surrogate or NUL came in through an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return "\\u0000" in text or any("\ud800" <= character <= "\udfff" for character in text)


def _strings(values: list[Any], shown: str, line: int) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values):
        raise BadRecord("record.type", shown, line, field="sections")
    return tuple(values)


def _points(values: Any, shown: str, line: int) -> tuple[tuple[int, int, str], ...] | None:
    if values is None:
        return None
    if not isinstance(values, list) or not all(
            isinstance(value, list) and [type(part) for part in value] == [int, int, str] for value in values):
        raise BadRecord("record.type", shown, line, field="points")
    return tuple((start, end, label) for start, end, label in values)


def _pairs(values: list[Any], shown: str, line: int) -> tuple[tuple[int, int], ...]:
    for value in values:
        if not (isinstance(value, list) and len(value) == 2 and all(isinstance(number, int) for number in value)):
            raise BadRecord("record.type", shown, line, field="offsets")
    return tuple((here, there) for here, there in values)
