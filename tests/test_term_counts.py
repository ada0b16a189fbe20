"""Counting terms in texts with marks between their words."""
import pytest

from policysearch.ranking.term_counts import needle_of, term_counts
from policysearch.storage.term_store import Kind
from policysearch.text.cuts import CUT, with_cuts


def counted(kind: Kind, term: str, text: str, words: str) -> int:
    count, = term_counts(needle_of(kind, term), [CUT + with_cuts(text, words.split()) + CUT], [text])
    return count


@pytest.mark.parametrize("kind, term, text, words, count", [
    ("word", "医生", "家庭医生，医生", "家庭医生 医生", 2),
    ("precise", "医生", "家庭医生，医生", "家庭医生 医生", 1),
    ("word", "庭医", "家庭医生", "家庭 医生", 0),
    ("word", "人", "人人人", "人 人 人", 3),
    ("word", "人", "人民", "人民", 0),
    ("bigram", "人人", "人人人", "人 人 人", 2),
    ("character", "人", "人人人民", "人 人 人民", 3),
    ("bigram", "06.10印", "2022.06.10印发", "2022 06 10 印发", 0),
    ("bigram", "10印", "2022.06.10印发", "2022 06 10 印发", 1),
    ("bigram", "a类", "ca类a类", "ca 类 a 类", 1),
    ("bigram", "类5", "类5，类5g", "类 5 类 5g", 1),
    ("bigram", "c++ 11", "c++11，c++ 11", "c++ 11 c++ 11", 1),
    ("word", "5", "3.5与5", "3.5 与 5", 1)])
def test_a_term_is_counted_as_its_kind_says(kind: Kind, term: str, text: str, words: str, count: int) -> None:
    assert counted(kind, term, text, words) == count


def test_the_marks_come_off_again() -> None:
    text = "(3)家庭医生，签约。"
    assert with_cuts(text, ["3", "家庭医生", "签约"]).replace(CUT, "") == text
