"""The embedded default: Whoosh 2.7.4.

Modules, lowest first:
* fields: how ready tokens are stored, and the schema
* weighting: the first-phase formula
* engine: writing, and answering
"""
