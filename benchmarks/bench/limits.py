"""What nothing can be quicker than: reading the items, cutting them into words.

    python -m benchmarks.bench.limits MATERIAL
"""
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import jieba

from benchmarks.bench.material import Material, text_of

# rates do not depend on how many items there are
SAMPLE = 2000
CUTTING = "words by jieba, search mode, one processor"


def limits(material: Material) -> dict[str, float]:
    """Items a second of each limit, by its name."""
    texts = [text_of(record) for record in islice(material.items(), SAMPLE)]
    jieba.initialize()
    return {"plain reading": _reading(material),
            CUTTING: _rate(texts, lambda text: jieba.lcut_for_search(text, HMM=False))}


def _reading(material: Material) -> float:
    begun = time.perf_counter()
    count = sum(1 for _ in material.item_lines())
    return count / (time.perf_counter() - begun)


def _rate(texts: Sequence[str], work: Callable[[str], object]) -> float:
    begun = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - begun)


if __name__ == "__main__":
    print(json.dumps(limits(Material(Path(sys.argv[1])))))
