"""What the page shows, as plain values for JSON: progress, queue, series, a place in its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vnfix.apply import clash
from vnfix.errors import UsageError
from vnfix.formats.corrections import Status
from vnfix.model import Safety
from vnfix.review import decisions as standing
from vnfix.review import exchange, items
from vnfix.review.decisions import in_force
from vnfix.review.records import core, marks_around, place
from vnfix.review.web import overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vnfix.model import Line
    from vnfix.review.items import Filters, Series
    from vnfix.review.records import Place
    from vnfix.review.store import Store
    from vnfix.review.web.pages import Texts

    Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QueuePart:
    """Which part of the queue is asked for.

    Attributes:
        offset: how many items to pass over.
        limit: how many items at most.
        to: the series that the part has to reach, from the start; "" for none.
        order: WORTH or READING.

    """

    offset: int = 0
    limit: int = 60
    to: str = ""
    order: str = items.WORTH


CONTEXT = 12
"""Lines shown above and below the line, where there is no picture."""
CROP_WIDTH, CROP_HEIGHT = 0.3, 0.028
"""Least size of the picture of one place, as shares of the page's width."""
LISTED, AROUND = 100, 24
"""Places that are listed with what stands around them, code points on each side."""


def kinds(store: Store) -> Json:
    """Return what the filters can choose among."""
    fixer = "CASE WHEN fixer LIKE 'rule:%' THEN 'rule' ELSE fixer END"
    fixers = store.rows(f"SELECT DISTINCT {fixer} AS fixer FROM corrections ORDER BY 1")
    damage = store.rows("SELECT DISTINCT damage FROM corrections WHERE damage != '' ORDER BY 1")
    return {"fixers": [row[0] for row in fixers], "damage": [row[0] for row in damage]}


def queue_page(store: Store, filters: Filters, wanted: QueuePart) -> Json:
    """Return a part of the queue, or its start to the series that is named and a little beyond.

    `sure` is the number of places that can be accepted at once.
    """
    if wanted.to:
        whole = items.queue(store, filters, order=wanted.order)
        at = next((k for k, s in enumerate(whole) if s.id == wanted.to), 0)
        part = whole[: at + wanted.limit]
    else:
        part = items.queue(store, filters, wanted.limit, wanted.offset, wanted.order)
    where, values = items.condition(filters)
    ((total, sure),) = store.rows(
        "SELECT count(DISTINCT series), total(status = 'proposed' AND confidence >= ?)"
        f" FROM corrections WHERE {where}",
        (items.SURE, *values),
    )
    return {"items": [_series(s) for s in part], "total": total, "sure": int(sure)}


def item(store: Store, texts: Texts, name: str, filters: Filters) -> Json:
    """Return the places of a series: those that pass the filters, or all where none does."""
    from dataclasses import replace

    places = items.series(store, name, filters)
    if not places:
        places = items.series(store, name, replace(filters, show=items.ALL))
    if not places:
        places = items.series(store, name)
    listed = [_place(p) | _snippet(store, texts, p) for p in places[:LISTED]]
    more = [{"id": p.id, "series": p.series, "status": str(p.status)} for p in places[LISTED:]]
    return {"id": name, "whole": len(places) == 1, "places": listed + more}


def _snippet(store: Store, texts: Texts, p: Place) -> Json:
    """Return the word with the repaired line around it, and whether there is a picture of it."""
    line = texts.line(p.document, p.line)
    near = items.select(store, items.Filters(items.ALL, documents=[p.document], lines=[p.line]))
    shown = units(line, _shown(near, p))
    at = next(k for k, unit in enumerate(shown) if unit.get("id") == p.id)
    left, right = _joined(shown[:at]), _joined(shown[at + 1 :])
    blank = shown[at]["space"]
    after = shown[at + 1]["space"] if at + 1 < len(shown) else False
    return {
        "left": f"{left} "[-AROUND:] if blank and left else left[-AROUND:],
        "word": shown[at]["before"],
        "right": f" {right}"[:AROUND] if after else right[:AROUND],
        "crop": texts.has_pictures(p.document),
    }


