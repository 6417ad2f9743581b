"""Models that have not seen a document: all shipped tables, the channel trained without it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.data import Engine
    from vnfix.model import Repair

ROOT = Path(__file__).parent.parent
# What a trained channel depends on, besides the pairs.
_CODE = (
    "vnfix/train/*.py",
    "vnfix/decode/*.py",
    "vnfix/fixers/*.py",
    "vnfix/rules/*",
    "vnfix/models/*",
    "vnfix/text/tokens.py",
)
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Workshop:
    """Trains channels and keeps them.

    Attributes:
        shared: the data folder.
        work: folder for the trained tables; they are used again while nothing has changed.

    """

    shared: Path
    work: Path

    def models_without(self, names: Sequence[str]) -> Path:
        """Give a folder of tables for which no pair of the named documents was used.

        Raises:
            RuntimeError: training failed.

        """
        key = hashlib.sha256(f"{sorted(names)}{self.state()}".encode()).hexdigest()[:16]
        folder = self.work / f"models-{key}"
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ROOT / "vnfix" / "models", folder)
            self._train(names, folder)
            (folder / "done").write_text("\n".join(names), "utf-8")
        return folder

    @property
    def kept(self) -> Path:
        """Folder of what was counted and read once for all that is left out."""
        folder = self.work / f"left-out-{self.state()[:16]}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def engine_without(self, names: Sequence[str]) -> Engine:
        """Give an engine that has not learned from the named documents."""
        return vnfix_engine(self.models_without(names))

    def state(self) -> str:
        """Give a digest of all that a trained channel depends on."""
        digest = hashlib.sha256()
        for pattern in _CODE:
            for path in sorted(ROOT.glob(pattern)):
                digest.update(path.name.encode() + path.read_bytes())
        for path in (
            *self.shared.glob("gold/*.tsv"),
            *self.shared.glob("parallel/*.tsv"),
            *self.shared.glob("styles/*.tsv"),
        ):
            digest.update(f"{path.name} {path.stat().st_size}".encode())
        return digest.hexdigest()

    def _train(self, names: Sequence[str], folder: Path) -> None:
        left_out = [argument for name in names for argument in ("--leave-out", name)]
        command = [sys.executable, "-m", "vnfix.train.left_out", "--shared", str(self.shared)]
        command += ["--work", str(self.kept)]
        run = subprocess.run(
            [*command, *left_out, "-o", str(folder)],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if run.returncode:
            raise RuntimeError(f"training without {names} failed:\n{run.stderr[-2000:]}")


def vnfix_engine(models: Path | None) -> Engine:
    """Give vnfix with the tables of a folder."""
    import vnfix

    def repair(text: str) -> Repair:
        return vnfix.fix_and_explain(text, models=models)

    return repair


def identity(text: str) -> Repair:
    """Repair nothing: the engine to compare with."""
    from vnfix.model import Repair

    return Repair(text, text, ())


def folds(names: Sequence[str], count: int = FOLDS) -> list[list[str]]:
    """Deal names out, each to one fold.

    >>> folds(["a", "b", "c", "d", "e"], 2)
    [['a', 'c', 'e'], ['b', 'd']]
    """
    return [sorted(names)[k::count] for k in range(count)]
