"""How a user's typed program sees vnfix: `make types` checks this file, nothing runs it."""

from collections.abc import Sequence
from pathlib import Path

import vnfix

text: str = vnfix.fix_text("Cii c6ch", rounds=0, dictionary="own.txt")
repair: vnfix.Repair = vnfix.fix_and_explain("Cii c6ch", vnfix.Config(gate=False))
from_file: vnfix.Repair = vnfix.fix_file(Path("plan.pdf"), models=Path("models"))
corrections: Sequence[vnfix.Correction] = repair.corrections
again: str = vnfix.apply_corrections(repair.original, corrections)
first: vnfix.Correction = corrections[0]
safe: bool = first.safety is vnfix.Safety.AUTO
offset: int = repair.to_original(repair.to_repaired(first.start))
kinds: set[vnfix.Damage] = {finding.kind for finding in repair.findings}
config: vnfix.Config = vnfix.make_config(protect=["a.txt"], auto_only=True)

try:
    vnfix.fix_file("missing.pdf")
except vnfix.VnfixError as error:
    code: vnfix.ExitCode = error.exit_code
    remedy: str = error.remedy
plain: list[str] = list(vnfix.fix_texts(["Cii c6ch"]))
with_gaps: list[str | None] = list(vnfix.fix_texts(["Cii c6ch", None]))
column: list[str | float] = list(vnfix.fix_texts(["Cii c6ch", float("nan")], jobs=None))

vnfix.fix_text("a", colour="red")  # type: ignore[call-arg]
vnfix.fix_text(b"a")  # type: ignore[arg-type]
