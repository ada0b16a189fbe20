"""The first-phase formula: BM25 as in the second phase, on lengths of one byte as Whoosh keeps them."""
K1 = 0.6
B = 0.75


def norm(length: float, average: float) -> float:
    """What the length of an item adds below the line of tf / (tf + norm)."""
    return K1 * (1 - B + B * length / average)
