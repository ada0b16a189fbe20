"""Answers as a person reads them in a terminal.

Modules, lowest first:
* style: colours, and the marks where there are none
* columns: how wide text is on a terminal
* faults: errors with a caret under the character at fault
* hits: the hits of a search
* items: the tree of sections and items of a document, and one item whole
* figures: the statistics of an index
"""
