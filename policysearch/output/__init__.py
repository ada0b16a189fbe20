"""Answers as a person reads them in a terminal.

Modules, lowest first:
* columns: how wide text is on a terminal
* style: colours, and the marks where there are none
* faults: errors with a caret under the character at fault
* hits: the hits of a search
* items: the tree of sections and items of a document, and one item whole
* figures: the statistics of an index
* documents: the documents of an index, one after the other
"""
