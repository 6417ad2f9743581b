"""What single tokens say of their line: the statistics of `gate.tsv`."""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vnfix import memory
from vnfix.analysis import inventory, once
from vnfix.data.names import LONGEST_NAME, plain
from vnfix.errors import DataError
from vnfix.text.escapes import is_escaped
from vnfix.text.patterns import pattern
from vnfix.text.syllable import is_syllable
from vnfix.text.unicode import LETTERS, PLAIN, is_vietnamese, nfc, strip_accents
from vnfix.text.units import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vnfix.analysis import Analysis

TEMPER = 0.6  # neighbouring words are not independent
LIMIT = 5.0  # nats that one word may say at most
MEMORY = 200_000  # tokens
BEFORE = '0123456789,;|"'  # what may stand before it without a blank, in a row of a table

Score = tuple[float, float]


@dataclass(slots=True)
class Gate:
    """The statistics of `gate.tsv` and what has been worked out from them.

    Attributes:
        weights: shape or lower-case word -> nats for garbled and for foreign, against healthy.
        seen: token as it stands in the text -> its score; filled on the way.

    """

    weights: dict[str, Score]
    seen: dict[str, Score]

    def score(self, token: str) -> Score:
        """Return what one token says; (0, 0) says nothing."""
        known = self.seen.get(token)
        if known is None:
            if len(self.seen) > MEMORY:
                self.seen.clear()
            known = self.seen[token] = self._weigh(token)
        return known

    def _weigh(self, token: str) -> Score:
        bare = token.strip(OUTER)
        if len(bare) > 1 and bare.isalpha():  # a word, most of which have weights of their own
            own = self.weights.get(bare.lower())
            if own is not None:
                return _limited(own)
        name = token_shape(token)
        if name == NEUTRAL:
            return (0.0, 0.0)
        return _limited(self.weights.get(core(token).lower(), self.weights[name.upper()]))


@once
def scores(analysis: Analysis) -> tuple[array[float], array[float]]:
    """Return what each type of a document says for garbled, and for foreign, in nats."""
    found = list(map(gate().score, inventory(analysis).types))
    return array("d", [g for g, _ in found]), array("d", [f for _, f in found])


@once
def by_engines(analysis: Analysis) -> tuple[array[float], array[float]]:
    """Return the same where words may be what an engine without Vietnamese has read.

    Such an engine never writes the letters that only Vietnamese has: one word with them says more
    than others may.
    """
    garbled, foreign = (array("d", told) for told in scores(analysis))
    own = gate().weights[VIETNAMESE.upper()]
    told, limited = own[0], _limited(own)[1]
    for k, token in enumerate(inventory(analysis).types):
        if not token.isascii() and is_vietnamese(nfc(token)):
            garbled[k], foreign[k] = told, min(foreign[k], limited)
    return garbled, foreign


def said_by_places(analysis: Analysis, lines: Iterable[int]) -> Iterator[tuple[int, Score]]:
    """Yield what the names of places say in lines that have some, for garbled and for foreign.

    Such a name is right whatever its syllables look like (`Ia Grai`), so that says nothing.
    """
    found, (garbled, foreign) = inventory(analysis), by_engines(analysis)
    names, words, numbers = analysis.resources.names, Words(found.types), found.numbers
    for line in lines:
        at, end = found.ends[line - 1] if line else 0, found.ends[line]
        g, f, any_name = 0.0, 0.0, False
        while at < end:
            n = 0
            if words[numbers[at]]:
                n = names.named([words[k] for k in numbers[at : min(at + LONGEST_NAME, end)]])
            for k in numbers[at : at + n]:
                g, f, any_name = g + garbled[k], f + foreign[k], True
            at += n or 1
        if any_name:
            yield line, (g, f)


class Words(dict[int, str]):
    """The types of a document, by number, as words of a name: "" for those without a capital."""

    def __init__(self, types: Sequence[str]) -> None:
        """Work each out when it is asked for."""
        super().__init__()
        self._types = types

    def __missing__(self, number: int) -> str:
        """Return a word, worked out."""
        word = core(self._types[number]).lstrip(BEFORE)
        found = self[number] = plain(word) if word[:1].isupper() else ""
        return found


