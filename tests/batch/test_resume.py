"""What is left to do: nothing twice, nothing forgotten, and nobody's files lost."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.batch.folders import GARBLED, contents, make_folder, marks
from vnfix.batch.ledger import Ledger, clean_up
from vnfix.batch.results import JobResult, Outcome
from vnfix.batch.run import Means, describe, run
from vnfix.config import Config
from vnfix.errors import ExitCode, RefusedError
from vnfix.files.aside import PREFIX, SUFFIX
from vnfix.files.collect import plan
from vnfix.files.own import LEDGER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vnfix.batch.report import Report
    from vnfix.files.collect import Job


class Listener:
    """Remembers what it heard."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.todo: list[str] = []
        self.kept = 0

    def begin(self, todo: Sequence[Job], kept: Sequence[JobResult]) -> None:
        """Remember what is to be done."""
        self.todo, self.kept = [str(job.name) for job in todo], len(kept)

    def hear(self, result: JobResult) -> None:
        """Remember nothing more."""
        del result


@pytest.fixture(autouse=True)
def _toy(toy_engine: object) -> None:
    """Use the toy decoder: all is done in this process."""
    del toy_engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "in", 4)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def go(folder: Path, out: Path, config: Config | None = None, **means: object) -> Listener:
    return heard(folder, out, config, **means)[0]


def heard(
    folder: Path, out: Path, config: Config | None = None, **means: object
) -> tuple[Listener, Report]:
    listener = Listener()
    jobs = plan([str(folder)], str(out), in_place=False)
    how = replace(Means(jobs=0), **means)  # type: ignore[arg-type]
    return listener, run(jobs, out, config or Config(), how, listener)


def test_a_second_run_does_nothing(folder: Path, out: Path) -> None:
    assert len(go(folder, out).todo) == 4
    before = marks(out)
    again, report = heard(folder, out)
    assert (again.todo, again.kept) == ([], 4)
    assert marks(out) == before
    assert len(report.results) == 4


def test_large_files_come_first(folder: Path, out: Path) -> None:
    sizes = [(folder / name).stat().st_size for name in go(folder, out).todo]
    assert sizes == sorted(sizes, reverse=True)


def test_a_changed_input_is_done_again_even_if_size_and_time_are_the_same(
    folder: Path, out: Path
) -> None:
    go(folder, out)
    path = folder / "so 1" / "van ban 1.txt"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"ngay 2", b"ngay 3"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert go(folder, out).todo == ["so 1/van ban 1.txt"]
    assert b"ngay 3" in (out / "so 1" / "van ban 1.txt").read_bytes()


def test_changed_options_do_all_again(folder: Path, out: Path, tmp_path: Path) -> None:
    go(folder, out)
    assert len(go(folder, out, Config(rounds=1)).todo) == 4
    own = tmp_path / "own.txt"
    own.write_text("foo->bar\n")
    assert len(go(folder, out, Config(dictionary=(own,))).todo) == 4
    assert go(folder, out, Config(dictionary=(own,))).todo == []
    own.write_text("foo->baz\n")
    assert len(go(folder, out, Config(dictionary=(own,))).todo) == 4


@pytest.mark.parametrize("name", ["van ban 1.txt", "van ban 1.jsonl"])
@pytest.mark.parametrize("harm", ["deleted", "cut", "empty", "zeros"])
def test_a_lost_output_is_made_again(folder: Path, out: Path, name: str, harm: str) -> None:
    """What a power failure leaves is no work of a person."""
    go(folder, out)
    before = contents(out)
    path = out / "so 1" / name
    data = path.read_bytes()
    left = {"cut": data[:9], "empty": b"", "zeros": data[:9] + bytes(len(data) - 9)}
    if harm == "deleted":
        path.unlink()
    else:
        path.write_bytes(left[harm])
    listener, report = heard(folder, out)
    if harm != "zeros":  # same size: it is looked at when it has to be replaced
        assert listener.todo == ["so 1/van ban 1.txt"]
        assert contents(out) == before
    assert refusals(report) == []
    assert go(folder, out).todo == []


