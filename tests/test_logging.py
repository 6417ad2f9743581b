"""The logger `vnfix`: silent in the library, the events of a run for who listens."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import vnfix
from vnfix.cli import group

HEALTHY = "Thực hiện tốt các nhiệm vụ được giao trong năm 2025.\n"
GARBLED = "Thuc hiQn t6t c6c nhiQm vu dugc giao tai Ban Zdt\n"


def test_a_healthy_text_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "vnfix"):
        vnfix.fix_text(HEALTHY)
    assert [r.getMessage() for r in caplog.records] == [": 0 corrections, 0 places left"]


def test_the_events_of_a_file(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GARBLED, "utf-8")
    with caplog.at_level(logging.DEBUG, "vnfix"):
        vnfix.fix_file(path)
    told = "\n".join(r.getMessage() for r in caplog.records)
    for event in ("read as utf-8", "damaged lines: {'wrong", "1 lines to decode", "1 places left"):
        assert event in told
    assert {r.name.partition(".")[0] for r in caplog.records} == {"vnfix"}
    assert "nhiQm" not in told
    assert "nhiệm" not in told


def test_the_library_is_silent_where_nobody_listens(tmp_path: Path) -> None:
    code = (
        f"import logging, vnfix; vnfix.fix_text({GARBLED!r});"
        "logging.getLogger('vnfix').warning('heard')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_the_command_line_shows_the_log_when_asked_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(GARBLED, "utf-8")
    told = [
        CliRunner().invoke(group, ["fix", str(path), *flags]).stderr
        for flags in ([], ["-v"], ["-vv"])
    ]
    assert ["lines to decode" in text for text in told] == [False, False, True]
    assert ["read as" in text for text in told] == [False, True, True]
    logging.getLogger("vnfix").setLevel(logging.NOTSET)


@pytest.mark.parametrize(
    ("value", "call"),
    [
        (None, "vnfix.fix_texts(texts)"),
        (7, "vnfix.fix_texts(texts)"),
        (b"Cii c6ch", "vnfix.fix_file(path)"),
        (Path("plan.txt"), "vnfix.fix_file(path)"),
        (["Cii c6ch"], "vnfix.fix_texts(texts)"),
    ],
)
@pytest.mark.parametrize(
    "function", [vnfix.fix_text, vnfix.fix_and_explain, vnfix.detect, vnfix.explain]
)
def test_what_is_no_text_is_told_what_to_call(function: Any, value: object, call: str) -> None:
    with pytest.raises(TypeError, match="A text is needed") as e:
        function(value)
    assert call in str(e.value)
    assert isinstance(e.value, vnfix.NotTextError)
    assert e.value.exit_code is vnfix.ExitCode.USAGE


def test_a_traceback_says_what_to_do() -> None:
    with pytest.raises(vnfix.VnfixError) as e:
        vnfix.fix_text("Cii c6ch", dictionary="no/such.txt")
    assert e.value.remedy
    assert "".join(traceback.format_exception(e.value)).endswith(f"{e.value.remedy}\n")
    again = pickle.loads(pickle.dumps(e.value))  # as worker processes hand it on
    assert again.__notes__ == [e.value.remedy] == [again.remedy]


def test_a_stream_of_repairs_wants_texts_only() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        list(vnfix.pipe(["Cii c6ch", None]))  # type: ignore[list-item]
    assert list(vnfix.fix_texts(["2020", None])) == ["2020", None]
