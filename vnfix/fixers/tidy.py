"""Tidy the Unicode of Vietnamese words: same letters to the eye, other code points.

Each step is an option of its own (`Config.compose`, `stroke` ...). A word is changed only if the
result is a Vietnamese word, on a line that is Vietnamese; all else stays as it is.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix.analysis import characters
from vnfix.detectors.weights import core, gate, line_score, shape
from vnfix.errors import DataError
from vnfix.model import Candidate, Safety
from vnfix.text.patterns import pattern
from vnfix.text.tone_placement import place, put_together
from vnfix.text.unicode import PLAIN, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.config import Config
    from vnfix.detectors.weights import Score
    from vnfix.model import Line

NAME = "tidy"
WORD = pattern(r"[^\s\u200b]\S*|\u200b\S*")
INVISIBLE = pattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
LIGATURE = pattern("[\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a]")
LETTERS = pattern(r"[\p{L}\p{M}]+")
GREEK = pattern(r"\p{Greek}")
VOWELS = frozenset("aeiouyAEIOUY")
FEW_LATIN = 2  # letters of a word; fewer beside a Greek one are its index
STROKE = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")
QUOTES = str.maketrans("“”„‘’‚–—", "\"\"\"'''--")
# What no step has anything to do without; the search over a whole document costs little.
ODD = pattern(
    "[\u00d0\u00f0\u0189\u0256\u0131\u0261\u0370-\u052f\u0578"
    "\u00ad\u200b-\u200f\u2060\ufeff\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a]|\\p{M}"
)

Step = tuple[str, "Callable[[str], str]", str]


def propose(analysis: Analysis, *, vietnamese: bool | None = None) -> list[Candidate]:
    """Propose tidy spellings on the lines that no detector has found damaged.

    Args:
        analysis: the document and what is wrong with it.
        vietnamese: whether its lines are Vietnamese, where what they are parts of has told.

    """
    steps, anywhere = _steps(analysis.config), _plain_steps(analysis.config)
    odd = characters(analysis) - PLAIN
    wanted = (odd and ODD.search("".join(odd))) or analysis.config.tone_placement != "keep"
    if not anywhere and not (steps and wanted):
        return []
    sick = {f.line for f in analysis.findings}
    healthy = (line for k, line in enumerate(analysis.document.lines) if k not in sick)
    return [
        c
        for line in healthy
        for c in (*_words(line, steps, analysis.config, vietnamese), *_all(line, anywhere))
    ]


def score(text: str, config: Config) -> Score:
    """Return what the words of a text, once tidied, say for garbled and for foreign, in nats."""
    steps = _steps(config)
    return line_score((_moved(m.group(), steps, config)[0] for m in WORD.finditer(text)), gate())


def _steps(config: Config) -> list[Step]:
    """Return the steps that change words, those that join code points before those that look."""
    steps: list[tuple[bool, Step]] = [
        (config.invisible, ("invisible", _visible, "invisible characters inside a word")),
        (config.ligatures, ("ligatures", _apart, "a ligature or full-width letters")),
        (config.lookalikes, ("lookalikes", _latin, "look-alike letters of another alphabet")),
        (config.stroke, ("stroke", _strokes, "a letter that only looks like đ")),
        (config.compose, ("compose", _composed, "letters in several pieces")),
        (config.stray_marks, ("stray_marks", put_together, "tone marks that stand apart")),
    ]
    return [step for wanted, step in steps if wanted]


def _plain_steps(config: Config) -> list[tuple[str, Callable[[str], str], str]]:
    """Return the steps that change signs anywhere on a line."""
    steps: list[Step] = []
    if config.no_break_spaces:
        steps.append(("no_break_spaces", lambda c: " " if c in "\u00a0\u202f" else c, "no-break"))
    if config.quotes:
        steps.append(("quotes", lambda c: c.translate(QUOTES), "typographic quotes or dashes"))
    return steps


def _words(
    line: Line, steps: Sequence[Step], config: Config, vietnamese: bool | None
) -> list[Candidate]:
    """Return the candidates for the words of a line, if it is Vietnamese once they are made."""
    if config.tone_placement == "keep" and not ODD.search(line.text):
        return []
    found = []
    for m in WORD.finditer(line.text):
        moved, done = _moved(m.group(), steps, config)
        if moved != m.group():
            name = f"{NAME}:{done[0][0]}" if done else NAME
            reason = ", ".join(why for _, why in done)
            span = (line.start + m.start(), line.start + m.end())
            found.append(Candidate(*span, moved, 0.0, name, reason, Safety.AUTO, exact=True))
    if vietnamese is None:
        vietnamese = bool(found) and is_vietnamese(score(line.text, config))
    return found if vietnamese else []


def _moved(word: str, steps: Sequence[Step], config: Config) -> tuple[str, list[tuple[str, str]]]:
    """Return the tidied word, its tone where the user wants it, and what was done."""
    after, done = _tidy(word, steps)
    moved = place(after, config.tone_placement)
    if moved != after:
        done.append(("tone_placement", "tone placement as asked for"))
    return moved, done


def _tidy(word: str, steps: Sequence[Step]) -> tuple[str, list[tuple[str, str]]]:
    """Return the word after all steps that lead to a Vietnamese word, and what they were."""
    if not ODD.search(word):
        return word, []
    after, done = word, []
    for name, step, why in steps:
        result = step(after)
        if result != after:
            done.append((name, why))
            after = result
    return (after, done) if _is_word(after) else (word, [])


def _is_word(word: str) -> bool:
    """Tell whether a tidied word is Vietnamese: a syllable, an abbreviation or a number of one."""
    if ODD.search(word):
        return False
    name = shape(core(word))
    return name in ("accented", "plain", "joined-good", "joined-plain") or (
        name in ("acronym", "broken-capitals", "neutral") and word.isupper()
    )


def is_vietnamese(said: Score) -> bool:
    """Tell whether words are Vietnamese by what they say for garbled and for foreign."""
    garbled, foreign = said
    return garbled < 0.0 and foreign < 0.0


def _all(line: Line, steps: Sequence[Step]) -> list[Candidate]:
    return [
        Candidate(
            line.start + k, line.start + k + 1, step(c), 0.0, f"{NAME}:{name}", why, exact=True
        )
        for name, step, why in steps
        for k, c in enumerate(line.text)
        if step(c) != c
    ]


def _visible(word: str) -> str:
    return INVISIBLE.sub("", word)


def _apart(word: str) -> str:
    return LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), word)


def _strokes(word: str) -> str:
    return word.translate(STROKE)


def _composed(word: str) -> str:
    return nfc(word)


def _latin(word: str) -> str:
    """Replace look-alike letters where they and Latin ones make a word; symbols stay."""
    table = lookalikes()
    if not any("LATIN" in unicodedata.name(c, "") for c in word if c.isalpha()):
        return word
    return LETTERS.sub(
        lambda m: (
            m.group() if _is_symbol(m.group()) else "".join(table.get(c, c) for c in m.group())
        ),
        word,
    )


def _is_symbol(letters: str) -> bool:
    """Tell whether letters may be a symbol of a formula, with or without an index.

    No index has the accents of Vietnamese. A Greek letter beside one, or some without a vowel,
    is a symbol; of other alphabets only a letter or two are.

    >>> [_is_symbol(x) for x in ("αi", "Νo", "αch", "сo", "сó", "Νam", "соn", "СР")]
    [True, True, True, True, False, False, False, False]
    """
    accented = any(
        not c.isascii() and (unicodedata.combining(c) or "LATIN" in unicodedata.name(c, ""))
        for c in letters
    )
    if accented or (letters.isupper() and len(letters) > 1):
        return False
    latin = [c for c in letters if c.isascii()]
    if GREEK.search(letters):
        return len(latin) < FEW_LATIN or VOWELS.isdisjoint(latin)
    return not latin or len(letters) <= FEW_LATIN


@lru_cache(maxsize=1)
def lookalikes() -> Mapping[str, str]:
    """Return letter of another alphabet -> the Latin letter that it looks like.

    Raises:
        DataError: a row of the table is malformed.

    """
    text = Path(__file__).with_name("lookalikes.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
    if any(len(row) != 2 or len(row[0]) != 1 for row in rows):
        raise DataError("lookalikes.tsv has a malformed row.", "Install vnfix again.")
    return dict(rows)
