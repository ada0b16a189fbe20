"""One big machine: Tantivy, which is an optional extra.

Most queries become one query of Tantivy's that matches exactly what they mean, so that nothing needs to be verified; for
the rest it bounds the answer from above and below, and what lies between is verified in the stored texts.

Modules, lowest first:
* fields: the schema, and how tokens are spelled in it
* token_texts: the tokens of many items as texts
* writer: entries into an index
* combine: queries made of other queries
* opened: the finished index, its faults as ordinary exceptions
* leaves: plans of leaves -> queries
* bounds: trees -> queries
* clauses: trees -> what must be satisfied and what it is worth, each token looked up once
* ordering: the first phase, and document order
* verifying: what a plan matches
* engine: answering
"""
