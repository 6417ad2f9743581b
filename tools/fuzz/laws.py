"""What has to hold, whatever comes in; a broken law is an AssertionError."""

from __future__ import annotations

import json
import time
from bisect import bisect_right
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from markdown_it import MarkdownIt

from vnfix.apply import apply_corrections
from vnfix.cli import group
from vnfix.config import Config
from vnfix.document import make_document
from vnfix.fixers import tidy
from vnfix.formats.corrections import Row, decided, dump, header_of, load
from vnfix.formats.reading import read_bytes
from vnfix.formats.text import decode_bytes
from vnfix.formats.writing import encode
from vnfix.pipeline import plan, repair, to_correction
from vnfix.resources import load_resources

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.model import Correction

CONFIG = Config()
KNOWN = {0, 1, 2, 3, 4, 5, 6, 7}  # of the exit codes: not 70, not 130
SLOWEST = 3.0  # how much slower than in proportion a text may be that is four times as long
SOME = 0.2  # seconds of CPU time that are measured well enough


def text_laws(text: str) -> None:
    """Check a text: lines, offsets, what the corrections amount to, what a second run does."""
    document = make_document(text)
    result = repair(document, CONFIG)
    assert result.original == text
    assert ends(result.text) == ends(text), "a line end was lost, made or changed"
    spans = [(line.start, line.end) for line in document.lines]
    last = 0
    for c in result.corrections:
        assert text[c.start : c.end] == c.before, "an offset is wrong"
        assert c.before != c.after
        assert last <= c.start <= c.end, "corrections overlap"
        assert any(a <= c.start and c.end <= b for a, b in spans), "across a line end"
        assert 0.0 <= c.confidence <= 1.0
        last = c.end
    assert apply_corrections(text, result.corrections) == result.text, "explained otherwise"
    header = header_of(document, load_resources(CONFIG).models)
    whole = dump(document, header, [Row(c) for c in result.corrections])
    back = decided(document, *load(whole.encode("utf-8"), "rows"))
    assert apply_corrections(text, back) == result.text, "propose and apply differ from fix"
    if not result.corrections:
        return
    starts = [line.start for line in document.lines]
    touched = {bisect_right(starts, c.start) for c in result.corrections}
    starts = [line.start for line in make_document(result.text).lines]
    again = [
        c
        for c in second_run(result.text)
        if c.fixer.startswith(tidy.NAME) and bisect_right(starts, c.start) in touched
    ]
    assert not again, f"a second run changes {again[0].before!r} to {again[0].after!r}"


def structure_laws(name: str, data: bytes) -> None:
    """Check a file whose text stands in a structure: all else stays, and so does what was said."""
    document = read_bytes(data, name, CONFIG)
    result = repair(document, CONFIG)
    written = encode(None, document, result, data, CONFIG)
    if not result.corrections:
        assert written == data, "a healthy file was changed"
    assert skeleton(name, written) == skeleton(name, data), "the structure is another one"
    again = read_bytes(written, name, CONFIG)
    lines = len(document.text.split("\n\n")), len(again.text.split("\n\n"))
    assert lines[1] <= lines[0], "there are more paragraphs than before"
    assert encode(None, again, repair(again, config=replace(CONFIG, rounds=0)), written, CONFIG)


def skeleton(name: str, data: bytes) -> object:
    """Return a file without its texts, by parsers that are not ours."""
    source, _ = decode_bytes(data, name, CONFIG)
    source = source.removeprefix("\ufeff")
    if name.endswith(".json"):
        return _bare(json.loads(source, parse_int=str, parse_float=str)) if source.strip() else None
    if name.endswith(".jsonl"):
        lines = [line for line in source.split("\n") if line.strip()]
        return [_bare(json.loads(line, parse_int=str, parse_float=str)) for line in lines]
    if name.endswith(".html"):
        reader = _Tags()
        reader.feed(source)
        return reader.seen
    if name.endswith(".md"):
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
        every = (t for block in tokens for t in (block, *(block.children or ())))
        kept = (t for t in every if t.type not in ("text", "text_special", "softbreak"))
        return [(t.type, t.tag, str(t.attrs.get("href", ""))) for t in kept]
    return None  # of which delimiter would the parser know?


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_bare(v) for v in value]
    return "" if isinstance(value, str) and value.strip("0123456789.") else value


class _Tags(HTMLParser):
    """Notes the tags of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_comment(self, data: str) -> None:
        self.seen.append(data)


def second_run(text: str) -> list[Correction]:
    """Return what the fixers that do not guess would still change.

    Encodings, lost glyphs, letter-spacing, and whether a line is damaged at all, are decided by the
    whole document. In a mixture that nobody would write its repair may change that decision, so the
    law speaks of what is tidied in repaired lines only.
    """
    made = (to_correction(text, c) for c in plan(make_document(text), CONFIG).exact)
    return [c for c in made if c.before != c.after]


def ends(text: str) -> list[str]:
    """Return the line ends of a text in order."""
    bare = [(line, line.splitlines()) for line in text.splitlines(keepends=True)]
    return [line[len(parts[0]) :] if parts else line for line, parts in bare]


def time_law(text: str) -> None:
    """Check that four times the text takes about four times as long."""
    once = text + "\n"
    while (spent := _spent(once)) < SOME and len(once) < 200_000:
        once *= 2
    ratio = _spent(once * 4) / max(spent, SOME / 4) / 4
    assert ratio < SLOWEST, f"{ratio:.1f} times slower than in proportion at {len(once)}"


def _spent(text: str) -> float:
    began = time.process_time()
    repair(make_document(text), CONFIG)
    return time.process_time() - began


def command_law(arguments: list[str | Path], data: bytes | None = None) -> int:
    """Run a command: bad input gives a message and a remedy, never a fault."""
    result = CliRunner().invoke(group, list(map(str, arguments)), input=data)
    said = result.stderr
    assert result.exit_code in KNOWN, f"exit code {result.exit_code}: {said[-2000:]}"
    assert "Traceback" not in said, said[-2000:]
    if result.exit_code in {2, 3, 4, 7}:
        assert len(said.strip().splitlines()) >= 2, f"no remedy: {said}"
    return result.exit_code
