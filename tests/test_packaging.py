"""What a user installs: the wheel holds the package and nothing else, and can be built anywhere."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import vnfix

# What some tests do without; on a build server they would be skipped and nobody would know.
OPTIONAL = (
    "build.__main__",
    "Cython",
    "datasets",
    "distributed",
    "httpx",
    "langchain_core",
    "ocrmypdf",
    "pandas",
    "playwright",
    "setuptools",
    "starlette",
    "uvicorn",
)
ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vnfix"
MODELS_LIMIT = 15_000_000


def copy_checkout(target: Path) -> Path:
    """Copy what git would hold, so that nothing is built inside of the checkout."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    for name in names:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
    return target


def build(source: Path, *arguments: str, **variables: str) -> Path:
    """Build into `dist` of the copy, with the packages that are installed already."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", *arguments],
        cwd=source, check=True, capture_output=True, env={**os.environ, **variables},
    )  # fmt: skip
    (made,) = (source / "dist").iterdir()
    return made


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout, or skip where building is impossible."""
    for name in ("build.__main__", "setuptools", "Cython"):
        pytest.importorskip(name)
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def package(checkout: Path) -> set[str]:
    """Return all files of the package, before building adds to them."""
    files = (p for p in (checkout / "vnfix").rglob("*") if p.is_file())
    return {p.relative_to(checkout).as_posix() for p in files}


@pytest.mark.slow
def test_wheel_without_a_compiler_works_and_holds_every_file(
    checkout: Path, package: set[str]
) -> None:
    wheel = build(checkout, "--wheel", CC="no-such-compiler", CXX="no-such-compiler")
    unpacked = checkout.parent / "unpacked"
    with zipfile.ZipFile(wheel) as z:
        names = {n for n in z.namelist() if not n.startswith("vnfix-")}
        z.extractall(unpacked)
    assert names == package
    done = subprocess.run(
        [sys.executable, "-m", "vnfix", "fix", "-"],
        input=b"Cii c6ch hinh chinh\n",
        cwd=unpacked, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.decode()) == (0, "Cải cách hành chính\n"), done.stderr


@pytest.mark.slow
def test_source_distribution_is_whole(checkout: Path, package: set[str]) -> None:
    with tarfile.open(_sdist(checkout)) as t:
        names = {n.partition("/")[2] for n in t.getnames()}
    for name in ("setup.py", "Makefile", "LICENSE", "tests/conftest.py", "corpus/manifest.toml"):
        assert name in names
    assert package <= names


def _sdist(checkout: Path) -> Path:
    for old in (checkout / "dist").glob("*"):
        old.unlink()
    return build(checkout, "--sdist")


@pytest.mark.skipif(not os.environ.get("CI"), reason="elsewhere the tests of these are skipped")
@pytest.mark.parametrize("module", OPTIONAL)
def test_a_build_server_lacks_nothing(module: str) -> None:
    assert importlib.util.find_spec(module)


def test_version_has_three_numbers() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", vnfix.__version__)


def test_models_are_small_enough() -> None:
    files = [p for p in (PACKAGE / "models").rglob("*") if p.is_file()]
    assert sum(p.stat().st_size for p in files) <= MODELS_LIMIT


def test_checkout_starter_is_three_lines() -> None:
    assert sum(bool(line) for line in (ROOT / "cli.py").read_text("utf-8").splitlines()) == 3
