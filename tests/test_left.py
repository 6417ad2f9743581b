"""What is less sure than `min_confidence` is left as it was, and said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import vnfix
from vnfix.cli import group
from vnfix.document import lines_of, make_document
from vnfix.formats.corrections import Status, load
from vnfix.model import Correction, Damage, Safety
from vnfix.pipeline import shortens_code
from vnfix.review.records import only_asks
from vnfix.text.unicode import strip_accents

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

HEALTHY = "Thực hiện tốt các nhiệm vụ được giao tại Ban Zdt\n"
GARBLED = "Thuc hiQn t6t c6c nhiQm vu dugc giao tai Ban Zdt\n"
TEXTS = (
    GARBLED,
    "Uy ban nhan dan tinh thdnh lap t6 cong t6c do dng Hd Kic lam t6 truong\n",
    "Bao c6o vd viQc thyc hiQn k6 hoqch n6m 2021 c0a c6c don vi thuQc So\n"
    "Ddng chi Qdt, Truong thdn Kd, xd Ldc Phrn\n",
)


def run(*arguments: str | Path, text: str = "", code: int = 0) -> Result:
    result = CliRunner().invoke(group, [*map(str, arguments)], input=text.encode())
    assert result.exit_code == code, result.stderr
    return result


MAIL = """\
From: lan@abc.vn
Chao anh Minh,
Em gui anh bao cao thang 5 cua phong, anh xem giup em nhe.
Cam on anh nhieu!
Sent from my iPhone
"""


def test_letters_and_marks_of_text_typed_without_accents_stay() -> None:
    assert vnfix.detect(MAIL).kind is Damage.UNACCENTED
    repair = vnfix.fix_and_explain(MAIL)
    assert "báo cáo tháng 5 của phòng" in repair.text
    assert strip_accents(repair.text).lower() == MAIL.lower()


@pytest.mark.parametrize(
    ("line", "before", "after", "shortens"),
    [
        ("các chỉ số PAR INDEX của tỉnh", "PAR", "ĐA", True),
        ("các chỉ số (PAR) của tỉnh", "(PAR)", "(ĐA)", True),
        ("các chỉ số PAR INDEX của tỉnh", "PAR", "PAP", False),
        ("các chỉ số PAR INDEX của tỉnh", "PAR", "với", False),
        ("TÌNH HÌNH CCHCC CỦA TỈNH", "CCHCC", "CCHC", False),
    ],
)
def test_a_code_that_would_be_shortened_is_told(
    line: str, before: str, after: str, *, shortens: bool
) -> None:
    start = len("Tên\n") + line.index(before)
    change = Correction(
        start, start + len(before), before, after, "decode", 0.5, Safety.REVIEW, "it may be"
    )
    assert shortens_code(change, f"Tên\n{line}\nTên") is shortens


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "plan.txt"
    path.parent.mkdir()
    path.write_text(GARBLED, "utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after", "confidence", "made"),
    [
        ("Zdt", "Đất", 0.29, False),
        ("Zdt", "Đất", 0.3, True),
        ("b6oc6o", "báo cáo", 0.2, False),
        ("b6o c6o vd viqc", "báo cáo về việc", 0.2, False),  # words of their own, as they stand
        ("-B6oc6ovdviqc", "- Báo cáo về việc", 0.02, True),
        ("524e440066559a6656c9", "524e 440066559a 6656c 9", 0.13, False),  # a hash
        ("ABx9/77qPzz+==", "ab x 9 77 q p zz tt rr ss vv", 0.0005, False),
    ],
)
def test_of_a_line_without_blanks_each_word_is_to_be_likely(
    before: str, after: str, confidence: float, made: bool
) -> None:
    c = Correction(0, len(before), before, after, "decode", confidence, Safety.REVIEW)
    assert c.is_surer(0.3) is made
    assert only_asks(c) is not made


def test_a_healthy_text_has_nothing_left() -> None:
    found = vnfix.fix_and_explain(HEALTHY)
    assert (found.text, found.left) == (HEALTHY, ())


def test_an_unsure_word_stays_and_is_named() -> None:
    found = vnfix.fix_and_explain(GARBLED)
    assert found.text == HEALTHY
    assert [c.before for c in found.left] == ["Zdt"]
    assert all(c.confidence >= vnfix.Config().min_confidence for c in found.corrections)
    (line,) = lines_of(make_document(GARBLED), found.left)
    assert line.number == 1


def test_the_bound_is_an_option() -> None:
    everything = vnfix.fix_and_explain(GARBLED, min_confidence=0)
    assert everything.left == ()
    assert "Zdt" not in everything.text
    nothing = vnfix.fix_and_explain(GARBLED, min_confidence=1.0)
    assert all(c.confidence == 1.0 for c in nothing.corrections)
    with pytest.raises(vnfix.UsageError, match="min_confidence"):
        vnfix.fix_text(GARBLED, min_confidence=35)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("bound", [0.2, 0.35, 0.5, 0.7, 0.9])
def test_a_second_run_moves_nothing(text: str, bound: float) -> None:
    first = vnfix.fix_text(text, min_confidence=bound)
    assert vnfix.fix_text(first, min_confidence=bound) == first
    assert first.count("\n") == text.count("\n")


def test_rows_of_one_document_have_their_own_places() -> None:
    rows = list(vnfix.pipe(["Thuc hiQn t6t c6c nhiQm vu", GARBLED], groups=["a", "a"]))
    assert [[c.before for c in row.left] for row in rows] == [[], ["Zdt"]]
    (left,) = rows[1].left
    assert GARBLED[left.start : left.end] == "Zdt"


def test_auto_leaves_it_too() -> None:
    found = vnfix.fix_and_explain(GARBLED, auto_only=True)
    assert [c.before for c in found.left] == ["Zdt"]


def test_fix_says_how_many_and_where(plan: Path) -> None:
    result = run("fix", plan)
    assert result.stdout == HEALTHY
    assert "left as they were, too unsure to be changed: 1 (line 1)." in result.stderr
    assert "Zdt" not in result.stderr
    assert "'Zdt' was left, perhaps" in run("fix", plan, "-v").stderr
    assert run("fix", plan, "-q").stderr == ""
    assert "unsure" not in run("fix", plan, "--min-confidence", "0").stderr
    run("fix", plan, "--min-confidence", "2", code=2)


def test_a_correction_file_keeps_it_marked(plan: Path, tmp_path: Path) -> None:
    rows = tmp_path / "plan.jsonl"
    run("propose", plan, "-o", rows)
    _, proposed = load(rows.read_bytes(), "plan.jsonl")
    assert [r.correction.before for r in proposed if r.status is Status.LEFT] == ["Zdt"]
    assert run("apply", plan, rows).stdout == run("fix", plan).stdout
    out = tmp_path / "out.txt"
    assert "0 rejected, 1 left" in run("apply", plan, rows, "-o", out).stderr
    rows.write_text(rows.read_text("utf-8").replace('"left"', '"accepted"'), "utf-8")
    accepted = run("apply", plan, rows).stdout
    assert accepted == vnfix.fix_text(GARBLED, min_confidence=0)
    assert run("fix", plan, "-o", tmp_path / "b.jsonl").exit_code == 0
    assert '"left"' in (tmp_path / "b.jsonl").read_text("utf-8")


def test_a_folder_run_reports_it(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("fix", plan.parent, "-o", out, "--jobs", "0", "-v")
    assert "left as they were, too unsure: 1;" in result.stderr
    assert (out / "plan.txt").read_text("utf-8") == HEALTHY
    assert '"left"' in (out / "plan.jsonl").read_text("utf-8")
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["totals"]["left"] == report["files"][0]["left"] == 1
    assert [(u["line"], u["before"]) for u in report["files"][0]["unsure"]] == [(1, "Zdt")]
    assert "Để nguyên" in (out / "report.html").read_text("utf-8")
    again = run("fix", plan.parent, "-o", out, "--jobs", "0")
    assert "1 files were done before" in again.stderr
    assert json.loads((out / "report.json").read_text("utf-8"))["totals"]["left"] == 1


def test_a_review_marks_what_nobody_has_decided(plan: Path, tmp_path: Path) -> None:
    run("review", plan, "--export", "--store", tmp_path / "s.sqlite3")
    rows = plan.with_name("plan.txt.jsonl")
    assert [r.correction.before for r in load(rows.read_bytes(), "x")[1] if r.status == "left"] == [
        "Zdt"
    ]
    assert run("apply", plan, rows).stdout == HEALTHY
    rows.unlink()
    run("review", plan, "--export", "--store", tmp_path / "t.sqlite3", "--min-confidence", "0")
    assert "Zdt" not in run("apply", plan, rows).stdout