@pytest.mark.parametrize("name", ["van ban 1.txt", "van ban 1.jsonl"])
def test_an_output_of_another_size_that_a_person_made_stays(
    folder: Path, out: Path, name: str
) -> None:
    go(folder, out)
    path = out / "so 1" / name
    edited = path.read_bytes()[:-3] + b"mended by hand\n"
    path.write_bytes(edited)
    for _ in range(2):
        _, report = heard(folder, out)
        assert "was changed by someone" in refusals(report)[0]
        assert path.read_bytes() == edited


@pytest.mark.parametrize("loss", ["moved away", "emptied", "damaged"])
def test_without_its_ledger_a_run_goes_on_and_keeps_what_a_person_has_changed(
    folder: Path, out: Path, loss: str
) -> None:
    go(folder, out)
    before = contents(out)
    edited = out / "so 2" / "van ban 2.txt"
    edited.write_bytes(before["so 2/van ban 2.txt"].replace(b"Uy ban", b"UBND"))
    ledger = out / LEDGER
    if loss == "damaged":
        ledger.write_bytes(b"\xff" * 5000)
        with pytest.raises(RefusedError) as e:
            go(folder, out)
        assert "move the file away" in e.value.remedy
    if loss == "emptied":
        ledger.write_bytes(b"")
    else:
        ledger.unlink()
    listener, report = heard(folder, out)
    assert len(listener.todo) == 4
    assert len(refusals(report)) == 1
    assert b"UBND" in edited.read_bytes()
    assert contents(out) == before | {"so 2/van ban 2.txt": edited.read_bytes()}
    again, report = heard(folder, out)
    assert again.todo == ["so 2/van ban 2.txt"]  # looked at again
    assert len(refusals(report)) == 1


def test_a_run_cut_off_while_it_compares_takes_nothing_for_its_own(folder: Path, out: Path) -> None:
    go(folder, out)
    (out / LEDGER).unlink()
    edited = out / "so 2" / "van ban 2.txt"
    edited.write_bytes(b"UBND")
    jobs = plan([str(folder)], str(out), in_place=False)
    with Ledger(out, describe(Config()), "now") as ledger:
        for job in jobs:
            ledger.start(job, careful=True)
    _, report = heard(folder, out)
    assert len(refusals(report)) == 1
    assert edited.read_bytes() == b"UBND"


def refusals(report: Report) -> list[str]:
    return [r.reason for r in report.results if r.outcome is Outcome.REFUSED]


def test_others_files_are_never_replaced(folder: Path, out: Path) -> None:
    mine = out / "so 1" / "van ban 1.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    _, report = heard(folder, out)
    assert mine.read_text() == "mine"
    assert ["not a result of vnfix" in reason for reason in refusals(report)] == [True]
    assert report.exit_code == 7
    assert len(contents(out)) == 1 + 2 * 3
    assert go(folder, out, force=True).todo == ["so 1/van ban 1.txt"]
    assert mine.read_text("utf-8") != "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
