"""Compiles the decoder's hot loops where Cython and a C compiler are at hand.

All else is in pyproject.toml. A module with a `.pxd` beside it is compiled: all of them or none.
Without them the same source runs as plain Python and gives the same corrections, only slower.
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
# The one module with what Cython needs for views of arrays: else each of the others had its own.
SHARED = "vnfix._cyutility"
# What it says is C's own: others import it, and there is nothing to compile.
LOCK = Path("vnfix/decode/kernel/gil.pxd")


class BuildIfPossible(build_ext):
    """Builds all extensions or none, for those that are compiled call each other in C."""

    def initialize_options(self) -> None:
        """Begin with nothing that failed."""
        super().initialize_options()
        self.failed: list[str] = []

    def build_extension(self, ext: Extension) -> None:
        """Build one extension, or note why not; a missing compiler is no end of the whole."""
        try:
            super().build_extension(ext)
        except Exception as e:  # what a compiler can fail with has no common class
            self.failed.append(f"{ext.name}: {e}")

    def run(self) -> None:
        """Build; where an extension failed, take back what was built, and say so."""
        super().run()
        if not self.failed:
            return
        for path in (*self.get_outputs(), *self.get_output_mapping().values()):
            Path(path).unlink(missing_ok=True)
        print(  # noqa: T201
            f"vnfix is not compiled, the plain Python source is used: {self.failed[0]}",
            file=sys.stderr,
        )


def extensions() -> list[Extension]:
    """Return the extensions, if Cython is there; before 3.1 it could not compile a shared part."""
    try:
        from Cython import __version__
        from Cython.Build import cythonize
        from Cython.Compiler import Options
    except ImportError:
        return []
    if tuple(map(int, __version__.split(".")[:2])) < (3, 1):
        print(f"vnfix is not compiled: Cython {__version__} is older than 3.1.", file=sys.stderr)  # noqa: T201
        return []
    # Views of arrays have one dimension here, and two are the least to make room for; with room for
    # eight, each chart of a token would be 2 kB of views alone.
    Options.buffer_max_dims = 2
    sources = {
        ".".join(types.with_suffix("").parts): types.with_suffix(".py").as_posix()
        for types in sorted(Path("vnfix").rglob("*.pxd"))
        if types != LOCK
    }
    sources[SHARED] = SHARED.replace(".", "/") + ".c"
    found = cythonize(
        [Extension(name, [file], extra_compile_args=FLAGS) for name, file in sources.items()],
        build_dir="build/kernel",
        compiler_directives={"language_level": "3", "auto_pickle": False},
        shared_utility_qualified_name=SHARED,
    )
    for ext in found:
        ext.optional = True  # cythonize forgets it
    return list(found)


setup(
    ext_modules=extensions(),
    cmdclass={"build_ext": BuildIfPossible},
    options={"build_ext": {"parallel": os.cpu_count()}},
)
