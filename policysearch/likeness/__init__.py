"""How alike two items are; nothing here knows an index.

Modules, lowest first:
* reprints: items with the same folded text, as one group
* difference: what one text has and the other has not, word by word
* similarity: the weighted terms of an item, and how well two items correspond
"""
