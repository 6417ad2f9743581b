"""`vnfix propose`: the corrections as a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import FILES, Console, shared, write_bytes
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from vnfix.config import Config


@click.command("propose")
@click.argument("path", metavar="PATH", type=FILES)
@click.option("-o", "--output", "out", metavar="FILE", type=FILES, help="Correction file (.jsonl).")
@click.option("--force", is_flag=True, help="Replace a correction file that exists.")
@shared
def command(path: str, out: str | None, config: Config, console: Console, *, force: bool) -> int:
    """Write the corrections to a file.

    They are JSON lines, to be decided on before `vnfix apply`. The first line says which text
    they belong to; each other line is one correction with its place, its confidence and its
    status: proposed, accepted, rejected, edited, or left, which is applied only once it is
    accepted (see --min-confidence).
    """
    from vnfix.batch.job import ROWS, JobSpec
    from vnfix.commands.progress import single
    from vnfix.files.collect import Job, are_many, refuse_inputs

    target = None if out is None or out == "-" else Path(out)
    if target:
        refuse_inputs([path], [target])
    if are_many([path]):
        remedy = f"`vnfix fix {path} -o FOLDER` writes a correction file for each document."
        raise UsageError(f"{path} is a folder; corrections belong to one document.", remedy)
    job = Job(path, None, Path(Path(path).name), corrections=target)
    config = replace(config, auto_only=False)  # all rows are for a person
    spec = JobSpec(job, config, alone=True, force=force, returned="" if target else ROWS)
    result, data = single(spec, console)
    if not result.reason and target and result.figures:
        f = result.figures
        console.say(f"{target}: {f.corrections} corrections, {f.left} to be left.")
    elif not result.reason:
        write_bytes(data)
    return result.code
