"""Text -> tokens, once and for every engine.

Modules, lowest first:
* dictionary: jieba's words, read from its files, and the field's own, compiled to travel with an index
* tokenizer: words of a Han stretch, cut as jieba cuts them
* analyzer: words, bigrams and units of a comparable text
* term_keys: terms as numbers
* rust: the best cut by rjieba, an extra
* word_trie: a dictionary as arrays, and the words of many Han stretches
* bulk: the terms of many texts at a time

`policy_terms.txt` holds words of policy documents that jieba's dictionary lacks, one a line.
"""
