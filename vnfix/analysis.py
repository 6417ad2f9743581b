"""What is known of a document before it is repaired: worked out once, handed on."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from vnfix.document import over
from vnfix.model import Damage
from vnfix.packed import Findings, Numbers, held
from vnfix.resources import load_resources
from vnfix.text.inventory import Inventory
from vnfix.text.tokens import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from vnfix.config import Config
    from vnfix.model import Document, Finding
    from vnfix.resources import Resources

T = TypeVar("T")

# Damage that needs guessing; the other kinds have fixers that know the answer.
GUESSED = frozenset({Damage.OCR, Damage.MIXED, Damage.LOST_GLYPHS, Damage.UNACCENTED})
# Its glyphs are solved over the whole document, so the decoder has nothing to read in them.
SOLVED = "glyphs"
_ASKED: Any = object()  # nobody has asked yet


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with what the detectors have found in it.

    Attributes:
        document: from a reader.
        resources: dictionaries, rules and tables.
        config: the user's options.
        findings: what is wrong; empty while the detectors are at work.
        recalled: results of functions marked with `once`, by function.
        rest: the same with blanks for the lines whose damage is settled, for all other stages;
            None where there are no such lines.

    """

    document: Document
    resources: Resources
    config: Config
    findings: Sequence[Finding] = ()
    recalled: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)
    rest: Analysis | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, document: Document, config: Config, findings: Iterable[Finding] = ()) -> Analysis:
        """Return an analysis with the resources that the options ask for."""
        return cls(document, load_resources(config), config, held(Findings, findings))

    def found(self, findings: Iterable[Finding]) -> Analysis:
        """Return this analysis with findings; what has been worked out so far is kept."""
        found = held(Findings, findings)
        return Analysis(self.document, self.resources, self.config, found, self.recalled, self.rest)

    def without(self, lines: Iterable[int]) -> Analysis:
        """Return the analysis that the other stages work on: these lines are blank in it."""
        document = blanked(self.document, lines)
        if document is self.document:
            return self
        return Analysis(document, self.resources, self.config)

    def forget(self) -> None:
        """Forget what was worked out on the way: of a long text, ten bytes a character."""
        self.recalled.clear()
        if self.rest is not None:
            self.rest.recalled.clear()

    def open(self) -> Analysis:
        """Return the analysis of the lines that are not settled."""
        return self.rest or self

    def lines_to_guess(self) -> list[int]:
        """Return the lines that fixers may guess in, in order: all of them without a gate."""
        if not self.config.gate:
            return list(range(len(self.document.lines)))
        return sorted({f.line for f in self.findings if f.kind in GUESSED})

    def lines_to_decode(self) -> Numbers:
        """Return the lines that the decoder reads anew: all of them without a gate."""
        count = len(self.document.lines)
        if not self.config.gate:
            return Numbers(count, range(count))
        sick = (f.line for f in self.findings if f.kind in GUESSED and f.detector != SOLVED)
        return Numbers(count, sick)

    def spans_to_guess(self) -> Iterator[tuple[int, int]]:
        """Yield the offsets of each run of lines to guess in, line ends inside included."""
        lines, start, end, last = self.document.lines, -1, -1, -2
        for k in self.lines_to_guess():
            if k != last + 1:
                if last >= 0:
                    yield start, end
                start = lines[k].start
            end, last = lines[k].end, k
        if last >= 0:
            yield start, end


def blanked(document: Document, lines: Iterable[int]) -> Document:
    """Return a document with blanks for these lines; all offsets stay."""
    gone = sorted(lines)
    if not gone:
        return document
    text, end = document.text, 0
    pieces: list[str] = []
    for k in gone:
        line = document.lines[k]
        pieces += (text[end : line.start], " " * len(line.text))
        end = line.end
    blank = "".join([*pieces, text[end:]])
    return replace(
        document,
        text=blank,
        lines=over(document.lines, blank),
        glyphs=tuple(g for g in document.glyphs if not blank[g.start : g.end].isspace()),
        fonts=tuple(f for f in document.fonts if not blank[f.start : f.end].isspace()),
    )


def once(work: Callable[[Analysis], T]) -> Callable[[Analysis], T]:
    """Return a function that works its result out once for each analysis."""

    @functools.wraps(work)
    def recall(analysis: Analysis) -> T:
        known = analysis.recalled
        found: T = known.get(work, _ASKED)
        if found is _ASKED:
            found = known[work] = work(analysis)
        return found

    return recall


@once
def inventory(analysis: Analysis) -> Inventory:
    """Return the types of the document, and which of them stand in each line."""
    return Inventory(split_words(line.text) for line in analysis.document.lines)


@once
def token_counts(analysis: Analysis) -> Counter[str]:
    """Return token -> occurrences; not to be changed by the caller."""
    found = inventory(analysis)
    return Counter(dict(zip(found.types, found.counts(), strict=True)))


@once
def characters(analysis: Analysis) -> frozenset[str]:
    """Return the characters that tokens of the document hold: all but white space."""
    return frozenset("".join(inventory(analysis).types))
