"""Every message of docs/errors.md: it comes, and following its remedy by the letter helps."""

from __future__ import annotations

import io
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from click.testing import CliRunner

from tests.broken_pdfs import bombs
from tests.ocr import alto, hocr
from tests.pdf.write.test_signature import signed
from tests.pdfs import make_pdf
from vnfix.cli import group
from vnfix.data.tables import SHIPPED
from vnfix.look import engine_for
from vnfix.look.tesseract import find_tesseract

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).parent.parent / "docs" / "errors.md").read_text("utf-8")
GARBLED = "Uy ban nhan dan tinh yéu cdu cdc co quan bao cao két qua ngay 5 thang 6 ndm 2021.\n"
TRUE = "Ủy ban nhân dân tỉnh yêu cầu các cơ quan báo cáo kết quả.\n"
TESTED: set[str] = set()


def about(*messages: str) -> Callable[[Any], Any]:
    """Say which messages of the page a test is about."""
    TESTED.update(messages)
    return lambda function: function


def run(*arguments: object, says: str = "", code: int = 0) -> str:
    """Run a command, check exit code and message, and return the text that was written."""
    result = CliRunner().invoke(group, [*map(str, arguments)])
    assert result.exit_code == code, result.stderr
    assert says in result.stderr
    return result.stdout


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(GARBLED, "utf-8")
    return path


@about("... is not utf-8 (byte 17); it looks like Windows-1258")
def test_an_encoding_that_has_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ke\u0302\u0301 hoa\u0323ch".replace("e\u0302", "ê").encode("cp1258"))
    run("fix", path, says="--encoding", code=3)
    out = tmp_path / "out.txt"
    run("fix", path, "--encoding", "cp1258", "-o", out)
    assert out.read_bytes() == path.read_bytes()  # it was healthy
    path.write_bytes(TRUE.encode() + b"one broken byte \xff here\n")
    run("fix", path, says="is not utf-8", code=3)
    run("fix", path, "--encoding", "utf-8:surrogateescape", "-o", out, "--force")
    assert out.read_bytes() == path.read_bytes()


@about("... cannot hold the repaired text; written as utf-8")
def test_an_encoding_too_narrow_for_the_result(tmp_path: Path) -> None:
    path, out = tmp_path / "a.txt", tmp_path / "out.txt"
    path.write_bytes(GARBLED.encode("latin-1"))
    run("fix", path, "--encoding", "latin-1", "-o", out, says="written as utf-8")
    assert "Ủy ban" in out.read_text("utf-8")
    run("fix", path, "--encoding", "cp1258", "-o", out, "--force")
    assert len(out.read_bytes().decode("cp1258")) > len(GARBLED)


@pytest.mark.slow
@about("... has no text layer")
def test_a_picture_is_read_by_an_engine_first(
    root: Path, tmp_path: Path, program: Callable[[str], str]
) -> None:
    program("tesseract")
    pytest.importorskip("ocrmypdf")
    bare, read = tmp_path / "IN.pdf", tmp_path / "OUT.pdf"
    with pikepdf.open(root / "corpus" / "letter" / "scan.pdf") as pdf:
        del pdf.pages[1:]
        from PIL import Image

        Image.new("RGB", (400, 200), "white").save(bare, "PDF")
    run("fix", bare, says="ocrmypdf -l vie", code=6)
    languages = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True)
    if "vie" not in languages.stdout:
        pytest.skip("needs the Vietnamese model of tesseract")
    command = [sys.executable, "-m", "ocrmypdf", "-l", "vie", str(bare), str(read)]
    subprocess.run(command, check=True, capture_output=True)
    assert read.exists()


