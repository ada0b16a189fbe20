"""A naive oracle for the search: it follows the query contract "by hand", one item after the other.

It shares nothing with the search but the item record, jieba's word list and opencc's table of simplified characters.
No index, no parser, no cleverness: `Oracle.search` asks every item, and adds up BM25 from counts made here.

Left out are what a caller must not ask of it: 文号, other spellings of a bare term's numbers, and nearness of a text without
white space; synonyms are to be switched off. Without those a bare term and a quoted one mean the
same, so a `Term` does not say which it was.
"""
import math
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from opencc import OpenCC

from policysearch.analysis.dictionary import compile_dictionary
from policysearch.models import Item

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

K1, B, OPENING = 0.6, 0.75, 0.1
HAN = "[々〇㐀-䶿一-鿿\U00020000-\U000323af]"
PASSED_OVER = r"""["'“”‘’「」『』《》〈〉()\[\]{}〔〕【】]|[^\S\n\t]"""
BETWEEN_HAN = re.compile(f"(?<={HAN})(?:{PASSED_OVER})+(?={HAN})")
AT_THE_ENDS = re.compile(rf"\A(?:{PASSED_OVER}|[\n\t])+|(?:{PASSED_OVER}|[\n\t])+\Z")
DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)+")
STRETCH = re.compile(rf"(?P<han>{HAN}+)|(?P<run>[a-z0-9]*[a-z][#+]+|[a-z0-9]+)")
END_OF_SENTENCE = re.compile("[。！？；!?;\n]")
ARTICLE = re.compile("第.+条")
NUMERAL = re.compile("[0-9]+|[零〇一二三四五六七八九十百]+")


# --- queries: trees that a test makes itself, without the parser -----------------------------------------------------

@dataclass(frozen=True)
class Term:
    """Contains `text`: the item (bare or quoted), or with a `field` that field alone."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Runs:
    """Has a run of the form of `pattern`, in lower case: * is any characters of a run, ? one letter or digit."""

    pattern: str
    field: str = ""


@dataclass(frozen=True)
class Near:
    """Has all `pieces` in one sentence, linked by steps of at most `distance` characters."""

    pieces: tuple[str, ...]
    distance: int
    field: str = ""


@dataclass(frozen=True)
class Dates:
    """The date is known and lies wholly in a range of years, months or days in ISO form, "" for open."""

    first: str
    last: str


@dataclass(frozen=True)
class Years:
    """The year is known and lies in a range, both ends included, None for open."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Number:
    """The item's own number has this value, and where `article` is set the form 第…条."""

    value: int
    article: bool = False


@dataclass(frozen=True)
class Not:
    """What `child` does not match."""

    child: "Query"


@dataclass(frozen=True)
class And:
    """What every child matches."""

    children: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    """What any child matches."""

    children: tuple["Query", ...]


@dataclass(frozen=True)
class SameSentence:
    """A sentence of the own text matches `child`."""

    child: "Query"


@dataclass(frozen=True)
class SameDocument:
    """Matches a positive text of `child`, in a document that as a whole matches `child`."""

    child: "Query"


Query = Term | Runs | Near | Years | Dates | Number | Not | And | Or | SameSentence | SameDocument


# --- text as it is compared ------------------------------------------------------------------------------------------

_simplify = OpenCC("t2s").convert
_jieba = jieba.Tokenizer()
_jieba.FREQ, _jieba.total = compile_dictionary()
_jieba.initialized = True


def _plain_character(character: str) -> str:
    kind = unicodedata.decomposition(character).partition(" ")[0]
    name = unicodedata.name(character, "")
    if kind in ("<wide>", "<narrow>") or name.startswith(("CJK COMPATIBILITY IDEOGRAPH", "KANGXI RADICAL")):
        character = unicodedata.normalize("NFKC", character)
    lower = character.lower()
    return lower if len(lower) == 1 else character


@cache
def plain(text: str) -> str:
    """Width, compatibility ideographs and case taken away; the script as written."""
    return "".join(map(_plain_character, text))


@cache
def fold(text: str) -> str:
    """`plain`, and simplified characters for traditional ones."""
    folded = str(_simplify(plain(text)))
    assert len(folded) == len(text), "folding is one character for one"
    return folded


def reduced(text: str) -> str:
    """Without the quotation marks, brackets and spaces that stand between two Han characters."""
    return BETWEEN_HAN.sub("", text)


def stretches(text: str) -> Iterator["re.Match[str]"]:
    """The stretches of Han characters and the runs of a reduced text, in order.

    A run's one point between digits is a part of it, so it stands as a digit while the runs are looked for.
    """
    return STRETCH.finditer(DECIMAL.sub(lambda chain: chain[0].replace(".", "0") if chain[0].count(".") == 1 else chain[0],
                                        text))


def _occurrences(term: str, text: str) -> Iterator[int]:
    """Where `term` stands in `text` without beginning or ending inside a run."""
    inside = {place for found in stretches(text) if found["run"] for place in range(found.start() + 1, found.end())}
    place = text.find(term)
    while place >= 0:
        if not {place, place + len(term)} & inside:
            yield place
        place = text.find(term, place + 1)


