"""How ready tokens lie in Whoosh. The schema is given anew whenever an index is opened and never read from it."""
from collections.abc import Iterator, Mapping, Set
from struct import Struct

from whoosh.fields import NUMERIC, FieldType, Schema
from whoosh.formats import Existence, Frequency

_COUNT = Struct("!I")

# what Whoosh calls a posting: token, frequency, weight, packed value
Posting = tuple[bytes, int, float, bytes]


class Counted(FieldType):
    """Tokens with their counts, ranked; without positions, since matches are verified on the text."""

    def __init__(self) -> None:
        super().__init__(Frequency(), analyzer=None, scorable=True)

    def index(self, value: Mapping[str, int], **_: object) -> Iterator[Posting]:
        """The postings of one item."""
        for token, count in value.items():
            yield token.encode(), count, float(count), _COUNT.pack(count)


class Present(FieldType):
    """Tokens that are there or not."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None, scorable=False)

    def index(self, value: Set[str], **_: object) -> Iterator[Posting]:
        """The postings of one item."""
        for token in value:
            yield token.encode(), 1, 1.0, b""


def schema() -> Schema:
    """The fields of an index."""
    return Schema(words=Counted(), bigrams=Counted(), units=Present(), issuer=Present(), place=Present(), kind=Present(),
                  doc_number=Present(), number=Present(), date=Present(), year=NUMERIC(int, stored=False))
