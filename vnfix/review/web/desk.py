"""What the page of one reviewer works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vnfix.config import Config
    from vnfix.review.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of one reviewer works on.

    Attributes:
        store: where the decisions are kept.
        reviewer: who decides on this page.
        config: the options that the documents are read and repaired with.

    """

    store: Store
    reviewer: str
    config: Config
