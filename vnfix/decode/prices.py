"""The numbers of the decoder: prices, widths and bounds, each with what it means.

Prices are in units (`UNITS` to a nat) where whole, in nats or shares where not. They were chosen by
the errors of documents that were watched (the plans of the benchmark, pages of the English OCR),
each with a channel that had not seen it; what the larger ones gave is told in `docs/design.md`.
What must agree in several places is one number here.
"""

import math

INF = 1 << 28
"""A cost that nothing reaches."""
LENGTHS = 5
"""An intended segment was written as 0 to 4 characters."""
NONE = 255
"""No second letter in an intended segment."""
UNITS = 1000.0
"""Units of cost in a nat."""

LOWER, TITLE, UPPER = range(3)
"""The cases in which a word is printed."""


class Kind:
    """Kinds of arc."""

    WORD, NUMBER, MARK, KEPT, NOTHING, PROPOSED = range(6)


# candidates: what each observed token may stand for: its arcs, before the neighbours have a say.

LONGEST = 24  # longer tokens are read in pieces of so many characters
TOO_LONG = 160  # such ones are no words that ran together
DOUBTFUL = 15_000  # a token whose best word costs more is searched for again, wider
HOPE = 20_000  # a reading so much dearer than the best of its token is dropped
SUBSTITUTE, INSERT = 8_500, 8_000  # a letter for another one, one put in: never seen by the channel
KEPT_WHOLE, KEPT_PART = 40, 8  # candidates of a whole token, and of each part of one
SPLIT_ABOVE, SPLIT_LETTER = 9_000, 300  # dearer tokens, by length, are tried as several words
SPLIT, SPLIT_LONG = 4_000, 1_500  # a blank was lost, and one more in a token without any
KEEP, KEEP_LETTER = 4_500, 2_800  # an unknown word, and each of its letters
KEEP_RUN = 8_000  # each further word of an unknown token of several words
ODD_NUMBER = 3_500  # a number that touches letters
GLUED_NUMBER, GLUED = 1_500, 1_500  # one that lost the blank beside it, and the word there
UNTOLD = 4_000  # a word that the language model does not know
PUNCTUATED, SWALLOWED = 300, 2_500  # a mark stands in a token, or is part of a word's garble
DEBRIS, ODD_DEBRIS = 9_000, 6_000  # a mark was put in, and one that offices hardly print
COMMA_DEBRIS, COMMA_SWALLOWED = 10_500, 4_500  # commas are hardly ever put in
SPECK_POINT, SPECK_DASH = 2_500, 4_500  # a speck in the place of a blank, between small letters
ODD_MARK = 2_500  # such a one stays
KEEP_CAPITAL = 1_300  # each letter of what looks like an abbreviation
KEEP_CODE, KEEP_CODE_LETTER = 1_000, 400  # one of three letters or more, on a line of small ones
UNHEARD = 8_500  # such a code whichever it is, the language model's say included
UNHEARD_ROMAN, UNHEARD_LETTER = 2_000, 7_000
BESIDE_DIGIT = 14_000  # a mark beside a digit may be a digit: it hardly goes
RULED_OUT = 1_000_000  # a word in the place of a number
TELLING = 16_000  # a mark that hardly comes from nothing goes

# case: decides how each word of the best path is capitalised, from its neighbours and what was
# seen.

# A case that was not looked for, units: the first letter was small, say.
UNSEEN = 7_000
# Costs of the three cases in a line or token of capitals, nats.
IN_CAPITALS = (4.5, 3.5, 0.05)
# Share of the other words of a line in capitals that must be so, for a word to follow them.
MOST_CAPITALS = 0.66
# More for the other case than that of a letter whose shape shows it, nats.
SHAPED = 5.0

# channel: the channel: how probably an OCR engine writes a segment of letters as some characters.

# Share of segments of one and of two letters.
GROUPING = (0.0, 0.85, 0.15)
# P of an observed segment that was never seen for a letter, by its length.
FLOOR = (2e-3, 3e-4, 6e-6, 1e-7, 0.0)
# Strength of the step below, in counts: letters of one base, all sources, mixture, document.
PRIOR_FAMILY, PRIOR_POOL, PRIOR_SOURCE, PRIOR_DOCUMENT = 30.0, 4.0, 12.0, 12.0
# Entries below this probability are left to FLOOR.
LEAST = 2e-4
# What letters look like in print has this share of every letter's distribution.
SHAPES_SHARE = 0.04
# Each source has the same say in the pool; one of fewer counts than this has less.
SOURCE_COUNTS, THIN_COUNTS = 20_000.0, 3_500.0
SAMPLE = 400  # pairs that the weights of the sources are found on
WEIGHT_ROUNDS = 12  # of EM
LEAST_WEIGHT = 1e-3  # sources that weigh less are left out

# confidence: calibrated confidence: how often a reading like this one is right.

SUREST = 0.9999  # nothing is surer

# corrections: from best paths to corrections: what changes where, how sure, and what else it
# might be.

ALTERNATIVES = 5  # other readings of a correction that are kept
LEAST_ALTERNATIVE = 1e-3  # probability
# A reading with this many letters and digits fewer than were seen may have lost a word.
LETTERS_LOST = 2
SHORT = 2

# lattice: the lattice of a paragraph: all arcs of its tokens, and the best path through them.

BEAM = 9_000  # a path so much dearer than the best is given up
HYPOTHESES = 8  # paths that live on at a place
FLATNESS = 0.7  # of costs in the posterior: neighbours are not independent
MERGE = 5_000  # a blank was put in
MERGED_LENGTH = 7  # characters of pieces that may be one word
TOKENS = 2_000  # of a paragraph at most, so that memory is bounded
PLACES = 12_000  # characters of its tokens at most, so that costs stay far below INF
ENDLESS = 1_000  # a token of more characters is no word or number: it stays, and says nothing

