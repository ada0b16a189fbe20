"""What the README files say is what the program does."""
import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from policysearch.cli import COMMANDS, main
from policysearch.query.fields import FIELDS
from policysearch.query.parser import parse
from tests.conftest import ROOT, SEEDS

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(path: Path) -> list[str]:
    return [line for block in blocks(path, "sh") for line in block.splitlines()]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds and the tests, as the README's commands find them."""
    os.symlink(SEEDS, tmp_path / "seeds")
    os.symlink(ROOT / "tests", tmp_path / "tests")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_commands_of_the_readme_run(readme: Path, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = 0
    for line in commands(readme):
        program, *arguments = shlex.split(line)
        if program == ".venv/bin/policysearch":
            run += 1
            assert main(arguments) == 0, f"{line}\n{capsys.readouterr().err}"
            assert capsys.readouterr().out
        else:
            assert program == "make" and re.search(rf"^{arguments[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"),
            re.MULTILINE)
    assert run >= 8


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_dialogues_of_the_readme_are_what_is_printed(readme: Path, checkout: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    main(["index", "seeds", "--index", "index"])
    shown = blocks(readme, "console")
    assert shown
    for block in shown:
        typed, *printed = block.splitlines()
        capsys.readouterr()
        main(shlex.split(typed)[2:])
        captured = capsys.readouterr()
        assert (captured.out + captured.err).splitlines() == printed


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_python_of_the_readme_runs(readme: Path, checkout: Path) -> None:
    for block in blocks(readme, "python"):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(block, readme.name, "exec"), {})
        total, *hits = printed.getvalue().splitlines()
        assert int(total) == len(hits) > 0


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_and_field_is_in_the_readme_and_every_query_parses(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"policysearch {command}" in text
    for field in set(FIELDS) - {"doc_number"}:
        assert re.search(rf"`{field}[`:]", text), field
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    assert len(rows) >= 9
    for row in rows:
        for query in re.findall("`([^`]+)`", row.split(" | ")[0].replace(r"\|", "|")):
            parse(query)


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (commands(path) for path in READMES)
    assert english == chinese


def test_links_lead_to_files() -> None:
    for readme in [*READMES, *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([\w./-]+)\)", readme.read_text(encoding="utf-8")):
            assert (readme.parent / target).exists(), target


def test_the_package_documents_itself() -> None:
    done = subprocess.run([sys.executable, "-c", "import policysearch.errors as e; print(e.__doc__)"], capture_output=True,
                          text=True, check=True)
    assert "├── QueryError" in done.stdout


def test_the_project_speaks_of_itself_alone() -> None:
    """No path or host of a machine, and no leftover mark, in what is kept."""
    patterns = ("*.md", "docs/*.md", "*.cfg", "*.toml", "Makefile", ".ci/run", "*.lock", "policysearch/**/*.*", "tests/*.py")
    kept = [path for pattern in patterns for path in ROOT.glob(pattern)
            if path.suffix != ".pyc" and path.name != "test_docs.py"]
    assert len(kept) > 80
    for path in kept:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/root/|/home/\w|/opt/|\bTODO\b|\bFIXME\b|localhost", text), path
