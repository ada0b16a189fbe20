"""Words: cut as jieba cuts them with the same dictionary, on real texts and on random ones."""
import random
import re
from collections.abc import Iterator

import jieba
import pytest

from policysearch.analysis.dictionary import Dictionary, compile_dictionary
from policysearch.analysis.tokenizer import Tokenizer
from policysearch.text.folding import fold
from tests.conftest import DATA, SEEDS, SHARED
from tests.oracle import _jieba

RANDOM_TEXTS = 20_000
HAN = re.compile("[\u3005\u3007\u3400-\u9fff]+")


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(compile_dictionary())


def documents() -> Iterator[str]:
    for folder in (SEEDS, DATA, SHARED / "policies"):
        for path in sorted(folder.rglob("*.txt")):
            yield path.read_text(encoding="utf-8", errors="ignore")


def check_as_jieba(tokenizer: Tokenizer, han: str) -> None:
    words = tokenizer.cut(han)
    assert words == list(_jieba.cut(han, HMM=False)), han
    assert [each for word in words for each in (*tokenizer.inside(word), word)] == list(
        _jieba.cut_for_search(han, HMM=False)), han


def test_documents_are_cut_as_jieba_cuts_them(tokenizer: Tokenizer) -> None:
    stretches = {han for text in documents() for form in (text, fold(text)) for han in HAN.findall(form)}
    assert len(stretches) > 1000
    for han in stretches:
        check_as_jieba(tokenizer, han)


def test_random_texts_are_cut_as_jieba_cuts_them(tokenizer: Tokenizer) -> None:
    rng = random.Random(8)
    words = [word for word in _jieba.FREQ if HAN.fullmatch(word)]
    characters = sorted({character for word in words for character in word}) + list("㐀䶿鿖鿿々〇")
    for _ in range(RANDOM_TEXTS):
        check_as_jieba(tokenizer, "".join(
            rng.choice(words) if rng.random() < 0.5 else "".join(rng.choices(characters, k=rng.randint(1, 4)))
            for _ in range(rng.randint(1, 6))))


def test_the_dictionary_has_jiebas_words_and_frequencies() -> None:
    theirs = jieba.Tokenizer()
    words, total = theirs.gen_pfdict(theirs.get_dict_file())
    ours = compile_dictionary()
    different = [word for word, frequency in words.items()
                 if frequency and frequency != ours.beginning_with(word[0]).get(word[1:])]
    assert not different and ours.total > total


def test_the_same_words_give_the_same_bytes_and_damage_is_found() -> None:
    dictionary = compile_dictionary(["新词语"])
    assert dictionary.data == compile_dictionary(["新词语"]).data
    assert Tokenizer(dictionary).cut("新词语") == ["新词语"]
    assert dictionary.beginning_with("\u0378") == {}
    place = bytes(dictionary.data).index('"词语"'.encode())
    damaged = Dictionary(bytes(dictionary.data[:place]) + b"?" + bytes(dictionary.data[place + 1:]))
    with pytest.raises(ValueError):
        damaged.beginning_with("新")
    with pytest.raises(ValueError):
        Dictionary(b"something else, long enough to be read")