# lm: the language model as the decoder uses it; `train.lm` builds it.

# So many words are taken from the commonest after two words, after one, and before one.
AFTER_TWO, AFTER_ONE, BEFORE = 40, 60, 60

# openers: the first word of a list item: capital or small, as this document has it.

PRIOR_ITEMS, PRIOR_SHARE = 4.0, 0.98
"""What offices do counts as so many items: 99 % and more of theirs begin with a capital."""
ALIKE = 0.85
"""So great a share of capitals must be reached."""

# placement: decides whether `hòa` or `hoà` is printed: by the garble of the word, its kin, the
# document.

OLD_PRIOR = -2.0
"""Log odds of the new placement where nothing tells: offices of today write the old one."""
SAYS_LEAST, SAYS_MOST = 1.0, 3.0
"""Log odds of one garble below which it says nothing, and above which it says no more."""
KIN, DOCUMENT = 1.0, 0.5
"""Weights of the same word elsewhere, and of all words of the document."""
WHOLE_SAY = 8.0
ONLY_OTHERS = 0.9
"""How sure at most the placement of a word is that only other words speak for."""
LEAST_CHANCE = 1e-30

# quantities: where a number and letters ran together, and what is printed so: `28thang`, `450m2`,
# `1A`.

UNIT_PRICE, CODE_PRICE, JOINED_PRICE = 1_000, 4_000, 7_000
"""Prices of a unit of measure, of letters and digits, and of letters that a hyphen joins."""
MIXED = 0.005
"""From this share of such tokens on, an engine writes letters as digits throughout."""

# rescoring: of tokens in doubt.

IN_DOUBT = 0.9  # a token of which a part is less sure
CREDIBLE = 0.8  # what is less sure is no evidence for other places
OUTVOTED = 1.0  # nats that another reading must be better
# Nats of a string that the channel cannot explain, for each of its letters, for letters it lacks.
ANY_STRING, ANY_LETTER, LETTER_MISSING = 4.0, 3.0, 1.0
# Nats that nearly every reading costs at least, by how many letters of the word are not seen, and
# how many are seen that the word lacks (accents aside; 4 stands for more).
LEAST_PRICES = (
    (0.2, 5.0, 12.0, 15.0, 18.0),
    (0.7, 2.5, 9.0, 13.0, 16.0),
    (7.5, 8.0, 10.0, 13.0, 16.0),
    (9.0, 9.0, 11.0, 13.0, 16.0),
    (10.0, 10.0, 12.0, 14.0, 16.0),
)
CASE_OTHER = 1_500  # a case that was not seen
DEMANDED_LONGEST = 12  # longer tokens are several words
SEVERAL_WORDS = 4  # longer tokens that were read as several words are not one
LOOKED_AHEAD = 3  # words behind a place
# Share of the document's own pairs in the probability of a word, and how often each was not seen.
CACHE_SHARE, CACHE_UNSEEN = 0.3, 1.0
CACHE_PAIRS = 1 << 17  # so many pairs are remembered at most

# rounds: decodes a document in rounds: with the general channel, then with one adapted to it.

# A token whose every reading is this sure keeps its candidates in the next round.
SURE = 0.97
# The channel learns from readings at least this sure.
LEARNT = 0.3
# Other readings below this probability are not kept.
UNLIKELY = 1e-3
# A text with fewer garbled tokens teaches the channel nothing.
TEACHES = 40
# So many tokens of a document teach the channel enough, in the first round and in the others.
ENOUGH = (3_500, 5_000)
# Tokens of a stretch: a longer document is decoded in several, so that memory is bounded.
STRETCH = 20_000
# So many kinds of tokens keep their candidates from one stretch to the next.
KEPT_CHARTS = 12_000

# names: of persons and places, as a class of their own. All costs are nats.

NAME_LEAST, NAME_LONGEST = 2, 8  # tokens of a run that is looked at without a title, and of any
NAME_CANDIDATES, NAME_HYPOTHESES = 14, 24  # words of a token, and paths that live on
NAMED_MOST = 0.92
"""Nothing is surer of a name than that, unless the words of the lattice agree."""
_NO = math.inf
NAME_ENTRIES = {
    "person": (1.4, 0.5, 1.9, 1.9, _NO),
    "office": (0.3, 1.6, _NO, 3.9, 3.5),
    "place": (2.1, 3.9, _NO, _NO, 0.15),
    "row": (0.4, 1.4, _NO, 4.6, 3.2),
    "line": (0.08, 3.7, _NO, 4.6, 4.2),
    "text": (0.15, 2.7, _NO, 4.6, 2.6),
    "list of persons": (0.7, 0.9, 3.0, 3.0, 3.0),
    "list of places": (1.0, 3.5, _NO, 3.9, 0.5),
}
"""By what stands before a run: of its first token being an ordinary word, a surname, a middle name,
a given name, a place."""
NAME_STEPS = (
    (0.1, 3.0, _NO, _NO, 3.0),
    (3.0, 3.9, 0.7, 0.8, _NO),
    (3.0, _NO, 1.4, 0.36, _NO),
    (0.03, 3.5, _NO, _NO, _NO),
    (0.1, 3.0, _NO, _NO, 0.0),
)
"""The same for each next token, by what the one before it is."""
NAME_ENDS = (0.0, 2.3, 3.0, 0.0)
"""Of a run that ends in an ordinary word, a surname, a middle name, a given name."""
