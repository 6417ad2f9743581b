"""Saved as ANSI: `Quy?t d?nh v? vi?c phê duy?t`: a question mark for each letter that is missing.

Windows writes ă, đ, ĩ, ũ, ơ and ư without their marks then; other programs know no such letters and
write a question mark for everything beyond Latin-1, or beyond ASCII.
"""

from __future__ import annotations

from vnfix.detectors.letter_maps import Kind
from vnfix.model import Damage

KIND = Kind("saved as ANSI", Damage.ANSI, ("ansi", "ansi-latin1", "ansi-ascii"))
