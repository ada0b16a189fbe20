"""Texts without operators, runs of many queries, and measures against hand-computed values."""
import json
import math
import random
import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

import policysearch
from policysearch.analysis.analyzer import Analyzer, bigrams
from policysearch.analysis.dictionary import compile_dictionary
from policysearch.cli import main
from policysearch.errors import BadEvaluationLine, NothingToMeasure, QueryError, SourceUnreadable
from policysearch.evaluation.bootstrap import paired_differences
from policysearch.evaluation.comparison import evaluate
from policysearch.evaluation.judgements import read_judgements
from policysearch.evaluation.measures import measure
from policysearch.evaluation.queries import read_queries
from policysearch.evaluation.runs import read_run, run_lines
from policysearch.messages.catalogue import use_language
from policysearch.models import Rated
from policysearch.query.readings import read
from policysearch.text.folding import comparable
from tests.conftest import DATA, MakeIndex, ids

SET = DATA / "eval"
Printed = pytest.CaptureFixture[str]
Write = Callable[[str], str]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the small set."""
    folder = tmp_path_factory.mktemp("eval") / "index"
    policysearch.build([SET / "corpus.jsonl"], folder)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes a file and gives its path."""
    def write_(text: str) -> str:
        path = tmp_path / f"file{len(list(tmp_path.iterdir()))}"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_


# --- texts without operators -----------------------------------------------------------------------------------------

def test_any_finds_exactly_the_items_that_hold_a_word_or_a_bigram(articles: Path) -> None:
    analyzer = Analyzer(compile_dictionary())

    def tokens(text: str) -> set[str]:
        return {*analyzer.words(text), *bigrams(text)}

    with policysearch.open(articles) as index:
        held = {item.id: tokens(comparable(item.text).text) | tokens(comparable(item.title or "").text)
                for item in index.items()}
        for query in read_queries(str(SET / "queries.jsonl"))[:10]:
            wanted = tokens(comparable(query.text).text)
            results = index.search(query.text, reading="any", limit=1000)
            assert set(ids(results)) == {item for item, has in held.items() if has & wanted}
            assert results.total == len(results) and results.nearest == ()


@pytest.mark.parametrize("text", ["招商 AND NOT 公司", "-招商", "title:招商", "“招商", "(招商", "year:2022 招商", "招商*", "+ 招商", "招商 OR"])
@pytest.mark.parametrize("reading", ["any", "all"])
def test_nothing_is_an_operator_in_a_question(make_index: MakeIndex, text: str, reading: str) -> None:
    index = make_index("招商引资 and not or title year:2022 公司", "环境保护")
    assert ids(index.search(text, reading=reading)) == ["i0"]


def test_a_doc_number_in_a_question_is_text(make_index: MakeIndex) -> None:
    index = make_index({"text": "甲乙", "doc_number": "宝卫〔2022〕4号"}, "宝卫的通知", "丙")
    assert ids(index.search("宝卫〔2022〕4号", reading="any")) == ["i1"]


def test_white_space_in_a_question_parts_words(make_index: MakeIndex) -> None:
    index = make_index("安全", "生产", "全生")
    assert set(ids(index.search("安全 生产", reading="any"))) == {"i0", "i1"}


def test_filters_apply_to_a_question_and_leave_scores_alone(make_index: MakeIndex) -> None:
    index = make_index({"text": "家庭医生签约", "year": 2022, "issuer": "甲市"}, {"text": "家庭医生", "year": 2023}, "其他")
    everything = {hit.item.id: hit.score for hit in index.search("家庭医生怎么签约？", reading="any")}
    assert set(everything) == {"i0", "i1"}
    within = index.search("家庭医生怎么签约？", reading="any", years=2022, issuer="甲市")
    assert {hit.item.id: hit.score for hit in within} == {"i0": everything["i0"]}
    assert within.total == 1 and within.understood == '(任一("家庭医生怎么签约？") AND year:2022 AND issuer:"甲市")'


def test_a_question_marks_its_words_but_no_single_characters(make_index: MakeIndex) -> None:
    hit = next(iter(make_index("的家庭医生的签约").search("家庭医生的签约率", reading="any")))
    assert [hit.item.text[span.start:span.end] for span in hit.spans] == ["家庭医生", "签约"]
    alone = next(iter(make_index("收费、税").search("税", reading="any")))
    assert alone.spans == ((3, 4),)


def test_all_pieces_of_a_text_must_be_contained(make_index: MakeIndex) -> None:
    index = make_index("债务由夫妻偿还，共 3,000 元", "夫妻债务", "偿还 3 000")
    assert set(ids(index.search("夫妻，债务？", reading="all"))) == {"i0", "i1"}
    assert ids(index.search("偿还；3,000 元", reading="all")) == ["i0"]


@pytest.mark.parametrize("reading", ["any", "all"])
@pytest.mark.parametrize("text", ["", "  ", "？！…", "甲\0乙", "甲\ud800", "长" * 10_001])
def test_a_question_without_content_is_an_error(reading: str, text: str) -> None:
    with pytest.raises(QueryError):
        read(text, reading)


