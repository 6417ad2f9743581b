"""Numbers that the kernel and its callers share."""

INF = 1 << 28
"""A cost that nothing reaches."""
LENGTHS = 5
"""An intended segment was written as 0 to 4 characters."""
NONE = 255
"""No second letter in an intended segment."""
UNITS = 1000.0
"""Units of cost in a nat."""

LOWER, TITLE, UPPER = range(3)
"""The cases in which a word is printed."""


class Kind:
    """Kinds of arc."""

    WORD, NUMBER, MARK, KEPT, NOTHING, PROPOSED = range(6)
