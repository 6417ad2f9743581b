"""Compiles the decoder's hot loops where Cython and a C compiler are at hand.

All else is in pyproject.toml. A module with a `.pxd` beside it is compiled. The extensions are
optional: without them the same source runs as plain Python and gives the same corrections, only
slower.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

# Without fused multiply-add the sums are those of plain Python to the last bit; what a debugger
# would ask makes five sixths of each file.
FLAGS = ["-O3", "-ffp-contract=off", "-g0"] if os.name == "posix" else []


class BuildIfPossible(build_ext):
    """Goes on without the extension where it cannot be built, a missing compiler included."""

    def build_extension(self, ext: Extension) -> None:
        """Build one extension, or say why not."""
        try:
            super().build_extension(ext)
        except Exception as e:  # what a compiler can fail with has no common class
            message = f"vnfix: {ext.name} is not compiled ({e}); the plain Python source is used."
            print(message, file=sys.stderr)  # noqa: T201


def extensions() -> list[Extension]:
    """Return the extensions, if Cython is there."""
    try:
        from Cython.Build import cythonize
        from Cython.Compiler import Options
    except ImportError:
        return []
    # Views of arrays have one dimension here, and two are the least to make room for; with room for
    # eight, each chart of a token would be 2 kB of views alone.
    Options.buffer_max_dims = 2
    found = [
        Extension(
            ".".join(types.with_suffix("").parts),
            [types.with_suffix(".py").as_posix()],
            optional=True,
            extra_compile_args=FLAGS,
        )
        for types in sorted(Path("vnfix").rglob("*.pxd"))
    ]
    options = {"language_level": "3"}
    return list(cythonize(found, build_dir="build/kernel", compiler_directives=options))


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": BuildIfPossible},
    options={"build_ext": {"parallel": os.cpu_count()}},
)
