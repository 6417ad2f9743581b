"""Who gets no answer: strangers on this machine, other sites, forged names of this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.web.making import TEXT, fill
from vnfix.config import Config
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

pytest.importorskip("starlette")
pytest.importorskip("httpx")

PORT = 8017
HOME = f"http://127.0.0.1:{PORT}"
DECISION = {"places": [1], "status": "accepted"}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, Any]]:
    """Return the application and its secret."""
    from vnfix.review.web.app import ReviewSession, make_app
    from vnfix.review.web.guard import Secret

    document = tmp_path / "plan.txt"
    document.write_text(TEXT, "utf-8")
    fill(monkeypatch, tmp_path / "store.sqlite3", [document])
    secret = Secret()
    with Store(tmp_path / "store.sqlite3") as store:
        yield make_app(ReviewSession(store, "Lan", Config()), secret, PORT), secret


@pytest.fixture
def stranger(made: tuple[Any, Any]) -> TestClient:
    """Return a client that does not know the secret."""
    from starlette.testclient import TestClient

    return TestClient(made[0], base_url=HOME, headers={"origin": HOME})


@pytest.fixture
def root(made: tuple[Any, Any]) -> str:
    """Return the path of the page."""
    path: str = made[1].root
    return path


@pytest.fixture
def client(stranger: TestClient, made: tuple[Any, Any]) -> TestClient:
    """Return a client that has opened the printed address, and so has the cookie."""
    answer = stranger.get(f"{made[1].root}?token={made[1].token}")
    assert answer.status_code == 200
    return stranger


def test_the_page_needs_the_token(stranger: TestClient, root: str) -> None:
    for path in ("/", root, f"{root}?token=", f"{root}?token=wrong", f"{root}static/app.js"):
        assert stranger.get(path).status_code == 403
    for path in (
        "api/state",
        "api/queue",
        "api/place?id=1",
        "api/picture?document=1&page=1&dpi=120",
    ):
        assert stranger.get(root + path).status_code == 403
    assert stranger.post(f"{root}api/decisions", json=DECISION).status_code == 403


def test_the_token_opens_the_page_only(stranger: TestClient, made: tuple[Any, Any]) -> None:
    secret = made[1]
    assert stranger.get(f"{secret.root}api/state?token={secret.token}").status_code == 403
    assert stranger.get(f"/?token={secret.token}").status_code == 403


def test_the_cookie_is_for_this_page_alone(stranger: TestClient, made: tuple[Any, Any]) -> None:
    secret = made[1]
    cookie = stranger.get(f"{secret.root}?token={secret.token}").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", f"Path={secret.root}"} <= set(cookie.split("; "))


def test_the_cookie_is_enough_afterwards(client: TestClient, root: str) -> None:
    assert client.get(root).status_code == 200
    assert client.get(f"{root}api/state").json()["reviewer"] == "Lan"
    assert client.post(f"{root}api/decisions", json=DECISION).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1"]
)
def test_another_name_of_this_machine_is_refused(client: TestClient, root: str, host: str) -> None:
    """A name that leads to 127.0.0.1 must not make a foreign page one of ours."""
    assert client.get(f"{root}api/state", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1"])
def test_other_origins_cannot_post(client: TestClient, root: str, origin: str) -> None:
    answer = client.post(f"{root}api/decisions", json=DECISION, headers={"origin": origin})
    assert answer.status_code == 403


def test_a_post_without_origin_is_refused(client: TestClient, root: str) -> None:
    del client.headers["origin"]
    assert client.post(f"{root}api/decisions", json=DECISION).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_cannot_read(client: TestClient, root: str, site: str) -> None:
    """A server on another port is the same site, and still somebody else's."""
    for path in (root, f"{root}api/state", f"{root}static/app.js"):
        headers = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
        assert client.get(path, headers=headers).status_code == 403


def test_a_link_to_the_page_may_be_followed(client: TestClient, root: str) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get(root, headers=headers).status_code == 200
    assert client.get(f"{root}api/state", headers=headers).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_must_say_that_it_is_json(client: TestClient, root: str, kind: str) -> None:
    """A form of another site cannot say so without asking first."""
    headers = {"content-type": kind}
    assert client.post(f"{root}api/decisions", content=b"{}", headers=headers).status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_refused(client: TestClient, root: str, method: str) -> None:
    assert client.request(method, f"{root}api/state").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "static/../app.py", "static/%2e%2e/app.py", "static/..%2fapp.py", "static//etc/passwd",
        "static/%2e%2e/%2e%2e/schema.sql", "static/..\\app.py", "static/\0", "static/", "api/none",
    ],
)  # fmt: skip
def test_path_tricks_find_nothing(client: TestClient, root: str, path: str) -> None:
    answer = client.get(root + path.replace("\0", "%00"))
    assert answer.status_code in {403, 404}
    assert "import" not in answer.text


def test_every_answer_forbids_what_the_page_does_not_need(client: TestClient, root: str) -> None:
    for path in (root, f"{root}api/state", f"{root}static/app.js", "/", f"{root}api/none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_static_files_are_those_of_the_page(client: TestClient, root: str) -> None:
    static = Path(__file__).parents[3] / "vnfix" / "review" / "web" / "static"
    for file in static.rglob("*.*"):
        answer = client.get(f"{root}static/{file.relative_to(static).as_posix()}")
        assert answer.content == file.read_bytes()
