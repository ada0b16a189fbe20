"""What proposes candidates: one engine a folder, all with the same meaning.

Modules, lowest first:
* base: what every engine does, and what those that only look tokens up share
* writing: what an engine is given to index
* whoosh: the embedded default
* tantivy: one big machine
* registry: engines by name, loaded when they are used
"""
