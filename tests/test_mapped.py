"""Texts that know where their characters came from."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.chunker.cleaning import STEPS, clean
from policysearch.chunker.lines import document_lines
from policysearch.chunker.mapped import Edit, MappedText, join_lines
from policysearch.chunker.paragraphs import paragraphs

DIRTY = st.lists(st.sampled_from([
    "关于", "關(guān)于", "【Div】", "【/Div】", "**", "医院", "\u200b", "\n", "\n\n", "# ", "---", "一是", "1.", "(xx)", "。", "，",
    "( wWw.a.cN 转载请注明 )",
    "- 3 -", "5", " ", "\t", "<!-- x -->"]), max_size=40).map("".join)


@given(DIRTY)
def test_every_character_that_is_kept_stands_in_the_source_where_the_map_says(source: str) -> None:
    cleaned, left_out = clean(MappedText.of_source(source))
    removed = {place for one in left_out for place in range(one.start, one.end)}
    assert removed.isdisjoint(cleaned.positions) and len(removed) + len(cleaned.positions) == len(source)
    assert len(cleaned.text) == len(cleaned.positions)
    assert [source[place] for place in cleaned.positions] == list(cleaned.text)
    assert list(cleaned.positions) == sorted(set(cleaned.positions))


@given(DIRTY)
def test_a_cleaning_step_never_makes_a_text_longer(source: str) -> None:
    for step in STEPS:
        once = MappedText.of_source(source).edited(step(source))
        assert len(once.text) <= len(source), step.__name__


@given(DIRTY)
def test_paragraphs_keep_every_character_but_white_space(source: str) -> None:
    cleaned, _ = clean(MappedText.of_source(source))
    kept = "".join(paragraph.text for paragraph in paragraphs(document_lines(cleaned)))
    assert "".join(kept.split()) == "".join(cleaned.text.split())


@given(st.text(max_size=30), st.data())
def test_breakpoints_give_the_map_back(source: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(source)), max_size=6)))
    edits = [Edit(start, end) for start, end in zip(cuts[::2], cuts[1::2])]
    mapped = MappedText.of_source(source).edited(edits)
    pairs = mapped.breakpoints()
    for here, there in enumerate(mapped.positions):
        base = max(pair for pair in pairs if pair[0] <= here)
        assert there == base[1] + here - base[0]


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        MappedText.of_source("abcdef").edited([Edit(0, 3), Edit(2, 4)])


def test_lines_are_joined_with_their_places() -> None:
    source = MappedText.of_source("ab\n\ncd")
    joined = join_lines([source.slice(0, 2), source.slice(4, 6)])
    assert joined.text == "ab\ncd"
    assert list(joined.positions) == [0, 1, 2, 4, 5]
