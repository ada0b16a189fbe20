"""--explain: the tree with its counts, the terms that rank, and sums that can be added up by hand."""
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import policysearch
from policysearch.cli import main
from policysearch.errors import TimeBudgetExceeded
from policysearch.explanations import TermPart
from policysearch.matching.explaining import explained
from policysearch.matching.leaf_plans import YearPlan
from policysearch.matching.plan import Plan, RankingTerms
from policysearch.messages.catalogue import use_language
from policysearch.output.hits import render_results
from policysearch.output.style import Style
from policysearch.query.limits import MAX_NESTING
from policysearch.query.parser import parse
from policysearch.query.syntax import Query, leaves
from tests.conftest import MakeIndex

pytestmark = pytest.mark.every_engine

QUERIES = ["家庭医生 (签约 OR 医联体) -公司", "第5条 OR 2022年 疫苗", "cov* OR 3? OR 5*", '"家庭医生签约服务"~5 OR 标题:宝山', "年:2022 -number:6",
           "同句(签约 (老年人 OR 疫苗)) OR 宝卫〔2022〕4号", "同篇(医联体 同句(疫苗 签约) 日期:2022)", "地区:宝山 章节:体系 正文:签约"]


def printed(results: policysearch.Results) -> str:
    return "\n".join(render_results(results, Style(False)))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("options", [{}, {"parts": True, "synonyms": False, "years": 2022}], ids=["plain", "restricted"])
def test_a_leaf_counts_what_a_search_for_it_alone_finds(seeds: policysearch.Index, query: str,
                                                        options: dict[str, Any]) -> None:
    explanation = seeds.search(query, explain=True, **options).explanation
    assert explanation
    found = {key: value for key, value in options.items() if key != "years"}
    in_sentence = {id(child) for _, node in explanation.tree.walk() if node.kind == "same_sentence"
                   for _, child in node.walk()}
    leaves = [node for _, node in explanation.tree.walk() if node.query]
    assert leaves
    for leaf in leaves:
        asked = leaf.query or ""
        alone = f"同句({asked})" if id(leaf) in in_sentence else asked
        assert leaf.items == seeds.search(alone, **found).total, alone
        assert leaf.field != "text" or id(leaf) in in_sentence or asked.startswith("text:")


def test_operators_and_functions_are_counted_as_well(seeds: policysearch.Index) -> None:
    results = seeds.search("家庭医生 (签约 OR 医联体) OR 同篇(医联体 疫苗) OR -公司", explain=True)
    assert results.explanation
    nodes = {(depth, node.kind): node.items for depth, node in results.explanation.tree.walk()}
    assert nodes[0, "or"] == results.total
    assert nodes[2, "or"] == seeds.search("签约 OR 医联体").total
    assert nodes[1, "same_document"] == seeds.search("同篇(医联体 疫苗)").total
    # what 同篇 joins is joined by document, and NOT is nothing to be found
    assert nodes[2, "and"] is None and nodes[1, "not"] is None


@pytest.mark.parametrize("query, attribute, forms", [
    ("第23条", "spellings", ("第二十三条",)), ('"第23条"', "spellings", ()), ("医联体", "synonyms", ("医疗联合体",)),
    ("同句(医联体 签约)", "synonyms", ("医疗联合体",)), ("3?", "words", None), ('"家庭医生签约服务"~5', "pieces", ("家庭医生", "签约服务"))])
def test_a_leaf_says_what_else_it_finds(seeds: policysearch.Index, query: str, attribute: str,
                                        forms: tuple[str, ...] | None) -> None:
    explanation = seeds.search(query, explain=True).explanation
    assert explanation
    leaf = next(node for _, node in explanation.tree.walk() if node.query)
    found = getattr(leaf, attribute)
    assert found == forms if forms is not None else found and all(re.fullmatch("3[a-z0-9]", word) for word in found)


def test_a_text_without_operators_is_explained_by_its_words(seeds: policysearch.Index) -> None:
    results = seeds.search("哪些家庭医生 AND 签约？", reading="any", explain=True, limit=1)
    assert results.explanation
    tree = results.explanation.tree
    assert (tree.kind, tree.items, tree.children) == ("any_word", results.total, ())
    assert {"家庭医生", "签约", "and"} <= set(tree.pieces)
    assert "哪些" not in {term.text for term in results.explanation.terms}


@pytest.mark.parametrize("query", QUERIES)
def test_the_printed_parts_add_up_to_the_printed_score_to_the_last_place(seeds: policysearch.Index, query: str) -> None:
    results = seeds.search(query, explain=True, limit=30)
    sums = re.findall(r"^   score ([\d.]+) =\n((?:     .*\n)*)", printed(results), re.MULTILINE)
    hits = results.hits or results.nearest
    assert len(sums) == len(hits) > 0
    for (total, parts), hit in zip(sums, hits):
        assert Decimal(total) == sum(Decimal(line.split()[0]) for line in parts.splitlines())
        assert float(total) == pytest.approx(hit.score, abs=1e-9)


