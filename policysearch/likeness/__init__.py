"""How alike two items are; nothing here knows an index.

Modules, lowest first:
* difference: what one text has and the other has not, word by word
* similarity: the weighted terms of an item, and how well two items correspond
"""
