"""Review: what a person decides about proposed corrections, from the store to the applied text.

    with Store(default_store(["plans"])) as store:
        load(store, ["plans/a.pdf", "plans/b.pdf"])
        item = queue(store)[0]                      # the most worthwhile decision
        decide(store, [p.id for p in series(store, item.id)], Status.ACCEPTED, "Lan")
        undo(store, "Lan")
        rows = export(store, documents(store)[0].id)  # for `vnfix apply`

Nothing here needs a server; `vnfix review` is a page on top of it. Every decision is on the disk
when the function returns.
"""

from __future__ import annotations

from vnfix.formats.corrections import Status
from vnfix.review.decisions import Decision, decide, settle, undo, write
from vnfix.review.diffs import diff
from vnfix.review.exchange import (
    Disagreement,
    disagreements,
    export,
    export_rows,
    history,
    merge,
)
from vnfix.review.items import (
    Filters,
    Progress,
    Series,
    progress,
    queue,
    select,
    series,
    weight,
)
from vnfix.review.loading import enqueue, load, prepare
from vnfix.review.records import (
    Place,
    State,
    StoredDocument,
    documents,
    place,
    places,
    stored_document,
    text_of,
)
from vnfix.review.store import Store, default_store

__all__ = [
    "Decision",
    "Disagreement",
    "Filters",
    "Place",
    "Progress",
    "Series",
    "State",
    "Status",
    "Store",
    "StoredDocument",
    "decide",
    "default_store",
    "diff",
    "disagreements",
    "documents",
    "enqueue",
    "export",
    "export_rows",
    "history",
    "load",
    "merge",
    "place",
    "places",
    "prepare",
    "progress",
    "queue",
    "select",
    "series",
    "settle",
    "stored_document",
    "text_of",
    "undo",
    "weight",
    "write",
]
