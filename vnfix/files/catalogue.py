"""Messages in Vietnamese, out of a catalogue (`messages/vi.toml`).

Messages are made in English, wherever they come from; what is shown is looked up by its English
text, or by the template that fits it, so that no message has to be written twice in the code.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.files.unread import unread_kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).parent.parent
CATALOGUE = Path(__file__).parent / "messages" / "vi.toml"
PLACE = re.compile(r"\{(\d+)\}")
SENTENCE = re.compile(r"(?<=[.?;]) (?=[A-Z`])")
COUNTED = re.compile(r"(\d[\d.]* )?(\D.*?)( \(.*\))?")
MARKS = ("Error: ", "Warning: ", "Needs OCR: ")
DEEPEST = 4  # messages inside of messages


def vietnamese(text: str) -> str:
    """Return a message in Vietnamese; what the catalogue lacks stays English."""
    return "\n".join(
        line[: len(line) - len(line.lstrip())] + _message(line.strip(), 0)
        for line in text.split("\n")
    )


def catalogue() -> Mapping[str, str]:
    """Return English -> Vietnamese: texts, and templates with `{0}` for what is put into them."""
    return _catalogue()


@cache
def _catalogue() -> dict[str, str]:
    """Read the catalogue, and the words that the reports have in both languages."""
    tables = tomllib.loads((PACKAGE / "batch" / "report.toml").read_text("utf-8"))
    words = {
        key: pair[0][0].lower() + pair[0][1:] if not pair[0][:2].isupper() else pair[0]
        for name in ("kind", "outcome")
        for key, pair in tables[name].items()
    }
    kinds = [pair for kind in unread_kinds().values() for pair in (kind.name, kind.helps)]
    words |= {english: vietnamese for vietnamese, english in kinds}
    read: dict[str, dict[str, str]] = tomllib.loads(CATALOGUE.read_text("utf-8"))
    return words | read["composed"] | read["said"]


@cache
def _templates() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return the templates, those that say most themselves first: a part, the text, the pattern."""
    found = []
    for english in _catalogue():
        parts = PLACE.split(english)[::2]
        if len(parts) > 1 and any(part.strip() for part in parts):
            numbers = PLACE.findall(english)
            names = [f"(?P<p{n}>.*?)" for n in numbers]
            made = "".join(re.escape(a) + b for a, b in zip(parts, [*names, ""], strict=True))
            found.append((max(parts, key=len), english, made))
    found.sort(key=lambda row: -len(PLACE.sub("", row[1])))
    return tuple((part, text, re.compile(made, re.DOTALL)) for part, text, made in found)


def _message(text: str, depth: int) -> str:
    """Return a message or a part of one."""
    known = _catalogue().get(text)
    if known or not text or depth > DEEPEST:
        return known or text
    for mark in MARKS:  # before a message that is told by itself
        if text.startswith(mark):
            return _catalogue()[f"{mark}{{0}}"].format(_message(text.removeprefix(mark), depth + 1))
    if told := _sentences(text, depth):  # before a template takes all of them for one
        return told
    for part, english, pattern in _templates():
        found = pattern.fullmatch(text) if part in text else None
        if found:
            values = {name[1:]: _message(v, depth + 1) for name, v in found.groupdict().items()}
            return PLACE.sub(lambda m, values=values: values[m[1]], _catalogue()[english])  # type: ignore[misc]
    return _parts(text, depth)


def _sentences(text: str, depth: int) -> str:
    """Return several sentences that the catalogue has one by one; else nothing."""
    parts = SENTENCE.split(text)
    told = [_message(part, depth + 1) for part in parts] if len(parts) > 1 else []
    known = all(a != b for a, b in zip(parts, told, strict=False))
    return " ".join(told) if known else ""


def _parts(text: str, depth: int) -> str:
    """Return what is put together: sentences, a list, a number of something."""
    for border, joined in ((SENTENCE, " "), (re.compile(", "), ", ")):
        parts = border.split(text)
        if len(parts) > 1:
            return joined.join(_message(part, depth + 1) for part in parts)
    for found in re.finditer(": ", text):  # a message behind the name of its file
        rest = text[found.end() :]
        if (told := _message(rest, depth + 1)) != rest:
            return text[: found.end()] + told
    counted = COUNTED.fullmatch(text)
    if counted and counted[2] in _catalogue():
        return f"{counted[1] or ''}{_catalogue()[counted[2]]}{counted[3] or ''}"
    return text
