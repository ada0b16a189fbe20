"""What is measured, by name. A contender's library is loaded in the process that measures it, and nowhere else.

Every contender finds the best ten items, and gives id and text of each, by title and text together. Those that bring no
tokenizer for Chinese are given words in jieba's search mode, ready.

* base: what a contender is
* ours: this project, with any of its engines
* whoosh_jieba: Whoosh with jieba's analyzer, as their documentation shows it
* sqlite_fts5: SQLite's full-text index
* tantivy_alone: Tantivy through its own binding
* bm25s_arrays: bm25s, arrays in numpy
* xapian_bindings: Xapian through its own binding
* scanning: grep and ripgrep, which read everything
* registry: their names
"""
