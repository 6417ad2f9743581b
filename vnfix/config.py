"""One frozen configuration, passed as an argument; no global state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a run does. Keyword arguments of the public functions replace single fields.

    Attributes:
        models: folder of trained tables; None means those that vnfix ships.
        dictionary: users' dictionaries, added to the shipped ones.
        rules: users' rule files, added to the shipped ones.
        protect: files of words that are never touched.
        encoding: encoding of text input; None means that it is found out.
        auto_only: apply AUTO corrections only.
        gate: leave lines alone that look healthy. Off, every line is decoded: more is found in
            doubtful lines, at the risk of touching right ones.
        rounds: how often the channel is adapted to the document and the document decoded again.
            0 is faster and makes more mistakes.
        use_rules: propose by the rules for numbers, dates and document numbers.
        use_phrases: propose set phrases by fuzzy matching.
        use_dictionary: propose the entries `wrong->right` of the dictionaries.
        kernel: "auto" takes the compiled kernel where there is one, "python" the plain one.

    """

    models: Path | None = None
    dictionary: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    protect: tuple[Path, ...] = ()
    encoding: str | None = None
    auto_only: bool = False
    gate: bool = True
    rounds: int = 2
    use_rules: bool = True
    use_phrases: bool = True
    use_dictionary: bool = True
    kernel: str = "auto"
