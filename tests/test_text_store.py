"""The text store gives back what was put in, and finds what Python's `in` finds, wherever the marks between words stand."""
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policysearch.errors import IndexDamaged
from policysearch.storage.term_store import KINDS
from policysearch.storage.text_store import (BORDER, Finders, TextStore, TextStoreWriter, ZonePair, Zones, item_texts,
                                             finder_of)
from policysearch.text.cuts import CUT

# characters of two and of four bytes, marks that mean something to regular expressions, and what no encoding likes
TEXTS = st.text("家庭医生签约𠀀𠀁a1.*[（\uffff\ue000")
ZONES = st.builds(Zones, TEXTS, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS, TEXTS)
IN_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def paired(zones: Zones, other: Zones, is_same: bool) -> ZonePair:
    """Both forms of the zones of an item; these have as many headings."""
    return ZonePair(zones, zones if is_same else other._replace(sections=zones.sections[::-1]))


@st.composite
def items(draw: st.DrawFn) -> tuple[ZonePair, str, list[int]]:
    """The zones of an item, its ranked texts with marks between some of their characters, and its lengths."""
    pair = paired(draw(ZONES), draw(ZONES), draw(st.booleans()))
    cut = BORDER.join("".join(character + CUT * draw(st.booleans()) for character in text[:-1]) + text[-1:]
                      for text in (pair.folded.text, pair.folded.title, *pair.folded.sections))
    return pair, cut, draw(st.lists(st.integers(0, 1 << 20), min_size=len(KINDS), max_size=len(KINDS)))


def stored(folder: Path, given_items: Sequence[tuple[ZonePair, str, list[int]]]) -> TextStore:
    writer = TextStoreWriter(folder / "texts.bin")
    for item in given_items:
        writer.add(item_texts(*item))
    writer.close()
    return TextStore(folder / "texts.bin", "index")


@IN_FILE
@given(st.lists(items(), max_size=5))
def test_texts_come_back_as_they_were(tmp_path: Path, given_items: list[tuple[ZonePair, str, list[int]]]) -> None:
    store = stored(tmp_path, given_items)
    try:
        assert len(store) == len(given_items)
        cuts = store.cuts(range(len(store)))
        for ordinal, (pair, cut, lengths) in enumerate(given_items):
            assert store.zones(ordinal) == pair
            ranked = store.ranked(ordinal)
            assert (ranked.cut, list(ranked.lengths.values())) == (CUT + cut + CUT, lengths)
            assert ranked.text == "\n".join((pair.folded.text, pair.folded.title, *pair.folded.sections))
            assert (cuts.texts[ordinal].decode("utf-16-le"), list(cuts.lengths[ordinal])) == (cut, lengths)
    finally:
        store.close()


@IN_FILE
@given(st.lists(items(), min_size=1, max_size=5), st.lists(TEXTS.filter(bool), min_size=1, max_size=2),
       st.lists(TEXTS.filter(bool), max_size=2), st.data())
def test_what_is_looked_for_is_found_where_a_zone_contains_it(
        tmp_path: Path, given_items: list[tuple[ZonePair, str, list[int]]], folded: list[str], plain: list[str],
        data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(given_items))[0].folded.text
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    folded += [whole[start:end]] if start < end else []
    store = stored(tmp_path, given_items)
    try:
        found = store.holding_any(Finders(tuple(map(finder_of, folded)), tuple(map(finder_of, plain))),
                                  range(len(store)))
    finally:
        store.close()
    assert found == [ordinal for ordinal, (pair, _, _) in enumerate(given_items)
                     if any(text in zone for text in folded for zone in pair.folded.all())
                     or any(text in zone for text in plain for zone in pair.plain.all())]


def test_a_file_that_is_no_text_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "texts.bin").write_bytes(b"PSITEMS3" + bytes(40))
    with pytest.raises(IndexDamaged, match="texts.bin"):
        TextStore(tmp_path / "texts.bin", "index")


@pytest.mark.parametrize("row", [bytes(40), b"\xff" * 40, b"\1" + bytes(39)])
def test_a_damaged_row_is_never_read_as_an_item_without_text(tmp_path: Path, row: bytes) -> None:
    zones = Zones("家庭医生", "", (), "", "")
    store = stored(tmp_path, [(ZonePair(zones, zones), BORDER.join((zones.text, "")), [0] * len(KINDS))] * 3)
    store.close()
    whole = (tmp_path / "texts.bin").read_bytes()
    (tmp_path / "texts.bin").write_bytes(whole[:-2 * len(row)] + row + whole[-len(row):])
    store = TextStore(tmp_path / "texts.bin", "index")
    try:
        for read in (store.ranked, store.zones, lambda ordinal: store.cuts([ordinal]),
                     lambda ordinal: store.holding_any(Finders((finder_of("医"),), ()), [ordinal])):
            read(0)
            with pytest.raises((ValueError, OverflowError)):
                read(1)
            read(2)
    finally:
        store.close()


def test_long_texts_are_not_kept(tmp_path: Path) -> None:
    short, long = (Zones(text, "", (), "", "") for text in ("家庭医生", "家庭医生" * 10_000))
    store = stored(tmp_path, [(ZonePair(zones, zones), BORDER.join((zones.text, "")), [0] * len(KINDS))
                              for zones in (short, long)])
    try:
        assert store.zones(0) is store.zones(0)
        assert store.zones(1) == store.zones(1)
        assert store.zones(1) is not store.zones(1)
    finally:
        store.close()
