"""The plan of a query: what each leaf matches, what engines may look up for it, and the terms that rank."""
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from policysearch.analysis.analyzer import Analyzer, adjacent, bigram, bigrams
from policysearch.matching.needles import Needle, needle_of
from policysearch.query.fields import FILTER_FIELDS
from policysearch.query.syntax import DocNumber, Leaf, Query, Term, YearRange, leaves
from policysearch.storage.term_store import Kind
from policysearch.text.folding import may_change, plain
from policysearch.text.numerals import spellings


_FIRST_RUN = re.compile(r"^([0-9][a-z0-9]*)\.([0-9])")
_LAST_RUN = re.compile(r"([0-9])\.([0-9](?:[a-z0-9]*[0-9])?)$")


class Scope(Enum):
    """The part of an item that a leaf looks at."""

    ALL = None
    TEXT = "text"
    TITLE = "title"
    SECTION = "section"


class Lookup(NamedTuple):
    """Tokens that an item must hold, all of them, to be a candidate. None at all means that every item is one."""

    bigrams: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class ContainsPlan:
    """Any of the `needles` in a zone of `scope`. Every match is among the items of one of the `lookups`."""

    needles: tuple[Needle, ...]
    scope: Scope
    lookups: tuple[Lookup, ...]

    @property
    def exact(self) -> bool:
        """Whether the lookups alone decide: a single unit that no context changes, looked for in all zones."""
        needle = self.needles[0]
        return (self.scope is Scope.ALL and len(self.needles) == 1 and self.lookups == (Lookup((), (needle.folded,)),)
                and not may_change(needle.folded))


@dataclass(frozen=True)
class ValuePlan:
    """`needle` in the value of a field of the document: issuer, place or kind."""

    field: str
    needle: Needle


@dataclass(frozen=True)
class DocNumberPlan:
    """The 文号 of `key`: the document's own for the `field` doc_number, one that the item cites there for text, title or
    section, either for None."""

    key: str
    field: str | None
    lookup: Lookup

    @property
    def own_only(self) -> bool:
        """Whether only the document's own number counts."""
        return self.field == "doc_number"


@dataclass(frozen=True)
class YearPlan:
    """Years from `low` to `high`, both included; None leaves that side open."""

    low: int | None
    high: int | None


@dataclass(frozen=True)
class NumberPlan:
    """The item's own number by its value; only 第…条 where `article`."""

    value: str
    article: bool


LeafPlan: TypeAlias = ContainsPlan | ValuePlan | DocNumberPlan | YearPlan | NumberPlan


class RankingTerm(NamedTuple):
    """A word or a bigram that adds to a score."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class RankingTerms:
    """The distinct terms of a query: `always` count; of each of the `choices`, other spellings of one term of the query,
    the alternative that gives an item most."""

    always: tuple[RankingTerm, ...]
    choices: tuple[tuple[tuple[RankingTerm, ...], ...], ...] = ()

    def all(self) -> tuple[RankingTerm, ...]:
        """Every term, once."""
        chosen = (term for choice in self.choices for alternative in choice for term in alternative)
        return tuple(dict.fromkeys((*self.always, *chosen)))


@dataclass(frozen=True)
class Plan:
    """What a query means to an engine: its tree, the plan of each leaf, and the ranking terms of its positive leaves."""

    query: Query
    leaves: Mapping[Leaf, LeafPlan]
    terms: RankingTerms

    def marked(self) -> list[LeafPlan]:
        """The plans of the positive leaves, whose matches are shown."""
        return [self.leaves[leaf] for leaf in dict.fromkeys(leaf for leaf, positive in leaves(self.query) if positive)]


def make_plan(query: Query, analyzer: Analyzer) -> Plan:
    """The plan of a parsed query."""
    everything = list(leaves(query))
    plans = {leaf: _plan_leaf(leaf) for leaf in dict.fromkeys(leaf for leaf, _ in everything)}
    ranking = [plans[leaf] for leaf, positive in everything if positive and _ranks(leaf)]
    return Plan(query, plans, _ranking_terms([plan for plan in ranking if isinstance(plan, ContainsPlan)], analyzer))


def _ranks(leaf: Leaf) -> bool:
    return isinstance(leaf, Term) and leaf.field not in FILTER_FIELDS and not leaf.filters


def _plan_leaf(leaf: Leaf) -> LeafPlan:
    if isinstance(leaf, Term):
        if leaf.field in FILTER_FIELDS:
            return ValuePlan(leaf.field, needle_of(leaf.text))
        # other spellings of numbers belong to bare terms
        others = [] if leaf.quoted else spellings(plain(leaf.text))[1:]
        needles = (needle_of(leaf.text), *(needle_of(text, respelled=True) for text in others))
        return ContainsPlan(needles, Scope(leaf.field), tuple(dict.fromkeys(_lookups(needles))))
    if isinstance(leaf, DocNumber):
        code = [unit for stretch in adjacent(leaf.key.split("〔")[0]) for unit in stretch if not unit.isascii()]
        return DocNumberPlan(leaf.key, leaf.field, Lookup((), tuple(dict.fromkeys((*code, "号")))))
    if isinstance(leaf, YearRange):
        return YearPlan(leaf.low, leaf.high)
    return NumberPlan(leaf.value, leaf.article)


def _lookups(needles: Iterable[Needle]) -> Iterable[Lookup]:
    for needle in needles:
        for text in _as_in_longer_runs(needle.folded):
            yield _lookup(text)
        if needle.context_dependent:
            # the bigrams of an index are folded; single units are kept as written too
            yield Lookup((), tuple(dict.fromkeys(unit for stretch in adjacent(needle.plain) for unit in stretch)))


def _as_in_longer_runs(text: str) -> list[str]:
    """The forms in which the runs of a term may stand in a text: 3.5 is one run, but in 3.5.2 it is two.

    Only a run with one point at an end of the term can go on beyond it; its parts are set on lines of their own.
    """
    forms = [text]
    for pattern in (_FIRST_RUN, _LAST_RUN):
        forms += [changed for form in forms if (changed := pattern.sub(r"\1\n\2", form)) != form]
    return forms


def _lookup(text: str) -> Lookup:
    pairs: list[str] = []
    single: list[str] = []
    for stretch in adjacent(text):
        if len(stretch) == 1:
            single += stretch
        pairs += (bigram(first, second) for first, second in zip(stretch, stretch[1:]))
    return Lookup(tuple(dict.fromkeys(pairs)), tuple(dict.fromkeys(single)))


def _ranking_terms(plans: Iterable[ContainsPlan], analyzer: Analyzer) -> RankingTerms:
    always: list[RankingTerm] = []
    choices: list[tuple[tuple[RankingTerm, ...], ...]] = []
    for plan in plans:
        alternatives = [_terms(needle.folded, analyzer) for needle in plan.needles]
        if len(alternatives) == 1:
            always += alternatives[0]
        else:
            choices.append(tuple(alternatives))
    kept = dict.fromkeys(always)
    # what counts always must not count once more in an alternative
    rest = (tuple(tuple(term for term in alternative if term not in kept) for alternative in choice) for choice in choices)
    return RankingTerms(tuple(kept), tuple(dict.fromkeys(rest)))


def _terms(text: str, analyzer: Analyzer) -> tuple[RankingTerm, ...]:
    words = (RankingTerm("word", word) for word in analyzer.words(text))
    pairs = (RankingTerm("bigram", pair) for pair in bigrams(text))
    return tuple(dict.fromkeys((*words, *pairs)))
