"""`vnfix fix FOLDER`: what is told, on a terminal and elsewhere, and the exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pikepdf
import pytest
from click.testing import CliRunner, Result

from tests import toy
from tests.batch.folders import ROOT, assert_complete, contents, make_folder, start
from tests.pdfs import make_pdf
from vnfix.cli import group

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and terminals of Unix")

HOCR = """<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta name="ocr-system" content="engine 1"/></head><body>
<div class="ocr_page" title="bbox 0 0 800 600"><span class="ocr_line" title="bbox 10 10 700 40">
<span class="ocrx_word" title="bbox 10 10 60 40; x_wconf 90">Uy</span>
<span class="ocrx_word" title="bbox 70 10 120 40; x_wconf 90">ban</span>
</span></div></body></html>
"""


def fix(*args: object) -> Result:
    result = CliRunner().invoke(group, ["fix", *map(str, args)])
    assert "Traceback" not in result.stderr
    return result


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Make a folder with a file for each outcome."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "garbled.txt").write_text(toy.GARBLED)
    (folder / "healthy.txt").write_text("lành")
    (folder / "scan.pdf").write_bytes(make_pdf([[]]))
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    os.mkfifo(folder / "pipe.txt")
    return folder


def test_plain_lines_name_failures_and_sum_up(
    mixed: Path, tmp_path: Path, toy_engine: object
) -> None:
    del toy_engine
    result = fix(mixed, "-o", tmp_path / "out", "--jobs", "0")
    assert result.exit_code == 5
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"Error: {mixed / 'cut.pdf'}") for line in lines)
    assert any("ocrmypdf" in line or "OCR" in line for line in lines)
    assert "Not read (pipes): pipe.txt." in lines
    for outcome in ("repaired", "healthy", "needs OCR", "failed", "not read"):
        assert re.search(rf"^ +{outcome} +1$", result.stderr, re.MULTILINE), outcome
    assert "5 files: 1 repaired, 1 healthy, 1 needs OCR, 1 failed, 1 not read." in lines
    assert "report.html" in lines[-1]


def test_quiet_tells_what_failed_and_what_was_not_read(
    mixed: Path, tmp_path: Path, toy_engine: object
) -> None:
    """In the first run and in one that finds all done."""
    del toy_engine
    for _ in range(2):
        result = fix(mixed, "-o", tmp_path / "out", "--jobs", "0", "-q")
        told = [line for line in result.stderr.splitlines() if ": " in line]
        starts = [line.split(": ")[0] for line in told]
        assert sorted(starts)[:3] == ["Error", "Needs OCR", "Not read (pipes)"]
        assert "files:" not in result.stderr


def test_one_picture_among_repaired_files_is_a_success_that_says_so(
    tmp_path: Path, toy_engine: object
) -> None:
    del toy_engine
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for k in range(3):
        (folder / f"{k}.txt").write_text(toy.GARBLED)
    (folder / "scan.pdf").write_bytes(make_pdf([[]]))
    (folder / "stamp.jpg").write_bytes(b"\xff\xd8\xff")
    for _ in range(2):
        result = fix(folder, "-o", out, "--jobs", "0")
        assert result.exit_code == 0
        assert f"Needs OCR: {folder / 'scan.pdf'} has no text layer" in result.stderr
        assert "Not read (pictures): stamp.jpg." in result.stderr
        assert "ocrmypdf -l vie" in result.stderr
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert sum(report["outcomes"].values()) == report["totals"]["files"] == 5
    rows = {row["file"]: row for row in report["files"]}
    assert rows["stamp.jpg"]["unread"] == "picture"
    assert all(rows[name]["remedy"] for name in ("stamp.jpg", "scan.pdf"))
    page = (out / "report.html").read_text("utf-8")
    assert "stamp.jpg" in page
    assert "Tệp không đọc" in page


def test_results_are_never_taken_as_inputs(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(toy.GARBLED)
    assert fix(folder / "a.txt", "-o", folder / "a.fixed.txt").exit_code == 0
    assert fix(folder, "-o", out, "--jobs", "0").exit_code == 0
    for path in (out / "a.jsonl", out / "report.json", out / "report.html"):
        (folder / path.name).write_bytes(path.read_bytes())
    result = fix(folder, "-o", tmp_path / "again", "--jobs", "0")
    told = "a.fixed.txt, a.jsonl, report.html, report.json"
    assert f"Not read (results of vnfix): {told}." in result.stderr
    assert sorted(contents(tmp_path / "again")) == ["a.jsonl", "a.txt"]


def test_verbose_tells_of_every_file(mixed: Path, tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    result = fix(mixed, "-o", tmp_path / "out", "--jobs", "0", "-v")
    assert "garbled.txt: read as utf-8, repaired, 5 corrections (4 AUTO)." in result.stderr


def test_a_second_run_says_what_was_done(mixed: Path, tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    first = fix(mixed, "-o", tmp_path / "out", "--jobs", "0")
    before = contents(tmp_path / "out")
    second = fix(mixed, "-o", tmp_path / "out", "--jobs", "0")
    assert "4 files were done before; 0 are left." in second.stderr
    assert second.exit_code == first.exit_code
    assert contents(tmp_path / "out") == before


def signed_pdf(root: Path) -> bytes:
    """Return a scan with a form whose one field is signed."""
    return with_signature((root / "corpus" / "letter" / "scan.pdf").read_bytes())


def with_signature(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"x")
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Ky", V=pdf.make_indirect(value))
        fields = [pdf.make_indirect(field)]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, SigFlags=3)
        pdf.save(out)
    return out.getvalue()


def test_a_signed_pdf_gives_its_text_only(tmp_path: Path, root: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(signed_pdf(root))
    result = fix(source, "-o", tmp_path / "b.pdf")
    assert result.exit_code == 7
    assert "--break-signature" in result.stderr
    assert "GIÁO DỤC" in (tmp_path / "b.txt").read_text("utf-8")
    assert not (tmp_path / "b.pdf").exists()
    again = fix(source, "-o", tmp_path / "b.pdf")
    assert again.exit_code == 7
    assert "b.txt exists already" in again.stderr
    assert "--break-signature" in again.stderr
    assert fix(source, "-o", tmp_path / "b.pdf", "--break-signature").exit_code == 0
    assert b"%PDF" in (tmp_path / "b.pdf").read_bytes()[:8]


def test_signed_pdfs_of_a_folder(tmp_path: Path, root: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(signed_pdf(root))
    (folder / "b.txt").write_text("lành", "utf-8")
    assert fix(folder, "-o", out).exit_code == 0  # the text alone breaks no signature
    for _ in range(2):
        result = fix(folder, "-o", out, "--pdf")
        assert result.exit_code == 7
        assert re.search(r"refused +1$", result.stderr, re.MULTILINE)
        assert sorted(contents(out)) == ["a.jsonl", "a.txt", "b.jsonl", "b.txt"]
    assert "2 files were done before" in result.stderr
    broken = fix(folder, "-o", out, "--pdf", "--break-signature")
    assert broken.exit_code == 0
    assert "the signatures are gone" in broken.stderr
    assert (out / "a.pdf").exists()


@pytest.mark.parametrize("alone", [True, False])
def test_a_signed_healthy_pdf_is_passed_through(tmp_path: Path, *, alone: bool) -> None:
    """Its words are tidied in the text; the file keeps its signature."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    line = "\xd0oàn công tác có hai làm công tác thi hành án và thông báo"
    (folder / "a.pdf").write_bytes(with_signature(make_pdf([[line]])))
    args = [folder / "a.pdf", "-o", out / "a.pdf"] if alone else [folder, "-o", out, "--pdf"]
    result = fix(*args, "-v")
    assert result.exit_code == 0, result.stderr
    assert "healthy; tidying not written: signed." in result.stderr
    assert "a.pdf: read as pdfminer, healthy" in result.stderr
    assert (out / "a.pdf").read_bytes() == (folder / "a.pdf").read_bytes()
    if not alone:
        assert (out / "a.txt").read_text("utf-8").startswith("\u0110oàn")


