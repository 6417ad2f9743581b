"""`vnfix apply`: a decided correction file to the repaired document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from vnfix.commands.options import FILES, Console, flag_of, shared, telling_refusals, write_bytes
from vnfix.errors import SignedError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.config import Config
    from vnfix.files.collect import Job
    from vnfix.model import Document, Repair


class Others(NamedTuple):
    """How many rows are not made."""

    rejected: int
    left: int


@click.command("apply")
@click.argument("path", metavar="PATH", type=FILES)
@click.argument("corrections", metavar="F.jsonl", type=FILES)
@click.option(
    "-o", "--output", "out", metavar="OUT", type=FILES, help="File for the repaired document."
)
@click.option("--force", is_flag=True, help="Replace an output file that exists.")
@flag_of("break_signature")
@shared
def command(config: Config, console: Console, *, force: bool, **paths: str | None) -> None:
    """Apply a file of corrections.

    All rows of F.jsonl that are neither rejected nor left are applied to PATH, which must be the
    text that they were proposed for. Edited rows are applied as edited. The suffix of OUT tells
    its format: a PDF, hOCR or ALTO file becomes a repaired one of its kind, or text.
    """
    from vnfix.files.aside import write_aside
    from vnfix.formats.unwritten import noting_unwritten
    from vnfix.formats.writing import encode

    path, rows_from = str(paths["path"]), str(paths["corrections"])
    job = _plan(path, rows_from, paths["out"])
    source, document, repair, others = _read(job, rows_from, config)

    def write(target: Path | None) -> None:
        with noting_unwritten() as left:
            data = encode(target, document, repair, source, config)
        if target is None:
            write_bytes(data)
            return
        write_aside(target, data, replace=force, private_as=[path])
        unwritten = sum(not place.font for place in left)  # a warning has told of them
        made, kept = len(repair.corrections) - unwritten, others.left + unwritten
        more = f", {others.rejected} rejected" + (f", {kept} left" if kept else "")
        console.say(f"{target}: {made} corrections{more}.")

    try:
        write(job.target)
    except SignedError:
        if job.target:  # the text can be had all the same
            with telling_refusals(console):
                write(job.target.with_suffix(".txt"))
        raise


def _plan(path: str, rows_from: str, out: str | None) -> Job:
    from vnfix.files.collect import are_many, plan, refuse_inputs

    if path == rows_from == "-":
        raise UsageError("Only one of the two can be standard input.", "Name a file.")
    if are_many([path]):
        remedy = "Apply the correction files of a folder one by one."
        raise UsageError(f"{path} is a folder; corrections belong to one document.", remedy)
    (job,) = plan([path], out, in_place=False)
    refuse_inputs([rows_from], job.outputs)
    return job


def _read(job: Job, rows_from: str, config: Config) -> tuple[bytes, Document, Repair, Others]:
    """Return the source, its document, the decided repair and what became of the other rows."""
    from vnfix.apply import apply_corrections, in_order
    from vnfix.formats.corrections import Status, decided, load
    from vnfix.formats.reading import load_bytes, read_bytes, reader_of
    from vnfix.formats.writing import check_target
    from vnfix.model import Repair

    header, rows = load(load_bytes(rows_from), rows_from)
    source = load_bytes(job.source)
    check_target(job.target, reader_of(source, job.source))
    document = read_bytes(source, job.source, config)
    chosen = in_order(decided(document, header, rows))
    repair = Repair(document.text, apply_corrections(document.text, chosen), tuple(chosen))
    left = sum(row.status is Status.LEFT for row in rows)
    rejected = len(rows) - len(chosen) - left
    return source, document, repair, Others(rejected, left)
