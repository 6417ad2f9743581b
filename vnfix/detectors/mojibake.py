"""The lines of UTF-8 that was read as Latin-1 or Windows-1252 (`Viá»‡t Nam`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.analysis import once
from vnfix.detectors.weights import gate, line_score
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from vnfix.analysis import Analysis

NAME = "mojibake"
TITLE = "UTF-8 read as Windows-1252"
# The first byte of a letter in UTF-8 as Latin-1 shows it, and a second one from 0x80 to 0xBF.
SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
BYTES = pattern(f"[ÃÄÅÆ][{SECOND}]|á[º»][{SECOND}]|Ì[\u0080-\u00a3€ƒ‰£]|Ã ")
# U+2028, U+2029 and U+0085, as Latin-1 and Windows-1252 show them.
ENDS = pattern("(â[\u0080€][¨©]|Â[\u0085…])")


@once
def repaired(analysis: Analysis) -> dict[int, str]:
    """Return line index -> the line as it was meant, where that is Vietnamese."""
    if not analysis.config.mojibake or not BYTES.search(analysis.document.text):
        return {}
    from ftfy import TextFixerConfig, fix_encoding

    plan = TextFixerConfig(explain=False)
    out = {}
    for k, line in enumerate(analysis.document.lines):
        if BYTES.search(line.text):
            # What stands for a line end stays: it would make two lines of one.
            parts = ENDS.split(line.text)
            after = "".join(p if ENDS.fullmatch(p) else fix_encoding(p, plan) for p in parts)
            if after != line.text and _is_vietnamese(after):
                out[k] = after
    return out


def _is_vietnamese(line: str) -> bool:
    garbled, foreign = line_score(line.split(), gate())
    return garbled < 0.0 and foreign < 0.0


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines that become Vietnamese when their bytes are read as UTF-8."""
    return [Finding(k, Damage.LEGACY, 1.0, NAME, TITLE) for k in repaired(analysis)]
