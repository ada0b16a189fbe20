"""The cost of odd documents: what is twice as long may take twice as long, not four times."""
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import policysearch
from policysearch.chunker.documents import cut_document
from policysearch.models import Source

SENTENCE = "各部门要按照职责分工，做好家庭医生签约服务工作。"
# each took minutes while its cost grew with the square of its length, and takes a few seconds at the most now
ODD: dict[str, Callable[[], str]] = {
    "one line of numbered sentences": lambda: "".join(f"{number}.{SENTENCE}" for number in range(1, 20_000)),
    "one line of labels": lambda: "一、" * 100_000,
    "one line of spaces": lambda: "一、" + " " * 200_000 + "甲",
    "one line of brackets": lambda: "（" * 200_000,
    "lines of one character": lambda: "甲\n" * 100_000,
    "labels without a dot": lambda: "一是做好工作\n" * 40_000,
    "labels without a dot below others": lambda: "1.甲\n" + "一、乙\n2 做好工作\n" * 30_000,
    "labels from the inside out": lambda: "（1）甲\n1.乙\n（一）丙\n一、丁\n" * 10_000}


@pytest.mark.parametrize("name", ODD)
def test_no_form_of_a_document_takes_quadratic_time(name: str) -> None:
    source = Source("a.txt", "a.txt", ODD[name]())
    # the time of this process only, however busy the machine is
    began = time.process_time()
    cut_document(source)
    assert time.process_time() - began < 20


def test_what_repeats_a_character_is_looked_for_in_linear_time(tmp_path: Path) -> None:
    record = {"schema": 1, "source": "a", "title": "甲"}
    lines = [json.dumps({**record, "id": f"a:{number}", "text": "人" * 8_000 + "民健"}) for number in range(100)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    policysearch.build([tmp_path / "a.jsonl"], tmp_path / "index")
    with policysearch.open(tmp_path / "index") as index:
        began = time.process_time()
        assert index.search(f'"{"人" * 2_000}健"', limit=1).total == 0
        assert time.process_time() - began < 5