def places(term: str, text: str) -> set[tuple[int, int]]:
    """Where a term stands in the reduced form of a text: both folded, or both as written."""
    found = set()
    for form in (fold, plain):
        sought = reduced(AT_THE_ENDS.sub("", form(term)))
        found |= {(place, place + len(sought)) for place in _occurrences(sought, reduced(form(text)))}
    return found


@cache
def contains(term: str, text: str) -> bool:
    """Whether one zone contains a term."""
    return bool(places(term, text))


def near(pieces: Sequence[str], distance: int, sentence: str) -> bool:
    """Whether some places of a sentence, linked by steps of at most `distance` characters, have every piece."""
    unlinked = {(start, end, piece) for piece in pieces for start, end in places(piece, sentence)}
    while unlinked:
        linked = {unlinked.pop()}
        while more := {one for one in unlinked for other in linked
                       if max(one[0], other[0]) - min(one[1], other[1]) <= distance}:
            linked |= more
            unlinked -= more
        if {piece for _, _, piece in linked} == set(pieces):
            return True
    return False


def fits(pattern: str, run: str) -> bool:
    """Whether a run is of a form."""
    if not pattern or not run:
        return not run and not pattern.strip("*")
    if pattern[0] == "*":
        return fits(pattern[1:], run) or fits(pattern, run[1:])
    return (pattern[0] == run[0] or pattern[0] == "?" and run[0].isalnum()) and fits(pattern[1:], run[1:])


def runs(text: str) -> set[str]:
    """The runs of one zone."""
    compared = reduced(fold(text))
    return {compared[slice(*found.span())] for found in stretches(compared) if found["run"]}


# --- items -----------------------------------------------------------------------------------------------------------

def zones(item: Item, field: str = "") -> list[str]:
    """The texts a term is looked for in: of one field, or of all that an item contains. A match lies within one."""
    named: dict[str, list[str | None]] = {
        "text": [item.text], "title": [item.title], "section": [*item.sections],
        "issuer": [item.issuer], "place": [item.place], "kind": [item.kind]}
    own_number = item.number if item.number and ARTICLE.fullmatch(item.number) else None
    everything = [item.text, item.title, *item.sections, item.doc_number, own_number]
    return [zone for zone in (named[field] if field else everything) if zone]


def numeral(written: str) -> int:
    """The value of a number up to 999, in digits or in Chinese: 23, 二十三, 一百零三."""
    if written.isdecimal():
        return int(written)
    value = digit = 0
    for character in written:
        if character in "十百":
            value += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = "〇一二三四五六七八九".find(character.replace("零", "〇"))
    return value + digit


def _has_number(item: Item, wanted: Number) -> bool:
    own = fold(item.number or "")
    found = NUMERAL.search(own)
    return bool(found and numeral(found[0]) == wanted.value and (not wanted.article or ARTICLE.fullmatch(own)))


def _dated(item: Item, wanted: Dates) -> bool:
    """Whether a date lies wholly in a range; all months are taken to have 31 days, as long as nobody asks for the 30th."""
    if item.date is None:
        return False
    begin, end = (item.date + rest[len(item.date) - 4:] for rest in ("-01-01", "-12-31"))
    return wanted.first <= begin and end <= (wanted.last or "9999") + "-12-31"[len(wanted.last or "9999") - 4:]


def matches(query: Query, item: Item, document: Sequence[Item] = ()) -> bool:
    """Whether one item answers a query; `document` has all items of its document."""
    match query:
        case Term(text, field):
            return any(contains(text, zone) for zone in zones(item, field))
        case Runs(pattern, field):
            return any(fits(pattern, run) for zone in zones(item, field) for run in runs(zone))
        case Near(pieces, distance, field):
            return any(near(pieces, distance, sentence)
                       for zone in zones(item, field) for sentence in END_OF_SENTENCE.split(zone))
        case Years(first, last):
            return item.year is not None and (first or item.year) <= item.year <= (last or item.year)
        case Dates():
            return _dated(item, query)
        case Number():
            return _has_number(item, query)
        case Not(child):
            return not matches(child, item, document)
        case And(children):
            return all(matches(child, item, document) for child in children)
        case Or(children):
            return any(matches(child, item, document) for child in children)
        case SameSentence(child):
            return any(matches(child, Item("", "", sentence)) for sentence in END_OF_SENTENCE.split(item.text))
        case SameDocument(child):
            return (document_matches(child, document)
                    and any(matches(part, item) for part in positive_parts(child) if not isinstance(part, (Years, Dates))))


def document_matches(query: Query, document: Sequence[Item]) -> bool:
    """Whether a document as a whole matches: what is not joined or negated matches where any item does."""
    match query:
        case Not(child):
            return not document_matches(child, document)
        case And(children):
            return all(document_matches(child, document) for child in children)
        case Or(children):
            return any(document_matches(child, document) for child in children)
        case _:
            return any(matches(query, item) for item in document)


