"""The texts that Tantivy takes apart hold the tokens of each item at their places."""
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policysearch.analysis.analyzer import Analyzer, bigrams, pairs
from policysearch.analysis.bulk import BulkAnalyzer, ItemTexts
from policysearch.analysis.dictionary import Dictionary, compile_dictionary
from policysearch.analysis.term_keys import TermKeys
from policysearch.analysis.word_trie import WordTrie
from policysearch.text.folding import comparable
from policysearch.text.units import stretches, units

fields, token_texts = (
    pytest.importorskip(f"policysearch.engines.tantivy.{name}", reason='pip install "policysearch[tantivy]"')
    for name in ("fields", "token_texts"))

CHARACTERS = st.sampled_from("家庭医生签约服务一〇\U00020000 .，。（）/\n\ta1b2c3.x0pm+#")
TEXT = st.text(CHARACTERS, max_size=30).map(lambda text: comparable(text).text)
# ranked texts, then those that are not
ITEM = st.tuples(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, max_size=2))


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return compile_dictionary()


@pytest.fixture(scope="module")
def trie(dictionary: Dictionary) -> WordTrie:
    return WordTrie(dictionary)


def at_their_places(texts: Sequence[str]) -> list[str]:
    """The bigrams of texts one by one, a gap before them and two wherever units do not stand side by side."""
    tokens = ["|"]
    for text in texts:
        for stretch in stretches(text):
            tokens += [*map(fields.spelled, pairs(stretch)), "|", "|"]
    return tokens


@example([(["家庭医生，签约", "3.5.2版"], ["a/1"]), ([""], []), (["医" + "a" * 30_000 + "生"], ["b" * 20_001])])
@given(st.lists(ITEM, min_size=1, max_size=8))
def test_tokens_of_many_items_are_those_of_each(dictionary: Dictionary, trie: WordTrie,
                                                items: Sequence[tuple[list[str], list[str]]]) -> None:
    given_texts = ItemTexts([], [], [], [], [], [])
    for number, (ranked, unranked) in enumerate(items):
        given_texts.ranked.extend(ranked)
        given_texts.ranked_items.extend([number] * len(ranked))
        given_texts.unranked.extend(unranked)
        given_texts.unranked_items.extend([number] * len(unranked))
        # what is looked up as written alone brings no bigram
        given_texts.plain.extend(ranked[:1])
        given_texts.plain_items.append(number)
    terms = BulkAnalyzer(trie).terms(given_texts)
    keys = TermKeys(trie.entries)
    keys.of_runs(terms.runs)
    ranked_texts, further, unranked_texts = token_texts.positioned(terms.laid, len(items))
    assert [text.split() for text in ranked_texts] == [at_their_places(ranked) for ranked, _ in items]
    assert [text.split() for text in further] == [at_their_places(ranked[1:]) for ranked, _ in items]
    assert [text.split() for text in unranked_texts] == [at_their_places(unranked) for _, unranked in items]
    analyzer = Analyzer(dictionary)
    assert [Counter(text.split()) for text in token_texts.words(terms.laid, len(items))] == [
        Counter(map(fields.spelled, analyzer.tokens(ranked).words.elements())) for ranked, _ in items]
    assert [set(text.split()) for text in token_texts.listed(terms.units, keys.texts, len(items))] == [
        {fields.spelled(token) for some in item for text in some for token in (unit.text for unit in units(text))} | {
            fields.spelled(pair) for text in item[1] for pair in bigrams(text)} for item in items]
