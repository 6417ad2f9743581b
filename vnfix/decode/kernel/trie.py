# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Candidate search: which words may be meant by the observed characters of a token.

Plain Python over flat arrays, as all of the kernel. Where there is a C compiler, Cython compiles
this same source with the types of `trie.pxd`; both give the same corrections. Costs are -log
probabilities in thousandths of a nat (integers), so that no rounding can differ between the two.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from vnfix.decode.kernel import gil
from vnfix.decode.prices import INF, LENGTHS, NONE, TITLE

if TYPE_CHECKING:
    from vnfix.decode.kernel.chart import Chart

# Copies that are C numbers in the compiled kernel.
_INF = INF
_LENGTHS = LENGTHS
_NONE = NONE
_TITLE = TITLE
_NEVER = 4 * INF - 1  # dearer than all that is looked for
_LAST = 4  # place of the entry that ends the lists of one letter
_BINS = 128  # resolution of the pruning by rank


class Trie:
    """The words that can be meant, as a tree of letters in flat arrays.

    The children of node v are the nodes first[v] .. first[v + 1] - 1, those with the commonest
    words first; node 0 is the root.
    """

    def __init__(self, first: Any, label: Any, word: Any, prior: Any) -> None:
        """Keep the arrays, the nodes numbered anew, the commonest child of each first.

        Args:
            first: first child of each node, one more entry than nodes; breadth first.
            label: letter that leads to each node.
            word: number of the word that ends at each node, or -1.
            prior: cost of each word by itself, units: ranks the words that are found.

        """
        low = lowest(first, word, prior)
        order = by_prior(first, low)
        self.prior = prior
        self.size = len(order)
        children = array("I", [1]) * (self.size + 1)
        for k in range(self.size):
            children[k + 1] = children[k] + first[order[k] + 1] - first[order[k]]
        self.first = children
        self.label = array("B", [label[v] for v in order])
        self.word = array("i", [word[v] for v in order])
        self.low = array("i", [low[v] for v in order])


def lowest(first: Any, word: Any, prior: Any) -> Any:
    """Return for each node of a trie the least prior of the words in it."""
    low = array("i", [_INF]) * len(word)
    for v in range(len(word) - 1, -1, -1):  # children come after their parents
        least = prior[word[v]] if word[v] >= 0 else _INF
        for u in range(first[v], first[v + 1]):
            if low[u] < least:
                least = low[u]
        low[v] = least
    return low


def by_prior(first: Any, low: Any) -> Any:
    """Return the nodes breadth first, the children of each by their least prior."""
    order = array("i", [0]) * len(low)
    size = 1
    for k in range(len(low)):
        v = order[k]
        begin = size
        for u in range(first[v], first[v + 1]):
            at = size
            while at > begin and low[order[at - 1]] > low[u]:
                order[at] = order[at - 1]
                at -= 1
            order[at] = u
            size += 1
    return order


def zeros(size: int) -> Any:
    """Return an array of so many zeros."""
    return array("i", bytes(4 * size))


class Sought:
    """Which words of a token one look-up is for, and how far it goes.

    Attributes:
        observed: the token.
        cases: the cases to look in: 0 lower, 1 title, 2 upper.
        width: how much worse than the best a prefix may be, units.
        cap: how many prefixes live on at each place.
        substitute: price of an unforeseen substitution of one letter.
        insert: price of an unforeseen extra character.

    """

    def __init__(
        self, observed: str, cases: tuple[int, ...], beam: tuple[int, int], prices: tuple[int, int]
    ) -> None:
        """Keep the numbers: `beam` is width and cap, `prices` substitute and insert."""
        self.observed = observed
        self.cases = cases
        self.width, self.cap = beam
        self.substitute, self.insert = prices