def test_a_question_without_a_hit_has_nothing_nearest(make_index: MakeIndex) -> None:
    index = make_index("环境保护")
    results = index.search("招商", reading="any")
    assert (results.total, results.nearest, results.suggestions) == (0, (), ())
    with pytest.raises(ValueError, match="no reading"):
        index.search("招商", reading="some")


def test_rank_gives_the_order_and_scores_of_a_search(articles: Path) -> None:
    with policysearch.open(articles, candidates=50) as index:
        for query in read_queries(str(SET / "queries.jsonl"))[:5]:
            hits = index.search(query.text, reading="any", limit=100)
            assert index.rank(query.text, reading="any", limit=100) == [(hit.item.id, hit.score) for hit in hits]


def test_the_command_search_takes_a_question(articles: Path, capsys: Printed) -> None:
    assert main(["search", "--any", "--index", str(articles), "--json", "个体工商户", "-怎么", "(登记"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] > 0 and answer["understood"] == '任一("个体工商户 -怎么 (登记")'
    assert main(["search", "--any", "--index", str(articles), "zzzz"]) == 1


# --- runs ------------------------------------------------------------------------------------------------------------

def test_a_run_has_the_order_of_the_search_and_comes_back_the_same(articles: Path, capsys: Printed, write: Write) -> None:
    queries = SET / "queries.jsonl"
    assert main(["run", str(queries), "--any", "--limit", "20", "--tag", "my tag", "--index", str(articles)]) == 0
    printed = capsys.readouterr().out
    run = read_run(write(printed))
    with policysearch.open(articles) as index:
        for query in read_queries(str(queries)):
            assert list(run[query.id]) == [item for item, _ in index.rank(query.text, reading="any", limit=20)]
    columns = [line.split(" ") for line in printed.splitlines()]
    assert {(len(each), each[1], each[5]) for each in columns} == {(6, "Q0", "my%20tag")}


def test_scores_of_a_run_descend_as_trec_eval_reads_them() -> None:
    scores = [1e4 + 1e-9, 1e4, 1e4, 3.0, 3.0, 0.0, 0.0, None, None]
    lines = list(run_lines("q", [Rated(f"i{place}", score) for place, score in enumerate(scores)], "t"))
    single = [struct.unpack("f", struct.pack("f", float(line.split()[4])))[0] for line in lines]
    assert all(first > second for first, second in pairwise(single))
    assert math.isclose(single[3], 3.0) and [line.split()[3] for line in lines] == [str(rank) for rank in range(1, 10)]


def test_ids_with_white_space_survive_a_run_file(write: Write) -> None:
    names = ["工作 要点.txt:1", "100%.txt:1", "a%20b", "全\u3000角", "tab\t"]
    run = read_run(write("\n".join(run_lines("q 1", [Rated(name, None) for name in names], "t"))))
    assert run == {"q 1": names}


def test_a_run_of_another_program_is_read_by_score_then_by_rank(write: Write) -> None:
    assert read_run(write("1 Q0 b 2 0.5 t\n1\tQ0\ta\t1\t0.5\tt\n1 Q0 c 3 7e-1 t\n")) == {"1": ["c", "a", "b"]}


# --- files -----------------------------------------------------------------------------------------------------------

def test_queries_of_other_collections_are_read(write: Write) -> None:
    path = write('{"_id": 7, "text": "甲", "metadata": {}}\n\n{"qid": "b", "query": "乙"}\n')
    assert [query[:2] for query in read_queries(path)] == [("7", "甲"), ("b", "乙")]


def test_judgements_are_read_in_both_formats(write: Write) -> None:
    wanted = {"1": {"a b": 2, "c": 0}, "x": {"d": 1}}
    assert read_judgements(write("1 0 a%20b 2\n1 0 c 0\nx\t0\td\t1\n")) == wanted
    assert read_judgements(write("query-id\tcorpus-id\tscore\n1\ta b\t2\n1\tc\t0\nx\td\t1\n")) == wanted
    assert read_judgements(write("1\ta b\t2\r\n1\tc\t0\r\nx\td\t1")) == wanted


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reader, text, line, english, chinese", [
    (read_queries, '{"id": "1", "text": "甲"}\n{"id": ', 2, "is not JSON", "不是 JSON"),
    (read_queries, "[1]", 1, "is not a JSON object", "对象"),
    (read_queries, '{"text": "甲"}', 1, "id, qid", "id, qid"),
    (read_queries, '{"id": "1", "text": " "}', 1, "text, query", "text, query"),
    (read_queries, '{"id": "1", "text": "甲"}\n{"id": 1, "text": "乙"}', 2, "has the id 1 of line 1", "与第 1 行重复"),
    (read_judgements, "1\ta\t1\n1\tb", 2, "is no judgement", "不是相关性判断"),
    (read_judgements, "1\ta\t1\nq\td\tgrade", 2, "is no judgement", "不是相关性判断"),
    (read_judgements, "1 0 a 0.5", 1, "is no judgement", "不是相关性判断"),
    (read_judgements, "1\ta\t1\n1\ta\t0", 2, "names a a second time", "重复列出条目 a"),
    (read_run, "1 Q0 a 1 2.0", 1, "is no line of a run", "不是检索结果"),
    (read_run, "1 Q0 a one 2.0 t", 1, "is no line of a run", "不是检索结果"),
    (read_run, "1 Q0 a 1 nan t", 1, "is no line of a run", "不是检索结果"),
    (read_run, "1 Q0 a 1 2 t\n1 Q0 a 2 1 t", 2, "names a a second time", "重复列出条目 a")])
