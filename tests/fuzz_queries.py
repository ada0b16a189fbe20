"""Random queries against a real index: an answer or a named error, never a traceback. `make fuzz` runs it; pytest does not.

Of every answer it is checked that the query as understood reads back as itself, that there are no more hits than the
total says, that the hits are different items, and that all spans lie in the text, sorted and apart. The same seed makes
the same queries, however many processes there are.
"""
import argparse
import heapq
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import policysearch
from policysearch.models import Hit, Span
from policysearch.query.parser import parse
from policysearch.searcher import SORTS

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("POLICYSEARCH_SHARED", ROOT.parent / "shared")) / "policies"
CHUNK = 500
SLOWEST = 10

OPERATORS = """AND OR NOT && || & | 且 并且 並且 或 或者 非 不含 and or not TO - ! － ！ + * ＊ ＋ ＆＆ ｜｜ ＡＮＤ""".split()
BRACKETS = "()（）[]〔〕{}【】「」“”\"'《》〈〉"
FIELDS = """text title section issuer place kind doc_number number year date 正文 标题 標題 章节 发文机关 地区 文种 文号 条号 年 日期 nosuch
 未知 Ｔｉｔｌｅ""".split()
VALUES = """2022 2021..2023 2021-2023 [2021 TO 2023] [2021 TO *] >=2021 <2020 ..2022 2022.. 2023..2021 2021年至2022年 二〇二二年
 2022-06
 2022-06-10
 2022-02-30 2022-06..2022-07 0000 99999 abc 6 （六） 六、 第六条 第一百二十条之一 ① 宝卫〔2022〕4号 国办发(2023)1号
 国办发2023年1号 [ ] ( > >= .. - ~""".split()
SAMPLES = """招商 -公司|(東京 AND NOT secret) OR bill|"放管服"改革|同句(家庭医生 签约率)|同篇(医疗 养老)|"家庭 签约"~5|cov* OR h?n?|PM2.5 5G A类|国办发〔2023〕1号
第23条 二〇二三年|year:2021..2023 家庭医生|title:要点 -text:公司|number:第六条|date:>=2022-06-10|R&D A|B 或有负债|“一网通办” 服务|公立医院高质量发展
-(家庭 OR 医生)|year:(2021 OR 2022)|issuer:"上海市卫生健康委员会"|同篇(同句(家庭 签约) 养老)|互联网+医疗 C++ C#|３.５％ ２０２２年""".replace("\n",
    "|").split("|")
ALPHABETS = ["*?＊？~～ab1", "()（）[]\"“”", "一二三第条年月日〔〕号", "-!－！&|:：<>=", " \t\n\u3000\u200b\ufeff",
    "\U00020bb7😀é한ß①㎡\x00\ud800臺覆"]


class Outcome(NamedTuple):
    """What became of some queries: how many, the counts of each kind, the slowest, and what should not have happened."""

    queries: int
    kinds: Counter[str]
    slowest: list[tuple[float, str]]
    faults: list[str]


class Fuzzer:
    """Makes queries about some texts."""

    def __init__(self, texts: Sequence[str], rng: random.Random) -> None:
        self._texts = texts
        self._rng = rng
        self._kinds: list[Callable[[], str]] = [
            self._random_characters, self._alphabet, self._joined, self._joined, self._mutated, self._mutated, self._nested,
            self._wildcards, self._function, self._filters, self._near]

    def query(self) -> str:
        """One query."""
        return self._rng.choice(self._kinds)()

    def options(self) -> dict[str, Any]:
        """How to ask it."""
        return {"sort": self._rng.choice(SORTS), **{name: self._rng.random() < 0.2 for name in ("group", "loose", "parts")}}

    def _piece(self, longest: int = 12) -> str:
        text = self._rng.choice(self._texts)
        start = self._rng.randrange(len(text))
        return text[start:start + self._rng.randint(1, longest)]

    def _random_characters(self) -> str:
        ranges = [(0, 0x7f), (0x2000, 0x2fdf), (0x3000, 0x30ff), (0x4e00, 0x9fff), (0xd7f0, 0xe010), (0xf900, 0xffff),
            (0x10000, 0x10ffff)]
        return "".join(chr(self._rng.randint(*self._rng.choice(ranges))) for _ in range(self._rng.randint(0, 20)))

    def _alphabet(self) -> str:
        letters = "".join(self._rng.sample(ALPHABETS, 2)) + self._piece(3)
        return "".join(self._rng.choices(letters, k=self._rng.randint(1, 30)))

    def _word(self) -> str:
        piece = self._piece(6)
        choice = self._rng.random()
        if choice < 0.15:
            return f'"{piece}"'
        if choice < 0.2:
            return f"“{piece}”~{self._rng.randint(0, 30)}"
        if choice < 0.35:
            return f"{self._rng.choice(FIELDS)}{self._rng.choice(':：')}{self._rng.choice([piece, *VALUES])}"
        if choice < 0.42:
            return self._rng.choice(["-", "!", "－", "NOT "]) + piece
        return piece

    def _joined(self) -> str:
        words = [self._word()]
        for _ in range(self._rng.randint(0, 6)):
            words += [self._rng.choice([*OPERATORS, "", "", "", "(", ")"]), self._word()]
        return self._rng.choice(["", " ", " ", "\u3000"]).join(words)

    def _mutated(self) -> str:
        characters = list(self._rng.choice(SAMPLES))
        for _ in range(self._rng.randint(1, 4)):
            place = self._rng.randint(0, len(characters))
            new = self._rng.choice([self._rng.choice(BRACKETS), self._rng.choice(OPERATORS), self._piece(2), " ",
                                    chr(self._rng.randint(0x20, 0x7e))])
            characters[place:place + self._rng.randint(0, 2)] = [new] * self._rng.randint(0, 2)
        return "".join(characters)

    def _nested(self) -> str:
        depth = self._rng.choice([1, 3, 10, 99, 100, 101, 500])
        opening = self._rng.choice(["(", "（", "NOT (", "-", "同篇(", "(甲 OR ", "text:("])
        return opening * depth + self._piece(3) + ")" * (depth + self._rng.choice([-1, 0, 0, 0, 1]))

    def _wildcards(self) -> str:
        return " ".join("".join(self._rng.choices("*?ab1cov.2#+-＊？字", k=self._rng.randint(1, 8)))
                        for _ in range(self._rng.randint(1, 3)))

    def _function(self) -> str:
        inner = " ".join(self._word() for _ in range(self._rng.randint(0, 4)))
        opened = self._rng.choice(["同句", "同篇", "-同句", "同篇(同句"]) + self._rng.choice("(（")
        return opened + inner + self._rng.choice([")", "）", "))", ""])

    def _filters(self) -> str:
        return " ".join(f"{self._rng.choice(FIELDS)}{self._rng.choice(':：')}{self._rng.choice([*VALUES, self._piece(4)])}"
                        for _ in range(self._rng.randint(1, 3)))

    def _near(self) -> str:
        pieces = " ".join(self._piece(4) for _ in range(self._rng.randint(1, 4)))
        return f'"{pieces}"~{self._rng.choice([0, 1, 5, 50, 9999, 10000, "", "x", -1])}'


