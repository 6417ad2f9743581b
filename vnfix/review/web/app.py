"""The application behind the page: a few endpoints of JSON, the pictures, and the static files."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from vnfix.errors import UsageError, VnfixError
from vnfix.logs import logger
from vnfix.review import decisions
from vnfix.review.records import (
    Place,
    State,
    documents,
    marks_around,
    place,
    stored_document,
)
from vnfix.review.web import again as reading
from vnfix.review.web import errors, finding, overview, requests, results, views
from vnfix.review.web.guard import Guard
from vnfix.review.web.pages import Pictures, Texts, media_type
from vnfix.review.web.saving import Saving

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from vnfix.config import Config
    from vnfix.review.store import Store
    from vnfix.review.web.guard import Secret

STATIC = files("vnfix.review.web").joinpath("static")
HOUR = 3600
log = logger(__name__)


class Answer(JSONResponse):
    """An answer in JSON; names of files and texts may hold what UTF-8 cannot, so it is ASCII."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - whatever JSON can say
        """Return the body."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


class Api:
    """The endpoints; each answers one question or takes one decision."""

    def __init__(self, session: ReviewSession) -> None:
        """Answer from this store."""
        self.session = session
        self.store = session.store
        self.texts = Texts(session.store)
        # One thread for what takes long: the renderer of pages is not made for several.
        self.thread = ThreadPoolExecutor(1, "pages")
        self.pictures = Pictures(session.store, self.thread)
        self.saving = Saving(session.store, session.config, self.thread)

    def routes(self) -> list[Route]:
        """Return the paths below `api/`."""
        return [
            Route("/state", self.state),
            Route("/kinds", self.kinds),
            Route("/queue", self.queue),
            Route("/series", self.series),
            Route("/place", self.place),
            Route("/spot", self.spot),
            Route("/search", self.search),
            Route("/pages", self.pages),
            Route("/summary", self.summary),
            Route("/picture", self.picture),
            Route("/crop", self.crop),
            Route("/sure", self.accept_sure, methods=["POST"]),
            Route("/plan", self.plan, methods=["POST"]),
            Route("/lessons", self.lessons, methods=["POST"]),
            Route("/decisions", self.decide, methods=["POST"]),
            Route("/writings", self.write, methods=["POST"]),
            Route("/undo", self.undo, methods=["POST"]),
            Route("/again", self.again, methods=["POST"]),
            Route("/results", self.results, methods=["POST"]),
            Route("/saving", self.how_far),
            Route("/saving", self.seen, methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """Return how far everything has come."""
        del request
        return Answer(overview.state(self.store, self.session.reviewer))

    async def kinds(self, request: Request) -> Response:
        """Return what there is to filter by."""
        del request
        return Answer(views.kinds(self.store))

    async def queue(self, request: Request) -> Response:
        """Return a part of the queue: from `offset`, or from its start to the series `to`."""
        query = request.query_params
        part = requests.queue_part(query)
        return Answer(views.queue_page(self.store, requests.filters(query), part))

    async def series(self, request: Request) -> Response:
        """Return the places of a series."""
        query = request.query_params
        name = query.get("id", "")
        return Answer(views.item(self.store, self.texts, name, requests.filters(query)))

    async def place(self, request: Request) -> Response:
        """Return one place in its line."""
        number = requests.number(request.query_params, "id")
        whole = request.query_params.get("whole") == "true"
        return Answer(views.view(self.store, self.texts, number, whole=whole))

    async def spot(self, request: Request) -> Response:
        """Return any word of a document: at an offset, in a line, on a page, under the pointer."""
        query = request.query_params
        document = requests.number(query, "document")
        return Answer(self._free(document, self._offset(document, query)))

    def _offset(self, document: int, query: Mapping[str, str]) -> int:
        if query.get("start"):
            return requests.number(query, "start")
        if query.get("line"):
            return finding.line_start(self.texts, document, requests.number(query, "line"))
        page = requests.number(query, "page")
        if not query.get("x"):
            return finding.page_start(self.store, self.texts, document, page)
        found = self.texts.offset_at(document, page, requests.point(query))
        if found is None:
            message = "There is no word at that point."
            raise UsageError(message, "Choose a word of the text.", key="no-word-there")
        return found

    def _free(self, document: int, start: int) -> dict[str, Any]:
        found = finding.spot(self.store, self.texts, document, start)
        if isinstance(found, int):
            return {"id": found}
        line, first, end = found
        return views.free_view(self.store, self.texts, line, (document, first, end))

    async def search(self, request: Request) -> Response:
        """Return where a text stands, as read or as repaired."""
        query = request.query_params
        ready = [d.id for d in documents(self.store) if d.state is State.READY]
        wanted = [requests.number(query, "document")] if query.get("document") else ready
        text = query.get("text", "")[: requests.MAX_TEXT]
        hits = await run_in_threadpool(finding.search, self.store, self.texts, text, wanted)
        return Answer({"hits": hits, "more": len(hits) == finding.HITS})

    async def pages(self, request: Request) -> Response:
        """Return how the pages of a document stand."""
        known = stored_document(self.store, requests.number(request.query_params, "document"))
        return Answer({"pages": overview.pages(self.store, known.id, known.pages)})

    async def summary(self, request: Request) -> Response:
        """Return what was decided by whom, and all words as they are changed."""
        del request
        return Answer(await run_in_threadpool(overview.summary, self.store))

    async def lessons(self, request: Request) -> Response:
        """Take a lesson back, or use it again."""
        turn = requests.turned(await requests.body_of(request))
        act = partial(overview.turn_lesson, self.store, turn.lesson, self.session.reviewer)
        return Answer(await run_in_threadpool(act, use=turn.use))

    async def crop(self, request: Request) -> Response:
        """Return the picture of one place: the word and what is around it."""
        p = place(self.store, requests.number(request.query_params, "id"))
        line = self.texts.line(p.document, p.line)
        c = p.correction
        found = self.texts.picture(p.document, line, (c.start, c.end), c.box)
        box = views.crop_box(found)
        data = await self.pictures.crop(p.document, p.page, box)
        headers = {"Cache-Control": f"private, max-age={HOUR}"}
        return Response(data, media_type=media_type(data), headers=headers)

    async def accept_sure(self, request: Request) -> Response:
        """Accept all that is asked and sure."""
        body = await requests.body_of(request)
        query = {k: v for k, v in body.items() if isinstance(v, str)}
        chosen = requests.filters(query)
        return await self.change(decisions.accept_sure, self.session.reviewer, chosen)

    async def plan(self, request: Request) -> Response:
        """Return which files would be written."""
        wanted = requests.wanted(await requests.body_of(request))
        plan = partial(results.plan_results, self.store, wanted, self.session.config)
        return Answer(await run_in_threadpool(plan))

    async def picture(self, request: Request) -> Response:
        """Return the picture of a page."""
        document, page, dpi = (
            requests.number(request.query_params, name) for name in ("document", "page", "dpi")
        )
        data = await self.pictures.picture(document, page, dpi)
        headers = {"Cache-Control": f"private, max-age={HOUR}"}
        return Response(data, media_type=media_type(data), headers=headers)

    async def decide(self, request: Request) -> Response:
        """Accept, reject or edit."""
        body = requests.decided(await requests.body_of(request))
        act = decisions.settle if body.settles else decisions.decide
        after = body.after
        if after is not None and len(body.places) == 1 and not body.whole:
            after = in_place(place(self.store, body.places[0]), after)
        return await self.change(act, body.places, body.status, self.session.reviewer, after)

    async def write(self, request: Request) -> Response:
        """Put another text where nothing was proposed."""
        w = requests.written(await requests.body_of(request))
        span = (w.start, w.end)
        return await self.change(decisions.write, w.document, span, w.after, self.session.reviewer)

    async def undo(self, request: Request) -> Response:
        """Take the last decision back."""
        await requests.body_of(request)
        return await self.change(decisions.undo, self.session.reviewer)

    async def again(self, request: Request) -> Response:
        """Read a place again from its page, and return what was read."""
        spot = reading.wanted(self.store, requests.spot(await requests.body_of(request)))
        if not self.texts.has_pictures(spot.document):
            raise UsageError("There is no picture of this place.", key="no-picture")
        loop = asyncio.get_running_loop()
        data = await loop.run_in_executor(self.thread, self.pictures.data, spot.document)
        config = self.session.config
        said = await run_in_threadpool(reading.again, self.store, self.texts, data, spot, config)
        return Answer(said)

    async def results(self, request: Request) -> Response:
        """Write what was decided: correction files, and repaired documents where wanted."""
        wanted = requests.wanted(await requests.body_of(request))
        # All of it is written, whether the page that has asked for it waits or not.
        return Answer(await asyncio.shield(asyncio.wrap_future(self.saving.begin(wanted))))

    async def how_far(self, request: Request) -> Response:
        """Return how far writing has come, and the last outcome that no page has shown."""
        del request
        return Answer(self.saving.state())

    async def seen(self, request: Request) -> Response:
        """Note that a page has shown the last outcome."""
        await requests.body_of(request)
        self.saving.seen()
        return Answer({})

    async def change(
        self, decide: Callable[..., Place | list[Place]], *arguments: object
    ) -> Response:
        """Decide, and answer when it is on the disk; other questions are answered meanwhile."""
        found = await run_in_threadpool(decide, self.store, *arguments)
        now = [found] if isinstance(found, Place) else found
        return Answer(views.changed(self.store, now))


def make_app(session: ReviewSession, secret: Secret, port: int, api: Api | None = None) -> ASGIApp:
    """Return the guarded application.

    Args:
        session: what it works on.
        secret: what the browser has to know.
        port: where it is served, on 127.0.0.1.
        api: what answers, where its state is of interest; else one is made.

    """
    routes = (api or Api(session)).routes()
    static = Mount("/static", StaticFiles(packages=[("vnfix.review.web", "static")]))
    home = [Route("/", _page), Mount("/api", routes=routes), static]
    root = Mount(secret.root.rstrip("/"), routes=home)
    app = Starlette(routes=[root], exception_handlers={VnfixError: _problem, Exception: _fault})
    app.router.redirect_slashes = False
    return Guard(app, secret, port)


def in_place(p: Place, word: str) -> str:
    """Return a word with the marks around it that its place has."""
    c = p.correction
    head, tail = marks_around(c.before, c.after)
    return c.before[:head] + word + c.before[len(c.before) - tail :]


async def _page(request: Request) -> Response:
    del request
    return FileResponse(str(STATIC.joinpath("index.html")))


async def _problem(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, VnfixError)
    body, status = requests.problem(error)
    return Answer(body, status)


async def _fault(request: Request, error: Exception) -> Response:
    del request
    name = type(error).__name__
    log.error("The review page: %s: %s", name, error)
    log.info("It happened here:", exc_info=error)
    fault = VnfixError(f"A fault of vnfix itself: {name}.", "Please report it.")
    return Answer(errors.told(fault), 500)


# What the page of one reviewer works on.


@dataclass(frozen=True, slots=True)
class ReviewSession:
    """What the page of one reviewer works on.

    Attributes:
        store: where the decisions are kept.
        reviewer: who decides on this page.
        config: the options that the documents are read and repaired with.

    """

    store: Store
    reviewer: str
    config: Config
