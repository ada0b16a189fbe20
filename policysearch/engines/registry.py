"""Engines by name. Their libraries are heavy, so an engine is imported when it is first used."""
import importlib
import importlib.util
from typing import cast

from policysearch.engines.base import EngineModule
from policysearch.errors import MissingExtra

_MODULES = {"whoosh": "policysearch.engines.whoosh.engine", "tantivy": "policysearch.engines.tantivy.engine"}
# engines that are optional extras, each called as its library is
_EXTRAS = ("tantivy",)
ENGINES = tuple(_MODULES)
DEFAULT = "whoosh"


def engine_module(name: str) -> EngineModule:
    """The module of the engine called `name`.

    Raises KeyError for a name that is not in ENGINES, MissingExtra where what the engine needs is not installed.
    """
    if name in _EXTRAS and importlib.util.find_spec(name) is None:
        raise MissingExtra("engine.needs_extra", engine=name, extra=name)
    return cast(EngineModule, importlib.import_module(_MODULES[name]))
