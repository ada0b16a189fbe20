"""The message catalogue: a key and its parameters become a sentence in the reader's language."""
import contextvars
import functools
import locale
import os
import tomllib
from collections.abc import Mapping
from importlib import resources

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
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {f"{section}.{name}": value
            for section, entries in tomllib.loads(text).items() for name, value in entries.items()}
