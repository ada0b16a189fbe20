"""What all tests share: an index of the seeds, and a quick way to index a few items."""
import functools
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import policysearch
from policysearch import item_batches
from policysearch.analysis import dictionary
from policysearch.engines.registry import DEFAULT, ENGINES, engine_module
from policysearch.errors import MissingExtra
from policysearch.cli import main
from policysearch.messages.catalogue import use_language

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
DATA = ROOT / "tests" / "data"
# real documents and judgements beside the project; what needs them is skipped without
SHARED = Path(os.environ.get("POLICYSEARCH_SHARED", ROOT.parent / "shared"))

# every run tries the same cases
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

MakeIndex = Callable[..., policysearch.Index]
Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="session", autouse=True)
def one_dictionary() -> Iterator[None]:
    """Compile the dictionary once for all builds: it takes most of the time of a small one."""
    compile_dictionary, analyzer_of = dictionary.compile_dictionary, item_batches.analyzer_of
    dictionary.compile_dictionary = functools.cache(compile_dictionary)  # type: ignore[assignment]
    item_batches.analyzer_of = functools.lru_cache(maxsize=2)(analyzer_of)
    yield
    dictionary.compile_dictionary, item_batches.analyzer_of = compile_dictionary, analyzer_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `every_engine`, and has anything to do with an engine, runs with each of them."""
    if "engine" in metafunc.fixturenames and metafunc.definition.get_closest_marker("every_engine"):
        metafunc.parametrize("engine", ENGINES, indirect=True, scope="session")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that indexes are built with; what needs one that is not installed is skipped."""
    name = str(getattr(request, "param", DEFAULT))
    try:
        engine_module(name)
    except MissingExtra as error:
        pytest.skip(str(error))
    return name


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English messages and no settings from outside."""
    for name in ("POLICYSEARCH_INDEX", "POLICYSEARCH_LANG", "NO_COLOR", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    use_language(None)
    yield
    use_language(None)


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory: pytest.TempPathFactory, engine: str) -> Path:
    """The folder of an index of the seeds; not to be changed."""
    folder = tmp_path_factory.mktemp("seeds") / "index"
    policysearch.build([SEEDS], folder, engine=engine)
    return folder


@pytest.fixture
def index(seeds_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The index of the seeds, as the one commands use."""
    monkeypatch.setenv("POLICYSEARCH_INDEX", str(seeds_folder))
    return seeds_folder


def run(capsys: Printed, *arguments: str) -> tuple[int, str, str]:
    """Run a command: its exit status, and what it printed on stdout and stderr."""
    status = main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture(scope="session")
def seeds(seeds_folder: Path) -> Iterator[policysearch.Index]:
    """An open index of the seeds."""
    with policysearch.open(seeds_folder) as index:
        yield index


@pytest.fixture
def index_copy(seeds_folder: Path, tmp_path: Path) -> Path:
    """A copy of the index of the seeds, to be damaged."""
    return Path(shutil.copytree(seeds_folder, tmp_path / "index"))


@pytest.fixture
def make_index(tmp_path: Path, engine: str) -> Iterator[MakeIndex]:
    """A function that indexes items given as texts or records and opens the index."""
    opened: list[policysearch.Index] = []

    def make(*items: str | dict[str, Any], **options: Any) -> policysearch.Index:
        number = len(opened)
        records = [{"id": f"i{place}", "source": "s", "text": item} if isinstance(item, str) else
                   {"id": f"i{place}", "source": "s", **item} for place, item in enumerate(items)]
        path = tmp_path / f"items{number}.jsonl"
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
        policysearch.build([path], tmp_path / f"index{number}", engine=engine)
        opened.append(policysearch.Index(tmp_path / f"index{number}", **options))
        return opened[-1]

    yield make
    for index in opened:
        index.close()


def ids(results: policysearch.Results) -> list[str]:
    """The ids of the hits in their order."""
    return [hit.item.id for hit in results]


class Clock:
    """A clock that a test moves: every reading adds `step` seconds."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step
        self._lock = threading.Lock()

    def __call__(self) -> float:
        with self._lock:
            self.now += self.step
            return self.now
