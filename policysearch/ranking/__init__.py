"""Candidates + statistics -> order, with reasons; nothing here knows an engine.

Modules, lowest first:
* term_counts: how often terms stand in items, counted in their texts
* bm25: the formula, its weights, and what each term adds to an item
* array_scores: the same with numpy, for large indexes
* support: what the rest of a document adds to an item
* named: the items of a document that a text names, put first
* second_phase: the candidates of a first phase scored and put in order
* grouping: items with the same text as one hit
"""
