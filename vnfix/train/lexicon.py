"""Builds the counted dictionaries: syllables, words, places, phrases.

    python -m vnfix.train.lexicon SHARED OUT

reads the lists and texts of SHARED and writes into OUT; the hand-kept files there are read, too.
"""

from __future__ import annotations

import io
import lzma
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import regex

from vnfix.data.check import write_papers
from vnfix.data.entries import is_clean, read_entries
from vnfix.text.syllable import is_syllable, old_style
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

NEAREST = (
    "congbao_8chude", "hanoi_ubnd_decisions", "luatvietnam_docs", "nd30_2020_van_thu",
    "thutuc_hanhchinh_nhdandz", "tnt305_official",
)  # fmt: skip
"""The texts that phrases are taken from: nearest in kind to what offices scan."""

DICTIONARIES = Path(__file__).parents[1] / "dictionaries"
HAND_KEPT = (
    "abbreviations", "agencies", "doc_types", "function_words", "headings", "loanwords",
)  # fmt: skip
LEAST_SYLLABLE = 6
LEAST_IN_TWO_TEXTS = 3
LEAST_FOREIGN = 3
LEAST_WORD = 20
LEAST_SUFFIX = 5
_WORD = regex.compile(r"\p{L}+(?:[-&]\p{L}+)*")
_ACRONYM = regex.compile(r"[A-ZĐƯ][A-Za-zĐđƯ]*(?:[-&][A-ZĐƯ][A-Za-zĐđƯ]*)*")
_LETTERS = regex.compile(r"\p{L}{2,7}")
_VOWEL = regex.compile(r"[aeiouyăâêôơưà-ỹ]")
_ROMAN = regex.compile(r"[ivx]+$", regex.IGNORECASE)