@once
def odd_words(analysis: Analysis) -> set[str]:
    """Return the tokens of a document that hardly belong to healthy Vietnamese."""
    told = zip(inventory(analysis).types, *scores(analysis), strict=True)
    return {token for token, garbled, foreign in told if garbled > 0.0 or foreign > 0.0}


def line_score(tokens: Iterable[str], weights: Gate) -> Score:
    """Return what the tokens of a line say for garbled and for foreign, in nats."""
    garbled = foreign = 0.0
    seen, score = weights.seen, weights.score
    for token in tokens:
        g, f = seen.get(token) or score(token)
        garbled += g
        foreign += f
    return garbled, foreign


def _limited(score: Score) -> Score:
    garbled, foreign = score
    return TEMPER * max(-LIMIT, min(LIMIT, garbled)), TEMPER * max(-LIMIT, min(LIMIT, foreign))


def load_gate(text: str) -> Gate:
    """Read the table of weights.

    Raises:
        DataError: a row does not have a name and two numbers.

    """
    weights = {}
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            name, garbled, foreign = row.split("\t")
            weights[name] = (float(garbled), float(foreign))
        except ValueError as e:
            raise DataError(f"gate.tsv, line {number}: {e}.", "Install vnfix again.") from e
    return Gate(weights, {})


@lru_cache(maxsize=1)
def gate() -> Gate:
    """Return the gate that vnfix ships, loaded once."""
    return load_gate(Path(__file__).with_name("gate.tsv").read_text("utf-8"))


# The shape of a token: the few dozen classes on which the gate's statistics are counted.

OUTER = "\"'`“”‘’«»()[]{}<>.,;:!?…*_~|=-–—−•·●○▪■□◦§©®°^/\\+&#%$@¬¦"
LONGEST_SYLLABLE = 7
# Syllables without accents: an onset or none, and a nucleus with a coda, or a rime without.
ONSETS = "b c ch d g gh gi h k kh l m n nh ng ngh p ph qu r s t th tr v x"
NUCLEI = "a e i o u y oa ua oe ie ye ue uo uy uye oo"
CODAS = "ch nh ng c m n p t"
OPEN_RIMES = (
    "a e i o u y ai oi ui au eu iu ou uu yu ao ay ia oa ua oai oay oao oau uai uay uao uau"
    " eo oeo oe ue uo uy ieu yeu uoi uou uya uyu"
)

