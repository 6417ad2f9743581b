"""The house rules: what imports what, how big things are, what is registered and tested."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vnfix.commands import COMMANDS
from vnfix.detectors import DETECTORS
from vnfix.fixers import FIXERS
from vnfix.formats.reading import READERS
from vnfix.formats.writing import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PACKAGE = Path(__file__).parent.parent / "vnfix"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the top down: a module imports from its own floor and those below it, never from above.
FLOORS = (
    ("__main__", "cli", "commands", "adapters"),
    ("__init__", "api"),
    ("batch",),
    ("train", "learn"),
    ("review",),
    ("readers", "writers"),
    ("pipeline", "diagnosis", "questions"),
    ("choice",),
    ("apply",),
    ("datacheck",),
    ("decode",),
    ("fixers",),
    ("detectors",),
    ("glyphs", "encodings"),
    ("resources",),
    ("lexicon", "rulebook", "sick", "fuzzy"),
    ("entries",),
    ("tokens", "syllable", "unicode", "fuzzy"),
    ("tables", "model", "geometry", "config", "project"),
    ("errors",),
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}

# `Resources` opens the tables at their first use; the parts get it as an argument.
UPWARD = {("resources", "decode")}

MAX_MODULE = 300
MAX_FUNCTION = 30
OTHER_LIMITS = {"pipeline": 150, "decode.kernel": 1100}
# Compiled as one module, and plain Python pays for every call in it.
LONG_FUNCTIONS = {"decode.kernel"}


def name_of(path: Path) -> str:
    """Return `decode.kernel` for vnfix/decode/kernel.py."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path, *, for_types: bool = False) -> Iterator[str]:
    """Yield the modules that a file imports; those for the type checker only if asked for."""
    typing_only = {
        id(node)
        for block in ast.walk(tree(path))
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree(path)):
        if id(node) in typing_only and not for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "vnfix":
                yield from (f"vnfix.{alias.name}" for alias in node.names)
            else:
                yield node.module


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    own = name_of(path).split(".")[0]
    assert own in FLOOR, "give the new module a floor"
    for target in imports(path):
        if target.startswith("vnfix.") and not target.startswith("vnfix.__"):
            other = target.split(".")[1]
            down = FLOOR[other] >= FLOOR[own] or (own, other) in UPWARD
            assert down, f"{own} must not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_small(path: Path) -> None:
    name = name_of(path)
    assert len(path.read_text("utf-8").splitlines()) < OTHER_LIMITS.get(name, MAX_MODULE)
    functions = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef))
    long = [n.name for n in functions if length(n) >= MAX_FUNCTION]
    assert name in LONG_FUNCTIONS or long == []


@pytest.mark.parametrize("library", ["unidecode", "ftfy"])
def test_library_is_imported_in_one_module_only(library: str) -> None:
    """Unidecode is GPL-2.0-or-later: whoever wants to do without replaces one module."""
    users = [name_of(p) for p in MODULES if library in {i.split(".")[0] for i in imports(p)}]
    assert len(users) <= 1


def test_only_the_command_line_uses_click() -> None:
    users = {name_of(p).split(".")[0] for p in MODULES if "click" in set(imports(p))}
    assert users == {"cli", "commands"}


def test_nothing_is_pickled() -> None:
    loaded = {i.split(".")[0] for p in MODULES for i in imports(p)}
    assert not loaded & {"pickle", "shelve", "marshal", "dill", "joblib"}


def registered(registry: Mapping[str, str | Callable[..., object]]) -> set[str]:
    """Return the modules that a registry names."""
    return {v.split(":")[0] if isinstance(v, str) else v.__module__ for v in registry.values()}


@pytest.mark.parametrize(
    ("package", "registry", "signature"),
    [
        ("detectors", DETECTORS, "detect"),
        ("fixers", FIXERS, "propose"),
        ("readers", READERS, "read_"),
        ("writers", WRITERS, "encode"),
        ("commands", COMMANDS, "command"),
    ],
)
def test_every_stage_is_registered(
    package: str, registry: Mapping[str, str | Callable[..., object]], signature: str
) -> None:
    """A module with a function of the stage's name but no line in the registry is dead."""
    stages = {
        f"vnfix.{name_of(path)}"
        for path in (PACKAGE / package).glob("[!_]*.py")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(signature)
    }
    stages = {m for m in stages if not m.endswith(("pdf_glyphs", "encoding"))}
    modules = registered(registry)
    # A format of the review may be written there.
    assert stages == {m for m in modules if m.split(".")[1] == package}
    for module in modules:
        importlib.import_module(module)


@pytest.mark.parametrize("package", ["detectors", "fixers", "readers", "writers", "batch"])
def test_every_stage_has_a_test_file(package: str) -> None:
    tests = {p.name for p in (Path(__file__).parent / package).glob("test_*.py")}
    stages = {f"test_{p.name}" for p in (PACKAGE / package).glob("[!_]*.py")}
    assert stages - tests == set()
