"""The message catalogue: a key and its parameters become a sentence in the reader's language."""
import contextvars
import functools
import json
import locale
import os
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "zh")

_chosen: contextvars.ContextVar[str | None] = contextvars.ContextVar("policysearch_language", default=None)


def use_language(language: str | None) -> None:
    """Answer in `language` ("en" or "zh") from now on in this context; None goes back to the environment.

    Raises ValueError for another language.
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}")
    _chosen.set(language)


def current_language() -> str:
    """The language in force: the chosen one, else $POLICYSEARCH_LANG, else the locale of the environment."""
    chosen = _chosen.get()
    if chosen:
        return chosen
    environment = os.environ
    # the order in which POSIX locales override one another
    names = (environment.get(name) for name in ("POLICYSEARCH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def message(key: str, /, **parameters: object) -> str:
    """The message `key` in the current language, its placeholders filled in.

    Raises KeyError for an unknown key or a missing parameter: both are faults of the program.

    >>> use_language("en")
    >>> message("query.unclosed_bracket")
    'this bracket is not closed'
    """
    return catalogue(current_language())[key].format(**parameters)


@functools.cache
def catalogue(language: str) -> Mapping[str, str]:
    """All messages of one language by their full key, such as "query.unknown_field"."""
    messages: list[str] = []
    section = ""
    # of TOML only sections and strings on one line, which are strings of JSON too: every command waits for this
    for line in Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition(" = ")
            messages.append(f'"{section}.{name}": {value}')
    texts: dict[str, str] = json.loads(f"{{{','.join(messages)}}}")
    return texts
