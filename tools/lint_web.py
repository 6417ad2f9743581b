"""Check the script of the review page with ESLint: `python -m tools.lint_web`.

Without Node.js it says so and passes; on the build server (CI is set) that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINT = ROOT / "tools" / "lint"
SCRIPTS = ("vnfix/review/web/static", "tools/lint/eslint.config.js")


def main() -> int:
    """Install ESLint where it is missing, run it, and return its exit code."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("The script of the review page is not checked: this needs Node.js and npm.")
        return 1 if os.environ.get("CI") else 0
    eslint = LINT / "node_modules" / "eslint" / "bin" / "eslint.js"
    if not eslint.is_file():
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        subprocess.run([npm, "ci", *quiet], cwd=LINT, check=True)
    command: list[str | Path] = [node, eslint, "--config", LINT / "eslint.config.js", *SCRIPTS]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
