"""How a source is cut into items: clean it, read the labels, find the sequences, take the items, read the metadata.

Modules, lowest first:
* mapped: a text that knows where each of its characters came from
* labels: what a line may begin with
* cleaning: the named steps that take debris out
* dates: dates as documents print them, in ISO 8601
* boilerplate: what web pages and signatures leave around a document
* tail: where the last item of a document ends
* contents: contents pages
* lines: the lines of a document, also of one that is a single line
* paragraphs: broken lines joined
* kinds: the kinds of documents (文种) and their names
* segments: where a document begins to count anew: at what a letter encloses, at an annex
* outline: which labels open something, decided by the document's own sequence
* places: the place that a title or a body names
* own_numbers: the document's own 文号
* titles: the title line nearest above the body
* issuers: who issued a document and when
* validity: from when until when it is in force
* metadata: all of these, in their order of precedence
* points: sub-points inside an item
* cutting: which lines make an item, a section, or neither
* documents: Source -> Document, with every character accounted for
"""
