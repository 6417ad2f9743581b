"""`vnfix batch`: another name of `vnfix fix`, for those who look for folders."""

from __future__ import annotations

from typing import Any

import click

from vnfix.commands.fix import fix, fixing


@click.command("batch")
@fixing
def command(**options: Any) -> int:  # noqa: ANN401 - as click gives them
    """Repair folders; the same as `fix`."""
    return fix(**options)
