"""What a query matches: exactly, the same for every engine.

Modules, lowest first:
* zones: the texts of an item in which a query may match
* needles: text to be contained, and where it stands
* plan: query -> what each leaf matches, what an engine may propose for it, and the terms that rank
* relax: what to look for when nothing has all terms
* matcher: whether an item satisfies a leaf
* budget: the time a search may take
* evaluate: proposals + matcher -> the exact set
"""
