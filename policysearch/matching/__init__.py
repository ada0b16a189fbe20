"""What a query matches: exactly, the same for every engine.

Modules, lowest first:
* zones: the texts of an item in which a query may match
* needles: text to be contained, and where it stands
* synonyms: what else a bare term finds
* wildcards: runs of a form, and where they stand
* near: texts near each other in a sentence
* questions: the words that only ask
* leaf_plans: what a leaf matches, and what an engine may propose for it
* plan: query -> the plans of its leaves, and the terms that rank
* explaining: the tree of a query, with what each leaf finds
* relax: what to look for when nothing has all terms
* loose: all words of a long term instead of the whole
* suggestions: what may have been meant by a term that nothing holds
* matcher: whether an item satisfies a leaf
* budget: the time a search may take
* evaluate: proposals + matcher -> the exact set
* documents: the exact set of 同篇, where a document stands for its items
* title_names: the names by which people call a document, made from its title
* name_table: the names of an index's documents
* abbreviations: 民诉法 for 民事诉讼法
* descriptions: what says of which year, place and subject a document is
* names: the documents and articles that a text names
"""
