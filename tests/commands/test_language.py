"""The command line in Vietnamese: nothing is left in English, and rows for programs stay."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from tests.pdfs import make_pdf
from tools.messages import compared, spoken
from vnfix.cli import group
from vnfix.commands import COMMANDS
from vnfix.commands.language import ENGLISH, VIETNAMESE, language_of, speak, translated
from vnfix.files.catalogue import CATALOGUE, PLACE, catalogue
from vnfix.look import engine_for
from vnfix.look.tesseract import find_tesseract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"
# What is no English: names of options, files and programs, and what a message quotes.
NAMES = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|<[^>]*>|-{1,2}[a-z][\w-]*|[\w.-]*[/.][\w./-]*|\b[A-Z]\S*"
)
FOREIGN = re.compile(
    r"\b(?:the|is|are|of|and|not|with|that|which|has|have|cannot|file|folder|name|text|add|it|was|were|pages)\b"
)


@pytest.fixture(autouse=True)
def _english_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    speak(ENGLISH)


def run(*arguments: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], env=env)


def english(text: str) -> list[str]:
    """Return the English words of a text that should be Vietnamese."""
    return FOREIGN.findall(NAMES.sub("", text))


def test_every_message_has_its_vietnamese_and_none_is_stale() -> None:
    assert compared() == ([], []), "python -m tools.messages"
    assert len(list(spoken())) > 200


def test_the_finder_of_messages_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text(
        'REMEDY = "Do something else."\n'
        'def f(n):\n    message = f"{n!r} is not here."\n    raise UsageError(message, REMEDY)\n'
        'log.warning("%s is odd: %d times.", n, 2)\n',
        "utf-8",
    )
    monkeypatch.setattr("tools.messages.PACKAGE", tmp_path)
    found = set(spoken())
    assert found == {"{0} is not here.", "Do something else.", "{0} is odd: {1} times."}


def test_translations_keep_what_is_put_in_and_are_vietnamese() -> None:
    tables = tomllib.loads(CATALOGUE.read_text("utf-8"))
    for source, vietnamese in (tables["said"] | tables["composed"]).items():
        assert sorted(PLACE.findall(vietnamese)) == sorted(PLACE.findall(source)), source
        assert english(vietnamese) == [], vietnamese
        for option in re.findall(r"--[a-z][a-z-]+", vietnamese):
            assert option in source, vietnamese


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, ENGLISH),
        ({"LANG": "vi_VN.UTF-8"}, VIETNAMESE),
        ({"LC_MESSAGES": "vi_VN", "LANG": "en_GB"}, VIETNAMESE),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "vi_VN"}, ENGLISH),
        ({"LC_ALL": "", "LANG": "vi"}, VIETNAMESE),
        ({"LANG": "via"}, ENGLISH),
    ],
)
def test_the_locale_says_which_language(variables: dict[str, str], language: str) -> None:
    assert language_of([], variables) == language
    assert language_of(["--", "--lang", "vi"], variables) == language


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_vietnamese(command: str) -> None:
    arguments = [command, "--help"] if command else ["--help"]
    plain = run(*arguments)
    told = run(*arguments, "--lang", "vi")
    assert (plain.exit_code, told.exit_code) == (0, 0)
    assert "Cách dùng: vnfix" in told.stdout.replace("group", "vnfix")
    assert "Tùy chọn:" in told.stdout
    body = " ".join(told.stdout.split("\n\n", 1)[1].split())
    assert english(body) == [], body
    assert run(*arguments).stdout == plain.stdout


def test_messages_and_remedies_are_vietnamese_and_codes_stay(tmp_path: Path) -> None:
    text, pdf = tmp_path / "a.txt", tmp_path / "b.pdf"
    text.write_text(GARBLED, "utf-8")
    pdf.write_bytes(make_pdf([["Cii c6ch"]])[:-60])
    (tmp_path / "c.json").write_text('{"a": "Cii c6ch",\n "b" 1}', "utf-8")
    (tmp_path / "d.txt").write_bytes("Kế hoạch".encode("cp1258", "ignore") + b"\xe3\xcc \xf2")
    shutil.copy(text, tmp_path / "e.csv")
    for arguments in (
        ["fix", tmp_path / "none.txt"],
        ["fix", pdf],
        ["fix", tmp_path / "c.json"],
        ["fix", tmp_path / "d.txt"],
        ["fix", text, "-o", text],
        ["fix", text, "-o", tmp_path / "e.csv"],
        ["fix", text, "-o", tmp_path / "x.docx"],
        ["fix", text, pdf],
        ["fix", text, "--jobs", "-1"],
        ["fix", text, "--encoding", "klingon"],
        ["fix", text, "--nope"],
        ["fix"],
        ["fixx"],
        ["check", tmp_path / "none.txt"],
        ["apply", text, text],
        ["diff", text, "--words", "--html", "x.html"],
        ["review", "-"],
        ["learn", tmp_path / "none.sqlite3"],
        ["fix", tmp_path, "-o", tmp_path / "out"],
    ):
        plain = run(*arguments)
        told = run(*arguments, env={"LANG": "vi_VN.UTF-8"})
        assert told.exit_code == plain.exit_code > 0, (arguments, told.stderr)
        assert "Lỗi: " in told.stderr
        assert english(told.stderr) == [], told.stderr
        assert len(told.stderr.strip().splitlines()) >= 2, told.stderr


def test_summaries_are_vietnamese(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(GARBLED, "utf-8")
    (folder / "c.png").write_bytes(b"\x89PNG")
    (folder / "d.pdf").write_bytes(b"%PDF-1.4")
    told = run("fix", folder, "-o", tmp_path / "out", "--jobs", "0", "-v", env={"LANG": "vi_VN"})
    assert english(told.stderr) == [], told.stderr
    assert "4 tệp: 2 đã sửa, 1 không xử lý được, 1 không đọc." in told.stderr
    assert "report.html" in told.stderr
    again = run("fix", folder, "-o", tmp_path / "out", "--jobs", "0", "--lang", "vi")
    assert english(again.stderr) == [], again.stderr
    would = run("fix", "--check", folder / "a.txt", "--lang", "vi")
    assert "sẽ sửa" in would.stdout


def test_what_is_left_is_told_in_vietnamese(tmp_path: Path) -> None:
    text, rows = tmp_path / "a.txt", tmp_path / "a.jsonl"
    text.write_text(GARBLED * 2, "utf-8")
    how = ("--min-confidence", "1", "--lang", "vi")
    told = run("fix", text, "-o", tmp_path / "b.txt", *how)
    assert "chỗ để nguyên vì chưa chắc (dòng 1, 2). `vnfix review` để duyệt" in told.stderr
    assert english(told.stderr) == [], told.stderr
    text.write_text(GARBLED, "utf-8")
    assert "chỗ để nguyên vì chưa chắc (dòng 1)." in run("fix", text, *how).stderr
    run("propose", text, "-o", rows, *how)
    applied = run("apply", text, rows, "-o", tmp_path / "c.txt", "--lang", "vi")
    assert re.search(r"c\.txt: áp dụng \d+ chỗ sửa, bỏ 0, để nguyên \d+\.$", applied.stderr.strip())


@pytest.mark.parametrize("language", ["vie", "xyz"])
def test_why_no_second_look_is_told_in_vietnamese(
    language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None if language == "vie" else "tesseract")
    monkeypatch.setattr("vnfix.look.tesseract._run", lambda *_: "tesseract 5.3.0")
    for cached in (find_tesseract, engine_for):
        cached.cache_clear()
    assert engine_for(language) is None
    engine_for.cache_clear()
    speak(VIETNAMESE)
    told = translated(f"Warning: {caplog.messages[-1]}")
    assert told.startswith("Lưu ý: Không đọc lại từ ảnh trang: ")
    assert f"tesseract-ocr-{language}`" in told
    assert english(told) == [], told


def test_what_was_checked_is_named_in_vietnamese() -> None:
    told = run("data-check", "--lang", "vi")
    assert "từ điển và quy tắc: không có lỗi." in told.stderr
    assert "bảng dữ liệu trong " in told.stderr


def test_the_sums_of_a_run_stand_in_a_column(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GARBLED, "utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF-1.4")
    for language in ("en", "vi"):
        out = tmp_path / language
        told = run("fix", folder, "-o", out, "--jobs", "0", "--lang", language).stderr
        rows = [line for line in told.splitlines() if re.fullmatch(r"  \D+ +1", line)]
        assert len(rows) == 2
        assert len({len(row) for row in rows}) == 1, rows


def test_rows_for_programs_are_the_same_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GARBLED, "utf-8")
    for arguments in (["check", "--json", path], ["propose", path], ["fix", path], ["diff", path]):
        plain = run(*arguments)
        told = run(*arguments, env={"LANG": "vi_VN"})
        assert told.stdout == plain.stdout
    row = json.loads(run("check", "--json", path, "--lang", "vi").stdout)
    assert row["kind"] == "wrong-language OCR"
    assert "OCR sai ngôn ngữ" in run("check", path, "--lang", "vi").stdout


def test_what_the_catalogue_lacks_stays_as_it_is() -> None:
    speak(VIETNAMESE)
    assert translated("Nothing like this is known: x.") == "Nothing like this is known: x."
    assert translated("") == ""
    speak(ENGLISH)
    assert translated("Check the path.") == "Check the path."
    assert catalogue()["Check the path."].startswith("Kiểm tra")