def positive_parts(query: Query, positive: bool = True) -> Iterator[Query]:
    """What stands under an even number of NOTs, the insides of 同篇 apart."""
    match query:
        case Not(child):
            yield from positive_parts(child, not positive)
        case And(children) | Or(children):
            for child in children:
                yield from positive_parts(child, positive)
        case _ if positive:
            yield query


# --- scores ----------------------------------------------------------------------------------------------------------

def words(text: str) -> list[str]:
    """The words of one zone: jieba's search mode for Han characters, and every run by itself."""
    found: list[str] = []
    compared = reduced(fold(text))
    for stretch in stretches(compared):
        written = compared[stretch.start():stretch.end()]
        found += _jieba.cut_for_search(written, HMM=False) if stretch["han"] else [written]
    return found


def bigrams(text: str) -> list[str]:
    """The pairs of adjacent units of one zone; two runs are joined with a space."""
    compared = reduced(fold(text))
    units: list[tuple[int, int]] = []
    for stretch in stretches(compared):
        start, end = stretch.span()
        units += [(place, place + 1) for place in range(start, end)] if stretch["han"] else [(start, end)]
    pairs = [(compared[slice(*one)], compared[slice(*other)]) for one, other in pairwise(units) if one[1] == other[0]]
    return [(" " if re.match("[a-z0-9]", one) and re.match("[a-z0-9]", other) else "").join((one, other))
            for one, other in pairs]


def positive_terms(query: Query, positive: bool = True) -> Iterator[str | Runs]:
    """What a query is ranked by: the texts and wildcards under an even number of NOTs, of the item itself."""
    match query:
        case Term(text, field) if positive and field in ("", "text", "title", "section"):
            yield text
        case Near(pieces) if positive:
            yield from pieces
        case Runs() if positive:
            yield query
        case Not(child):
            yield from positive_terms(child, not positive)
        case And(children) | Or(children):
            for child in children:
                yield from positive_terms(child, positive)
        case SameSentence(child) | SameDocument(child):
            yield from positive_terms(child, positive)


def precise(text: str) -> list[str]:
    """The words of one zone, none inside another."""
    found: list[str] = []
    compared = reduced(fold(text))
    for stretch in stretches(compared):
        written = compared[stretch.start():stretch.end()]
        found += _jieba.cut(written, HMM=False) if stretch["han"] else [written]
    return found


def characters(text: str) -> list[str]:
    """The Han characters of one zone."""
    return re.findall(HAN, reduced(fold(text)))


class Collection:
    """What BM25 knows of one kind of term: tf and dl of every item, n of every term, N and avgdl."""

    def __init__(self, tokens: Callable[[str], list[str]], items: Sequence[Item]) -> None:
        """Count the tokens of title, headings and own text."""
        self.tokens = tokens
        self.tf = {item.id: Counter(token for zone in (item.title, *item.sections, item.text) if zone
                                    for token in tokens(zone)) for item in items}
        self.n = Counter(term for tf in self.tf.values() for term in tf)
        self.N = len(items)
        self.avgdl = sum(tf.total() for tf in self.tf.values()) / self.N

    def score(self, term: str, item: Item) -> float:
        """What one term adds to the score of an item."""
        tf = self.tf[item.id]
        idf = math.log(1 + (self.N - self.n[term] + 0.5) / (self.n[term] + 0.5))
        first = OPENING * idf if self.tokens is bigrams and term in bigrams(END_OF_SENTENCE.split(item.text)[0]) else 0.0
        return idf * tf[term] / (tf[term] + K1 * (1 - B + B * tf.total() / self.avgdl)) + first


class Oracle:
    """All items of an index, and the collections of terms a score is made of, one for each kind."""

    def __init__(self, items: Iterable[Item], outside: Iterable[Item] = ()) -> None:
        """Take items that stand in the order of their places in their sources; the sources go by their names.

        What stands `outside` the items is no answer, but belongs to the document that 同篇 asks about.
        """
        self.outside = list(outside)
        self.items = sorted(items, key=lambda item: item.source)
        self.collections = [Collection(tokens, self.items) for tokens in (words, bigrams, precise, characters)]

    def search(self, query: Query) -> dict[str, float]:
        """The ids of all items that answer a query, in document order, each with its score."""
        wanted = list(positive_terms(query))
        texts = [text for text in wanted if isinstance(text, str)]
        terms = [(collection, term) for collection in self.collections
                 for term in sorted({token for text in texts for token in collection.tokens(text)})]
        # of the words that a wildcard may stand for, the best counts; a term counts once, whatever brings it
        words_of, _, precise_of, _ = self.collections
        choices = [[word for word in words_of.n if fits(form.pattern, word)] for form in wanted if isinstance(form, Runs)]
        found = {}
        for _, group in groupby(self.items, key=lambda item: item.source):
            items = list(group)
            document = items + [part for part in self.outside if part.source == items[0].source]
            for item in items:
                if matches(query, item, document):
                    best = {max(choice, key=lambda word: (words_of.score(word, item) + precise_of.score(word, item), word))
                            for choice in choices if choice}
                    brought = dict.fromkeys([*terms, *((kind, word) for word in best for kind in (words_of, precise_of))])
                    found[item.id] = sum(collection.score(term, item) for collection, term in brought)
        return found
