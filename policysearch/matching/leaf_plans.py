"""Plans of leaves: what each matches, and the tokens by which engines may propose items for it."""
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple, TypeAlias

from policysearch.analysis.analyzer import Analyzer, adjacent, bigram, bigrams
from policysearch.errors import QueryTooLarge
from policysearch.matching.needles import Needle, needle_of
from policysearch.matching.questions import said, uncovered
from policysearch.matching.synonyms import Synonyms
from policysearch.matching.wildcards import RunForm, run_form
from policysearch.query.fields import FILTER_FIELDS
from policysearch.query.limits import MAX_EXPANSIONS, MAX_TERMS
from policysearch.query.syntax import (AnyWord, DateRange, DocNumber, ItemNumber, Leaf, Near, Operand, Query, Term,
                                       Wildcard, YearRange)
from policysearch.storage.text_store import Finders, finder_of
from policysearch.text.folding import comparable, comparable_term, plain
from policysearch.text.numerals import spellings
from policysearch.text.simplified import may_change

_FIRST_RUN = re.compile(r"^(\.?[0-9][a-z0-9]*)\.([0-9])")
_LAST_RUN = re.compile(r"([0-9])\.([0-9](?:[a-z0-9]*[0-9])?\.?)$")

# the unit tokens of an index that begin with a prefix
Expand: TypeAlias = Callable[[str], Iterable[str]]


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

    @functools.cached_property
    def is_plain(self) -> bool:
        """Whether an item matches where the characters of a needle stand in any of its zones."""
        return self.scope is Scope.ALL and all(needle.is_plain for needle in self.needles)

    @functools.cached_property
    def finders(self) -> Finders:
        """What finds the needles in stored texts, where the plan is plain."""
        # where folding leaves the characters alone, the folded text holds what the plain one does
        return Finders(tuple(finder_of(needle.folded) for needle in self.needles),
                       tuple(finder_of(needle.plain) for needle in self.needles
                             if needle.context_dependent or needle.plain != needle.folded))

    @functools.cached_property
    def sure(self) -> frozenset[Lookup]:
        """The lookups that decide: a unit or two adjacent ones that no context changes, looked for in all zones."""
        if self.scope is not Scope.ALL:
            return frozenset()
        return frozenset(lookup for lookup in map(_token_lookup, self.needles) if lookup)

    @property
    def exact(self) -> bool:
        """Whether the lookups alone decide."""
        return self.sure == frozenset(self.lookups)

    @property
    def words(self) -> tuple[str, ...]:
        """The needles that an item surely holds where it holds them as words."""
        return tuple(needle.folded for needle in self.needles if needle.is_plain) if self.scope is Scope.ALL else ()


class WildcardPlan(NamedTuple):
    """A run of `form` in a zone of `scope`. `runs` are those of the index; every match holds one of them."""

    form: RunForm
    scope: Scope
    runs: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the runs alone decide."""
        return self.scope is Scope.ALL


class NearPlan(NamedTuple):
    """The `pieces` at most `distance` characters apart in a sentence of a zone of `scope`; see `near`.

    Every match is among the items of one of the lookups of each piece.
    """

    pieces: tuple[Needle, ...]
    distance: int
    scope: Scope
    lookups: tuple[tuple[Lookup, ...], ...]


class AnyWordPlan(NamedTuple):
    """Any of the `words` or `bigrams` of a question among those of an item: tokens alone decide.

    `texts` are its comparable texts, and `said` what these say beside their interrogatives. `telling` is worth showing.
    """

    texts: tuple[str, ...]
    said: tuple[str, ...]
    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    telling: tuple[str, ...]


class ValuePlan(NamedTuple):
    """Any of the `needles` in the value of a field of the document: issuer, place or kind."""

    field: str
    needles: tuple[Needle, ...]


class DocNumberPlan(NamedTuple):
    """The 文号 of `key`: the document's own for the `field` doc_number, one that the item cites there for text, title or
    section, either for None."""

    key: str
    field: str | None
    lookup: Lookup

    @property
    def own_only(self) -> bool:
        """Whether only the document's own number counts."""
        return self.field == "doc_number"


class YearPlan(NamedTuple):
    """Years from `low` to `high`, both included; None leaves that side open."""

    low: int | None
    high: int | None


class DatePlan(NamedTuple):
    """Dates all of whose days lie from `low` to `high`, both included; None leaves that side open."""

    low: date | None
    high: date | None


class NumberPlan(NamedTuple):
    """The item's own number by its value; only 第…条 where `article`."""

    value: str
    article: bool


LeafPlan: TypeAlias = (ContainsPlan | WildcardPlan | NearPlan | AnyWordPlan | ValuePlan | DocNumberPlan | YearPlan | DatePlan
                       | NumberPlan)


