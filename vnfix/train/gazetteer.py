"""Writes the lists of persons and places as offices write them, for the models to be counted from.

Official texts name few persons and few communes, so a garbled name is read as a commoner word:
`Phương` as *phường*. Here every unit of the lists stands after its level and before the units that
hold it, and names of persons are put together from their parts, as often as the parts are, after
the words that announce a person: a title, an office, a number in a list. Models that have counted
these lines know what follows a surname and what follows *xã*.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from vnfix.text.syllable import is_syllable
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "gazetteer"
BEFORE_2025, AFTER_2025 = "admin_units_pre2025_madnh.tsv", "admin_units_post2025_thanglequoc.tsv"
SURNAMES, PARTS = "surnames.tsv", "person_name_parts.tsv"
LISTS = (BEFORE_2025, AFTER_2025, SURNAMES, PARTS)

PERSONS = 20_000
"""Names that are put together; with 20,000 each of the surnames stands in some ten of them."""
LEAST_NAMES = 4
"""In how many names a syllable was found that may be a middle or given one: fewer are slips."""
LEAST_SHARE = 0.05
"""Percent of the persons that a surname of the list has at least: rare ones are names as well."""
WOMEN = "Thị"
# Where offices name persons. `{}` is the name; the last signs a document, alone in its line.
CONTEXTS = (
    "ông {}", "đồng chí {}", "Ông {}, Phó Giám đốc Sở", "{}", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH {}",
    "1. Ông {} - Trưởng ban", "Đồng chí {}, Phó Chủ tịch Ủy ban nhân dân", "CHỦ TỊCH {}", "{}",
    "- Ông {}, Giám đốc Sở", "- Đ/c {}", "GIÁM ĐỐC {}", "của ông {}", "Họ và tên: {}", "{}",
    "PHÓ CHỦ TỊCH {}",
)  # fmt: skip
CONTEXTS_OF_WOMEN = (
    "bà {}", "đồng chí {}", "Bà {}, Phó Giám đốc Sở", "{}", "2. Bà {} - Ủy viên", "- Bà {}",
    "của bà {}", "PHÓ CHỦ TỊCH {}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The lists as a text to be counted.

    Attributes:
        folder: where the lists lie.
        weight: how many times each line counts.
        counted: whether it is for counting only, as of a `Text`; it is not.

    """

    folder: Path
    weight: float = 1
    counted: bool = False

    def paragraphs(self) -> Iterator[str]:
        """Yield the lines."""
        yield from places(self.folder)
        yield from persons(self.folder)

    def facts(self) -> dict[str, Any]:
        """Return what the model card says of the lists."""
        data = b"".join((self.folder / name).read_bytes() for name in LISTS)
        return {"name": NAME, "sha256": hashlib.sha256(data).hexdigest(), "weight": self.weight}


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in nfc(path.read_text("utf-8")).splitlines()[1:]]


def places(folder: Path) -> Iterator[str]:
    """Yield every unit with those that hold it: commune, district, province."""
    for name in (BEFORE_2025, AFTER_2025):
        rows = _rows(folder / name)
        units = {row[1]: row for row in rows if row[0] != "commune"}
        for level, _, full, _, parent in rows:
            held = [full[:1].lower() + full[1:]]
            while parent in units:
                full, parent = units[parent][2], units[parent][4]
                held.append(full[:1].lower() + full[1:])
            if level != "commune" or not any(c.isdigit() for c in held[0]):
                yield ", ".join(held)


def persons(folder: Path) -> Iterator[str]:
    """Yield names of persons in their contexts.

    The parts are drawn by steps through their cumulated counts, each by a step of its own that is
    no fraction of another, so that all combinations come and the same come always.
    """
    surnames, middles, givens = (_parts(folder, part) for part in ("surname", "middle", "given"))
    for k in range(PERSONS):
        middle = _draw(middles, k * 0.7548776662466927)
        name = f"{_draw(surnames, k * 0.5698402909980532)} {middle} {_draw(givens, k * 0.618034)}"
        contexts = CONTEXTS_OF_WOMEN if middle == WOMEN else CONTEXTS
        yield contexts[k % len(contexts)].format(name)


Drawn = tuple[list[str], list[float]]


def _parts(folder: Path, part: str) -> Drawn:
    """Return the syllables of one part of names and their cumulated shares."""
    if part == "surname":
        shares = {
            row[0]: sum(float(x or 0) for x in row[1:]) / 3 for row in _rows(folder / SURNAMES)
        }
        chosen = {name: max(share, LEAST_SHARE) for name, share in shares.items()}
    else:
        found = {row[1]: float(row[2]) for row in _rows(folder / PARTS) if row[0] == part}
        chosen = {w: n for w, n in found.items() if n >= LEAST_NAMES and is_syllable(w.lower())}
    whole = sum(chosen.values())
    return list(chosen), list(accumulate(n / whole for n in chosen.values()))


def _draw(parts: Drawn, at: float) -> str:
    names, shares = parts
    return names[min(bisect_right(shares, at % 1.0), len(names) - 1)]
