"""Runs the compiled modules of the decoder as plain Python, as where there is no compiler."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

from bench.channels import ROOT

if TYPE_CHECKING:
    from types import ModuleType

COMPILED = tuple(
    ".".join(types.relative_to(ROOT).with_suffix("").parts)
    for types in sorted(ROOT.glob("vnfix/**/*.pxd"))
)


class PlainSources(PathFinder):
    """Finds the sources of the compiled modules, and nothing else."""

    @classmethod
    def find_spec(cls, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the source of a compiled module."""
        source = ROOT.joinpath(*fullname.split(".")).with_suffix(".py")
        return spec_from_file_location(fullname, source) if fullname in COMPILED else None


def use_plain_sources() -> None:
    """Import plain sources from now on; to be called before the decoder is imported."""
    sys.meta_path.insert(0, PlainSources)


def plain(name: str) -> ModuleType:
    """Return a compiled module as plain Python, beside the one that is in use.

    Raises:
        LookupError: there is no such compiled module.

    """
    spec = PlainSources.find_spec(name)
    if spec is None or spec.loader is None:
        raise LookupError(f"{name} is not compiled.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