def _joined(shown: Sequence[Json]) -> str:
    """Return the units of a line as they stand now."""
    return "".join(
        (" " if unit["space"] and k else "") + unit["after"] for k, unit in enumerate(shown)
    )


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
        "added": c.box is not None,
        "second": c.second._asdict() if c.second else None,
        "damage": p.damage,
        "before": c.before if whole else core(c.before, c.after)[0],
        "after": c.after if whole else core(c.before, c.after)[1],
        "decided": p.decided if whole else _word(p, p.decided),
        "alternatives": readings(p, whole=whole),
        "pictured": texts.has_pictures(p.document),
        "units": units(line, _shown(near, p)),
        "picture": texts.picture(p.document, line, (c.start, c.end), c.box),
        "context": texts.around(p.document, p.line, CONTEXT),
    }


def free_view(store: Store, texts: Texts, line: Line, span: tuple[int, int, int]) -> Json:
    """Return a word that nobody has doubted, in its line, as `view` returns a correction.

    Args:
        store: an open store.
        texts: the documents' texts.
        line: where it stands.
        span: number of the document, start and end of the word.

    """
    document, start, end = span
    near = items.select(store, items.Filters(items.ALL, documents=[document], lines=[line.number]))
    word = line.text[start - line.start : end - line.start]
    return {
        "id": 0,
        "free": True,
        "series": "",
        "document": document,
        "page": line.page,
        "line": line.number,
        "start": start,
        "end": end,
        "before": word,
        "after": word,
        "decided": "",
        "confidence": 1.0,
        "auto": False,
        "status": "proposed",
        "reviewer": "",
        "conflict": False,
        "opinions": [],
        "reason": "",
        "fixer": "",
        "added": False,
        "second": None,
        "damage": "",
        "alternatives": [],
        "pictured": texts.has_pictures(document),
        "units": units(line, _shown([p for p in near if in_force(p)], None)),
        "picture": texts.picture(document, line, (start, end)),
        "context": texts.around(document, line.number, CONTEXT),
    }


def crop_box(picture: Json | None) -> tuple[float, float, float, float]:
    """Return the part of a page that shows a word: its line's height, and some words around it.

    Raises:
        UsageError: the place has no picture.

    """
    if not picture or not picture["word"]:
        raise UsageError("There is no picture of this place.", key="no-picture")
    left, top, width, height = picture["word"]
    ratio = picture["ratio"]
    high = max(height * 1.8, CROP_HEIGHT / ratio)
    wide = max(width + 4 * height * ratio, CROP_WIDTH)
    return (
        left + (width - wide) / 2,
        top + (height - high) / 2,
        wide,
        high,
    )


def readings(p: Place, *, whole: bool) -> list[tuple[str, float]]:
    """Return the other readings, best first; the two that have a key of their own left out.

    To leave the word out is never the first of several. What was read again, and was not known
    before, comes with the confidence of its engine.
    """
    c = p.correction
    found = {text if whole else _word(p, text): share for text, share in reversed(c.alternatives)}
    if c.second:
        said = c.second.text if whole else _word(p, c.second.text)
        found.setdefault(said, c.second.confidence)
    own = {c.before, c.after} if whole else set(core(c.before, c.after))
    rest = [(text, share) for text, share in found.items() if text not in own]
    rest.sort(key=lambda pair: -pair[1])
    if len(rest) > 1 and not rest[0][0]:
        rest[0], rest[1] = rest[1], rest[0]
    return rest


def changed(store: Store, now: Iterable[Place]) -> Json:
    """Return the places that a decision has changed, as they stand now, and the progress."""
    places = [
        {"id": p.id, "series": p.series, "status": str(p.status), "after": _standing(p)}
        for p in now
    ]
    return {"places": places, "progress": overview.progress(store)}


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


def _standing(p: Place) -> str:
    """Return what a line shows at a place; of an added line that is asked about, that line."""
    return p.correction.after if p.correction.box and p.waits else p.decided


def _unit(p: Place, line: Line) -> Json:
    c = p.correction
    return {
        "start": c.start,
        "end": c.end,
        "before": c.before,
        "after": _standing(p),
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


def _shown(near: Iterable[Place], current: Place | None) -> list[Place]:
    """Return corrections of a line that do not overlap: the current one, then what is in force.

    Of lines that are added before it, only the current one is shown.
    """
    chosen: list[Place] = []
    own = current.id if current else 0
    words = [p for p in near if p.id == own or not p.correction.box]
    for p in sorted(words, key=lambda p: (p.id != own, not in_force(p))):
        if not any(clash(p.correction, q.correction) for q in chosen):
            chosen.append(p)
    return sorted(chosen, key=lambda p: p.correction.order)


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
        "gain": s.gain,
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
