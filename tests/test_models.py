"""Items and how they are cited."""
import pytest

from policysearch.models import Item

ITEM = Item("a.txt:2.6", "a.txt", "提高能力。一是编制启动。二是推进建设。三是加强考核", title="要点", doc_number="宝卫〔2022〕4号",
            number="6.", sections=("二、强基增能",), points=((5, 12, "一是"), (12, 19, "二是"), (19, 25, "三是")))


@pytest.mark.parametrize("quoted, cited", [
    ("推进建设", "二、6.二是"), ("一是编制启动。", "二、6.一是"), ("提高能力", "二、6."), ("启动。二是推进", "二、6."), ("加强考核", "二、6.三是")])
def test_a_citation_names_the_point_that_holds_all_of_it(quoted: str, cited: str) -> None:
    start = ITEM.text.index(quoted)
    assert ITEM.cite(start, start + len(quoted)) == "《要点》（宝卫〔2022〕4号）" + cited


def test_an_item_without_points_is_cited_by_its_number() -> None:
    assert Item("a.txt:1", "a.txt", "甲乙", number="1.").cite(0, 1) == "a.txt 1."
