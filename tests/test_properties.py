"""Properties of the query language, on generated items and queries: the naive oracle and Python's `in` have the last word.

POLICYSEARCH_EXAMPLES is how many cases each property is tried with; `make thorough` takes thousands.
"""
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import policysearch
from policysearch.models import Item, Span
from policysearch.query.parser import parse
from policysearch.query.syntax import Query as Tree
from tests import oracle, test_oracle

EXAMPLES = int(os.environ.get("POLICYSEARCH_EXAMPLES", "60"))
EVERYTHING = 1000
CLOSE = 1e-9

Property = Callable[..., None]


def tried(function: Property) -> Property:
    """Run a property EXAMPLES times, always with the same cases."""
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    result: Property = settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
        suppress_health_check=checks)(function)
    return result


@dataclass(frozen=True)
class World:
    """Items in two scripts, with letters, digits and rare characters, and an index of them."""

    index: policysearch.Index
    oracle: oracle.Oracle
    places: dict[str, int]


def hard_items(rng: random.Random) -> list[Item]:
    """The items of test_oracle, and some of single characters in any order: rare, wide, traditional, Latin and digits."""
    characters = "卫衛生健康覆答复里裏𠮷𡈽〇々a5GＡ３b.+#-/%①㎡😀é“”《》（）［］「」 　\t，。；：！？、\n"
    odd = [Item(f"z:{place}", "z", "字" + "".join(rng.choices(characters, k=rng.randint(5, 40))) + "尾", title=rng.choice(
        [None, "𠮷野家衛生規定", "A5类"])) for place in range(40)]
    return test_oracle.synthetic_items(rng) + odd


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("properties")
    items = hard_items(random.Random(4))
    with test_oracle.index_of(items, folder) as index:
        known = oracle.Oracle(items)
        assert list(index.items()) == known.items
        yield World(index, known, {item.id: place for place, item in enumerate(known.items)})


def quoted(text: str) -> str:
    """A text as a quoted string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("＂", "\\＂") + '"'


def units_of(text: str) -> list[tuple[int, int]]:
    """The Han characters and runs of a text."""
    return [span for stretch in oracle.stretches(oracle.fold(text)) for span in (
        [(place, place + 1) for place in range(*stretch.span())] if stretch["han"] else [stretch.span()])]


@tried
@given(data=st.data())
def test_10_quoted_is_in(world: World, data: st.DataObject) -> None:
    """A part of an item finds that item, in any script or width, and nothing that does not contain it."""
    item = data.draw(st.sampled_from(world.oracle.items))
    zone = data.draw(st.sampled_from(oracle.zones(item)))
    places = units_of(zone)
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, min(len(places) - 1, first + 12)))
    part = zone[places[first][0]:places[last][1]]
    forms: list[Callable[[str], str]] = [str, oracle.fold, test_oracle.traditional, test_oracle.wide]
    form = data.draw(st.sampled_from(forms))(part)
    found = {hit.item.id for hit in world.index.search(quoted(form), limit=EVERYTHING)}
    assert found == {other.id for other in world.oracle.items if any(oracle.contains(form, text)
        for text in oracle.zones(other))}
    if form == part:
        assert item.id in found


@tried
@given(st.lists(st.text(st.sampled_from("卫衛生A类a5.+#-“”，。 \n𠮷覆答①"), max_size=14), min_size=1, max_size=4),
       st.text(st.sampled_from("卫衛生A类a5.+#-“” 𠮷覆答"), min_size=1, max_size=5))
def test_10_quoted_is_in_on_any_items(tmp_path_factory: pytest.TempPathFactory, texts: list[str], sought: str) -> None:
    """The same where the items are generated too, in an index of their own."""
    if units_of(sought):
        items = [Item(f"x:{place}", "x", f"字{text}尾") for place, text in enumerate(texts)]
        with test_oracle.index_of(items, tmp_path_factory.mktemp("items")) as index:
            assert [hit.item.id for hit in index.search(quoted(sought), sort="position")] == [
                item.id for item in items if oracle.contains(sought, item.text)]


def asked(world: World, seed: int) -> test_oracle.Asked:
    """A random tree of terms, fields, years and operators, and its text."""
    return test_oracle.Generator(world.oracle.items, random.Random(seed)).query()


@tried
@given(seed=st.integers(0, 2**32))
def test_13_any_tree_is_the_oracles(world: World, seed: int) -> None:
    """Set, total, scores and order."""
    query = asked(world, seed)
    wanted = world.oracle.search(query.tree)
    results = world.index.search(query.text, limit=EVERYTHING, synonyms=False)
    assert results.total == len(wanted), query.text
    assert {hit.item.id for hit in results} == set(wanted), query.text
    for hit in results:
        assert hit.score == pytest.approx(wanted[hit.item.id], abs=CLOSE), query.text
    order = [(-(hit.score or 0), world.places[hit.item.id]) for hit in results]
    assert order == sorted(order), query.text
    by_place = world.index.search(query.text, limit=EVERYTHING, synonyms=False, sort="position")
    assert [hit.item.id for hit in by_place] == list(wanted), query.text


@tried
@given(seed=st.integers(0, 2**32))
def test_13_a_tree_as_printed_is_the_tree(world: World, seed: int) -> None:
    tree = parse(asked(world, seed).text)
    assert parse(str(tree)) == tree


@tried
@given(st.text(st.sampled_from("甲乙卫a5 \u3000()（）“”「」\"\\-!－！:：~～*?&|且或非AND OR NOT text年同句篇〔〕2022号第条.+#[]\u200b\ufeff"),
    max_size=25))
def test_13_whatever_is_read_is_printed_so_that_it_reads_alike(text: str) -> None:
    """For any characters: a query is refused with its place, or is the same query as the one it is printed as."""
    try:
        tree: Tree = parse(text)
    except policysearch.QueryError as error:
        assert 0 <= error.start <= error.end <= len(error.text)
    else:
        assert parse(str(tree)) == tree


@tried
@given(seed=st.integers(0, 2**32))
def test_24_spans_are_parts_of_the_text_as_shown(world: World, seed: int) -> None:
    """A span's text, as written or folded where it stands, contains a positive text of the query; spans lie apart."""
    query = asked(world, seed)
    sought = [part for part in positive_leaves(query.tree) if not isinstance(part, (oracle.Years, oracle.Dates))]
    for hit in world.index.search(query.text, limit=20, synonyms=False):
        for spans, shown in ((hit.spans, hit.item.text), (hit.title_spans, hit.item.title or ""),
                             *zip(hit.section_spans, hit.item.sections)):
            assert well_placed(spans, shown), query.text
            for span in spans:
                # 答覆 is 答复, but 覆 alone stays 覆
                marked = [text[span.start:span.end] for text in (shown, oracle.fold(shown))]
                assert any(held_by(part, text) for part in sought for text in marked), query.text


