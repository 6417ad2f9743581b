"""The options of a run as a person sets them: flags of the command line, keys of a file.

Names, kinds and defaults are those of `Config`; the flags stand in `FLAGS`. What has no flag is
for the library and for configuration files only. `docs/library.md` lists both.
"""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from vnfix.config import Config
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SWITCH, PATH, PATHS = "bool", "Path | None", "tuple[Path, ...]"  # the kinds of `Config`'s fields
WORDS = {
    SWITCH: "true or false",
    PATH: "a path",
    PATHS: "a path or a list of paths",
    "int": "a whole number, 0 or more",
    "float": "a number from 0 to 1",
    "str": "a text",
    "str | None": "a text",
}
KINDS: Mapping[str, str] = {f.name: str(f.type) for f in fields(Config)}
DEFAULT = Config()
CHOICES: Mapping[str, tuple[str, ...]] = {"tone_placement": ("keep", "new", "old")}


class Flag(NamedTuple):
    """How the command line says an option.

    Attributes:
        field: the field of `Config`.
        name: the flag.
        help: what `--help` says.
        value: how `--help` calls its value, "" for a switch.
        everywhere: every command has it.

    """

    field: str
    name: str
    help: str
    value: str = ""
    everywhere: bool = True


FLAGS = (
    Flag("models", "--models", "Folder of trained tables (`vnfix train`).", "DIR"),
    Flag("channel", "--channel", "Own channel (`vnfix learn`).", "FILE"),
    Flag("dictionary", "--dictionary", "Own dictionary; repeatable.", "FILE"),
    Flag("rules", "--rules", "Own rules; repeatable.", "FILE"),
    Flag("protect", "--protect", "Words never touched; repeatable.", "FILE"),
    Flag("encoding", "--encoding", "Encoding of text input; found out if not given.", "NAME"),
    Flag("accents", "--accents", "Put accents back, even where few lines lack them."),
    Flag(
        "tone_placement", "--tone-placement", "Write hoà (new), hòa (old), or keep what is there."
    ),
    Flag(
        "min_confidence", "--min-confidence", "Leave what is less likely than P to be right.", "P"
    ),
    Flag("auto_only", "--auto", "Only corrections that are safe without asking.", "", False),
    Flag(
        "break_signature",
        "--break-signature",
        "Rewrite signed PDFs without a valid signature.",
        "",
        False,
    ),
    Flag("look", "--look", "PDFs: read doubtful lines again, from the page (needs Tesseract)."),
    Flag("look_language", "--look-language", "Its model [vie].", "CODE"),
    Flag("look_budget", "--look-budget", "Seconds of it for a page [20].", "N"),
    Flag("add_lines", "--add-lines", "Scans: add lines that the text layer lacks (Tesseract)."),
)


BY_FIELD: Mapping[str, Flag] = {flag.field: flag for flag in FLAGS}


def checked(config: Config | None) -> Config:
    """Return the options that were given, the default ones for None.

    Raises:
        UsageError: they are no `Config`.

    """
    if config is None:
        return DEFAULT
    if isinstance(config, Config):
        return config
    remedy = "Call `vnfix.make_config(auto_only=True)`, or name single options: `auto_only=True`."
    raise UsageError(f"A Config is needed; this is {type(config).__name__}.", remedy)


def converted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as the values of `Config`'s fields.

    Args:
        given: name -> value; a path may be a string, and a field for several paths takes one.

    Raises:
        UsageError: there is no such option, or it cannot have that value.

    """
    for name in given:
        if name not in KINDS:
            raise UsageError(f"There is no option {name!r}.", _help_with(name))
    return {name: _converted(name, value) for name, value in given.items()}


def merged(config: Config, settings: Mapping[str, Any]) -> Config:
    """Return `config` with converted options in place of its own; lists of files add up."""
    changes = dict(settings)
    for name in changes.keys() & {n for n, kind in KINDS.items() if kind == PATHS}:
        changes[name] = (*getattr(config, name), *changes[name])
    return replace(config, **changes)


def _converted(name: str, value: Any) -> object:  # noqa: ANN401 - what a file or a caller gives
    kind = KINDS[name]
    if value is None and kind.endswith("| None"):
        return None
    try:
        if kind == PATHS:
            return tuple(map(_path, [value] if isinstance(value, str | os.PathLike) else value))
        if kind == PATH:
            return _path(value)
    except (TypeError, ValueError):
        raise _refused(name, value) from None
    if not _fits(kind, value) or value not in CHOICES.get(name, (value,)):
        raise _refused(name, value)
    return float(value) if kind == "float" else value


def _path(value: str | os.PathLike[str]) -> Path:
    if value == "":  # else it is the working folder
        raise ValueError(value)
    return Path(value)


def _fits(kind: str, value: object) -> bool:
    if kind == SWITCH or isinstance(value, bool):
        return kind == SWITCH and isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and value >= 0
    if kind == "float":
        return isinstance(value, int | float) and 0 <= value <= 1
    return isinstance(value, str)


def _refused(name: str, value: object) -> UsageError:
    choices = CHOICES.get(name)
    wanted = f"one of {', '.join(choices)}" if choices else WORDS[KINDS[name]]
    return UsageError(f"The option {name!r} cannot be {value!r}.", f"It is {wanted}.")


def _help_with(name: str) -> str:
    return did_you_mean(name, KINDS) or f"The options are: {', '.join(KINDS)}."


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question after the names that look like a wrong one, or "".

    >>> did_you_mean("acents", ["accents", "rounds"]), did_you_mean("xyz", ["rounds"])
    ("Did you mean 'accents'?", '')
    """
    import difflib  # a millisecond, and hardly anyone mistypes

    near = difflib.get_close_matches(name.lower().replace("-", "_"), list(known), n=2)
    return f"Did you mean {' or '.join(map(repr, near))}?" if near else ""
