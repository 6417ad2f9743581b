"""The kernel's candidate search finds what a slow search over all words and alignments finds.

Where nothing is compiled it goes through lists instead of arrays, and notes the same.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from vnfix.decode import kernel
from vnfix.decode.prices import INF, LENGTHS, LOWER, NONE, TITLE, UPPER
from vnfix.decode.vocabulary import CODE, LETTERS, build_trie

SUBSTITUTE, INSERT = 8_500, 8_000
# Wide enough for every word; the long one gives the queues of so small a trie some slack.
WIDTH, CAP, ALL = 200_000, 10_000, 10_000
TAIL = "z" * 40
WORDS = ["a", "an", "ba", "ban", "bán", "bn", "n", "na", "nan", TAIL]
PRIOR = array("i", range(100, 100 * len(WORDS) + 1, 100))

Costs = dict[tuple[str, str], int]

segments = st.text("abn", min_size=1, max_size=2)
observed = st.text("ab6", max_size=LENGTHS - 1)
channels = st.dictionaries(st.tuples(segments, observed), st.integers(1, 12_000), max_size=12)


class Found(NamedTuple):
    """A word over some characters of a token."""

    start: int
    end: int
    word: int


def laid_out(costs: Costs) -> kernel.Channel:
    """Return a channel; the entries of half of the observed segments are its own."""
    first, second, cost = array("B"), array("B"), array("i")
    seen: dict[str, int] = {}
    begin = array("i", [0])
    own: dict[str, tuple[int, int]] = {}
    segments = sorted({s for _, s in costs})
    for n, observed in enumerate(segments[::2] + segments[1::2]):
        start = len(first)
        for (meant, s), c in costs.items():
            if s == observed:
                first.append(CODE[meant[0]])
                second.append(CODE[meant[1]] if len(meant) > 1 else NONE)
                cost.append(c)
        if n < len(segments[::2]):
            seen[observed] = n
            begin.append(len(first))
        else:
            own[observed] = (start, len(first))
    return kernel.Channel((first, second, cost), seen, begin, own)


def tree(prior: array[int] = PRIOR) -> kernel.Trie:
    """Return the words as a tree."""
    built = build_trie(WORDS)
    return kernel.Trie(built["first"], built["label"], built["word"], prior)


def searched(costs: Costs, observed: str, beam: tuple[int, int] = (WIDTH, CAP)) -> dict[Found, int]:
    """Return the words that the kernel finds, with the channel's costs."""
    trie = tree()
    workspace = kernel.Workspace(trie.size, len(LETTERS), 8)
    channel, n = laid_out(costs), len(observed)
    sought = kernel.Sought(observed, (LOWER,), beam, (SUBSTITUTE, INSERT))
    places = list(range(n)), dict.fromkeys(range(n + 1), ALL)
    noted = arcs(workspace, trie, (channel, channel, channel), sought, places)
    return {Found(start, end, word): costs[0] for start, end, word, costs in noted}


Tables = tuple[kernel.Channel, kernel.Channel, kernel.Channel]
Arc = tuple[int, int, int, tuple[int, int, int]]


def arcs(
    search: kernel.Workspace | kernel.Lists,
    trie: kernel.Trie,
    tables: Tables,
    sought: kernel.Sought,
    places: tuple[list[int], dict[int, int]],
) -> list[Arc]:
    """Return what a search notes, in its order: start, end, word and costs in the three cases."""
    chart = kernel.Chart(16)
    search.find_words(trie, tables, sought, (*places, chart))
    costs = [tuple(chart.channel[3 * k : 3 * k + 3]) for k in range(chart.size)]
    rows = zip(chart.start, chart.end, chart.word, costs, strict=False)
    return [(start, end, word, (a, b, c)) for start, end, word, (a, b, c) in rows]


def slowly(costs: Costs, observed: str) -> dict[Found, int]:
    """Return the cheapest alignment of every word with every stretch of a token."""
    return {
        Found(i, j, k): cost
        for k, word in enumerate(WORDS)
        for i in range(len(observed))
        for j in range(i + 1, len(observed) + 1)
        if (cost := cheapest(costs, word, observed[i:j], at_end=j == len(observed))) < INF
    }


