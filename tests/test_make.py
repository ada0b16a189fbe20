"""The Makefile: a query reaches the program as typed, and a missing part of the machine is named."""
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

# a stand-in for .venv: its policysearch writes down the arguments it gets
RECORDER = """#!/bin/sh
printf '%s\\n' "$@" > "$(dirname "$0")/../arguments"
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> list[str]:
    """The settings of make that put an environment that is ready, and an index, in a folder of the test."""
    environment, index = tmp_path / "venv", tmp_path / "index"
    (environment / "bin").mkdir(parents=True)
    index.mkdir()
    program = environment / "bin" / "policysearch"
    program.write_text(RECORDER, encoding="utf-8")
    program.chmod(0o755)
    for stamp in (environment / ".installed", environment / ".package", environment / ".ready", index / "current"):
        stamp.touch()
    return [f"VENV={environment}", f"INDEX={index}"]


def make(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", *arguments], cwd=folder, env={**outside, **environment}, capture_output=True, text=True)


@pytest.mark.parametrize("query", [
    '"放管服" 改革', "it's \"quoted\"", "$HOME", "${HOME}", "`touch x`", "$(shell touch x)", "$(touch x)", "a; touch x",
        "a && touch x", "a # b",
    "100%", "$$", "$@", "-公司", "--help", "a\\b", "*", "(家庭医生", "甲　乙", "x | cat > x"])
def test_a_query_reaches_the_program_as_typed_and_runs_nothing(tmp_path: Path, stand_in: list[str], query: str) -> None:
    before = set(os.listdir(ROOT))
    done = make("search", f"Q={query}", *stand_in)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv" / "arguments").read_text(encoding="utf-8").splitlines() == [
        "search", "--index", str(tmp_path / "index"), "--", query]
    assert set(os.listdir(ROOT)) == before


def test_a_query_from_the_environment_is_taken_as_it_is(tmp_path: Path, stand_in: list[str]) -> None:
    assert make("search", *stand_in, Q="$(shell touch x) $HOME").returncode == 0
    assert (tmp_path / "venv" / "arguments").read_text(encoding="utf-8").splitlines()[-1] == "$(shell touch x) $HOME"


def test_a_search_without_a_query_says_how(stand_in: list[str]) -> None:
    done = make("search", *stand_in)
    assert done.returncode == 2 and 'make search Q="家庭医生 签约"' in done.stderr


def test_nothing_is_set_up_twice(tmp_path: Path, stand_in: list[str]) -> None:
    # a pip or a build would fail here: the stand-in has no python
    assert make("search", "Q=a", *stand_in).returncode == make("search", "Q=b", *stand_in).returncode == 0


def test_an_environment_that_is_made_ready_has_the_modules_compiled(tmp_path: Path, stand_in: list[str]) -> None:
    called = tmp_path / "venv" / "called"
    python = tmp_path / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {called}\n', encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / "venv" / ".ready").unlink()
    assert make("search", "Q=a", *stand_in).returncode == 0
    assert called.read_text(encoding="utf-8") == "-m compileall -q policysearch\n"


def test_a_python_without_venv_names_the_package_that_brings_it(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\nexit 0\n', encoding="utf-8")
    python.chmod(0o755)
    done = make("test", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode == 2 and "apt-get install python3-venv" in done.stderr


def test_an_old_python_is_refused_by_name(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    done = make("test", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode == 2 and "3.11 or newer" in done.stderr


def test_help_lists_the_targets() -> None:
    listed = make("help").stdout
    for target in ("help", "search", "index", "test", "lint", "types", "check", "clean"):
        assert f"make {target} " in listed
