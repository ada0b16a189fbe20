"""One source changed in an index that is there: seconds of the update, and how many sources there are.

    python -m benchmarks.bench.updating ARGUMENT INDEX MATERIAL
"""
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import policysearch
from benchmarks.bench.contenders.ours import engine_of
from benchmarks.bench.material import Material


def update(engine: str, folder: Path, material: Material) -> dict[str, float]:
    """Change the text of the first item, and update the index. Raises AssertionError where more than that was read anew."""
    with tempfile.TemporaryDirectory() as place:
        changed = Path(place) / "items"
        shutil.copytree(material.items_folder, changed)
        first = min(changed.iterdir())
        line, *others = first.read_text(encoding="utf-8").splitlines(keepends=True)
        record = json.loads(line)
        line = json.dumps({**record, "text": f"{record['text']}已修改。"}, ensure_ascii=False)
        first.write_text("\n".join([line, "".join(others)]), encoding="utf-8")
        begun = time.perf_counter()
        report = policysearch.build([changed], folder, engine=engine, update=True, processes=os.cpu_count() or 1)
        seconds = time.perf_counter() - begun
    assert report.changes and report.changes.unchanged == report.documents - 1
    return {"seconds": seconds, "sources": report.documents}


if __name__ == "__main__":
    print(json.dumps(update(engine_of(sys.argv[1]), Path(sys.argv[2]), Material(Path(sys.argv[3])))))
