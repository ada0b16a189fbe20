"""Answers as a person reads them in a terminal.

Modules, lowest first:
* columns: how wide text is on a terminal
* style: colours, and the marks where there are none
* faults: errors with a caret under the character at fault
* explanations: how a query was understood, and the sums of its hits
* hits: the hits of a search
* items: the tree of sections and items of a document, and one item whole
* problems: what went wrong with sources
* figures: the statistics of an index
* differences: two texts in one, with what is gone and what is new
* similar: the corresponding items of an item
* trend: counts as bars and tables
* quotation: where a quotation stands, or what comes nearest
* measures: the measures of runs
* documents: the documents of an index, one after the other
* changes: what a build changed, source by source
"""
