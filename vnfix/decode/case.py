"""How words are capitalised between their neighbours, as `train.case` counts it.

P(case | word before, word) and P(case | word, word after) come from the texts; `capitals` decides
by them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import damage_told, lengths, open_table
from vnfix.decode.kernel import Neighbours
from vnfix.decode.vocabulary import CASE_STEP

if TYPE_CHECKING:
    from pathlib import Path

CASE_FORMAT = ("vnfix-case", 1)
CASE_LAYOUT = {"before": "I", "after": "I", "opener": "H"}
CASE_LAYOUT |= dict.fromkeys(("before_cost", "after_cost", "opener_cost"), "B")


Costs = tuple[float, float, float]


@dataclass(frozen=True)
class CaseModel:
    """How words are capitalised between their neighbours.

    Attributes:
        before: sorted keys (word before, word) and their costs, three in a row, in steps.
        after: sorted keys (word, word after) and their costs.
        opener: costs of the three cases after each mark or number, where the pair is unknown.
        sha256: hash of the file.
        numbers: hash of the language model whose numbers the keys hold.

    """

    before: tuple[Any, Any]
    after: tuple[Any, Any]
    opener: dict[int, Costs]
    sha256: str = ""
    numbers: str = ""

    @cached_property
    def neighbours(self) -> Neighbours:
        """The same as the kernel wants it."""
        return Neighbours(self.before, self.after, self.opener, CASE_STEP)


def load_case(path: Path) -> CaseModel:
    """Open a case model.

    Raises:
        DataError: the file is missing, damaged or of another version.

    """
    table = open_table(path, CASE_FORMAT, CASE_LAYOUT)
    a = table.arrays
    with damage_told(path):
        lengths(table, **{f"{n}_cost": 3 * len(a[n]) for n in ("before", "after", "opener")})
        numbers = table.meta.get("language_model", "")
    marks = [k * CASE_STEP for k in a["opener_cost"]]
    costs = zip(marks[::3], marks[1::3], marks[2::3], strict=True)
    opener = dict(zip(a["opener"], costs, strict=True))
    before, after = (a["before"], a["before_cost"]), (a["after"], a["after_cost"])
    return CaseModel(before, after, opener, table.sha256, numbers)
