"""`vnfix check`: what is wrong with documents; changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.language import translated
from vnfix.commands.options import FILES, Console, shared, write_bytes
from vnfix.errors import ExitCode

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.diagnosis import Diagnosis
    from vnfix.files.collect import Source
    from vnfix.files.failures import Failure


@click.command("check")
@click.argument("paths", metavar="PATH...", type=FILES, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--explain", is_flag=True, help="Show the evidence.")
@shared
def command(
    paths: tuple[str, ...], config: Config, console: Console, *, as_json: bool, explain: bool
) -> int:
    """Tell whether documents are right, and if not, what is wrong with them.

    One line each: health from 0 to 1, the kind of damage, how much of it, on which pages. Exit
    code 1 if there is damage or a page that needs OCR, 3 if the file cannot be read, 5 if one of
    several cannot, 6 if nothing could be checked.
    """
    from vnfix.commands.progress import say_unread
    from vnfix.files.collect import nothing_to_read, survey
    from vnfix.files.failures import exit_code

    sources = survey(paths)
    read = [s for s in sources if not s.unread]
    codes = [_check(s.path, config, console, (as_json, explain)) for s in read]
    for s in sources if as_json else ():
        if s.unread:
            _print(_unread(s))
    if not read:
        raise nothing_to_read(sources)
    say_unread(((s.unread, str(s.relative)) for s in sources), console)
    whole = exit_code(codes)
    pictures = ExitCode.NOTHING_TO_DO in codes
    return max(whole, ExitCode.FOUND) if pictures else whole


def _check(path: str, config: Config, console: Console, how: tuple[bool, bool]) -> ExitCode:
    """Check one file and print its line; a failure stops no other file."""
    from vnfix.files.failures import Failure, attempt

    as_json, explain = how
    diagnosis = attempt(path, lambda: look(path, config))
    if isinstance(diagnosis, Failure):
        _print_failure(path, diagnosis, as_json=as_json)
        console.failure(diagnosis)
        return diagnosis.code
    _print(_json(path, diagnosis) if as_json else translated(_line(path, diagnosis)))
    if explain and not as_json:
        _print(translated(_reasons(diagnosis)))
    if diagnosis.advice and not as_json:
        console.say(diagnosis.advice)
    return ExitCode.FOUND if diagnosis.damaged else ExitCode.OK


def look(path: str, config: Config) -> Diagnosis:
    """Return the diagnosis of a file.

    A PDF in which PDFium sees nothing odd is healthy; all others are read by the full reader,
    which takes ten times longer.

    Raises:
        VnfixError: the file cannot be read, or has no text.

    """
    from vnfix.diagnosis import diagnose
    from vnfix.formats.reading import load_bytes, read_bytes, reader_of
    from vnfix.model import Damage

    data = load_bytes(path)
    if reader_of(data, path) == "pdf":
        from vnfix.pdf.read.pdfium import first_look

        document = first_look(data, path)
        if document and (diagnosis := diagnose(document, config)).kind is Damage.HEALTHY:
            return diagnosis
    return diagnose(read_bytes(data, path, config), config)


def _print(text: str) -> None:
    write_bytes(f"{text}\n".encode("utf-8", "surrogateescape"))


def _print_failure(path: str, failure: Failure, *, as_json: bool) -> None:
    """Print the line of a PDF without text; of what failed otherwise only JSON has a row."""
    from vnfix.files.failures import FailureKind
    from vnfix.formats.corrections import json_line
    from vnfix.formats.templates import visible
    from vnfix.model import Damage

    pictures = failure.kind is FailureKind.NEEDS_OCR
    if not as_json:
        if pictures:
            _print(translated(f"{visible(path)}: {Damage.NO_TEXT}, {failure.pages} pages need OCR"))
        return
    row = {"file": path, "kind": str(Damage.NO_TEXT) if pictures else str(failure.kind)}
    told = {"exit_code": failure.code, "reason": failure.message, "remedy": failure.remedy}
    pages = {"by_page": [str(Damage.PICTURE)] * failure.pages} if pictures else {}
    _print(json_line(row | pages | told))


def _unread(source: Source) -> str:
    from vnfix.files.unread import unread_kinds
    from vnfix.formats.corrections import json_line

    kind = unread_kinds()[source.unread]
    row = {"file": source.path, "kind": "not read", "reason": kind.name[1], "remedy": kind.helps[1]}
    return json_line(row)


def _line(path: str, diagnosis: Diagnosis) -> str:
    from vnfix.formats.templates import visible

    kind = str(diagnosis.kind) if diagnosis.words else "empty"
    if diagnosis.encodings:
        kind += f" ({', '.join(diagnosis.encodings)})"
    if diagnosis.evidence.reasons:
        kind += f" ({', '.join(diagnosis.evidence.reasons)})"
    line = f"{visible(path)}: {diagnosis.health:.2f} {kind}"
    if diagnosis.kinds:
        share = sum(diagnosis.kinds.values())
        line += f", {share:.1%} of {diagnosis.words} words, pages {_pages(diagnosis.pages)}"
    if diagnosis.pictures:
        count, named = len(diagnosis.pictures), _pages(diagnosis.pictures)
        line += f"; {count} pages are pictures and need OCR: {named}"
    return line


def _pages(pages: tuple[int, ...]) -> str:
    """Write page numbers, runs as ranges.

    >>> _pages((1, 2, 3, 7))
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _reasons(diagnosis: Diagnosis) -> str:
    evidence = diagnosis.evidence
    rows = [
        f"syllables: {evidence.valid:.0%} of the words, {evidence.accented:.0%} with accents",
        *(f"{kind}: {share:.1%} of the words" for kind, share in diagnosis.kinds.items()),
    ]
    if evidence.examples:
        rows.append("examples: " + " ".join(evidence.examples))
    if evidence.characters:
        rows.append("characters: " + " ".join(f"{c} ({n})" for c, n in evidence.characters))
    if evidence.fonts:
        rows.append("fonts: " + ", ".join(evidence.fonts))
    return "\n".join(f"    {row}" for row in rows)


def _json(path: str, diagnosis: Diagnosis) -> str:
    from vnfix.formats.corrections import json_line

    evidence = diagnosis.evidence
    row: dict[str, Any] = {
        "file": path,
        "kind": diagnosis.kind,
        "health": round(diagnosis.health, 4),
        "kinds": {str(kind): round(share, 4) for kind, share in diagnosis.kinds.items()},
        "pages": diagnosis.pages,
        "encodings": diagnosis.encodings,
        "words": diagnosis.words,
        "by_page": diagnosis.by_page,
        "evidence": {
            "examples": evidence.examples,
            "valid": round(evidence.valid, 4),
            "accented": round(evidence.accented, 4),
            "characters": evidence.characters,
            "fonts": evidence.fonts,
            "reasons": evidence.reasons,
        },
        "advice": diagnosis.advice,
    }
    return json_line(row)
