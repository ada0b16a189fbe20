"""How ready tokens lie in Whoosh: as fields of its own kinds, so that it opens an index without this program."""
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence

SCORED = ("bigrams", "words")
# in the order of their names, which is that of Whoosh
FIELDS = ("bigrams", "doc_number", "number", "units", "words")


def schema() -> Schema:
    """The fields of an index: no positions, since matches are verified on the text; counts are the weights of postings."""
    return Schema(**{field: FieldType(Existence(), analyzer=None, scorable=field in SCORED) for field in FIELDS})
