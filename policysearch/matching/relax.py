"""What to look for when nothing has all terms: any of them, with filters and NOT still in force."""
from policysearch.analysis.analyzer import Analyzer
from policysearch.matching.plan import Plan, make_plan
from policysearch.query.fields import FILTER_FIELDS
from policysearch.query.syntax import And, DocNumber, Leaf, Not, Or, Query, Term, leaves, postorder
from policysearch.text.folding import comparable_term


def nearest_plan(plan: Plan, analyzer: Analyzer) -> Plan | None:
    """The plan of the nearest items: any word of the positive terms, ranked by the terms of the query itself.

    None where there is nothing to loosen: no positive term, or a single quoted one.
    """
    positive = [leaf for leaf, counts in leaves(plan.query) if counts and _is_text(leaf)]
    if not plan.terms.all() or (len(positive) == 1 and isinstance(positive[0], Term) and positive[0].quoted):
        return None
    loose = make_plan(_loosened(plan.query, analyzer), analyzer)
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
        kept.append(terms[0] if len(terms) == 1 else Or(tuple(terms)))
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def _is_loose(query: Query) -> bool:
    """Whether a query is made of positive terms alone, so that any of them may stand for it."""
    return all(isinstance(node, Or) or (isinstance(node, (Term, DocNumber)) and _is_text(node)) for node in postorder(query))


def _is_text(leaf: Leaf) -> bool:
    """Whether a leaf asks for text rather than for a property of the document."""
    return (isinstance(leaf, Term) and leaf.field not in FILTER_FIELDS and not leaf.filters) or (
        isinstance(leaf, DocNumber) and leaf.field != "doc_number")


def _any_word(leaf: Leaf, analyzer: Analyzer) -> Query:
    if not isinstance(leaf, Term) or leaf.field in FILTER_FIELDS:
        return leaf
    words = list(dict.fromkeys(analyzer.words(comparable_term(leaf.text).text)))
    # single characters stand in nearly every item
    longer = [word for word in words if len(word) > 1] or words
    terms = tuple(Term(word, quoted=True, field=leaf.field) for word in longer)
    return Or(terms) if len(terms) > 1 else terms[0] if terms else leaf
