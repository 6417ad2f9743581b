"""What a user installs: the wheel holds the package and nothing else, and can be built anywhere."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import venv
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vnfix
from tests.pdfs import make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

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


@pytest.fixture(scope="module")
def wheel(checkout: Path, package: set[str]) -> Path:
    """Return the wheel as it is built where there is no compiler."""
    assert package
    return build(checkout, "--wheel", CC="no-such-compiler", CXX="no-such-compiler")


def needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Return all that these requirements bring along, as it is installed here."""
    found: dict[str, Distribution] = {}
    waiting = list(requirements)
    while waiting:
        requirement, _, condition = waiting.pop().partition(";")
        name = re.split(r"[^\w.-]", requirement.strip())[0].lower().replace("_", "-")
        if name in found or "extra ==" in condition:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            assert condition, f"{name} is not installed"  # for other systems or older Pythons
            continue
        waiting += found[name].requires or []
    return found


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `bin` of a clean environment with the wheel and what it says it needs.

    As `pip install vnfix` would make it; the packages are those of this machine, for tests need
    no network.
    """
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    (programs,) = (p for p in (folder / "bin", folder / "Scripts") if p.is_dir())
    command: list[str | Path] = [
        programs / "python",
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        wheel,
    ]
    subprocess.run(command, check=True, capture_output=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run(
        [programs / "python", "-c", where], check=True, capture_output=True, text=True
    )
    site = Path(done.stdout.strip())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for package in needed(project["dependencies"]).values():
        for top in {f.parts[0] for f in package.files or () if f.parts[0] not in ("..", ".")}:
            if not (site / top).exists() and top != "__pycache__":
                (site / top).symlink_to(Path(str(package.locate_file(top))))
    return programs


def run_fresh(programs: Path, *arguments: str | Path, code: int = 0) -> str:
    """Run the installed command in a folder that is not the checkout; returns what it wrote."""
    done = subprocess.run(
        [programs / "vnfix", *arguments],
        cwd=programs.parent, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_fresh_machine_repairs_and_checks(fresh: Path, tmp_path: Path) -> None:
    assert run_fresh(fresh, "--version").startswith(f"vnfix {vnfix.__version__}\nkernel: plain")
    text, healthy = tmp_path / "a.txt", "Cải cách hành chính của tỉnh\n"
    text.write_text(healthy, "utf-8")
    assert run_fresh(fresh, "fix", text) == healthy
    assert "healthy" in run_fresh(fresh, "check", text)
    text.write_text("Cii c6ch hinh chinh\n", "utf-8")
    assert run_fresh(fresh, "fix", text) == "Cải cách hành chính\n"
    assert "wrong-language OCR" in run_fresh(fresh, "check", text, code=1)
    pdf = tmp_path / "in" / "a.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(make_pdf([["Cii c6ch hinh chinh"]]))
    run_fresh(fresh, "fix", pdf.parent, "-o", tmp_path / "out", "--pdf", "--jobs", "1")
    assert {"a.txt", "a.pdf", "a.jsonl"} <= {p.name for p in (tmp_path / "out").iterdir()}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="ends the page by a signal")
def test_a_fresh_machine_opens_the_review(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Cii c6ch hinh chinh\n", "utf-8")
    command: list[str | Path] = [fresh / "vnfix", "review", tmp_path, "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=fresh.parent)
    try:
        address = server.stdout.readline().strip() if server.stdout else ""
        with urllib.request.urlopen(address, timeout=30) as page:
            assert b"vnfix" in page.read()
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.communicate()


@pytest.mark.slow
def test_wheel_without_a_compiler_works_and_holds_every_file(
    wheel: Path, checkout: Path, package: set[str]
) -> None:
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
