"""What is wrong with a document, how much of it, and why we think so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vnfix.analysis import token_counts
from vnfix.detectors import analyse, mojibake, systematic
from vnfix.detectors.legacy import assign
from vnfix.detectors.weights import core, gate, line_score, shape
from vnfix.model import Damage
from vnfix.text.encodings import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.config import Config
    from vnfix.model import Document, Finding, Line

# Where two kinds damage one line, the one that is certain counts.
RANK = (
    Damage.BEYOND_REPAIR,
    Damage.LOW_BYTES,
    Damage.DROPPED,
    Damage.ANSI,
    Damage.SUBSTITUTED,
    Damage.LEGACY,
    Damage.LOST_GLYPHS,
    Damage.OCR,
    Damage.UNACCENTED,
    Damage.NEARLY,
    Damage.UNKNOWN,
)
SECOND = 0.1  # share of the damaged words from which on a second kind makes a document mixed
EXAMPLES = 8
ADVICE = (
    "vnfix does not know this damage and leaves it. Read the pages anew by OCR with Vietnamese "
    "(`ocrmypdf --force-ocr -l vie IN.pdf OUT.pdf`), or fetch the text again in another encoding "
    "(`--encoding NAME`)."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a diagnosis is what it is.

    Attributes:
        examples: words of the damaged lines that gave them away, commonest first.
        valid: share of the words that are Vietnamese syllables, 0 to 1.
        accented: share of the words that are syllables with accents, 0 to 1.
        characters: odd characters and how often they occur in damaged lines, commonest first.
        fonts: fonts of the PDF whose names tell a legacy encoding.
        reasons: why damage of no known kind is damage, commonest first.

    """

    examples: tuple[str, ...]
    valid: float
    accented: float
    characters: tuple[tuple[str, int], ...]
    fonts: tuple[str, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The state of a document.

    Attributes:
        kind: the damage; HEALTHY, FOREIGN and NO_TEXT are none.
        health: share of the words that stand in healthy lines, 0 to 1.
        kinds: kind of damage -> share of all words in lines with it.
        pages: 1-based numbers of the pages with damage.
        encodings: titles of the legacy encodings found, commonest first.
        words: number of words.
        evidence: the reasons.
        by_page: what is wrong with each page, in order; of text in one page nothing is said twice.

    """

    kind: Damage
    health: float
    kinds: Mapping[Damage, float]
    pages: tuple[int, ...]
    encodings: tuple[str, ...]
    words: int
    evidence: Evidence
    by_page: tuple[Damage, ...] = ()

    @property
    def damaged(self) -> bool:
        """Whether there is anything to repair, or a page that needs OCR."""
        return bool(self.kinds) or Damage.PICTURE in self.by_page

    @property
    def pictures(self) -> tuple[int, ...]:
        """The 1-based pages that are pictures without a text layer of their own."""
        return tuple(k for k, kind in enumerate(self.by_page, 1) if kind is Damage.PICTURE)

    @property
    def advice(self) -> str:
        """What helps where vnfix leaves the text as it is, else ""."""
        return ADVICE if Damage.UNKNOWN in self.kinds else ""


def diagnose(document: Document, config: Config) -> Diagnosis:
    """Return the diagnosis of a document.

    Raises:
        DataError: a table of vnfix is missing or damaged.

    """
    return told(analyse(document, config))


def told(analysis: Analysis) -> Diagnosis:
    """Return the diagnosis of a document that has been looked at."""
    document = analysis.document
    kinds = _kind_of_line(analysis.findings)
    sizes = [len(line.text.split()) for line in document.lines]
    words = sum(sizes)
    shares: Counter[Damage] = Counter()
    for k, kind in kinds.items():
        shares[kind] += sizes[k]
    sick = [document.lines[k] for k in sorted(kinds)]
    return Diagnosis(
        _kind(shares, document.lines),
        1.0 - sum(shares.values()) / words if words else 1.0,
        {kind: n / words for kind, n in shares.most_common()},
        tuple(sorted({line.page for line in sick})),
        _encodings(analysis.open()),
        words,
        _evidence(analysis, sick),
        _by_page(document, kinds),
    )


def _by_page(document: Document, kinds: Mapping[int, Damage]) -> tuple[Damage, ...]:
    """Return the kind of each page by the words in its damaged lines."""
    count = max([len(document.pages), *(line.page for line in document.lines)], default=0)
    if count < 2 and not document.pictures:
        return ()
    lines: list[list[int]] = [[] for _ in range(count)]
    for k, line in enumerate(document.lines):
        lines[line.page - 1].append(k)
    return tuple(_kind_of_page(document, k, lines[k - 1], kinds) for k in range(1, count + 1))


def _kind_of_page(
    document: Document, page: int, lines: Iterable[int], kinds: Mapping[int, Damage]
) -> Damage:
    if page in document.pictures:
        return Damage.PICTURE
    shares: Counter[Damage] = Counter()
    whole = [document.lines[k] for k in lines]
    for k in lines:
        if k in kinds:
            shares[kinds[k]] += max(1, len(document.lines[k].text.split()))
    return _kind(shares, whole)


def _kind_of_line(findings: Iterable[Finding]) -> dict[int, Damage]:
    kinds: dict[int, Damage] = {}
    for f in findings:
        before = kinds.get(f.line)
        if before is None or RANK.index(f.kind) < RANK.index(before):
            kinds[f.line] = f.kind
    return kinds


def _kind(shares: Counter[Damage], lines: Sequence[Line]) -> Damage:
    """Name the kind of a document or page by the words in its damaged lines."""
    if shares:
        (kind, most), *others = shares.most_common(2)
        second = others[0][1] if others else 0
        return Damage.MIXED if second > SECOND * (most + second) else kind
    if not any(line.text.strip() for line in lines):
        return Damage.NO_TEXT
    return Damage.FOREIGN if _is_foreign(lines) else Damage.HEALTHY


def _is_foreign(lines: Iterable[Line]) -> bool:
    """Tell whether more speaks for another language than for Vietnamese; numbers say nothing."""
    weights = gate()
    return sum(line_score(line.text.split(), weights)[1] for line in lines) > 0.0


def _encodings(analysis: Analysis) -> tuple[str, ...]:
    names = Counter(TITLES[name] for name in assign(analysis).values())
    names[mojibake.TITLE] += len(mojibake.repaired(analysis))
    names[systematic.TITLE] += len(systematic.wrong_words(analysis))
    return tuple(name for name, n in names.most_common() if n)


def _evidence(analysis: Analysis, sick: list[Line]) -> Evidence:
    weights = gate()
    count: Counter[str] = Counter()
    for token, n in token_counts(analysis).items():
        count[shape(core(token))] += n
    words = max(1, sum(count.values()) - count["neutral"])
    odd = Counter(
        token for line in sick for token in line.text.split() if weights.score(token)[0] > 0.0
    )
    signs = Counter(c for line in sick for c in line.text if _is_odd(c))
    return Evidence(
        tuple(token for token, _ in odd.most_common(EXAMPLES)),
        (count["accented"] + count["joined-good"] + count["plain"]) / words,
        (count["accented"] + count["joined-good"]) / words,
        tuple(signs.most_common(EXAMPLES)),
        tuple(sorted({run.font for run in analysis.document.fonts})),
        _reasons(analysis),
    )


def _reasons(analysis: Analysis) -> tuple[str, ...]:
    found = Counter(f.evidence for f in analysis.findings if f.kind is Damage.UNKNOWN)
    return tuple(reason for reason, _ in found.most_common())


def _is_odd(char: str) -> bool:
    """Tell whether a character is a sign or a letter that Vietnamese does not have."""
    return not char.isascii() and not char.isspace() and shape(char) != "accented"
