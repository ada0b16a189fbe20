"""Draws queries of each kind from the words of the items, the same for the same items."""
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice

from benchmarks.bench.queries import PHRASES, TERM_COUNTS, Query

_SEED = 7
_SAMPLE = 10_000
_CHARACTER = "国"
_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
_CLAUSE = re.compile("[\u4e00-\u9fff]{4,8}")
_BORDER = re.compile("[，。；、]")
# shares of the items that hold a word
_COMMON, _MIDDLE = .03, .003
# the kinds whose terms are texts of several words
_CUT = (*PHRASES, "question")
# items that phrases are taken from, and the share of them that holds a common one
_PHRASE_SAMPLE, _COMMON_PHRASE = 2000, .003


def draw(texts: Iterable[str], words: Iterable[Sequence[str]], years: tuple[int, int],
         cut: Callable[[str], list[str]]) -> list[Query]:
    """Queries for items with these texts and words, which are told by a sample from the beginning.

    `years` are the first and the last; `cut` gives the words of a text. Raises ValueError where there is no item.
    """
    rng = random.Random(_SEED)
    sample = list(islice(texts, _SAMPLE))
    if not sample:
        raise ValueError("no item to draw queries from")
    cuts = list(islice(words, _SAMPLE))
    held = [{word for word in each if _WORD.fullmatch(word)} for each in cuts]
    counts = Counter(word for each in held for word in each)
    common = [word for word, count in counts.items() if count > _COMMON * len(sample)]
    middle = [word for word, count in counts.items() if _MIDDLE * len(sample) < count <= _COMMON * len(sample)]
    # inside a clause the words are cut as in the items, so that those who hold words alone find it too
    clauses = [clause for text in sample for clause in _BORDER.split(text) if _CLAUSE.fullmatch(clause)]
    # common words that stand in one item
    together = [there for each in held if len(there := each.intersection(common)) > 1]
    rare = [word for word, count in counts.items() if count <= 3]

    def some(number: int, *lists: Collection[str]) -> list[str]:
        return rng.sample(among := sorted({word for each in lists for word in each}), min(number, len(among)))

    asked: list[tuple[str, list[str]]] = [
        *(("common", [word]) for word in some(40, common)),
        *(("rare", [word]) for word in some(60, rare)),
        ("character", [_CHARACTER]),
        *(("or", some(rng.randint(2, 4), common, middle)) for _ in range(60)),
        *(("and", some(rng.randint(2, 4), rng.choice(together))) for _ in range(60)),
        *(("phrase", [phrase]) for phrase in _phrases(rng, sample, cuts, cut)),
        *(("clause", [clause]) for clause in some(60, clauses)),
        *(("prefix", [word[:2]]) for word in some(40, common, middle)),
        *(("year", [word]) for word in some(40, common)),
        *(("question", [_question(rng, common, middle or common)]) for _ in range(30)),
        *((f"terms {count}", some(count, common, middle)) for count in TERM_COUNTS for _ in range(20))]
    return [Query(kind, terms, [cut(term) if kind in _CUT else [term] for term in terms],
                  rng.randint(*years) if kind == "year" else None) for kind, terms in asked]


def _phrases(rng: random.Random, texts: Sequence[str], words: Sequence[Sequence[str]],
             cut: Callable[[str], list[str]]) -> list[str]:
    """Phrases of two or three neighbouring words of a text, half of them common. Each is cut alone as it is in the text,
    so that it is a sequence of words to those who hold words alone."""
    counts: Counter[tuple[str, ...]] = Counter()
    for text, each in zip(texts[:_PHRASE_SAMPLE], words):
        windows = {*zip(each, each[1:]), *zip(each, each[1:], each[2:])}
        counts.update(window for window in windows if all(map(_WORD.fullmatch, window)) and "".join(window) in text)
    common = _COMMON_PHRASE * min(len(texts), _PHRASE_SAMPLE)
    found: list[str] = []
    for chosen in ([window for window, count in sorted(counts.items()) if count > max(1, common)],
                   [window for window, count in sorted(counts.items()) if count == 1]):
        rng.shuffle(chosen)
        found += islice(("".join(window) for window in chosen if cut("".join(window)) == list(window)), 30)
    return found


def _question(rng: random.Random, common: Sequence[str], middle: Sequence[str]) -> str:
    return (f"{rng.choice(common)}{rng.choice(middle)}的{rng.choice(common)}应当按照{rng.choice(middle)}"
            f"向哪些{rng.choice(common)}提供{rng.choice(middle)}？")
