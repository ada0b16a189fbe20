"""Differences, and how well two items correspond."""
import math
import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import policysearch
from policysearch.analysis.analyzer import Analyzer, Tokens
from policysearch.analysis.dictionary import compile_dictionary
from policysearch.likeness.difference import Difference, difference
from policysearch.likeness.similarity import HEADING, WeightedItem, cosine, similarity, telling_terms, weigh
from policysearch.matching.plan import RankingTerm
from policysearch.text.folding import fold
from tests import oracle

LETTERS = "一二甲乙丙衛卫ab1.，。“” \n"


@pytest.fixture(scope="module")
def cut() -> Callable[[str], list[str]]:
    analyzer = Analyzer(compile_dictionary())
    return lambda text: list(analyzer.cut(text))


def written(left: str, right: str, found: Difference) -> str:
    """The difference in the marks of wdiff."""
    pieces = []
    for kept, here, there in found.stretches:
        gone, new = left[slice(*here)], right[slice(*there)]
        pieces.append(new if kept else (f"[-{gone}-]" if gone else "") + (f"{{+{new}+}}" if new else ""))
    return "".join(pieces)


def bare(text: str) -> str:
    """What counts of a text: folded, without white space and the marks that comparison passes over."""
    return "".join(character for character in fold(text) if not character.isspace() and character not in "“”")


@pytest.mark.parametrize("left, right, expected", [
    ("签约率达到40%", "签约率达到45%", "签约率达到[-40-]{+45+}%"),
    ("加强医疗卫生服务", "加强医疗卫生服务和健康管理", "加强医疗卫生服务{+和健康管理+}"),
    ("做好慢性病管理。", "慢性病管理。", "[-做好-]慢性病管理。"),
    ("推进“放管服”改革", "推進放管服改革", "推進放管服改革"),
    ("第一，卫生。\n第二，教育。", "第一,卫生。 第二,教育。", "第一,卫生。 第二,教育。"),
    ("实施健康“细胞”建设", "实施健康「单元」建设", "实施健康[-“细胞”-]{+「单元」+}建设"),
    ("", "新增", "{+新增+}"), ("废止", "", "[-废止-]"), ("", "", "")])
def test_what_is_gone_and_what_is_new_is_told_word_by_word(cut: Callable[[str], list[str]], left: str, right: str,
                                                           expected: str) -> None:
    assert written(left, right, difference(left, right, cut)) == expected


def test_a_word_kept_by_chance_does_not_break_up_a_change(cut: Callable[[str], list[str]]) -> None:
    left, right = "坚决完成招商引资的各项指标任务", "大力支持义务教育的均衡优质发展"
    assert written(left, right, difference(left, right, cut)) == f"[-{left}-]{{+{right}+}}"


@given(st.text(LETTERS, max_size=40), st.text(LETTERS, max_size=40))
def test_the_stretches_cover_both_texts_and_keep_only_what_is_the_same(left: str, right: str) -> None:
    found = difference(left, right, str.split)
    for text, spans in ((left, [stretch.left for stretch in found.stretches]),
                        (right, [stretch.right for stretch in found.stretches])):
        assert "".join(text[slice(*span)] for span in spans) == text
        assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]
    for kept, here, there in found.stretches:
        if kept:
            assert bare(left[slice(*here)]) == bare(right[slice(*there)])
    assert 0 <= found.common <= 1
    mirrored = difference(right, left, str.split)
    assert mirrored.common == found.common
    assert [(kept, there, here) for kept, here, there in mirrored.stretches] == list(found.stretches)


def test_the_share_of_common_text_is_that_of_units_in_both(cut: Callable[[str], list[str]]) -> None:
    assert difference("卫生健康", "衛生健康。", cut).common == 1.0
    assert difference("卫生健康", "教育", cut).common == 0.0
    # 4 of 4 and 4 of 8 units
    assert difference("卫生健康", "卫生健康招商引资", cut).common == pytest.approx(8 / 12)
    assert difference("", "", cut).common == difference("。", "。", cut).common == 1.0
    assert difference("。", "，", cut).common == 0.0


@pytest.mark.parametrize("alphabet", ["的", "的了", "".join(map(chr, range(0x4e00, 0x4e20)))])
def test_long_texts_are_compared_in_bounded_time(alphabet: str) -> None:
    draw = random.Random(5)
    left, right = ("".join(draw.choices(alphabet, k=30_000)) for _ in range(2))
    started = time.perf_counter()
    found = difference(left, right, list)
    assert time.perf_counter() - started < 20
    assert [span for _, span, _ in found.stretches][-1].end == len(left)


def test_one_changed_word_in_a_long_text_is_the_only_change(cut: Callable[[str], list[str]]) -> None:
    text = "".join(f"第{number}项，加强卫生健康工作，落实责任。" for number in range(800))
    changed = text.replace("第400项，加强", "第400项，推进")
    assert [(text[slice(*here)], changed[slice(*there)]) for kept, here, there in difference(text, changed, cut).stretches
            if not kept] == [("加强", "推进")]


def test_the_score_is_the_formula_that_the_module_states(seeds: policysearch.Index) -> None:
    one, other = (seeds.item(name) for name in ("003_1862168b01536afb.txt:2.6", "000_7a3d958bfaa7c084.txt:4.16"))
    counted = oracle.Oracle(seeds.items())

    def weights(text: str) -> dict[tuple[int, str], float]:
        found = {}
        for kind, collection in enumerate(counted.collections[:2]):
            tokens = collection.tokens(text)
            for term in tokens:
                n = collection.n[term]
                idf = math.log(1 + (collection.N - n + .5) / (n + .5))
                found[kind, term] = (1 + math.log(tokens.count(term))) * idf
        return found

    def angle(a: str, b: str) -> float:
        first, second = weights(a), weights(b)
        product = sum(weight * second.get(term, 0) for term, weight in first.items())
        return product / math.hypot(*first.values()) / math.hypot(*second.values())

    assert one.heading and other.heading
    expected = (angle(one.text, other.text) + HEADING * angle(one.heading, other.heading)) / (1 + HEADING)
    both = [WeightedItem(seeds.weigh(item.text), seeds.weigh(item.heading or "")) for item in (one, other)]
    assert similarity(*both) == similarity(*reversed(both)) == pytest.approx(expected)
    without = both[1]._replace(heading={})
    assert similarity(both[0], without) == pytest.approx(angle(one.text, other.text))


def test_the_cosine_of_a_text_with_itself_is_one_and_with_nothing_none() -> None:
    tokens = Tokens(Counter({"卫生": 2, "健康": 1}), Counter({"卫生": 2}), Counter(), Counter(), ())
    weights = weigh(tokens, {RankingTerm("word", "卫生"): 1.0, RankingTerm("word", "健康"): 3.0,
                             RankingTerm("bigram", "卫生"): 0.5}.__getitem__)
    assert cosine(weights, weights) == pytest.approx(1)
    assert cosine(weights, {}) == cosine({}, {}) == 0
    assert telling_terms(weights, 2) == (RankingTerm("word", "健康"), RankingTerm("word", "卫生"))
