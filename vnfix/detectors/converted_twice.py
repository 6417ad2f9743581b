"""Converted twice: Unicode read once more in an old encoding: `nhõn dõn, cụng văn`.

The converter took the letters that Latin-1 has for codes of its own encoding; all others stayed.
"""

from __future__ import annotations

from vnfix.detectors.letter_maps import Kind
from vnfix.model import Damage

KIND = Kind("converted twice", Damage.SUBSTITUTED, ("twice-tcvn3",))