@dataclass(slots=True)
class Counts:
    """Words as written: how often, and in how many texts."""

    total: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)

    def add(self, lines: Iterable[str]) -> None:
        """Count one text."""
        seen: Counter[str] = Counter()
        for line in lines:
            seen.update(_WORD.findall(line))
        self.total.update(seen)
        self.texts.update(seen.keys())

    def lowered(self) -> Counts:
        """Return the counts of the single words without regard to case."""
        out = Counts()
        for word, count in self.total.items():
            for part in regex.split(r"[-&]", word.lower()):
                out.total[part] += count
                out.texts[part] = max(out.texts[part], self.texts[word])
        return out


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a text in NFC; `.xz` files are unpacked."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as raw:
        f = io.TextIOWrapper(raw, "utf-8")
        for line in f:
            yield nfc(line.rstrip("\n"))


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a tab-separated list without its header."""
    return [line.split("\t") for line in nfc(path.read_text("utf-8")).splitlines()[1:]]


def in_style(phrase: str) -> str:
    """Return a phrase with every tone mark in the old style.

    >>> in_style("Uỷ ban, hoà giải")
    'Ủy ban, hòa giải'
    """
    return str(regex.sub(r"\p{L}+", lambda m: old_style(m.group()), phrase))


def syllables(counts: Counts, names: Iterable[str]) -> set[str]:
    """Return the syllables that occur, those of names included.

    Of what the grammar forbids, only what many place names share is taken (*Đắk, Kon, Krông*).
    """
    low = counts.lowered()
    found = {
        word
        for word, count in low.total.items()
        if is_syllable(word)
        and (count >= LEAST_SYLLABLE or (count >= LEAST_IN_TWO_TEXTS and low.texts[word] > 1))
    }
    named = Counter(w for name in names for w in set(_LETTERS.findall(name.lower())))
    found |= {
        w
        for w, count in named.items()
        if is_syllable(w) or (count >= LEAST_FOREIGN and _VOWEL.search(w) and not _ROMAN.match(w))
    }
    return found | {old_style(w) for w in found}


def words(counts: Counts, doc_types: Iterable[str], known: frozenset[str]) -> set[str]:
    """Return acronyms and document-number suffixes (*QĐ-UBND*) in their normal case."""
    acronyms = {
        w
        for w, count in counts.total.items()
        if count >= LEAST_WORD and counts.texts[w] > 1 and _is_acronym(w)
    }
    parts = {p for w in acronyms for p in w.split("-")} | known
    kinds = {*doc_types, "NĐ", "TT", "TTLT", "CP", "UBND"}
    suffixes = {
        w
        for w, count in counts.total.items()
        if count >= LEAST_SUFFIX and _is_suffix(w.split("-"), kinds, parts)
    }
    return (acronyms | suffixes) - known


def _is_acronym(word: str) -> bool:
    capitals = sum(c.isupper() for c in word)
    if len(word) < 3 and not _ROMAN.match(word):
        return False  # two capitals are more often debris; those that offices use are kept by hand
    return (
        capitals >= max(2, len(word) // 2)
        and _ACRONYM.fullmatch(word) is not None
        and not all(is_syllable(p) for p in word.split("-"))
    )


def _is_suffix(parts: Sequence[str], kinds: set[str], known: set[str] | frozenset[str]) -> bool:
    return 1 < len(parts) < 6 and parts[0] in kinds and all(p in known for p in parts)


def places(shared: Path) -> dict[str, str]:
    """Return administrative units before and after July 2025 -> their level, with full names."""
    out: dict[str, str] = {}
    for name in ("admin_units_pre2025_madnh.tsv", "admin_units_post2025_thanglequoc.tsv"):
        for level, _, full, *_ in rows_of(shared / "lists" / name):
            text = in_style(full[:1].lower() + full[1:]).replace("' ", "'")
            if is_clean(text) and not any(c.isdigit() for c in text):
                out.setdefault(text, level)
    return out


def names(shared: Path) -> set[str]:
    """Return surnames and syllables of given names."""
    lists = ("surnames.tsv", "given_name_syllables.tsv")
    rows = (row for name in lists for row in rows_of(shared / "lists" / name))
    return {in_style(part) for row in rows for part in row[0].split() if _LETTERS.fullmatch(part)}


def phrases(texts: Iterable[Path], edges: frozenset[str], size: PhraseSize) -> list[str]:
    """Return the set phrases of `texts`; see `vnfix.train.lexicon`."""
    corpus = Corpus()
    for path in texts:
        corpus.add(map(in_style, lines_of(path)))
    return [p for p in set_phrases(corpus, size, edges) if is_clean(p)]


def write_list(path: Path, what: str, entries: Mapping[str, str], builder: str = __name__) -> None:
    """Write a dictionary: comments, then the entries and their notes by code point."""
    lines = [f"# {what}", f"# Built by {builder}; do not edit."]
    lines += [f"{text}\t{note}" if note else text for text, note in sorted(entries.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def build(shared: Path, out: Path) -> None:
    """Write the counted dictionaries of `out` from the lists and texts of `shared`.

    Args:
        shared: folder with `lists/` and `text/*.txt.xz`.
        out: the dictionaries; those kept by hand must be there.

    """
    counts = Counts()
    for path in sorted((shared / "text").glob("*.txt.xz")):
        counts.add(lines_of(path))
    kept = {name: read_entries(out / f"{name}.txt") for name in HAND_KEPT}
    where, who = places(shared), names(shared)
    known = frozenset(e.text for k in ("abbreviations", "loanwords") for e in kept[k])
    doc_types = [e.note for e in kept["doc_types"] if e.note]
    near = [shared / "text" / f"{name}.txt.xz" for name in NEAREST]
    edges = frozenset(e.text for e in kept["function_words"])
    by_hand = {e.text for entries in kept.values() for e in entries}
    mined = [p for p in phrases(near, edges, PhraseSize()) if p not in by_hand]

    def put(name: str, what: str, entries: Mapping[str, str] | Iterable[str]) -> None:
        notes = entries if isinstance(entries, Mapping) else dict.fromkeys(entries, "")
        write_list(out / f"{name}.txt", what, notes)

    large = {text: level for text, level in where.items() if level != "commune"}
    put("syllables", "Syllables of official texts and names.", syllables(counts, [*where, *who]))
    put("words", "Acronyms and document-number suffixes.", words(counts, doc_types, known))
    put("places", "Provinces and districts before and after July 2025, their level.", large)
    put("phrases", "Set phrases of official texts.", mined)
    write_papers(out)


def train_lexicon(texts: Sequence[Path], out: Path, known: frozenset[str]) -> Path:
    """Write an office's own words and phrases as a user's dictionary, `out/lexicon.txt`.

    Args:
        texts: the office's texts, one paragraph a line.
        out: the folder of the trained files.
        known: what the shipped dictionaries have already.

    """
    counts = Counts()
    for path in texts:
        counts.add(lines_of(path))
    acronyms = {w for w, n in counts.total.items() if n >= LEAST_WORD and _is_acronym(w)}
    edges = frozenset(e.text for e in read_entries(DICTIONARIES / "function_words.txt"))
    own = acronyms | set(phrases(texts, edges, PhraseSize(most=1_000)))
    target = out / "lexicon.txt"
    write_list(target, "Words and phrases of one's own texts.", dict.fromkeys(own - known, ""))
    return target


def main(arguments: Sequence[str]) -> int:
    """Run the builder; see the module's docstring."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m vnfix.train.lexicon SHARED OUT\n")
        return 2
    build(Path(arguments[0]), Path(arguments[1]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))


