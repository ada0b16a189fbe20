"""The user's own words and synonyms, from files to what a build keeps of them."""
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from policysearch.analysis.dictionary import parse_words
from policysearch.matching.synonyms import NONE, Synonyms, field_synonyms, parse_synonyms
from policysearch.sources.files import read_bytes
from policysearch.sources.text import read_text

T = TypeVar("T")
Paths = str | Path | Iterable[str | Path]


@dataclass(frozen=True)
class Vocabulary:
    """Words for the dictionary, and the synonyms of the field and the user's own; `fingerprints` are of the user's lists."""

    words: tuple[str, ...]
    synonyms: Synonyms
    fingerprints: dict[str, str]


def read_vocabulary(words: Paths = (), synonyms: Paths = ()) -> Vocabulary:
    """The vocabulary that files of words and of synonyms give. Raises SourceError, with the line where there is one."""
    own_words = tuple(dict.fromkeys(word for some in _read(words, parse_words) for word in some))
    own_synonyms = NONE
    for some in _read(synonyms, parse_synonyms):
        own_synonyms = own_synonyms.joined(some)
    return Vocabulary(own_words, field_synonyms().joined(own_synonyms),
                      {"words": _hash("\n".join(own_words).encode()), "synonyms": _hash(synonyms_to_bytes(own_synonyms))})


def synonyms_to_bytes(synonyms: Synonyms) -> bytes:
    """The synonyms as they are kept with an index."""
    return json.dumps(synonyms.others, ensure_ascii=False, indent=0).encode()


def synonyms_from_bytes(data: bytes) -> Synonyms:
    """The synonyms kept as `data`. Raises ValueError or AttributeError for anything else."""
    return Synonyms({member: tuple(others) for member, others in json.loads(data).items()})


def _read(paths: Paths, parse: Callable[[str, str], T]) -> list[T]:
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    return [parse(read_text(read_bytes(Path(path), str(path)), str(path), str(path)).text, str(path)) for path in listed]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
