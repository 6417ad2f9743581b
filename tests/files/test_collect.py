"""Which files, and where their results go."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from vnfix.errors import NothingToDoError, RefusedError, UsageError, VnfixError
from vnfix.files.collect import (
    Source,
    fingerprint,
    output_names,
    plan,
    plan_check,
    survey,
    surveyed,
)


def collect(paths: list[str]) -> list[Source]:
    """Return what is read."""
    return [s for s in surveyed(paths) if not s.unread]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with files of several kinds, one hidden, and a link in a circle."""
    top = tmp_path / "in"
    (top / "sub" / ".git").mkdir(parents=True)
    for name in ("b.txt", "a.pdf", "a.txt", "c.png", ".d.txt", "sub/e.PDF", "sub/.git/f.txt"):
        (top / name).write_bytes(b"")
    if sys.platform != "win32":
        (top / "sub" / "up").symlink_to(top)
    return top


def test_walks_folders_in_order(folder: Path) -> None:
    found = [str(s.relative) for s in collect([str(folder)])]
    assert found == ["a.pdf", "a.txt", "b.txt", str(Path("sub/e.PDF"))]


def test_what_is_named_twice_is_taken_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found = collect(["a.txt", "./a.txt", str(folder / "sub" / ".." / "a.txt"), str(folder), "-"])
    assert [str(s.relative) for s in found] == ["a.txt", "a.pdf", "b.txt", "sub/e.PDF", "-"]
    (job,) = plan(["a.txt", "a.txt"], str(tmp_path / "out"), in_place=False)
    assert job.target == tmp_path / "out" / "a.txt"


