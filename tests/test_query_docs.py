"""The pages on the query language say what the program does: each of their examples is run."""
import re
import shlex
from pathlib import Path

import pytest

import policysearch
from policysearch.cli import main
from policysearch.commands import search as search_command
from policysearch.errors import QueryError
from policysearch.messages.catalogue import catalogue
from policysearch.query.fields import FIELDS, field_named
from tests.conftest import ROOT

PAGES = {"en": ROOT / "docs" / "query.md", "zh": ROOT / "docs" / "query.zh-CN.md"}
# mistakes that cannot be shown on a page, or only by a very long query
NOT_SHOWN = {"empty", "bad_character", "too_long", "too_many_terms", "too_deep", "too_many_expansions", "window"}


def rows(page: Path) -> list[tuple[list[str], int]]:
    """The examples of a page's tables, those of one row together, with the number of items beside them."""
    found = re.findall(r"^\| (`.*?`) \| (\d+) \| [^|]*(?:\\\|[^|]*)*\|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [(re.findall("`([^`]+)`", cell.replace(r"\|", "|")), int(count)) for cell, count in found]


def dialogues(page: Path) -> list[tuple[str, list[str]]]:
    """What is typed and what is printed, of all console blocks of a page."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_every_row_and_every_block_is_taken_for_an_example() -> None:
    for page in PAGES.values():
        text = page.read_text(encoding="utf-8")
        tables = re.findall(r"^\|---\|---\|---\|\n((?:\|.*\n)+)", text, re.MULTILINE)
        assert sum(table.count("\n") for table in tables) == len(rows(page)) > 60
        assert len(re.findall("^```", text, re.MULTILINE)) == 2 * text.count("```console\n")


def test_both_pages_have_the_same_examples() -> None:
    english, chinese = PAGES.values()
    assert rows(english) == rows(chinese)
    assert [typed for typed, _ in dialogues(english)] == [typed for typed, _ in dialogues(chinese)]


@pytest.mark.parametrize("example, items", [
    (example, items) for examples, items in rows(PAGES["en"]) for example in examples])
def test_an_example_finds_as_many_items_as_the_page_says(
        seeds: policysearch.Index, seeds_folder: Path, capsys: pytest.CaptureFixture[str], example: str, items: int) -> None:
    if " --" not in example:
        assert seeds.search(example).total == items
        return
    status = main(["search", "--jsonl", "--no-group", "--limit", "200", "--index", str(seeds_folder), *shlex.split(example)])
    assert (status, len(capsys.readouterr().out.splitlines())) == (0 if items else 1, items)


@pytest.mark.parametrize("language", PAGES)
def test_a_dialogue_is_what_is_printed(seeds_folder: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    shown = dialogues(PAGES[language])
    assert len(shown) > 20
    for typed, printed in shown:
        program, *arguments = shlex.split(typed)
        assert program == "policysearch"
        main([*arguments, "--index", str(seeds_folder), "--lang", language])
        captured = capsys.readouterr()
        assert (captured.out + captured.err).splitlines() == printed, typed


def test_every_mistake_in_a_query_is_shown(seeds: policysearch.Index) -> None:
    shown = set()
    for typed, _ in dialogues(PAGES["en"]):
        query = shlex.split(typed)[2]
        try:
            seeds.search(query)
        except QueryError as error:
            shown.add(error.key)
    assert shown == {key for key in catalogue("en") if key.startswith("query.")} - {f"query.{name}" for name in NOT_SHOWN}


def test_every_field_has_an_example_and_every_option_is_there() -> None:
    command = search_command.command()
    options = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
    for page in PAGES.values():
        examples = [example for queries, _ in rows(page) for example in queries]
        assert {field_named(name) for example in examples for name in re.findall(r"(\w+):", example)} >= set(FIELDS)
        named = set(re.findall("--[a-z-]+[a-z]", page.read_text(encoding="utf-8")))
        assert named <= options and options - named == {"--index", "--json", "--jsonl", "--color", "--lang"}
