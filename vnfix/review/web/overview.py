"""The whole of a review for the page: documents and their pages, what was done, what is left."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from vnfix.review.forgetting import take_back, use_again
from vnfix.review.learned import learned
from vnfix.review.outlook import Standing, page_standings, standings
from vnfix.review.records import State, documents
from vnfix.review.summary import changes, reviewers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.review.learned import LessonName
    from vnfix.review.records import StoredDocument
    from vnfix.review.store import Store

    Json = dict[str, Any]

NOTHING = Standing(0, 0, 0.0)
UNDECIDED, WORKING, DONE, HEALTHY = "undecided", "working", "done", "healthy"


def state(store: Store, reviewer: str) -> Json:
    """Return how far the review has come and which documents there are."""
    filed = [d for d in documents(store) if d.state is not State.REPLACED]
    shown = shortened([d.path for d in filed])
    return {
        "reviewer": reviewer,
        "store": str(store.path),
        "progress": progress(store),
        "documents": [_document(d, name) for d, name in zip(filed, shown, strict=True)],
    }


def progress(store: Store) -> Json:
    """Return the numbers of decided, asked and accepted corrections, and how documents stand.

    `standing` gives for each document its open places, its decided ones, the mistakes that are
    expected still, and what is made without asking.
    """
    found = standings(store)
    every = found.values()
    decided = sum(s.decided for s in every)
    return {
        "decided": decided,
        "asked": decided + sum(s.open for s in every),
        "auto": sum(s.auto for s in every),
        "conflicts": sum(s.conflicts for s in every),
        "standing": {
            str(number): [s.open, s.decided, s.left, s.auto] for number, s in found.items()
        },
    }


def shortened(paths: Sequence[str]) -> list[str]:
    """Return paths as they lie below the folder that all of them are in.

    >>> shortened(["/a/b/x/scan.pdf", "/a/b/y/scan.pdf"]), shortened(["/a/b/x/scan.pdf"])
    (['x/scan.pdf', 'y/scan.pdf'], ['scan.pdf'])
    """
    try:
        base = os.path.commonpath([PurePath(p).parent for p in paths]) if paths else ""
        return [PurePath(p).relative_to(base).as_posix() for p in paths]
    except ValueError:  # on several drives
        return list(paths)


def pages(store: Store, document: int, count: int) -> list[Json]:
    """Return how the pages of a document stand."""
    found = page_standings(store, document)
    made = []
    for number in range(1, count + 1):
        s = found.get(number, NOTHING)
        made.append({"page": number, "state": standing_of(s), "open": s.open, "left": s.left})
    return made


def standing_of(s: Standing) -> str:
    """Return in one word how a document or a page stands."""
    if not s.open:
        return DONE if s.decided else HEALTHY
    return WORKING if s.decided else UNDECIDED


def summary(store: Store) -> Json:
    """Return what was decided by whom, all words as they are changed, and what was learned."""
    return {
        "learned": lessons(store),
        "reviewers": [{"name": name, **found} for name, found in reviewers(store).items()],
        "changes": [
            {
                "before": c.before,
                "after": c.after,
                "count": c.count,
                "decided": c.decided,
                "places": c.places,
            }
            for c in changes(store)
        ],
    }


def lessons(store: Store) -> list[Json]:
    """Return what was learned, and what was taken back."""
    return [lesson._asdict() for lesson in learned(store.path.parent)]


def turn_lesson(store: Store, lesson: LessonName, reviewer: str, *, use: bool) -> Json:
    """Take a lesson back, or use it again; return how many places that changes, and all lessons."""
    folder = store.path.parent
    if use:
        count = use_again(folder, [store], lesson)
    else:
        count = take_back(folder, [store], lesson, reviewer)
    return {"count": count, "lessons": lessons(store), "progress": progress(store)}


def _document(d: StoredDocument, name: str) -> Json:
    return {
        "id": d.id,
        "name": name,
        "path": d.path,
        "state": str(d.state),
        "cause": d.cause,
        "message": d.message,
        "pages": d.pages,
    }
