"""`vnfix fix`: propose and apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, say_fault, shared, write_bytes
from vnfix.errors import DataError, ExitCode, RefusedError, VnfixError

if TYPE_CHECKING:
    from pathlib import Path

    from vnfix.batch.collect import Job
    from vnfix.config import Config
    from vnfix.model import Repair


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
    config = replace(config, auto_only=flags.pop("auto"))
    output = Output(**flags)
    jobs = _jobs(paths, out, output)
    if len(jobs) == 1:
        return _fix(jobs[0], output, config, console)
    return _fix_all(jobs, output, config, console)


def _jobs(paths: tuple[str, ...], out: str | None, output: Output) -> list[Job]:
    from vnfix.batch.collect import Job, collect, plan
    from vnfix.writers import check_suffix

    if output.check:
        return [Job(source.path, None) for source in collect(paths)]
    jobs = plan(paths, out, in_place=output.in_place)
    for job in jobs:
        if job.target and not output.in_place:
            check_suffix(job.target)
    return jobs


def _fix_all(jobs: list[Job], output: Output, config: Config, console: Console) -> int:
    """Repair file by file; one that fails stops no other."""
    codes = [_fix_one(job, output, config, console) for job in jobs]
    failed = sum(code > ExitCode.FOUND for code in codes)
    if failed:
        codes.append(ExitCode.SOME_FAILED)
    console.say(f"{len(jobs)} files, {failed} failed.")
    return max(codes)


def _fix_one(job: Job, output: Output, config: Config, console: Console) -> ExitCode:
    """Repair one of several files; its failure is told, not raised."""
    try:
        return _fix(job, output, config, console)
    except DataError:
        raise  # a dictionary or table that is not sound fails every file alike
    except VnfixError as e:
        # Not every error knows the file's name.
        console.error(str(e) if job.source in str(e) else f"{job.source}: {e}", e.remedy)
        return e.exit_code
    except Exception as e:
        console.error(f"{job.source}:")
        say_fault(e)
        return ExitCode.FAULT


def _fix(job: Job, output: Output, config: Config, console: Console) -> ExitCode:
    from vnfix.pipeline import repair
    from vnfix.readers import load_bytes, read_bytes
    from vnfix.writers import encode

    source = load_bytes(job.source)
    document = read_bytes(source, job.source, config)
    console.detail(f"{document.name}: read as {document.encoding or document.reader}.")
    result = repair(document, config)
    if output.check:
        if result.corrections:
            message = f"{document.name}: {_count(result)} would be made.\n"
            write_bytes(message.encode("utf-8", "surrogateescape"))
        return ExitCode.FOUND if result.corrections else ExitCode.OK
    if output.in_place and document.reader != "plain":
        remedy = "Write the repaired text to a file: `-o OUT.txt`."
        raise RefusedError(
            f"{document.name} is not a text; it cannot be repaired in place.", remedy
        )
    data = encode(job.target, document, result, source, config)
    _write(job.target, data, output, changed=bool(result.corrections))
    if job.target:
        console.say(f"{job.target}: {_count(result)}.")
    return ExitCode.OK


def _write(target: Path | None, data: bytes, output: Output, *, changed: bool) -> None:
    from vnfix.writers.aside import write_aside

    if target is None:
        write_bytes(data)
    elif not output.in_place or changed:
        write_aside(target, data, replace=output.in_place or output.force)


def _count(result: Repair) -> str:
    from vnfix.model import Safety

    auto = sum(c.safety is Safety.AUTO for c in result.corrections)
    return f"{len(result.corrections)} corrections ({auto} AUTO)"
