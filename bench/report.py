"""Result files and the table of figures beside their bars and aims."""

from __future__ import annotations

import datetime
import json
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.channels import ROOT

UP, DOWN = "at least", "at most"
DETAILS = (
    "details"  # examples for the developer; they hold words of the data and stay in bench/work
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the table.

    Attributes:
        what: what is measured.
        part: the result file.
        path: where the figure stands in it.
        bar: what must be reached.
        aim: what should be reached.
        sense: `UP` where more is better, `DOWN` where less is.
        unit: `%` for shares, otherwise a word that follows the figure.

    """

    what: str
    part: str
    path: tuple[str, ...]
    bar: float
    aim: float
    sense: str = DOWN
    unit: str = "%"

    def reached(self, value: float, goal: float) -> bool:
        """Whether a value is as good as a goal."""
        return value >= goal if self.sense == UP else value <= goal

    def shown(self, value: float) -> str:
        """Give a value with its unit."""
        if self.unit == "%":
            return f"{value:.2%}"
        return f"{value:,.3g} {self.unit}" if value < 1000 else f"{value:,.0f} {self.unit}"


BARS = (
    Bar("seeds, mean WER", "seeds", ("mean_WER",), 0.038, 0.03),
    Bar("seeds, worst WER", "seeds", ("worst_WER",), 0.07, 0.05),
    Bar("no seed in the channel, mean WER", "seeds", ("no_seed_in_the_channel", "mean_WER"), 0.09,
        0.06),
    Bar("seeds, mean CER", "seeds", ("mean_CER",), 0.035, 0.02),
    Bar("English OCR, L1, WER", "parallel", ("levels", "L1", "WER"), 0.01, 0.008),
    Bar("English OCR, L2, WER", "parallel", ("levels", "L2", "WER"), 0.017, 0.014),
    Bar("English OCR, L3, WER", "parallel", ("levels", "L3", "WER"), 0.07, 0.055),
    Bar("seeds, right tokens broken", "seeds", ("broken",), 0.006, 0.003),
    Bar("seeds, second run moves", "seeds", ("second_run", "share"), 0.005, 0.001),
    Bar("English OCR, second run moves", "parallel", ("second_run", "share"), 0.005, 0.001),
    Bar("engine left out, mean WER", "engines", ("mean_WER",), 0.07, 0.05),
    Bar("engine left out, worst WER", "engines", ("worst_WER",), 0.14, 0.09),
    Bar("legacy tesseract left out, WER", "engines", ("legacy_WER",), 0.09, 0.07),
    Bar("ocrad left out, WER", "engines", ("ocrad_WER",), 0.30, 0.20),
    Bar("the same, right numbers spoiled", "engines", ("spoiled_share",), 0.002, 0.0005),
    Bar("the same, spoiled by AUTO", "engines", ("auto_spoiled",), 0, 0, unit="times"),
    Bar("the same, wrong numbers repaired", "engines", ("repaired_share",), 0.75, 0.85, UP),
    Bar("languages never trained on, mean WER", "strangers", ("mean_WER",), 0.07, 0.05),
    Bar("languages never trained on, worst WER", "strangers", ("worst_WER",), 0.14, 0.09),
    Bar("an engine never trained on (gocr), WER", "strangers", ("bad_letters_WER",), 0.30, 0.20),
    Bar("by all of these, right numbers lost", "strangers", ("numbers_lost_share",), 0.002, 0.0005),
    Bar("seeds, right numbers spoiled", "seeds", ("numbers", "spoiled_share"), 0.002, 0.0005),
    Bar("seeds, wrong numbers repaired", "seeds", ("numbers", "repaired_share"), 0.75, 0.85, UP),
    Bar("English OCR, numbers spoiled", "parallel", ("numbers", "spoiled_share"), 0.002, 0.0005),
    Bar("English OCR, numbers repaired", "parallel", ("numbers", "repaired_share"), 0.75, 0.85,
        UP),
    Bar("healthy documents called damaged", "harm", ("all", "share"), 0.003, 0),
    Bar("healthy documents, changed words", "harm", ("all", "per_100000"), 2, 0,
        unit="in 100,000"),
    Bar("clean text, changed words", "clean", ("all", "per_100000"), 5, 0, unit="in 100,000"),
    Bar("AUTO precision, seeds", "seeds", ("auto", "precision"), 0.997, 0.999, UP),
    Bar("AUTO coverage, seeds", "seeds", ("auto", "coverage"), 0.7, 0.8, UP),
    Bar("calibration error, seeds", "seeds", ("auto", "calibration_error"), 0.03, 0.015, unit=""),
    Bar("AUTO spoils a number, seeds", "seeds", ("auto", "numbers_spoiled"), 0, 0, unit="times"),
    Bar("AUTO precision, English OCR", "parallel", ("auto", "precision"), 0.997, 0.999, UP),
    Bar("AUTO coverage, English OCR", "parallel", ("auto", "coverage"), 0.7, 0.8, UP),
    Bar("calibration error, English OCR", "parallel", ("auto", "calibration_error"), 0.03, 0.015,
        unit=""),
    Bar("AUTO spoils a number, English OCR", "parallel", ("auto", "numbers_spoiled"), 0, 0,
        unit="times"),
    Bar("unaccented text, syllables right", "unaccented", ("share",), 0.97, 0.985, UP),
    Bar("garbled text", "speed", ("garbled", "words_per_s"), 15000, 30000, UP, "words/s"),
    Bar("the same beside symspellpy and pyvi", "speed", ("garbled", "times_peers"), 4, 8,
        UP, "times"),
    Bar("garbled text, plain kernel", "speed", ("garbled_plain_kernel", "words_per_s"), 300, 600,
        UP, "words/s"),
    Bar("healthy text", "speed", ("healthy", "words_per_s"), 1e5, 3e5, UP, "words/s"),
    Bar("the same beside ftfy", "speed", ("healthy", "times_ftfy"), 1.9, 3, UP, "times"),
    Bar("vnfix --help", "speed", ("help", "seconds"), 0.07, 0.05, unit="s"),
    Bar("first short text repaired", "speed", ("first", "seconds"), 0.25, 0.15, unit="s"),
    Bar("rows of ten words, `fix_text`", "rows", ("ten_words", "fix_text"), 800, 2000, UP,
        "rows/s"),
    Bar("the same, `fix_texts`", "rows", ("ten_words", "ungrouped"), 1200, 3000, UP, "rows/s"),
    Bar("the same, in documents", "rows", ("ten_words", "documents"), 1500, 3000, UP, "rows/s"),
    Bar("garbled text of 10 MB, a byte against 10 kB", "scale", ("long", "garbled", "ratio"), 1.5,
        1.2, unit="times"),
    Bar("one line of 10 MB", "scale", ("long", "one line", "ratio"), 1.5, 1.2, unit="times"),
    Bar("memory on 10 MB", "scale", ("long", "garbled", "megabytes"), 300, 200, unit="MB"),
    Bar("blanks, dots, glyphs without end, worst", "scale", ("hostile", "worst_ratio"), 2, 1.2,
        unit="times"),
    Bar("memory on seed 002", "speed", ("memory", "megabytes"), 400, 250, unit="MB"),
    Bar("lost glyphs, all evidence", "glyphs", ("all_evidence", "share"), 0.995, 1.0, UP),
    Bar("kind named, shared documents", "detection", ("kinds", "share"), 1.0, 1.0, UP),
    Bar("kind named, own cases", "detection", ("own_cases", "share"), 0.95, 1.0, UP),
    Bar("false alarms, clean PDFs", "detection", ("false_alarms", "clean_pdfs"), 0, 0, unit=""),
    Bar("false alarms, negative cases", "detection", ("false_alarms", "negative_cases"), 0, 0,
        unit=""),
    *(
        Bar(f"{what}, WER", "kinds", ("by_rule", name, "WER"), bar, aim)
        for name, what, bar, aim in (
            ("low-bytes", "low bytes", 0.005, 0.001),
            ("dropped", "dropped tone letters", 0.04, 0.02),
            ("ansi", "saved as ANSI", 0.03, 0.015),
        )
    ),
    Bar("nearly right text, errors gone", "nearly", ("gone",), 0.3, 0.5, UP),
    Bar("the same, right words broken", "nearly", ("broken",), 0.0002, 0.0001),
    Bar("fonts rotated, letters right", "wrong_maps", ("intact",), 1.0, 1.0, UP),
    Bar("the same, no font programs", "wrong_maps", ("stripped",), 0.98, 0.995, UP),
    Bar("healthy fonts changed, words", "wrong_maps", ("healthy_changed",), 0, 0, unit=""),
    Bar("12 letters rotated, letters right", "kinds", ("rotated", "right"), 0.98, 0.995, UP),
    Bar("AUTO precision, damage by a rule", "kinds", ("worst_precision",), 0.995, 0.995, UP),
    Bar("damage by a rule called so", "kinds", ("worst_called",), 1.0, 1.0, UP),
    Bar("unknown damage called so and left", "kinds", ("unknown", "share"), 1.0, 1.0, UP),
    *(
        Bar(f"{what}, {unit} not called legacy", "kinds", ("european", which, key), bar, 1.0, UP)
        for which, what in (("read", "European OCR"), ("written", "European text"))
        for unit, key, bar in (("documents", "right", 1.0), ("lines", "lines_right", 0.99))
    ),
    Bar("European text changed", "kinds", ("european", "written", "changed"), 0, 0, unit=""),
    Bar("false alarms of both", "kinds", ("false_alarms", "count"), 0, 0, unit=""),
    Bar("legacy PDFs, accented letters", "detection", ("legacy", "accented_letters"), 0.995, 0.999,
        UP),
    Bar("legacy PDFs, syllables", "detection", ("legacy", "syllables"), 0.995, 0.999, UP),
    Bar("legacy PDFs, words not in capitals", "detection", ("legacy", "not_capital"), 0, 0,
        unit=""),
    Bar("legacy documents, accented letters", "detection",
        ("legacy_documents", "accented_letters"), 0.999, 1.0, UP),
    Bar("guesses inside legacy documents", "detection", ("legacy_documents", "guesses"), 0, 0,
        unit=""),
    Bar("short legacy strings, worst encoding", "kinds", ("short_strings", "share"), 0.7, 0.85, UP),
    Bar("false alarms, names of 18 languages", "kinds", ("short_strings", "false_alarms"), 0, 0,
        unit=""),
    Bar("check, healthy text", "detection", ("speed", "healthy"), 1.5e5, 5e5, UP, "words/s"),
    Bar("check, garbled text", "detection", ("speed", "garbled"), 1.5e5, 5e5, UP, "words/s"),
    Bar("scans written as PDFs, WER", "scans", ("pdf_WER",), 0.03, 0.015),
    Bar("scans that look the same", "scans", ("same_pixels",), 1, 1, UP),
    Bar("written scans, most bytes", "scans", ("worst_size_ratio",), 1.1, 1.02, unit="times"),
    *(
        Bar(f"second look, {what}, WER", "look", ("groups", group, "both", "WER"), bar, aim)
        for group, what, bar, aim in (
            ("scans", "scans", 0.007, 0.004),
            ("form", "form", 0.09, 0.06),
            ("L1", "light damage", 0.008, 0.005),
            ("L2", "medium damage", 0.013, 0.008),
            ("L3", "heavy damage", 0.05, 0.035),
        )
    ),
    Bar("second look, lines, light", "look", ("groups", "L1", "lines_read_again"), 0.35, 0.2),
    Bar("second look, lines, heavy", "look", ("groups", "L3", "lines_read_again"), 0.8, 0.6),
    Bar("second look, pages made worse", "look", ("pages_worse",), 0.02, 0),
    Bar("check, healthy PDFs", "pdf_speed", ("check", "pages_per_s"), 30, 150, UP, "pages/s"),
    Bar("repair, scanned PDFs", "pdf_speed", ("repair", "pages_per_s"), 5, 25, UP, "pages/s"),
    Bar("a scan as a PDF, start included, against tesseract", "pdf_speed",
        ("tesseract", "times_faster_one_file"), 12, 25, UP, "times"),
    Bar("a folder of scans, one worker, against tesseract", "pdf_speed",
        ("tesseract", "times_faster_folder"), 25, 50, UP, "times"),
    Bar("2 processes against 1", "batch_speed", ("processes", "speedup"), 1.9, 1.95, UP, "times"),
    Bar("worker over 1,000 documents", "batch_speed", ("memory", "peak"), 130, 100, unit="MB"),
    Bar("its growth from the 200th on", "batch_speed", ("memory", "growth_from_200_on"), 0.05,
        0.05),
    *(
        Bar(f"review of {name}, errors gone, 80 presses", "review",
            ("documents", name, "gone", "80"), 1 / 3, 0.5, UP)
        for name in ("000", "001", "002", "004")
    ),
    Bar("lost glyphs, cipher alone", "glyphs", ("cipher_alone", "share"), 0.97, 0.995, UP),
)  # fmt: skip


def lookup(results: dict[str, Any], bar: Bar) -> float | None:
    """Find a bar's figure among the results, by part; None if the part has not run."""
    value: Any = results.get(bar.part)
    for key in bar.path:
        value = value.get(key) if isinstance(value, dict) else None
    return None if value is None else float(value)


def table(results: dict[str, Any]) -> str:
    """Lay out the figures, bars and aims that there are."""
    lines = [f"{'what':36} {'measured':>18} {'bar':>16} {'aim':>16}  reached"]
    for bar in BARS:
        value = lookup(results, bar)
        if value is not None:
            verdict = "no" if not bar.reached(value, bar.bar) else "bar"
            verdict = "aim" if bar.reached(value, bar.aim) else verdict
            figures = (bar.shown(figure) for figure in (value, bar.bar, bar.aim))
            lines.append("{:36} {:>18} {:>16} {:>16}  {}".format(bar.what, *figures, verdict))
    return "\n".join(lines)


def left_over_table(results: dict[str, Any]) -> str:
    """Lay out the kinds of errors that are left, as shares of all errors."""
    lines = [f"{'left over':18}" + "".join(f"{kind:>17}" for kind in _kinds(results))]
    for part in ("seeds", "parallel"):
        counts = results.get(part, {}).get("left_over")
        if counts:
            total = sum(counts.values()) or 1
            cells = (f"{n} ({n / total:.0%})" for n in counts.values())
            lines.append(f"{part:18}" + "".join(f"{cell:>17}" for cell in cells))
    return "\n".join(lines) if len(lines) > 1 else ""


def _kinds(results: dict[str, Any]) -> list[str]:
    parts = [results.get(part, {}).get("left_over", {}) for part in ("seeds", "parallel")]
    return list(next((part for part in parts if part), {}))


def baseline_table(results: dict[str, Any]) -> str:
    """Lay out the WER of what a user has otherwise, beside ours."""
    tools: dict[str, Any] = dict(results.get("baselines", {}))
    if not tools:
        return ""
    ours = {**results.get("seeds", {}).get("documents", {})}
    ours |= results.get("parallel", {}).get("levels", {})
    tools["vnfix"] = ours
    groups = sorted(tools["raw"])
    lines = [f"{'WER':12}" + "".join(f"{group:>9}" for group in groups)]
    for tool, found in tools.items():
        rates = [f"{found[group]['WER']:.2%}" if group in found else "-" for group in groups]
        lines.append(f"{tool:12}" + "".join(f"{rate:>9}" for rate in rates))
    return "\n".join(lines)


def review_table(results: dict[str, Any]) -> str:
    """Lay out the WER of the seeds as a reviewer works through their queues."""
    documents: dict[str, Any] = results.get("review", {}).get("documents", {})
    if not documents:
        return ""
    marks = list(next(iter(documents.values()))["WER"])
    lines = [f"{'WER after presses':18}" + "".join(f"{mark:>16}" for mark in marks)]
    for name, found in documents.items():
        gone = {"0": 0.0, **found["gone"]}
        cells = (f"{found['WER'][mark]:.2%} (-{gone[mark]:.0%})" for mark in marks)
        lines.append(f"{name:18}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join(lines)


def threshold_table(results: dict[str, Any]) -> str:
    """Lay out, for each least confidence, the WER and what was lost and avoided."""
    sets: dict[str, Any] = results.get("threshold", {}).get("sets", {})
    if not sets:
        return ""
    bounds = [row["threshold"] for row in next(iter(sets.values()))]
    lines = [f"{'least confidence':26}" + "".join(f"{bound:>16.2f}" for bound in bounds)]
    for name, rows in sets.items():
        cells = (f"{row['WER']:.2%} -{row['lost']}+{row['avoided']}" for row in rows)
        lines.append(f"{name:26}" + "".join(f"{cell:>16}" for cell in cells))
    return "\n".join([*lines, "WER; right changes lost (-), wrong changes avoided (+)"])


def stamp(command: str) -> dict[str, str]:
    """Say what was measured where: commit, date, processor, Python, command."""
    return {
        "commit": _git("rev-parse", "HEAD") + ("+" if _git("status", "--porcelain") else ""),
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": _processor(),
        "python": platform.python_version(),
        "command": command,
    }


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.strip()


def _processor() -> str:
    """Give the processor's model and the number of its cores, nothing else of the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{models[0]}, {len(models)} cores" if models else platform.machine()


def write(path: Path, result: object) -> None:
    """Write a result file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8", newline="\n")


def read(folder: Path) -> dict[str, Any]:
    """Read the figures of all parts that have result files."""
    files = sorted(folder.glob("*.json"))
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in files}
    return {name: facts["figures"] for name, facts in found.items() if "figures" in facts}
