"""The healthy PDFs: prose of our own samples, and one trap in each. All names are invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.healthy.drawing import Shown, draw, paragraph, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = Path(__file__).with_name("texts.txt")
ROWS_A_PAGE = 38
Page = list[Shown]


def texts() -> dict[str, list[str]]:
    """Read the texts of the traps: a heading in brackets, then lines."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in TEXTS.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
        elif line and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return found


def prose(name: str = "report") -> list[Page]:
    """Return pages of one of our samples."""
    lines = [x for x in (CORPUS / name / "true.txt").read_text("utf-8").splitlines() if x.strip()]
    lines = [line.replace("\f", "") for line in lines]
    return [paragraph(lines[k : k + ROWS_A_PAGE]) for k in range(0, len(lines), ROWS_A_PAGE)]


def table(
    rows: Sequence[str], columns: Sequence[float], top: float = 520, step: float = 20
) -> Page:
    """Return a table; its cells stand between bars."""
    return [
        Shown(x, top - step * k, cell.strip())
        for k, row in enumerate(rows)
        for x, cell in zip(columns, row.split("|"), strict=False)
        if cell.strip()
    ]


def _wide() -> Page:
    """Return a table for a page laid on its side."""
    return table(texts()["table"] * 4, (40, 90, 330, 560, 640, 720))


def sideways(angle: int) -> list[Page]:
    """Return prose and then pages of a table set sideways."""
    return [*prose(), *[turned(_wide(), angle) for _ in range(6)]]


def mirrored() -> list[Page]:
    """Return prose and then a page as it looks from behind."""
    back = [s._replace(x=595 - s.x, mirrored=True) for s in paragraph(texts()["prose"] * 3)]
    return [*prose(), back]


def headed_sideways() -> list[Page]:
    """Return a table whose headings run upwards."""
    heads = [Shown(120 + 40 * k, 600, head, 90) for k, head in enumerate(texts()["heads"])]
    ticks = table(["1 | x | x | | x | x"] * 24, (72, 115, 155, 195, 235, 275), 580)
    return [heads + ticks] * 3


def columns() -> list[Page]:
    """Return prose in two columns."""
    words = " ".join(texts()["prose"] * 8).split()
    rows = [" ".join(words[k : k + 7]) for k in range(0, len(words), 7)][:76]
    return [paragraph(rows[:38], 40) + paragraph(rows[38:], 320)] * 2


def stacked() -> list[Page]:
    """Return words written from top to bottom, an upright letter below the other."""
    letters = [
        Shown(60 + 60 * k, 760 - 14 * row, letter)
        for k, text in enumerate(texts()["heads"])
        for row, letter in enumerate(text)
    ]
    return [*prose("letter"), letters, letters]


def boxes() -> list[Page]:
    """Return a form in which every letter has a box of its own."""
    rows = [
        Shown(72 + 22 * k, 700 - 30 * row, letter)
        for row, text in enumerate(texts()["boxes"])
        for k, letter in enumerate(text)
        if letter != " "
    ]
    return [paragraph(texts()["form"]), rows, rows]


def spaced() -> list[Page]:
    """Return headings whose letters stand apart."""
    heads = [
        Shown(72, 760 - 24 * k, text, spacing=6, size=14)
        for k, text in enumerate(texts()["spaced"])
    ]
    return [heads + paragraph(texts()["prose"] * 2, top=500)] * 3


def labels() -> list[Page]:
    """Return a map: names aslant in all directions, and single letters."""
    names = texts()["places"]
    shown = [
        Shown(60 + 97 * (k % 5), 80 + 71 * (k // 5), names[k % len(names)], 17 * k % 360, 9)
        for k in range(50)
    ]
    return [*prose("decision"), shown, shown]


def lines(name: str, times: int = 2) -> Callable[[], list[Page]]:
    """Return a maker of pages of lines of one kind."""
    return lambda: [paragraph((texts()[name] * 40)[:ROWS_A_PAGE]) for _ in range(times)]


MAKERS: dict[str, Callable[[], list[Page]]] = {
    "sideways-90": lambda: sideways(90),
    "sideways-180": lambda: sideways(180),
    "sideways-270": lambda: sideways(270),
    "all-sideways": lambda: [turned(_wide(), 90)] * 4,
    "mirrored": mirrored,
    "heads-sideways": headed_sideways,
    "columns": columns,
    "stacked": stacked,
    "boxes": boxes,
    "letter-spaced": spaced,
    "map": labels,
    **{
        name: lines(name)
        for name in (
            "leaders", "form", "formulas", "species", "chemicals", "acronyms", "codes", "names",
            "english", "french", "german", "spanish", "portuguese", "italian", "khmer-names",
            "mixed", "units", "drugs", "vehicles", "equipment", "seeds", "coords", "math", "web",
        )
    },
}  # fmt: skip


def documents() -> dict[str, bytes]:
    """Make all of them: name -> PDF."""
    return {name: draw(make()) for name, make in MAKERS.items()}