def test_a_bad_line_is_an_error_that_says_where(write: Write, language: str, text: str, line: int, english: str,
                                                chinese: str, reader: Callable[[str], object]) -> None:
    path = write(text)
    use_language(language)
    with pytest.raises(BadEvaluationLine) as caught:
        reader(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert (english if language == "en" else chinese) in str(caught.value)


def test_a_query_with_nothing_to_search_for_is_named_with_its_line(articles: Path, write: Write, capsys: Printed) -> None:
    path = write('{"id": "1", "text": "登记"}\n{"id": "2", "text": "？？"}\n')
    assert main(["run", path, "--index", str(articles)]) == 2
    assert capsys.readouterr().err.startswith(f"Error: {path}:2: this text cannot be searched for")


def test_a_missing_file_is_named(articles: Path, capsys: Printed) -> None:
    with pytest.raises(SourceUnreadable):
        read_queries("nowhere.jsonl")
    assert main(["evaluate", "nowhere.jsonl", "none.tsv", "--index", str(articles)]) == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


# --- measures --------------------------------------------------------------------------------------------------------

def test_measures_are_those_computed_by_hand() -> None:
    run = {"a": ["x", "r2", "r1"], "b": [f"n{place}" for place in range(10)] + ["r"], "d": ["r"]}
    judged = {"a": {"r1": 1, "r2": 2, "x": 0, "r3": 1}, "b": {"r": 1}, "c": {"r": 1}}
    values = measure(run, judged)
    ideal = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert values["nDCG@10"]["a"] == pytest.approx((2 / math.log2(3) + 1 / math.log2(4)) / ideal)
    assert {name: each["a"] for name, each in values.items() if name != "nDCG@10"} == pytest.approx(
        {"MRR@10": 1 / 2, "recall@10": 2 / 3, "recall@100": 2 / 3})
    # found below the tenth place, and not at all
    assert [each["b"] for each in values.values()] == [0, 0, 0, 1]
    assert [each["c"] for each in values.values()] == [0, 0, 0, 0]
    assert all(set(each) == {"a", "b", "c"} for each in values.values())


def test_queries_without_a_relevant_item_do_not_count() -> None:
    evaluation = evaluate({"a": ["r"], "b": ["r"]}, ["a", "b", "c"], {"a": {"r": 1}, "b": {"r": 0}, "z": {"r": 1}})
    assert (evaluation.queries, evaluation.unjudged, evaluation.means["MRR@10"]) == (1, 2, 1.0)
    with pytest.raises(NothingToMeasure):
        evaluate({}, ["b"], {"b": {"r": 0}})


def test_the_bootstrap_gives_the_error_of_the_mean_and_the_same_every_time() -> None:
    chance = random.Random(5)
    differences = [chance.gauss(0.1, 0.3) for _ in range(200)]
    mean = sum(differences) / 200
    error = math.sqrt(sum((value - mean) ** 2 for value in differences)) / 200
    found, none = paired_differences([differences, [0.0] * 200], 4000)
    assert found.mean == pytest.approx(mean) and found.error == pytest.approx(error, rel=0.05)
    assert found.low == pytest.approx(mean - 1.96 * error, abs=0.1 * error + 0.002)
    assert found.high == pytest.approx(mean + 1.96 * error, abs=0.1 * error + 0.002)
    assert set(none) == {0}
    assert paired_differences([differences], 100) == paired_differences([differences], 100)


def test_the_command_evaluate_measures_and_compares(articles: Path, capsys: Printed, write: Write) -> None:
    files = [str(SET / "queries.jsonl"), str(SET / "qrels.tsv"), "--index", str(articles)]
    assert main(["run", files[0], "--any", "--index", str(articles)]) == 0
    same = write(capsys.readouterr().out)
    assert main(["evaluate", *files, "--any", "--json", "--run", same]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["queries"], answer["unjudged"]) == (40, 0)
    assert answer["measures"] == answer["other"] and answer["measures"]["nDCG@10"] > 0.5
    assert answer["differences"]["nDCG@10"] == {"mean": 0, "error": 0, "low": 0, "high": 0}
    assert main(["evaluate", *files, "--run", same]) == 0
    table = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in table] == ["measure", "nDCG@10", "MRR@10", "recall@10", "recall@100", "Queries"]
    # what holds all pieces of a question is rare: any word finds more
    assert main(["evaluate", *files, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measures"]["recall@100"] < answer["measures"]["recall@100"]


def test_without_ir_measures_the_extra_is_named(articles: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    files = [str(SET / "queries.jsonl"), str(SET / "qrels.tsv"), "--index", str(articles)]
    assert main(["evaluate", *files]) == 2
    assert 'pip install "policysearch[evaluate]"' in capsys.readouterr().err
