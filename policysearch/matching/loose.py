"""All words of a long term instead of the whole: what --loose adds to the items that hold the term as it stands."""
import re

from policysearch.analysis.analyzer import Analyzer
from policysearch.matching.leaf_plans import Expand
from policysearch.matching.plan import Plan, make_plan
from policysearch.matching.synonyms import Cut, Synonyms
from policysearch.query.limits import MAX_TERMS
from policysearch.query.syntax import And, Not, Or, Query, SameSentence, Term, is_text, joined, leaves, postorder
from policysearch.text.folding import comparable_term
from policysearch.text.numerals import COUNTED, NUMERAL

# what no piece begins or ends inside: a number with what belongs to it, such as 第二十三条, 二〇二三年, 65岁
_NUMBER = re.compile(f"第[0-9{NUMERAL}]+[{COUNTED}]?|[{NUMERAL}]+[{COUNTED}]|[0-9][0-9.]*[^\\W0-9a-z_]?")


def loose_plan(plan: Plan, analyzer: Analyzer, expand: Expand, synonyms: Synonyms) -> Plan | None:
    """The plan of what `plan` finds only with its long terms in pieces, ranked by the terms of the query itself.

    None where no term is long. The other parameters are those of `make_plan`.
    """
    loose = loosened(plan.query, analyzer.cut)
    if loose is None:
        return None
    more = make_plan(joined(And, loose, Not(plan.query)), analyzer, expand, synonyms)
    return Plan(more.query, more.leaves, plan.terms)


def loosened(query: Query, cut: Cut) -> Query | None:
    """`query` with each long bare term made that term or all its pieces; None where it has no such term.

    `cut` cuts a folded text into words. None also where the pieces would be more than a query may have terms.
    What stands under NOT, in quotation marks or in 同篇, where pieces might come from different items, stays as it is.
    """
    stack: list[Query] = []
    for node in postorder(query):
        if isinstance(node, Not):
            # what is excluded stays excluded exactly
            stack[-1] = node
        elif isinstance(node, (And, Or)):
            children = stack[-len(node.children):]
            del stack[-len(node.children):]
            stack.append(joined(type(node), *children))
        elif isinstance(node, SameSentence):
            stack.append(SameSentence(loosened(node.child, cut) or node.child))
        else:
            stack.append(_in_pieces(node, cut) if isinstance(node, Term) and not node.quoted and is_text(node) else node)
    loose = stack.pop()
    return loose if loose != query and sum(1 for _ in leaves(loose)) <= MAX_TERMS else None


def pieces(text: str, cut: Cut) -> list[str]:
    """The words of a term, folded; a word of one character is joined to the word before it, or after it when it is first,
    and numbers are not cut.

    >>> pieces("公立医院更高质量发展", {"公立医院更高质量发展": ["公立医院", "更", "高质量", "发展"]}.__getitem__)
    ['公立医院更', '高质量', '发展']
    """
    folded = comparable_term(text).text
    numbers = [found.span() for found in _NUMBER.finditer(folded)]
    found: list[tuple[int, int]] = []
    at = 0
    for word in cut(folded):
        start = folded.index(word, at)
        at = start + len(word)
        if found and start == found[-1][1] and (
                len(word) == 1 or found[-1][1] - found[-1][0] == 1 or any(first < start < end for first, end in numbers)):
            found[-1] = found[-1][0], at
        else:
            found.append((start, at))
    return list(dict.fromkeys(folded[start:end] for start, end in found))


def _in_pieces(term: Term, cut: Cut) -> Query:
    parts = pieces(term.text, cut)
    if len(parts) < 2:
        return term
    return joined(Or, term, And(tuple(Term(part, field=term.field) for part in parts)))
