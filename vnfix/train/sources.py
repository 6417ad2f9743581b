"""The texts and pairs that models are trained on: which, with what weight, read how."""

from __future__ import annotations

import csv
import hashlib
import lzma
import tomllib
import unicodedata
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex
from rapidfuzz.distance import Levenshtein

from vnfix.errors import DataError, UsageError
from vnfix.text.tokens import UNIT
from vnfix.text.unicode import apply_case, case_of, strip_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

Pair = tuple[str, str]
SUFFIXES = (".txt", ".txt.xz")
PARTS, SLIPS = "misread.tsv", "slips.tsv"


@dataclass(frozen=True, slots=True)
class Text:
    """A file of paragraphs, one a line.

    Attributes:
        path: the file.
        weight: how many times it counts.
        misread: first and last paragraph, from 1, of the parts that were read badly, in order.
        slips: pairs of words in small letters that are mended there, with what they mean.

    """

    path: Path
    weight: int = 1
    misread: tuple[tuple[int, int], ...] = ()
    slips: Mapping[Pair, Pair] = field(default_factory=dict)

    def paragraphs(self) -> Iterator[str]:
        """Yield the paragraphs in NFC, mended in the parts that were read badly.

        Raises:
            DataError: the file cannot be read, or is not UTF-8.

        """
        parts = deque(self.misread)
        for number, paragraph in enumerate(self.whole(), 1):
            if parts and number > parts[0][1]:
                parts.popleft()
            right = not parts or number < parts[0][0]
            yield paragraph if right else mended(paragraph, self.slips)

    def whole(self) -> Iterator[str]:
        """Yield all paragraphs in NFC.

        Raises:
            DataError: the file cannot be read, or is not UTF-8.

        """
        opener = lzma.open if self.path.suffix == ".xz" else open
        try:
            with opener(self.path, "rt", encoding="utf-8-sig") as f:
                for line in f:
                    yield unicodedata.normalize("NFC", line.rstrip("\n"))
        except (OSError, UnicodeError, lzma.LZMAError, EOFError) as e:
            raise DataError(f"{self.path} cannot be read: {e}.", "Texts must be UTF-8.") from e

    def facts(self) -> dict[str, Any]:
        """Return what the model card says of the file."""
        return {**file_facts(self.path), "weight": self.weight}


def mended(paragraph: str, slips: Mapping[Pair, Pair]) -> str:
    """Return a paragraph with its slips mended, each word in the case that it has.

    >>> mended("TÔ CHỨC, tô", {("tô", "chức"): ("tổ", "chức")})
    'TỔ CHỨC, tô'
    """
    words = UNIT.findall(paragraph)
    for k in range(len(words) - 1):  # the first of a pair may have been mended
        meant = slips.get((words[k].lower(), words[k + 1].lower()))
        if meant:
            words[k], words[k + 1] = (
                apply_case(m, case_of(w)) for m, w in zip(meant, words[k : k + 2], strict=True)
            )
    following = iter(words)
    return UNIT.sub(lambda _: next(following), paragraph)


