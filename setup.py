"""Compiles the decoder's kernel where Cython and a C compiler are at hand.

All else is in pyproject.toml. The extension is optional: without it the same source runs as plain
Python and gives the same corrections, only slower.
"""

from pathlib import Path

from setuptools import Extension, setup

KERNEL = "vnfix/decode/kernel.py"

extensions = []
if Path(KERNEL).exists():
    try:
        from Cython.Build import cythonize
    except ImportError:
        pass
    else:
        extensions = cythonize(
            [Extension("vnfix.decode.kernel", [KERNEL], optional=True)],
            build_dir="build/cython",
            compiler_directives={"language_level": "3"},
        )

setup(ext_modules=extensions)
