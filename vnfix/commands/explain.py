"""`vnfix explain`: what was considered for each token, and why the winner won."""

from __future__ import annotations

from itertools import accumulate, groupby
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared, write_bytes
from vnfix.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vnfix.config import Config
    from vnfix.decode import Explanation

SHOWN = 8


@click.command("explain")
@click.argument("text", metavar="TEXT")
@shared
def command(text: str, config: Config, console: Console) -> None:
    """Show why a text is read as it is.

    For each token of TEXT: the candidates, their costs and which won; then the result. Costs are
    in nats, lower is better: the channel's (how likely the letters became these marks) and the
    language model's (how likely the word is after the words before it).
    """
    from vnfix.api import explain

    if any("\ud800" <= ch <= "\udfff" for ch in text):
        raise UnreadableError("TEXT holds bytes that are no text.", "Give it in UTF-8.")
    limit = None if console.verbose else SHOWN
    explained = explain(text, config)
    lines = [row for token in explained for row in _rows(token, limit)]
    lines += winners(text, explained)
    write_bytes("".join(line + "\n" for line in lines).encode())


def _rows(token: Explanation, limit: int | None) -> Iterator[str]:
    yield token.token
    shown = token.readings[:limit]
    for r in (*shown, *(r for r in token.readings[len(shown) :] if r.won)):
        mark = "*" if r.won else " "
        costs = f"channel {r.channel:6.2f}  lm {r.lm:6.2f}  posterior {r.posterior:.3f}"
        yield f"  {mark} {r.text or '(nothing)':<16} {costs}"


def winners(text: str, explained: list[Explanation]) -> list[str]:
    """Return the lines of `text` with every token replaced by the reading that won."""
    lines = text.splitlines()
    starts = list(accumulate((len(x) for x in text.splitlines(keepends=True)), initial=0))
    for number, group in groupby(explained, key=lambda e: e.line):
        # From the end backwards, so that earlier offsets stay true.
        for token in sorted(group, key=lambda e: e.start, reverse=True):
            line, start = lines[number], starts[number]
            lines[number] = line[: token.start - start] + token.after + line[token.end - start :]
    return lines