# Finds the set phrases of a text: runs of words that recur as a whole.
#
# A run counts as set where it is frequent in more than one text, where no single word nearly
# always
# stands before or after it (else it is part of a longer one), where it cuts no word in two, and
# where
# it does not begin or end with a function word. The idea is that of branching entropy (Tanaka-
# Ishii
# and Jin 2006), with the greatest share of one neighbour in the place of the entropy; cut words
# show
# in the mutual information over the border (normalised: Bouma 2009).

_PIECE = regex.compile(r"\p{L}+|\S")
_BREAK = 0


@dataclass(frozen=True, slots=True)
class PhraseSize:
    """Which phrases are taken.

    Attributes:
        shortest: least number of words.
        longest: greatest number of words.
        min_count: how often a phrase must occur.
        max_share: greatest share of one word among the neighbours of one side.
        max_bond: greatest mean mutual information (-1 to 1) of the words at a border.
        most: how many phrases are kept, by count times words beyond the first.

    """

    shortest: int = 3
    longest: int = 8
    min_count: int = 25
    max_share: float = 0.55
    max_bond: float = 0.22
    most: int = 4_000


@dataclass(slots=True)
class Corpus:
    """Texts as numbers: 0 is a break (a line end, a digit, a mark), others are words.

    Attributes:
        forms: the words as written, by position.
        vocabulary: number of each word in lower case.
        text_ends: where each text ends.

    """

    forms: list[str] = field(default_factory=list)
    vocabulary: dict[str, int] = field(default_factory=dict)
    text_ends: list[int] = field(default_factory=list)
    _ids: list[int] = field(default_factory=list)

    def add(self, lines: Iterable[str]) -> None:
        """Read one more text."""
        for line in lines:
            for word in _PIECE.findall(line):
                self._append(word)
            self._append("")
        self.text_ends.append(len(self._ids))

    def _append(self, form: str) -> None:
        self.forms.append(form)
        number = _BREAK
        if form[:1].isalpha():
            number = self.vocabulary.setdefault(form.lower(), len(self.vocabulary) + 1)
        self._ids.append(number)

    def ids(self) -> Ints:
        """Return the numbers as an array."""
        return np.array(self._ids, dtype=np.int64)

    def texts_of(self, places: Ints) -> int:
        """Return in how many texts these places lie."""
        return len(np.unique(np.searchsorted(self.text_ends, places, side="right")))