class SentencePlan(NamedTuple):
    """A sentence of the item's own text that satisfies `child`, by the plans of its leaves there."""

    child: Query
    leaves: Mapping[Operand, LeafPlan]


def plan_leaf(leaf: Leaf, analyzer: Analyzer, expand: Expand, synonyms: Synonyms) -> LeafPlan:
    """The plan of a leaf. Raises QueryTooLarge where a wildcard stands for too many runs of the index, or "…"~N has too many
    words."""
    match leaf:
        case Term():
            # synonyms and other spellings of numbers belong to bare terms
            others = () if leaf.quoted else tuple(map(needle_of, synonyms.forms(leaf.text, analyzer.cut)))
            if leaf.field in FILTER_FIELDS:
                return ValuePlan(leaf.field, (needle_of(leaf.text), *others))
            respelled = [] if leaf.quoted else spellings(plain(leaf.text))[1:]
            needles = (needle_of(leaf.text), *(needle_of(text, respelled=True) for text in respelled), *others)
            return ContainsPlan(needles, Scope(leaf.field), _lookups(needles))
        case Wildcard():
            form = run_form(leaf.pattern)
            return WildcardPlan(form, Scope(leaf.field), _runs(form, leaf, expand))
        case Near():
            pieces = tuple(dict.fromkeys(needle_of(piece) for piece in near_pieces(leaf, analyzer)))
            if len(pieces) > MAX_TERMS:
                raise QueryTooLarge("query.too_many_terms", str(leaf), 0, len(str(leaf)), limit=MAX_TERMS)
            return NearPlan(pieces, leaf.distance, Scope(leaf.field), tuple(_lookups([piece]) for piece in pieces))
        case DocNumber():
            code = [unit for stretch in adjacent(leaf.key.split("〔")[0]) for unit in stretch if not unit.isascii()]
            return DocNumberPlan(leaf.key, leaf.field, Lookup((), tuple(dict.fromkeys((*code, "号")))))
        case AnyWord():
            # white space parts words here, and in a text only between two Han characters not
            texts = tuple(comparable(text).text for text in leaf.text.split())
            return _any_word(texts, analyzer)
        case YearRange():
            return YearPlan(leaf.low, leaf.high)
        case DateRange():
            return DatePlan(leaf.low, leaf.high)
        case ItemNumber():
            return NumberPlan(leaf.value, leaf.article)


def near_pieces(near: Near, analyzer: Analyzer) -> list[str]:
    """The pieces of "A B"~N: parted by white space, or where there is none the words of the text."""
    pieces = near.text.split()
    return pieces if len(pieces) > 1 else list(analyzer.cut(comparable_term(near.text).text)) or pieces


def _runs(form: RunForm, leaf: Wildcard, expand: Expand) -> tuple[str, ...]:
    runs: list[str] = []
    for token in expand(form.prefix):
        if form.matches(token):
            runs.append(token)
            if len(runs) > MAX_EXPANSIONS:
                raise QueryTooLarge("query.too_many_expansions", str(leaf), 0, len(str(leaf)), limit=MAX_EXPANSIONS)
    return tuple(runs)


def _any_word(texts: tuple[str, ...], analyzer: Analyzer) -> AnyWordPlan:
    asked = tuple(stretch for text in texts for stretch in said(text, analyzer)) or texts
    words = tuple(dict.fromkeys(word for text in asked for word in analyzer.words(text)))
    pairs = tuple(dict.fromkeys(pair for text in asked for pair in bigrams(text)))
    # single characters stand in nearly every item
    telling = (*(word for word in words if len(word) > 1), *(pair for text in asked for pair in uncovered(text, analyzer)))
    return AnyWordPlan(texts, asked, words, pairs, tuple(dict.fromkeys(telling)) or words)


def _lookups(needles: Iterable[Needle]) -> tuple[Lookup, ...]:
    return tuple(dict.fromkeys(_each_lookup(needles)))


def _each_lookup(needles: Iterable[Needle]) -> Iterator[Lookup]:
    for needle in needles:
        for text in _as_in_longer_runs(needle.folded):
            yield _lookup(text)
        if needle.context_dependent:
            # the bigrams of an index are folded; single units are kept as written too
            yield Lookup((), tuple(dict.fromkeys(unit for stretch in adjacent(needle.plain) for unit in stretch)))


def _token_lookup(needle: Needle) -> Lookup | None:
    """The lookup of a needle that is a token of the index itself, so that who holds the token holds the needle."""
    if needle.respelled or needle.context_dependent or may_change(needle.folded):
        return None
    lookup = _lookup(needle.folded)
    return lookup if (*lookup.bigrams, *lookup.units) == (needle.folded,) else None


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
