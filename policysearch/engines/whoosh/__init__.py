"""The embedded default: files of Whoosh 2.7.4, written and read by the block.

Whoosh opens what is written here and finds the same postings; the tests compare with its own matchers. A search reads
the files itself: what Whoosh does a posting at a time in Python is done here a list at a time, and for a small index
without numpy.

Modules, lowest first:
* fields: how ready tokens are stored, and the schema
* blocks: posting lists as bytes
* postings: tokens with their items, collected in bounded memory
* segment: a finished segment read in place
* writer: a segment as Whoosh has it
* formula: the first-phase formula
* listed: sets of items and their order in plain Python, for small indexes
* arrays: the same with numpy
* engine: answering
"""