NEUTRAL = "neutral"
# A row of the table beside those of the shapes: words with letters that no other language has. An
# engine that was taught another one never writes them, so they say all that the table has.
VIETNAMESE = "vietnamese"
# Numbers with their unit (`250mg/5ml`, `4x16mm2`): after one digit a known unit or a single letter,
# for a letter may have been read as a digit (`6ng`); after a longer number up to four letters.
ONE_MEASURE = (
    r"(?:\d{1,3}(?:[.,]\d+)?(?:\p{L}|km|kg|ha|cm|mm|m2|m3|mm2|cm2|cm3|st|nd|rd|th|kV|MW|kW|kVA|MVA"
    r"|mg|ml|cc|GB|TB|MB|IU|lít|Hz|MHz|GHz|VDC|VAC|[°º]C)|\d+[.,]?\d+\p{L}{1,4}\d?|\d+(?:[.,]\d+)*)"
)
# Labels and members of formulas, too (`b1`, `i2`), but not those with 6 or 0, which engines take
# letters for (`c6`, `t0`).
MEASURE = pattern(
    rf"\p{{Lu}}{{1,8}}\d{{1,4}}\p{{Lu}}?|[a-z][1-57-9]\d?|{ONE_MEASURE}(?:[/x×*+-]{ONE_MEASURE})*%?"
)
LONGEST_LABEL = 3
PER = pattern(RATE)
# Models, products and standards: capitals and digits, nothing else.
MODEL = pattern(r"(?=.*\d)[\p{Lu}\d]+(?:[-.+/&][\p{Lu}\d]+)*\+?")
LONGEST_REFERENCE = 200  # characters: the time of these patterns grows as the square of them
REFERENCE = pattern(r"\d+[\p{Lu}\d]*(?:[/.-][\p{Lu}\d]+)+|\p{Lu}[\p{Lu}\d]*(?:[/.&-][\p{Lu}\d]+)+")
ADDRESS = pattern(
    r"://|^www\.|@\p{L}|\.(?:vn|com|org|net)\b|^\p{L}:\\"
    r"|\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|jpe?g|png|txt|csv|xml|json)$"
)
POINTS = frozenset(".@:")  # an address has one of them
# Of a file, a device, an entry: what a sum, a MAC address and a UUID look like.
HEX = r"\p{AHex}"
KEY = pattern(
    rf"(?=.*\d)(?:{HEX}{{12,}}|{HEX}{{2}}(?:[:-]{HEX}{{2}}){{5}}|{HEX}{{8}}(?:-{HEX}{{4}}){{3}}-{HEX}{{12}})"
)
SHORTEST_KEY = 12
JOINERS = pattern(r"[-–/,.&:;]")
CELLS = pattern(r"""[,;|="()]+""")
FOREIGN_LETTER = pattern(r"[^\p{Latin}\p{Common}]|[äåæçëïîñöøûüßœčćďěğıłńňőřśšşťůűźżžąęśțș]")
INNER_CAPITAL = pattern(r"\p{Ll}\p{Lu}")
CODE = pattern(
    r"\w_\w|::|->|[\w\]]\(\)|\w/\w+\.\w{1,5}$|^\p{Lu}?\p{Ll}{3,}(?:\p{Lu}\p{Ll}{2,})+$|[$@%]\w+[-=.{]"
)
# An engine that writes a mark for a letter that it cannot read: `th_c`, `c_a`.
BLANKED = pattern(r"(?=.{3,8}$)\p{L}*_[\p{L}_]*")
SIGNS_OF_CODE = frozenset("_:>(/$@%")
"""All code has one of them but a word with a capital inside."""
LOST = pattern(r"cid:\d+|[\ufffd\ue000-\uf8ff]")


@lru_cache(maxsize=memory.TOKENS)
def token_shape(token: str) -> str:
    """Return the class of a token as it stands in a text."""
    return shape(core(token))


def core(token: str) -> str:
    """Return a token without its outer punctuation, in NFC.

    >>> core("(hành,")
    'hành'
    """
    return nfc(token).strip(OUTER)


def shape(word: str) -> str:
    """Return the class of a word that `core` has returned.

    The classes are names only; what they weigh is counted from texts (`vnfix.train.gate`).

    >>> [shape(w) for w in ("hành", "hanh", "hiQn", "th6ng", "12/2020", "nghiém", "UBND")]
    ['accented', 'plain', 'inner-capital', 'digit', 'neutral', 'marked', 'acronym']
    """
    letters = word.isalpha()
    if not letters and (not any(map(str.isalpha, word)) or _is_reference(word)):
        return NEUTRAL
    if "_" in word and BLANKED.fullmatch(word):
        return "blanked"
    if word.isascii():
        may_be_code = not (_is_of_one_case(word) if letters else SIGNS_OF_CODE.isdisjoint(word))
        if may_be_code and CODE.search(word):
            return "code"
    elif not LETTERS.issuperset(word.lower()) and FOREIGN_LETTER.search(word.lower()):
        return "marked" if _is_marked(word) else "foreign-letter"
    if letters:
        return _letters(word)
    parts = [p for p in JOINERS.split(word) if p and not p.isdigit()]
    if all(p.isalpha() for p in parts):
        return _joined(parts)
    return _cells(word) or ("digit" if any(c.isdigit() for c in word) else "symbol")