@about("... is encrypted")
def test_an_encrypted_file(tmp_path: Path, program: Callable[[str], str]) -> None:
    path, out = tmp_path / "IN.pdf", tmp_path / "OUT.pdf"
    with pikepdf.open(io.BytesIO(make_pdf([[GARBLED.strip()]]))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="mat khau", owner="x"))
    run("fix", path, says="encrypted", code=3)
    command = [program("qpdf"), "--password=mat khau", "--decrypt", str(path), str(out)]
    subprocess.run(command, check=True)
    assert "Ủy ban" in run("fix", out)


@about("... is not a whole PDF", "... is broken")
def test_a_broken_file_is_mended(root: Path, tmp_path: Path, program: Callable[[str], str]) -> None:
    path, out = tmp_path / "IN.pdf", tmp_path / "MENDED.pdf"
    path.write_bytes((root / "corpus" / "letter" / "scan.pdf").read_bytes()[:-7])
    run("fix", path, says="qpdf", code=3)
    subprocess.run([program("qpdf"), str(path), str(out)], check=False)  # it warns
    assert "SỞ GIÁO DỤC" in run("fix", out)


@about("... is no PDF")
def test_a_text_that_has_the_name_of_a_pdf(text: Path) -> None:
    path = text.rename(text.with_suffix(".pdf"))
    run("fix", path, says="a.pdf is no PDF.\nIf it is a text, name it `.txt`", code=3)
    assert "Ủy ban" in run("fix", path.rename(path.with_suffix(".txt")))
    path.write_bytes(b"")
    run("fix", path, says="is not a whole PDF", code=3)


@about("... has changed since its corrections were proposed")
def test_a_text_that_has_changed(text: Path) -> None:
    rows = text.with_name("rows.jsonl")
    run("propose", text, "-o", rows)
    text.write_text(GARBLED * 2, "utf-8")
    run("apply", text, rows, says="vnfix propose", code=4)
    run("propose", text, "-o", rows, "--force")
    assert run("apply", text, rows).count("Ủy ban") == 2


@about("The corrections of ... overlap")
def test_one_of_two_rows_is_rejected(text: Path) -> None:
    rows = text.with_name("rows.jsonl")
    run("propose", text, "-o", rows)
    head, first, *rest = rows.read_text("utf-8").splitlines()
    rows.write_text("\n".join([head, first, first, *rest]) + "\n", "utf-8")
    run("apply", text, rows, says="Reject one of the two", code=3)
    rejected = first.replace('"proposed"', '"rejected"')
    rows.write_text("\n".join([head, first, rejected, *rest]) + "\n", "utf-8")
    assert "Ủy ban" in run("apply", text, rows)


@about("... exists already")
def test_force_replaces_and_in_place_replaces_inputs(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("mine")
    run("fix", text, "-o", out, says="--force", code=7)
    run("fix", text, "-o", out, "--force")
    assert "Ủy ban" in out.read_text("utf-8")
    run("fix", text, "-o", text, "--force", code=7)
    run("fix", text, "--in-place")
    assert "Ủy ban" in text.read_text("utf-8")
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(make_pdf([["Cii c6ch"]]))
    run("fix", pdf, "--in-place", code=7)


@about("The output ... lies inside the input ...")
def test_a_folder_outside(text: Path, tmp_path: Path) -> None:
    run("fix", text.parent, "-o", text.parent / "out", says="inside", code=7)
    run("fix", text.parent, "-o", tmp_path / "out", "--jobs", 0)


@about("... is signed")
def test_a_signed_file(tmp_path: Path) -> None:
    path, out = tmp_path / "IN.pdf", tmp_path / "OUT.pdf"
    path.write_bytes(signed())
    run("fix", path, "-o", out, says="--break-signature", code=7)
    assert (tmp_path / "OUT.txt").exists()
    assert not out.exists()
    run("fix", path, "-o", out, "--break-signature")
    assert out.exists()


@about(
    "... a part of it unpacks to more than ... MB",
    "its pages draw more than ... MB",
    "a page has more than ... letters",
)
def test_a_file_made_to_do_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(next(iter(bombs())).data)
    run("fix", path, says="print it to a new PDF", code=3)


@about(
    "... is no hOCR", "is not whole", "is broken XML", "is refused: it has entities of its own",
    "declares an unknown encoding", "cannot be written back byte for byte",
    "... is neither hOCR nor ALTO",
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "markup", "code"),
    [
        ("a.hocr", "<html><body>text</body></html>", 3),
        ("a.hocr", hocr("Cii c6ch")[:400], 3),
        ("a.xml", alto("Cii c6ch").replace("</Page>", ""), 3),
        ("a.xml", '<!DOCTYPE alto [<!ENTITY a "b">]>' + alto("Cii").split("?>", 1)[1], 3),
        ("a.xml", alto("Cii c6ch").replace("UTF-8", "no-such"), 3),
        ("a.xml", "<rss/>", 2),
    ],
)
def test_marked_up_text_that_is_not_read(tmp_path: Path, name: str, markup: str, code: int) -> None:
    path = tmp_path / name
    path.write_text(markup, "utf-8")
    result = CliRunner().invoke(group, ["fix", str(path)])
    assert result.exit_code == code, result.stderr
    assert len(result.stderr.strip().splitlines()) >= 2