def test_an_empty_path_is_not_the_working_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the shell gives it for a variable that is not set."""
    monkeypatch.chdir(folder)
    for paths in ([""], ["a.txt", ""]):
        with pytest.raises(UsageError, match="empty") as e:
            plan(paths, None, in_place=True)
        assert e.value.remedy


def test_standard_input_has_no_place_in_a_folder_or_among_others(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        plan(["-"], str(tmp_path), in_place=False)
    with pytest.raises(UsageError) as e:
        plan_check(["a.txt", "-"])
    assert e.value.remedy
    assert plan_check(["-"])[0].outputs == ()


def test_mirrors_the_folder(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    jobs = plan([str(folder)], str(out), in_place=False)
    targets = [j.target for j in jobs if not j.unread]
    assert targets == [out / "a.pdf.txt", out / "a.txt", out / "b.txt", out / "sub" / "e.txt"]


def test_single_file_goes_to_standard_output_file_or_folder(folder: Path, tmp_path: Path) -> None:
    source = str(folder / "a.pdf")
    assert plan([source], None, in_place=False)[0].target is None
    assert plan([source], "-", in_place=False)[0].target is None
    assert plan([source], str(tmp_path / "x"), in_place=False)[0].target == tmp_path / "x"
    assert plan([source], str(tmp_path), in_place=False)[0].target == tmp_path / "a.txt"
    assert plan(["-"], str(tmp_path / "x"), in_place=False)[0].source == "-"


@pytest.mark.parametrize("out", ["", "sub", "sub/new", "."])
def test_output_inside_the_input_is_refused(folder: Path, out: str) -> None:
    with pytest.raises(RefusedError, match="inside"):
        plan([str(folder)], str(folder / out), in_place=False)


def test_input_as_output_is_refused(folder: Path) -> None:
    path = str(folder / "b.txt")
    with pytest.raises(RefusedError, match="overwritten"):
        plan([path], path, in_place=False)
    with pytest.raises(RefusedError, match="overwritten"):
        plan([path, str(folder / "a.txt")], str(folder), in_place=False)


def test_other_input_as_output_is_refused(folder: Path) -> None:
    """`fix a.pdf b.txt -o in` is no way to overwrite `b.txt`."""
    with pytest.raises(RefusedError):
        plan([str(folder / "a.pdf"), str(folder / "b.txt")], str(folder), in_place=False)


def test_in_place_writes_to_the_inputs(folder: Path) -> None:
    path = str(folder / "b.txt")
    assert plan([path], None, in_place=True)[0].target == Path(path)


@pytest.mark.parametrize(
    ("paths", "out", "in_place", "error"),
    [
        (["a", "b"], None, False, UsageError),
        (["a", "b"], "-", False, UsageError),
        (["-", "b"], "out", False, UsageError),
        (["a"], "out", True, UsageError),
        (["-"], None, True, UsageError),
        (["x/a", "y/a"], "out", False, UsageError),
        (["x/a.pdf", "y/a.PDF"], "out", False, None),
    ],
)
def test_combinations(
    paths: list[str],
    out: str | None,
    in_place: bool,
    error: type[VnfixError] | None,
) -> None:
    if error:
        with pytest.raises(error) as e:
            plan(paths, out, in_place=in_place)
        assert e.value.remedy
    else:
        assert len({j.target for j in plan(paths, out, in_place=in_place)}) == len(paths)


def test_folder_without_texts_is_nothing_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingToDoError):
        collect([str(tmp_path)])


def test_file_where_a_folder_is_needed(folder: Path) -> None:
    paths = [str(folder / "a.txt"), str(folder / "a.pdf")]
    with pytest.raises(UsageError, match="is a file"):
        plan(paths, str(folder / "b.txt"), in_place=False)


def test_names_that_differ_by_case_only_do_not_meet() -> None:
    assert output_names([Path("A.pdf"), Path("a.txt")]) == [Path("A.pdf.txt"), Path("a.txt")]


def test_formats_of_inputs_have_a_dot(folder: Path, tmp_path: Path) -> None:
    jobs = plan([str(folder)], str(tmp_path / "out"), in_place=False, formats=[".pdf"])
    assert [j.same for j in jobs if j.same] == [
        tmp_path / "out" / "a.pdf",
        tmp_path / "out" / "sub" / "e.PDF",
    ]
    with pytest.raises(UsageError, match="'pdf'"):
        plan([str(folder)], str(tmp_path / "out"), in_place=False, formats=["pdf"])


def test_xml_is_taken_where_an_ocr_engine_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text("<p>a page of the web</p>")
    (tmp_path / "c.xml").write_text("<rows/>")
    (tmp_path / "d.xml").write_text("<?xml version='1.0'?><alto>")
    assert [str(s.relative) for s in collect([str(tmp_path)])] == ["b.html", "d.xml"]


def test_what_is_not_read_is_there_with_its_kind(folder: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("has no pipes")
    os.mkfifo(folder / "pipe.txt")
    for name in ("plan.DOCX", "data.abc", "Thumbs.db", "~$plan.docx"):
        (folder / name).write_bytes(b"")
    found = {str(s.relative): s.unread for s in survey([str(folder)]) if s.unread}
    assert found == {
        "c.png": "picture",
        "data.abc": "other",
        "pipe.txt": "pipe",
        "plan.DOCX": "word",
        str(Path("sub/up")): "link",
    }
    jobs = plan_check([str(folder)])
    assert {str(j.name): j.unread for j in jobs if j.unread} == found
    assert not any(j.outputs for j in plan([str(folder)], None, in_place=True) if j.unread)


def test_what_is_named_is_read_whatever_its_kind(folder: Path) -> None:
    named = str(folder / "c.png")
    assert [s.path for s in survey([str(folder), named]) if not s.unread].count(named) == 1


def test_a_folder_without_texts_says_what_it_holds(tmp_path: Path) -> None:
    for k in range(12):
        (tmp_path / f"{k:02}.docx").write_bytes(b"")
    with pytest.raises(NothingToDoError, match=r"\(Word documents\): 00.docx") as e:
        plan_check([str(tmp_path)])
    assert str(e.value).endswith(" and 2 more.")


def test_fingerprints_are_those_of_files_only(folder: Path) -> None:
    size, digest = fingerprint(str(folder / "a.txt"))
    assert (size, len(digest)) == (0, 64)
    assert fingerprint(str(folder)) == fingerprint("none") == fingerprint("/dev/null") == (0, "")