class Workspace:
    """Memory of one thread for searches, in arrays; `best` is clean between them.

    Where there is no compiler, `lists.Lists` is used instead.
    """

    def __init__(self, nodes: int, letters: int, longest: int) -> None:
        """Make room for tokens of at most `longest` observed characters."""
        self.nodes = nodes
        self.letters = letters
        self.longest = longest
        places = longest + 1
        self.best = array("i", [_INF]) * (nodes * places)
        self.cheapest = zeros(places)  # the cheapest entry at each position
        self.lengths = zeros(places)  # lengths of its entries, a bit each
        self.heads = zeros(4 * letters * places)
        self.blank = zeros(4 * letters * places)  # without entries, at this price
        self.substitute = -1
        self.entries = zeros(1 << 16)  # it grows
        self.hits = zeros(_LENGTHS * places)
        self.spans = zeros(2 * _LENGTHS * places)
        self.queue = zeros(nodes * places)
        self.queued = zeros(places)
        self.bins = zeros(_BINS)
        self.floors = array("i", [_INF]) * places
        self.wanted = zeros(places)  # how many words to return for each end
        self.channel: Channel | None = None  # what the entries are of
        self.laid = ""  # the token that they are for
        self.seen: dict[str, int] | None = None  # what the hits are numbers of
        self.cut = ""  # the token whose parts these are
        self.parts: list[Any] = []  # None for what would run over the end

    def find_words(
        self,
        trie: Trie,
        tables: tuple[Channel, Channel, Channel],
        sought: Sought,
        places: tuple[Any, dict[int, int], Chart],
    ) -> None:
        """Find the words that may be meant by the observed characters from some places on.

        Position by position; at each, the prefixes within `width` of the best one live on, at most
        `cap` of them. In title case the first segment is of other entries than the rest.

        Args:
            trie: the words.
            tables: the channel for words in lower, title and upper case.
            sought: the token, and how far to go.
            places: where words begin; where they end, with how many are wanted there; the chart
                that notes them.

        """
        starts, ends, chart = places
        observed = sought.observed
        n = len(observed)
        self.want(ends, n)
        for case in sought.cases:
            self.lay(tables[0 if case == _TITLE else case], observed, sought.substitute)
            if case == _TITLE:
                self.set_spans(tables[_TITLE], observed)
            for start in starts:
                self.begin(n)
                if case == _TITLE:
                    enter_title(self, trie, tables[_TITLE], start, n)
                else:
                    self.push(start, 0, 0, trie.low[0])
                state = gil.let_go()
                spread(self, trie, sought, start, n)
                gil.take_back(state)
                note_words(self, trie, sought, (start, n), case, chart)

    def clear(self, n: int, substitute: int) -> None:
        """Clear the lists of entries for a token of `n` characters."""
        heads, blank, size = self.heads, self.blank, 4 * self.letters
        if self.substitute != substitute:
            for k in range(self.letters * (self.longest + 1)):
                blank[4 * k] = substitute
                blank[4 * k + 1] = _LAST
                blank[4 * k + 2] = _NEVER
            self.substitute = substitute
        heads[: size * n] = blank[: size * n]
        for k in range(self.letters * n, self.letters * (n + 1)):  # nothing is left to read
            heads[4 * k] = _NEVER
            heads[4 * k + 1] = 0
            heads[4 * k + 2] = _NEVER
            heads[4 * k + 3] = 0

    def make_room(self, n: int) -> None:
        """Make room for all entries of a token of `n` characters."""
        spans, size = self.spans, 2 * _LAST
        for k in range(_LENGTHS * (n + 1)):
            size += 4 * (spans[2 * k + 1] - spans[2 * k])
        if size > len(self.entries):
            self.entries = zeros(2 * size)

    def lay(self, channel: Channel, observed: str, substitute: int) -> None:
        """Lay out a channel's entries for a token, if they do not lie here already."""
        if self.channel is channel and self.laid == observed and self.substitute == substitute:
            return
        self.set_spans(channel, observed)
        fill(self, channel, len(observed), substitute)
        self.channel, self.laid = channel, observed

    def set_spans(self, channel: Channel, observed: str) -> None:
        """Set where the channel's entries lie for every place and length of a token."""
        if self.seen is not channel.seen or self.cut != observed:
            self.look_up(channel.seen, observed)
        hits, spans, begin, own = self.hits, self.spans, channel.begin, channel.own
        size = _LENGTHS * (len(observed) + 1)
        for k in range(size):
            at = hits[k]
            spans[2 * k] = begin[at] if at >= 0 else 0
            spans[2 * k + 1] = begin[at + 1] if at >= 0 else 0
        if own:
            for k in range(size):
                span = own.get(self.parts[k])
                if span is not None:
                    spans[2 * k], spans[2 * k + 1] = span

    def look_up(self, seen: dict[str, int], observed: str) -> None:
        """Set the numbers of all parts of a token; those that run over its end have none."""
        n = len(observed)
        self.parts = []
        for i in range(n + 1):
            for length in range(_LENGTHS):
                part: Any = observed[i : i + length] if i + length <= n else None
                hit = seen.get(part)
                self.hits[i * _LENGTHS + length] = -1 if hit is None else hit
                self.parts.append(part)
        self.seen, self.cut = seen, observed

    def want(self, ends: dict[int, int], length: int) -> None:
        """Set how many words to return for each end in a token of so many characters."""
        for k in range(length + 1):
            self.wanted[k] = 0
        for end, number in ends.items():
            self.wanted[end] = number

    def begin(self, length: int) -> None:
        """Make ready for a search in a token of so many characters."""
        for i in range(length + 1):
            self.floors[i] = _INF
            self.queued[i] = 0

    def push(self, place: int, node: int, cost: int, low: int) -> bool:
        """Note a cheaper way to a node at a place; `low` is the least prior below the node.

        Returns:
            Whether it is the best one of that place.

        """
        at = place * self.nodes + node
        if self.best[at] == _INF:
            self.queue[place * self.nodes + self.queued[place]] = node
            self.queued[place] += 1
        self.best[at] = cost
        if cost + low < self.floors[place]:
            self.floors[place] = cost + low
            return True
        return False

    def again(self, place: int, node: int) -> None:
        """Look at a node once more, where there is room: it may have been looked at already."""
        if self.best[place * self.nodes + node] < _INF and self.queued[place] < self.nodes:
            self.queue[place * self.nodes + self.queued[place]] = node
            self.queued[place] += 1


