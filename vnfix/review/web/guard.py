"""Who may talk to the page: its own browser tab, and nobody else on this machine or the network.

The server listens on 127.0.0.1, which every user of the machine and every page of the browser can
reach. So each request must carry the secret of this run, must have been sent to this very address,
and must not come from another site's page.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "vnfix-review"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Secret:
    """What one run of the server and its browser tab share.

    Attributes:
        token: in the address that is printed, afterwards in a cookie.
        place: first part of every path. Cookies do not tell ports apart: without it a server of
            somebody else on this machine would be sent the token too.

    """

    token: str = field(default_factory=_random)
    place: str = field(default_factory=_random)

    @property
    def root(self) -> str:
        """The path of the page."""
        return f"/{self.place}/"


class Guard:
    """Lets a request through to the app only if it comes from the page itself."""

    def __init__(self, app: ASGIApp, secret: Secret, port: int) -> None:
        """Guard `app`, which is served on this port of 127.0.0.1."""
        self.app = app
        self.secret = secret
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        refused = self.refusal(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
                if not refused and self.opens_page(scope):
                    headers.append("Set-Cookie", self.cookie())
            await send(message)

        app = PlainTextResponse(refused[1], refused[0]) if refused else self.app
        await app(scope, receive, send_guarded)

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and message where the request must not be answered."""
        headers = Headers(scope=scope)
        if scope["method"] not in {"GET", "POST"}:
            return 405, "Only GET and POST are answered."
        if headers.get("host", "").lower() not in self.hosts:
            return 403, "This page is served under its own address only."
        if not self.knows_secret(scope):
            return 403, "Open the address that `vnfix review` has printed."
        if self.is_foreign(scope, headers):
            return 403, "Requests from other pages are not answered."
        if scope["method"] == "POST" and media_type(headers) != "application/json":
            return 415, "The body must be application/json."
        return None

    def knows_secret(self, scope: Scope) -> bool:
        """Whether the request carries the token, by its cookie or to open the page."""
        if not scope["path"].startswith(self.secret.root):
            return False
        return self.opens_page(scope) or self.matches(cookie_of(Headers(scope=scope)))

    def opens_page(self, scope: Scope) -> bool:
        """Whether this is the printed address, with the token in it."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        at_root = scope["path"] == self.secret.root and scope["method"] == "GET"
        return at_root and self.matches(query.get("token", [""])[0])

    def matches(self, token: str) -> bool:
        """Compare in a time that tells nothing."""
        return secrets.compare_digest(token.encode(), self.secret.token.encode())

    def is_foreign(self, scope: Scope, headers: Headers) -> bool:
        """Whether a page of another site, or of another port, has sent the request.

        A link to the page may be followed from anywhere; nothing else may be asked for.
        """
        if scope["method"] == "POST" and headers.get("origin") != f"http://{headers['host']}":
            return True
        link = headers.get("sec-fetch-mode") == "navigate" and scope["path"] == self.secret.root
        return headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and not link

    def cookie(self) -> str:
        """Return the cookie that takes over from the token in the address."""
        path = f"Path={self.secret.root}"
        return f"{COOKIE}={self.secret.token}; {path}; HttpOnly; SameSite=Strict"


def media_type(headers: Headers) -> str:
    """Return the type of the body without its parameters."""
    return headers.get("content-type", "").split(";")[0].strip().lower()


def cookie_of(headers: Headers) -> str:
    """Return the token that the browser has kept, "" where it has none."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
