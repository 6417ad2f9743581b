"""Letters that stand for others throughout a font: a ToUnicode map that names wrong letters.

The page shows `hợp với`, the text says `hóp vôi`: a letter is another one, the same in all of one
font (or, where there are no fonts, in one text). It is solved as a cipher that starts from the
letters as they stand: a letter is replaced by the one that turns most of its words into words, as
long as that makes the whole likelier. What remains must be Vietnamese, or nothing is changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from vnfix.analysis import once, token_counts
from vnfix.decode.prices import UNITS
from vnfix.detectors import mapped, systematic
from vnfix.detectors.unknown import has_own_letters, sense
from vnfix.detectors.weights import gate, odd_words
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vnfix.analysis import Analysis
    from vnfix.model import Document
    from vnfix.resources import Resources

NAME = "wrong letters"
WORD = pattern(r"[\p{L}\p{M}]+")
EVIDENCE = "one letter for another throughout"
LETTERS = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
CAPITALS = LETTERS.upper()
ALPHABET = frozenset(LETTERS + CAPITALS + "fjwzFJWZ")

WORDS = 120  # of a font, at least
OWN_LETTERS = 0.1  # share of them with letters of Vietnamese alone
BAD, LEFT = 0.08, 0.05  # share of words that are none: before, at least, and after, at most
LEFT_SMALL = 0.12  # the same in a font of few words, names among them
BELIEVED = 3.0  # nats that a word wins by what its font says of its letters, at least
MAP = 3  # letters of a font that stand for others, so that its document is damaged in this way
LEAST_ODD, ODD = 15, 0.01  # words of a document that are none and have such letters; their share
LEAST_WON, LEAST_AFTER = 1.5, 0.8  # nats a word, share of words, of those with a replaced letter
SENSE = 1.5  # nats that a word's neighbours tell of it in what comes out; true text has 4
KNOWN_PATTERN = 0.5  # share of the odd words from which on `systematic` explains them
MOST_REPLACED = 0.5  # share of the letters: what goes further is no map of a font
BETTER = 0.4  # of those that were none, so many may be left
NO_WORD, ODD_CASE = 19.0, 5.0  # cost of what is no word, and of a case that words do not have, nats
ROUNDS = 40  # letters that are replaced, at most
PROPOSALS = 6  # letters that are tried for one
LEAST_GAIN = 8.0  # nats that a replacement must win
CROWDED = 12.0  # nats against a letter that another one stands for already


class Wrong(NamedTuple):
    """A word with wrong letters.

    Attributes:
        line: index of its line.
        start: offset in the document.
        text: as it stands.
        right: with the right letters.
        sure: whether that is a word.

    """

    line: int
    start: int
    text: str
    right: str
    sure: bool


class Costs:
    """What words cost alone, in nats, by the language model."""

    def __init__(self, resources: Resources) -> None:
        """Take the words of the vocabulary."""
        lm, vocabulary = resources.lm, resources.words
        known = {w: n for w, n in zip(vocabulary.words, vocabulary.lm, strict=True) if n}
        self.of_word: dict[str, float] = {w: lm.alone[n] / UNITS for w, n in known.items()}

    def of(self, word: str) -> float:
        """Return the cost of a word in any case."""
        low = word.lower()
        cost = self.of_word.get(low)
        if cost is None:
            return 0.0 if len(word) == 1 and word.isascii() else NO_WORD
        usual = word.islower() or word.isupper() or word[1:].islower()
        return cost if usual else cost + ODD_CASE

    def is_word(self, word: str) -> bool:
        """Tell whether it is a word in a usual case."""
        return self.of(word) < NO_WORD - ODD_CASE


Vote = tuple[str, str, float]


class Solver:
    """The letters of one font: what each stands for, and the words that tell."""

    def __init__(self, words: Mapping[str, int], costs: Costs, told: Mapping[int, str]) -> None:
        """Take the words of a font, how often each occurs, and what is known of its letters."""
        self.costs = costs
        self.words = words
        self.table: dict[int, str] = dict(told)
        self.by_letter: dict[str, list[str]] = defaultdict(list)
        self.voted: dict[str, tuple[str, list[Vote]]] = {}  # by word: as it was read, its votes
        for word in words:
            for c in sorted(set(word)):
                self.by_letter[c].append(word)

    def solve(self) -> dict[int, str]:
        """Return the letters that stand for others."""
        for _ in range(ROUNDS):
            best = max(self._replacements(), default=(0.0, "", ""))
            if best[0] < LEAST_GAIN:
                break
            _, x, y = best
            self._set(self.table, x, y)
        return self.table

    @staticmethod
    def _set(table: dict[int, str], x: str, y: str) -> None:
        if x == y:
            table.pop(ord(x), None)
        else:
            table[ord(x)] = y

    def read(self, word: str) -> str:
        """Return a word with the letters that its own stand for."""
        return word.translate(self.table)

    def _replacements(self) -> Iterator[tuple[float, str, str]]:
        """Yield (gain, letter, what it may stand for) of what is worth a try."""
        for x, votes in self._votes().items():
            for y in sorted(votes, key=lambda y: (-votes[y], y))[:PROPOSALS]:
                yield self._gain(x, y), x, y

    def _votes(self) -> dict[str, dict[str, float]]:
        """Return letter -> letters in its place that turn words that are none into words."""
        votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for word, n in self.words.items():
            now = self.read(word)
            known = self.voted.get(word)
            if known is None or known[0] != now:  # most words are read as in the round before
                known = now, list(self._voted(word, now))
                self.voted[word] = known
            for x, y, won in known[1]:
                votes[x][y] += n * won
        return votes

    def _voted(self, word: str, now: str) -> Iterator[Vote]:
        """Yield what a word that is none says: letter, another one that makes it a word, nats."""
        if self.costs.is_word(now):
            return
        for k, x in enumerate(word):
            if x not in ALPHABET:
                continue
            alike, other = (CAPITALS, LETTERS) if now[k].isupper() else (LETTERS, CAPITALS)
            tried = alike + other if len(word) > 1 and now[k].isalpha() else alike
            for y in tried:
                cost = self.costs.of(now[:k] + y + now[k + 1 :])
                if cost < NO_WORD - ODD_CASE:
                    yield x, y, NO_WORD - cost

    def _gain(self, x: str, y: str) -> float:
        """Return what the words win if one letter stands for another."""
        table = dict(self.table)
        self._set(table, x, y)
        won = 0.0
        for word in self.by_letter[x]:
            won += self.words[word] * (
                self.costs.of(self.read(word)) - self.costs.of(word.translate(table))
            )
        return won - CROWDED * self._crowded(x, y)

    def _crowded(self, x: str, y: str) -> bool:
        return any(z != x and self.table.get(ord(z), z) == y for z in self.by_letter)


@once
def wrong_words(analysis: Analysis) -> list[Wrong]:
    """Return the words with wrong letters, in the order of the text."""
    analysis = analysis.without(mapped.assign(analysis).lines)
    if not analysis.config.wrong_letters or not _suspicious(analysis):
        return []
    groups = _groups(analysis)
    count = {font: Counter(word for _, _, word in places) for font, places in groups.items()}
    costs = Costs(analysis.resources)
    told = _told_by_fonts(analysis, groups, costs)
    tables = _tables(count, told, costs)
    if sense(_by_line(groups, tables), analysis.resources.lm) < SENSE:
        return []  # words that come out, but no text
    found: list[Wrong] = []
    guests = _guests(analysis.document, told)
    for font, places in groups.items():
        table = tables.get(font, {})
        for line, start, word in places if table or guests else ():
            right = _right(word, start, table, guests)
            if right != word:
                found.append(Wrong(line, start, word, right, costs.is_word(right)))
    return sorted(found, key=lambda w: w.start)


def _guests(
    document: Document, told: Mapping[str, Mapping[int, str]]
) -> dict[int, Mapping[int, str]]:
    """Return offset -> what letters stand for, of letters in words that begin in another font."""
    if not told:
        return {}
    return {k: told.get(r.font, {}) for r in document.guests for k in range(r.start, r.end)}


def _right(
    word: str, start: int, table: Mapping[int, str], guests: Mapping[int, Mapping[int, str]]
) -> str:
    """Return a word with the letters that its own stand for, each by its font."""
    pairs = enumerate(word, start)
    return "".join(guests.get(k, table).get(ord(c), c) for k, c in pairs)


def _told_by_fonts(
    analysis: Analysis, groups: Mapping[str, Iterable[tuple[int, int, str]]], costs: Costs
) -> dict[str, dict[int, str]]:
    """Return font -> what letters stand for by the font itself; nothing unless the words agree.

    Legacy fonts contradict their maps too, and no words come out then.
    """
    tables: dict[str, dict[int, str]] = defaultdict(dict)
    for c in analysis.document.contradictions:
        tables[c.font][ord(c.named)] = c.shown
    guests = _guests(analysis.document, tables)
    won, words = 0.0, 0
    for font, places in groups.items() if tables else ():
        table = tables.get(font, {})
        for _, start, word in places if table or guests else ():
            right = _right(word, start, table, guests)
            if right != word and len(word) > 1:
                won += costs.of(word) - costs.of(right)
                words += 1
    return dict(tables) if words and won >= BELIEVED * words else {}


def _tables(
    count: Mapping[str, Mapping[str, int]], told: Mapping[str, dict[int, str]], costs: Costs
) -> dict[str, dict[int, str]]:
    """Return font -> what its letters stand for.

    Fonts of few words are solved only where the words of another one have shown the damage.
    """
    large = {font for font, words in count.items() if _may_be_wrong(words)}
    found = {font: solved(count[font], costs, told.get(font)) for font in large}
    if any(len(table) >= MAP for table in (*found.values(), *told.values())):
        for font in count.keys() - large:
            found[font] = solved(count[font], costs, told.get(font), left=LEFT_SMALL)
    return {font: found[font] or told.get(font, {}) for font in count if font in found}


def _by_line(
    groups: Mapping[str, Iterable[tuple[int, int, str]]], tables: Mapping[str, dict[int, str]]
) -> list[str]:
    """Return the words of each line that fonts with wrong letters show, as they are read."""
    lines: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for font, table in tables.items():
        for line, start, word in groups[font] if table else ():
            lines[line].append((start, word.translate(table)))
    return [" ".join(word for _, word in sorted(words)) for words in lines.values()]


def solved(
    count: Mapping[str, int],
    costs: Costs,
    told: Mapping[int, str] | None = None,
    *,
    left: float = LEFT,
) -> dict[int, str]:
    """Return what the letters stand for; nothing unless nearly all words agree.

    Args:
        count: the words of a font, and how often each occurs.
        costs: of words.
        told: what is known of them.
        left: share of the words that may still be none.

    """
    told = told or {}
    before = _bad(count, costs)
    if before < BAD:
        return {}
    table = Solver(count, costs, told).solve()
    table = {
        x: y for x, y in table.items() if told.get(x) == y or _agree(count, table, chr(x), costs)
    }
    after = _bad(_read(count, table), costs)
    if _replaced(count, table) > MOST_REPLACED:
        return {}
    return table if after <= left and after <= BETTER * before else {}


def _agree(count: Mapping[str, int], table: Mapping[int, str], x: str, costs: Costs) -> bool:
    """Tell whether nearly all words with a letter are words after, and much likelier ones."""
    own = {w: n for w, n in count.items() if x in w and len(w) > 1}
    total = sum(own.values())
    without = {letter: y for letter, y in table.items() if letter != ord(x)}
    after = sum(n for w, n in own.items() if costs.is_word(w.translate(table)))
    won = sum(
        n * (costs.of(w.translate(without)) - costs.of(w.translate(table))) for w, n in own.items()
    )
    return won >= LEAST_WON * total and after >= LEAST_AFTER * total


def _suspicious(analysis: Analysis) -> bool:
    """Tell whether there are words with letters of Vietnamese alone that are none."""
    count = token_counts(analysis)
    if count.total() < LEAST_ODD:
        return False
    odd = sum(count[t] for t in odd_words(analysis) if has_own_letters(t))
    if not _are_many(odd, count.total()):
        return False
    return len(systematic.wrong_words(analysis)) < KNOWN_PATTERN * odd


def has_odd_words(count: Mapping[str, int]) -> bool:
    """Tell whether enough words with letters of Vietnamese alone are none."""
    own = {t: n for t, n in count.items() if has_own_letters(t)}
    odd = sum(n for t, n in own.items() if max(gate().score(t)) > 0.0)
    return _are_many(odd, sum(count.values()))


def _are_many(odd: int, words: int) -> bool:
    return odd >= max(LEAST_ODD, ODD * words)


def _replaced(count: Mapping[str, int], table: Mapping[int, str]) -> float:
    """Return the share of the letters that stand for others."""
    letters = sum(n * len(w) for w, n in count.items())
    return sum(n for w, n in count.items() for c in w if ord(c) in table) / max(1, letters)


def _read(count: Mapping[str, int], table: Mapping[int, str]) -> Counter[str]:
    right: Counter[str] = Counter()
    for word, n in count.items():
        right[word.translate(table)] += n
    return right


def _bad(count: Mapping[str, int], costs: Costs) -> float:
    """Return the share of words that are none; abbreviations do not count."""
    told = {w: n for w, n in count.items() if not (w.isupper() and w.isascii()) and len(w) > 1}
    bad = sum(n for w, n in told.items() if not costs.is_word(w))
    return bad / max(1, sum(told.values()))


def _may_be_wrong(count: Mapping[str, int]) -> bool:
    total = sum(count.values())
    own = sum(n for w, n in count.items() if has_own_letters(w))
    return total >= WORDS and own >= OWN_LETTERS * total


def _groups(analysis: Analysis) -> dict[str, list[tuple[int, int, str]]]:
    """Return font -> (line, offset, word) of its words; all in one where no fonts are known."""
    document = analysis.document
    fonts = [(w.start, w.end, w.font) for w in document.words if not w.hidden]
    groups: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    k = 0
    for number, line in enumerate(document.lines):
        for m in WORD.finditer(line.text):
            start = line.start + m.start()
            while k < len(fonts) and fonts[k][1] <= start:
                k += 1
            font = fonts[k][2] if k < len(fonts) and fonts[k][0] <= start else ""
            groups[font].append((number, start, m.group()))
    return groups


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines with wrong letters."""
    lines = sorted({wrong.line for wrong in wrong_words(analysis)})
    return [Finding(k, Damage.SUBSTITUTED, 1.0, NAME, EVIDENCE) for k in lines]