def file_facts(path: Path) -> dict[str, Any]:
    """Return name and sha256 of a file."""
    return {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def find_texts(paths: Iterable[Path]) -> list[Path]:
    """Return the text files among `paths`, folders with all that is below them, sorted.

    Raises:
        DataError: a path is missing, or is a file of another kind.

    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(p for p in path.rglob("*") if p.name.endswith(SUFFIXES) and p.is_file())
        elif not path.is_file():
            raise DataError(f"{path} does not exist.", "Name text files or folders of them.")
        elif not path.name.endswith(SUFFIXES):
            raise DataError(f"{path} is no text.", f"Texts end in {' or '.join(SUFFIXES)}.")
        else:
            found.add(path)
    return sorted(found)


def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("vnfix.train").joinpath("sources.toml").read_text("utf-8"))


def shipped_texts(shared: Path) -> list[Text]:
    """Return the texts of the shipped models, sorted by name.

    Raises:
        DataError: there are none.

    """
    weights: Mapping[str, int] = _table()["texts"]
    paths = sorted((shared / "text").glob("*.txt.xz"))
    if not paths:
        raise DataError(f"There are no texts in {shared}.", "Name the data folder: --shared DIR.")
    parts, slips = _parts(), _slips()
    texts = [
        Text(
            p,
            weights.get(p.name.removesuffix(".txt.xz"), 1),
            tuple(parts.get(p.name, ())),
            slips.get(p.name, {}),
        )
        for p in paths
    ]
    return [text for text in texts if text.weight]


def read_rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of a file beside this module, its comments aside."""
    rows = files("vnfix.train").joinpath(name).read_text("utf-8").splitlines()
    return (row.split("\t") for row in rows if not row.startswith("#"))


def _parts() -> dict[str, list[tuple[int, int]]]:
    """Return by text the parts that were read badly."""
    parts: dict[str, list[tuple[int, int]]] = {}
    for name, first, last, *_ in read_rows(PARTS):
        parts.setdefault(name, []).append((int(first), int(last)))
    return parts


def _slips() -> dict[str, dict[Pair, Pair]]:
    """Return by text the pairs of words that are mended in these parts."""
    slips: dict[str, dict[Pair, Pair]] = {}
    for name, *words in read_rows(SLIPS):
        slips.setdefault(name, {})[words[0], words[1]] = words[2], words[3]
    return slips


def shipped_pairs(shared: Path) -> dict[str, list[Path]]:
    """Return the files of pairs of each style of damage."""
    return {name: [shared / f for f in paths] for name, paths in _table()["pairs"].items()}


def load_pairs(
    sources: Mapping[str, Sequence[Path]], leave_out: Collection[str] = ()
) -> dict[str, list[LinePair]]:
    """Read the pairs of each source, those of documents in `leave_out` aside.

    Raises:
        DataError: a file cannot be read.
        UsageError: no file has a document of a name to be left out.

    """
    every = {name: [p for f in paths for p in read_pairs(f)] for name, paths in sources.items()}
    known = {pair.document for pairs in every.values() for pair in pairs}
    for name in leave_out:
        if name not in known:
            raise UsageError(f"No pairs are of a document named {name}.", _names(known))
    return {k: [p for p in pairs if p.document not in leave_out] for k, pairs in every.items()}


def _names(known: Collection[str]) -> str:
    some = sorted(known)
    more = ", ..." if len(some) > 8 else ""
    return f"Names are: {', '.join(some[:8])}{more}."


# Reads pairs of garbled and true lines and aligns their tokens: the channel's training data.

EDGES = regex.compile(r"^(\P{L}*)(.*?)(\P{L}*)$", regex.DOTALL)
LETTERS = regex.compile(r"\p{L}+")
PLAIN = ["pdf", "page", "level", "truth", "ocr"]
ROW_REMEDY = "Every row needs all columns of the header row."
SKIP = 1.0  # cost of a token without a partner


@dataclass(frozen=True, slots=True)
class LinePair:
    """One line as it was read and as it is printed, and the document it is from."""

    document: str
    seen: str
    meant: str


def read_pairs(path: Path, leave_out: Collection[str] = ()) -> Iterator[LinePair]:
    """Read a TSV of pairs.

    Columns, by the names of a header row: `garbled` or `ocr` (what was read), `gold` or `truth`
    (what is printed); optional `flag` (only `ok` rows count) and `pdf` or `document` (else the
    file's name). Five columns without such a header are pdf, page, level, truth, ocr.

    Raises:
        DataError: the file cannot be read, or columns are missing.

    """
    columns, rows = _columns_and_rows(path)
    at = {name: k for k, name in enumerate(columns)}
    seen, meant = at.get("garbled", at.get("ocr")), at.get("gold", at.get("truth"))
    if seen is None or meant is None:
        raise DataError(
            f"{path} has no columns of pairs.",
            "Give it a header row with `garbled` and `gold` (tab-separated).",
        )
    document, flag = at.get("pdf", at.get("document")), at.get("flag")
    for row in rows:
        if len(row) < len(columns):
            raise DataError(f"{path} has a row of {len(row)} columns: {row!r:.60}.", ROW_REMEDY)
        name = row[document] if document is not None else path.stem
        if name in leave_out or (flag is not None and row[flag] != "ok"):
            continue
        yield LinePair(name, *(unicodedata.normalize("NFC", row[k]) for k in (seen, meant)))


def _columns_and_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns, and the rows that are not blank."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = [row for row in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    except (OSError, UnicodeError, csv.Error) as e:
        raise DataError(f"{path} cannot be read: {e}.", "Pairs must be UTF-8.") from e
    columns = rows[0] if rows else []
    if len(columns) == len(PLAIN) and "truth" not in columns:
        return PLAIN, rows
    return columns, rows[1:]


@lru_cache(maxsize=1 << 16)
def distance(seen: str, meant: str) -> float:
    """Return how unlike two tokens look, 0 to 1, accents and case aside."""
    a, b = strip_accents(seen).lower(), strip_accents(meant).lower()
    return Levenshtein.distance(a, b, weights=(1, 1, 1)) / max(len(a), len(b), 1)


def align(seen: list[str], meant: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield groups of observed and true tokens that belong together: at most 3 with 1."""
    m, n = len(seen), len(meant)
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    move = [[(0, 0)] * (n + 1) for _ in range(m + 1)]
    for i in range(m + 1):
        for j in range(n + 1):
            if i or j:
                best[i][j], move[i][j] = _step(best, seen, meant, (i, j))
    i, j, groups = m, n, []
    while i or j:
        a, b = move[i][j]
        groups.append((seen[i - a : i], meant[j - b : j]))
        i, j = i - a, j - b
    yield from reversed(groups)


def _step(
    best: list[list[float]], seen: list[str], meant: list[str], at: tuple[int, int]
) -> tuple[float, tuple[int, int]]:
    i, j = at
    options = []
    for a, b in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 0), (0, 1)):
        if i < a or j < b:
            continue
        if a and b:
            joined = distance("".join(seen[i - a : i]), "".join(meant[j - b : j]))
            cost = joined * max(a, b) + 0.25 * (a + b - 2)
        else:
            cost = SKIP
        options.append((best[i - a][j - b] + cost, (a, b)))
    return min(options)


def word_pairs(pair: LinePair) -> Iterator[tuple[str, str]]:
    """Yield (observed, meant) for the words of a line: letters only on the side of the truth.

    Marks at the edges that both sides share are taken off; a word that was read as several tokens
    keeps the blank between them.
    """
    for seen, meant in align(pair.seen.split(), pair.meant.split()):
        if len(meant) != 1 or not seen or distance("".join(seen), meant[0]) > 0.85:
            continue
        before, core, after = EDGES.match(meant[0]).groups()  # type: ignore[union-attr]
        text = _without(" ".join(seen), before, after)
        if text and LETTERS.fullmatch(core):
            yield text, core


def _without(text: str, before: str, after: str) -> str:
    """Return what was read without the marks around the true word; "" where they are not there."""
    if not text.startswith(before):
        return ""
    text = text[len(before) :]
    if not after:
        return text
    if text.endswith(after):
        return text[: -len(after)]
    # One mark is often read as another one.
    return text[:-1] if text and not text[-1].isalnum() and len(after) == 1 else text


def count_pairs(lines: Iterator[LinePair]) -> Counter[tuple[str, str]]:
    """Return how often each (observed, meant) pair of words occurs."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        counts.update(_aligned(line))
    return counts


@lru_cache(maxsize=1 << 16)
def _aligned(line: LinePair) -> tuple[tuple[str, str], ...]:
    """Return the words of a line, aligned once however many channels are trained without others."""
    return tuple(word_pairs(line))
