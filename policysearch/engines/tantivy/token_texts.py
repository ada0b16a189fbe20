"""The tokens of many items as the texts that Tantivy takes apart again, one token a line, put together with numpy.

Tokens are slices of a pool of code points: of the texts themselves, or of all different tokens one behind the other.
"""
import operator
from collections.abc import Callable

import numpy as np

from policysearch.analysis.analyzer import bigram
from policysearch.analysis.bulk import FIRST, FURTHER, UNRANKED, LaidTexts, Postings
from policysearch.arrays import Array, distinct, ranges
from policysearch.engines.tantivy.fields import GAP, LONGEST, spelled

_END = "\n"
# a gap lies wherever units do not stand side by side. A phrase may leave out every other bigram, and must not reach over a
# gap by that: each takes up two places
_GAPS = GAP + _END + GAP


def words(laid: LaidTexts, items: int) -> list[str]:
    """For each of so many items the words of its ranked texts."""
    precise, inner = (_joined(laid.codes, *places, items) for places in (laid.precise, laid.inner))
    return list(map(operator.add, precise, inner))


def listed(postings: Postings, texts: Callable[[Array], list[str]], items: int) -> list[str]:
    """For each of so many items its terms, each once; `texts` gives the terms of keys."""
    keys = distinct(postings.keys)
    tokens = texts(keys)
    ends = np.cumsum(np.fromiter(map(len, tokens), np.int64, len(tokens)))
    starts = np.append(0, ends[:-1])
    chosen = np.searchsorted(keys, postings.keys)
    return _joined(_codes("".join(tokens).replace(" ", "_")), starts[chosen], ends[chosen], postings.items, items)


def positioned(laid: LaidTexts, items: int) -> tuple[list[str], list[str], list[str]]:
    """For each of so many items the bigrams at their places: of its ranked texts, of these without the first, and of those
    that are not ranked. A gap comes before them all: it parts the text from another value of its field, with the place that
    Tantivy itself leaves there."""
    ranked = laid.standing <= FURTHER
    return (_positioned(laid, ranked, items), _positioned(laid, ranked & (laid.standing != FIRST), items),
            _positioned(laid, laid.standing == UNRANKED, items))


def _positioned(laid: LaidTexts, chosen: Array, items: int) -> list[str]:
    starts, ends, codes, is_han = (column[chosen] for column in laid.units)
    if not len(starts):
        return [GAP] * items
    joined = starts[1:] == ends[:-1]
    # each unit brings the bigram that it ends, where there is one, and the gaps behind the stretch that it ends
    is_there = np.stack([np.append(False, joined), np.append(~joined, True)], axis=1)
    runs = np.flatnonzero(joined & ~is_han[1:] & ~is_han[:-1])
    special = [spelled(bigram(_text(laid.codes, starts[place], ends[place]), _text(laid.codes, starts[place + 1],
                                                                                   ends[place + 1]))) for place in runs]
    pool = np.concatenate([laid.codes, _codes(_GAPS + "".join(special))])
    gaps = len(laid.codes)
    token_starts = np.stack([np.append(0, starts[:-1]), np.full(len(starts), gaps)], axis=1)
    token_ends = np.stack([ends, np.full(len(starts), gaps + len(_GAPS))], axis=1)
    # two runs have a mark between them that their text has not
    token_ends[runs + 1, 0] = gaps + len(_GAPS) + np.cumsum(np.array([len(text) for text in special], np.int64))
    token_starts[runs + 1, 0] = token_ends[runs + 1, 0] - np.array([len(text) for text in special], np.int64)
    its_items = np.repeat(laid.items[chosen], 2).reshape(-1, 2)
    texts = _joined(pool, token_starts[is_there], token_ends[is_there], its_items[is_there], items)
    return [GAP + _END + text for text in texts]


def _joined(pool: Array, starts: Array, ends: Array, of_items: Array, items: int) -> list[str]:
    """For each item its tokens, slices of the pool, with the end of a line behind each; the items' numbers never fall."""
    sizes = np.minimum(ends - starts, LONGEST) + 1
    text = np.append(pool, 0)[ranges(starts, sizes)]
    text[np.cumsum(sizes) - 1] = ord(_END)
    stops = np.cumsum(np.bincount(of_items.astype(np.int64), sizes, items)).astype(np.int64).tolist()
    whole = text.astype("<u4").tobytes().decode("utf-32-le")
    return [whole[start:stop] for start, stop in zip([0, *stops], stops)]


def _codes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _text(codes: Array, start: int, end: int) -> str:
    return codes[start:end].tobytes().decode("utf-32-le")
