"""A place read again from its page by one key: shown beside the first reading, and offered."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.web.making import Proposal, Served, fill, standing
from tests.review.web.pressing import press
from vnfix.config import Config
from vnfix.look.tesseract import find_tesseract
from vnfix.model import Second
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from starlette.testclient import TestClient

pytest.importorskip("starlette")
pytest.importorskip("httpx")

HOME = "http://127.0.0.1:8017"
LINE = "Doc lap - Tu do - Hanh phic"
WORDS = {LINE: Proposal("Độc lập - Tự đo - Hạnh phúc", 0.6)}
SAID = "Độc lập - Tự do - Hạnh phúc"
# Reads one word (of several) that is as wide as the picture; only a line can be handed to it.
PROGRAM = """
import struct, sys
if "--version" in sys.argv: print("tesseract 5.9.0")
elif "--list-langs" in sys.argv: print("List of available languages (1):\\nvie")
else:
    with open(open("pictures").read().split()[0], "rb") as file:
        width = struct.unpack(">I", file.read(20)[16:])[0]
    head = "level page_num block_num par_num line_num word_num left top width height conf text"
    print("\\t".join(head.split()))
    print("\\t".join(["5", "1", "1", "1", "1", "1", "0", "0", str(width), "9", "91", SAID]))
"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a program on the path that calls itself Tesseract and reads `SAID`."""
    path = tmp_path / "bin" / "tesseract"
    path.parent.mkdir()
    path.write_text(f"#!{sys.executable}\nSAID = {SAID!r}\n{PROGRAM}", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent), prepend=":")
    find_tesseract.cache_clear()
    yield path
    find_tesseract.cache_clear()


@pytest.fixture
def scan(root: Path, tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes((root / "corpus" / "letter" / "scan.pdf").read_bytes())
    return path


@pytest.fixture
def store(scan: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = scan.parent / ".vnfix" / "review.sqlite3"
    fill(monkeypatch, path, [scan], WORDS)
    return path


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    """Return a client whose base is `api/`."""
    from starlette.testclient import TestClient

    from vnfix.review.web.app import ReviewSession, make_app
    from vnfix.review.web.guard import Secret

    secret = Secret()
    with Store(store) as opened:
        app = make_app(ReviewSession(opened, "Lan", Config()), secret, 8017)
        made = TestClient(app, base_url=HOME, headers={"origin": HOME})
        made.get(f"{secret.root}?token={secret.token}")
        made.base_url = made.base_url.join(f"{secret.root}api/")
        yield made


def place(client: TestClient) -> dict[str, Any]:
    shown: dict[str, Any] = client.get("place?id=1&whole=true").json()
    return shown


@pytest.mark.usefixtures("reader")
def test_what_is_read_is_kept_and_offered(client: TestClient, store: Path) -> None:
    before = place(client)
    assert (before["second"], before["alternatives"], before["pictured"]) == (None, [], True)
    said = client.post("again", json={"id": 1})
    assert said.status_code == 200, said.text
    second = Second(SAID, 0.91, "tesseract 5.9.0 vie")._asdict()
    assert said.json() == second
    after = place(client)
    assert (after["second"], after["alternatives"]) == (second, [[SAID, 0.91]])
    assert after | {"second": None, "alternatives": []} == before
    (kept,) = standing(store)
    assert kept.correction.second == Second(SAID, 0.91, "tesseract 5.9.0 vie")


@pytest.mark.usefixtures("reader")
def test_a_word_that_nobody_doubted_is_read_too(client: TestClient) -> None:
    found = client.get("spot?document=1&line=4").json()
    spot = {"document": 1, "start": found["start"], "end": found["end"] + 30}
    assert client.post("again", json=spot).json()["text"] == SAID


def test_what_is_missing_is_said(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    find_tesseract.cache_clear()
    answer = client.post("again", json={"id": 1})
    assert answer.status_code == 400
    assert (answer.json()["key"], answer.json()["values"]) == ("no-tesseract", {"code": "vie"})
    assert place(client)["second"] is None


@pytest.mark.parametrize("body", [{"id": "1"}, {"id": 77}, {"document": 9}, {"id": None}])
def test_nonsense_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("again", json=body).status_code == 400


def test_a_program_that_fails_is_told(client: TestClient, reader: Path) -> None:
    reader.write_text(reader.read_text("utf-8").replace("else:", "else:\n    sys.exit(1)"), "utf-8")
    assert client.post("again", json={"id": 1}).json()["key"] == "nothing-read"


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
def test_one_key_reads_a_place_again(
    scan: Path,
    store: Path,
    open_page: Callable[[str], Page],
    picture_of: Callable[[Page, str], None],
) -> None:
    with Served(scan, "--reviewer", "Lan") as running:
        page = open_page(running.address)
        assert page.is_hidden("#second")
        press(page, "c")
        page.wait_for_selector("#second", state="visible")
        assert page.text_content("#second-first") == f"First reading: {LINE}"
        assert page.text_content("#second-said") == f"Second reading: {SAID} (91%)"
        assert page.text_content("#second-engine") == "tesseract 5.9.0 vie"
        page.wait_for_function("document.querySelector('#second-crop').naturalWidth > 50")
        picture_of(page, "read-again")
        press(page, "v")
        assert page.text_content("#second-said") == f"Đọc lần hai: {SAID} (91%)"
        press(page, "1")
        page.wait_for_selector("body[data-state=done]")
    (decided,) = standing(store)
    assert decided.decided == SAID


@pytest.mark.slow
def test_without_the_program_the_page_says_what_is_missing(
    scan: Path, store: Path, open_page: Callable[[str], Page], reader: Path
) -> None:
    assert store.exists()
    reader.write_text(f"#!{sys.executable}\nprint('tesseract 5.9.0')\n", "utf-8")
    with Served(scan, "--reviewer", "Lan") as running:
        page = open_page(running.address)
        press(page, "v", "c")
        page.wait_for_selector("#alert p")
        assert "Tesseract chưa có ngôn ngữ vie" in (page.text_content("#alert p") or "")
        assert page.is_hidden("#second")
