"""The hot loops: candidate search in the trie, look-up of n-grams, lattice search.

Plain, typed Python over flat arrays: `chart`, `trie`, `ngrams`, `demand`, `paths`, `mixing` and `cases`.
Where there is a C compiler, Cython compiles the same sources with the types of their `.pxd` files;
both give the same corrections to the last bit. One loop is written twice: where nothing is compiled
words are searched for in lists (`lists`), not in arrays (`trie.Workspace`). Compiled, that search
lets other threads run (`gil`).
"""

from __future__ import annotations

from vnfix.decode.kernel import cases, chart, demand, mixing, ngrams, paths, trie
from vnfix.decode.kernel.cases import Neighbours, between, likeliest
from vnfix.decode.kernel.chart import Arcs, Chart, one_arc
from vnfix.decode.kernel.demand import Before, Pool, after_one, after_two
from vnfix.decode.kernel.lists import Lists
from vnfix.decode.kernel.mixing import (
    laid_out,
    leaning,
    mixed,
    mixture_weights,
    ordered,
    summed,
)
from vnfix.decode.kernel.ngrams import LmArrays, State, advance, cost_of
from vnfix.decode.kernel.paths import Beam, BeamLimits, Lattice, Path, Says, decode
from vnfix.decode.kernel.trie import Channel, Sought, Trie, Workspace

__all__ = [
    "Arcs",
    "Beam",
    "BeamLimits",
    "Before",
    "Channel",
    "Chart",
    "Lattice",
    "Lists",
    "LmArrays",
    "Neighbours",
    "Path",
    "Pool",
    "Says",
    "Sought",
    "State",
    "Trie",
    "Workspace",
    "advance",
    "after_one",
    "after_two",
    "between",
    "compiled",
    "cost_of",
    "decode",
    "laid_out",
    "leaning",
    "likeliest",
    "mixed",
    "mixture_weights",
    "one_arc",
    "ordered",
    "summed",
    "workspace",
]


def compiled() -> bool:
    """Return whether this is the compiled kernel."""
    return not any(
        str(m.__file__).endswith(".py") for m in (chart, trie, ngrams, demand, paths, mixing, cases)
    )


def workspace(nodes: int, letters: int, longest: int) -> Workspace | Lists:
    """Return memory of one thread for searches in tokens of at most `longest` characters."""
    return (Workspace if compiled() else Lists)(nodes, letters, longest)
