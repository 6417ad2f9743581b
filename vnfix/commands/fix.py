"""`vnfix fix`: propose and apply."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.options import Console, flag_of, shared, telling_refusals, write_bytes
from vnfix.errors import ExitCode, RefusedError, SignedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vnfix.batch.report import Report
    from vnfix.batch.run import Means
    from vnfix.config import Config
    from vnfix.files.collect import Job
    from vnfix.model import Document, Repair

PDF = frozenset({".pdf"})

FOR_RUNS = (
    "`--pdf`, `--same-format`, `--jobs`, `--timeout`, `--memory` and `--dask` are for several files"
    " or a folder."
)

OPTIONS: tuple[Callable[..., Any], ...] = (
    click.argument("paths", metavar="PATH...", nargs=-1, required=True),
    click.option("-o", "--output", "out", metavar="OUT", help="File or folder for the result."),
    flag_of("auto_only"),
    click.option(
        "--check", is_flag=True, help="Write nothing; exit code 1 if anything would change."
    ),
    click.option("--in-place", is_flag=True, help="Replace the text files themselves."),
    click.option("--force", is_flag=True, help="Replace output files that exist."),
    flag_of("break_signature"),
    click.option("--pdf", is_flag=True, help="Folder runs: write repaired PDFs of PDFs too."),
    click.option(
        "--same-format", is_flag=True, help="Folder runs: as --pdf, and hOCR and ALTO files too."
    ),
    click.option(
        "--jobs",
        type=int,
        metavar="N",
        help="Worker processes; one for each core if not given, 0 for none.",
    ),
    click.option(
        "--timeout", type=float, metavar="SECONDS", help="For each file of a folder run [600]."
    ),
    click.option(
        "--memory", type=float, metavar="MB", help="For each file of a folder run [2000]."
    ),
    click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster of this scheduler."),
)


@dataclass(frozen=True, slots=True)
class Output:
    """What is done with a repaired text.

    Attributes:
        check: say what would change and write nothing.
        in_place: replace the inputs.
        force: replace other files.
        source: the input; its permissions bound those of the output.

    """

    check: bool
    in_place: bool
    force: bool
    source: str = ""


def fixing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `fix`, and those that all commands share."""
    return functools.reduce(lambda f, option: option(f), reversed(OPTIONS), shared(function))


@click.command("fix")
@fixing
def command(**options: Any) -> int:  # noqa: ANN401 - as click gives them
    """Repair texts and the text layers of PDFs.

    Without -o the repaired text goes to standard output; the suffix of OUT tells its format.
    Several PATHs or a folder need -o FOLDER: for x.pdf it gets the text x.txt and the corrections
    x.jsonl, and the reports of the run, report.html and report.json. A run that was cut off goes
    on where it was when it is started again. A text keeps its lines, line ends and encoding.
    """
    return fix(**options)


def fix(
    paths: Sequence[str],
    out: str | None,
    config: Config,
    console: Console,
    **options: Any,  # noqa: ANN401 - as click gives them
) -> int:
    """Do what the options ask for and return the exit code.

    Raises:
        VnfixError: a single file has failed, or no file can succeed.

    """
    from vnfix.batch.run import Means
    from vnfix.files.collect import are_many, plan, plan_check
    from vnfix.formats.reading import STANDARD_INPUT

    output = Output(options.pop("check"), options.pop("in_place"), options.pop("force"))
    formats = _formats(pdf=options.pop("pdf"), same_format=options.pop("same_format"))
    if output.check:
        jobs = plan_check(paths)
    else:
        jobs = plan(paths, out, in_place=output.in_place, formats=formats)
    if are_many(paths):
        means = Means(**options, force=output.force, in_place=output.in_place)
        folder = Path(out) if out and not (output.check or output.in_place) else None
        report = _run(jobs, folder, config, means, console)
        return _tell(report, folder, output, console)
    given = formats or any(value is not None for value in options.values())
    if given and (paths[0] == STANDARD_INPUT or Path(paths[0]).exists()):
        raise UsageError(FOR_RUNS, "For a single file the suffix of `-o OUT` tells the format.")
    return _fix(jobs[0], output, config, console)


