"""A second look at the page: lines in doubt are read again from its picture, beside the first.

What a garbled line no longer holds cannot be guessed, but most PDFs have the picture. Reading it
again alone is worse than decoding; the two make different mistakes. So the second reading is
evidence beside the first (`second`, `evidence`), never a replacement.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vnfix.alternatives import choice
from vnfix.errors import LookError, UnreadableError
from vnfix.logs import logger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.config import Config
    from vnfix.decode.rounds import Task
    from vnfix.look.tesseract import Tesseract
    from vnfix.model import Correction, Document
    from vnfix.resources import Resources

log = logger(__name__)


def read(task: Task, resources: Resources, config: Config) -> Sequence[Correction]:
    """Decode as `choice.read` does, with a second look at the page where it can be had.

    Without `Config.look`, without a picture and without Tesseract it is `choice.read`; that
    Tesseract is missing is said once.
    """
    found = _looked(task, resources, config, asking=False)
    return choice.read(task, resources, config) if found is None else found


def consider(task: Task, resources: Resources, config: Config) -> Sequence[Correction]:
    """Decode as `choice.consider` does, for a person, with a second look at the page."""
    found = _looked(task, resources, config, asking=True)
    return choice.consider(task, resources, config) if found is None else found


def added(document: Document, config: Config) -> list[Correction]:
    """Return the lines that the pages of a scan show and its text layer lacks, sorted by place.

    None are found without the page or without Tesseract.
    """
    engine = engine_for(config.look_language) if document.source else None
    if engine is None:
        return []
    from vnfix.look.lost import lost_lines

    try:
        return lost_lines(document, engine, config.look_budget)
    except UnreadableError as e:
        log.warning("%s: no second look. %s", document.name, e)
        return []


def _looked(
    task: Task, resources: Resources, config: Config, *, asking: bool
) -> Sequence[Correction] | None:
    """Return the corrections with a second look, None where there is none."""
    wanted = config.look and task.document.source
    engine = engine_for(config.look_language) if wanted else None
    if engine is None:
        return None
    from vnfix.look.second import SecondLook

    try:
        look = SecondLook(task.document.source, engine, asking)
        return look.read(task, resources, config)
    except UnreadableError as e:
        log.warning("%s: no second look. %s", task.document.name, e)
        return None


@lru_cache(maxsize=4)
def engine_for(language: str) -> Tesseract | None:
    """Return the installed Tesseract, or say once that there is none."""
    from vnfix.look.tesseract import find_tesseract

    try:
        return find_tesseract(language)
    except LookError as e:
        log.warning("No second look: %s", f"{e} {e.remedy}")
        return None
