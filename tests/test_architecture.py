"""The house: who imports whom, and that ARCHITECTURE.md describes the tree as it is."""
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "policysearch"
MODULES = sorted(PACKAGE.rglob("*.py"))

# the places that load something late, each for the reason that its docstring gives: (module, function)
LATE = {("policysearch/engines/registry.py", "_module"), ("policysearch/__init__.py", "__getattr__"),
        ("policysearch/cli.py", "get_command"), ("policysearch/engines/whoosh/engine.py", "_arrays"),
        ("policysearch/opened.py", "damage_named"), ("policysearch/opened.py", "scorer"),
        ("policysearch/analysis/rust.py", "rust_cutter"),
        ("policysearch/sources/pdf.py", "_library"), ("policysearch/evaluation/measures.py", "_library")}
# heavy or foreign libraries, and the only modules that may import them
HOMES = {"click": ("policysearch/commands/", "policysearch/cli.py"), "whoosh": ("policysearch/engines/whoosh/",),
         "tantivy": ("policysearch/engines/tantivy/",),
         "numpy": ("policysearch/arrays.py", "policysearch/analysis/bulk.py", "policysearch/analysis/term_keys.py",
                   "policysearch/analysis/word_trie.py", "policysearch/engines/tantivy/token_texts.py",
                   "policysearch/engines/whoosh/", "policysearch/item_batches.py", "policysearch/ranking/array_scores.py",
                   "policysearch/storage/term_counter.py", "policysearch/storage/text_arrays.py",
                   "policysearch/text/bulk_folding.py"), "jieba": (), "opencc": (),
         "rjieba": ("policysearch/analysis/rust.py",),
         "filelock": ("policysearch/storage/builds.py",), "pypdfium2": ("policysearch/sources/pdf.py",),
         "ir_measures": ("policysearch/evaluation/measures.py",)}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The modules a file imports, as dotted names with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} relative import"
            assert node.module
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole if module_path(whole) else node.module), node.lineno


def module_path(dotted: str) -> Path | None:
    base = ROOT.joinpath(*dotted.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.exists():
            return path
    return None


def rooms() -> list[list[str]]:
    """The ranks of the top level, lowest first, as the docstring of the package lists them."""
    text = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")))
    assert text
    return [line.split(":")[1].split() for line in text.splitlines() if line.startswith("rank ")]


def listed(folder: Path) -> list[str]:
    """The modules of a folder, lowest first, as its docstring lists them."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert text
    return re.findall(r"^\* (\w+):", text, re.MULTILINE)


def place(path: Path) -> tuple[tuple[int, int], ...]:
    """Where a module stands: rank and order at the top, then its order within each folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    where = [(rank, row.index(parts[0])) for rank, row in enumerate(rooms()) if parts[0] in row]
    assert where, f"{name_of(path)} is in no rank"
    folder = PACKAGE
    for above, part in zip(parts, parts[1:]):
        folder = folder / above
        if part != "__init__":
            assert part in listed(folder), f"{name_of(path)} is not listed in {name_of(folder)}/__init__.py"
            where.append((0, listed(folder).index(part)))
    return tuple(where)


def test_every_room_exists_and_every_listed_module_too() -> None:
    top = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py"} | {
        path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert top - {"__init__", "__main__"} == {room for row in rooms() for room in row}
    for init in PACKAGE.rglob("*/__init__.py"):
        there = {path.stem for path in init.parent.iterdir()
                 if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"}
        assert set(listed(init.parent)) == there, name_of(init)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_below(path: Path) -> None:
    if path in (PACKAGE / "__init__.py", PACKAGE / "__main__.py"):
        return
    for imported, line in imports(path):
        target = module_path(imported) if imported.startswith("policysearch") else None
        if not target or (target == PACKAGE / "__init__.py" and name_of(path) == "policysearch/cli.py"):
            continue  # the command line asks the package for its version
        assert target != PACKAGE / "__init__.py", f"{name_of(path)}:{line} imports the package root"
        assert place(target) < place(path), f"{name_of(path)}:{line} imports {imported}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            late = any(isinstance(node, (ast.Import, ast.ImportFrom)) or
                       (isinstance(node, ast.Attribute) and node.attr == "import_module") for node in ast.walk(function))
            assert not late or (name_of(path), function.name) in LATE, f"{name_of(path)}:{function.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_are_imported_only_where_they_live(path: Path) -> None:
    for imported, line in imports(path):
        homes = HOMES.get(imported.split(".")[0])
        assert homes is None or name_of(path).startswith(homes), f"{name_of(path)}:{line} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 320, f"{name_of(path)} has {text.count(chr(10))} lines"
    assert ast.get_docstring(ast.parse(text)), f"{name_of(path)} has no docstring"


def test_architecture_names_every_room_and_only_paths_that_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for row in rooms():
        for room in row:
            assert re.search(rf"`{room}(?:/|\.py)`", text), f"ARCHITECTURE.md does not speak of {room}"
    for path in re.findall(r"`([\w/]+(?:/|\.py|\.toml|\.txt|\.cfg|\.md|\.lock))`", text):
        assert any((base / path).exists() for base in (ROOT, PACKAGE)) or path == "index/", path


def test_public_names_are_those_that_can_be_loaded() -> None:
    import policysearch
    from policysearch import errors
    assert all(getattr(policysearch, name) is not None for name in policysearch.__all__)
    raised = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert raised <= set(policysearch.__all__)
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert set(drawn) | {"PolicySearchError"} == raised
