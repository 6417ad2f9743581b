"""Writes MODEL_CARD.md: what the tables of a folder were made from, how, and how good they are.

All facts come from the headers of the tables and from the benchmark's result files.
"""

from __future__ import annotations

import hashlib
import json
from string import Template
from typing import TYPE_CHECKING, Any

from vnfix.data.tables import table_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TEMPLATE = "card.txt"
SUFFIXES = (".tab", ".json")
SCORES = {
    "seeds": {
        "mean_WER": "garbled plans, leave one document out: mean WER",
        "mean_CER": "the same: mean CER",
        "worst_WER": "the same: worst WER",
    },
    "parallel": {
        "levels.L1.WER": "lines by an English OCR engine, light damage: WER",
        "levels.L2.WER": "medium damage: WER",
        "levels.L3.WER": "heavy damage: WER",
    },
    "clean": {"all.per_100000": "clean official text: words changed in 100,000"},
}
"""Figures shown, by result file and path of keys in it."""


def write_card(models: Path, results: Path) -> None:
    """Write the card of the tables in `models`.

    Args:
        models: folder of the tables.
        results: folder of the benchmark's results; what is missing there is not shown.

    """
    heads = {p.name: table_header(p) for p in sorted(models.iterdir()) if p.suffix in SUFFIXES}
    template = Template(_template())
    text = template.substitute(
        tables="\n".join(_table_rows(models, heads)),
        language="\n".join(_language(heads.get("lm.tab", {}).get("meta", {}))),
        far="\n".join(_far(heads.get("far.tab", {}).get("meta", {}))),
        channel="\n".join(_channel(heads.get("channel.tab", {}).get("meta", {}))),
        calibration="\n".join(_calibration(models / "calibration.json")),
        ranking="\n".join(_ranking(models / "ranking.json")),
        look="\n".join(_look(models / "look.json")),
        inputs="\n".join(_inputs(heads)),
        scores="\n".join(_scores(results)) or "Not measured yet.",
    )
    (models / "MODEL_CARD.md").write_text(text, "utf-8", newline="\n")


def _template() -> str:
    from importlib.resources import files

    return files("vnfix.train").joinpath(TEMPLATE).read_text("utf-8")


def _table_rows(models: Path, heads: dict[str, Any]) -> Iterator[str]:
    yield "| file | format | bytes | sha256 of the file |\n|---|---|---|---|"
    for name, head in heads.items():
        data = (models / name).read_bytes()
        kind = f"{head['format']} {head['version']}" if head else "JSON"
        yield f"| `{name}` | {kind} | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |"


def _language(meta: dict[str, Any]) -> Iterator[str]:
    if not meta:
        return
    least = meta["size"]["min_count"]
    yield f"- Order {meta['order']}; {meta['tokens']:,} units read."
    yield f"- {meta['words']:,} words: those with a weighted count of {least} or more."
    yield f"- N-grams kept, by order: {_listed(meta['ngrams'])}."
    yield f"- N-grams counted, by order: {_listed(meta['ngrams_counted'])}."


def _far(meta: dict[str, Any]) -> Iterator[str]:
    if meta:
        yield f"- {meta['tokens']:,} units read, {meta['words']:,} words, {meta['pairs']:,} pairs."


def _channel(meta: dict[str, Any]) -> Iterator[str]:
    if not meta:
        return
    counts = (f"{name} {lines:,}" for name, lines in meta["lines"].items())
    yield f"- {meta['rounds']} rounds of EM; lines of each style: " + ", ".join(counts) + "."
    left_out = ", ".join(meta["left_out"]) or "none"
    yield f"- Documents left out: {left_out}."


def _calibration(path: Path) -> Iterator[str]:
    if path.is_file():
        facts = json.loads(path.read_text("utf-8"))
        yield f"- {facts['readings']:,} readings; AUTO from {facts['auto']:.1%} on."
        yield "\n| left out | readings | right | mean confidence | AUTO | of it right |"
        yield "|---|---|---|---|---|---|"
        for name, row in facts["engines_left_out"].items():
            shares = (row[key] for key in ("right", "confidence", "share", "precision"))
            cells = " | ".join(f"{share:.1%}" for share in shares)
            yield f"| {name} | {row['readings']:,} | {cells} |"


def _ranking(path: Path) -> Iterator[str]:
    if path.is_file():
        facts = json.loads(path.read_text("utf-8"))
        yield f"- {facts['places']:,} places."


def _look(path: Path) -> Iterator[str]:
    if path.is_file():
        facts = json.loads(path.read_text("utf-8"))
        yield f"- {facts['places']:,} places on {facts['scans']} pages; {facts['engine']}."


def _listed(numbers: Iterable[int]) -> str:
    return " / ".join(f"{n:,}" for n in numbers)


def _inputs(heads: dict[str, Any]) -> Iterator[str]:
    yield "| input | weight | sha256 |\n|---|---|---|"
    metas = [head.get("meta", {}) for head in heads.values()]
    files = {f["name"]: f for m in metas for f in m.get("files", []) if isinstance(f, dict)}
    files |= {f["name"]: f for m in metas for f in m.get("texts", []) if isinstance(f, dict)}
    for name, facts in sorted(files.items()):
        yield f"| {name} | {facts.get('weight', '')} | `{facts['sha256']}` |"


def _scores(results: Path) -> Iterator[str]:
    rows = []
    for part, figures in SCORES.items():
        path = results / f"{part}.json"
        if path.is_file():
            whole = json.loads(path.read_text("utf-8"))["figures"]
            rows += [(what, _figure(whole, keys)) for keys, what in figures.items()]
    shown = [(what, value) for what, value in rows if value is not None]
    if shown:
        yield "| measured | value |\n|---|---|"
    for what, value in shown:
        yield f"| {what} | " + (f"{value:.2f}" if "100,000" in what else f"{value:.2%}") + " |"


def _figure(whole: Any, keys: str) -> float | None:
    for key in keys.split("."):
        whole = whole.get(key) if isinstance(whole, dict) else None
    return whole if isinstance(whole, int | float) else None
