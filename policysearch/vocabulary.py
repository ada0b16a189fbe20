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
    """A user's own `words` for the dictionary and `own_synonyms`."""

    words: tuple[str, ...] = ()
    own_synonyms: Synonyms = NONE

    @property
    def synonyms(self) -> Synonyms:
        """The synonyms of the field and the user's own."""
        return field_synonyms().joined(self.own_synonyms)

    @property
    def fingerprints(self) -> dict[str, str]:
        """The hashes of the user's lists."""
        return {"words": _hash("\n".join(self.words).encode()), "synonyms": _hash(self.own_synonyms.to_bytes())}

    def to_bytes(self) -> bytes:
        """The user's lists as they are kept with an index, for its updates."""
        return json.dumps([self.words, self.own_synonyms.others], ensure_ascii=False, indent=0).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vocabulary":
        """The lists kept as `data`. Raises ValueError, TypeError or AttributeError for anything else."""
        words, others = json.loads(data)
        return cls(tuple(words), Synonyms.of_lists(others))


def read_vocabulary(words: Paths = (), synonyms: Paths = (), before: Vocabulary = Vocabulary()) -> Vocabulary:
    """The vocabulary that files of words and of synonyms give; the lists `before` stand in for a kind of which there is no
    file. Raises SourceError, with the line where there is one."""
    lists = _read(words, parse_words)
    groups = _read(synonyms, parse_synonyms)
    own_synonyms = NONE
    for some in groups:
        own_synonyms = own_synonyms.joined(some)
    return Vocabulary(tuple(dict.fromkeys(word for some in lists for word in some)) if lists else before.words,
                      own_synonyms if groups else before.own_synonyms)


def _read(paths: Paths, parse: Callable[[str, str], T]) -> list[T]:
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    return [parse(read_text(read_bytes(Path(path), str(path)), str(path), str(path)).text, str(path)) for path in listed]


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
