"""Where a hit matches, and which part of it to show.

Modules, lowest first:
* marks: the spans of all positive matches in a text
* snippets: the part of a text around the best of them
"""
