"""Pages that are pictures with a stamp need OCR; healthy pages and OCR layers first."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from PIL import Image

from vnfix.cli import main
from vnfix.config import Config
from vnfix.errors import NothingToDoError
from vnfix.formats.reading import read_bytes
from vnfix.pdf.read.pdfium import first_look

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Van phong thong bao lich tiep dan cua lanh dao xa trong thang toi. "
STAMP = "SAO Y; ngay 05 thang 3 nam 2024"


class Maker:
    """A PDF page by page."""

    def __init__(self) -> None:
        """Begin a file without pages."""
        self.pdf = FPDF(format="A4", unit="pt")
        self.pdf.set_font("Helvetica", size=11)

    def page(
        self, text: str = "", *, pictures: int = 0, mode: int = 0, below: bool = False
    ) -> Maker:
        """Add a page: full-page pictures in strips, and text on them or below."""
        self.pdf.add_page()
        if below:
            self._write(text, mode)
        for k in range(pictures):
            strip = 842 / pictures
            picture = Image.new("RGB", (40, 60), (200 + k, 210, 220))
            self.pdf.image(picture, 0, k * strip, 595, strip)
        if not below:
            self._write(text, mode)
        return self

    def _write(self, text: str, mode: int) -> None:
        self.pdf.set_xy(40, 40)
        with self.pdf.local_context(text_mode=mode):
            for line in filter(None, text.split("\n")):
                self.pdf.text(40, self.pdf.get_y() + 14, line)
                self.pdf.set_y(self.pdf.get_y() + 14)

    def made(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self.pdf.output(out)
        return out.getvalue()


def pictures(data: bytes) -> tuple[int, ...]:
    return read_bytes(data, "a.pdf", Config()).pictures


def test_pages_of_text_are_none() -> None:
    assert pictures(Maker().page(TEXT).page("Phu luc I").page().made()) == ()


@pytest.mark.parametrize("how", [{"mode": 3}, {"below": True}])
def test_ocr_layers_are_layers_however_short(how: dict[str, int]) -> None:
    assert pictures(Maker().page("Phu luc I", pictures=1, **how).made()) == ()  # type: ignore[arg-type]


def test_a_small_picture_makes_no_scan() -> None:
    maker = Maker().page("Phu luc I")
    maker.pdf.image(Image.new("RGB", (40, 40)), 100, 100, 200, 200)
    assert pictures(maker.made()) == ()


def test_long_text_on_a_background_is_text() -> None:
    assert pictures(Maker().page("\n".join([TEXT] * 8), pictures=1).made()) == ()


@pytest.mark.parametrize("strips", [1, 3, 12])
def test_a_stamp_on_pictures_is_refused_and_shown(strips: int) -> None:
    data = Maker().page(STAMP, pictures=strips).page(STAMP, pictures=strips).made()
    with pytest.raises(NothingToDoError, match=r"2 pages of pictures.*SAO Y"):
        read_bytes(data, "a.pdf", Config())
    assert first_look(data, "a.pdf") is None


def test_one_stamp_and_pictures_without_any_text() -> None:
    data = Maker().page(STAMP, pictures=1).page(pictures=1).made()
    with pytest.raises(NothingToDoError):
        read_bytes(data, "a.pdf", Config())


def test_mixed_files_are_told_page_by_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy = "The council meets on Monday.\nAll members have been invited in writing."
    path = tmp_path / "mixed.pdf"
    data = Maker().page(healthy).page(STAMP, pictures=1).page(pictures=1).page(healthy).made()
    path.write_bytes(data)
    assert pictures(data) == (2, 3)
    assert main(["check", str(path)]) == 1
    assert "2 pages are pictures and need OCR: 2-3" in capsys.readouterr().out
    assert main(["check", "--json", str(path)]) == 1
    kinds = json.loads(capsys.readouterr().out)["by_page"]
    assert kinds == ["not Vietnamese", "needs OCR", "needs OCR", "not Vietnamese"]
    assert main(["fix", str(path), "-o", str(tmp_path / "out.txt")]) == 0
    assert "pages without a text layer of their own: 2, 3" in capsys.readouterr().err


def test_commands_end_with_six(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(Maker().page(STAMP, pictures=1).made())
    assert main(["check", str(path)]) == 6
    assert main(["fix", str(path)]) == 6
    assert "needs OCR" in capsys.readouterr().err
    assert main(["check", "--json", str(path)]) == 6
    row = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["by_page"]) == ("no text layer", ["needs OCR"])
