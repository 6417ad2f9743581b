"""Candidate search where there is no compiler: lists and tuples, as Python itself goes through them.

The same search as that of `trie.Workspace`, state by state in the same order, so that both note the
same words at the same costs. Python pays for every number that it looks up and every call: letters
that no entry is for are told from the others at once, and the entries of a place are remembered by
the characters there.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from vnfix import memory
from vnfix.decode.prices import INF, LENGTHS, NONE, TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vnfix.decode.kernel.chart import Chart
    from vnfix.decode.kernel.trie import Channel, Sought, Trie

_BINS = 128  # resolution of the pruning by rank
_COST = itemgetter(0)  # of an entry

Tables = tuple["Channel", "Channel", "Channel"]
Row = tuple[list[Any], int, list[int]]
"""The entries of a place: for each letter those of one letter (cost, length), then those of two
(cost, length, second letter), None where there is but an unforeseen substitution; the least cost;
the lengths of all."""


class Lists:
    """Memory of one thread for searches, in lists.

    Attributes:
        best: for each place the least cost of each node so far; clean between searches.
        queues: for each place the nodes to look at.
        tops: for each place the most that a state may cost there, prior included; less than
            anything behind the last place.

    """

    def __init__(self, nodes: int, letters: int, longest: int) -> None:
        """Make room for tokens of at most `longest` observed characters."""
        self.nodes = nodes
        self.letters = letters
        self.best = [[INF] * nodes for _ in range(longest + LENGTHS)]
        self.queues: list[list[int]] = []
        self.tops: list[int] = []
        self.trie: Trie | None = None
        self.channels: tuple[Tables, int] | None = None  # with the price of a substitution
        self.rows: tuple[dict[str, Row], ...] = ()  # of `channels`, by the characters of a place

    def find_words(
        self,
        trie: Trie,
        tables: Tables,
        sought: Sought,
        places: tuple[Iterable[int], dict[int, int], Chart],
    ) -> None:
        """Find the words that may be meant by the observed characters from some places on.

        The same as `trie.Workspace.find_words`.
        """
        starts, ends, chart = places
        if self.trie is not trie:
            self._take(trie)
        channels = (tables, sought.substitute)
        if self.channels != channels:
            self.channels, self.rows = channels, ({}, {}, {})
        for case in sought.cases:
            rows = self._lay(0 if case == TITLE else case, sought.observed)
            for start in starts:
                self._begin(len(sought.observed), sought.width)
                if case == TITLE:
                    self._enter_title(tables[TITLE], sought, start)
                else:
                    self._push(start, 0, 0, sought.width)
                for i in range(start, len(rows)):
                    if self.queues[i]:
                        self._open(i, rows[i], sought)
                        if i > start and ends.get(i):
                            self._note((start, i), ends[i], case, sought.width, chart)
                self._clear()

    def _take(self, trie: Trie) -> None:
        """Lay out a trie.

        The children of a node are tuples: least prior, letter, node, and their own children, by
        letter, with the least prior of each.
        """
        self.trie = trie
        prior, self.low, self.word = list(trie.prior), list(trie.low), list(trie.word)
        self.own = [prior[word] if word >= 0 else INF for word in self.word]
        first, label = list(trie.first), list(trie.label)
        nodes = list(range(trie.size))  # each number one object, wherever it stands
        kin = [nodes[a:b] for a, b in pairwise(first)]
        self.below = [{label[u]: (u, self.low[u]) for u in us} for us in kin]
        self.children = [tuple((self.low[u], label[u], u, self.below[u]) for u in us) for us in kin]

    def _lay(self, case: int, observed: str) -> list[Row]:
        """Return the entries of all places of a token."""
        rows = self.rows[case]
        found = []
        for i in range(len(observed) + 1):
            part = observed[i : i + LENGTHS - 1]
            row = rows.get(part)
            if row is None:
                memory.let_go(rows, memory.ROWS)
                row = rows[part] = self._row(case, part)
            found.append(row)
        return found

    def _row(self, case: int, part: str) -> Row:
        """Return the entries of a place where these characters are, each list by cost.

        An unforeseen substitution ends all lists of one letter, for whatever costs more is not
        worth a look. Nothing can be substituted where nothing is left to read.
        """
        assert self.channels is not None
        tables, substitute = self.channels
        last, cheapest, lengths = [(substitute, 1)], substitute, [0, 1]
        if not part:
            last, cheapest, substitute = [], INF, INF
        one: dict[int, list[tuple[int, int]]] = defaultdict(list)
        two: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for length in range(len(part) + 1):
            if length > 1:
                lengths.append(length)
            for letter, second, cost in _entries(tables[case], part[:length]):
                if second != NONE:
                    two[letter].append((cost, length, second))
                elif cost < substitute:
                    one[letter].append((cost, length))
        row: list[Any] = [None] * self.letters
        for letter, ones in one.items():
            ones.sort(key=_COST)
            cheapest = min(cheapest, ones[0][0])
            row[letter] = (ones + last, ())
        for letter, twos in two.items():
            twos.sort(key=_COST)
            cheapest = min(cheapest, twos[0][0])
            row[letter] = (row[letter][0] if row[letter] else last, twos)
        return row, cheapest, lengths

    def _begin(self, n: int, width: int) -> None:
        """Make ready for a search in a token of so many characters."""
        self.queues = [[] for _ in range(n + LENGTHS)]
        self.tops = [INF + width] * (n + 1) + [-1] * (LENGTHS - 1)

    def _clear(self) -> None:
        """Forget the states of a search."""
        for here, queue in zip(self.best, self.queues, strict=False):
            for v in queue:
                here[v] = INF

    def _enter_title(self, channel: Channel, sought: Sought, start: int) -> None:
        """Push what the first segments of words in title case lead to."""
        observed = sought.observed
        for end in range(start, min(start + LENGTHS, len(observed) + 1)):
            for letter, second, cost in _entries(channel, observed[start:end]):
                u, _ = self.below[0].get(letter, (0, 0))
                if u and second != NONE:
                    u, _ = self.below[u].get(second, (0, 0))
                if u and cost < self.best[end][u]:
                    self._push(end, u, cost, sought.width)

    def _push(self, place: int, node: int, cost: int, width: int) -> None:
        """Note a cheaper way to a node at a place."""
        if self.best[place][node] == INF:
            self.queues[place].append(node)
        self.best[place][node] = cost
        self.tops[place] = min(self.tops[place], cost + self.low[node] + width)

    def _open(self, i: int, row: Row, sought: Sought) -> None:
        """Go on from the states of a place."""
        width, insert, substitute = sought.width, sought.insert, sought.substitute
        nodes, low, children = self.nodes, self.low, self.children
        # What is up to four characters further, by how many they are.
        near = self.best[i : i + LENGTHS]
        queues = self.queues[i : i + LENGTHS]
        tops = self.tops[i : i + LENGTHS]
        here, there = near[:2]
        queue, onward = queues[:2]
        limit = self._limit(i, sought)
        entries, cheapest, lengths = row
        known = False  # whether `worst`, the dearest that a segment may lead to, is right
        for v in queue:
            g = here[v]
            if g + low[v] > limit:
                continue
            if not known:
                worst, known = max([tops[length] for length in lengths]), True
            t = g + insert
            if t < there[v] and v:
                s = t + low[v]
                if s <= tops[1]:
                    if there[v] == INF:
                        onward.append(v)
                    there[v] = t
                    if s + width < tops[1]:
                        tops[1], known = s + width, False
            left, unforeseen = worst - g, g + substitute
            for least, letter, u, below in children[v]:
                found = entries[letter]
                if found is None:
                    s = unforeseen + least
                    if s <= tops[1] and unforeseen < there[u]:
                        if there[u] == INF:
                            onward.append(u)
                        there[u] = unforeseen
                        if s + width < tops[1]:
                            tops[1], known = s + width, False
                    continue
                reach = left - least  # what a segment may cost
                if reach < cheapest:
                    break
                ones, twos = found
                for c, length in ones:
                    if c > reach:
                        break
                    t = g + c
                    s = t + least
                    if s <= tops[length]:
                        before = near[length][u]
                        if t < before:
                            if before == INF:
                                queues[length].append(u)
                            elif not length and len(queue) < nodes:  # looked at already, maybe
                                queue.append(u)
                            near[length][u] = t
                            if s + width < tops[length]:
                                tops[length], known = s + width, False
                if below:
                    for c, length, second in twos:
                        if c > reach:
                            break
                        if second in below:
                            w, s = below[second]
                            t = g + c
                            s += t
                            if s <= tops[length]:
                                before = near[length][w]
                                if t < before:
                                    if before == INF:
                                        queues[length].append(w)
                                    elif not length and len(queue) < nodes:
                                        queue.append(w)
                                    near[length][w] = t
                                    if s + width < tops[length]:
                                        tops[length], known = s + width, False
        self.tops[i : i + LENGTHS] = tops

    def _limit(self, i: int, sought: Sought) -> int:
        """Return the most that a state of a place may cost, prior included, to live on."""
        here, low, queue = self.best[i], self.low, self.queues[i]
        if len(queue) <= sought.cap:
            return self.tops[i]
        costs = [here[v] + low[v] for v in queue]
        return _within(costs, self.tops[i] - sought.width, sought.cap, sought.width)

    def _note(
        self, span: tuple[int, int], wanted: int, case: int, width: int, chart: Chart
    ) -> None:
        """Note the cheapest words that end at a place."""
        start, end = span
        here, own, queue = self.best[end], self.own, self.queues[end]
        costs = [here[v] + own[v] for v in queue]
        limit = _within(costs, self.tops[end] - width, wanted, width)
        for v, cost in zip(queue, costs, strict=True):
            if cost <= limit:
                chart.note(start, end, self.word[v], case, here[v])


def _within(costs: list[int], floor: int, cap: int, width: int) -> int:
    """Return a limit that at most `cap` of some costs are within, but for those of the first bin.

    A bin is 2 ** shift units.
    """
    shift = max(0, width.bit_length() - _BINS.bit_length() + 1)
    bins = _BINS
    if len(costs) > cap:
        bins = max(1, min(bins, (sorted(costs)[cap] - floor) >> shift))
    return floor + (bins << shift) - 1


def _entries(channel: Channel, part: str) -> Iterable[tuple[int, int, int]]:
    """Return the entries of an observed segment: first letter, second letter, cost."""
    a, b = 0, 0
    if part in channel.own:
        a, b = channel.own[part]
    elif part in channel.seen:
        at = channel.seen[part]
        a, b = channel.begin[at], channel.begin[at + 1]
    return zip(channel.first[a:b], channel.second[a:b], channel.cost[a:b], strict=True)
