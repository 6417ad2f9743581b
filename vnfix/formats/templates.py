"""Pages from templates: one file that needs nothing else, with all text escaped."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment


def render(folder: Path, name: str, values: dict[str, Any]) -> str:
    """Return the page of a template, `NAME.html.j2`.

    The template gets `style` (NAME.css) and its hash for the page's policy, which forbids
    everything else, and `say`, the words of NAME.toml.

    Args:
        folder: where the files are.
        name: NAME.
        values: what the template shows.

    """
    style = (folder / f"{name}.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment(folder)
        .get_template(f"{name}.html.j2")
        .render(
            style=style,
            style_hash=f"sha256-{digest}",
            say=tomllib.loads((folder / f"{name}.toml").read_text("utf-8")),
            **values,
        )
    )


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    """Return the environment of a folder, which keeps its templates compiled."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "percent": percent, "visible": visible}
    return environment


def number(value: float) -> str:
    """Return a number as Vietnamese write it.

    >>> number(1234567), number(3.25)
    ('1.234.567', '3,2')
    """
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent(share: float) -> str:
    r"""Return a share from 0 to 1 as a percentage, whole.

    >>> percent(0.1267)
    '13\xa0%'
    """
    return f"{100.0 * share:.0f}\N{NO-BREAK SPACE}%"


def visible(text: str) -> str:
    r"""Return a text with its control characters and what is no Unicode made visible.

    >>> visible("a\x1bb"), visible("a\udcff"), visible("a\tb")
    ('a\\x1bb', 'a\\udcff', 'a\tb')
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\xa0" else ascii(c)[1:-1] for c in text)
