"""The dictionaries: what words, phrases and fixed corrections an office uses.

Each part is read at its first use, checked as `entries` says, and frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from vnfix.data.entries import Entry, Problem, check_entries, read_entries, read_words, require
from vnfix.text.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

PHRASE_FILES = ("agencies", "doc_types", "headings", "phrases", "places")
USER = "user"
EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…"
"""What may stand around a word without being part of it."""


class Phrase(NamedTuple):
    """A set phrase in its normal case.

    Attributes:
        text: the words, a blank between two.
        kind: the file that it comes from (`agencies`, `places`, ...), `user` for users' files.
        note: the file's remark, such as the level of a place.

    """

    text: str
    kind: str
    note: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All dictionaries as one value; `load_lexicon` makes it, anew where a file has changed.

    Attributes:
        folder: the shipped dictionaries.
        dictionaries: users' files: words, phrases and corrections, a line each.
        protect: users' files of words that are never touched.

    """

    folder: Path
    dictionaries: tuple[Path, ...] = ()
    protect: tuple[Path, ...] = ()

    def _entries(self, name: str) -> list[Entry]:
        path = self.folder / f"{name}.txt"
        entries = read_entries(path)
        require(check_entries(path, entries, ordered=True))
        return entries

    def _texts(self, name: str) -> Iterable[str]:
        return read_words(self.folder / f"{name}.txt")

    @cached_property
    def _user(self) -> tuple[Entry, ...]:
        return tuple(chain.from_iterable(map(_checked, self.dictionaries)))

    @cached_property
    def user_words(self) -> frozenset[str]:
        """The words of users' entries and of their phrases."""
        return frozenset(chain.from_iterable(e.text.split() for e in self._user if not e.fixes))

    @cached_property
    def syllables(self) -> frozenset[str]:
        """Syllables that really occur, names included: lowercase, NFC, both tone placements."""
        return frozenset(chain(self._texts("syllables"), self.own_syllables))

    @cached_property
    def own_syllables(self) -> frozenset[str]:
        """Those of users' words, lowercase."""
        return frozenset(w.lower() for w in self.user_words if is_syllable(w))

    @cached_property
    def words(self) -> frozenset[str]:
        """Abbreviations and loanwords in their normal case: no Vietnamese syllables."""
        own = (w for w in self.user_words if not is_syllable(w))
        return frozenset(
            chain(self._texts("words"), self._texts("loanwords"), self.abbreviations, own)
        )

    @cached_property
    def abbreviations(self) -> Mapping[str, str]:
        """Abbreviations and what they stand for."""
        return {e.text: e.note for e in self._entries("abbreviations")}

    @cached_property
    def doc_suffixes(self) -> tuple[str, ...]:
        """Suffixes of document numbers: *QĐ-UBND*, *CTr/TU*."""
        mined = (w for w in self._texts("words") if "-" in w)
        return tuple(dict.fromkeys(chain(self._texts("doc_suffixes"), mined)))

    def phrases_of(self, kind: str) -> tuple[Phrase, ...]:
        """Return the set phrases of one kind; where one is enough, the other files stay closed."""
        if kind == USER:
            own = (e for e in self._user if not e.fixes and " " in e.text)
            return tuple(Phrase(e.text, USER, e.note) for e in own)
        return tuple(Phrase._make((e.text, kind, e.note)) for e in self._entries(kind))

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Set phrases, agencies, document types, headings, provinces and districts."""
        return tuple(chain.from_iterable(map(self.phrases_of, (*PHRASE_FILES, USER))))

    @cached_property
    def _phrase_texts(self) -> frozenset[str]:
        return frozenset(p.text for p in self.phrases)

    @cached_property
    def corrections(self) -> tuple[Entry, ...]:
        """Fixed corrections; users' come first."""
        return (*self.own_corrections, *self._entries("corrections"))

    @cached_property
    def own_corrections(self) -> tuple[Entry, ...]:
        """Users' fixed corrections."""
        return tuple(e for e in self._user if e.fixes)

    @cached_property
    def protected(self) -> frozenset[str]:
        """Words that are never touched, as the users wrote them."""
        return frozenset(e.text for path in self.protect for e in _checked(path))

    def knows(self, word: str) -> bool:
        """Whether `word`, in NFC and without punctuation around it, is a syllable or a word."""
        return word.lower() in self.syllables or word in self.words

    def has_phrase(self, text: str) -> bool:
        """Whether `text` is a set phrase as it stands."""
        return text in self._phrase_texts


def _checked(path: Path) -> list[Entry]:
    """Read a user's file: every check but the order of its lines."""
    entries = read_entries(path)
    require(check_entries(path, entries, ordered=False))
    return entries


def check_corrections(path: Path, entries: Sequence[Entry], lexicon: Lexicon) -> Iterator[Problem]:
    """Find corrections that would do harm: of right words, or into other errors."""
    errors = {e.text for e in chain(entries, lexicon.corrections) if e.fixes}
    for e in entries:
        if e.automatic and (lexicon.knows(e.text) or lexicon.has_phrase(e.text)):
            message = f"{e.text!r} is right elsewhere, so it cannot be corrected without asking."
            yield Problem(path, e.line, message, "Add a comma and the reason: wrong->right, reason")
        for fix in errors.intersection(e.fixes):
            message = f"{fix!r}, the fix of {e.text!r}, is itself corrected."
            yield Problem(path, e.line, message, "Correct to the last form, or remove one line.")


def load_lexicon(
    folder: Path, dictionaries: tuple[Path, ...] = (), protect: tuple[Path, ...] = ()
) -> Lexicon:
    """Open the dictionaries of `folder` and the users'; users' files are read and checked now.

    Raises:
        DataError: a file is missing, is not UTF-8 or has a bad line; the message names file and
            line. For the shipped files this can come at the first use of a part.

    """
    lexicon = Lexicon(folder, dictionaries, protect)
    for path in dictionaries:
        require(check_corrections(path, [e for e in _checked(path) if e.fixes], lexicon))
    for path in protect:
        _checked(path)
    return lexicon
