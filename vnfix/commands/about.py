"""What `vnfix --version` tells: the version, the kernel, and which tables are used."""

from __future__ import annotations

from typing import Any

import click

from vnfix.version import __version__


def about() -> str:
    """Return the version, how the kernel runs, and the tables by number and hash.

    The hash is that of the tables' own, so that two machines can be compared by one look.
    """
    import hashlib

    from vnfix.data.tables import table_header
    from vnfix.decode.kernel import compiled
    from vnfix.resources import PACKAGE

    kernel = "compiled" if compiled() else "plain Python (slower, with the same results)"
    paths = sorted(p for p in (PACKAGE / "models").glob("*") if p.suffix in (".tab", ".json"))
    digest = hashlib.sha256()
    for path in paths:
        head = table_header(path).get("sha256") or hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.name} {head}\n".encode())
    return "\n".join((
        f"vnfix {__version__}",
        f"kernel: {kernel}",
        f"models: shipped with {__version__}, {len(paths)} tables, {digest.hexdigest()[:12]}",
    ))  # fmt: skip


def _show(ctx: click.Context, _: click.Parameter, value: Any) -> None:  # noqa: ANN401 - as click has it
    if value and not ctx.resilient_parsing:
        click.echo(about())
        ctx.exit()


version_option = click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show,
    help="Show version, kernel and models, and exit.",
)  # fmt: skip