def positive_leaves(query: oracle.Query, positive: bool = True) -> Iterator[oracle.Query]:
    """What stands under an even number of NOTs, 同篇 counted through: in NOT 同篇(甲 NOT 乙) that is 乙."""
    match query:
        case oracle.Not(child):
            yield from positive_leaves(child, not positive)
        case oracle.And(children) | oracle.Or(children):
            for child in children:
                yield from positive_leaves(child, positive)
        case oracle.SameDocument(child):
            yield from positive_leaves(child, positive)
        case _ if positive:
            yield query


def held_by(part: oracle.Query, marked: str) -> bool:
    """Whether what is marked is what a part of a query asks for: a text, a run, or one of several texts."""
    match part:
        case oracle.Term(text):
            return oracle.contains(text, marked)
        case oracle.Runs(pattern):
            return any(oracle.fits(pattern, run) for run in oracle.runs(marked))
        case oracle.Near(pieces):
            return any(oracle.contains(piece, marked) for piece in pieces)
        case oracle.SameSentence(child) | oracle.SameDocument(child):
            return any(held_by(inner, marked) for inner in oracle.positive_parts(child))
    return False


def well_placed(spans: tuple[Span, ...], shown: str) -> bool:
    """Whether spans are sorted, inside a text and apart, and none is empty."""
    ends = [0, *(span.end for span in spans)]
    return ends[-1] <= len(shown) and all(end <= span.start < span.end for end, span in zip(ends, spans))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Iterator[policysearch.Index]:
    """450 items: what is ranked by ends at the 200th."""
    rng = random.Random(5)
    folder = tmp_path_factory.mktemp("many")
    records: list[dict[str, Any]] = [
        {"id": f"m{place}", "source": "m", "year": rng.choice([None, 2021, 2022]), "text": "医疗" * rng.randint(1,
            9) + rng.choice(
            ["改革", "服务", ""]) * rng.randint(1, 4) + rng.choice(["", f"第{place % 7}号"])} for place in range(450)]
    path = Path(folder / "many.jsonl")
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    policysearch.build([path], folder / "index", engine=engine)
    with policysearch.open(folder / "index") as index:
        yield index


@pytest.mark.every_engine
@tried
@given(query=st.sampled_from(["医疗", "医疗 OR 改革", "医疗 -服务", "改革 医疗", "-改革", "医疗 year:2022"]),
       sort=st.sampled_from(["score", "year", "position"]), size=st.integers(1, 250), start=st.integers(0, 260),
       group=st.booleans())
def test_33_pages_are_the_whole_list_cut_up(many: policysearch.Index, query: str, sort: str, size: int, start: int,
                                            group: bool) -> None:
    whole = many.search(query, sort=sort, limit=EVERYTHING, group=group)
    page = many.search(query, sort=sort, limit=size, offset=start, group=group)
    assert page.total == whole.total == sum(1 + len(hit.others) for hit in whole)
    assert [(hit.rank, hit.item.id, hit.score, hit.others) for hit in page] == [
        (hit.rank, hit.item.id, hit.score, hit.others) for hit in whole.hits[start:start + size]]