@pytest.mark.parametrize("dangling", [True, False])
def test_a_link_in_the_output_leads_nowhere(
    folder: Path, out: Path, tmp_path: Path, dangling: bool
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    if not dangling:
        elsewhere.write_text("mine")
    link = out / "so 1" / "van ban 1.txt"
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    _, report = heard(folder, out)
    assert len(refusals(report)) == 1
    assert link.is_symlink()
    assert elsewhere.exists() != dangling


def test_what_a_person_has_changed_stays(folder: Path, out: Path) -> None:
    """A clerk has mended a result; then the input changes."""
    go(folder, out)
    result, source = out / "so 1" / "van ban 1.txt", folder / "so 1" / "van ban 1.txt"
    text = result.read_bytes()
    result.write_bytes(text.replace(b"Uy ban", b"XXXX", 1))
    assert go(folder, out).todo == ["so 1/van ban 1.txt"]  # it is compared, and stays
    assert b"XXXX" in result.read_bytes()
    source.write_text("Cii")
    _, report = heard(folder, out)
    assert "was changed by someone" in refusals(report)[0]
    assert b"XXXX" in result.read_bytes()
    assert go(folder, out, force=True).todo == ["so 1/van ban 1.txt"]
    assert result.read_text("utf-8") == "Cải"


def test_another_folder_does_not_replace_the_results_of_the_first(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    go(folder, out)
    before = contents(out)
    other = make_folder(tmp_path / "other", 2)
    (other / "so 0" / "van ban 0.txt").write_text("Cii")
    _, report = heard(other, out)
    assert contents(out) == before
    assert "is the result of another input" in refusals(report)[0]


def test_a_folder_that_was_moved_is_known(folder: Path, out: Path, tmp_path: Path) -> None:
    go(folder, out)
    before = marks(out)
    moved, moved_out = tmp_path / "moved", tmp_path / "moved out"
    folder.rename(moved)
    out.rename(moved_out)
    assert go(moved, moved_out).todo == []
    (moved / "so 0" / "van ban 0.txt").write_text("Cii")
    assert go(moved, moved_out).todo == ["so 0/van ban 0.txt"]
    assert len(marks(moved_out)) == len(before)


def test_a_folder_is_the_same_by_whatever_path(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(folder, out)
    monkeypatch.chdir(folder / "so 1")
    for path in (Path(".."), Path("../so 2/.."), Path("../../in")):
        listener, report = heard(path, Path("../../out"))
        assert (listener.todo, refusals(report)) == ([], [])
    (folder / "so 1" / "van ban 1.txt").write_text("Cii")
    assert go(Path(".."), out).todo == ["so 1/van ban 1.txt"]


def test_a_new_neighbour_changes_a_name(folder: Path, out: Path) -> None:
    """Where `a.pdf` gave `a.txt`, there is an `a.txt` now."""
    (folder / "a.hocr").write_text("<p class='ocr_page'>")
    jobs = {str(j.name): j for j in plan([str(folder)], str(out), in_place=False)}
    assert jobs["a.hocr"].target == out / "a.txt"
    path = folder / "b.txt"
    path.write_text("Cii")
    go(folder, out)
    shutil.copy(path, folder / "c.txt")
    listener, report = heard(folder, out)
    assert "c.txt" in listener.todo
    assert refusals(report) == []


def test_failures_of_the_file_are_final_others_are_not(folder: Path, out: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\xff\xfe\x00")
    assert "bad.txt" in go(folder, out).todo
    assert go(folder, out).todo == []
    (folder / "bad.txt").write_text("Cii")
    assert go(folder, out).todo == ["bad.txt"]


def test_what_exceeded_a_limit_is_tried_again_with_a_wider_one(folder: Path, out: Path) -> None:
    jobs = plan([str(folder)], str(out), in_place=False)
    from vnfix.batch.ledger import sort_out
    from vnfix.batch.pool import Limits

    go(folder, out)
    with Ledger(out, describe(Config()), "now") as ledger:
        entry = ledger.entry(Path(jobs[0].source))
        assert entry
        assert entry.result
        over = replace(entry.result, outputs=(), code=ExitCode.SOME_FAILED, limits=(10.0, 100.0))
        for path in jobs[0].outputs:
            path.unlink()
        ledger.start(jobs[0])
        ledger.finish(jobs[0], over)
        left = [
            len(sort_out(jobs, ledger, Limits(*limits), force=False).todo)
            for limits in ((10.0, 100.0), (5.0, 50.0), (20.0, 100.0), (10.0, 200.0))
        ]
    assert left == [0, 0, 1, 1]


def test_half_written_files_of_a_dead_run_are_removed_and_no_others(out: Path) -> None:
    dead = out / "sub" / f"{PREFIX}abcdefgh{SUFFIX}"
    others = [out / "sub" / ".mine.part", out / ".vnfix-notes", out / "a.part"]
    dead.parent.mkdir(parents=True)
    for path in (dead, *others):
        path.write_text("x")
    clean_up(out)
    assert not dead.exists()
    assert all(path.exists() for path in others)


def test_a_run_that_was_cut_off_between_two_outputs_goes_on(folder: Path, out: Path) -> None:
    """The text is there and the ledger does not know it yet."""
    jobs = plan([str(folder)], str(out), in_place=False)
    with Ledger(out, describe(Config()), "now") as ledger:
        ledger.start(jobs[0])
    assert jobs[0].target
    jobs[0].target.parent.mkdir()
    jobs[0].target.write_text("half of the outputs")
    listener, report = heard(folder, out)
    assert len(listener.todo) == 4
    assert refusals(report) == []
    assert GARBLED[:6] in contents(out)["so 1/van ban 1.txt"].decode()
