"""Path -> sources: what is found below the arguments, decoded, within limits.

Modules, lowest first:
* limits: how large a source may be
* text: plain text files
* records: items as JSON lines
* discovery: the files below the arguments and their names
"""
