"""Dropped tone letters: all of U+1EA0 to U+1EF9 is missing: `Thc hin ch đo ca y ban`.

OCR engines with a dictionary of Latin letters leave those letters out, others all that Latin-1
does not have.
"""

from __future__ import annotations

from vnfix.detectors.letter_maps import Kind
from vnfix.model import Damage

KIND = Kind("dropped letters", Damage.DROPPED, ("dropped", "dropped-latin1"))
