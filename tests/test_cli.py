"""The command line: contract of commands, exit codes and streams, around the toy decoder."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tests import toy
from tests.pdfs import make_pdf
from vnfix.cli import group, main
from vnfix.commands import COMMANDS, SUMMARIES

if TYPE_CHECKING:
    from vnfix.decode.rounds import Task
    from vnfix.model import Correction

GARBLED = f"\ufeff{toy.GARBLED}\r\n\fUBND"
TRUE = f"\ufeff{toy.TRUE}\r\n\fUBND"


@pytest.fixture(autouse=True)
def _toy(toy_engine: object) -> None:
    """Use the toy decoder in all of these tests."""
    del toy_engine


def run(*args: object, data: bytes = b"") -> Result:
    """Run the command line in this process; a traceback is never right."""
    result = CliRunner().invoke(group, [str(a) for a in args], input=data)
    assert "Traceback" not in result.stderr
    return result


@pytest.fixture
def garbled(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(GARBLED.encode())
    return path


def test_fix_writes_to_standard_output(garbled: Path) -> None:
    result = run("fix", garbled)
    assert (result.exit_code, result.stdout_bytes) == (0, TRUE.encode())
    assert result.stderr == ""


def test_fix_reads_standard_input() -> None:
    assert run("fix", "-", data=GARBLED.encode()).stdout_bytes == TRUE.encode()


def test_fix_reads_a_pdf_from_standard_input() -> None:
    result = run("fix", "-", data=make_pdf([[toy.GARBLED], ["hinh"]]))
    assert result.stdout_bytes.decode().split() == [*toy.TRUE.split(), "hành"]
    assert result.stdout_bytes.count(b"\f") == 2


def test_fix_writes_a_file(garbled: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "b.txt"
    result = run("fix", garbled, "-o", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "5 corrections (4 AUTO)" in result.stderr
    assert out.read_bytes() == TRUE.encode()
    assert run("fix", garbled, "-o", out, "--force", "-q").stderr == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1258", "latin-1"])
def test_fix_writes_the_encoding_that_it_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Cii c6ch".encode(encoding))
    out = run("fix", path, "--encoding", encoding)
    used = "utf-8" if encoding == "latin-1" else encoding
    import unicodedata

    assert unicodedata.normalize("NFC", out.stdout_bytes.decode(used)) == "Cải cách"
    assert ("written as utf-8" in out.stderr) == (encoding == "latin-1")


def test_fix_auto_leaves_what_a_person_should_see(garbled: Path) -> None:
    assert "chính tinh" in run("fix", "--auto", garbled).stdout


def test_fix_check_writes_nothing(garbled: Path, tmp_path: Path) -> None:
    result = run("fix", "--check", garbled, "-o", tmp_path / "out.txt")
    assert result.exit_code == 1
    assert "5 corrections" in result.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    garbled.write_text("lành", "utf-8")
    assert run("fix", "--check", garbled).exit_code == 0


def test_fix_check_takes_folders(garbled: Path, tmp_path: Path) -> None:
    (tmp_path / "healthy.txt").write_text("lành", "utf-8")
    result = run("fix", "--check", tmp_path)
    assert result.exit_code == 1
    assert result.stdout.count("\n") == 1
    assert run("fix", "--check", garbled, tmp_path / "healthy.txt").exit_code == 1
    assert garbled.read_bytes() == GARBLED.encode()


def test_fix_in_place_replaces_what_changes_only(garbled: Path, tmp_path: Path) -> None:
    healthy = tmp_path / "healthy.txt"
    healthy.write_text("lành", "utf-8")
    before = healthy.stat().st_mtime_ns
    time.sleep(0.01)
    assert run("fix", "--in-place", garbled, healthy).exit_code == 0
    assert garbled.read_bytes() == TRUE.encode()
    assert healthy.stat().st_mtime_ns == before


def test_fix_in_place_refuses_pdfs(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([["Cii"]]))
    assert run("fix", "--in-place", path).exit_code == 7
    assert path.read_bytes().startswith(b"%PDF")


def test_fix_mirrors_a_folder(garbled: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.pdf").write_bytes(make_pdf([["Cii"]]))
    out = tmp_path.with_name(tmp_path.name + "-out")
    result = run("fix", tmp_path, "-o", out, "--jobs", "0")
    assert result.exit_code == 0
    assert (out / garbled.name).read_bytes() == TRUE.encode()
    assert (out / "sub" / "a.txt").read_text("utf-8").split() == ["Cải"]


def test_one_bad_file_of_several_stops_no_other(garbled: Path, tmp_path: Path) -> None:
    bad = tmp_path / "aa.pdf"
    bad.write_bytes(b"%PDF-1.4 cut")
    result = run("fix", bad, garbled, tmp_path / "none.txt", "-o", tmp_path / "out")
    assert result.exit_code == 5
    assert (tmp_path / "out" / "a.txt").read_bytes() == TRUE.encode()
    assert "aa.pdf" in result.stderr
    assert "3 files: 1 repaired, 2 failed." in result.stderr


def test_a_picture_among_several_is_told_and_no_failure(garbled: Path, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(make_pdf([[]]))
    result = run("fix", scan, garbled, "-o", tmp_path / "out", "-q")
    assert result.exit_code == 0
    assert "scan.pdf has no text layer" in result.stderr
    other = tmp_path / "scan2.pdf"
    other.write_bytes(scan.read_bytes())
    assert run("fix", scan, other, "-o", tmp_path / "out2").exit_code == 6


def test_a_fault_in_one_of_several_stops_no_other(
    garbled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(task: Task, *rest: object) -> list[Correction]:
        if task.document.name.endswith("bad.txt"):
            raise ZeroDivisionError("oops")
        return toy.decode(task, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("vnfix.alternatives.choice.read", decode)
    bad = tmp_path / "bad.txt"
    bad.write_text("x")
    result = run("fix", bad, garbled, "-o", tmp_path / "out", "--jobs", "0")
    assert result.exit_code == 70
    assert "oops" in result.stderr
    assert (tmp_path / "out" / "a.txt").exists()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["fix"], 2),
        (["fix", "A", "A"], 2),
        (["fix", "A", "--nonsense"], 2),
        (["fix", "A", "-o", "OUT.pdf"], 2),
        (["fix", "A", "-o", "OUT.hocr"], 2),
        (["fix", "X.xml"], 2),
        (["fix", "A", "--encoding", "klingon"], 2),
        (["nonsense"], 2),
        (["fix", "NONE"], 3),
        (["fix", "A", "--encoding", "ascii"], 3),
        (["fix", "A", "--protect", "NONE"], 3),
        (["propose", "NONE"], 3),
        (["apply", "A", "NONE"], 3),
        (["apply", "A", "A"], 3),
        (["apply", "-", "-"], 2),
        (["apply", "DIR", "A"], 2),
        (["apply", "DIR", "A", "-o", "DIR/out"], 2),
        (["propose", "A", "-o", "A", "--force"], 7),
        (["apply", "X.xml", "A", "-o", "A", "--force"], 7),
        (["diff", "A", "--html", "A", "--force"], 7),
        (["fix", "--check", "A", "-"], 2),
        (["fix", "", "--in-place"], 2),
        (["fix", "A", "-o", "A"], 7),
        (["fix", "DIR", "-o", "DIR/out"], 7),
        (["propose", "A", "-o", "A"], 7),
    ],
)
def test_exit_codes(args: list[str], code: int, garbled: Path, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<html/>")
    names = {"A": garbled, "NONE": tmp_path / "none", "DIR": tmp_path, "DIR/out": tmp_path / "o"}
    names |= {"OUT.pdf": tmp_path / "o.pdf", "OUT.hocr": tmp_path / "o.hocr"}
    names |= {"X.xml": tmp_path / "x.xml"}
    result = run(*(names.get(a, a) for a in args))
    assert result.exit_code == code, result.stderr
    assert "Error" in result.stderr
    assert result.stdout_bytes == b""
    assert garbled.read_bytes() == GARBLED.encode()


def test_existing_output_is_not_overwritten(garbled: Path, tmp_path: Path) -> None:
    out = tmp_path / "b.txt"
    out.write_text("mine")
    assert run("fix", garbled, "-o", out).exit_code == 7
    assert out.read_text() == "mine"
    assert run("fix", garbled, "-o", out, "--force").exit_code == 0


@pytest.mark.parametrize("source", ["file", "stdin", "pdf"])
def test_propose_and_apply_equal_fix(source: str, garbled: Path, tmp_path: Path) -> None:
    path: object = garbled
    data = b""
    if source == "stdin":
        path, data = "-", GARBLED.encode()
    elif source == "pdf":
        path = tmp_path / "a.pdf"
        (tmp_path / "a.pdf").write_bytes(make_pdf([[toy.GARBLED, "hinh"], ["Cii"]]))
    rows = tmp_path / "f.jsonl"
    assert run("propose", path, "-o", rows, data=data).exit_code == 0
    applied = run("apply", path, rows, data=data)
    assert applied.exit_code == 0
    assert applied.stdout_bytes == run("fix", path, data=data).stdout_bytes != b""


def test_propose_to_standard_output_and_apply_from_standard_input(garbled: Path) -> None:
    rows = run("propose", garbled).stdout_bytes
    assert json.loads(rows.splitlines()[0])["format"] == "vnfix-corrections"
    assert run("apply", garbled, "-", data=rows).stdout_bytes == TRUE.encode()


def test_apply_refuses_a_text_that_has_changed(garbled: Path, tmp_path: Path) -> None:
    run("propose", garbled, "-o", tmp_path / "f.jsonl")
    garbled.write_bytes(b"x" + GARBLED.encode())
    result = run("apply", garbled, tmp_path / "f.jsonl", "-o", tmp_path / "out.txt")
    assert result.exit_code == 4
    assert "vnfix propose" in result.stderr
    assert not (tmp_path / "out.txt").exists()


def test_apply_takes_the_rows_in_any_order(garbled: Path) -> None:
    head, *rows = run("propose", garbled).stdout_bytes.splitlines(keepends=True)
    mixed = b"".join([head, *reversed(rows)])
    assert run("apply", garbled, "-", data=mixed).stdout_bytes == TRUE.encode()
    assert len(rows) > 1


def test_apply_leaves_rejected_rows_out(garbled: Path, tmp_path: Path) -> None:
    rows = run("propose", garbled).stdout.replace('"proposed"', '"rejected"')
    result = run("apply", garbled, "-", "-o", tmp_path / "out.txt", data=rows.encode())
    assert result.exit_code == 0
    assert "5 rejected" in result.stderr
    assert (tmp_path / "out.txt").read_bytes() == GARBLED.encode()


def test_faults_ask_for_a_report(garbled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("vnfix.alternatives.choice.read", fail)
    result = run("fix", garbled)
    assert result.exit_code == 70
    assert "ZeroDivisionError: oops" in result.stderr
    assert "report" in result.stderr
    with_v = CliRunner().invoke(group, ["fix", "-v", str(garbled)])
    assert "Traceback" in with_v.stderr


def test_interruption_has_its_own_code(garbled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vnfix.alternatives.choice.read", stop)
    paths = garbled, garbled.with_name("b")
    assert run("fix", *paths, "-o", garbled.parent / "o", "--jobs", "0").exit_code == 130


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"completion"}))
def test_every_command_has_help_and_the_shared_options(command: str) -> None:
    text = run(command, "--help").stdout
    for option in ("--models", "--dictionary", "--rules", "--protect", "--encoding", "-q", "-v"):
        assert option in text
    assert run(command, "--version").stdout.startswith("vnfix")


def test_main_returns_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main(["nonsense"]) == 2
    capsys.readouterr()


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from vnfix.cli import main; main(['--help']);"
        "print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    heavy = {"regex", "rapidfuzz", "unidecode", "pdfminer", "numpy", "ftfy", "cryptography"}
    assert not heavy & set(done.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_list_of_commands_tells_the_beginning_of_their_help(name: str) -> None:
    told = inspect.cleandoc(COMMANDS[name]().help or "").partition("\n\n")[0]
    assert SUMMARIES[name] == told
    assert list(SUMMARIES) == list(COMMANDS)


@pytest.mark.parametrize("starter", [["-m", "vnfix"], ["cli.py"]])
def test_starts_as_module_and_from_the_checkout(starter: list[str], root: Path) -> None:
    done = subprocess.run(
        [sys.executable, *starter, "--version"],
        capture_output=True, check=True, text=True, cwd=root,
    )  # fmt: skip
    assert re.match(r"vnfix \d+\.\d+\.\d+\nkernel: \w+.*\nmodels: .*[0-9a-f]{12}\n", done.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no full device")
@pytest.mark.parametrize("command", ["fix", "check"])
def test_no_room_on_standard_output_is_no_fault(root: Path, tmp_path: Path, command: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Cii c6ch hinh chinh\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "vnfix", command, str(path)],
            stdout=full, stderr=subprocess.PIPE, cwd=root, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 7
    assert done.stderr.count("\n") == 2
    assert "cannot be written: No space left" in done.stderr


def test_broken_pipe_is_quiet(root: Path, tmp_path: Path) -> None:
    """As with `vnfix propose a.txt | head -1`."""
    path = tmp_path / "a.txt"
    path.write_text("\n" * 300_000)
    with subprocess.Popen(
        [sys.executable, "-m", "vnfix", "fix", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
