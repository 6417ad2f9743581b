"""The channel: EM finds what an invented engine does; left-out documents leave no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.train.same import difference
from vnfix.decode.channel import load_channel
from vnfix.errors import DataError, UsageError
from vnfix.train import left_out
from vnfix.train.channel import build_channel, train_channel
from vnfix.train.left_out import main
from vnfix.train.sources import LinePair, shipped_pairs

if TYPE_CHECKING:
    from pathlib import Path

# The invented engine writes đ as <l, á as d, ô as 6 and ư with its neighbour ơ as ucr.
LINES = [
    ("<ld <l6ng bdn", "đá đông bán"),
    ("sdng md <lucrc", "sáng má được"),
    ("c6ng lucrng <li", "công lương đi"),
    ("bdng <l6 phucrng", "báng đô phương"),
    ("h6 trucrng ld", "hô trương lá"),
]
TOY = [LinePair("toy", seen, meant) for seen, meant in LINES * 4]


def test_em_converges_to_the_obvious_channel() -> None:
    counts = train_channel({"toy": TOY}).sources["toy"]
    for segment, seen in {"đ": "<l", "á": "d", "ô": "6", "n": "n", "ươ": "ucr"}.items():
        row = counts[segment]
        assert max(row, key=row.__getitem__) == seen
        assert row[seen] > 0.9 * sum(row.values()), segment


def test_each_source_is_counted_by_itself() -> None:
    other = [LinePair("o", "ba lang", "bá láng")] * 20
    model = train_channel({"toy": TOY, "other": other})
    assert set(model.sources) == {"toy", "other"}
    assert model.sources["other"]["á"]["a"] > 30
    assert model.sources["other"]["á"].get("d", 0.0) < 0.1
    assert "đ" not in model.sources["other"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder of the builder's form, with invented pairs."""
    head = "line\tgarbled\tgold\tflag\n"
    folder = tmp_path / "data"
    (folder / "gold").mkdir(parents=True)
    (folder / "parallel").mkdir()
    for name in ("000", "001", "002", "004"):
        rows = "".join(f"{k}\t{s}\t{m}\tok\n" for k, (s, m) in enumerate(LINES))
        (folder / "gold" / f"{name}.tsv").write_text(head + rows, "utf-8")
    (folder / "gold" / "004.tsv").write_text(head + "1\tq@n kh@m\tquên khêm\tok\n", "utf-8")
    pairs = "a.pdf\t1\tL1\tbá láng\tba lang\nb.pdf\t1\tL2\thẹn vẹn\th{n v{n\n"
    for path in (p for paths in shipped_pairs(folder).values() for p in paths):
        if path.parent.name != "gold":
            path.parent.mkdir(exist_ok=True)
            path.write_text(pairs, "utf-8")
    return folder


def test_building_twice_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    for k in "xy":
        build_channel(shipped_pairs(data), tmp_path / k)
    assert difference(tmp_path / "x", tmp_path / "y") == ""


def test_main_leaves_the_names_out_of_channel_and_confidence(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(left_out, "build_confidence", lambda *given: told.append(given))
    names = ["--leave-out", "b.pdf", "--leave-out", "004"]
    assert main(["--shared", str(data), *names, "-o", str(tmp_path / "x")]) == 0
    build_channel(shipped_pairs(data), tmp_path / "y", ["b.pdf", "004"])
    assert difference(tmp_path / "x" / "channel.tab", tmp_path / "y") == ""
    ((shared, _, out, without, work),) = told
    assert (shared, out) == (data, tmp_path / "x")
    assert (without, work) == (["b.pdf", "004"], None)


def test_left_out_documents_leave_no_trace_in_any_file(data: Path, tmp_path: Path) -> None:
    build_channel(shipped_pairs(data), tmp_path / "all")
    build_channel(shipped_pairs(data), tmp_path / "some", ["b.pdf", "004"])
    every, some = (load_channel(tmp_path / k).sources for k in ("all", "some"))
    assert every["tesseract-eng"]["ẹ"]["{"] > 1
    assert every["rapidocr"]["ẹ"]["{"] > 1
    assert "seed-004" in every
    assert "seed-004" not in some
    observed = {seen for counts in some.values() for row in counts.values() for seen in row}
    assert not any("{" in seen or "@" in seen for seen in observed)
    assert not any("ẹ" in counts or "ê" in counts for counts in some.values())
    assert max(some["seed-000"]["đ"].items(), key=lambda row: row[1])[0] == "<l"


def test_a_name_that_no_pair_has_is_an_error(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--shared", str(data), "--leave-out", "c.pdf", "-o", str(tmp_path / "x")]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "c.pdf" in said
    assert "a.pdf" in said
    assert not (tmp_path / "x" / "channel.tab").exists()


def test_missing_data_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shared", str(tmp_path / "none"), "-o", str(tmp_path)]) == 3
    assert "cannot be read" in capsys.readouterr().err


def test_pairs_without_words_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("document\tgarbled\tgold\na\t12\t12\n", "utf-8")
    with pytest.raises(DataError, match="no pairs of words"):
        build_channel({"x": [path]}, tmp_path / "channel.tab")
    with pytest.raises(UsageError, match="named b"):
        build_channel({"x": [path]}, tmp_path / "channel.tab", ["b"])
