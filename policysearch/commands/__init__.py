"""One command a module, each with a function `command` that builds it in the language in force.

Modules, lowest first:
* arguments: parameter types, options and the command class that several commands share
* filters: the options that restrict a search
* terminal: colours, progress and printing
* items: policysearch items
* index: policysearch index
* search: policysearch search
* show: policysearch show
* similar: policysearch similar
* trend: policysearch trend
* quote: policysearch quote
* documents: policysearch documents
* stats: policysearch stats
* run: policysearch run
* evaluate: policysearch evaluate
"""
