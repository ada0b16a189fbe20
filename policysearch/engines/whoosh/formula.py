"""The first-phase formula: BM25 as in the second phase, on lengths of one byte as Whoosh keeps them."""
import math

K1 = 0.6
B = 0.6


def idf(items: int, n: int) -> float:
    """The weight of a term that n of the `items` hold, as Lucene has it; Whoosh's own can be negative in effect."""
    return math.log(1 + (items - n + 0.5) / (n + 0.5))


def norm(length: float, average: float) -> float:
    """What the length of an item adds below the line of tf / (tf + norm)."""
    return K1 * (1 - B + B * length / average)
