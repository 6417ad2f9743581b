"""One case of each kind: made from its number, run against the laws."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from tools.fuzz import files
from tools.fuzz.laws import CONFIG, command_law, structure_laws, text_laws, time_law
from tools.fuzz.texts import lines, text
from vnfix import Config, DataError, UnreadableError, UsageError, fix_text
from vnfix.data.tables import SHIPPED
from vnfix.detectors import analyse
from vnfix.formats.corrections import Row, dump, header_of
from vnfix.formats.reading import read
from vnfix.pipeline import propose
from vnfix.resources import _load, load_resources

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("texts", "files", "structures", "rows", "tables", "time")
STRUCTURES = (files.table, files.json_text, files.web, files.markdown)
FORMATS = (files.plain, files.hocr, files.alto, files.pdf, *STRUCTURES)
SAMPLE = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua truvdc ngay 5 thang 6 ndm 2021."


def run_case(kind: str, seed: int, number: int, folder: Path) -> None:
    """Make a case and check the laws; what it was made of lies in `folder` afterwards.

    Raises:
        AssertionError: a law is broken.
        Exception: whatever vnfix should not have raised.

    """
    rng = random.Random(f"{kind} {seed} {number}")
    RUN[kind](rng, folder)


def _text(rng: random.Random, folder: Path) -> None:
    made = text(rng)
    (folder / "case.txt").write_bytes(made.encode("utf-8", "surrogatepass"))
    text_laws(made)


def _time(rng: random.Random, folder: Path) -> None:
    made = text(rng) * 3
    (folder / "case.txt").write_bytes(made.encode("utf-8", "surrogatepass"))
    time_law(made)


def _file(rng: random.Random, folder: Path) -> None:
    name, data = rng.choice(FORMATS)(rng)
    path = folder / name
    path.write_bytes(files.hurt(rng, data))
    suffix = rng.choice([".txt", path.suffix, path.suffix, ".html", ".jsonl"])
    out = folder / f"out{suffix}"
    commands: list[list[str | Path]] = [
        ["fix", path, "-o", out, "--force"],
        ["fix", path, "-o", out, "--force"],
        ["check", path, "--json"],
        ["diff", path],
        ["propose", path, "-o", folder / "rows.jsonl", "--force"],
    ]
    command_law(rng.choice(commands))


def _structure(rng: random.Random, folder: Path) -> None:
    name, data = rng.choice(STRUCTURES)(rng)
    if rng.random() < 0.3:
        data = files.hurt(rng, data)
    (folder / name).write_bytes(data)
    with suppress(UnreadableError, UsageError):
        structure_laws(name, data)


def _rows(rng: random.Random, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("\n".join(rng.choice(lines()) for _ in range(3)) + "\n", "utf-8")
    document = read(str(path), CONFIG)
    corrections = propose(analyse(document, CONFIG))
    header = header_of(document, load_resources(CONFIG).models)
    whole = dump(document, header, [Row(c) for c in corrections])
    if rng.random() < 0.7:
        whole = whole.replace('"status": "proposed"', '"status": "accepted", "reviewer": "Lan"')
    file = folder / "rows.jsonl"
    file.write_bytes(files.hurt(rng, files.rows(rng, whole)))
    out = folder / "out.txt"
    store = folder / "store.sqlite3"
    store.unlink(missing_ok=True)
    command_law(["apply", path, file, "-o", out, "--force"])
    if rng.random() < 0.3:
        command_law(["review", path, "--store", store, "--import", file, "--export"])


def _table(rng: random.Random, folder: Path) -> None:
    """Check that a flipped bit gives a clear error, or changes nothing."""
    name, data = files.flipped(rng)
    models = folder / "models"
    if not models.exists():
        shutil.copytree(SHIPPED, models)
    (models / name).unlink()
    (models / name).write_bytes(data)
    try:
        _load.cache_clear()
        with suppress(DataError):
            said = fix_text(SAMPLE, Config(models=models))
            assert said == _usual(), f"{name}: silently another text"
    finally:
        (models / name).unlink()
        shutil.copy(SHIPPED / name, models / name)


@cache
def _usual() -> str:
    return fix_text(SAMPLE)


RUN = {
    "texts": _text,
    "files": _file,
    "structures": _structure,
    "rows": _rows,
    "tables": _table,
    "time": _time,
}