def _formats(*, pdf: bool, same_format: bool) -> frozenset[str]:
    from vnfix.files.collect import LAYERED

    return LAYERED if same_format else PDF if pdf else frozenset()


def _fix(job: Job, output: Output, config: Config, console: Console) -> ExitCode:
    """Repair a single file."""
    from vnfix.formats.reading import load_bytes, read_bytes, reader_of
    from vnfix.formats.writing import check_target, encode
    from vnfix.pipeline import repair

    source, output = load_bytes(job.source), replace(output, source=job.source)
    if not output.in_place:
        check_target(job.target, reader_of(source, job.source))
    document = read_bytes(source, job.source, config)
    console.detail(f"{document.name}: read as {document.encoding or document.reader}.")
    result = repair(document, config)
    _tell_what_is_left(document, result, console)
    if output.check:
        if result.corrections:
            _would_change(document.name, _count(result))
        return ExitCode.FOUND if result.corrections else ExitCode.OK
    if output.in_place:
        _refuse_in_place(document)
    try:
        data = encode(job.target, document, result, source, config)
    except SignedError:
        if job.target:  # the text can be had all the same
            beside = job.target.with_suffix(".txt")
            text = encode(beside, document, result, source, config)
            with telling_refusals(console):
                _write(beside, text, result, output, console)
        raise
    _write(job.target, data, result, output, console)
    return ExitCode.OK


def _tell_what_is_left(document: Document, result: Repair, console: Console) -> None:
    """Say how many lines nobody can repair, and which pages have no text; they are left."""
    from vnfix.model import Damage

    name = document.name
    if document.pictures:
        pages = ", ".join(map(str, document.pictures))
        remedy = "Run OCR over them: `ocrmypdf -l vie --redo-ocr IN.pdf OUT.pdf`."
        console.say(f"{name}: pages without a text layer of their own: {pages}. {remedy}")

    lines = sum(f.kind is Damage.BEYOND_REPAIR for f in result.findings)
    if lines:
        remedy = "Take the text from the original, or run OCR over its pages: `ocrmypdf -l vie`."
        console.say(f"{name}: {lines} lines are beyond repair and were left. {remedy}")


def _refuse_in_place(document: Document) -> None:
    if document.reader != "plain":
        remedy = "Write the repaired text to a file: `-o OUT.txt`."
        raise RefusedError(
            f"{document.name} is not a text; it cannot be repaired in place.", remedy
        )


def _write(
    target: Path | None, data: bytes, result: Repair, output: Output, console: Console
) -> None:
    from vnfix.files.aside import write_aside

    if target is None:
        write_bytes(data)
        return
    if result.corrections or not output.in_place:
        allowed = output.in_place or output.force
        write_aside(target, data, replace=allowed, private_as=[output.source])
    console.say(f"{target}: {_count(result)}.")


def _run(
    jobs: Sequence[Job], folder: Path | None, config: Config, means: Means, console: Console
) -> Report:
    """Repair several files; one that fails stops no other."""
    from vnfix.batch.run import run
    from vnfix.commands.progress import Progress

    with Progress(console) as progress:
        return run(jobs, folder, config, means, progress)


def _tell(report: Report, folder: Path | None, output: Output, console: Console) -> ExitCode:
    """Tell the result of a run and return its exit code."""
    from vnfix.commands.progress import summarise

    summarise(report, console)
    if folder:
        console.say(f"{folder / 'report.html'} tells the rest.")
    figures = [(r.source, r.figures) for r in report.results if r.figures]
    changed = [(source, f) for source, f in figures if f.corrections] if output.check else []
    for source, f in sorted(changed, key=lambda pair: pair[0]):
        _would_change(source, f"{f.corrections} corrections ({f.corrections - f.doubtful} AUTO)")
    return max(report.exit_code, ExitCode.FOUND if changed else ExitCode.OK)


def _would_change(name: str, count: str) -> None:
    from vnfix.formats.templates import visible

    write_bytes(f"{visible(name)}: {count} would be made.\n".encode())


def _count(result: Repair) -> str:
    from vnfix.model import Safety

    auto = sum(c.safety is Safety.AUTO for c in result.corrections)
    return f"{len(result.corrections)} corrections ({auto} AUTO)"
