"""`vnfix train`: language model, lexicon and channel from one's own texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import FILES, Console, shared
from vnfix.errors import UsageError

if TYPE_CHECKING:
    from vnfix.config import Config


@click.command("train")
@click.argument("texts", metavar="TEXTS...", type=FILES, nargs=-1, required=True)
@click.option(
    "-o", "--output", "out", metavar="DIR", type=FILES, required=True, help="Folder for the tables."
)
@click.option(
    "--pairs", metavar="FILE", type=FILES, multiple=True, help="Garbled and true lines; repeatable."
)
@click.option(
    "--leave-out", metavar="NAME", multiple=True, help="Document not to learn from; repeatable."
)
@shared
def command(
    texts: tuple[str, ...], config: Config, console: Console, out: str, **names: tuple[str, ...]
) -> None:
    """Train on one's own texts.

    Makes the tables that `--models DIR` uses. TEXTS are correct, one paragraph a line. Needs the
    extra `train`: pip install "vnfix[train]". Without --pairs the channel is the shipped one.
    """
    del config
    try:
        from vnfix.train import train
    except ImportError as e:
        raise UsageError(f"Training needs more: {e}.", 'pip install "vnfix[train]"') from e
    pairs = [Path(p) for p in names["pairs"]]
    train([Path(t) for t in texts], Path(out), pairs=pairs, leave_out=names["leave_out"])
    console.say(f"{out}: trained; use it with `--models {out}`.")