class Channel:
    """The channel's entries in flat arrays, sorted by observed segment.

    Attributes:
        first: first letter of the intended segment.
        second: its second letter, or _NONE.
        cost: -log P(observed segment | intended segment).
        seen: number of each observed segment.
        begin: for each observed segment where its entries begin; one more than segments.
        own: where the entries lie of the observed segments that have some of this channel alone;
            these go before `begin`.

    """

    def __init__(
        self,
        entries: tuple[Any, Any, Any],
        seen: dict[str, int],
        begin: Any,
        own: dict[str, tuple[int, int]],
    ) -> None:
        """Keep the tables; `entries` are first, second and cost."""
        self.first, self.second, self.cost = entries
        self.seen = seen
        self.begin = begin
        self.own = own


def fill(ws: Workspace, channel: Channel, n: int, substitute: int) -> None:
    """Lay out the channel's entries for one observed token, by position and intended letter.

    Each position and letter has a list of entries of one letter and one of entries of two that
    begin with it, both sorted by cost; `heads` has cost and place of the first entry of each. An
    entry is four numbers: cost, length of the observed segment, second letter, place of the next
    one. Entry _LAST, an unforeseen substitution, ends all lists of one letter, for whatever costs
    more is not worth a look; the one at 0 ends the others.

    Args:
        ws: the workspace that is filled.
        channel: the entries, whose spans have been set.
        n: length of the observed token.
        substitute: price of an unforeseen substitution of one letter.

    """
    letters, spans = ws.letters, ws.spans
    first, second, cost = channel.first, channel.second, channel.cost
    ws.clear(n, substitute)
    ws.make_room(n)
    heads, entries = ws.heads, ws.entries
    entries[0], entries[1], entries[3] = _NEVER, 0, 0
    entries[_LAST], entries[_LAST + 1], entries[_LAST + 3] = substitute, 1, 0
    used = 2 * _LAST
    for i in range(n + 1):
        ws.cheapest[i] = substitute if i < n else _INF
        ws.lengths[i] = 2
        for length in range(_LENGTHS):
            k = 2 * (i * _LENGTHS + length)
            for e in range(spans[k], spans[k + 1]):
                at = 4 * (i * letters + first[e])
                if second[e] != _NONE:
                    at += 2
                c = cost[e]
                ws.lengths[i] |= 1 << length
                if c < ws.cheapest[i]:
                    ws.cheapest[i] = c
                entries[used] = c
                entries[used + 1] = length
                entries[used + 2] = second[e]
                p = heads[at + 1]
                if c < entries[p]:
                    entries[used + 3] = p
                    heads[at], heads[at + 1] = c, used
                elif p != _LAST:
                    while entries[entries[p + 3]] <= c and entries[p + 3] > _LAST:
                        p = entries[p + 3]
                    if entries[p + 3] != _LAST or c < substitute:
                        entries[used + 3] = entries[p + 3]
                        entries[p + 3] = used
                used += 4


def enter_title(ws: Workspace, trie: Trie, channel: Channel, start: int, n: int) -> None:
    """Push what the first segments of words in title case lead to."""
    spans = ws.spans
    for length in range(min(_LENGTHS, n - start + 1)):
        k = 2 * (start * _LENGTHS + length)
        for e in range(spans[k], spans[k + 1]):
            u = child(trie, 0, channel.first[e])
            if u > 0 and channel.second[e] != _NONE:
                u = child(trie, u, channel.second[e])
            if u > 0 and channel.cost[e] < ws.best[(start + length) * ws.nodes + u]:
                ws.push(start + length, u, channel.cost[e], trie.low[u])


def child(trie: Trie, node: int, letter: int) -> int:
    """Return the child of a node by its letter, or -1."""
    for u in range(trie.first[node], trie.first[node + 1]):
        if trie.label[u] == letter:
            return u
    return -1


