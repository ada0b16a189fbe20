"""What to look for when nothing has all terms: any of them, with filters and NOT still in force."""
from policysearch.analysis.analyzer import Analyzer
from policysearch.matching.leaf_plans import Expand, near_pieces
from policysearch.matching.plan import Plan, make_plan
from policysearch.matching.synonyms import NONE, Synonyms
from policysearch.query.syntax import (And, Near, Not, Operand, Or, Query, SameDocument, SameSentence, Term, is_text, leaves,
                                       postorder)
from policysearch.text.folding import comparable_term


def nearest_plan(plan: Plan, analyzer: Analyzer, expand: Expand,
                 synonyms: Synonyms = NONE) -> Plan | None:
    """The plan of the nearest items: any word of the positive terms, ranked by the terms of the query itself.

    None where there is nothing to loosen: no positive term, or a single quoted one. `expand` and `synonyms` are as for
    `make_plan`.
    """
    positive = [leaf for leaf, counts in leaves(plan.query) if counts and is_text(leaf)]
    if not plan.terms.all() or (len(positive) == 1 and isinstance(positive[0], Term) and positive[0].quoted):
        return None
    loose = make_plan(_loosened(plan.query, analyzer), analyzer, expand, synonyms)
    return Plan(loose.query, loose.leaves, plan.terms)


def _loosened(query: Query, analyzer: Analyzer) -> Query:
    stack: list[Query] = []
    for node in postorder(query):
        if isinstance(node, Not):
            stack.pop()
            # what is excluded stays excluded exactly
            stack.append(node)
        elif isinstance(node, (And, Or)):
            children = stack[-len(node.children):]
            del stack[-len(node.children):]
            stack.append(_joined(node, children))
        else:
            stack.append(_any_word(node, analyzer))
    return stack.pop()


def _joined(node: And | Or, children: list[Query]) -> Query:
    if isinstance(node, Or):
        return Or(tuple(children))
    terms = [child for child in children if _is_loose(child)]
    kept = [child for child in children if not _is_loose(child)]
    if terms:
        kept.append(_any_of(terms))
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def _any_of(terms: list[Query]) -> Query:
    return terms[0] if len(terms) == 1 else Or(tuple(terms))


def _is_loose(query: Query) -> bool:
    """Whether a query is made of positive terms alone, so that any of them may stand for it."""
    return all(isinstance(node, Or) or (not isinstance(node, (And, Not, SameSentence, SameDocument)) and is_text(node))
               for node in postorder(query))


def _any_word(operand: Operand, analyzer: Analyzer) -> Query:
    if isinstance(operand, (SameSentence, SameDocument)):
        # what is to stand together may stand alone; there is some, else it is no query
        return _any_of([_any_word(leaf, analyzer) for leaf, counts in leaves(operand.child) if counts and is_text(leaf)])
    if isinstance(operand, Near):
        return _any_of([Term(piece, quoted=True, field=operand.field) for piece in near_pieces(operand, analyzer)])
    if not isinstance(operand, Term) or not is_text(operand):
        return operand
    words = list(dict.fromkeys(analyzer.words(comparable_term(operand.text).text)))
    # single characters stand in nearly every item
    longer = [word for word in words if len(word) > 1] or words
    return _any_of([Term(word, quoted=True, field=operand.field) for word in longer]) if longer else operand
