"""Proposes the labels of list items that their neighbours in the list demand: `t.t.` before `1.2.`.

Lists know their order. The labels that were read well make one chain for each style (`1.`, `1.1.`,
`a)`, `1)`, `I.`) over the whole document; a garbled label may be the one that is missing between
its neighbours. This is evidence: the arcs compete with what the decoder reads.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix.model import Candidate, Safety
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.model import Line
    from vnfix.resources import Resources

NAME = "list_order"
REASON = "The label of a list item that comes between those before and after it."
TWICE = "The letter of a list item that stands twice: đ comes behind d."
BOTH, ONE, GUESSED = 0.3, 1.5, 1.0
"""Nats for a label that both neighbours demand, or one; for each character read from another."""
ANY = 2.5
"""Nats for a character that nothing looks like; only where both neighbours demand the label."""
NEAR = 150  # lines between two items of a list at most

LETTERS = "abcdđeghiklmnopqrstuvxy"
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
ROMAN = "IVX"
LOOKS = {
    "2": "Zz?", "3": "sS8?", "7": "T?/", "4": "aA", ".": ",'·",
    "a": "6&4", "c": "6¢€©(eo", "d": "4", "đ": "d6", "e": "6o", "g": "9", "i": "1lI!", "l": "1I|",
    "o": "0OQ",
}  # fmt: skip
"""What labels are taken for, besides the classes of the rules."""
FIRST, INSIDE, LAST = "first", "inside", "last"
"""Under these words stands what may be seen in these places of a label."""
LOST = frozenset((".", "_.", "*."))
"""What is left of a label whose digit is gone."""
HEAD = pattern(r"[ \t]*(?P<head>[^\s\w]?[^\s]{1,7}?)(?=\s+\S)")
SPECKS = pattern(r"[ \t]*(?:[.·_~'‘’:*]{1,2}[ ]+){1,3}")
"""Dirt before a label."""
D_TORN, SECOND = "(1", "(2)"
"""What some engines make of a d, and what tells that numbers in brackets are printed."""
CAPITALS = pattern(r"\s+\S*\p{Lu}\S*\p{Lu}")
TAILS = frozenset(".)")
ENDS = {".": ".,;:'·", ")": ")}]|>J"}
STYLES = (
    ("number", pattern(r"(\d{1,2})()\.")),
    ("sub", pattern(r"(\d{1,2})\.(\d{1,2})\.?")),
    ("letter", pattern(rf"([{LETTERS}])()\)")),
    ("bracket", pattern(r"(\d{1,2})()\)")),
    ("roman", pattern(r"([IVX]{1,5})()\.")),
)


class Item(NamedTuple):
    """A label that was read well.

    Attributes:
        line: index of its line.
        parent: the number before the last one, 0 where there is none.
        value: its place in the list, from 1.
        tail: the mark behind it.

    """

    line: int
    parent: int
    value: int
    tail: str


class Wanted(NamedTuple):
    """A label that may stand somewhere.

    Attributes:
        text: the label.
        both: whether the items before and after it demand it.

    """

    text: str
    both: bool


def propose(analysis: Analysis) -> list[Candidate]:
    """Return the labels that the items around garbled ones demand."""
    if not analysis.config.use_rules:
        return []
    sick = analysis.lines_to_guess()
    if not sick:
        return []
    chains = chains_of(analysis.document.lines)
    looks = looks_of(analysis.resources)
    return [c for k in sick for c in _in_line(analysis.document.lines, k, chains, looks)]


@lru_cache(maxsize=4)
def looks_of(resources: Resources) -> Mapping[str, str]:
    """Return for each character of a label what it is taken for, and for its places."""
    classes = resources.rulebook.classes
    looks: dict[str, str] = {}
    for name in ("sure", "roman"):
        for wrong, right in classes[name].items():
            looks[right] = looks.get(right, "") + wrong
    looks |= LOOKS
    digits, ends = _seen("0123456789.", looks), _seen(ENDS, ENDS)
    inside = digits + _seen(ROMAN, looks)
    places = {FIRST: inside + _seen(LETTERS, looks), INSIDE: inside + ends, LAST: digits + ends}
    return looks | places


def _seen(meant: Iterable[str], looks: Mapping[str, str]) -> str:
    """Return some characters and all that they are taken for."""
    return "".join(c + looks.get(c, "") for c in meant)


def label(line: str) -> tuple[str, tuple[str, int, int, str]] | None:
    """Return (label, (style, parent, value, mark behind)) of a line that begins with one.

    >>> label("1.2. Các đơn vị"), label("' đ) Sở Nội vụ"), label("2020 là năm")
    (('1.2.', ('sub', 1, 2, '.')), ('đ)', ('letter', 0, 5, ')')), None)
    """
    if begins_with_word(line):
        return None
    return _label(line, 0) or _label(line, past_specks(line))


def begins_with_word(line: str) -> bool:
    """Whether a line begins with two letters that open no label, for less work than a pattern.

    >>> begins_with_word(" Căn cứ"), begins_with_word("Vì"), begins_with_word("a) Các đơn vị")
    (True, False, False)
    """
    first = line.lstrip(" \t")[:2]
    return len(first) == 2 and first.isalpha() and first[0] not in ROMAN


def past_specks(line: str) -> int:
    """Return where a label stands behind specks; 0 where none does.

    >>> past_specks(". a) Các đơn vị"), past_specks(". Các đơn vị")
    (2, 0)
    """
    m = SPECKS.match(line)
    return m.end() if m and _label(line, m.end()) else 0


def _label(line: str, at: int) -> tuple[str, tuple[str, int, int, str]] | None:
    m = HEAD.match(line, at)
    head = m["head"] if m else ""
    if head[-1:] not in TAILS and not head[-1:].isdecimal():
        return None
    for style, form in STYLES:
        if found := form.fullmatch(head):
            value = _value(style, found)
            if value is not None:
                return head, (style, int(found[1]) if found[2] else 0, value, head[-1])
    return None


def _value(style: str, found: regex.Match[str]) -> int | None:
    if style == "letter":
        return LETTERS.index(found[1]) + 1
    if style == "roman":
        return ROMANS.index(found[1]) + 1 if found[1] in ROMANS else None
    return int(found[2] or found[1]) or None


def chains_of(lines: Sequence[Line]) -> dict[str, list[Item]]:
    """Return the items of each style that were read well, in order."""
    chains: dict[str, list[Item]] = {style: [] for style, _ in STYLES}
    for k, line in enumerate(lines):
        if known := label(line.text):
            style, parent, value, tail = known[1]
            chains[style].append(Item(k, parent, value, tail if tail in ".)" else ""))
    return chains


def wanted(
    style: str, chain: Sequence[Item], line: int, *, opens: bool = False
) -> Iterator[Wanted]:
    """Yield the labels that the items of a style around a line leave room for.

    Args:
        style: of `STYLES`.
        chain: the items of that style.
        line: index of the line.
        opens: whether the line before ends with a colon, so that a list may begin here.

    """
    at = bisect_left(chain, line, key=lambda i: i.line)
    last = chain[at - 1] if at and chain[at - 1].line >= line - NEAR else None
    at += at < len(chain) and chain[at].line == line
    following = chain[at] if at < len(chain) and chain[at].line <= line + NEAR else None
    demanded: dict[tuple[int, int], tuple[int, str]] = {}
    if last:
        demanded[last.parent, last.value + 1] = (1, last.tail)
    if following and following.value > 1:
        key = (following.parent, following.value - 1)
        demanded[key] = (demanded.get(key, (0, ""))[0] + 1, following.tail)
    for (parent, value), (times, tail) in demanded.items():
        if text := _written(style, parent, value, tail):
            yield Wanted(text, times == 2 or (opens and value == 1 and style == "letter"))


def _written(style: str, parent: int, value: int, tail: str) -> str:
    if style == "letter":
        return LETTERS[value - 1] + ")" if value <= len(LETTERS) else ""
    if style == "roman":
        return ROMANS[value - 1] + "." if value <= len(ROMANS) else ""
    return f"{parent}.{value}{tail}" if parent else f"{value}{tail}"


def stands_twice(chain: Sequence[Item], line: int) -> bool:
    """Whether a d) follows another one, which c) or e) tells to be the real one."""
    at = bisect_left(chain, line, key=lambda i: i.line)
    before = [i.value for i in chain[max(at - 2, 0) : at] if i.line >= line - NEAR]
    after = [i.value for i in chain[at + 1 : at + 2] if i.line <= line + NEAR]
    d = LETTERS.index("d") + 1
    return before[-1:] == [d] and (before[:-1] == [d - 1] or after == [d + 2])


def strangers(head: str, looks: Mapping[str, str]) -> int:
    """Return how many characters at least look like none of a label, whichever it is.

    Letters stand alone before a bracket, so in labels of three and more are digits and strokes.
    """
    if head in LOST or head.startswith(D_TORN):
        return 0
    inside = looks[INSIDE] if len(head) > 2 else looks[FIRST]
    return (head[-1] not in looks[LAST]) + sum(c not in inside for c in head[:-1])


def likeness(seen: str, label: str, looks: Mapping[str, str], *, free: bool) -> float | None:
    """Return the price of reading `seen` as a label, in nats; None where it looks otherwise.

    Args:
        seen: the garbled label.
        label: the label that is meant.
        looks: what characters are taken for.
        free: whether one character may be anything.

    """
    if seen in LOST and free and regex.fullmatch(r"\d\.", label):
        return ANY
    price, strange = 0.0, 0
    if seen.startswith(D_TORN) and label[0] in "dđ":
        seen, price = label[0] + seen[len(D_TORN) :], GUESSED
    if len(seen) != len(label):
        return None
    for s, t in zip(seen, label, strict=True):
        if s == t:
            continue
        known = s in looks.get(t, "") or s in ENDS.get(t, "")
        price += GUESSED if known else ANY
        strange += not known
    return None if strange > free or strange == len(label) else price


def stray(chain: Sequence[Item], line: int, value: int) -> bool:
    """Whether a label follows none and precedes none of its own list."""
    at = bisect_left(chain, line, key=lambda i: i.line)
    before = {i.value for i in chain[max(at - 1, 0) : at] if i.line >= line - NEAR}
    after = {i.value for i in chain[at + 1 : at + 2] if i.line <= line + NEAR}
    return value - 1 not in before and value + 1 not in after


def in_use(chain: Sequence[Item]) -> bool:
    """Whether two items of a style follow each other anywhere."""
    return any(b.value == a.value + 1 for a, b in pairwise(chain))


def _instead(
    head: str, k: int, chains: Mapping[str, Sequence[Item]], looks: Mapping[str, str]
) -> str | None:
    """Return the label that a list misses where one of no list stands: `6)` between b) and d)."""
    found = label(head + " x")
    if found is None or head[0] in LETTERS or not stray(chains[found[1][0]], k, found[1][2]):
        return None
    # Numbers in brackets are rare: where no two follow each other, one letter beside is enough.
    lone = found[1][0] == "bracket" and not in_use(chains["bracket"])
    meant = {
        want.text
        for style, chain in chains.items()
        if style != found[1][0]
        for want in wanted(style, chain, k)
        if want.both or want.text == "1." == head.replace("I", "1") or (lone and style == "letter")
        if want.text[-1] == head[-1] and likeness(head, want.text, looks, free=False) is not None
    }
    return meant.pop() if len(meant) == 1 else None


def _in_line(
    lines: Sequence[Line], k: int, chains: Mapping[str, Sequence[Item]], looks: Mapping[str, str]
) -> Iterator[Candidate]:
    text = lines[k].text
    m = HEAD.match(text, 0 if begins_with_word(text) else past_specks(text))
    if m is None:
        return
    head, start = m["head"], lines[k].start + m.start("head")
    end = start + len(head)
    if head == "d)" and stands_twice(chains["letter"], k):
        yield Candidate(start, end, "đ)", 0.0, NAME, TWICE, Safety.REVIEW, exact=True)
    elif head.startswith(D_TORN) and any(
        line.text.lstrip().startswith(SECOND) for line in lines[max(k - NEAR, 0) : k + NEAR]
    ):
        return
    elif head == "d)" or not label(lines[k].text):
        opens = k > 0 and lines[k - 1].text.rstrip().endswith(":")
        for text, price in _weighed(head, k, chains, looks, opens=opens):
            yield Candidate(start, end, text, price, NAME, REASON)
    elif CAPITALS.match(lines[k].text, m.end()):
        return  # a heading, with a number of its own kind
    elif meant := _instead(head, k, chains, looks):
        yield Candidate(start, end, meant, 0.0, NAME, REASON, Safety.REVIEW, exact=True)


def _weighed(
    head: str,
    k: int,
    chains: Mapping[str, Sequence[Item]],
    looks: Mapping[str, str],
    *,
    opens: bool,
) -> Iterator[tuple[str, float]]:
    """Yield the labels that a garbled one may be, with their prices in nats."""
    if strangers(head, looks) > 1:  # no label has a likeness to it
        return
    for style, chain in chains.items():
        if not chain:
            continue
        for want in wanted(style, chain, k, opens=opens):
            price = likeness(head, want.text, looks, free=want.both)
            # A word of small letters may be no label.
            if price is None or (head.isalpha() and not want.both):
                continue
            if want.text != head:  # what stands there already is free
                price += BOTH if want.both else ONE
            yield want.text, price
