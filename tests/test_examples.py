"""Every command in the README and in docs/ is run as it stands there; other code must compile."""

from __future__ import annotations

import ast
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.ocr import hocr
from tools.pictures import NAMES, PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"
# What is not vnfix's: tested where it is used (test_ocrmypdf.py, test_cluster.py; the
# container in test_install.py), or by `make`.
OTHERS = ("ocrmypdf ", "dask ", "PYTHONSAFEPATH=1 dask ", "docker ", "pip ", "make ")
LARGEST = 200_000  # bytes of a picture
NEEDS_A_CLUSTER = "--dask"


def commands() -> Iterator[tuple[str, str]]:
    """Yield page and line of each command."""
    for page in PAGES:
        for language, body in BLOCK.findall(page.read_text("utf-8")):
            if language in {"sh", "console"}:
                for line in filter(None, body.splitlines()):
                    yield page.name, line.removeprefix("$ ").split("  #")[0].strip()


COMMANDS = list(dict.fromkeys(commands()))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a working folder with the documents that the examples name, and some decisions."""
    for folder in ("FOLDER", "plans", "scans", "ho-so"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(GARBLED, "utf-8")
    for name in ("plan.pdf", "scan.pdf", "ho-so/cong-van.pdf"):
        shutil.copy(ROOT / "corpus" / "letter" / "scan.pdf", tmp_path / name)
    (tmp_path / "plan.txt").write_text(GARBLED * 3, "utf-8")
    (tmp_path / "rows.csv").write_text(f"1,{GARBLED}", "utf-8")
    (tmp_path / "page.hocr").write_text(hocr(GARBLED.strip()), "utf-8")
    return tmp_path


def run(command: str, place: Path, *, shell: bool = True) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("vnfix"))
    line = re.sub(r"^vnfix\b", program, command)
    return subprocess.run(
        line, shell=shell, cwd=place, capture_output=True, text=True, encoding="utf-8", check=False
    )


def decide(place: Path) -> None:
    """Take the corrections of a text over as accepted, so that there is something to learn."""
    rows = place / "rows.jsonl"
    (place / "plan.txt").write_text(GARBLED * 40, "utf-8")
    assert run("vnfix propose plan.txt -o rows.jsonl", place).returncode == 0
    text = rows.read_text("utf-8").replace('"proposed"', '"accepted"')
    text = text.replace('"reviewer": null', '"reviewer": "Lan"')
    rows.write_text(text.replace('"time": null', '"time": "2026-01-02T03:04:05Z"'), "utf-8")
    assert run("vnfix review plan.txt --import rows.jsonl --export", place).returncode == 0


def learned_before(page: str, command: str) -> list[str]:
    """Return the commands that teach, above this one on its page: what it takes back."""
    above = COMMANDS[: COMMANDS.index((page, command))]
    return [c for name, c in above if name == page and c.startswith("vnfix learn")]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_commands_run(page: str, command: str, place: Path) -> None:
    if command.startswith(OTHERS) or NEEDS_A_CLUSTER in command:
        return
    assert command.startswith("vnfix "), page
    if command.startswith("vnfix review"):
        serve(command, place)
        return
    if command.startswith("vnfix learn"):
        decide(place)
        for earlier in learned_before(page, command):
            assert run(earlier, place).returncode == 0
    if "-o plan.txt" in command:
        (place / "plan.txt").unlink()
    done = run(command, place)
    codes = {1} if "--check" in command else {0, 1} if " diff" in command else {0}
    codes = {1} if " check " in command else codes
    assert done.returncode in codes, done.stderr
    assert "Traceback" not in done.stderr


def serve(command: str, place: Path) -> None:
    """Run a review until its page is there."""
    line = [str(Path(sys.executable).with_name("vnfix")), *command.split()[1:], "--no-browser"]
    with subprocess.Popen(
        line, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        with urllib.request.urlopen(process.stdout.readline().strip()) as page:
            assert b"vnfix" in page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0


def blocks(wanted: str) -> list[tuple[str, str]]:
    """Return page and body of each block in a language that no other test runs."""
    return [
        (page.name, body)
        for page in PAGES
        for language, body in BLOCK.findall(page.read_text("utf-8"))
        if language == wanted and ">>>" not in body  # those are doctests
    ]


class Frame:
    """Does with a pandas frame what the examples do with one of Spark, which takes minutes."""

    def __init__(self, rows: Any) -> None:
        """Hold the rows."""
        self.rows = rows
        self.schema = list(rows.columns)

    def groupBy(self, column: str) -> Frame:  # noqa: N802 - as Spark has it
        """Remember the column."""
        self.column = column
        return self

    def applyInPandas(self, function: Any, schema: list[str]) -> Frame:  # noqa: N802
        """Return what the function gives for each group."""
        import pandas as pd

        assert schema == self.schema
        return Frame(pd.concat([function(group) for _, group in self.rows.groupby(self.column)]))

    def withColumn(self, name: str, batches: Any) -> Frame:  # noqa: N802
        """Return the frame with a column that is made in batches."""
        import pandas as pd

        made = list(batches(self.rows[k : k + 1] for k in range(len(self.rows))))
        return Frame(self.rows.assign(**{name: pd.concat(made)}))


def pandas_udf(result: str) -> Any:
    """Return a decorator as Spark's, for functions over batches of columns."""
    assert result == "string"

    def decorated(function: Any) -> Any:
        def of(*columns: str) -> Any:
            return lambda batches: function(tuple(b[c] for c in columns) for b in batches)

        return of

    return decorated


