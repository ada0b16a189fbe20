"""Every error this package raises on purpose; nothing of whoosh, jieba or the operating system leaks through.

PolicySearchError
├── SourceError                 a file or record that cannot be taken; `path` (and `line`) say where
│   ├── SourceMissing           no such file or folder
│   ├── SourceUnreadable        it is there but cannot be read
│   ├── SourceEmpty             nothing but white space
│   ├── SourceUndecodable       its bytes are not text in a known encoding
│   ├── SourceTooLarge          above the size limit
│   ├── SourceDoubtful          taken, but read with doubt
│   ├── DuplicateSource         two files would get the same name; neither is taken
│   ├── BadWordList             a line of a word list or of synonyms that cannot be taken
│   ├── BadRecord               a line of JSON that is not an item
│   ├── BadEvaluationLine       a line of queries, of judgements or of a run that cannot be taken
│   ├── BadMetadata             a row of metadata.csv that cannot be taken
│   └── DuplicateItem           two records with the same id; neither is taken
├── QueryError                  `text` is what was read, `start` and `end` the part at fault
│   ├── QuerySyntaxError        brackets, quotes, operators, empty terms
│   ├── UnknownField            a name before the colon that is no field
│   ├── BadValue                a value the field cannot have
│   └── QueryTooLarge           a limit on length, terms, nesting, expansions or window
├── TimeBudgetExceeded          the search took longer than it may
├── ItemNotFound                no item has this id
├── MissingExtra                an optional part of the package is not installed
├── NothingToMeasure            no query of a file has a relevant item in the judgements
└── IndexFault                 `path` is the index
    ├── IndexMissing            nothing has been built there
    ├── NotAnIndex              the folder holds something else
    ├── IndexBusy               another build is running
    ├── IndexUnwritable         the operating system does not let us write there
    ├── RebuildNeeded           built by another format, schema, analyzer or dictionary
    ├── IndexDamaged            truncated, changed or foreign files
    └── NothingToIndex          no source could be read, the old index stays
"""
from typing import Any

from policysearch.messages.catalogue import message


class PolicySearchError(Exception):
    """Base of all errors. `key` names the message, `parameters` fill it in; str() gives it in the current language."""

    def __init__(self, key: str, **parameters: object) -> None:
        super().__init__(key, parameters)
        self.key = key
        self.parameters = parameters

    def __str__(self) -> str:
        return message(self.key, **self.parameters)

    def __reduce__(self) -> tuple[Any, ...]:
        # errors travel between processes; their constructors differ
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[PolicySearchError], arguments: tuple[Any, ...], state: dict[str, Any]) -> PolicySearchError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class SourceError(PolicySearchError):
    """A source or record that cannot be taken: `path` as given by the user, `line` counted from 1 where there is one."""

    def __init__(self, key: str, path: str, line: int | None = None, **parameters: object) -> None:
        super().__init__(key, **parameters)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {super().__str__()}"


class SourceMissing(SourceError):
    """There is no such file or folder."""


class SourceUnreadable(SourceError):
    """The file is there but the operating system does not let us read it."""


class SourceEmpty(SourceError):
    """The file holds nothing but white space."""


class SourceUndecodable(SourceError):
    """The bytes are not text in an encoding we read."""


class SourceTooLarge(SourceError):
    """The file is above the size limit."""


class SourceDoubtful(SourceError):
    """The source was taken, but something about reading it is in doubt."""


class DuplicateSource(SourceError):
    """Two files would become sources of the same name; neither is taken."""


class BadWordList(SourceError):
    """A line of a list of words or of synonyms that cannot be taken."""


class BadRecord(SourceError):
    """A line of JSON lines that is not an item record."""


class BadEvaluationLine(SourceError):
    """A line of queries, of relevance judgements or of a run that cannot be taken."""


class BadMetadata(SourceError):
    """Something in a metadata.csv that cannot be taken."""


class DuplicateItem(SourceError):
    """Two records have the same id; neither is taken."""


class QueryError(PolicySearchError):
    """Something is wrong with a query: `text[start:end]` is the part at fault, in code points."""

    def __init__(self, key: str, text: str, start: int, end: int, **parameters: object) -> None:
        super().__init__(key, **parameters)
        self.text = text
        self.start = start
        self.end = end


class QuerySyntaxError(QueryError):
    """Brackets, quotes, operators or terms that make no query."""


class UnknownField(QueryError):
    """A word before a colon that is not the name of a field."""


class BadValue(QueryError):
    """A value that the field cannot have, such as year:abc."""


class QueryTooLarge(QueryError):
    """The query is above one of the limits in `policysearch.query.limits`."""


class TimeBudgetExceeded(PolicySearchError):
    """The search was stopped because it took longer than its time budget."""


class ItemNotFound(PolicySearchError):
    """No item of the index has this id."""


class MissingExtra(PolicySearchError):
    """An optional part of the package is not installed."""


class NothingToMeasure(PolicySearchError):
    """No query of a file has a relevant item in the judgements."""


class IndexFault(PolicySearchError):
    """Something is wrong with an index: `path` is its folder."""

    def __init__(self, key: str, path: str, **parameters: object) -> None:
        super().__init__(key, path=path, **parameters)
        self.path = path


class IndexMissing(IndexFault):
    """No index has been built in this folder."""


class NotAnIndex(IndexFault):
    """The folder holds something that is not an index of ours."""


class IndexBusy(IndexFault):
    """Another build holds the lock of this index."""


class IndexUnwritable(IndexFault):
    """The operating system does not let us write the index."""


class RebuildNeeded(IndexFault):
    """The index was built by another format, schema, analyzer or dictionary."""


class IndexDamaged(IndexFault):
    """A file of the index is missing, truncated, changed or not ours."""


class NothingToIndex(IndexFault):
    """No source could be read, so there is nothing to switch to."""
