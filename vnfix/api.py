"""The library: what the command line does, as functions of the same names and options."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from vnfix.config import Config
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vnfix.decode import Explanation
    from vnfix.diagnosis import Diagnosis
    from vnfix.model import Document, Repair

    AnyPath = str | os.PathLike[str]


class Overrides(TypedDict, total=False):
    """Keyword arguments that replace single fields of a `Config`; their meaning is there.

    A path may be a string, and a field for several paths takes one as well.
    """

    models: AnyPath | None
    dictionary: AnyPath | Iterable[AnyPath]
    rules: AnyPath | Iterable[AnyPath]
    protect: AnyPath | Iterable[AnyPath]
    encoding: str | None
    auto_only: bool
    gate: bool
    rounds: int
    use_rules: bool
    use_phrases: bool
    use_dictionary: bool
    accents: bool
    legacy: bool
    mojibake: bool
    systematic: bool
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


TONE_PLACEMENTS = ("keep", "new", "old")
MANY_PATHS = ("dictionary", "rules", "protect")


def make_config(config: Config | None = None, **overrides: Unpack[Overrides]) -> Config:
    """Return `config`, or the default one, with single fields replaced.

    Raises:
        UsageError: there is no such field.

    >>> make_config(rounds=0).rounds
    0

    """
    changes: dict[str, Any] = dict(overrides)
    unknown = sorted(changes.keys() - {f.name for f in fields(Config)})
    if unknown:
        known = ", ".join(f.name for f in fields(Config))
        raise UsageError(f"There is no option {unknown[0]!r}.", f"The options are: {known}.")
    if changes.get("models") is not None:
        changes["models"] = Path(changes["models"])
    for name in changes.keys() & set(MANY_PATHS):
        value = changes[name]
        one = isinstance(value, str | os.PathLike)
        changes[name] = tuple(Path(v) for v in ([value] if one else value))
    if changes.get("tone_placement", "keep") not in TONE_PLACEMENTS:
        known = ", ".join(TONE_PLACEMENTS)
        raise UsageError(f"There is no such tone placement; there are: {known}.")
    return replace(config or Config(), **changes)


def fix_text(text: str, config: Config | None = None, **overrides: Unpack[Overrides]) -> str:
    """Return the best reading of a garbled text; a healthy text comes back unchanged.

    Args:
        text: any text; the result has the same lines.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        DataError: a dictionary, rule file or model cannot be used.
        UsageError: there is no such option.

    """
    return fix_and_explain(text, config, **overrides).text


def fix_and_explain(
    text: str, config: Config | None = None, **overrides: Unpack[Overrides]
) -> Repair:
    """Return the repaired text with its corrections and findings; otherwise as `fix_text`."""
    from vnfix.pipeline import repair
    from vnfix.readers.plain import make_document

    return repair(make_document(text), make_config(config, **overrides))


def fix_file(path: AnyPath, config: Config | None = None, **overrides: Unpack[Overrides]) -> Repair:
    """Read a text file or a PDF's text layer and return its repair; nothing is written.

    Args:
        path: the file.
        config: the options; None means the default ones.
        overrides: single options by name.

    Raises:
        UnreadableError: the file is missing, damaged, encrypted or in another encoding.
        NothingToDoError: a PDF without a text layer.
        DataError: a dictionary, rule file or model cannot be used.

    """
    from vnfix.pipeline import repair
    from vnfix.readers import read

    options = make_config(config, **overrides)
    return repair(read(path, options), options)


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
    from vnfix.readers.plain import make_document

    document = make_document(text) if isinstance(text, str) else text
    return diagnose(document, make_config(config, **overrides))


def explain(
    text: str, config: Config | None = None, **overrides: Unpack[Overrides]
) -> list[Explanation]:
    """Return the readings considered for each token of `text`, with their costs and the winner.

    Every line is decoded, healthy or not; the options are those of `fix_text`.
    """
    from vnfix import pipeline
    from vnfix.readers.plain import make_document

    return pipeline.explain(make_document(text), make_config(config, **overrides))