def cheapest(costs: Costs, word: str, part: str, *, at_end: bool) -> int:
    """Return the cost of the cheapest alignment of a word with all of `part`."""
    m, n = len(word), len(part)
    best = [[INF] * (n + 1) for _ in range(m + 1)]
    best[0][0] = 0
    for j in range(n + 1):
        for i in range(m + 1):
            here = best[i][j]
            if here == INF:
                continue
            if i and j < n:
                best[i][j + 1] = min(best[i][j + 1], here + INSERT)
            for a in range(1, min(2, m - i) + 1):
                for b in range(min(LENGTHS - 1, n - j) + 1):
                    price = costs.get((word[i : i + a], part[j : j + b]), INF)
                    last = at_end and j == n
                    if a == 1 and price >= SUBSTITUTE and not last:
                        price = SUBSTITUTE if b == 1 else INF
                    best[i + a][j + b] = min(best[i + a][j + b], here + price)
    return best[m][n]


@settings(max_examples=150, deadline=None)
@given(channels, st.text("ab6", min_size=1, max_size=4))
def test_a_wide_search_finds_every_word_at_its_least_cost(costs: Costs, observed: str) -> None:
    assert searched(costs, observed) == slowly(costs, observed)


@settings(max_examples=150, deadline=None)
@given(channels, st.text("ab6", min_size=1, max_size=4))
def test_a_narrow_search_finds_no_word_too_cheaply(costs: Costs, observed: str) -> None:
    slow = slowly(costs, observed)
    assert all(slow[found] <= cost for found, cost in searched(costs, observed, (6_000, 3)).items())


def test_a_narrow_search_finds_the_plain_word() -> None:
    costs = {(c, c): 100 for c in "abn"} | {("á", "6"): 500}
    assert Found(0, 3, WORDS.index("ban")) in searched(costs, "ban", (3_000, 3))
    assert searched(costs, "b6n", (3_000, 3))[Found(0, 3, WORDS.index("bán"))] == 700


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(channels, channels, channels),
    st.lists(st.text("ab6", min_size=1, max_size=6), min_size=1, max_size=3),
    st.sampled_from([(WIDTH, CAP), (11_000, 5), (6_000, 3), (100, 1)]),
    st.integers(1, 4),
)
def test_lists_find_what_arrays_find(
    costs: tuple[Costs, Costs, Costs], tokens: list[str], beam: tuple[int, int], wanted: int
) -> None:
    trie, (low, title, up) = tree(), map(laid_out, costs)
    arrays, lists = (make(trie.size, len(LETTERS), 8) for make in (kernel.Workspace, kernel.Lists))
    for tables in ((low, title, up), (up, low, title)):
        for observed in tokens:
            sought = kernel.Sought(observed, (LOWER, TITLE, UPPER), beam, (SUBSTITUTE, INSERT))
            n = len(observed)
            places = list(range(n)), dict.fromkeys(range(1, n + 1), wanted)
            found = arcs(lists, trie, tables, sought, places)
            assert found == arcs(arrays, trie, tables, sought, places)


def test_a_token_may_have_more_entries_than_there_was_room_for() -> None:
    costs = {(a + b, "6"): 9_000 for a in LETTERS for b in LETTERS} | {("a", "6"): 500}
    assert 7 * len(costs) > 1 << 14
    assert searched(costs, "6" * 7)[Found(6, 7, WORDS.index("a"))] == 500


def test_the_trie_puts_common_words_first() -> None:
    trie = tree(array("i", range(100 * len(WORDS), 0, -100)))
    for v in range(trie.size):
        children = [trie.low[u] for u in range(trie.first[v], trie.first[v + 1])]
        assert children == sorted(children)
    assert trie.low[0] == 100
    assert sorted(w for w in trie.word if w >= 0) == list(range(len(WORDS)))
