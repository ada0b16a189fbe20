"""Where a hit matches, and which part of it to show.

Modules, lowest first:
* snippets: the part of a text around the best of its spans
* marks: the spans of all positive matches in an item, and what to show of it
"""
