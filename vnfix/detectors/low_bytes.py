"""Low bytes: of every code point only the low byte is left: `Céng hòa x\u00e3 hÙi`.

Some scanners on phones and some exporters write two-byte code points as one byte: ệ is `\u00c7`, ư
`\u00b0`; đ and ă are control characters, Ạ and Ơ no-break spaces.
"""

from __future__ import annotations

from vnfix.detectors.letter_maps import Kind
from vnfix.model import Damage

KIND = Kind("low bytes", Damage.LOW_BYTES, ("low-bytes",))
