"""How large a query may be; beyond it the search is refused by name."""

MAX_CHARACTERS = 10_000
MAX_TERMS = 500
MAX_NESTING = 100
# runs of an index that one wildcard may stand for
MAX_EXPANSIONS = 1_000
# offset + limit of a page
MAX_WINDOW = 10_000
# seconds a search may take unless the caller gives another budget
TIME_BUDGET = 30.0