def test_formats_of_the_inputs_are_written_if_asked_for(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.pdf").write_bytes((root / "corpus" / "letter" / "scan.pdf").read_bytes())
    (folder / "b.hocr").write_text(HOCR, "utf-8")
    made = {
        options: sorted(contents(tmp_path / f"out{n}"))
        for n, options in enumerate(((), ("--pdf",), ("--same-format",)))
        if fix(folder, "-o", tmp_path / f"out{n}", *options).exit_code == 0
    }
    texts = ["a.jsonl", "a.txt", "b.jsonl", "b.txt"]
    assert made[()] == texts
    assert made[("--pdf",)] == sorted([*texts, "a.pdf"])
    assert made[("--same-format",)] == sorted([*texts, "a.pdf", "b.hocr"])


@pytest.mark.parametrize("jobs", [0, 2])
def test_check_of_a_folder_writes_nothing(tmp_path: Path, jobs: int) -> None:
    folder = make_folder(tmp_path / "in", 4)
    before = contents(tmp_path)
    result = fix("--check", folder, "--jobs", jobs)
    assert result.exit_code == 1
    told = sorted(line.split(":")[0] for line in result.stdout.splitlines())
    assert told == [str(folder / "so 1" / "van ban 1.txt"), str(folder / "so 2" / "van ban 2.txt")]
    assert contents(tmp_path) == before
    assert fix("--check", folder / "so 0", "--jobs", jobs).exit_code == 0


def test_in_place_in_a_folder(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(toy.GARBLED)
    (folder / "b.pdf").write_bytes(make_pdf([["Cii"]]))
    result = fix("--in-place", folder, "--jobs", "0")
    assert result.exit_code == 7
    assert (folder / "a.txt").read_text("utf-8") == toy.TRUE
    assert (folder / "b.pdf").read_bytes().startswith(b"%PDF")
    assert sorted(p.name for p in folder.iterdir()) == ["a.txt", "b.pdf"]


def test_batch_is_another_name_of_fix(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder, out = make_folder(tmp_path / "in", 2), tmp_path / "out"
    result = CliRunner().invoke(group, ["batch", str(folder), "-o", str(out), "--jobs", "0"])
    assert result.exit_code == 0
    assert_complete(folder, tmp_path / "out")


@pytest.mark.parametrize("option", ["--pdf", "--same-format", "--timeout=9"])
def test_options_of_folder_runs_are_refused_for_a_single_file(tmp_path: Path, option: str) -> None:
    (tmp_path / "a.txt").write_text("lành")
    result = fix(tmp_path / "a.txt", option)
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_workers_may_be_named_for_a_single_file(tmp_path: Path, jobs: str) -> None:
    (tmp_path / "a.txt").write_text("lành")
    assert fix(tmp_path / "a.txt", "--jobs", jobs).stdout == "lành"
    assert fix(tmp_path / "a.txt", "--jobs", "-1").exit_code == 2


@pytest.mark.parametrize("args", [["--jobs", "-1"], ["--timeout", "0"], ["--jobs=0", "--memory=9"]])
def test_limits_that_make_no_sense(tmp_path: Path, args: list[str]) -> None:
    folder = make_folder(tmp_path / "in", 1)
    assert fix(folder, "-o", tmp_path / "out", *args).exit_code == 2


def test_a_fault_shows_its_place_with_v_only(
    tmp_path: Path, toy_engine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del toy_engine

    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("vnfix.alternatives.choice.read", fail)
    folder = make_folder(tmp_path / "in", 1)
    result = fix(folder, "-o", tmp_path / "out", "--jobs", "0")
    assert result.exit_code == 70
    assert "report it" in result.stderr
    again = ["fix", "-v", str(folder), "-o", str(tmp_path / "out"), "--jobs", "0"]
    loud = CliRunner().invoke(group, again)
    assert "Traceback" in loud.stderr


def test_names_cannot_speak_to_the_terminal(tmp_path: Path, toy_engine: object) -> None:
    del toy_engine
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a\x1b[2J\nError: b.pdf").write_bytes(b"%PDF-1.4 cut")
    result = fix(folder, "-o", tmp_path / "out", "--jobs", "0")
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\nError: ") + result.stderr.startswith("Error: ") == 1


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    import pty

    folder = make_folder(tmp_path / "in", 6)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "vnfix", "fix", str(folder), "-o", str(tmp_path / "out")],
        cwd=ROOT, stderr=theirs, stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    assert process.wait() == 5
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    assert "7 of 7 files" in text
    assert "words/s" in text
    assert "left" in text
    assert "Error: " in text
    assert "repaired" in text
    assert "Traceback" not in text


def test_ctrl_c_ends_at_once_with_130_and_goes_on_later(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 40), tmp_path / "out"
    with start("fix", folder, "-o", out, "--jobs", 2) as process:
        until = time.monotonic() + 30
        while len(list(out.rglob("*.jsonl"))) < 3 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.decode().splitlines()[-1].startswith("Interrupted")
    assert b"Traceback" not in said
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["interrupted"]
    assert 0 < len(report["files"]) < 40
    assert not list(out.rglob(".*"))
    result = fix(folder, "-o", out, "--jobs", 2)
    assert result.exit_code == 0
    done = re.search(r"(\d+) files were done before", result.stderr)
    # A worker may have finished its file just before the end.
    assert done
    assert 0 <= int(done[1]) - len(report["files"]) <= 2
    assert_complete(folder, out)


@pytest.mark.parametrize("compiled", [True, False])
def test_a_plain_kernel_is_told_once_with_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, compiled: bool
) -> None:
    monkeypatch.setattr("vnfix.decode.kernel.compiled", lambda: compiled)
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(toy.GARBLED, "utf-8")
    told = fix(tmp_path / "in", "-o", tmp_path / "out", "--jobs", "1").stderr
    assert told.count("plain Python") == (0 if compiled else 1)
    assert ("C compiler" in told) is not compiled