def test_a_part_is_what_the_printed_formula_gives_for_the_printed_numbers(seeds: policysearch.Index) -> None:
    shown = printed(seeds.search(QUERIES[0], explain=True))
    formula = re.search(r"A term gives (.*), and a bigram in the first sentence (.*) more;", shown)
    assert formula and formula.groups() == ("idf tf / (tf + 0.6 (1 - 0.75 + 0.75 dl / avgdl)) x weight", "0.1 idf")
    parts = re.findall(r"^     ([\d.]+)  .*idf ([\d.]+) .* tf (\d+)  dl (\d+) / avgdl ([\d.]+)  x ([\d.]+)$", shown,
                       re.MULTILINE)
    assert len(parts) > 20
    for part in parts:
        score, idf, tf, dl, avgdl, weight = map(float, part)
        assert score == pytest.approx(idf * tf / (tf + 0.6 * (1 - 0.75 + 0.75 * dl / avgdl)) * weight, abs=1e-5)
    firsts = re.findall(r"^     ([\d.]+)  first sentence .*idf ([\d.]+) .*  x 0.1$", shown, re.MULTILINE)
    assert firsts and all(float(score) == pytest.approx(0.1 * float(idf), abs=1e-6) for score, idf in firsts)


def test_the_terms_listed_are_those_of_the_sums_with_the_same_numbers(seeds: policysearch.Index) -> None:
    results = seeds.search(QUERIES[0], explain=True)
    assert results.explanation
    listed = {(term.kind, term.text): (term.n, term.idf, term.weight) for term in results.explanation.terms}
    assert len(listed) == len(results.explanation.terms)
    parts = [part for hit in results if hit.explanation for part in hit.explanation.parts if isinstance(part, TermPart)]
    assert parts and all(listed[part.kind, part.text] == (part.n, part.idf, part.weight) for part in parts)
    # a term that no item holds is there too
    assert listed["word", "医疗联合体"][0] == 0


def test_the_tree_is_drawn_a_node_a_line(seeds: policysearch.Index) -> None:
    assert printed(seeds.search(QUERIES[0], explain=True, limit=0)).splitlines()[:9] == [
        "Understood as: (家庭医生 AND (签约 OR 医联体) AND NOT 公司)",
        "  AND                         Items: 6",
        "    家庭医生                  Items: 6; in: anywhere",
        "    OR                        Items: 16",
        "      签约                    Items: 8; in: anywhere",
        "      医联体                  Items: 10; in: anywhere; also 医疗联合体",
        "    NOT",
        "      公司                    Items: 0; in: anywhere",
        "Terms that rank the hits (n of the N 111 items hold it):"]


def test_the_tree_is_drawn_in_chinese(seeds: policysearch.Index) -> None:
    use_language("zh")
    lines = printed(seeds.search("第23条 年:2022 cov*", explain=True, limit=0)).splitlines()
    assert lines[2:5] == ["    第23条                    共 0 条；范围 整个条目；其他写法 第二十三条",
                          "    year:2022                 共 46 条；范围 年份", "    cov*                      共 0 条；范围 整个条目"]


def test_many_words_of_a_wildcard_are_named_in_part(make_index: MakeIndex) -> None:
    index = make_index(" ".join(f"a{number:02}" for number in range(20)))
    assert "stands for a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11 and 8 more\n" in printed(
        index.search("a*", explain=True))


def test_json_has_the_explanation_where_it_was_asked_for(seeds_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(*options: str) -> dict[str, Any]:
        capsys.readouterr()
        main(["search", "--json", "--index", str(seeds_folder), "第5条 OR 医联体", *options])
        return dict(json.loads(capsys.readouterr().out))

    assert answer()["explanation"] is None
    explanation = answer("--explain")["explanation"]
    assert list(explanation) == ["tree", "expansions", "terms"]
    assert explanation["expansions"] == {"第5条": ["第五条"], "医联体": ["医疗联合体"]}
    assert explanation["tree"]["kind"] == "or" and explanation["tree"]["query"] is None
    assert explanation["tree"]["children"][1] == {
        "kind": "term", "query": "医联体", "field": None, "items": 10, "spellings": [], "synonyms": ["医疗联合体"], "words": [],
        "pieces": [], "children": []}
    assert list(explanation["terms"][0]) == ["kind", "text", "weight", "idf", "n", "N"]


def test_a_query_nested_as_deep_as_may_be_is_explained(seeds_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "签约 (家庭 OR " * (MAX_NESTING - 1) + "疫苗" + ")" * (MAX_NESTING - 1)
    for form in ([], ["--json"]):
        assert main(["search", "--explain", "--index", str(seeds_folder), query, *form]) == 0
        assert capsys.readouterr().out


def test_counts_for_which_there_is_no_time_are_left_out() -> None:
    tree = parse("年:2022 OR 年:2023")
    plan = Plan(tree, {leaf: YearPlan(2022, 2022) for leaf, _ in leaves(tree)}, RankingTerms(()))

    def count(query: Query) -> int:
        if query is tree:
            raise TimeBudgetExceeded("search.time_budget", seconds=10)
        return 5

    assert [(node.kind, node.items) for _, node in explained(plan, count).walk()] == [("or", None), ("year", 5), ("year", 5)]
