"""The plan of a query: what each leaf matches, what engines may look up for it, and the terms that rank."""
import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from policysearch.analysis.analyzer import Analyzer, bigrams, characters
from policysearch.matching.leaf_plans import (AnyWordPlan, ContainsPlan, Expand, LeafPlan, NearPlan, SentencePlan,
                                              WildcardPlan, plan_leaf)
from policysearch.matching.questions import interrogative_pairs
from policysearch.matching.synonyms import NONE, Synonyms
from policysearch.query.syntax import (DocNumber, Leaf, Near, Operand, Query, SameSentence, Term, Wildcard, is_text, leaves,
                                       operands)
from policysearch.storage.term_store import Kind


class RankingTerm(NamedTuple):
    """A term that adds to a score."""

    kind: Kind
    text: str


Alternatives = tuple[tuple[RankingTerm, ...], ...]


class RankingTerms(NamedTuple):
    """The terms of a query: `always` count; of each of the `choices`, other spellings of one term of the query, the
    alternative that gives an item most. A term counts once, however many bring it."""

    always: tuple[RankingTerm, ...]
    choices: tuple[Alternatives, ...] = ()

    def all(self) -> tuple[RankingTerm, ...]:
        """Every term, once."""
        chosen = (term for choice in self.choices for alternative in choice for term in alternative)
        return tuple(dict.fromkeys((*self.always, *chosen)))


class Plan(NamedTuple):
    """What a query means to an engine: its tree, the plans of what it asks of single items (its leaves, those inside 同篇
    too, and 同句 as a whole), and the ranking terms of its positive leaves."""

    query: Query
    leaves: Mapping[Leaf | SameSentence, LeafPlan | SentencePlan]
    terms: RankingTerms

    def marked(self) -> list[LeafPlan | SentencePlan]:
        """The plans of what is asked positively, whose matches are shown."""
        return [self.leaves[leaf] for leaf in dict.fromkeys(leaf for leaf, positive in operands(self.query) if positive)]


def make_plan(query: Query, analyzer: Analyzer, expand: Expand, synonyms: Synonyms = NONE) -> Plan:
    """The plan of a parsed query; `expand` lists the unit tokens of the index that begin with a prefix, `synonyms`
    are what bare terms also find.

    Raises QueryTooLarge where a wildcard stands for too many of them, or "…"~N has too many words.
    """
    plans: dict[Leaf | SameSentence, LeafPlan | SentencePlan] = {}
    texts: dict[Operand, LeafPlan] = {}  # of all leaves; for ranking it is the same where they look
    for operand in dict.fromkeys(operand for operand, _ in operands(query)):
        if isinstance(operand, SameSentence):
            inner: dict[Operand, LeafPlan] = {
                leaf: plan_leaf(_in_text(leaf), analyzer, expand, synonyms) for leaf, _ in leaves(operand.child)}
            plans[operand] = SentencePlan(operand.child, inner)
            texts |= inner
        else:
            plans[operand] = texts[operand] = plan_leaf(operand, analyzer, expand, synonyms)
    ranking = dict.fromkeys(leaf for leaf, positive in leaves(query) if positive and is_text(leaf))
    return Plan(query, plans, _ranking_terms(_alternatives(texts[leaf], analyzer) for leaf in ranking))


def _in_text(leaf: Leaf) -> Leaf:
    """A leaf of 同句, which looks in the item's own text."""
    return dataclasses.replace(leaf, field="text") if isinstance(leaf, (Term, Wildcard, Near, DocNumber)) else leaf


def _alternatives(plan: LeafPlan, analyzer: Analyzer) -> list[tuple[RankingTerm, ...]]:
    """The terms of a leaf, for each way in which it may be spelled."""
    if isinstance(plan, ContainsPlan):
        return [_terms([needle.folded], analyzer) for needle in plan.needles]
    if isinstance(plan, NearPlan):
        return [_terms([piece.folded for piece in plan.pieces], analyzer)]
    if isinstance(plan, AnyWordPlan):
        return [_question_terms(plan, analyzer)]
    return [_terms([run], analyzer) for run in plan.runs] if isinstance(plan, WildcardPlan) else []


def _ranking_terms(leaves_of: Iterable[list[tuple[RankingTerm, ...]]]) -> RankingTerms:
    always: list[RankingTerm] = []
    choices: list[Alternatives] = []
    for alternatives in leaves_of:
        if len(alternatives) == 1:
            always += alternatives[0]
        elif alternatives:
            choices.append(tuple(alternatives))
    return RankingTerms(tuple(dict.fromkeys(always)), tuple(dict.fromkeys(choices)))


def _terms(texts: Iterable[str], analyzer: Analyzer) -> tuple[RankingTerm, ...]:
    return tuple(dict.fromkeys(term for text in texts for term in _terms_of(text, analyzer)))


def _question_terms(plan: AnyWordPlan, analyzer: Analyzer) -> tuple[RankingTerm, ...]:
    """The terms of what a question says, and the bigrams that reach into its interrogatives."""
    inside = interrogative_pairs()
    reaching = [RankingTerm("bigram", pair) for text in plan.texts for pair in bigrams(text) if pair not in inside]
    return tuple(dict.fromkeys((*_terms(plan.said, analyzer), *reaching)))


def _terms_of(text: str, analyzer: Analyzer) -> Iterator[RankingTerm]:
    yield from (RankingTerm("word", word) for word in analyzer.words(text))
    yield from (RankingTerm("bigram", pair) for pair in bigrams(text))
    yield from (RankingTerm("precise", word) for word in analyzer.cut(text))
    yield from (RankingTerm("character", character) for character in characters(text))
