"""Engines by name. Their libraries are heavy, so an engine is imported when it is first used."""
import importlib
from typing import cast

from policysearch.engines.base import EngineModule

_MODULES = {"whoosh": "policysearch.engines.whoosh.engine"}
ENGINES = tuple(_MODULES)
DEFAULT = "whoosh"


def engine_module(name: str) -> EngineModule:
    """The module of the engine called `name`. Raises KeyError for a name that is not in ENGINES."""
    return cast(EngineModule, importlib.import_module(_MODULES[name]))
