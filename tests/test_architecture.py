"""The house rules: what imports what, how big things are, what is registered and tested."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vnfix.commands import COMMANDS
from vnfix.detectors import DETECTORS, LAST, SETTLING
from vnfix.fixers import FIXERS, SETTLERS
from vnfix.formats.reading import READERS
from vnfix.formats.writing import WRITERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PACKAGE = Path(__file__).parent.parent / "vnfix"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the top down: a module imports from its own floor and those below it, never from above, for
# the type checker as little as at run time. A part of a room that stands elsewhere is named whole.
FLOORS = (
    ("__main__", "cli", "commands", "adapters"),
    ("__init__", "api"),
    ("streaming",),
    ("learn",),
    ("batch", "review"),
    ("train", "files.collect"),
    ("formats.reading", "formats.writing"),
    ("formats.markdown", "formats.jsontext", "formats.delimited", "formats.webpage"),
    ("formats.runs",),
    ("pdf.write", "formats.hocr", "formats.alto", "formats.html", "formats.markup"),
    ("pdf.read",),
    ("formats.corrections", "formats.text"),
    ("alternatives", "diagnosis"),
    ("pipeline",),
    ("look", "settle"),
    ("alternatives.choice", "pdf.read.modest"),
    ("alternatives.doubts", "alternatives.ranking"),
    ("alternatives.rivals", "alternatives.views"),
    ("alternatives.readings",),
    ("alternatives.places",),
    ("alternatives.shapes",),
    ("decode",),
    ("fixers",),
    ("detectors",),
    ("decode.nearly",),
    ("glyphs.lost",),
    ("analysis",),
    ("resources",),
    ("decode.capitals", "decode.case", "decode.confidence"),
    ("decode.openers", "decode.signs"),
    ("decode.groups", "decode.lessons"),
    ("decode.lattice", "decode.workbench"),
    ("decode.candidates",),
    ("decode.looks",),
    ("decode.quantities", "decode.lm", "decode.channel", "decode.far"),
    ("decode.general",),
    ("decode.rows", "decode.vocabulary", "decode.spared"),
    ("glyphs",),
    ("data.check",),
    ("data", "formats.placing"),
    ("decode.align", "decode.kernel", "decode.prices"),
    ("apply", "document", "text"),
    (
        "files",
        "formats",
        "pdf",
        "formats.templates",
        "model",
        "packed",
        "settings",
        "config",
        "version",
        "processes",
    ),
    ("errors", "logs", "memory"),
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}

MAX_MODULE = 600
MAX_FUNCTION = 40
# Python pays for every call in these.
LONG_FUNCTIONS = {"decode.kernel.trie", "decode.kernel.lists", "decode.kernel.paths"}


def name_of(path: Path) -> str:
    """Return `decode.kernel` for vnfix/decode/kernel.py."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


NAMES = {name_of(p) for p in MODULES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, those for the type checker included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                deep = f"{node.module}.{alias.name}"
                yield deep if deep.removeprefix("vnfix.") in NAMES else node.module


def floor_of(name: str) -> int:
    """Return the floor of a module: that of the longest part of its name that has one."""
    parts = name.split(".")
    known = [".".join(parts[:k]) for k in range(len(parts), 0, -1)]
    found = next((n for n in known if n in FLOOR), None)
    assert found, f"give {name} a floor"
    return FLOOR[found]


def test_every_floor_has_its_module() -> None:
    packages = {n.rpartition(".")[0] for n in NAMES}
    assert {n for n in FLOOR if n not in NAMES | packages} == set()


def test_no_import_circle() -> None:
    """Nor one of imports for the type checker, or inside of a package."""
    graph = {
        name_of(p): {t.removeprefix("vnfix.") for t in imports(p)} & NAMES - {name_of(p)}
        for p in MODULES
    }
    TopologicalSorter(graph).prepare()


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    own = floor_of(name_of(path))
    for target in imports(path):
        if target.startswith("vnfix."):
            other = target.removeprefix("vnfix.")
            assert floor_of(other) >= own, f"{name_of(path)} must not import {other}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_small(path: Path) -> None:
    name = name_of(path)
    assert len(path.read_text("utf-8").splitlines()) < MAX_MODULE
    functions = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef))
    long = [n.name for n in functions if length(n) >= MAX_FUNCTION]
    assert name in LONG_FUNCTIONS or long == []


@pytest.mark.parametrize("library", ["unidecode", "ftfy"])
def test_library_is_imported_in_one_module_only(library: str) -> None:
    """Unidecode is GPL-2.0-or-later: whoever wants to do without replaces one module."""
    users = [name_of(p) for p in MODULES if library in {i.split(".")[0] for i in imports(p)}]
    assert len(users) <= 1


def test_texts_are_composed_by_one_function() -> None:
    """`unicodedata.normalize` takes the square of the marks in a row; builders read our own."""
    rest = [p for p in MODULES if "train" not in p.parts and p.name != "unicode.py"]
    assert [str(p) for p in rest if 'normalize("NFC"' in p.read_text("utf-8")] == []


def test_only_the_command_line_uses_click() -> None:
    users = {name_of(p).split(".")[0] for p in MODULES if "click" in set(imports(p))}
    assert users == {"cli", "commands"}


def test_nothing_is_pickled() -> None:
    loaded = {i.split(".")[0] for p in MODULES for i in imports(p)}
    assert not loaded & {"pickle", "shelve", "marshal", "dill", "joblib"}


@pytest.mark.parametrize(
    ("package", "registry", "signature"),
    [
        ("detectors", {**SETTLING, **DETECTORS, **LAST}, "detect"),
        ("fixers", {**SETTLERS, **FIXERS}, "propose"),
    ],
)
def test_every_stage_is_registered(
    package: str, registry: Mapping[str, Callable[..., object]], signature: str
) -> None:
    """A module with a function of the stage's name but no line in the registry is dead."""
    stages = {
        f"vnfix.{name_of(path)}"
        for path in (PACKAGE / package).glob("[!_]*.py")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name == signature
    }
    assert stages == {stage.__module__ for stage in registry.values()}


@pytest.mark.parametrize(
    ("packages", "registry", "signature"),
    [
        (("commands",), COMMANDS, "command"),
        (("formats", "pdf"), READERS, "read_"),
        (("formats", "pdf"), WRITERS, "encode_"),
    ],
)
def test_every_format_and_command_is_registered(
    packages: tuple[str, ...], registry: Mapping[str, Callable[[], object]], signature: str
) -> None:
    found = {load() for load in registry.values()}
    for package in packages:
        for path in (PACKAGE / package).rglob("[!_]*.py"):
            if path.stem in ("reading", "writing"):  # the registries themselves
                continue
            module = importlib.import_module(f"vnfix.{name_of(path)}")
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and node.name.startswith(signature):
                    parameters = {a.arg for a in node.args.args}
                    is_stage = signature == "command" or {"config"} < parameters
                    assert not is_stage or getattr(module, node.name) in found, node.name


@pytest.mark.parametrize("package", ["detectors", "fixers"])
def test_every_stage_has_a_test_file(package: str) -> None:
    tests = {p.name for p in (Path(__file__).parent / package).glob("test_*.py")}
    stages = {f"test_{p.name}" for p in (PACKAGE / package).glob("[!_]*.py")}
    assert stages - tests == set()


@pytest.mark.parametrize("room", sorted(p.parent.name for p in PACKAGE.glob("*/__init__.py")))
def test_every_room_can_be_imported_first(room: str) -> None:
    """What a package imports as a whole may make a circle that no module shows by itself."""
    done = subprocess.run(
        [sys.executable, "-c", f"import vnfix.{room}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
