"""Corrections to JSON lines and back: one header, then a row for each correction."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from vnfix.apply import joining, misplaced
from vnfix.data.tables import table_header
from vnfix.document import LINE_ENDS
from vnfix.errors import StaleError, UnreadableError
from vnfix.model import Box, Correction, Safety, Second

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vnfix.config import Config
    from vnfix.model import Document, Repair

AS_IT_IS = json.JSONEncoder(ensure_ascii=False)
FORMAT = "vnfix-corrections"
# Version 2 has rows that add lines; a file without such rows is of version 1.
VERSION, OLDEST = 2, 1
LONGEST = 1 << 40  # no text has so many letters
FARTHEST = 1e6  # points; no page is so large
# Field -> types that JSON may give; bool is no number here.
FIELDS: dict[str, tuple[type, ...]] = {
    "start": (int,),
    "end": (int,),
    "before": (str,),
    "after": (str,),
    "fixer": (str,),
    "confidence": (int, float),
    "safety": (str,),
    "reason": (str,),
    "alternatives": (list,),
    "status": (str,),
}
REMEDY = "Mend the row, or run `vnfix propose` again."


class Status(StrEnum):
    """What a person has decided about a row; LEFT is too unsure to be made without a decision."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A correction and its decision.

    Attributes:
        correction: the change; of an edited row with `after` as edited.
        status: the decision.
        reviewer: who decided, "" for nobody yet.
        time: when, ISO 8601, "" for not yet.

    """

    correction: Correction
    status: Status = Status.PROPOSED
    reviewer: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a correction file.

    Attributes:
        file: name of the document.
        sha256: hash of its text in UTF-8.
        reader: name of the reader.
        reader_version: its version.
        models: hash of each trained table used, by file name.

    """

    file: str
    sha256: str
    reader: str
    reader_version: str
    models: dict[str, str]


def text_sha256(text: str) -> str:
    """Return the hash of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def header_of(document: Document, models: Path, channel: Path | None = None) -> Header:
    """Return the header for a document and the tables that it was repaired with.

    Args:
        document: as it was read.
        models: the folder of the tables.
        channel: a channel used instead of that in the folder.

    """
    heads = {p.name: table_header(p) for p in sorted(models.glob("*")) if p.is_file()}
    if channel:
        heads["channel.tab"] = table_header(channel)
    return Header(
        document.name,
        text_sha256(document.text),
        document.reader,
        document.reader_version,
        {name: str(head["sha256"]) for name, head in heads.items() if "sha256" in head},
    )


def dump(document: Document, header: Header, rows: Iterable[Row]) -> str:
    """Return the correction file as a text, each line with its line end."""
    rows = list(rows)
    version = VERSION if any(row.correction.box for row in rows) else OLDEST
    head = {"format": FORMAT, "version": version, "file": header.file, "sha256": header.sha256}
    head |= {"reader": header.reader, "reader_version": header.reader_version}
    lines = [json_line(head | {"models": header.models})]
    starts = [line.start for line in document.lines]
    for row in rows:
        c = row.correction
        line = document.lines[max(bisect_right(starts, c.start) - 1, 0)]
        lines.append(json_line({"page": line.page, "line": line.number} | _fields(row)))
    return "".join(line + "\n" for line in lines)


def encode_jsonl(document: Document, repair: Repair, source: bytes, config: Config) -> bytes:
    """Return the correction file as `propose` writes it; arguments as all writers have them."""
    from vnfix.resources import load_resources

    del source
    header = header_of(document, load_resources(config).models, config.channel)
    rows = [*map(Row, repair.corrections), *(Row(c, Status.LEFT) for c in repair.left)]
    rows.sort(key=lambda row: row.correction.order)
    return dump(document, header, rows).encode()


def load(data: bytes, name: str) -> tuple[Header, list[Row]]:
    """Read a correction file.

    Args:
        data: its bytes, UTF-8.
        name: its name, for messages.

    Raises:
        UnreadableError: it is not such a file, of a newer version, or a row is malformed.

    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise UnreadableError(f"{name} is not UTF-8 (byte {e.start}).", REMEDY) from e
    records = list(_records(text, name))
    if not records:
        raise UnreadableError(f"{name} is empty; its header is missing.", REMEDY)
    header = _header(records[0][1], name)
    rows = [_row(fields, f"{name}, line {number}") for number, fields in records[1:]]
    return header, rows


def decided(document: Document, header: Header, rows: Iterable[Row]) -> list[Correction]:
    """Return the corrections to apply: those of all rows that are neither rejected nor left.

    Raises:
        StaleError: the document's text is not the one that the rows were proposed for.
        UnreadableError: a row does not fit its text.

    """
    if header.sha256 != text_sha256(document.text):
        raise StaleError(_why_stale(document, header))
    chosen = [r.correction for r in rows if r.status not in (Status.REJECTED, Status.LEFT)]
    for c in chosen:
        if c.end > len(document.text) or document.text[c.start : c.end] != c.before:
            found = document.text[c.start : c.end]
            message = f"The row at {c.start} says {c.before!r}, the text there is {found!r}."
            raise UnreadableError(message, REMEDY)
    if away := misplaced(document.text, chosen):
        raise UnreadableError(f"The row at {away[0].start} adds a line within a line.", REMEDY)
    if joined := joining(document.text, chosen):
        raise UnreadableError(f"The row at {joined[0].start} would make two lines one.", REMEDY)
    return chosen