def _cells(word: str) -> str:
    """Return the class of cells without a blank between them, "" if a right word is not among them.

    >>> _cells('K02,Thạch'), _cells('Huế",05/05/1985'), _cells("s6,việc")
    ('joined-good', 'joined-good', '')
    """
    parts = [p for p in CELLS.split(word) if any(c.isalpha() for c in p) and not _is_reference(p)]
    if not all(p.isalpha() for p in parts) or "accented" not in {
        _letters(p) for p in parts if p[1:]
    }:
        return ""
    found = _joined(parts)
    return "" if found == "joined-bad" else found


def _is_of_one_case(word: str) -> bool:
    """Tell whether letters have no capital behind a small one, as far as that is quickly told."""
    return word.islower() or word.isupper() or word[1:].islower()


def _is_reference(word: str) -> bool:
    if word.isalpha():
        return False
    return bool(
        (len(word) <= LONGEST_REFERENCE and _is_of_reference(word))
        or (not POINTS.isdisjoint(word) and ADDRESS.search(word))
        or (len(word) >= SHORTEST_KEY and KEY.fullmatch(word))
        or (_may_be_lost(word) and LOST.search(word))
        or is_escaped(word)
    )


def _may_be_lost(word: str) -> bool:
    return "cid:" in word or not (word.isascii() or PLAIN.issuperset(word))


def _is_of_reference(word: str) -> bool:
    """Tell whether a word with a letter is a reference, a model or a measure.

    Their letters are capitals, but for those of a measure that begins with a number or is short.
    """
    capitals = word.isupper()
    may_be_measure = capitals or word[0].isdecimal() or len(word) <= LONGEST_LABEL
    return bool(
        (capitals and (REFERENCE.fullmatch(word) or MODEL.fullmatch(word)))
        or (may_be_measure and MEASURE.fullmatch(word))
        or ("/" in word and PER.fullmatch(word))
    )


def _letters(word: str) -> str:
    lower = word.lower()
    if len(word) == 1:
        return NEUTRAL if word.isascii() else "accented"
    if not _is_of_one_case(word) and INNER_CAPITAL.search(word):
        return "inner-capital"
    if not word.isascii() and is_syllable(lower):
        return "accented"
    if is_bare_syllable(lower):
        return "plain"
    if word.isupper():
        return "acronym" if word.isascii() else "broken-capitals"
    if not word.isascii():
        return "marked" if _is_marked(word) else "broken-latin"
    if len(word) > LONGEST_SYLLABLE:
        return "long"
    return "name" if word[0].isupper() else "broken"


def is_bare_syllable(word: str) -> bool:
    """Tell whether a lower-case word looks like a syllable that has lost its accents.

    >>> [is_bare_syllable(w) for w in ("hanh", "hien", "duong", "the", "strong")]
    [True, True, True, True, False]
    """
    return word in _bare_syllables()


@lru_cache(maxsize=1)
def _bare_syllables() -> frozenset[str]:
    closed = (nucleus + coda for nucleus in NUCLEI.split() for coda in CODAS.split())
    rimes = (*OPEN_RIMES.split(), *closed)
    return frozenset(onset + rime for onset in ("", *ONSETS.split()) for rime in rimes)


def _is_marked(word: str) -> bool:
    """Tell whether a word has marks that Vietnamese has not, over the letters of a syllable.

    >>> [_is_marked(w) for w in ("cäc", "huöng", "nghiém", "über", "Straße")]
    [True, True, True, False, False]
    """
    if len(word) > LONGEST_SYLLABLE:
        return False
    base = unicodedata.normalize("NFD", strip_accents(word).lower())
    base = "".join(c for c in base if not unicodedata.combining(c))
    return base.isascii() and is_bare_syllable(base)


def _joined(parts: list[str]) -> str:
    classes = {_letters(p) for p in parts}
    if classes <= {"accented", "acronym"}:
        return "joined-good"
    if classes <= {"accented", "acronym", "plain"}:
        return "joined-plain"
    return "joined-bad"
