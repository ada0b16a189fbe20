"""The fields of a query, by their English and Chinese names."""
from policysearch.text.folding import fold

# searched for text that they contain
TEXT_FIELDS = ("text", "title", "section", "issuer", "place", "kind")
# of the document; they add nothing to a score
FILTER_FIELDS = ("issuer", "place", "kind")

_CHINESE = {"正文": "text", "标题": "title", "章节": "section", "发文机关": "issuer", "地区": "place", "文种": "kind",
            "文号": "doc_number", "条号": "number", "年": "year", "年份": "year", "日期": "date"}
FIELDS = (*TEXT_FIELDS, "doc_number", "number", "year", "date")


def field_named(name: str) -> str | None:
    """The field called `name`, in either language, any width, case or script; else None.

    >>> field_named("標題"), field_named("Title"), field_named("nosuch")
    ('title', 'title', None)
    """
    folded = fold(name)
    return folded if folded in FIELDS else _CHINESE.get(folded)
