"""One frozen configuration, passed as an argument; no global state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


# Below it four changes of five are of no use or do harm: `python -m bench threshold`.
MIN_CONFIDENCE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a run does. Keyword arguments of the public functions replace single fields.

    Attributes:
        models: folder of trained tables; None means those that vnfix ships.
        channel: a channel of one's own (`vnfix learn`); None means that of `models`.
        dictionary: users' dictionaries, added to the shipped ones.
        rules: users' rule files, added to the shipped ones.
        protect: files of words that are never touched.
        encoding: encoding of text input; None means that it is found out.
        auto_only: apply AUTO corrections only.
        min_confidence: leave what is less likely than this to be right, 0 to 1, and say where. In a
            token that holds four words or more it is asked of each of them.
        gate: leave lines alone that look healthy. Off, every line is decoded: more is found in
            doubtful lines, at the risk of touching right ones.
        rounds: how often the channel is adapted to the document and the document decoded again.
            0 is faster and makes more mistakes.
        use_rules: propose by the rules for numbers, dates and document numbers.
        use_phrases: propose set phrases by fuzzy matching.
        use_dictionary: propose the entries `wrong->right` of the dictionaries.
        accents: put accents back into unaccented text, even where only some lines have none.
        legacy: convert the encodings of the 1990s (TCVN3, VNI ...).
        mojibake: repair UTF-8 that was read as Latin-1 or Windows-1252.
        systematic: repair a letter that a whole document has wrong in the same way.
        mapped: repair what a rule has damaged: low bytes, dropped tone letters, saved as ANSI,
            read once more in an old encoding.
        wrong_letters: repair fonts and texts that name another letter for each of some letters.
        nearly: repair single words of text that an engine with Vietnamese has read.
        unknown: leave pages alone that are damaged in no known way.
        letter_spacing: close up letter-spaced words (`t h ô n g`).
        compose: write letters in one piece (NFC).
        stroke: write đ where a letter only looks like it (Icelandic eth, African d).
        lookalikes: replace Cyrillic and Greek letters inside of Vietnamese words.
        ligatures: replace ligatures and full-width letters.
        invisible: take zero-width marks and soft hyphens out of words.
        stray_marks: join tone marks that stand apart, and drop doubled ones.
        no_break_spaces: make no-break spaces plain ones. Off: they are seldom a fault.
        quotes: make curly quotes and long dashes plain ones. Off: they are no fault.
        tone_placement: "keep", "new" (`hoà`) or "old" (`hòa`).
        break_signature: write a signed PDF although that breaks its signature.
        look: read doubtful lines of a PDF again, from the pictures of its pages, with Tesseract.
        look_language: the model that it reads with.
        look_budget: seconds that it may take for a page.
        add_lines: write lines of the picture that the text layer lacks, as Tesseract reads them;
            within `look_budget` seconds a page. The text then has more lines than before.

    """

    models: Path | None = None
    channel: Path | None = None
    dictionary: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    protect: tuple[Path, ...] = ()
    encoding: str | None = None
    auto_only: bool = False
    min_confidence: float = MIN_CONFIDENCE
    gate: bool = True
    rounds: int = 2
    use_rules: bool = True
    use_phrases: bool = True
    use_dictionary: bool = True
    accents: bool = False
    legacy: bool = True
    mojibake: bool = True
    systematic: bool = True
    mapped: bool = True
    wrong_letters: bool = True
    nearly: bool = True
    unknown: bool = True
    letter_spacing: bool = True
    compose: bool = True
    stroke: bool = True
    lookalikes: bool = True
    ligatures: bool = True
    invisible: bool = True
    stray_marks: bool = True
    no_break_spaces: bool = False
    quotes: bool = False
    tone_placement: str = "keep"
    break_signature: bool = False
    look: bool = False
    look_language: str = "vie"
    look_budget: int = 20
    add_lines: bool = False
