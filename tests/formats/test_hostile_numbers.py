"""Numbers that no machine holds, wherever a file may have one: no fault of vnfix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import vnfix
from tests.ocr import alto, hocr
from vnfix.cli import group

if TYPE_CHECKING:
    from pathlib import Path

HUGE = "9" * 6000
LINES = ("Uy ban nhan dan tinh yéu cdu cdc co quan", "bao cao két qua truvdc ngay 5")
HOCR, ALTO = hocr(*LINES), alto(*LINES)
CHANGES = [
    ("a.hocr", "yéu", f"y&#{HUGE};"), ("a.hocr", "yéu", f"y&#x{HUGE};"), ("a.hocr", "yéu", "&#x0;"),
    ("a.hocr", "yéu", "y&#1114112;&#xD800;"), ("a.hocr", "0 0 900 800", f"0 0 900 {HUGE}"),
    ("a.hocr", "x_wconf 3", f"x_wconf {HUGE}"), ("a.hocr", "900", "1e400"),
    ("a.hocr", "bbox 0 0 900 800", f"bbox 0 0 900 800; scan_res {HUGE} 300; ppageno {HUGE}"),
    ("a.hocr", "bbox 0 20 900 35", f"bbox 0 20 900 35; baseline {HUGE} 1; textangle {HUGE}"),
    ("a.xml", "yéu", f"y&#{HUGE};"), ("a.xml", 'WIDTH="900"', f'WIDTH="{HUGE}"'),
    ("a.xml", 'HPOS="', f'HPOS="{HUGE}'), ("a.xml", 'VPOS="', 'VPOS="NaN'),
    ("a.xml", 'HPOS="', 'HPOS="1e400'), ("a.xml", 'WIDTH="', 'WIDTH="-1e308'),
    ("a.xml", 'WC="0.01"', f'WC="{HUGE}"'),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_numbers_in_marked_up_text(tmp_path: Path, toy_engine: object, number: int) -> None:
    del toy_engine
    name, old, new = CHANGES[number]
    markup = HOCR if name == "a.hocr" else ALTO
    assert old in markup
    path = tmp_path / name
    path.write_text(markup.replace(old, new), "utf-8")
    for out in (name, "out.txt", "out.html"):
        target = str(tmp_path / "out" / out)
        result = CliRunner().invoke(group, ["fix", str(path), "-o", target])
        assert result.exit_code in {0, 3}, result.stderr


@pytest.mark.parametrize(
    "text",
    [f"Ủy ban (cid:{HUGE}) nhân dân", f"nga`y {HUGE}/12/2021", f"&#{HUGE};", f"Số {HUGE}/QĐ-UBND"],
)
def test_numbers_in_text(text: str) -> None:
    assert HUGE in vnfix.fix_text(text)
