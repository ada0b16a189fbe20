"""Engines by name. Their libraries are heavy, so an engine is imported when it is first used."""
import importlib
import importlib.util
from types import ModuleType
from typing import TYPE_CHECKING, cast

from policysearch.engines.base import EngineModule
from policysearch.errors import MissingExtra

if TYPE_CHECKING:
    from policysearch.engines.writing import WriterModule

_FOLDERS = {"whoosh": "policysearch.engines.whoosh", "tantivy": "policysearch.engines.tantivy"}
# engines that are optional extras, each called as its library is
_EXTRAS = ("tantivy",)
ENGINES = tuple(_FOLDERS)
DEFAULT = "whoosh"


def engine_module(name: str) -> EngineModule:
    """The module of the engine called `name`.

    Raises KeyError for a name that is not in ENGINES, MissingExtra where what the engine needs is not installed.
    """
    return cast(EngineModule, _module(name, "engine"))


def writer_module(name: str) -> "WriterModule":
    """The module of the writer of the engine called `name`. Raises as `engine_module`."""
    return cast("WriterModule", _module(name, "writer"))


def _module(name: str, part: str) -> ModuleType:
    if name in _EXTRAS and importlib.util.find_spec(name) is None:
        raise MissingExtra("engine.needs_extra", engine=name, extra=name)
    return importlib.import_module(f"{_FOLDERS[name]}.{part}")