@about(
    "..., line 3, column 8: no JSON", "a quote that is not closed", "text behind a closing quote"
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "source"),
    [("a.json", '{"a":\n"x"\n%s\n'), ("a.csv", 'a,"x\n%s\n'), ("a.csv", 'a,"x" y\n%s\n')],
)
def test_a_broken_structure(tmp_path: Path, name: str, source: str) -> None:
    path = tmp_path / name
    path.write_text(source % GARBLED.strip(), "utf-8")
    run("fix", path, says="ends in .txt", code=3)
    assert "Ủy ban" in run("fix", path.rename(tmp_path / "a.txt"))


@about("... is a correction file of vnfix, no document")
def test_a_correction_file_that_is_taken_for_a_document(text: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    run("propose", text, "-o", rows)
    run("fix", rows, says="vnfix apply", code=2)
    assert "Ủy ban" in run("apply", text, rows)


@about("... places would change its structure and were left as they are")
def test_places_that_are_left(tmp_path: Path) -> None:
    """In a table whose quotes are marks of the text a cell cannot come to hold a comma."""
    path, rows = tmp_path / "a.csv", tmp_path / "rows.jsonl"
    path.write_text('Cii c6ch,hinh chinh\n"thgc" hiOn kiém tra,tinh hinh\n', "utf-8")
    run("propose", path, "-o", rows)
    rows.write_text(rows.read_text("utf-8").replace("cách", "cách,"), "utf-8")
    said = CliRunner().invoke(group, ["apply", str(path), str(rows)])
    assert "left as they are" in said.stderr
    assert "c6ch,h" in said.stdout
    out = CliRunner().invoke(group, ["apply", str(path), str(rows), "-o", str(tmp_path / "b.csv")])
    made = sum('"status": "proposed"' in row for row in rows.read_text("utf-8").splitlines())
    assert f"{made - 1} corrections, 0 rejected, 1 left." in out.stderr
    assert run("diff", path, rows, code=1)


@pytest.mark.slow
@about(
    "took more than ... seconds", "took more than ... MB", "Its worker process died 2 times"
)  # its remedy is that of any single file
def test_a_wider_limit(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (text.parent / "b.txt").write_text(GARBLED * 40, "utf-8")
    command = ["fix", text.parent, "-o", out, "--jobs", 1, "--memory"]
    run(*command, 1, says="--memory", code=5)
    run(*command, 1, code=5)  # it is not tried again
    run(*command, 4000)
    assert "Ủy ban" in (out / "a.txt").read_text("utf-8")
    timed = ["fix", text.parent, "-o", tmp_path / "out2", "--jobs", 1, "--timeout"]
    run(*timed, 0.001, says="--timeout", code=5)
    run(*timed, 600)
    assert "Ủy ban" in (tmp_path / "out2" / "a.txt").read_text("utf-8")


@about("Another run of vnfix is writing to ...")
def test_one_run_at_a_time(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("fix", text.parent, "-o", out, "--jobs", 0)
    other = sqlite3.connect(out / "ledger.sqlite3", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    run("fix", text.parent, "-o", out, "--jobs", 0, says="Wait until it has ended", code=7)
    other.close()
    run("fix", text.parent, "-o", out, "--jobs", 0)


@about(
    "... exists already and is not a result of vnfix",
    "was changed by someone since vnfix wrote it",
    "is the result of another input",
)  # fmt: skip
def test_results_that_are_not_replaced(text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.txt").write_text("mine")
    command = ["fix", text.parent, "--jobs", 0, "-o"]
    run(*command, out, says="is not a result of vnfix", code=7)
    run(*command, tmp_path / "out2")  # another folder
    run(*command, out, "--force")
    (out / "a.txt").write_text("mended by hand")
    run(*command, out, says="was changed by someone", code=7)
    assert (out / "a.txt").read_text() == "mended by hand"
    run(*command, out, "--force")
    assert "Ủy ban" in (out / "a.txt").read_text("utf-8")
    other = tmp_path / "other"
    shutil.copytree(text.parent, other)
    (other / "a.txt").write_text("Cii c6ch", "utf-8")
    run("fix", other, "--jobs", 0, "-o", out, says="is the result of another input", code=7)
    run("fix", other, "--jobs", 0, "-o", out, "--force")


@about(
    "... holds decisions that this review does not have",
    "... was not written by this review, or somebody has changed it since",
    "... belongs to another text of ...",
)
def test_correction_files_that_an_export_does_not_replace(text: Path) -> None:
    rows, export = text.with_name("a.txt.jsonl"), ["review", text, "--export"]
    run(*export)
    decided = rows.read_text("utf-8").replace('"proposed"', '"rejected"')
    rows.write_text(decided, "utf-8")
    run(*export, says="--import", code=7)
    run(*export, "--import", rows)
    assert rows.read_text("utf-8").count('"rejected"') == decided.count('"rejected"')
    rows.write_text(decided.splitlines(keepends=True)[0], "utf-8")
    run(*export, says="was not written by this review", code=7)
    run(*export, "--force")
    rows.write_text(decided.replace('"rejected"', '"accepted"'), "utf-8")
    text.write_text(f"{GARBLED}{GARBLED}", "utf-8")
    run(*export, says="belongs to another text", code=7)
    rows.rename(rows.with_name("old.jsonl"))
    run(*export)


@about("... may be about any of these, whose texts are the same")
def test_decisions_that_are_about_one_of_several_documents(text: Path, tmp_path: Path) -> None:
    folder = text.parent / "b"
    folder.mkdir()
    shutil.copy(text, folder)
    rows = tmp_path / "a.jsonl"
    rows.write_text(run("propose", text).replace('"proposed"', '"rejected"'), "utf-8")
    head, _, rest = rows.read_text("utf-8").partition("\n")
    rows.write_text(re.sub(r'"file": "[^"]+"', '"file": "a.txt"', head) + "\n" + rest, "utf-8")
    review = ["review", text.parent, "--export", "--import"]
    run(*review, rows, says="may be about any of these", code=7)
    rows.rename(folder / "rows.jsonl")
    run(*review, folder / "rows.jsonl")
    assert '"rejected"' in (folder / "a.txt.jsonl").read_text("utf-8")
    assert '"rejected"' not in text.with_name("a.txt.jsonl").read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@about("Standard output cannot be written")
def test_a_file_instead_of_standard_output(text: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vnfix", "fix", str(text)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 7
    assert b"-o" in done.stderr
    run("fix", text, "-o", tmp_path / "out.txt")


@about("A path is empty")
def test_an_empty_path(text: Path) -> None:
    run("fix", "", says="empty", code=2)
    run("fix", text)


@about("... cannot be used as a ledger")
@pytest.mark.parametrize("damage", [b"no database " * 500, b""])
def test_a_ledger_that_is_moved_away(text: Path, tmp_path: Path, damage: bytes) -> None:
    out = tmp_path / "out"
    for name in ("b", "c"):
        shutil.copy(text, text.with_name(f"{name}.txt"))
    command = ["fix", text.parent, "-o", out, "--jobs", 0]
    run(*command)
    before = {p.name: p.read_bytes() for p in out.glob("*.txt")}
    (out / "b.txt").write_text("mended by hand")
    (out / "ledger.sqlite3").write_bytes(damage)
    if damage:
        run(*command, says="move the file away; then every file is done again", code=7)
        (out / "ledger.sqlite3").rename(tmp_path / "away")
    run(*command, says="was changed by someone", code=7)
    assert {p.name: p.read_bytes() for p in out.glob("*.txt")} == before | {
        "b.txt": b"mended by hand"
    }


@about("The table ... is damaged or of another version")
def test_a_damaged_table_that_came_with_documents(text: Path) -> None:
    channel = text.parent / ".vnfix" / "channel.tab"
    channel.parent.mkdir()
    data = bytearray((SHIPPED / "channel.tab").read_bytes())
    data[5000] ^= 4
    channel.write_bytes(data)
    run("fix", text, says="vnfix learn", code=3)
    channel.rename(text.with_name("away"))
    assert "Ủy ban" in run("fix", text)


@about("There is no option ...", "The option ... cannot be ...")
def test_a_configuration_file_with_an_option_that_is_none(text: Path) -> None:
    file = text.parent / ".vnfix" / "config.toml"
    file.parent.mkdir()
    for wrong, right in (("acents = true", "accents = true"), ("rounds = -1", "rounds = 0")):
        file.write_text(wrong)
        said = run("fix", text, says=str(file), code=2)
        run("fix", text, "--no-config")
        file.write_text(right)
        run("fix", text)
        assert said == ""


@about("Not read (Word documents): ...", "The folder holds no files of these kinds")
def test_a_folder_with_files_that_are_not_read(text: Path, tmp_path: Path) -> None:
    (text.parent / "b.docx").write_bytes(b"PK\x03\x04")
    out = tmp_path / "out"
    run("fix", text.parent, "-o", out, "--jobs", 0, says="soffice --headless --convert-to pdf")
    (text.parent / "b.pdf").write_bytes(make_pdf([[GARBLED.strip()]]))  # as soffice would
    run("fix", text.parent, "-o", out, "--jobs", 0)
    assert "Ủy ban" in (out / "b.txt").read_text("utf-8")
    other = tmp_path / "other"
    other.mkdir()
    text.rename(other / "a.abc")
    run("fix", other, "-o", out, says="A file that is named is taken whatever its suffix", code=6)
    assert "Ủy ban" in run("fix", other / "a.abc")


@about("No second look: ...")
def test_a_second_look_without_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Callable[[str], str]
) -> None:
    scan, out = Path(__file__).parent.parent / "corpus/letter/scan.pdf", tmp_path / "out.txt"
    path = str(Path(program("tesseract")).parent)
    find_tesseract.cache_clear()
    engine_for.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    run("fix", scan, "--look", "-o", out, says="sudo apt install tesseract-ocr tesseract-ocr-vie")
    assert "CỘNG HÒA XÃ HỘI" in out.read_text("utf-8")
    monkeypatch.setenv("PATH", path)
    engine_for.cache_clear()
    run("fix", scan, "--look", "--look-language", "osd", "-o", out, "--force")
    engine_for.cache_clear()


def test_every_message_of_the_page_is_followed() -> None:
    bold = re.findall(r"\*\*(.+?)\*\*", PAGE, re.DOTALL)
    named = {m for part in bold for m in re.findall(r'"([^"]+)"', " ".join(part.split()))}
    assert named == TESTED
