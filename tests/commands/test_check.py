"""`vnfix check`: lines, JSON, evidence and exit codes."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.pdfs import make_pdf
from vnfix.cli import main
from vnfix.errors import DataError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

HEALTHY = "Đội thuế liên xã nhắc các hộ kinh doanh nộp tờ khai\n" * 3
GARBLED = "DQi thuti li6n xd nhic cdc hO kinh doanh nQp td khai\n" * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sick.txt").write_text(GARBLED, "utf-8")
    (tmp_path / "well.txt").write_text(HEALTHY, "utf-8")
    return tmp_path


def test_healthy_file_is_no_finding(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "well.txt")]) == ExitCode.OK
    assert capfd.readouterr().out == f"{folder / 'well.txt'}: 1.00 healthy\n"


def test_folder_gives_a_line_a_file_and_the_highest_code(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder)]) == ExitCode.FOUND
    sick, well = capfd.readouterr().out.splitlines()
    assert "wrong-language OCR" in sick
    assert "pages 1" in sick
    assert well.endswith("healthy")


def test_evidence_is_shown_if_asked_for(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["check", "--explain", str(folder / "sick.txt")])
    out = capfd.readouterr().out
    assert "syllables:" in out
    assert "examples:" in out


def test_json_has_an_object_a_line(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["check", "--json", str(folder)])
    sick, well = (json.loads(line) for line in capfd.readouterr().out.splitlines())
    assert (sick["kind"], sick["pages"]) == ("wrong-language OCR", [1])
    assert sick["health"] < 0.2
    assert well["kinds"] == {}


def test_file_that_cannot_be_read_stops_no_other(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    assert main(["check", str(folder)]) == ExitCode.SOME_FAILED
    captured = capfd.readouterr()
    assert "broken.pdf" in captured.err
    assert len(captured.out.splitlines()) == 2
    assert main(["check", str(folder / "broken.pdf")]) == ExitCode.UNREADABLE


def test_what_failed_has_a_row_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    assert main(["check", "--json", "-q", str(folder)]) == ExitCode.SOME_FAILED
    captured = capfd.readouterr()
    row = json.loads(captured.out.splitlines()[0])
    assert (row["kind"], row["exit_code"]) == ("failed", 3)
    assert row["file"] in row["reason"]
    assert row["remedy"]
    assert "broken.pdf" in captured.err


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_what_is_not_read_is_named_and_has_a_row(
    folder: Path, quiet: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "sick.txt").unlink()
    (folder / "a.docx").write_bytes(b"PK\x03\x04")
    assert main(["check", "--json", *quiet, str(folder)]) == ExitCode.OK
    captured = capfd.readouterr()
    well, unread = (json.loads(line) for line in captured.out.splitlines())
    assert (well["kind"], unread["kind"]) == ("healthy", "not read")
    assert "soffice" in unread["remedy"]
    assert "Not read (Word documents): a.docx." in captured.err
    (folder / "well.txt").unlink()
    assert main(["check", "--json", *quiet, str(folder)]) == ExitCode.NOTHING_TO_DO
    captured = capfd.readouterr()
    assert json.loads(captured.out)["file"].endswith("a.docx")
    assert "a.docx" in captured.err


def test_a_picture_among_others_is_a_finding_of_one_page(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "sick.txt").unlink()
    (folder / "picture.pdf").write_bytes(make_pdf([[]]))
    assert main(["check", str(folder)]) == ExitCode.FOUND
    assert main(["check", str(folder / "picture.pdf")]) == ExitCode.NOTHING_TO_DO
    assert main(["check", "--json", str(folder / "picture.pdf")]) == ExitCode.NOTHING_TO_DO
    row = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert (row["kind"], row["by_page"]) == ("no text layer", ["needs OCR"])


def test_several_of_which_one_is_no_text_is_some_failed(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = folder / "a.xml"
    page.write_text("<p>web</p>")
    assert main(["check", str(page)]) == ExitCode.USAGE
    assert main(["check", str(page), str(folder / "well.txt")]) == ExitCode.SOME_FAILED
    capfd.readouterr()


def test_unsound_data_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise DataError("a table is damaged")

    monkeypatch.setattr("vnfix.diagnosis.diagnose", fail)
    assert main(["check", str(folder)]) == ExitCode.UNREADABLE
    assert capfd.readouterr().err.count("Error:") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not possible")
@pytest.mark.parametrize("how", [[], ["--json"], ["--explain"]])
def test_odd_names_keep_to_their_lines(
    folder: Path, how: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """They come from a folder: a terminal must not obey them, nor JSON break at them."""
    for k, name in enumerate((b"a\x1b[2J\nError: b.txt", b"\xff.txt", b"c\n\x07.pdf")):
        text = b"%PDF-1.4 cut" if name.endswith(b"pdf") else HEALTHY.encode() * (k + 1)
        (folder / os.fsdecode(name)).write_bytes(text)
    (folder / "sick.txt").unlink()
    main(["check", *how, str(folder)])
    out, err = capfdbinary.readouterr()
    assert not {b"\x1b", b"\x07"} & {bytes([c]) for c in out + err}
    lines = [line for line in out.decode().splitlines() if not line.startswith("    ")]
    assert len(lines) == 3 + (how == ["--json"])
    assert [line for line in err.decode().splitlines() if line.startswith("Error: b")] == []
    if how == ["--json"]:
        assert {json.loads(line)["kind"] for line in lines} == {"healthy", "failed"}


def full_reader_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vnfix.pdf.read.pdfium.first_look", lambda data, name: None)


def verdicts(paths: list[Path], capfd: pytest.CaptureFixture[str]) -> list[tuple[int, str]]:
    """Return exit code and kind for each file."""
    found = []
    for path in paths:
        code = main(["check", "--json", str(path)])
        found.append((code, json.loads(capfd.readouterr().out)["kind"]))
    return found


def test_first_look_and_full_reader_agree(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = sorted((root / "corpus").rglob("*.pdf"))
    quick = verdicts(paths, capfd)
    full_reader_only(monkeypatch)
    assert quick == verdicts(paths, capfd)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["clean", "legacy", "cid", "scans"])
def test_first_look_and_full_reader_agree_on_real_files(
    shared: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = sorted((shared / "pdf" / kind).glob("*.pdf"), key=lambda p: p.stat().st_size)[:4]
    quick = verdicts(paths, capfd)
    full_reader_only(monkeypatch)
    assert quick == verdicts(paths, capfd)


def test_healthy_pdf_needs_no_full_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "well.pdf"
    path.write_bytes(make_pdf([["Ban ghi tay", "nam 2026"]]))
    monkeypatch.setattr("vnfix.pdf.read.reader.read_pdf", None)
    assert main(["check", str(path)]) == ExitCode.OK
    assert "healthy" in capfd.readouterr().out
