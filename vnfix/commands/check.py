"""`vnfix check`: what is wrong with documents; changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vnfix.commands.options import Console, say_fault, shared, write_bytes
from vnfix.errors import DataError, ExitCode, NothingToDoError, VnfixError

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.diagnosis import Diagnosis


@click.command("check")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--explain", is_flag=True, help="Show the evidence.")
@shared
def command(
    paths: tuple[str, ...], config: Config, console: Console, *, as_json: bool, explain: bool
) -> int:
    """Tell whether documents are right, and if not, what is wrong with them.

    One line each: health from 0 to 1, the kind of damage, how much of it, on which pages. Exit
    code 1 if there is damage, 3 if a file cannot be read, 6 if a PDF has no text layer.
    """
    from vnfix.files.collect import collect

    codes = [_check(source.path, config, console, (as_json, explain)) for source in collect(paths)]
    if len(codes) > 1 and max(codes) > ExitCode.FOUND:
        codes.append(ExitCode.SOME_FAILED)
    return max(codes)


def _check(path: str, config: Config, console: Console, how: tuple[bool, bool]) -> ExitCode:
    """Check one file and print its line; a failure stops no other file."""
    from vnfix.formats.templates import visible
    from vnfix.model import Damage

    try:
        diagnosis = look(path, config)
    except NothingToDoError as e:
        said = f"{visible(path)}: {Damage.NO_TEXT}, {e.pages} pages need OCR"
        _print(_no_text(path, e.pages) if how[0] else said)
        console.error(str(e), e.remedy)
        return e.exit_code
    except DataError:
        raise  # a dictionary or table that is not sound fails every file alike
    except VnfixError as e:
        console.error(str(e) if path in str(e) else f"{path}: {e}", e.remedy)
        return e.exit_code
    except Exception as e:
        console.error(f"{path}:")
        say_fault(e)
        return ExitCode.FAULT
    as_json, explain = how
    _print(_json(path, diagnosis) if as_json else _line(path, diagnosis))
    if explain and not as_json:
        _print(_reasons(diagnosis))
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


def _no_text(path: str, pages: int) -> str:
    from vnfix.formats.corrections import json_line
    from vnfix.model import Damage

    by_page = [str(Damage.PICTURE)] * pages
    return json_line({"file": path, "kind": str(Damage.NO_TEXT), "by_page": by_page})


def _line(path: str, diagnosis: Diagnosis) -> str:
    from vnfix.formats.templates import visible

    kind = str(diagnosis.kind)
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
