"""What to say where the library that an adapter is for has not been installed."""

from __future__ import annotations

from vnfix.errors import UsageError


def missing(library: str, extra: str) -> UsageError:
    """Return the error to raise from an `ImportError`.

    >>> missing("pandas", "pandas").remedy
    'Install it: pip install "vnfix[pandas]".'
    """
    return UsageError(
        f"{library} is needed and not installed.", f'Install it: pip install "vnfix[{extra}]".'
    )
