"""The plugin inside of OCRmyPDF, with tesseract and its English model."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("ocrmypdf")

from ocrmypdf import Executor
from ocrmypdf._pipelines._common import PageResult

from bench.scoring import Tally
from tests.adapters.test_ocr_tree import LINES, page
from vnfix.adapters.ocrmypdf import RepairingExecutor, repair_pages
from vnfix.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMAND = (
    "-m",
    "ocrmypdf",
    "--plugin",
    "vnfix.adapters.ocrmypdf",
    "-l",
    "eng",
    "--output-type",
    "pdf",
)
HOCR = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title></title></head><body>
<div class='ocr_page' title='image "x.png"; bbox 0 0 600 800; ppageno 0; scan_res 72 72'>
<p class='ocr_par' lang='eng' title='bbox 0 0 600 20'>
<span class='ocr_line' title='bbox 0 0 600 20; baseline 0 -3'>{}</span></p></div></body></html>
"""


def hocr(text: str) -> str:
    """Return the hOCR of a page of one line."""
    word = "<span class='ocrx_word' title='bbox {} 0 {} 20; x_wconf 50'>{}</span>"
    words = (word.format(60 * k, 60 * k + 50, text) for k, text in enumerate(text.split()))
    return HOCR.format(" ".join(words))


def result(folder: Path, number: int, text: str) -> PageResult:
    """Return what OCRmyPDF holds of a page after OCR."""
    ocr, sidecar = folder / f"{number}.hocr", folder / f"{number}.txt"
    ocr.write_text(hocr(text), "utf-8")
    sidecar.write_text(text, "utf-8")
    return PageResult(pageno=number, ocr=ocr, text=sidecar)


@pytest.fixture(scope="module")
def scan(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first two pages of the plan of `corpus/` as pictures without a text layer."""
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path_factory.mktemp("scan") / "scan-image.pdf"
    with pdfium.PdfDocument(root / "corpus" / "plan" / "scan.pdf") as document:
        pictures = [document[k].render(scale=200 / 72).to_pil().convert("L") for k in range(2)]
    pictures[0].save(path, resolution=200, save_all=True, append_images=pictures[1:])
    return path


def ocr(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_scan_becomes_searchable_in_vietnamese(
    scan: Path, root: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("tesseract")
    out, sidecar = tmp_path / "out.pdf", tmp_path / "out.txt"
    run = ocr("--jobs", "2", "--sidecar", sidecar, scan, out)
    assert run.returncode == 0, run.stderr
    assert "vnfix made" in run.stderr
    extract = [program("pdftotext"), "-layout", str(out), "-"]
    text = subprocess.run(
        extract, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    assert "Độc lập - Tự do - Hạnh phúc" in text
    truth = (root / "corpus" / "plan" / "true.txt").read_text("utf-8").split("\f")[:2]
    for found in (text, sidecar.read_text("utf-8")):
        tally = Tally()
        for true, read in zip(truth, found.split("\f"), strict=False):
            tally.add(" ".join(true.split()), " ".join(read.split()))
        assert tally.wer < 0.08


def test_text_that_is_right_stays(
    scan: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("tesseract")
    protect = tmp_path / "words.txt"
    protect.write_text("KE HOACH\n", "utf-8")
    sidecar = tmp_path / "out.txt"
    run = ocr(
        "--vnfix-protect", protect, "--pages", "1", "--sidecar", sidecar, scan, tmp_path / "o.pdf"
    )
    assert run.returncode == 0, run.stderr
    assert "KE HOACH" in sidecar.read_text("utf-8")
    assert "OCR skipped on page(s) 2" in sidecar.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--pdf-renderer", "sandwich"], "sandwich renderer"),
        (["--vnfix-dictionary", "none.txt"], "none.txt"),
    ],
)
def test_what_cannot_work_is_refused_at_once(
    options: list[str], message: str, scan: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("tesseract")
    run = ocr(*options, scan, tmp_path / "out.pdf")
    assert run.returncode == 1
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_pages_are_repaired_as_one_document(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pages = [result(tmp_path, k, " ".join(LINES[0][2 * k : 2 * k + 2])) for k in (1, 0)]
    repair_pages(pages, Config())
    texts = [page.text.read_text("utf-8").split() for page in pages if page.text]
    assert texts == [["hành", "chính"], ["Cải", "cách"]]
    first = (tmp_path / "0.hocr").read_text("utf-8")
    assert "bbox 60 0 110 20; x_wconf 50'>cách<" in first
    assert "4 corrections on 2 pages" in caplog.text


def test_pages_that_are_right_keep_their_files(tmp_path: Path) -> None:
    right = result(tmp_path, 0, "Kế hoạch cải cách hành chính")
    garbled = result(tmp_path, 1, " ".join(LINES[0] + LINES[1]))
    files = [path.read_bytes() for path in (right.ocr, right.text) if path]
    repair_pages([right, garbled], Config())
    assert [path.read_bytes() for path in (right.ocr, right.text) if path] == files
    assert garbled.text is not None
    assert garbled.text.read_text("utf-8").startswith("Cải cách hành chính")


def test_pages_without_ocr_and_engines_that_give_trees(tmp_path: Path) -> None:
    empty = tmp_path / "empty.hocr"
    empty.touch()
    tree = page(LINES)
    repair_pages([PageResult(0), PageResult(1, ocr=empty), PageResult(2, ocr_tree=tree)], Config())
    assert [word.text for word in tree.words][:4] == ["Cải", "cách", "hành", "chính"]
    assert empty.read_bytes() == b""


def test_example_of_the_documentation_runs(
    scan: Path, root: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("tesseract")
    text = (root / "docs" / "adapters.md").read_text("utf-8")
    (command,) = re.findall(r"^ocrmypdf (.+ scan-image\.pdf out\.pdf)$", text, re.MULTILINE)
    shutil.copy(scan, tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "ocrmypdf", *command.split()],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out.pdf").stat().st_size > 0
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in (tmp_path / "out.txt").read_text("utf-8")


class Serial(Executor):
    """Runs tasks one after the other; may not be called from within a call, as before 17.11."""

    def _execute(self, **call: Any) -> None:
        for arguments in call["task_arguments"]:
            call["task_finished"](call["task"](*arguments), None)


def test_other_tasks_pass_through(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = Serial()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(Serial, "__call__", lambda *_, **__: pytest.fail("would wait for ever"))
    done: list[tuple[int, object]] = []
    RepairingExecutor(inner)(
        use_threads=True,
        max_workers=1,
        progress_kwargs={},
        task=lambda number: number * 2,
        task_arguments=[(1,), (2,)],
        task_finished=lambda result, bar: done.append((result, bar)),
    )
    assert done == [(2, None), (4, None)]
