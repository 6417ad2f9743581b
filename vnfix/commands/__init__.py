"""The commands, one module each: `command` is the click command, its return value the exit code.

A new command is a module and one line here, in the order of the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "fix": "vnfix.commands.fix",
    "batch": "vnfix.commands.batch",
    "check": "vnfix.commands.check",
    "propose": "vnfix.commands.propose",
    "diff": "vnfix.commands.diff",
    "review": "vnfix.commands.review",
    "apply": "vnfix.commands.apply",
    "learn": "vnfix.commands.learn",
    "explain": "vnfix.commands.explain",
    "train": "vnfix.commands.train",
    "data-check": "vnfix.commands.data_check",
}
