"""What the page shows, as plain values for JSON: progress, queue, series, a place in its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vnfix.apply import overlap
from vnfix.formats.corrections import Status
from vnfix.model import Safety
from vnfix.review import decisions as standing
from vnfix.review import exchange, items
from vnfix.review.decisions import in_force
from vnfix.review.records import State, core, documents, marks_around, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.model import Line
    from vnfix.review.items import Filters, Series
    from vnfix.review.records import Place, StoredDocument
    from vnfix.review.store import Store
    from vnfix.review.web.pages import Texts

    Json = dict[str, Any]

CONTEXT = 12
"""Lines shown above and below the line, where there is no picture."""
LISTED, AROUND = 100, 24
"""Places that are listed with what stands around them, code points on each side."""


def state(store: Store, reviewer: str) -> Json:
    """Return how far the review has come and which documents there are."""
    filed = [d for d in documents(store) if d.state is not State.REPLACED]
    return {
        "reviewer": reviewer,
        "store": str(store.path),
        "progress": progress(store),
        "documents": [_document(d) for d in filed],
    }


def progress(store: Store) -> Json:
    """Return the numbers of decided, asked and accepted corrections, and of disagreements."""
    p = items.progress(store)
    return {"decided": p.decided, "asked": p.asked, "auto": p.auto, "conflicts": p.conflicts}


def kinds(store: Store) -> Json:
    """Return what the filters can choose among."""
    fixer = "CASE WHEN fixer LIKE 'rule:%' THEN 'rule' ELSE fixer END"
    fixers = store.rows(f"SELECT DISTINCT {fixer} AS fixer FROM corrections ORDER BY 1")
    damage = store.rows("SELECT DISTINCT damage FROM corrections WHERE damage != '' ORDER BY 1")
    return {"fixers": [row[0] for row in fixers], "damage": [row[0] for row in damage]}


def queue_page(store: Store, filters: Filters, offset: int, limit: int) -> Json:
    """Return a part of the queue."""
    part = items.queue(store, filters, limit, offset)
    return {"items": [_series(s) for s in part], "total": _count(store, filters)}


def queue_to(store: Store, filters: Filters, name: str, limit: int) -> Json:
    """Return the queue from its start to the series `name` and a little beyond."""
    whole = items.queue(store, filters)
    at = next((k for k, s in enumerate(whole) if s.id == name), 0)
    return {"items": [_series(s) for s in whole[: at + limit]], "total": len(whole)}


def _count(store: Store, filters: Filters) -> int:
    where, values = items.condition(filters)
    rows = store.rows(f"SELECT count(DISTINCT series) FROM corrections WHERE {where}", values)
    return int(rows[0][0])


def item(store: Store, texts: Texts, name: str, filters: Filters) -> Json:
    """Return the places of a series: those that pass the filters, or all where none does."""
    from dataclasses import replace

    places = items.series(store, name, filters)
    if not places:
        places = items.series(store, name, replace(filters, show=items.ALL))
    if not places:
        places = items.series(store, name)
    listed = [_place(p) | _snippet(texts.line(p.document, p.line), p) for p in places[:LISTED]]
    more = [{"id": p.id, "series": p.series, "status": str(p.status)} for p in places[LISTED:]]
    return {"id": name, "whole": len(places) == 1, "places": listed + more}


def _snippet(line: Line, p: Place) -> Json:
    """Return the word with what stands around it, for the list of places."""
    start, end = p.correction.start - line.start, p.correction.end - line.start
    return {
        "left": line.text[max(start - AROUND, 0) : start],
        "word": line.text[start:end],
        "right": line.text[end : end + AROUND],
    }


def view(store: Store, texts: Texts, number: int, *, whole: bool) -> Json:
    """Return one place in its line: words, readings, and where it stands on the page.

    Args:
        store: an open store.
        texts: the documents' texts.
        number: of the correction.
        whole: give the readings with the marks around the word.

    """
    p = place(store, number)
    line = texts.line(p.document, p.line)
    near = items.select(store, items.Filters(items.ALL, documents=[p.document], lines=[p.line]))
    c = p.correction
    return {
        **_place(p),
        "opinions": opinions(store, p),
        "reason": c.reason,
        "fixer": c.fixer,
        "damage": p.damage,
        "before": c.before if whole else core(c.before, c.after)[0],
        "after": c.after if whole else core(c.before, c.after)[1],
        "decided": p.decided if whole else _word(p, p.decided),
        "alternatives": readings(p, whole=whole),
        "units": units(line, _shown(near, p)),
        "picture": texts.picture(p),
        "context": texts.around(p.document, p.line, CONTEXT),
    }


def readings(p: Place, *, whole: bool) -> list[tuple[str, float]]:
    """Return the other readings, best first; the two that have a key of their own left out.

    To leave the word out is never the first of several.
    """
    c = p.correction
    found = {text if whole else _word(p, text): share for text, share in reversed(c.alternatives)}
    own = {c.before, c.after} if whole else set(core(c.before, c.after))
    rest = [(text, share) for text, share in found.items() if text not in own]
    rest.sort(key=lambda pair: -pair[1])
    if len(rest) > 1 and not rest[0][0]:
        rest[0], rest[1] = rest[1], rest[0]
    return rest


def changed(store: Store, now: Iterable[Place]) -> Json:
    """Return the places that a decision has changed, as they stand now, and the progress."""
    places = [
        {"id": p.id, "series": p.series, "status": str(p.status), "after": p.decided} for p in now
    ]
    return {"places": places, "progress": progress(store)}


def opinions(store: Store, p: Place) -> list[Json]:
    """Return who wants what, where reviewers disagree."""
    if not p.conflict:
        return []
    made = standing.opinions(exchange.history(store, [p.id]))
    return [{"reviewer": d.reviewer, "status": str(d.status), "after": d.after} for d in made]


def units(line: Line, shown: Sequence[Place]) -> list[Json]:
    """Return the line word by word: corrections, and the words between them.

    Each unit has its offsets, the text as read (`before`), what stands there (`after`), and
    whether a blank comes before it (`space`); that of a correction its number and standing too.
    """
    made: list[Json] = []
    end = line.start
    for p in shown:
        made += _words(line, end, p.correction.start)
        made.append(_unit(p, line))
        end = p.correction.end
    made += _words(line, end, line.end)
    return made


def _words(line: Line, start: int, end: int) -> Iterable[Json]:
    """Yield the words of a stretch that no correction touches."""
    at = start - line.start
    for word in line.text[at : end - line.start].split():
        at = line.text.index(word, at)
        yield {
            "start": line.start + at,
            "end": line.start + at + len(word),
            "before": word,
            "after": word,
            "space": _blank_before(line, at),
        }
        at += len(word)


def _unit(p: Place, line: Line) -> Json:
    c = p.correction
    return {
        "start": c.start,
        "end": c.end,
        "before": c.before,
        "after": p.decided,
        "space": _blank_before(line, c.start - line.start),
        "id": p.id,
        "series": p.series,
        "status": str(p.status),
        "confidence": c.confidence,
        "auto": c.safety is Safety.AUTO,
        "conflict": p.conflict,
    }


def _blank_before(line: Line, at: int) -> bool:
    return at == 0 or line.text[at - 1].isspace()


def _shown(near: Iterable[Place], current: Place) -> list[Place]:
    """Return corrections of a line that do not overlap: the current one, then what is in force."""
    chosen: list[Place] = []
    for p in sorted(near, key=lambda p: (p.id != current.id, not in_force(p))):
        span = (p.correction.start, p.correction.end)
        taken = ((q.correction.start, q.correction.end) for q in chosen)
        if not any(overlap(span, other) for other in taken):
            chosen.append(p)
    return sorted(chosen, key=lambda p: (p.correction.start, p.correction.end))


def _word(p: Place, text: str) -> str:
    """Return a reading without the marks around the word of its place."""
    c = p.correction
    head, tail = marks_around(c.before, c.after)
    if head and text[:head] == c.before[:head]:
        text = text[head:]
    if tail and text[-tail:] == c.before[-tail:]:
        text = text[:-tail]
    return text


def _series(s: Series) -> Json:
    return {
        "id": s.id,
        "before": s.before,
        "after": s.after,
        "count": s.count,
        "confidence": s.confidence,
        "first": s.first,
    }


def _place(p: Place) -> Json:
    return {
        "id": p.id,
        "series": p.series,
        "document": p.document,
        "page": p.page,
        "line": p.line,
        "start": p.correction.start,
        "end": p.correction.end,
        "confidence": p.correction.confidence,
        "auto": p.correction.safety is Safety.AUTO,
        "status": str(p.status),
        "decided": p.decided if p.status is not Status.PROPOSED else "",
        "reviewer": p.reviewer,
        "conflict": p.conflict,
    }


def _document(d: StoredDocument) -> Json:
    return {
        "id": d.id,
        "name": d.name,
        "state": str(d.state),
        "message": d.message,
        "pages": d.pages,
    }
