"""The chunker against documents marked by hand, of many kinds and formats."""
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policysearch.chunker.documents import cut
from policysearch.sources.formats import read_source
from tests.conftest import DATA, ROOT, SHARED

GOLD = sorted((DATA / "gold").glob("*.json"))
# what is known to fall short, with the share that is reached: items F1, section paths
SHORT: dict[str, tuple[float, float]] = {}


def document_of(gold: Path) -> Path:
    """The file that was marked: beside the tests, or in the folder of shared material."""
    name = str(json.loads(gold.read_text(encoding="utf-8"))["doc"])
    for path in (ROOT / name, DATA / name, SHARED / name):
        if path.exists():
            return path
    pytest.skip(f"{name} is not beside the tests; $POLICYSEARCH_SHARED names the folder that has it")


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_items_and_section_paths_are_those_marked_by_hand(gold: Path, tmp_path: Path) -> None:
    path = document_of(gold)
    if path.suffix == ".doc" and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("LibreOffice is not installed, which reads .doc")
    items = cut(read_source(path, path.name, str(path)))
    records = tmp_path / "items.jsonl"
    records.write_text("".join(json.dumps(item.record(), ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    done = subprocess.run([sys.executable, str(DATA / "gold" / "score_items.py"), str(records), str(gold), "--show", "30",
                           "--sources", str(path.parent.parent)], capture_output=True, text=True, check=True)
    found = re.search(r"items F1 ([\d.]+)  section path (\d+)/(\d+)  metadata \d+/\d+  whole (\d+)/(\d+)", done.stdout)
    assert found, done.stdout
    least_f1, least_path = SHORT.get(gold.stem, (0.98, 0.97))
    assert float(found[1]) >= least_f1, done.stdout
    assert int(found[2]) >= least_path * int(found[3]), done.stdout
    assert int(found[4]) >= int(found[5]) - 1, done.stdout
