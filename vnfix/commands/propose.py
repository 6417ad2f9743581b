"""`vnfix propose`: the corrections as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vnfix.commands.options import Console, shared, write_bytes

if TYPE_CHECKING:
    from vnfix.config import Config


@click.command("propose")
@click.argument("path", metavar="PATH")
@click.option("-o", "--output", "out", metavar="FILE", help="Correction file (.jsonl).")
@click.option("--force", is_flag=True, help="Replace a correction file that exists.")
@shared
def command(path: str, out: str | None, config: Config, console: Console, *, force: bool) -> None:
    """Write the corrections to a file.

    They are JSON lines, to be decided on before `vnfix apply`. The first line says which text
    they belong to; each other line is one correction with its place, its confidence and its
    status: proposed, accepted, rejected or edited.
    """
    from vnfix.detectors import analyse
    from vnfix.files.aside import write_aside
    from vnfix.files.collect import refuse_inputs
    from vnfix.formats.corrections import Row, dump, header_of
    from vnfix.formats.reading import read
    from vnfix.pipeline import propose
    from vnfix.resources import load_resources

    if out is not None and out != "-":
        refuse_inputs([path], [Path(out)])
    document = read(path, config)
    corrections = propose(analyse(document, config))
    header = header_of(document, load_resources(config).models, config.channel)
    data = dump(document, header, [Row(c) for c in corrections]).encode()
    if out is None or out == "-":
        write_bytes(data)
        return
    write_aside(Path(out), data, replace=force, private_as=[path])
    console.say(f"{out}: {len(corrections)} corrections.")
