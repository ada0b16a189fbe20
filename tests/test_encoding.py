"""Bytes that are text in the encodings of Chinese files, and bytes that are not."""
import codecs
from pathlib import Path

import pytest
from opencc import OpenCC

from policysearch.sources.encoding import decode
from policysearch.sources.formats import read_source
from tests.conftest import DATA, SEEDS

TEXTS = [path.read_text(encoding="utf-8-sig") for path in (*SEEDS.iterdir(), *(DATA / "policies").glob("*.md"))]
SHORT = "关于做好春耕工作的通知"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"])
@pytest.mark.parametrize("length", [None, 200, 40])
def test_simplified_text_is_read_in_every_encoding(encoding: str, length: int | None) -> None:
    for text in (*TEXTS, SHORT):
        data = text[:length].encode(encoding, errors="ignore" if encoding == "gbk" else "strict")
        read = decode(data)
        assert not isinstance(read, int) and read.text == data.decode(encoding)


@pytest.mark.parametrize("length", [None, 200, 40])
def test_traditional_text_is_read_from_big5(length: int | None) -> None:
    traditional = OpenCC("s2t")
    for text in TEXTS:
        data = traditional.convert(text[:length]).encode("big5hkscs", errors="ignore")
        read = decode(data)
        assert not isinstance(read, int) and read.text == data.decode("big5hkscs")


@pytest.mark.parametrize("data, place", [(b"\x89PNG\r\n\x1a\n\0\0\0", 0), ("关于".encode()[:-1], 3), (b"\x80\x81\xff", 0),
                                         (codecs.BOM_UTF8 + b"\xff", 3), (codecs.BOM_UTF16_LE + b"a", 2)])
def test_other_bytes_give_the_place_where_they_stop_being_text(data: bytes, place: int) -> None:
    assert decode(data) == place


def test_a_file_is_read_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    wrong = tmp_path / "notice.pdf"
    wrong.write_bytes("<!DOCTYPE html><html><body><p>一、甲。</p><p>二、乙。</p></body></html>".encode("gb18030"))
    assert "一、甲。" in read_source(wrong, wrong.name, str(wrong)).text
    wrong.write_bytes("一、甲。".encode("gb18030"))
    assert read_source(wrong, wrong.name, str(wrong)).text == "一、甲。"