def spread(ws: Workspace, trie: Trie, sought: Sought, start: int, n: int) -> None:
    """Go on from what has been pushed, to the end of the token's `n` characters.

    A state is judged by its cost and the prior of the commonest word that it can become. Nothing
    here is Python's once it is compiled: other threads may run.
    """
    width, cap, insert = sought.width, sought.cap, sought.insert
    first, label, low = trie.first, trie.label, trie.low
    best, heads, entries = ws.best, ws.heads, ws.entries
    nodes, letters = ws.nodes, ws.letters
    queue, queued = ws.queue, ws.queued
    floors, bins = ws.floors, ws.bins
    shift = coarseness(width)
    for i in range(start, n + 1):
        if not queued[i]:
            continue
        base = i * nodes
        limit = floors[i] + width
        if queued[i] > cap:
            for k in range(_BINS):
                bins[k] = 0
            for k in range(queued[i]):
                v = queue[base + k]
                t = (best[base + v] + low[v] - floors[i]) >> shift
                if t < _BINS:
                    bins[t] += 1
            limit = floors[i] + (most(bins, cap) << shift) - 1
        cheapest, lengths = ws.cheapest[i], ws.lengths[i]
        most_left, known = 0, False  # the worst floor that a segment may lead to
        k = 0
        while k < queued[i]:
            v = queue[base + k]
            k += 1
            g = best[base + v]
            if g + low[v] > limit:
                continue
            if not known:
                most_left, known = floors[i], True
                for j in range(i + 1, min(i + _LENGTHS, n + 1)):
                    if floors[j] > most_left and lengths >> (j - i) & 1:
                        most_left = floors[j]
                most_left += width
            if i < n and v:
                t = g + insert
                if t < best[base + nodes + v] and t + low[v] <= floors[i + 1] + width:
                    if ws.push(i + 1, v, t, low[v]):
                        known = False
            for u in range(first[v], first[v + 1]):
                reach = most_left - g - low[u]  # what a segment may cost
                if reach < cheapest:
                    break
                at = 4 * (i * letters + label[u])
                c = heads[at]
                p = heads[at + 1]
                while c <= reach:
                    j = i + entries[p + 1]
                    t = g + c
                    p = entries[p + 3]
                    c = entries[p]
                    if t + low[u] > floors[j] + width:
                        continue
                    if t < best[j * nodes + u]:
                        if j == i:
                            ws.again(j, u)
                        if ws.push(j, u, t, low[u]):
                            known = False
                c = heads[at + 2]
                p = heads[at + 3]
                while c <= reach:
                    j = i + entries[p + 1]
                    t = g + c
                    letter = entries[p + 2]
                    p = entries[p + 3]
                    c = entries[p]
                    if t + low[u] > floors[j] + width:
                        continue
                    for w in range(first[u], first[u + 1]):
                        if label[w] == letter:
                            if t < best[j * nodes + w] and t + low[w] <= floors[j] + width:
                                if j == i:
                                    ws.again(j, w)
                                if ws.push(j, w, t, low[w]):
                                    known = False
                            break


def note_words(
    ws: Workspace, trie: Trie, sought: Sought, span: tuple[int, int], case: int, chart: Chart
) -> None:
    """Note the words that end where some are wanted, and clear the states of a search."""
    start, n = span
    word, prior, wanted = trie.word, trie.prior, ws.wanted
    best, queue, queued = ws.best, ws.queue, ws.queued
    floors, bins, nodes = ws.floors, ws.bins, ws.nodes
    shift = coarseness(sought.width)
    for i in range(start, n + 1):
        base = i * nodes
        if wanted[i] and i > start:
            for k in range(_BINS):
                bins[k] = 0
            for k in range(queued[i]):
                v = queue[base + k]
                if word[v] >= 0 and best[base + v] < _INF:
                    t = (best[base + v] + prior[word[v]] - floors[i]) >> shift
                    if t < _BINS:
                        bins[t] += 1
            limit = floors[i] + (most(bins, wanted[i]) << shift) - 1
            for k in range(queued[i]):
                v = queue[base + k]
                if word[v] >= 0 and best[base + v] < _INF:
                    if best[base + v] + prior[word[v]] <= limit:
                        chart.note(start, i, word[v], case, best[base + v])
        for k in range(queued[i]):
            best[base + queue[base + k]] = _INF


def coarseness(width: int) -> int:
    """Return by how many bits units are shifted to number the bins of a width."""
    shift = 0
    while width >> shift >= _BINS:
        shift += 1
    return shift


def most(bins: Any, cap: int) -> int:
    """Return how many of the first bins hold at most `cap` states together, at least one."""
    count = 0
    for k in range(_BINS):
        count += bins[k]
        if count > cap:
            return k if k else 1
    return _BINS
