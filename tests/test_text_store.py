"""The text store gives back what was put in, and finds what Python's `in` finds, wherever the marks between words stand."""
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policysearch.errors import IndexDamaged
from policysearch.files import Parts
from policysearch.storage.recent import RecentParts
from policysearch.storage.term_store import KINDS
from policysearch.storage.text_arrays import cuts
from policysearch.storage.text_store import (BORDER, Finders, TextStore, TextStoreWriter, ZonePair, Zones, item_texts,
                                             finder_of)
from policysearch.text.cuts import CUT
from policysearch.text.openings import opening

# characters of two and of four bytes, some whose bytes are those of two others between them, marks that mean something to
# regular expressions, and what no encoding likes
TEXTS = st.text("家庭医生签约𠀀𠀁乎一剎a1.*[（。\n\uffff\ue000")
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
        each = cuts(store, range(len(store)))
        for ordinal, (pair, cut, lengths) in enumerate(given_items):
            assert store.zones(ordinal) == pair
            ranked = store.ranked(ordinal)
            assert (ranked.cut, list(ranked.lengths.values())) == (CUT + cut + CUT, lengths)
            assert ranked.text == "\n".join((pair.folded.text, pair.folded.title, *pair.folded.sections))
            assert (each.texts[ordinal].decode("utf-16-le"), list(each.lengths[ordinal])) == (cut, lengths)
            assert each.sizes[ordinal] == len(each.texts[ordinal])
            assert each.texts[ordinal][:each.first[ordinal]].decode("utf-16-le") == opening(ranked.cut).cut[1:-1]
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


@pytest.mark.parametrize("row", [bytes(44), b"\xff" * 44, b"\1" + bytes(43)])
def test_a_damaged_row_is_never_read_as_an_item_without_text(tmp_path: Path, row: bytes) -> None:
    zones = Zones("家庭医生", "", (), "", "")
    store = stored(tmp_path, [(ZonePair(zones, zones), BORDER.join((zones.text, "")), [0] * len(KINDS))] * 3)
    store.close()
    whole = (tmp_path / "texts.bin").read_bytes()
    (tmp_path / "texts.bin").write_bytes(whole[:-2 * len(row)] + row + whole[-len(row):])
    store = TextStore(tmp_path / "texts.bin", "index")
    try:
        for read in (store.ranked, store.zones, lambda ordinal: cuts(store, [ordinal]),
                     lambda ordinal: store.holding_any(Finders((finder_of("医"),), ()), [ordinal])):
            read(0)
            with pytest.raises((ValueError, OverflowError)):
                read(1)
            read(2)
    finally:
        store.close()


@pytest.mark.parametrize(("at", "number"), [(8, 1 << 20), (24, 1 << 20), (24, 100), (20, 5), (12, 1 << 20), (16, 2)])
def test_lengths_in_a_row_that_cannot_be_are_noticed_by_what_reads_them(tmp_path: Path, at: int, number: int) -> None:
    zones = Zones("家庭医生", "签约", ("一、服务",), "", "")
    store = stored(tmp_path, [(ZonePair(zones, zones), BORDER.join((zones.text, zones.title, *zones.sections)),
                               [0] * len(KINDS))] * 2)
    store.close()
    data = bytearray((tmp_path / "texts.bin").read_bytes())
    data[len(data) - 44 + at:len(data) - 40 + at] = number.to_bytes(4, "little")
    (tmp_path / "texts.bin").write_bytes(data)
    store = TextStore(tmp_path / "texts.bin", "index")
    try:
        def ranked(ordinal: int) -> object:
            return cuts(store, [ordinal])

        def shown(ordinal: int) -> object:
            return store.stored([ordinal])

        reading: dict[int, list[Callable[[int], object]]] = {
            8: [store.ranked, ranked], 20: [shown, store.zones], 24: [ranked]}
        for read in reading.get(at, [shown]):
            read(0)
            with pytest.raises(ValueError):
                read(1)
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


def test_what_lies_across_two_characters_is_not_found(tmp_path: Path) -> None:
    assert "乎".encode("utf-16-le") in "一剎".encode("utf-16-le")
    for text, is_there in (("一剎", False), ("一剎乎", True), ("一乎剎", True)):
        zones = Zones(text, "", (), "", "")
        store = stored(tmp_path, [(ZonePair(zones, zones), BORDER.join((text, "")), [0] * len(KINDS))])
        try:
            assert store.holding_any(Finders((finder_of("乎"),), ()), [0]) == [0] * is_there
        finally:
            store.close()


def test_the_bytes_kept_of_what_was_read_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "parts"
    path.write_bytes(random.Random(5).randbytes(100_000))
    whole = path.read_bytes()
    opened = Parts(path)
    asked: list[int] = []

    class Watched(Parts):
        def read_each(self, starts: Iterable[int], sizes: Iterable[int]) -> list[bytes]:
            asked.extend(starts := list(starts))
            return opened.read_each(starts, sizes)

    recent = RecentParts(Watched(path), 10_000)
    rng = random.Random(6)
    try:
        for _ in range(300):
            starts = [place * 500 for place in rng.choices(range(200), [200 - place for place in range(200)], k=7)]
            assert recent.read(starts, [400] * 7) == [whole[start:start + 400] for start in starts]
            kept = [data for each in (recent._young, recent._old) for data in each.values()]
            assert sum(map(len, kept)) <= 2 * 10_000
        del asked[:]
        # what was asked last is there, whatever is too long is not
        assert recent.read(starts, [400] * 7) == [whole[start:start + 400] for start in starts]
        assert not asked
        for _ in range(2):
            assert recent.read([0, 7], [90_000, 10]) == [whole[:90_000], whole[7:17]]
        assert asked.count(0) == 2 and asked.count(7) < 2
        with pytest.raises(ValueError):
            recent.read([99_999], [2])
        # so much at a time is not kept either
        starts = list(range(1, 90_000, 100))
        assert recent.read(starts, [90] * 900) == [whole[start:start + 90] for start in starts]
        assert sum(map(len, (*recent._young.values(), *recent._old.values()))) <= 2 * 10_000
    finally:
        recent.close()
        opened.close()
