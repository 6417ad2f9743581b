"""`vnfix completion`: what a shell has to read so that it completes commands, options and paths."""

from __future__ import annotations

import click

from vnfix.commands.language import lang_option
from vnfix.commands.options import write_bytes

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(SHELLS))
@lang_option
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Write the completion script of a shell.

    In ~/.bashrc: eval "$(vnfix completion bash)". In ~/.zshrc: eval "$(vnfix completion zsh)". For
    fish: vnfix completion fish > ~/.config/fish/completions/vnfix.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made:
        write_bytes(made(ctx.find_root().command, {}, "vnfix", "_VNFIX_COMPLETE").source().encode())
