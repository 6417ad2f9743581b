"""`vnfix fix`: propose and apply."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.language import translated
from vnfix.commands.options import FILES, Console, flag_of, shared, write_bytes
from vnfix.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vnfix.batch.report import Report
    from vnfix.batch.results import Figures
    from vnfix.batch.run import Means
    from vnfix.config import Config
    from vnfix.files.collect import Job

PDF = frozenset({".pdf"})

FOR_RUNS = (
    "`--pdf`, `--same-format`, `--timeout`, `--memory` and `--dask` are for several files or a"
    " folder."
)

OPTIONS: tuple[Callable[..., Any], ...] = (
    click.argument("paths", metavar="PATH...", type=FILES, nargs=-1, required=True),
    click.option(
        "-o", "--output", "out", metavar="OUT", type=FILES, help="File or folder for the result."
    ),
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
        type=click.IntRange(0),
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

    """

    check: bool
    in_place: bool
    force: bool


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
    from vnfix.files.collect import are_many, plan, plan_check
    from vnfix.formats.reading import STANDARD_INPUT

    output = Output(options.pop("check"), options.pop("in_place"), options.pop("force"))
    formats = _formats(pdf=options.pop("pdf"), same_format=options.pop("same_format"))
    if output.check:
        jobs = plan_check(paths)
    else:
        jobs = plan(paths, out, in_place=output.in_place, formats=formats)
    if are_many(paths):
        from vnfix.batch.run import Means

        means = Means(**options, force=output.force, in_place=output.in_place)
        folder = Path(out) if out and not (output.check or output.in_place) else None
        report = _run(jobs, folder, config, means, console)
        return _tell(report, folder, output, console)
    options.pop("jobs")  # one file is one job
    given = formats or any(value is not None for value in options.values())
    if given and (paths[0] == STANDARD_INPUT or Path(paths[0]).exists()):
        raise UsageError(FOR_RUNS, "For a single file the suffix of `-o OUT` tells the format.")
    return _fix(jobs[0], output, config, console)


def _formats(*, pdf: bool, same_format: bool) -> frozenset[str]:
    from vnfix.files.collect import LAYERED

    return LAYERED if same_format else PDF if pdf else frozenset()


def _fix(job: Job, output: Output, config: Config, console: Console) -> ExitCode:
    """Repair a single file."""
    from vnfix.batch.job import ITSELF, JobSpec
    from vnfix.commands.progress import single

    returned = ITSELF if job.target is None and not output.check else ""
    spec = JobSpec(job, config, output.in_place, alone=True, force=output.force, returned=returned)
    result, data = single(spec, console)
    f = result.figures
    if result.reason or f is None:
        return result.code
    count = _count(f)
    if output.check:
        if f.corrections:
            _would_change(job.source, count)
        return ExitCode.FOUND if f.corrections else ExitCode.OK
    if job.target is None:
        write_bytes(data)
    else:
        console.say(f"{job.target}: {count}.")
    return ExitCode.OK


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
        _would_change(source, _count(f))
    return max(report.exit_code, ExitCode.FOUND if changed else ExitCode.OK)


def _would_change(name: str, count: str) -> None:
    from vnfix.formats.templates import visible

    write_bytes((translated(f"{visible(name)}: {count} would be made.") + "\n").encode())


def _count(figures: Figures) -> str:
    auto = figures.corrections - figures.doubtful
    return f"{figures.corrections} corrections ({auto} AUTO)"
