"""str -> Query: one meaning for every engine and every door, as docs and tests state it.

Modules, lowest first:
* limits: how large a query may be
* dates: days, months and years in every spelling, and ranges of them
* syntax: the tree, which prints as a query again
* fields: the names of fields
* values: years and numbers of items, in every spelling
* tokens: what a query is made of, and which words join its terms
* terms: the value of a field -> a leaf of the tree
* lexer: characters -> tokens with their places
* parser: tokens -> tree
* readings: the text of a search, with operators or without
* filters: options that restrict a whole search, as parts of its tree
"""
