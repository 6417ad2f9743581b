"""Damage of no known kind: text that was Vietnamese once and that nobody can read now.

Healthy means that a text was looked at and is right, not that no detector fired. What is asked for
is evidence of Vietnamese in the wrong: its own letters in what are no words, letters of two
alphabets in one word, signs where letters belong, words without vowels. Text in other languages,
code, lists and tables have none of that. Such pages are named and left as they are.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import regex

from vnfix import memory
from vnfix.analysis import characters, inventory, once, token_counts
from vnfix.detectors import gaps, legacy, mojibake, systematic
from vnfix.detectors.weights import core, gate, odd_words, shape
from vnfix.glyphs.lost import statistics_of
from vnfix.glyphs.runs import FIRST_SYMBOL, FREE
from vnfix.model import Damage, Finding
from vnfix.text.patterns import pattern
from vnfix.text.tokens import lm_units, split_words
from vnfix.text.unicode import PLAIN as PLAIN_SIGNS
from vnfix.text.unicode import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vnfix.analysis import Analysis
    from vnfix.decode.lm import LanguageModel
    from vnfix.model import Document
    from vnfix.resources import Resources

NAME = "unknown"
# Letters that hardly any other language has: two marks, the horn, the hook.
OWN = frozenset("ơưảẻỉỏủỷấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự")
MIXED = pattern(
    r"\p{Latin}[\p{Cyrillic}\p{Greek}\p{Armenian}]|[\p{Cyrillic}\p{Greek}\p{Armenian}]\p{Latin}"
    r"|\p{Ll}[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Thai}]\p{Ll}"
)
SIGNS_OF = r"[\p{So}\p{Sm}\p{Sc}\p{Cc}\p{Cn}\p{Co}--[\n\r\t+<=>|$~^`]]"
SIGN = pattern(rf"\p{{L}}{SIGNS_OF}+\p{{L}}|\p{{L}}{SIGNS_OF}{{2}}", regex.V1)
WILDCARDS = "*_#~·□"
WILD = pattern(rf"(?<=\p{{L}})[{WILDCARDS}]|[{WILDCARDS}](?=\p{{L}})")
PRIVATE = pattern(r"\(cid:\d+\)|[\ue000-\uf8ff]")
EDGES = ",.;:()[]\"'“”/-–"
VOWEL = pattern(r"(?i)[aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ\d]")
SIMPLE_VOWELS = frozenset("aeiouy")
BARE = pattern(r"\p{Latin}\p{Ll}+")

LEAST = 6  # words of a page that show it
LONGEST_NAME = 8  # letters of a name of one word, which may follow the rules of another language
LEAST_ODD = 0.03  # share of the words of a page that are odd in some way
WORDS = 12  # words of a page, fewer say nothing
OWN_LETTERS = 0.1  # share of the words with letters of Vietnamese alone
LETTERS = 5  # different ones of them in what are no words; other languages have one or two
STROKES = 0.03  # share of words with đ, so that words without vowels were Vietnamese
NO_WORDS = 0.35  # share of those that are none; the worst healthy page has 0.1
MIXED_WORDS = 0.1  # share of the words with letters of two alphabets
SIGNS = 0.12  # share of the words with signs inside
WITHOUT_VOWELS = 0.4  # share of the words of small letters
LETTERS_GONE = 0.45  # share of the words with a sign that may be a letter
READ = 0.7  # share of those that are Vietnamese words if it is
SENSE = 1.0  # nats that a word's neighbours tell of it, at least, in text with gaps
CLAIMED = 0.5  # share of a page that other detectors explain


class Reason(NamedTuple):
    """Why a page is called damaged.

    Attributes:
        evidence: in plain English.
        share: of the words that show it.

    """

    evidence: str
    share: float


@lru_cache(maxsize=memory.TOKENS)
def traits(token: str) -> frozenset[str]:
    """Return what is odd about a token, and whether it is a word at all.

    >>> sorted(traits("tếyuq")), sorted(traits("quyết")), sorted(traits("Th├┤ng"))
    (['no word', 'own', 'small', 'word'], ['own', 'small', 'word'], ['sign', 'word'])
    """
    bare = core(token)
    if not any(c.isalpha() for c in bare) or "://" in token or "@" in token:
        return frozenset()
    low = bare.lower()
    own = has_own_letters(low) and (bare[0].islower() or len(bare) > LONGEST_NAME)
    odd = not PLAIN_SIGNS.issuperset(bare)
    small = bare[1:].islower() and BARE.fullmatch(bare) is not None
    found = {
        "word": True,
        "own": own,
        "no word": own and not _known(bare),
        "mixed": odd and MIXED.search(bare) is not None,
        "sign": odd and SIGN.search(bare) is not None,
        "đ": "đ" in low,
        "small": small,
        "no vowel": small and SIMPLE_VOWELS.isdisjoint(low) and not VOWEL.search(bare),
    }
    return frozenset(trait for trait, is_so in found.items() if is_so)


def has_own_letters(text: str) -> bool:
    """Tell whether a text has letters that hardly any language but Vietnamese has."""
    return not (text.isascii() or OWN.isdisjoint(text.lower()))


def _known(word: str) -> bool:
    """Tell whether a word with accents is one, or several that marks join."""
    if shape(word) in ("accented", "joined-good", "joined-plain"):
        return True
    low = word.lower()
    weight = gate().weights.get(low)
    if weight is not None and weight[0] < 0:
        return True
    parts = [p for p in regex.split(r"[^\p{L}\p{M}]+", word) if p]
    return len(parts) > 1 and all(map(_known, filter(has_own_letters, parts)))


@once
def pages(analysis: Analysis) -> Mapping[int, Reason]:
    """Return page -> why it is damaged, for pages with damage of no known kind."""
    if not analysis.config.unknown or _is_too_short(analysis):
        return {}
    document = analysis.document
    rows = _suspicious(analysis)
    if not rows:
        return {}
    reasons = {}
    explained = _explained(analysis)
    for page, lines in rows.items():
        tokens = inventory(analysis).told(lines)
        reason = reason_of(tokens) or _with_a_sign(tokens, analysis.resources)
        if reason and _share_of(lines, explained, document) < CLAIMED:
            reasons[page] = reason
    if not reasons and _full_of_pieces(analysis):
        reasons = _without_sense(analysis, rows)
    return reasons


def _is_too_short(analysis: Analysis) -> bool:
    """Tell whether there are too few words for any reason, without asking what they are."""
    if len(inventory(analysis).numbers) >= WORDS or not characters(analysis).isdisjoint(WILDCARDS):
        return False
    count = token_counts(analysis)
    return sum(n for t, n in count.items() if len(t) <= gaps.LONGEST) < gaps.LEAST


def _suspicious(analysis: Analysis) -> dict[int, range]:
    """Return page -> its lines, for the pages with enough odd words: hardly any that is right."""
    document, count = analysis.document, token_counts(analysis)
    odd = _odd_words(analysis)
    found = sum(count[t] for t in odd)
    whole = count.total()
    paged = "\f" in document.text or (document.lines and document.lines[-1].page > 1)
    if found < LEAST or (not paged and found < LEAST_ODD * whole):
        return {}
    words = inventory(analysis)
    some = words.sums(array("d", [t in odd for t in words.types]))
    rows = lines_by_page(document, paged=bool(paged))
    return {p: lines for p, lines in rows.items() if _is_odd(lines, some, words.ends)}


def lines_by_page(document: Document, *, paged: bool) -> dict[int, range]:
    """Return page -> its lines, which follow each other."""
    count, rows = len(document.lines), {}
    if not paged:
        return {document.lines[0].page: range(count)} if count else {}
    first = 0
    for page, lines in groupby(line.page for line in document.lines):
        rows[page] = range(first, first + sum(1 for _ in lines))
        first = rows[page].stop
    return rows


def _is_odd(lines: range, odd: Sequence[float], ends: Sequence[int]) -> bool:
    """Tell whether enough words of some lines are odd, of which there are so many in each line."""
    words = ends[lines.stop - 1] - (ends[lines.start - 1] if lines.start else 0)
    return sum(odd[k] for k in lines) >= max(LEAST, LEAST_ODD * words)


def _odd_words(analysis: Analysis) -> set[str]:
    """Return the words that some test may ask about."""
    return set(filter(_may_be_asked, odd_words(analysis)))


@lru_cache(maxsize=memory.TOKENS)
def _may_be_asked(token: str) -> bool:
    if not traits(token) <= PLAIN:
        return True
    return any(c in token for c in WILDCARDS) and WILD.search(token) is not None


PLAIN = frozenset({"word", "own", "small", "đ"})


def _with_a_sign(tokens: Mapping[str, int], resources: Resources) -> Reason | None:
    """Return a reason where one sign stands for letters, as far as Vietnamese words tell."""
    words = {t: n for t, n in tokens.items() if any(map(str.isalpha, t))}
    count: Counter[str] = Counter()
    for t, n in words.items():
        for m in WILD.finditer(t):
            count[m.group()] += n
    if not count:
        return None
    sign, _ = count.most_common(1)[0]
    found: Counter[str] = Counter()
    for t, n in words.items():
        if sign in t.strip(EDGES):
            found[t.strip(EDGES)] += n
    whole, some = sum(words.values()), found.total()
    if some < max(LEAST, LETTERS_GONE * whole):
        return None
    from vnfix.glyphs.cipher import matches

    statistics = statistics_of(resources)
    wild = {t: t.lower().replace(sign, chr(FIRST_SYMBOL + FREE)) for t in found}
    read = sum(found[t] for t, form in wild.items() if any(matches(form, statistics)))
    if read < READ * some:
        return None
    return Reason(f"the sign {sign} for letters that are gone", some / whole)


def _full_of_pieces(analysis: Analysis) -> bool:
    """Tell whether there are more pieces of words than in any text that is right."""
    count = token_counts(analysis)
    pieces = sum(n for t, n in count.items() if gaps.is_piece(t))
    return pieces >= max(gaps.LEAST, gaps.SHARE * count.total())


def _without_sense(analysis: Analysis, rows: Mapping[int, Sequence[int]]) -> dict[int, Reason]:
    """Return the pages whose words do not follow each other as those of any language do.

    Where a font's letters are missing, the words between them are right ones.
    """
    lm, rows_of = analysis.resources.lm, analysis.document.lines
    texts = {page: [rows_of[k].text for k in lines] for page, lines in rows.items()}
    return {
        page: Reason("pieces of words, and words that do not follow each other", 1.0)
        for page, lines in texts.items()
        if sense(lines, lm) < SENSE and _is_vietnamese(lines)
    }


def _is_vietnamese(lines: Iterable[str]) -> bool:
    tokens = [t for line in lines for t in split_words(line)]
    own = sum(map(has_own_letters, tokens))
    return own >= max(LEAST, OWN_LETTERS * len(tokens))


def sense(lines: Iterable[str], lm: LanguageModel) -> float:
    """Return how much more likely words are after those before them than alone, nats a word.

    Only words of two letters and more that the model knows, beside another such, count.
    """
    won = count = 0.0
    for line in lines:
        units = lm_units(nfc(line))
        known = [len(u) > 1 and u.isalpha() and u in lm.number for u in units]
        for k, cost in enumerate(lm.costs(units)):
            if k and known[k] and known[k - 1]:
                won += lm.alone[lm.number[units[k]]] / 1000.0 - cost
                count += 1
    return won / count if count >= LEAST else 99.0


def reason_of(tokens: Mapping[str, int]) -> Reason | None:
    """Return why the words of a page are damaged, None where they are not.

    Args:
        tokens: how often each of them stands there.

    """
    told = {token: traits(token) for token in tokens}
    alike: Counter[frozenset[str]] = Counter()
    for token, n in tokens.items():
        alike[told[token]] += n
    count: Counter[str] = Counter()
    for found_together, n in alike.items():
        count.update(dict.fromkeys(found_together, n))
    words = count["word"]
    if words < WORDS:
        return None
    found = _no_words(told, count) or _hollow(told, count)
    if found:
        return found
    for trait, least, evidence in (
        ("mixed", MIXED_WORDS, "letters of several alphabets in one word"),
        ("sign", SIGNS, "signs inside of words"),
    ):
        if count[trait] >= max(LEAST, least * words):
            return Reason(evidence, count[trait] / words)
    return None


def _no_words(told: Mapping[str, frozenset[str]], count: Mapping[str, int]) -> Reason | None:
    """Return a reason where the letters of Vietnamese alone stand in what are no words.

    Args:
        told: tokens with what is odd about each.
        count: how often each oddity stands there.

    """
    bad, own = count["no word"], count["own"]
    if own < OWN_LETTERS * count["word"] or bad < max(LEAST, NO_WORDS * own):
        return None
    if len({c for t, odd in told.items() if "no word" in odd for c in t.lower()} & OWN) < LETTERS:
        return None
    return Reason("Vietnamese letters in what are no Vietnamese words", bad / own)


def _hollow(told: Mapping[str, frozenset[str]], count: Mapping[str, int]) -> Reason | None:
    """Return a reason where the words were Vietnamese and have no vowels."""
    if count["đ"] < STROKES * count["word"]:
        return None
    small = sum("small" in t for t in told.values())
    hollow = sum("no vowel" in t for t in told.values())
    if hollow < max(LEAST, WITHOUT_VOWELS * small):
        return None
    return Reason("words without vowels", hollow / small)


def _explained(analysis: Analysis) -> set[int]:
    """Return the lines that detectors of exact damage explain."""
    document = analysis.document
    wrong = systematic.lines_with(document, systematic.wrong_words(analysis))
    lost = {k for k, line in enumerate(document.lines) if PRIVATE.search(line.text)}
    return {*legacy.assign(analysis), *mojibake.repaired(analysis), *wrong, *lost}


def _share_of(lines: Iterable[int], some: set[int], document: Document) -> float:
    sizes = {k: len(split_words(document.lines[k].text)) for k in lines}
    return sum(n for k, n in sizes.items() if k in some) / max(1, sum(sizes.values()))


def lines_of(analysis: Analysis) -> set[int]:
    """Return the lines of the pages with damage of no known kind."""
    found, document = pages(analysis), analysis.document
    if not found:
        return set()
    return {k for k, line in enumerate(document.lines) if line.page in found and line.text.strip()}


def detect(analysis: Analysis) -> list[Finding]:
    """Find the lines of damaged pages, with the reason as evidence."""
    found, lines = pages(analysis), analysis.document.lines
    return [
        Finding(k, Damage.UNKNOWN, found[page].share, NAME, found[page].evidence)
        for k in sorted(lines_of(analysis))
        for page in (lines[k].page,)
    ]