def _why_stale(document: Document, header: Header) -> str:
    then = f"{header.reader} {header.reader_version}"
    now = f"{document.reader} {document.reader_version}"
    by = "" if then == now else f" (proposed with the reader {then}, read now with {now})"
    return f"{document.name} has changed since its corrections were proposed{by}."


def json_line(fields: Mapping[str, Any]) -> str:
    """Return fields as JSON that can be written in UTF-8, whatever the texts in them."""
    line = AS_IT_IS.encode(fields)
    try:
        line.encode()
    except UnicodeEncodeError:  # a lone surrogate or a name that is no Unicode: escapes carry it
        return json.dumps(fields)
    return line


def _fields(row: Row) -> dict[str, Any]:
    c = row.correction
    box = {"box": [round(side, 2) for side in c.box]} if c.box else {}
    second = {"second": c.second._asdict()} if c.second else {}
    return {
        "start": c.start,
        "end": c.end,
        "before": c.before,
        "after": c.after,
        **box,
        "fixer": c.fixer,
        "confidence": round(c.confidence, 4),
        "safety": str(c.safety),
        "reason": c.reason,
        "alternatives": [[text, round(p, 4)] for text, p in c.alternatives],
        **second,
        "status": str(row.status),
        "reviewer": row.reviewer or None,
        "time": row.time or None,
    }


def _records(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object; blank lines, which editors leave behind, are passed over."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as e:
            raise UnreadableError(f"{name}, line {number}: not JSON ({e}).", REMEDY) from e
        if not isinstance(fields, dict):
            raise UnreadableError(f"{name}, line {number}: not a JSON object.", REMEDY)
        yield number, fields


def _header(fields: dict[str, Any], name: str) -> Header:
    if fields.get("format") != FORMAT:
        raise UnreadableError(f"{name} does not begin with the header of {FORMAT}.", REMEDY)
    if fields.get("version") not in (OLDEST, VERSION):
        message = f"{name} is of version {fields.get('version')!r}, not {VERSION}."
        raise UnreadableError(message, "Use the vnfix that wrote it.")
    texts = {key: fields.get(key) for key in ("file", "sha256", "reader", "reader_version")}
    models = fields.get("models")
    if not all(isinstance(v, str) for v in texts.values()) or not isinstance(models, dict):
        raise UnreadableError(f"{name}: the header lacks a field.", REMEDY)
    return Header(**{k: str(v) for k, v in texts.items()}, models=models)


def _row(fields: dict[str, Any], where: str) -> Row:
    for key, types in FIELDS.items():
        value = fields.get(key)
        if not isinstance(value, types) or isinstance(value, bool):
            raise UnreadableError(f"{where}: {key!r} is missing or of the wrong type.", REMEDY)
    try:
        correction = _correction(fields)
        status = Status(fields["status"])
    except (TypeError, ValueError, OverflowError) as e:
        raise UnreadableError(f"{where}: {e}.", REMEDY) from e
    return Row(correction, status, str(fields.get("reviewer") or ""), str(fields.get("time") or ""))


def _correction(fields: dict[str, Any]) -> Correction:
    """Return the correction of a row; ValueError or TypeError where its values make no sense."""
    c = Correction(**{k: fields[k] for k in FIELDS if k != "status"})
    if not 0 <= c.start <= c.end < LONGEST or c.end - c.start != len(c.before):
        raise ValueError(f"the span {c.start}-{c.end} does not fit {c.before!r}")
    if any(end in c.after or end in c.before for end in LINE_ENDS):
        raise ValueError("a correction never crosses a line end")
    if not 0 <= c.confidence <= 1:
        raise ValueError(f"the confidence {c.confidence} is not between 0 and 1")
    pairs = tuple((str(text), float(p)) for text, p in fields["alternatives"])
    if not all(0 <= p <= 1 for _, p in pairs):
        raise ValueError("the confidence of an alternative is not between 0 and 1")
    box = _box(fields["box"]) if fields.get("box") is not None else None
    if box and c.before:
        raise ValueError("an added line replaces nothing")
    second = _second(fields["second"]) if fields.get("second") is not None else None
    safety = Safety(fields["safety"])
    return replace(c, safety=safety, alternatives=pairs, box=box, second=second)


def _second(fields: dict[str, Any]) -> Second:
    try:
        said = Second(str(fields["text"]), float(fields["confidence"]), str(fields["engine"]))
    except KeyError as e:
        raise ValueError(f"the second reading lacks {e}") from e
    if not 0 <= said.confidence <= 1:
        raise ValueError(f"the confidence {said.confidence} is not between 0 and 1")
    return said


def _box(sides: object) -> Box:
    """Return a box; ValueError where it is none, or lies where no page can be."""
    if not isinstance(sides, list) or len(sides) != len(Box._fields):
        raise ValueError(f"{sides!r} is no box")
    box = Box(*map(float, sides))
    if not all(abs(side) < FARTHEST for side in box) or box.x0 >= box.x1 or box.y0 >= box.y1:
        raise ValueError(f"{sides} is no box")
    return box
