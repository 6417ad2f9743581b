"""Doubts: words that the decoder has left as they are although they may be wrong.

A doubt changes nothing by itself; a person may choose one of its readings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vnfix.alternatives.shapes import core_of
from vnfix.decode.looks import ADDRESS, FORM_MARKS
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from vnfix.alternatives.places import Spot
    from vnfix.alternatives.rivals import Rivals

DOUBT = "doubt"
"""The fixer of doubts."""
ALTERNATIVES = 10  # the page has nine digits, and the text as it was read has a key of its own
LEAST = 2e-3
# A word that was left as it is has a doubt if its posterior is below this...
PLAIN = 0.9
# ...and its alternatives have this probability together.
DOUBTFUL = 0.05
# Numbers, dates, shares, sums, hours; codes like 12/2024/QĐ-UBND and 17-CTr/TU; a dash by itself;
# each with the marks around it.
NUMBER = pattern(
    r"[(\[\"“]?(?:[-–+]?\d+(?:[.,:/–-]\d+)*(?:%|đ|h\d{0,2}|(?:[/-][\p{L}\d]+)+)?|[-–+])"
    r"[)\]\"”]?[.,;:]?"
)
# An address is more than `candidates.ADDRESS` knows: a name with a dot behind an `@`, or a long one
# whose dots were lost; `du@ng` and `thu@ng` are words.
MAIL = pattern(r"[\w.+-]{3,}@(?:[\w-]{2,}(?:\.[\w-]+)+|[\w.-]{8,})")


def is_doubtful(spot: Spot, rivals: Rivals) -> bool:
    """Whether a token that was left as it is may be wrong: no word, or not sure."""
    if FORM_MARKS.issuperset(spot.group.before):
        return False
    core = core_of(spot.group.before)
    known = core.lower() in rivals.vocabulary.number or core.isdecimal()
    return spot.group.posterior < PLAIN or not known


def is_printed_so(token: str) -> bool:
    """Whether a token has the form of a number, a date, a code or an address.

    >>> [is_printed_so(t) for t in ("2024,", "15/3/2021;", "1.250.000", "lan@hanoi.gov.vn", "2o21")]
    [True, True, True, True, False]
    """
    return bool(NUMBER.fullmatch(token)) or is_address(token)


def is_address(token: str) -> bool:
    """Whether a token has the form of an e-mail or web address, of which no word is a reading.

    >>> is_address("vanphong@hoalac.example."), is_address("thu@ng")
    (True, False)
    """
    core = core_of(token)
    return bool(MAIL.fullmatch(core) or ADDRESS.fullmatch(core))