def set_phrases(corpus: Corpus, size: PhraseSize, edges: frozenset[str]) -> list[str]:
    """Return the set phrases of a corpus in their usual case, sorted.

    Args:
        corpus: the texts.
        size: which phrases are taken.
        edges: words that neither begin nor end a phrase, in lower case.

    """
    words = corpus.ids()
    allowed = np.array(
        [False, *(w not in edges and is_syllable(w) for w in corpus.vocabulary)], dtype=bool
    )
    bonds = _bonds(words)
    least_texts = min(2, len(corpus.text_ends))
    found: list[tuple[int, str]] = []
    for n, runs in _runs(words, size):
        if n < size.shortest:
            continue
        for places in _standing(words, runs, n, size.max_share):
            ends = words[places[0]], words[places[0] + n - 1]
            outer = bonds[places - 1], bonds[places + n - 1]
            if (
                allowed[list(ends)].all()
                and max(float(o.mean()) for o in outer) <= size.max_bond
                and corpus.texts_of(places) >= least_texts
            ):
                found.append((len(places) * (n - 1), _usual_form(corpus.forms, places, n)))
    found.sort(key=lambda row: (-row[0], row[1]))
    return sorted({text for _, text in found[: size.most]})


def _bonds(words: Ints) -> Floats:
    """Return, by position, the normalised mutual information of a word and the next one."""
    base = int(words.max(initial=0)) + 1
    keys = words[:-1] * base + words[1:]
    _, inverse, pairs = np.unique(keys, return_inverse=True, return_counts=True)
    single = np.bincount(words, minlength=base) / max(1, len(words))
    joint = pairs[inverse] / max(1, len(keys))
    expected = single[words[:-1]] * single[words[1:]]
    out = np.full(len(words), -1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        out[:-1] = np.nan_to_num(np.log(joint / expected) / -np.log(joint), nan=-1.0)
    out[:-1][(words[:-1] == _BREAK) | (words[1:] == _BREAK)] = -1.0
    return out


def _runs(words: Ints, size: PhraseSize) -> Iterator[tuple[int, Ints]]:
    """Yield n and, by position, the number of the frequent run of n words there, -1 for none."""
    base = int(words.max(initial=0)) + 1
    ones = np.where(words == _BREAK, -1, words)
    rare = np.bincount(words, minlength=base) < size.min_count
    ones[rare[words]] = -1
    runs = ones
    for n in range(2, size.longest + 1):
        m = len(words) - n + 1
        if m <= 0:
            return
        whole = (runs[:m] >= 0) & (runs[1 : m + 1] >= 0) & (ones[n - 1 : n - 1 + m] >= 0)
        at = np.nonzero(whole)[0]
        keys = runs[at] * base + ones[at + n - 1]
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        kept = counts >= size.min_count
        numbers = np.where(kept, np.cumsum(kept) - 1, -1)
        runs = np.full(len(words), -1, dtype=np.int64)
        runs[at] = numbers[inverse]
        yield n, runs


def _standing(words: Ints, runs: Ints, n: int, max_share: float) -> Iterator[Ints]:
    """Yield the places of each run whose neighbours vary on both sides."""
    at = np.nonzero(runs >= 0)[0]
    order = at[np.argsort(runs[at], kind="stable")]
    starts = np.flatnonzero(np.diff(runs[order], prepend=-1))
    padded = np.concatenate(([_BREAK], words, [_BREAK]))
    for places in np.split(order, starts[1:]):
        if len(places) and all(
            _greatest_share(padded[places + shift]) <= max_share for shift in (0, n + 1)
        ):
            yield places


def _greatest_share(neighbours: Ints) -> float:
    """Return the share of the most frequent neighbour; breaks are no neighbours."""
    counts = np.unique(neighbours[neighbours != _BREAK], return_counts=True)[1]
    return float(counts.max(initial=0)) / len(neighbours)


def _usual_form(forms: list[str], places: Ints, n: int) -> str:
    """Return the phrase in the case in which it mostly stands; capitals throughout do not count."""
    seen = Counter(" ".join(forms[p : p + n]) for p in places[:2000].tolist())
    mixed = Counter({text: k for text, k in seen.items() if not text.isupper()})
    counts = mixed or seen
    best, count = min(counts.items(), key=lambda row: (-row[1], row[0]))
    lower = best[:1].lower() + best[1:]
    # A capital that opens a line says nothing; keep it where it stands inside lines too.
    return lower if lower != best and counts[lower] * 4 > count else best
