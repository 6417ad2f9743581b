"""The library: what the command line does, as functions of the same names and options."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, Unpack, cast, overload

from vnfix.settings import checked, converted

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from vnfix.batch.report import Report
    from vnfix.config import Config
    from vnfix.decode import Explanation
    from vnfix.diagnosis import Diagnosis
    from vnfix.model import Document, Repair

    AnyPath = str | os.PathLike[str]


Context = TypeVar("Context")
Value = TypeVar("Value")


class Overrides(TypedDict, total=False):
    """Keyword arguments that replace single fields of a `Config`; their meaning is there.

    A path may be a string, and a field for several paths takes one as well.
    """

    models: AnyPath | None
    channel: AnyPath | None
    dictionary: AnyPath | Iterable[AnyPath]
    rules: AnyPath | Iterable[AnyPath]
    protect: AnyPath | Iterable[AnyPath]
    encoding: str | None
    auto_only: bool
    min_confidence: float
    gate: bool
    rounds: int
    use_rules: bool
    use_phrases: bool
    use_dictionary: bool
    accents: bool
    legacy: bool
    mojibake: bool
    systematic: bool
    mapped: bool
    wrong_letters: bool
    nearly: bool
    unknown: bool
    letter_spacing: bool
    compose: bool
    stroke: bool
    lookalikes: bool
    ligatures: bool
    invisible: bool
    stray_marks: bool
    no_break_spaces: bool
    quotes: bool
    tone_placement: str
    break_signature: bool
    look: bool
    look_language: str
    look_budget: int
    add_lines: bool


def make_config(config: Config | None = None, **overrides: Unpack[Overrides]) -> Config:
    """Return `config`, or the default one, with single fields replaced.

    Raises:
        UsageError: there is no such field, it cannot have that value, or `config` is none.

    >>> make_config(rounds=0).rounds
    0

    """
    chosen = checked(config)
    return replace(chosen, **converted(overrides)) if overrides else chosen


def fix_text(text: str, config: Config | None = None, **overrides: Unpack[Overrides]) -> str:
    """Return the best reading of a garbled text; a healthy text comes back unchanged.

    Args:
        text: any text; the result has the same lines.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.
        UsageError: there is no such option.
        NotTextError: it is no text; a TypeError, too.

    """
    return fix_and_explain(text, config, **overrides).text


def fix_and_explain(
    text: str, config: Config | None = None, **overrides: Unpack[Overrides]
) -> Repair:
    """Return the repaired text with its corrections and findings; otherwise as `fix_text`."""
    from vnfix.document import make_document
    from vnfix.pipeline import repair

    return repair(make_document(text), make_config(config, **overrides))


def fix_texts(
    texts: Iterable[Value],
    groups: Iterable[Hashable] | None = None,
    config: Config | None = None,
    *,
    jobs: int | None = 0,
    **overrides: Unpack[Overrides],
) -> Iterator[Value | str]:
    """Yield the best reading of each text, in order, as soon as its document is complete.

    Without groups each text is repaired as by `fix_text`. Texts of one source document are better
    repaired together, since the engine learns from a document how that document was garbled.

    Args:
        texts: any number of texts; they are read as they are needed. What is not a string (None,
            NaN) comes back as it is.
        groups: for each text, the document that it comes from. Texts of one document stand one
            after the other; a text whose group is missing (None, NaN, NA) is a document by itself.
        config: the options; None means the default ones.
        jobs: worker processes; None is one for each core, 0 this process. They read ahead, and
            a script that uses them does so below `if __name__ == "__main__":`.
        overrides: single options by name.

    Raises:
        UsageError: there are not as many groups as texts, or there is no such option.
        NotTextError: it is one text, or none; a TypeError, too.
        VnfixError: a worker process died.
        DataError: a dictionary, rule file or model cannot be used.

    >>> list(fix_texts(["Cii c6ch", "hinh chinh", "2020"], ["plan", "plan", None]))
    ['Cải cách', 'hành chính', '2020']

    """
    from vnfix.streaming import repairs

    found = repairs(texts, groups, make_config(config, **overrides), jobs)
    return (r.text if r else cast("Value", t) for t, r in found)


@overload
def pipe(
    texts: Iterable[str],
    groups: Iterable[Hashable] | None = None,
    config: Config | None = None,
    *,
    as_tuples: Literal[False] = False,
    jobs: int | None = 0,
    **overrides: Unpack[Overrides],
) -> Iterator[Repair]: ...
@overload
def pipe(
    texts: Iterable[tuple[str, Context]],
    groups: Iterable[Hashable] | Callable[[Context], Hashable] | None = None,
    config: Config | None = None,
    *,
    as_tuples: Literal[True],
    jobs: int | None = 0,
    **overrides: Unpack[Overrides],
) -> Iterator[tuple[Repair, Context]]: ...
def pipe(
    texts: Iterable[Any],
    groups: Iterable[Hashable] | Callable[[Any], Hashable] | None = None,
    config: Config | None = None,
    *,
    as_tuples: bool = False,
    jobs: int | None = 0,
    **overrides: Unpack[Overrides],
) -> Iterator[Any]:
    """Yield the `Repair` of each text, in order; otherwise as `fix_texts`.

    Args:
        texts: the texts; with `as_tuples` pairs of a text and anything that belongs to it.
        groups: as for `fix_texts`; with `as_tuples` also a function that tells the document from
            what belongs to the text.
        config: the options; None means the default ones.
        as_tuples: yield pairs of the repair and what belongs to the text, as spaCy's `nlp.pipe`.
        jobs: as for `fix_texts`.
        overrides: single options by name.

    Raises:
        UsageError: there are not as many groups as texts, or there is no such option.
        NotTextError: it is one text, or none; a TypeError, too.
        VnfixError: a worker process died.
        DataError: a dictionary, rule file or model cannot be used.

    >>> rows = [("Cii c6ch", {"page": 1}), ("hinh chinh", {"page": 2})]
    >>> for repair, row in pipe(rows, groups=lambda row: "plan", as_tuples=True):
    ...     print(row["page"], repair.text)
    1 Cải cách
    2 hành chính

    """
    from vnfix import streaming

    options = make_config(config, **overrides)
    if as_tuples:
        return streaming.pipe_tuples(texts, groups, options, jobs)
    return streaming.pipe(texts, cast("Iterable[Hashable] | None", groups), options, jobs)


def fix_file(path: AnyPath, config: Config | None = None, **overrides: Unpack[Overrides]) -> Repair:
    """Read a text file or a PDF's text layer and return its repair; nothing is written.

    Args:
        path: the file.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        UnreadableError: the file is missing, damaged, encrypted or in another encoding.
        NothingToDoError: a PDF without a text layer.
        UsageError: it is no path, or there is no such option.
        DataError: a dictionary, rule file or model cannot be used.

    """
    from vnfix.formats.reading import read
    from vnfix.pipeline import repair

    options = make_config(config, **overrides)
    return repair(read(path, options), options)


class RunOptions(Overrides, total=False):
    """Keyword arguments of `fix_folder`: those of a `Config`, and by what means it is done.

    `formats` are suffixes such as ".pdf", or a single one: inputs of these kinds are written in
    their own format too, beside text and corrections. The others are fields of
    `vnfix.batch.run.Means`.
    """

    formats: str | Iterable[str]
    jobs: int | None
    timeout: float | None
    memory: float | None
    dask: str | None
    force: bool


def fix_folder(
    folder: AnyPath, out: AnyPath, config: Config | None = None, **options: Unpack[RunOptions]
) -> Report:
    """Repair all documents of a folder into another one; a run that was cut off goes on.

    As `vnfix fix FOLDER -o OUT`, with the same ledger and reports. In a script call it below
    `if __name__ == "__main__":`, as everything that starts processes.

    Args:
        folder: where the documents are.
        out: where the results go, outside of `folder`.
        config: the options; None means the default ones.
        options: single options by name, and by what means it is done.

    Raises:
        UnreadableError: `folder` is missing or cannot be read.
        RefusedError: `out` lies in `folder`, another run writes to it, or it cannot be written.
        NothingToDoError: there are no documents.
        UsageError: `folder` is a file, or there is no such option.
        DataError: a dictionary, rule file or model cannot be used.

    """
    from vnfix.batch.run import Means, Silence, run
    from vnfix.files.collect import check_folder, plan, suffixes
    from vnfix.formats.reading import path_text

    given: dict[str, Any] = dict(options)
    formats = suffixes(given.pop("formats", ()))
    means = Means(**{f.name: given.pop(f.name) for f in fields(Means) if f.name in given})
    paths, target = [path_text(folder)], path_text(out)
    check_folder(paths[0])
    jobs = plan(paths, target, in_place=False, formats=formats)
    return run(jobs, Path(target), make_config(config, **given), means, Silence())


def detect(
    text: str | Document, config: Config | None = None, **overrides: Unpack[Overrides]
) -> Diagnosis:
    """Return what is wrong with a text or a document, how much of it, and why we think so.

    Raises:
        DataError: a table of vnfix is missing or damaged.
        UsageError: there is no such option.

    >>> detect("Kế hoạch cải cách hành chính của tỉnh năm 2025").kind.value
    'healthy'

    """
    from vnfix.diagnosis import diagnose
    from vnfix.document import make_document
    from vnfix.model import Document

    document = text if isinstance(text, Document) else make_document(text)
    return diagnose(document, make_config(config, **overrides))


def explain(
    text: str, config: Config | None = None, **overrides: Unpack[Overrides]
) -> list[Explanation]:
    """Return the readings considered for each token of `text`, with their costs and the winner.

    Every line is decoded, healthy or not; the options are those of `fix_text`.
    """
    from vnfix import pipeline
    from vnfix.document import make_document

    return pipeline.explain(make_document(text), make_config(config, **overrides))
