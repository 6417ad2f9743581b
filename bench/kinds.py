"""Kinds of lines of an official document, told from what is printed: for figures by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

LETTERHEAD, ITEM, TABLE, RUNNING, LAST = "letterhead", "item", "table", "running", "last"
HEAD = regex.compile(
    r"CÔNG BÁO/|Độc lập *- *Tự do|Số *: *\S*/|^\(?Ban hành kèm theo|, ngày .* tháng .* năm \d+$"
)
START = regex.compile(
    r"(?:[-+•*–]|\(?\d{1,3}(?:\.\d+)*[.)]|\(?\p{Ll}{1,2}[.)]|[IVXLC]+[.)])\s"
    r"|(?:Điều|Chương|Mục|Phụ lục)\s"
)
RECIPIENTS = regex.compile(r"^Nơi nhận")
SIGNED = regex.compile(r"^(?:TM|KT|TL|TUQ|Q)\.|^Lưu ?:|\(Đã ký\)|^- (?:Lưu|Như Điều)")
AFTER = 14  # lines below "Nơi nhận" that are still recipients and signatures
CAPITALS = 0.7  # share of the letters of a heading that are capitals
FEWEST = 4  # letters of a heading
CELLS = 1 / 3  # share of the tokens of a table's row that hold digits


def kinds_of(lines: Iterable[str]) -> list[str]:
    """Name the kind of each line of a document.

    >>> kinds_of(["UỶ BAN NHÂN DÂN", "1. Mục tiêu", "Các sở phối hợp", "12 300 4,5", "TM. UBND"])
    ['letterhead', 'item', 'running', 'table', 'last']
    """
    out = []
    since = AFTER
    for line in lines:
        since = 0 if RECIPIENTS.match(line) else since + 1
        out.append(LAST if since < AFTER or SIGNED.search(line) else _kind(line))
    return out


def _kind(line: str) -> str:
    tokens = line.split()
    numbers = sum(any(c.isdecimal() for c in token) for token in tokens)
    letters = [c for c in line if c.isalpha()]
    if HEAD.search(line) or (
        len(letters) >= FEWEST and sum(map(str.isupper, letters)) > CAPITALS * len(letters)
    ):
        return LETTERHEAD
    if START.match(line):
        return ITEM
    if "|" in line or numbers >= max(2.0, CELLS * len(tokens)):
        return TABLE
    return RUNNING
