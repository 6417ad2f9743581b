"""The unified diff, applied by `patch` itself."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import pdfs, toy
from vnfix.config import Config
from vnfix.document import LINE_ENDS, make_document
from vnfix.formats.reading import read
from vnfix.model import Correction, Repair, Safety
from vnfix.review import Status, Store, decide, diff, export, select
from vnfix.review.diffs import unified
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Line ends of every kind, marks that mean something in a diff, and words.
ENDS = ["\n", "\n", "\n", "\r\n", "\r", "\f", "\x85", "\u2028"]
MARKS = ["-", "+", " ", "\\", "@@ ", "--- a", "+++ b", "\t", "\ufeff", "a", "ệ"]
TEXTS = st.lists(st.sampled_from([*ENDS, *MARKS]), max_size=40).map("".join)


def repaired(text: str, keys: list[int]) -> tuple[Repair, str]:
    """Return a repair that changes characters that end no line, picked by `keys`."""
    places = [k for k, c in enumerate(text) if c not in LINE_ENDS and c != "\ufeff"]
    chosen = sorted({places[k % len(places)] for k in keys}) if places else []
    corrections = tuple(
        Correction(k, k + 1, text[k], ("ở", "", "b c")[k % 3], "t", 1.0, Safety.AUTO)
        for k in chosen
    )
    new = text
    for c in reversed(corrections):
        new = new[: c.start] + c.after + new[c.end :]
    return Repair(text, new, corrections), new


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(text="a", keys=[0])
@example(text="\n-", keys=[0])
@example(text="ệ" * 2, keys=[1])
@example(text="a\n" * 30 + "b", keys=[0, 8, 60])
@example(text="a\r\nb\r\n", keys=[0])
@given(text=TEXTS, keys=st.lists(st.integers(0, 99), max_size=4))
def test_patch_makes_the_repaired_text(
    text: str,
    keys: list[int],
    tmp_path_factory: pytest.TempPathFactory,
    program: Callable[[str], str],
) -> None:
    repair, new = repaired(text, keys)
    folder = tmp_path_factory.getbasetemp()
    path = folder / "a.txt"
    path.write_bytes(text.encode())
    made = unified(make_document(text, name="a.txt"), repair, text.encode())
    if not made:
        assert new == text
        return
    run = subprocess.run(
        [program("patch"), "-s", "-p1", "--fuzz=0"],
        cwd=folder, input=made, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + made
    assert run.stdout == b""
    assert path.read_bytes() == new.encode()


@pytest.mark.parametrize(
    "name",
    ["plan.txt", "kế hoạch.txt", "two  blanks", " lead", 'quo"te', "back\\slash", "tab\there",
     "line\nfeed", "--- a", "\udcff\udcfe.txt", "\x07bell", "a\u200bb", "\u2028"],
)  # fmt: skip
def test_patch_finds_the_file_whatever_its_name(
    name: str, tmp_path: Path, toy_engine: Callable[..., object], program: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    del toy_engine
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(toy.GARBLED, "utf-8")
    run = subprocess.run(
        [program("patch"), "-p1"], input=diff(name), capture_output=True, check=False
    )
    assert run.returncode == 0, run.stdout
    assert (tmp_path / name).read_text("utf-8") == toy.TRUE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1258", "latin-1"])
def test_patch_gives_the_bytes_that_fix_writes(
    encoding: str, tmp_path: Path, toy_engine: Callable[..., object], program: Callable[[str], str]
) -> None:
    del toy_engine
    path = tmp_path / "a.txt"
    text = f"{toy.GARBLED}\r\n\xe0 la\r\n"
    path.write_bytes(text.encode(encoding))
    made = diff(path, Config(encoding=encoding))
    subprocess.run([program("patch"), "-s", path], input=made, check=True)
    written = "utf-8" if encoding == "latin-1" else encoding
    assert nfc(path.read_bytes().decode(written)).splitlines()[0] == toy.TRUE
    assert path.read_bytes().endswith(b"la\r\n")


def test_utf_16_is_shown_as_text_with_a_warning(
    tmp_path: Path, toy_engine: Callable[..., object], caplog: pytest.LogCaptureFixture
) -> None:
    del toy_engine
    path = tmp_path / "a.txt"
    path.write_bytes(f"healthy\n{toy.GARBLED}\n".encode("utf-16"))
    assert f"+{toy.TRUE}".encode() in diff(path)
    assert "patch" in caplog.text


def test_no_correction_no_diff(tmp_path: Path, toy_engine: Callable[..., object]) -> None:
    del toy_engine
    path = tmp_path / "a.txt"
    for data in (b"", b"\n", b"healthy", b"\xef\xbb\xbfhealthy\r\n\f"):
        path.write_bytes(data)
        assert diff(path) == b""


def test_a_pdf_gives_the_diff_of_its_text(
    tmp_path: Path, toy_engine: Callable[..., object]
) -> None:
    del toy_engine
    path = tmp_path / "a.pdf"
    path.write_bytes(pdfs.make_pdf([[toy.GARBLED]]))
    made = diff(path).decode()
    assert "(text layer)" in made
    assert f"-{toy.GARBLED}\n" in made
    assert f"+{toy.TRUE}\n" in made


def test_decided_corrections_are_shown(shelf: Store, tmp_path: Path) -> None:
    for p in select(shelf):
        decide(shelf, [p.id], Status.REJECTED, "Lan")
    (tmp_path / "f.jsonl").write_text(export(shelf, 1), "utf-8")
    made = diff(tmp_path / "plan.txt", corrections=tmp_path / "f.jsonl").decode()
    assert "+Cải cách hành chính tinh\n" in made


def test_the_document_is_named_as_the_user_did(
    tmp_path: Path, toy_engine: Callable[..., object]
) -> None:
    del toy_engine
    path = tmp_path / "a.txt"
    path.write_text(toy.GARBLED, "utf-8")
    head = diff(path).splitlines()[0].decode()
    assert head == f"--- a{path}"
    assert read(path, Config()).name == str(path)
