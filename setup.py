"""Compiles the decoder's kernel where Cython and a C compiler are at hand.

All else is in pyproject.toml. The extension is optional: without it the same source runs as plain
Python and gives the same corrections, only slower.
"""

from __future__ import annotations

import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

KERNEL = "vnfix/decode/kernel.py"


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
    """Return the kernel as an extension, if Cython is there."""
    try:
        from Cython.Build import cythonize
    except ImportError:
        return []
    kernel = Extension("vnfix.decode.kernel", [KERNEL], optional=True)
    options = {"language_level": "3"}
    return list(cythonize([kernel], build_dir="build/cython", compiler_directives=options))


setup(ext_modules=extensions(), cmdclass={"build_ext": BuildIfPossible})
