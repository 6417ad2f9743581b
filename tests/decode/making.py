"""Small tables and paths for the tests of the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.decode.candidates import effort
from vnfix.decode.groups import Group
from vnfix.decode.lattice import Arc, Step
from vnfix.decode.lattice import ObservedToken as ObservedToken
from vnfix.decode.prices import INF, LOWER, Kind
from vnfix.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.decode.candidates import Charts
    from vnfix.resources import Resources

NOWHERE = (INF, INF, INF)


def arc(text: str, kind: int = Kind.WORD, span: tuple[int, int] = (0, 1)) -> Arc:
    """Return an arc that says a text."""
    return Arc(*span, kind, text, 1000, -1, LOWER, NOWHERE)


def step(
    text: str,
    kind: int = Kind.WORD,
    span: tuple[int, int] = (0, 1),
    posterior: float = 0.9,
    others: Iterable[tuple[str, float]] = (),
) -> Step:
    """Return a step of a best path, with other readings of the same kind."""
    rest = tuple((arc(other, kind, span), share) for other, share in others)
    return Step(arc(text, kind, span), 2000, posterior, rest)


def group(before: str, after: str, steps: Sequence[Step], start: int = 0) -> Group:
    """Return the reading of a token."""
    return Group(start, start + len(before), before, after, steps)


def observed(text: str, line: int = 0, start: int = 0) -> list[ObservedToken]:
    """Return the tokens of one sick line."""
    found, place = [], 0
    for t in tokens(text):
        found.append(
            ObservedToken(line, start + t.start, start + t.end, t.text, place, True, False)
        )
        place += len(t.text)
    return found


def charts(resources: Resources) -> Charts:
    """Return candidate search with the channel as it is before any document."""
    return resources.workbench.charts(effort(0, 0))
