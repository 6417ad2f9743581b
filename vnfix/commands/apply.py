"""`vnfix apply`: a decided correction file to the repaired text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared, write_bytes
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from vnfix.config import Config


@click.command("apply")
@click.argument("path", metavar="PATH")
@click.argument("corrections", metavar="F.jsonl")
@click.option("-o", "--output", "out", metavar="OUT", help="File for the repaired text.")
@click.option("--force", is_flag=True, help="Replace an output file that exists.")
@shared
def command(config: Config, console: Console, *, force: bool, **paths: str | None) -> None:
    """Apply a file of corrections.

    All rows of F.jsonl that are not rejected are applied to PATH, which must be the text that
    they were proposed for. Edited rows are applied as edited.
    """
    from vnfix.apply import apply_corrections
    from vnfix.batch.collect import plan
    from vnfix.model import Repair
    from vnfix.readers import load_bytes, read_bytes
    from vnfix.review.jsonl import decided, load
    from vnfix.writers import check_suffix, encode
    from vnfix.writers.aside import write_aside

    path, rows_from = str(paths["path"]), str(paths["corrections"])
    if path == rows_from == "-":
        raise UsageError("Only one of the two can be standard input.")
    (job,) = plan([path], paths["out"], in_place=False)
    if job.target:
        check_suffix(job.target)
    header, rows = load(load_bytes(rows_from), rows_from)
    source = load_bytes(path)
    document = read_bytes(source, path, config)
    chosen = decided(document, header, rows)
    repair = Repair(document.text, apply_corrections(document.text, chosen), tuple(chosen))
    data = encode(job.target, document, repair, source, config)
    if job.target is None:
        write_bytes(data)
        return
    write_aside(job.target, data, replace=force)
    console.say(f"{job.target}: {len(chosen)} corrections, {len(rows) - len(chosen)} rejected.")
