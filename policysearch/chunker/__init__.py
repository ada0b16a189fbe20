"""How a source is cut into items: clean it, read the labels, find the sequences, take the items, read the metadata.

Modules, lowest first:
* mapped: a text that knows where each of its characters came from
* labels: what a line may begin with
* cleaning: the named steps that take debris out
* boilerplate: what web pages and signatures leave around a document
* tail: where the last item of a document ends
* contents: contents pages
* lines: the lines of a document, also of one that is a single line
* paragraphs: broken lines joined
* segments: where a document begins to count anew: at what a letter encloses, at an annex
* outline: which labels open something, decided by the document's own sequence
* kinds: the kinds of documents (文种) and their names
* metadata: title, year, date, issuer, place, 文号 and kind from the text
* points: sub-points inside an item
* cutting: which lines make an item, a section, or neither
* documents: Source -> Document, with every character accounted for
"""