def faults_of(index: policysearch.Index, query: str, options: dict[str, Any]) -> list[str]:
    """What is wrong with the answer to a query. Raises whatever the search raises."""
    results = index.search(query, limit=5, **options)
    found = []
    if str(parse(results.understood)) != results.understood:
        found.append(f"is understood as {results.understood!r}, which reads as {str(parse(results.understood))!r}")
    shown = sum(1 + len(hit.others) for hit in results)
    if (shown < min(5, results.total) if options["group"] else shown != min(5, results.total)) or len({hit.item.id
        for hit in results}) != len(results):
        found.append(f"{len(results)} hits on the first page of {results.total} with {options}")
    found += [f"bad spans in {hit.item.id}" for hit in (*results.hits, *results.nearest) if not _well_marked(hit)]
    return found


def _well_marked(hit: Hit) -> bool:
    zones = [(hit.spans, hit.item.text), (hit.title_spans, hit.item.title or ""), *zip(hit.section_spans, hit.item.sections)]
    return all(_apart(spans, text) for spans, text in zones)


def _apart(spans: Sequence[Span], text: str) -> bool:
    ends = [0, *(span.end for span in spans)]
    return ends[-1] <= len(text) and all(end <= span.start < span.end for end, span in zip(ends, spans))


def fuzz(index_dir: str, seed: int, chunk: int, count: int) -> Outcome:
    """Ask `count` queries of one chunk."""
    kinds: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    faults: list[str] = []
    # few candidates: what is looked for here is not in the scores
    with policysearch.Index(index_dir, candidates=20) as index:
        fuzzer = Fuzzer([item.text for item in index.items()], random.Random(f"{seed} {chunk}"))
        for _ in range(count):
            query, options = fuzzer.query(), fuzzer.options()
            start = time.perf_counter()
            try:
                faults += [f"{query!r}: {fault}" for fault in faults_of(index, query, options)]
                kinds["answered"] += 1
            except policysearch.PolicySearchError as error:
                kinds[f"{type(error).__name__} {error.key}"] += 1
            except Exception:
                kinds["TRACEBACK"] += 1
                faults.append(f"{query!r}: {traceback.format_exc()}")
            times.append((time.perf_counter() - start, query))
    return Outcome(count, kinds, heapq.nlargest(SLOWEST, times), faults)


def _fuzz(work: tuple[str, int, int, int]) -> Outcome:
    return fuzz(*work)


def main() -> int:
    """Fuzz, print what happened, and give 1 where something should not have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    began = time.perf_counter()
    kinds: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        sources = [source for source in (ROOT / "seeds", SHARED) if source.exists()]
        policysearch.build(sources, folder + "/index")
        works = [(folder + "/index", options.seed, chunk, min(CHUNK, options.queries - chunk * CHUNK))
                 for chunk in range(-(-options.queries // CHUNK))]
        with multiprocessing.get_context("spawn").Pool(options.processes) as pool:
            for outcome in pool.imap(_fuzz, works):
                kinds += outcome.kinds
                slowest = heapq.nlargest(SLOWEST, slowest + outcome.slowest)
                faults += outcome.faults
                for fault in outcome.faults:
                    print(fault, flush=True)
                print(f"\r{kinds.total()} of {options.queries} queries, {len(faults)} faults", end="", file=sys.stderr,
                    flush=True)
    print(f"\n{kinds.total()} queries, seed {options.seed}, {time.perf_counter() - began:.0f} s")
    for kind, count in kinds.most_common():
        print(f"{count:8} {kind}")
    print("the slowest:")
    for seconds, query in slowest:
        print(f"{seconds:8.3f} s  {query[:100]!r}{'…' if len(query) > 100 else ''} ({len(query)} characters)")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
