"""Both catalogues say everything, with the same placeholders."""
import ast
import re
import string

import pytest

from policysearch.messages.catalogue import LANGUAGES, catalogue, current_language, message, use_language
from tests.conftest import ROOT


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_catalogues_have_the_same_keys_and_placeholders() -> None:
    first, *others = (catalogue(language) for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        for key, text in first.items():
            assert placeholders(other[key]) == placeholders(text), key


def test_every_message_used_is_in_the_catalogue_and_every_message_is_used() -> None:
    used: set[str] = set()
    starts: set[str] = set()
    for path in (ROOT / "policysearch").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z]+\.[a-z_]+", node.value):
                    used.add(node.value)
                elif re.fullmatch(r"[a-z]+\.", node.value):
                    starts.add(node.value)
    keys = set(catalogue("en"))
    sections = {key.split(".")[0] for key in keys}
    assert {name for name in used if name.split(".")[0] in sections and "." in name} <= keys | {"index.new"}
    unused = {key for key in keys - used if not key.startswith(tuple(starts))}
    assert unused == set()


def test_chinese_messages_are_chinese() -> None:
    for key, text in catalogue("en").items():
        if re.search("[A-Za-z]{2}", re.sub("{.*?}", "", text)):
            assert re.search("[一-鿿]", catalogue("zh")[key]), key


@pytest.mark.parametrize("environment, language", [
    ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_US.UTF-8"}, "en"), ({"LANG": "C"}, "en"), ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"), ({"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh"),
    ({"LANG": "en_US.UTF-8", "POLICYSEARCH_LANG": "zh"}, "zh"), ({"LANG": "zh_CN.UTF-8", "POLICYSEARCH_LANG": "en"}, "en")])
def test_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str],
    language: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert current_language() == language


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        use_language("fr")


def test_a_missing_parameter_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        message("query.unknown_field")
