"""The command: what it says, writes and refuses."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.review.web.making import Served, fill, standing
from vnfix.cli import main
from vnfix.formats.corrections import Status
from vnfix.review.decisions import decide
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[3]


def test_help_of_the_command_is_quick(root: Path) -> None:
    """The server's libraries are imported when a page is opened, no earlier."""
    code = "import sys, vnfix.commands.review; sys.exit('starlette' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_port_that_is_taken(
    document: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert store.exists()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["review", str(document), "--no-browser", "--port", str(port)]) == 2
    assert f"Port {port} cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize(("path", "code"), [("-", 2), ("missing.txt", 3), (".", 6)])
def test_inputs_that_cannot_be_reviewed(
    path: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["review", path, "--export"]) == code
    assert list(tmp_path.iterdir()) == []


def test_export_tells_of_documents_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    assert main(["review", str(tmp_path), "--export"]) == 5
    assert "broken.pdf" in capsys.readouterr().err


def test_export_and_import(
    document: Path, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Lan has decided comes into Minh's store by way of a file."""
    with Store(store) as opened:
        decide(opened, [2], Status.EDITED, "Lan", "nắm")
    assert main(["review", str(document), "--export", "-q"]) == 0
    rows = [
        json.loads(r) for r in document.with_name("plan.txt.jsonl").read_text("utf-8").splitlines()
    ]
    assert [r["after"] for r in rows[1:] if r["status"] == "edited"] == ["nắm"]
    other = tmp_path / "other.sqlite3"
    fill(monkeypatch, other, [document])
    taken = ["--import", f"{document}.jsonl", "--export", "-q"]
    assert main(["review", str(document), "--store", str(other), *taken]) == 0
    assert [(p.reviewer, p.decided) for p in standing(other) if p.reviewer] == [("Lan", "nắm")]


def test_export_keeps_decisions_of_a_person(
    document: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a file that an earlier export made and somebody then edited; the remedy helps."""
    export = ["review", str(document), "--export"]
    rows = document.with_name("plan.txt.jsonl")
    assert main(export) == 0
    assert main(export) == 0  # nobody has changed it
    edited = rows.read_text("utf-8").replace('"proposed"', '"rejected"')
    rows.write_text(edited, "utf-8")
    capsys.readouterr()
    assert main(export) == 7
    assert rows.read_text("utf-8") == edited
    assert f"--import {rows}" in capsys.readouterr().err
    assert main([*export, "--import", str(rows)]) == 0
    assert {str(p.status) for p in standing(store)} == {"rejected"}
    assert rows.read_text("utf-8").count('"rejected"') == edited.count('"rejected"')


def test_export_replaces_what_it_is_told_to(document: Path, store: Path) -> None:
    assert store.exists()
    rows = document.with_name("plan.txt.jsonl")
    rows.write_text("somebody's own", "utf-8")
    assert main(["review", str(document), "--export"]) == 7
    assert rows.read_text("utf-8") == "somebody's own"
    assert main(["review", str(document), "--export", "--force"]) == 0
    assert rows.read_text("utf-8").startswith('{"format"')
    assert main(["review", str(document), "--no-browser", "--force"]) == 2


def test_results_of_a_review_are_no_documents_of_the_next(document: Path, store: Path) -> None:
    document.with_name("plan.fixed.txt").write_text("năm", "utf-8")
    assert main(["review", str(document.parent), "--store", str(store), "--export", "-q"]) == 0
    assert sorted(p.name for p in document.parent.glob("*.jsonl")) == ["plan.txt.jsonl"]


@pytest.mark.slow
def test_the_address_works_and_ctrl_c_ends_it(document: Path, store: Path) -> None:
    with Served(document, "--reviewer", "Lan") as served:
        with urllib.request.urlopen(served.address) as answer:
            assert b"vnfix" in answer.read()
        code, said = served.end(signal.SIGINT)
    assert code == 0
    assert f"The decisions are in {store}" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_only_this_machine_can_reach_it(document: Path, store: Path) -> None:
    assert store.exists()
    with Served(document) as served:
        port = int(served.address.split(":")[2].split("/")[0])
        listening = Path("/proc/net/tcp")
        if not listening.exists():
            pytest.skip("needs /proc")
        rows = [line.split()[1] for line in listening.read_text().splitlines()[1:]]
        assert [row for row in rows if row.endswith(f":{port:04X}")] != []
        assert {row.split(":")[0] for row in rows if row.endswith(f":{port:04X}")} == {"0100007F"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="stands in for xdg-open")
def test_the_browser_is_handed_a_private_file_and_not_the_address(
    document: Path, store: Path, tmp_path: Path, open_page: Callable[[str], Page]
) -> None:
    """Everybody can read a command line: no process but the page's own knows its address."""
    programs, told = tmp_path / "bin", tmp_path / "told"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$@" > {told}.part; mv {told}.part {told}\n')
    opener.chmod(0o755)
    with Served(document, programs=programs) as served:
        for _ in range(100):
            if told.exists():
                break
            time.sleep(0.05)
        file = Path(told.read_text().strip())
        assert file.stat().st_mode & 0o777 == 0o600
        assert served.address in file.read_text()
        open_page(file.as_uri()).wait_for_selector("#progress")
        code, _ = served.end(signal.SIGINT)
    assert code == 0
    assert not file.exists()
    assert store.exists()


@pytest.mark.slow
def test_documents_are_proposed_for_while_the_page_is_open(
    tmp_path: Path, open_page: Callable[[str], Page]
) -> None:
    """With the real engine; the page shows what is ready and goes on by itself."""
    for name in ("letter", "plan"):
        text = (ROOT / "corpus" / name / "garbled.txt").read_bytes()
        (tmp_path / f"{name}.txt").write_bytes(text)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    with Served(tmp_path) as served:
        page = open_page(served.address)
        assert int(page.get_attribute("#progress", "max") or 0) > 50
        page.wait_for_selector("#documents:has-text('One document cannot be read')")
        assert "broken.pdf" in (page.get_attribute("#documents", "title") or "")
        page.keyboard.press("f")
        page.wait_for_selector("#filter-dialog[open]")
        assert page.locator("#filter-document option").count() == 4


def test_small_answers_are_sent_at_once() -> None:
    """Without this asyncio leaves the algorithm of Nagle on, which costs 40 ms an answer."""
    server = pytest.importorskip("vnfix.review.web.server")
    with server.listen(0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