def is_script(body: str) -> bool:
    return "if __name__" in body


@pytest.mark.parametrize(("page", "body"), [b for b in blocks("python") if is_script(b[1])])
def test_scripts_repair_the_rows_of_a_file(page: str, body: str, tmp_path: Path) -> None:
    (tmp_path / "rows.txt").write_text(f"{GARBLED}\n" * 400, "utf-8")
    (tmp_path / "script.py").write_text(body, "utf-8")
    line = [sys.executable, "script.py"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, ""), page
    assert done.stdout.count("Ủy ban nhân dân") == 400


@pytest.mark.parametrize(("page", "body"), [b for b in blocks("python") if not is_script(b[1])])
def test_examples_for_spark_repair_a_column(page: str, body: str) -> None:
    pd = pytest.importorskip("pandas")
    from vnfix.adapters import pandas as adapter

    rows = pd.DataFrame({"source": ["a", "b"], "text": [GARBLED, "2021"]})
    names = {name: getattr(adapter, name) for name in ("fix_series", "fix_batches")}
    names |= {"pd": pd, "frame": Frame(rows), "pandas_udf": pandas_udf, "Iterator": Iterable}
    *begin, last = ast.parse(body).body
    assert isinstance(last, ast.Expr), page
    exec(compile(ast.Module(begin, []), page, "exec"), names)
    made = eval(compile(ast.Expression(last.value), page, "eval"), names)
    texts = dict(zip(made.rows["source"], made.rows["text"], strict=True))
    assert "Ủy ban nhân dân" in texts["a"]
    assert texts["b"] == "2021"


@pytest.mark.parametrize(("page", "body"), blocks("toml"))
def test_examples_of_configuration_files_are_taken(page: str, body: str, place: Path) -> None:
    (place / "words.txt").write_text("VNPT\n", "utf-8")
    (place / "pyproject.toml").write_text(body, "utf-8")
    done = run("vnfix fix plan.txt -v", place)
    assert done.returncode == 0, (page, done.stderr)
    assert "pyproject.toml" in done.stderr
    assert "Ủy ban" in done.stdout


def test_the_pictures_of_the_vietnamese_page_are_those_that_are_drawn() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(docs/pictures/([^)]+)\)", PAGES[1].read_text("utf-8"))
    assert set(shown) == set(NAMES) == {p.name for p in PICTURES.iterdir()}
    for name in NAMES:
        data = (PICTURES / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) < LARGEST, "make it smaller"
