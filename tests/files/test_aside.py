"""Files are written wholly or not at all."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from vnfix.errors import RefusedError
from vnfix.files.aside import write_aside

if TYPE_CHECKING:
    from pathlib import Path


def test_writes_a_file_and_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_aside(path, b"1", replace=False)
    assert path.read_bytes() == b"1"
    assert [p.name for p in path.parent.iterdir()] == ["b.txt"]


def test_refuses_to_replace(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(RefusedError, match="exists"):
        write_aside(path, b"new", replace=False)
    assert path.read_bytes() == b"old"
    write_aside(path, b"new", replace=True)
    assert path.read_bytes() == b"new"


def test_failure_leaves_the_old_file_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(RefusedError, match="No space left"):
        write_aside(path, b"new", replace=True)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


def test_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="folder"):
        write_aside(tmp_path, b"1", replace=True)


def test_file_in_the_way_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(RefusedError, match="cannot be written"):
        write_aside(tmp_path / "a" / "b.txt", b"1", replace=False)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_keeps_permissions_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_aside(link, b"new", replace=True)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX devices")
def test_devices_are_written_to(tmp_path: Path) -> None:
    from pathlib import Path

    del tmp_path
    write_aside(Path(os.devnull), b"1", replace=False)
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
@pytest.mark.parametrize(("mode", "made"), [(0o600, 0o600), (0o640, 0o640), (0o444, 0o644)])
def test_what_is_made_from_a_private_file_is_private(tmp_path: Path, mode: int, made: int) -> None:
    source, path = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_bytes(b"1")
    source.chmod(mode)
    before = os.umask(0o022)
    try:
        write_aside(path, b"2", replace=False, private_as=[source, "-"])
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == made


def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, os.replace

    def synced(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        steps.append(f"{kind} {os.fstat(handle).st_size if kind == 'file' else ''}".strip())
        sync(handle)

    def renamed(old: Path, new: Path) -> None:
        steps.append("rename")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", renamed)
    write_aside(tmp_path / "a.txt", b"12345", replace=True)
    assert steps == ["file 5", "rename", "folder"]
