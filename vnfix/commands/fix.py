"""`vnfix fix`: propose and apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared, write_bytes
from vnfix.errors import ExitCode, RefusedError, VnfixError

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.batch.collect import Job
    from vnfix.config import Config
    from vnfix.model import Document, Repair


@dataclass(frozen=True, slots=True)
class Output:
    """What is done with a repaired text.

    Attributes:
        check: say what would change and write nothing.
        in_place: replace the inputs.
        force: replace other files.

    """

    check: bool
    in_place: bool
    force: bool


@click.command("fix")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", "out", metavar="OUT", help="File or folder for the result.")
@click.option("--auto", is_flag=True, help="Only corrections that are safe without asking.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if anything would change.")
@click.option("--in-place", is_flag=True, help="Replace the text files themselves.")
@click.option("--force", is_flag=True, help="Replace output files that exist.")
@shared
def command(
    paths: tuple[str, ...], out: str | None, config: Config, console: Console, **flags: bool
) -> int:
    """Repair texts and the text layers of PDFs.

    Without -o the repaired text goes to standard output. Several PATHs or a folder need
    -o FOLDER; x.pdf becomes x.txt there. A text keeps its lines, line ends and encoding.
    """
    from vnfix.batch.collect import plan
    from vnfix.writers import check_suffix

    config = replace(config, auto_only=flags.pop("auto"))
    output = Output(**flags)
    dry = output.check and not out
    jobs = plan(paths, None if dry else out, in_place=output.in_place or (dry and len(paths) > 1))
    for job in jobs:
        if job.target and not output.check and not output.in_place:
            check_suffix(job.target)
    if len(jobs) == 1:
        return _fix(jobs[0], output, config, console)
    return _fix_all(jobs, output, config, console)


def _fix_all(jobs: list[Job], output: Output, config: Config, console: Console) -> int:
    """Repair file by file; one that fails stops no other."""
    codes = [ExitCode.OK]
    failed = 0
    for job in jobs:
        try:
            codes.append(_fix(job, output, config, console))
        except VnfixError as e:
            console.error(f"{_named(job, e)}", e.remedy)
            codes += [e.exit_code, ExitCode.SOME_FAILED]
            failed += 1
    console.say(f"{len(jobs)} files, {failed} failed.")
    return max(codes)


def _named(job: Job, error: VnfixError) -> str:
    """Return the message with the file's name, which not every error knows."""
    return str(error) if job.source in str(error) else f"{job.source}: {error}"


def _fix(job: Job, output: Output, config: Config, console: Console) -> ExitCode:
    from vnfix.pipeline import repair
    from vnfix.readers import read

    document = read(job.source, config)
    console.detail(f"{document.name}: read as {document.encoding or document.reader}.")
    result = repair(document, config)
    if output.check:
        if result.corrections:
            message = f"{document.name}: {_count(result)} would be made.\n"
            write_bytes(message.encode("utf-8", "surrogateescape"))
        return ExitCode.FOUND if result.corrections else ExitCode.OK
    _write(job.target, document, result, output)
    if job.target:
        console.say(f"{job.target}: {_count(result)}.")
    return ExitCode.OK


def _write(target: Path | None, document: Document, result: Repair, output: Output) -> None:
    from vnfix.writers.aside import write_aside
    from vnfix.writers.text import encode

    data = encode(result.text, document.encoding, document.name)
    if target is None:
        write_bytes(data)
        return
    if output.in_place and document.reader != "plain":
        remedy = "Write the repaired text to a file: `-o OUT.txt`."
        raise RefusedError(
            f"{document.name} is not a text; it cannot be repaired in place.", remedy
        )
    if not output.in_place or result.corrections:
        write_aside(target, data, replace=output.in_place or output.force)


def _count(result: Repair) -> str:
    from vnfix.model import Safety

    auto = sum(c.safety is Safety.AUTO for c in result.corrections)
    return f"{len(result.corrections)} corrections ({auto} AUTO)"
