"""The small markup of `corpus/*/source.txt`: one source line is one block of the page.

====================  ============================================================
`= text`              centred
`left || right`       two columns, each centred (letterhead)
`< left || right`     two columns, the left one small and flush left (signature block)
`| a | b |`           row of a table; the first row is its head
`%widths 10 60 30`    the table's columns, in percent
`%rules` `%rule`      short lines under the letterhead; one under the title
`%keep 3`             keep the next three blocks on one page
empty line            some room, and an empty line in the text
anything else         a paragraph: first line indented, justified
====================  ============================================================

`**bold**` and `__italic__` switch within any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_SWITCH = re.compile(r"(\*\*|__)")


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    CENTRED = "centred"
    HEAD = "head"
    SIGNATURE = "signature"
    TABLE = "table"
    RULE = "rule"
    GAP = "gap"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Style:
    """Cut of a letter."""

    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word without blanks, in one style."""

    text: str
    style: Style


Text = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page.

    Attributes:
        kind: what it is.
        cells: its texts: one, or one for each column.
        widths: for rows of a table, each column's share of the width in percent;
            for rules, one number for each that lies beside the others.
        count: how many of the next blocks are kept together.

    """

    kind: Kind
    cells: tuple[Text, ...] = ()
    widths: tuple[float, ...] = ()
    count: int = 0


def parse_text(text: str) -> Text:
    """Split a text into words with their styles.

    >>> [(token.text, token.style.bold) for token in parse_text("**Điều 1.** Thành lập")]
    [('Điều', True), ('1.', True), ('Thành', False), ('lập', False)]
    """
    bold = italic = False
    tokens: list[Token] = []
    for part in _SWITCH.split(text):
        if part == "**":
            bold = not bold
        elif part == "__":
            italic = not italic
        else:
            tokens += [Token(word, Style(bold, italic)) for word in part.split()]
    return tuple(tokens)


def _columns(text: str, mark: str) -> tuple[Text, ...]:
    return tuple(parse_text(cell) for cell in text.split(mark))


def _command(line: str) -> Block:
    if line.startswith("%keep "):
        return Block(Kind.KEEP, count=int(line.split()[1]))
    if line == "%rules":
        return Block(Kind.RULE, widths=(1, 1))
    if line == "%rule":
        return Block(Kind.RULE, widths=(1,))
    raise ValueError(f"unknown command {line!r}: see the table in tools/garble/markup.py")


def _block(line: str, widths: tuple[float, ...]) -> Block:
    if not line:
        return Block(Kind.GAP)
    if line.startswith("%"):
        return _command(line)
    if line.startswith("= "):
        return Block(Kind.CENTRED, (parse_text(line[2:]),))
    if line.startswith("< "):
        return Block(Kind.SIGNATURE, _columns(line[2:], "||"))
    if line.startswith("| "):
        return Block(Kind.TABLE, _columns(line.strip("| "), "|"), widths)
    if "||" in line:
        return Block(Kind.HEAD, _columns(line, "||"))
    return Block(Kind.PARAGRAPH, (parse_text(line),))


def parse(source: str) -> list[Block]:
    """Read a source file's text.

    Raises:
        ValueError: a command is not known.

    """
    blocks: list[Block] = []
    widths: tuple[float, ...] = ()
    for line in source.splitlines():
        if line.startswith("%widths "):
            widths = tuple(float(share) for share in line.split()[1:])
        else:
            blocks.append(_block(line.strip(), widths))
    return blocks
