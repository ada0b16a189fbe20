"""A corpus of any size for measuring speed: clauses of the seeds mixed with words of jieba's dictionary, items of ~300
characters.

    python -m benchmarks.corpus COUNT > items.jsonl
"""
import functools
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent.parent / "seeds"
LENGTH = 300
ITEMS_OF_A_DOCUMENT = 20
_PLACES = ("上海", "宝山区", "北京市", "杭州市", "成都市", "广东省", "武汉市", "兰州市")
_SUBJECTS = ("卫生健康", "养老服务", "乡村振兴", "数据管理", "公共交通", "生态环境", "教育", "就业")
_KINDS = ("工作要点", "实施意见", "管理办法", "工作计划", "通知")


def records(count: int, seed: int = 1, start: int = 0) -> Iterator[dict[str, Any]]:
    """As many records from number `start`, the same for the same `seed`; each year, place and kind comes again and again."""
    first, place = divmod(start, ITEMS_OF_A_DOCUMENT)
    documents = (record for document in range(first, -(-(start + count) // ITEMS_OF_A_DOCUMENT))
                 for record in _document(document, seed))
    return islice(documents, place, place + count)


def _document(document: int, seed: int) -> Iterator[dict[str, Any]]:
    # each from a seed of its own, so that several processes can make them
    rng = random.Random(f"{seed} {document}")
    clauses, (words, cumulative) = _clauses(), _words()
    year, where, kind = rng.randint(2000, 2025), rng.choice(_PLACES), rng.choice(_KINDS)
    title = f"{year}年{where}{rng.choice(_SUBJECTS)}{kind}"
    for place in range(1, ITEMS_OF_A_DOCUMENT + 1):
        pieces: list[str] = []
        length = 0
        while length < LENGTH:
            piece = rng.choice(clauses) if rng.random() < 0.4 else "".join(
                rng.choices(words, cum_weights=cumulative, k=rng.randint(3, 9)))
            pieces.append(piece + rng.choice("，，，。。；、"))
            length += len(pieces[-1])
        yield {"id": f"d{document}:{place}", "source": f"d{document}", "text": "".join(pieces), "title": title,
               "year": year, "place": where, "kind": kind, "number": f"{place}."}


@functools.cache
def _clauses() -> Sequence[str]:
    return [clause for path in sorted(SEEDS.iterdir()) for clause in re.split("[，。；：、\n]", path.read_text("utf-8"))
            if 4 <= len(clause) <= 40]


@functools.cache
def _words() -> tuple[Sequence[str], Sequence[float]]:
    """The Han words of jieba's dictionary with sums of how often each is to come: less steeply than in it, so that rare ones
    do."""
    lines = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" ")[:2] for line in lines]
    kept = [(word, int(count) ** 0.75) for word, count in pairs if re.fullmatch("[\u4e00-\u9fff]{1,6}", word)]
    return [word for word, _ in kept], list(accumulate(weight for _, weight in kept))


if __name__ == "__main__":
    for record in records(int(sys.argv[1])):
        print(json.dumps(record, ensure_ascii=False))
