# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The hot loops: candidate search in the trie, lattice search, forward-backward.

Plain Python over flat arrays. Where there is a C compiler, Cython compiles this same source with
the types of `kernel.pxd`; both give the same corrections. Costs are -log probabilities in
thousandths of a nat (integers), so that no rounding can differ between the two.
"""

from __future__ import annotations

from array import array
from math import exp
from typing import Any

from vnfix.decode.prices import INF, LENGTHS, NONE, UNITS

# Copies that are C numbers in the compiled kernel.
_INF = INF
_LENGTHS = LENGTHS
_NONE = NONE
_UNITS = UNITS
_BINS = 128  # resolution of the pruning by rank
_SLOTS = 1 << 12  # of the hash tables
_FADED = 20_000  # an excess of so many units counts for nothing


def compiled() -> bool:
    """Return whether this is the compiled kernel."""
    return not __file__.endswith(".py")


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
        self.first = array("I", [1]) * (self.size + 1)
        self.label = array("B", [label[v] for v in order])
        self.word = array("i", [word[v] for v in order])
        self.low = array("i", [low[v] for v in order])
        for k in range(self.size):
            self.first[k + 1] = self.first[k] + first[order[k] + 1] - first[order[k]]


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


class Workspace:
    """Memory of one thread for `search`; `best` is clean between calls."""

    def __init__(self, nodes: int, letters: int, longest: int) -> None:
        """Make room for tokens of at most `longest` observed characters."""
        self.nodes = nodes
        self.letters = letters
        self.longest = longest
        self.best = array("i", [_INF]) * (nodes * (longest + 1))
        self.cheapest = array("i", [0]) * (longest + 1)  # the cheapest entry at each position
        self.lengths = array("i", [0]) * (longest + 1)  # lengths of its entries, a bit each
        self.nothing = array("i", [0]) * (letters * (longest + 1))
        self.single = array("i", self.nothing)
        self.pair = array("i", self.nothing)
        self.room = 1 << 14
        self.entry_cost = array("i", [0]) * self.room
        self.entry_length = array("i", [0]) * self.room
        self.entry_second = array("i", [0]) * self.room
        self.entry_next = array("i", [0]) * self.room
        self.queue = array("i", [0]) * (nodes * (longest + 1))
        self.queued = array("i", [0]) * (longest + 1)
        self.bins = array("i", [0]) * _BINS
        self.floors = array("i", [_INF]) * (longest + 1)
        self.wanted = array("i", [0]) * (longest + 1)  # how many words to return for each end


class Channel:
    """The channel's entries in flat arrays, sorted by observed segment.

    Attributes:
        first: first letter of the intended segment.
        second: its second letter, or _NONE.
        cost: -log P(observed segment | intended segment).

    """

    def __init__(self, first: Any, second: Any, cost: Any) -> None:
        """Keep the arrays."""
        self.first = first
        self.second = second
        self.cost = cost


class Chart:
    """The arcs of one token in flat arrays.

    Attributes:
        start: place in the token where each arc leaves.
        end: place where it arrives.
        kind: one of `units.Kind`.
        unit: the language model's word, -1 for none.
        word: number of the word in the vocabulary, -1 for none.
        case: 0 lower, 1 title, 2 upper.
        cost: all costs but the language model's.
        channel: for each arc the channel's cost in the three cases, three in a row.
        size: number of arcs.

    """

    def __init__(self, room: int) -> None:
        """Start empty, with room for some arcs."""
        self.size = 0
        self.make(room)
        self.slots = array("i", [-1])

    def make(self, room: int) -> None:
        """Make room for so many arcs: one piece of memory, as there are many charts."""
        self.room = room
        row = array("i", [0]) * (10 * room)
        self.start = row[:room]
        self.end = row[room : 2 * room]
        self.kind = row[2 * room : 3 * room]
        self.unit = row[3 * room : 4 * room]
        self.word = row[4 * room : 5 * room]
        self.case = row[5 * room : 6 * room]
        self.cost = row[6 * room : 7 * room]
        self.channel = row[7 * room :]
        self.twin = row[:0]  # the next arc in the same slot of the hash table

    def clear(self) -> None:
        """Forget all arcs."""
        for k in range(self.size):
            if self.word[k] >= 0:
                self.slots[self.slot(self.start[k], self.end[k], self.word[k])] = -1
        self.size = 0

    def slot(self, start: int, end: int, word: int) -> int:
        """Return the slot of a word there in the hash table."""
        return (word * 40503 + start * 7919 + end * 389) & (len(self.slots) - 1)

    def add(self, start: int, end: int, kind: int, unit: int, cost: int) -> int:
        """Add an arc that is no word of the vocabulary and return its number."""
        k = self.size
        if k == self.room:
            self.room *= 2
            self.start, self.end = doubled(self.start), doubled(self.end)
            self.kind, self.unit = doubled(self.kind), doubled(self.unit)
            self.word, self.case = doubled(self.word), doubled(self.case)
            self.cost, self.channel = doubled(self.cost), doubled(self.channel)
        self.start[k] = start
        self.end[k] = end
        self.kind[k] = kind
        self.unit[k] = unit
        self.word[k] = -1
        self.case[k] = 0
        self.cost[k] = cost
        self.channel[3 * k] = _INF
        self.channel[3 * k + 1] = _INF
        self.channel[3 * k + 2] = _INF
        self.size = k + 1
        return k

    def note(self, start: int, end: int, word: int, case: int, cost: int) -> None:
        """Note that a word in this case may be meant, at this cost of the channel."""
        if len(self.twin) < self.room:
            self.twin = array("i", self.twin) + array("i", [0]) * (self.room - len(self.twin))
        if len(self.slots) == 1:
            self.slots = array("i", [-1]) * _SLOTS
        at = self.slot(start, end, word)
        k = self.slots[at]
        while k >= 0 and (self.word[k] != word or self.start[k] != start or self.end[k] != end):
            k = self.twin[k]
        if k < 0:
            k = self.add(start, end, 0, 0, 0)
            if k >= len(self.twin):
                self.twin = doubled(self.twin)
            self.word[k] = word
            self.twin[k] = self.slots[at]
            self.slots[at] = k
        if cost < self.channel[3 * k + case]:
            self.channel[3 * k + case] = cost

    def shifted(self, by: int, into: Chart) -> None:
        """Note the words of this chart in another one, so many places further."""
        for k in range(self.size):
            for case in range(3):
                cost = self.channel[3 * k + case]
                if cost < _INF:
                    into.note(self.start[k] + by, self.end[k] + by, self.word[k], case, cost)

    def price(self, usual: Any, units: Any, extra: Any, untold: int) -> None:
        """Set case and cost of the words.

        Args:
            usual: cost of each case of each word of the vocabulary, three in a row.
            units: the language model's number of each word, 0 where it has none.
            extra: price of beginning a word at each place, and of ending it there.
            untold: price of a word that the language model does not know.

        """
        early, late = extra
        for k in range(self.size):
            word = self.word[k]
            if word < 0:
                continue
            least = _INF
            for case in range(3):
                t = self.channel[3 * k + case] + usual[3 * word + case]
                if t < least:
                    least = t
                    self.case[k] = case
            self.unit[k] = units[word]
            if units[word] == 0:
                least += untold
            self.cost[k] = least + early[self.start[k]] + late[self.end[k]]

    def best(self, first: int, last: int, prior: Any) -> int:
        """Return the least cost, prior included, of a word over at least first..last."""
        least = _INF
        for k in range(self.size):
            if self.word[k] >= 0 and self.start[k] <= first and self.end[k] >= last:
                t = self.cost[k] + prior[self.word[k]]
                if t < least:
                    least = t
        return least

    def reaching(self, least: int, price: int) -> Chart:
        """Return the arcs that end at `least` or later, each at this price more."""
        size = 0
        for k in range(self.size):
            if self.end[k] >= least:
                size += 1
        kept = Chart(size)
        for k in range(self.size):
            if self.end[k] >= least:
                self.copy(k, kept, price)
        return kept

    def copy(self, k: int, into: Chart, price: int) -> None:
        """Copy arc `k` into another chart, at this price more."""
        a = into.add(self.start[k], self.end[k], self.kind[k], self.unit[k], self.cost[k] + price)
        into.word[a] = self.word[k]
        into.case[a] = self.case[k]
        for case in range(3):
            into.channel[3 * a + case] = self.channel[3 * k + case]

    def promising(self, n: int, hope: int) -> Chart:
        """Return the arcs on ways through the token that cost at most `hope` over the best.

        They are sorted by departure.
        """
        forward = array("i", [_INF]) * (n + 1)
        backward = array("i", [_INF]) * (n + 1)
        first = array("i", [0]) * (n + 2)
        order = array("i", [0]) * self.size
        for k in range(self.size):
            first[self.start[k] + 1] += 1
        for i in range(n):
            first[i + 1] += first[i]
        for k in range(self.size):
            i = self.start[k]
            order[first[i]] = k
            first[i] += 1
        forward[0] = 0
        backward[n] = 0
        for a in range(self.size):
            k = order[a]
            t = forward[self.start[k]] + self.cost[k]
            if t < forward[self.end[k]]:
                forward[self.end[k]] = t
        for a in range(self.size - 1, -1, -1):
            k = order[a]
            t = backward[self.end[k]] + self.cost[k]
            if t < backward[self.start[k]]:
                backward[self.start[k]] = t
        limit = forward[n] + hope
        size = 0
        for a in range(self.size):
            k = order[a]
            if forward[self.start[k]] + self.cost[k] + backward[self.end[k]] <= limit:
                order[size] = k
                size += 1
        kept = Chart(size)
        for a in range(size):
            self.copy(order[a], kept, 0)
        return kept


def doubled(values: Any) -> Any:
    """Return a copy with twice the room."""
    copy = array("i", values)
    copy.extend(array("i", values))
    return copy


def spans_of(ranges: dict[str, tuple[int, int]], seen: str) -> Any:
    """Return where the channel's entries lie for every place and length of an observed token.

    Args:
        ranges: where those of each observed segment lie.
        seen: the token.

    """
    n = len(seen)
    found = array("i", [0]) * (2 * _LENGTHS * (n + 1))
    for i in range(n + 1):
        for length in range(min(_LENGTHS, n - i + 1)):
            hit = ranges.get(seen[i : i + length])
            if hit is not None:
                k = 2 * (i * _LENGTHS + length)
                found[k], found[k + 1] = hit
    return found


def fill(ws: Workspace, channel: Channel, spans: Any, n: int, substitute: int) -> None:
    """Lay out the channel's entries for one observed token, by position and intended letter.

    Each position and letter has a list of entries of one letter, `single`, and one of entries of
    two that begin with it, `pair`; both are sorted by cost. Entry 1, an unforeseen substitution,
    ends all lists of one letter, for whatever costs more is not worth a look; 0 ends the others.

    Args:
        ws: the workspace that is filled.
        channel: the entries.
        spans: for each position and length the range of entries, low and high.
        n: length of the observed token.
        substitute: price of an unforeseen substitution of one letter.

    """
    letters = ws.letters
    first, second, cost = channel.first, channel.second, channel.cost
    single, pair = ws.single, ws.pair
    entry_cost, entry_length = ws.entry_cost, ws.entry_length
    entry_second, entry_next = ws.entry_second, ws.entry_next
    size = letters * (n + 1)
    pair[:size] = ws.nothing[:size]
    for k in range(size):
        single[k] = 1 if k < letters * n else 0
    entry_cost[0], entry_cost[1] = 4 * _INF - 1, substitute
    entry_length[0], entry_length[1] = 0, 1
    entry_next[0], entry_next[1] = 0, 0
    used = 2
    for i in range(n + 1):
        ws.cheapest[i] = substitute if i < n else _INF
        ws.lengths[i] = 2
        for length in range(_LENGTHS):
            k = 2 * (i * _LENGTHS + length)
            for e in range(spans[k], spans[k + 1]):
                if used == ws.room:
                    break
                at = i * letters + first[e]
                c = cost[e]
                ws.lengths[i] |= 1 << length
                if c < ws.cheapest[i]:
                    ws.cheapest[i] = c
                entry_cost[used] = c
                entry_length[used] = length
                entry_second[used] = second[e]
                lists = single if second[e] == _NONE else pair
                p = lists[at]
                if c < entry_cost[p]:
                    entry_next[used] = p
                    lists[at] = used
                elif p != 1:
                    while entry_cost[entry_next[p]] <= c and entry_next[p] > 1:
                        p = entry_next[p]
                    if entry_next[p] != 1 or c < substitute:
                        entry_next[used] = entry_next[p]
                        entry_next[p] = used
                used += 1


def search(
    ws: Workspace, trie: Trie, bounds: tuple[int, int, int, int, int, int], chart: Chart
) -> None:
    """Find the words that may be meant by the observed characters from `start` on.

    Position by position; at each, the prefixes within `width` of the best one live on, at most
    `cap` of them. `fill` must have been called for the same token.

    Args:
        ws: the workspace.
        trie: the words.
        bounds: start, length of the token, width (units), cap, price of an unforeseen
            extra character, case.
        chart: notes the best words for each wanted end.

    """
    spread(ws, trie, bounds, [(bounds[0], 0, 0)], chart)


def spread(
    ws: Workspace,
    trie: Trie,
    bounds: tuple[int, int, int, int, int, int],
    seeds: list[tuple[int, int, int]],
    chart: Chart,
) -> None:
    """Do the work of `search` from these (place, node, cost) on.

    A state is judged by its cost and the prior of the commonest word that it can become.
    """
    start, n, width, cap, insert, case = bounds
    first, label, word, low = trie.first, trie.label, trie.word, trie.low
    prior, wanted = trie.prior, ws.wanted
    best, single, pair = ws.best, ws.single, ws.pair
    entry_cost, entry_length = ws.entry_cost, ws.entry_length
    entry_second, entry_next = ws.entry_second, ws.entry_next
    nodes, letters = ws.nodes, ws.letters
    queue, queued = ws.queue, ws.queued
    floors, bins = ws.floors, ws.bins
    shift = 0  # a bin is 2 ** shift units
    while width >> shift >= _BINS:
        shift += 1
    for i in range(n + 1):
        floors[i] = _INF
        queued[i] = 0
    for j, v, g in seeds:
        if g < best[j * nodes + v]:
            if best[j * nodes + v] == _INF:
                queue[j * nodes + queued[j]] = v
                queued[j] += 1
            best[j * nodes + v] = g
            if g + low[v] < floors[j]:
                floors[j] = g + low[v]
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
        k = 0
        while k < queued[i]:
            v = queue[base + k]
            k += 1
            g = best[base + v]
            if g + low[v] > limit:
                continue
            most_left = floors[i]
            for j in range(i + 1, min(i + _LENGTHS, n + 1)):
                if floors[j] > most_left and lengths >> (j - i) & 1:
                    most_left = floors[j]
            most_left += width
            if i < n and v:
                t = g + insert
                at = base + nodes + v
                if t < best[at] and t + low[v] <= floors[i + 1] + width:
                    if best[at] == _INF:
                        queue[base + nodes + queued[i + 1]] = v
                        queued[i + 1] += 1
                    best[at] = t
                    if t + low[v] < floors[i + 1]:
                        floors[i + 1] = t + low[v]
            for u in range(first[v], first[v + 1]):
                reach = most_left - g - low[u]  # what a segment may cost
                if reach < cheapest:
                    break
                at = i * letters + label[u]
                p = single[at]
                while entry_cost[p] <= reach:
                    j = i + entry_length[p]
                    t = g + entry_cost[p]
                    p = entry_next[p]
                    if t + low[u] > floors[j] + width:
                        continue
                    at = j * nodes + u
                    if t < best[at]:
                        if best[at] == _INF or (j == i and queued[j] < nodes):
                            queue[j * nodes + queued[j]] = u
                            queued[j] += 1
                        best[at] = t
                        if t + low[u] < floors[j]:
                            floors[j] = t + low[u]
                p = pair[i * letters + label[u]]
                while entry_cost[p] <= reach:
                    j = i + entry_length[p]
                    t = g + entry_cost[p]
                    c = entry_second[p]
                    p = entry_next[p]
                    if t + low[u] > floors[j] + width:
                        continue
                    for w in range(first[u], first[u + 1]):
                        if label[w] == c:
                            at = j * nodes + w
                            if t < best[at] and t + low[w] <= floors[j] + width:
                                if best[at] == _INF or (j == i and queued[j] < nodes):
                                    queue[j * nodes + queued[j]] = w
                                    queued[j] += 1
                                best[at] = t
                                if t + low[w] < floors[j]:
                                    floors[j] = t + low[w]
                            break
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
    for i in range(start, n + 1):
        base = i * nodes
        for k in range(queued[i]):
            best[base + queue[base + k]] = _INF


def most(bins: Any, cap: int) -> int:
    """Return how many of the first bins hold at most `cap` states together, at least one."""
    count = 0
    for k in range(_BINS):
        count += bins[k]
        if count > cap:
            return k if k else 1
    return _BINS


def search_title(
    ws: Workspace,
    trie: Trie,
    title: tuple[Channel, Any],
    bounds: tuple[int, int, int, int, int, int],
    chart: Chart,
) -> None:
    """Find words in title case: `search`, but the first segment is of other entries.

    Args:
        ws: the workspace, filled with the entries for the rest of the word.
        trie: the words.
        title: entries for the first segment and their spans.
        bounds: as in `search`.
        chart: notes the words.

    """
    start, n = bounds[0], bounds[1]
    channel, spans = title
    first, label = trie.first, trie.label
    seeds: list[tuple[int, int, int]] = []
    for length in range(_LENGTHS):
        if start + length > n:
            break
        k = 2 * (start * _LENGTHS + length)
        for e in range(spans[k], spans[k + 1]):
            for u in range(first[0], first[1]):
                if label[u] != channel.first[e]:
                    continue
                if channel.second[e] == _NONE:
                    seeds.append((start + length, u, channel.cost[e]))
                    break
                for w in range(first[u], first[u + 1]):
                    if label[w] == channel.second[e]:
                        seeds.append((start + length, w, channel.cost[e]))
                        break
                break
    spread(ws, trie, bounds, seeds, chart)


class LmArrays:
    """The language model's trie in flat arrays; see `train.lm` for the layout.

    Costs and back-off weights are looked up through small tables in units.
    """

    def __init__(self, arrays: dict[str, Any], costs: Any, backs: Any) -> None:
        """Keep the arrays of orders 1 to 4 and the two tables from stored bytes to units."""
        self.word2, self.word3, self.word4 = arrays["word2"], arrays["word3"], arrays["word4"]
        self.cost1, self.cost2 = arrays["cost1"], arrays["cost2"]
        self.cost3, self.cost4 = arrays["cost3"], arrays["cost4"]
        self.back1, self.back2, self.back3 = arrays["back1"], arrays["back2"], arrays["back3"]
        self.child1, self.child2, self.child3 = (
            arrays["child1"],
            arrays["child2"],
            arrays["child3"],
        )
        self.costs = costs
        self.backs = backs
        self.two = len(arrays["cost1"])
        self.three = self.two + len(arrays["cost2"])


def find(words: Any, low: int, high: int, word: int) -> int:
    """Return the place of `word` in the sorted run words[low:high], or -1."""
    end = high
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    if low < end and words[low] == word:
        return low
    return -1


class State:
    """A language-model context: the n-grams of length 1, 2 and 3 that end in it (-1: none)."""

    def __init__(self, one: int, two: int, three: int) -> None:
        """Keep the three places."""
        self.one = one
        self.two = two
        self.three = three


def advance(lm: LmArrays, state: State, word: int, into: State) -> int:
    """Return the cost of `word` after `state`, and set `into` to the state behind it."""
    costs, backs = lm.costs, lm.backs
    at4 = -1
    at3 = -1
    at2 = find(lm.word2, lm.child1[state.one], lm.child1[state.one + 1], word)
    if state.two >= 0:
        at3 = find(lm.word3, lm.child2[state.two], lm.child2[state.two + 1], word)
        if state.three >= 0:
            at4 = find(lm.word4, lm.child3[state.three], lm.child3[state.three + 1], word)
    total: int = 0
    if at4 >= 0:
        total = costs[lm.cost4[at4]]
    else:
        if state.three >= 0:
            total += backs[lm.back3[state.three]]
        if at3 >= 0:
            total += costs[lm.cost3[at3]]
        else:
            if state.two >= 0:
                total += backs[lm.back2[state.two]]
            if at2 >= 0:
                total += costs[lm.cost2[at2]]
            else:
                total += backs[lm.back1[state.one]] + costs[lm.cost1[word]]
    into.one = word
    into.two = at2
    into.three = at3
    return total


class Lattice:
    """Arcs between places of a paragraph, sorted by place of departure.

    Attributes:
        begin: for each place the first of its arcs; one more entry than places.
        end: place where each arc arrives (after its departure, always).
        cost: channel and other costs of each arc.
        units: for each arc the first of its words in `pool`; one more entry than arcs.
        pool: language-model words.
        owner: number of the chart that each arc is from.
        index: number of the arc in that chart.

    """

    def __init__(self, charts: list[Chart], places: Any, extras: Any, last: int) -> None:
        """Put charts one after the other; see `lay`."""
        self.charts = charts
        self.places = places
        self.lay(charts, places, extras, last)

    def lay(self, charts: list[Chart], places: Any, extras: Any, last: int) -> None:
        """Fill the arrays.

        Args:
            charts: the tokens' arcs, and those of any other stretches.
            places: place in the paragraph of each chart's place 0.
            extras: for a chart of one arc with several words: those words, else None.
            last: the last place.

        """
        count = array("i", [0]) * (last + 2)
        total, words = 0, 0
        for c in range(len(charts)):
            chart = charts[c]
            total += chart.size
            if extras[c] is not None:
                words += len(extras[c])
            for k in range(chart.size):
                count[places[c] + chart.start[k] + 1] += 1
        for i in range(last + 1):
            count[i + 1] += count[i]
        self.begin = array("i", count)
        self.end = array("i", [0]) * total
        self.cost = array("i", [0]) * total
        self.owner = array("i", [0]) * total
        self.index = array("i", [0]) * total
        for c in range(len(charts)):
            chart = charts[c]
            place = places[c]
            for k in range(chart.size):
                i = place + chart.start[k]
                a = count[i]
                count[i] += 1
                self.end[a] = place + chart.end[k]
                self.cost[a] = chart.cost[k]
                self.owner[a] = c
                self.index[a] = k
        self.units = array("i", [0]) * (total + 1)
        self.pool = array("i", [0]) * (total + words)
        used = 0
        for a in range(total):
            c = self.owner[a]
            said = extras[c]
            if said is not None:
                for word in said:
                    self.pool[used] = word
                    used += 1
            else:
                chart = charts[c]
                if chart.unit[self.index[a]] >= 0:
                    self.pool[used] = chart.unit[self.index[a]]
                    used += 1
            self.units[a + 1] = used

    def arc(self, number: int) -> tuple[int, int, int, int, int, int, int, tuple[int, int, int]]:
        """Return owner, start, end, kind, word, case, cost and channel costs of an arc."""
        chart = self.charts[self.owner[number]]
        place = self.places[self.owner[number]]
        k = self.index[number]
        return (
            self.owner[number],
            place + chart.start[k],
            place + chart.end[k],
            chart.kind[k],
            chart.word[k],
            chart.case[k],
            chart.cost[k],
            (chart.channel[3 * k], chart.channel[3 * k + 1], chart.channel[3 * k + 2]),
        )

    def rivals(self, number: int, posterior: Any, least: float) -> list[int]:
        """Return the other arcs over the same places with at least this posterior."""
        chart = self.charts[self.owner[number]]
        start = self.places[self.owner[number]] + chart.start[self.index[number]]
        return [
            a
            for a in range(self.begin[start], self.begin[start + 1])
            if posterior[a] > least and a != number and self.end[a] == self.end[number]
        ]


class Path:
    """The result of `decode`.

    Attributes:
        arcs: the best path's arcs in order.
        lm: the language-model cost of each of them.
        posterior: probability of every arc of the lattice.

    """

    def __init__(self, arcs: Any, lm: Any, posterior: Any) -> None:
        """Keep the lists."""
        self.arcs = arcs
        self.lm = lm
        self.posterior = posterior


class Beam:
    """Hypotheses of a lattice search in flat arrays, and the edges between them.

    The memory of one thread: each call of `decode` uses it anew.

    Attributes:
        cost: cost of the best way to each hypothesis.
        one: its language-model context, see `State`; `two` and `three` likewise.
        back: the hypothesis before it on the best way, -1 for none.
        arc: the arc that led from there.
        lm: the language model's part of that step.
        goal: its place.
        key: number of its context, the same for equal contexts.
        twin: the next hypothesis in the same slot of the hash table.
        mate: the next hypothesis at the same place.
        slots: the hash table: first hypothesis of each slot.
        fade: exp(-excess * scale) by excess in units.

    """

    def __init__(self) -> None:
        """Make some room; it grows."""
        self.used = 0
        self.room = 1024
        row = array("i", [0]) * self.room
        self.cost, self.one, self.two = array("i", row), array("i", row), array("i", row)
        self.three, self.back, self.arc = array("i", row), array("i", row), array("i", row)
        self.lm, self.goal, self.key = array("i", row), array("i", row), array("i", row)
        self.twin, self.mate = array("i", row), array("i", row)
        self.slots = array("i", [-1]) * _SLOTS
        self.edges = 0
        self.edge_room = 4096
        row = array("i", [0]) * self.edge_room
        self.edge_from, self.edge_to = array("i", row), array("i", row)
        self.edge_arc, self.edge_cost = array("i", row), array("i", row)
        self.scale = -1.0
        self.fade = array("d", [0.0])

    def clear(self, scale: float) -> None:
        """Forget the hypotheses of the last search; prepare for posteriors at this scale."""
        for h in range(self.used):
            self.slots[self.slot(self.key[h], self.goal[h])] = -1
        self.used = 0
        self.edges = 0
        if scale != self.scale:
            self.scale = scale
            self.fade = array("d", [exp(-k * scale / _UNITS) for k in range(_FADED)])

    def slot(self, key: int, goal: int) -> int:
        """Return the slot of a context at a place."""
        return (key * 40503 + goal * 7919) & (_SLOTS - 1)

    def find(self, key: int, goal: int) -> int:
        """Return the hypothesis of that context at that place, or -1."""
        h = self.slots[self.slot(key, goal)]
        while h >= 0 and (self.key[h] != key or self.goal[h] != goal):
            h = self.twin[h]
        return h

    def add(self, key: int, goal: int) -> int:
        """Append a hypothesis and return its number."""
        h = self.used
        if h == self.room:
            self.room *= 2
            self.cost, self.one = doubled(self.cost), doubled(self.one)
            self.two, self.three = doubled(self.two), doubled(self.three)
            self.back, self.arc = doubled(self.back), doubled(self.arc)
            self.lm, self.goal = doubled(self.lm), doubled(self.goal)
            self.key, self.twin = doubled(self.key), doubled(self.twin)
            self.mate = doubled(self.mate)
        at = self.slot(key, goal)
        self.key[h] = key
        self.goal[h] = goal
        self.twin[h] = self.slots[at]
        self.slots[at] = h
        self.used = h + 1
        return h

    def edge(self, come: int, go: int, arc: int, cost: int) -> None:
        """Note that `arc` leads from one hypothesis to another."""
        e = self.edges
        if e == self.edge_room:
            self.edge_room *= 2
            self.edge_from, self.edge_to = doubled(self.edge_from), doubled(self.edge_to)
            self.edge_arc, self.edge_cost = doubled(self.edge_arc), doubled(self.edge_cost)
        self.edge_from[e] = come
        self.edge_to[e] = go
        self.edge_arc[e] = arc
        self.edge_cost[e] = cost
        self.edges = e + 1


def decode(
    beam: Beam, lattice: Lattice, lm: LmArrays, start: State, limits: tuple[int, int, float]
) -> Path:
    """Find the cheapest path and the posterior of every arc.

    Hypotheses at one place with one language-model state are one; a beam keeps the best. The
    language model must hold the last two words of each of its n-grams, as `train.lm` sees to.

    Args:
        beam: memory.
        lattice: the arcs; the last place must be reachable.
        lm: the language model.
        start: its state before the first word.
        limits: width of the beam (units), hypotheses kept at a place, scale of the costs in the
            posterior (1.0: as they are; less is flatter).

    """
    width, cap, scale = limits
    places = len(lattice.begin) - 1
    begin, end, cost = lattice.begin, lattice.end, lattice.cost
    units, pool = lattice.units, lattice.pool
    child1, child2, child3 = lm.child1, lm.child2, lm.child3
    word2, word3, word4 = lm.word2, lm.word3, lm.word4
    costs, backs = lm.costs, lm.backs
    beam.clear(scale)
    lowest = array("i", [_INF]) * places
    head = array("i", [-1]) * places  # first hypothesis at each place
    top = array("i", [0]) * (cap + 1)
    state, into = State(0, -1, -1), State(0, -1, -1)
    lowest[0] = 0
    h = beam.add(0, 0)
    beam.cost[h], beam.one[h], beam.two[h], beam.three[h] = 0, start.one, start.two, start.three
    beam.back[h], beam.arc[h], beam.lm[h], beam.mate[h] = -1, -1, 0, -1
    head[0] = h
    for place in range(places - 1):
        live = best_of(beam, head[place], top, cap)
        limit = lowest[place] + width
        for k in range(live):
            h = top[k]
            g = beam.cost[h]
            if g > limit:
                break
            one, two, three = beam.one[h], beam.two[h], beam.three[h]
            low2, high2 = child1[one], child1[one + 1]
            low3, high3, low4, high4 = 0, 0, 0, 0
            behind1 = backs[lm.back1[one]]
            behind2, behind3 = 0, 0
            if two >= 0:
                low3, high3 = child2[two], child2[two + 1]
                behind2 = backs[lm.back2[two]]
            if three >= 0:
                low4, high4 = child3[three], child3[three + 1]
                behind3 = backs[lm.back3[three]]
            for a in range(begin[place], begin[place + 1]):
                goal = end[a]
                limit3 = lowest[goal] + width
                t = g + cost[a]
                if t > limit3:
                    continue
                u = units[a]
                if units[a + 1] == u + 1:
                    word = pool[u]
                    at3 = -1
                    at2 = find(word2, low2, high2, word)
                    if at2 < 0:
                        said = behind3 + behind2 + behind1 + costs[lm.cost1[word]]
                    else:
                        at4 = -1
                        if low4 < high4:
                            at4 = find(word4, low4, high4, word)
                        if low3 < high3:
                            at3 = find(word3, low3, high3, word)
                        if at4 >= 0:
                            said = costs[lm.cost4[at4]]
                        elif at3 >= 0:
                            said = behind3 + costs[lm.cost3[at3]]
                        else:
                            said = behind3 + behind2 + costs[lm.cost2[at2]]
                else:
                    said = 0
                    state.one, state.two, state.three = one, two, three
                    for u in range(units[a], units[a + 1]):
                        said += advance(lm, state, pool[u], into)
                        state.one, state.two, state.three = into.one, into.two, into.three
                    word, at2, at3 = state.one, state.two, state.three
                t += said
                if t > limit3:
                    continue
                if t < lowest[goal]:
                    lowest[goal] = t
                key = word
                if at3 >= 0:
                    key = lm.three + at3
                elif at2 >= 0:
                    key = lm.two + at2
                other = beam.find(key, goal)
                if other < 0:
                    other = beam.add(key, goal)
                    beam.mate[other] = head[goal]
                    head[goal] = other
                    beam.cost[other] = _INF
                    beam.one[other], beam.two[other], beam.three[other] = word, at2, at3
                if t < beam.cost[other]:
                    beam.cost[other] = t
                    beam.back[other] = h
                    beam.arc[other] = a
                    beam.lm[other] = said
                beam.edge(h, other, a, t - g)
    return trace(beam, head[places - 1], len(cost))


def best_of(beam: Beam, first: int, top: Any, cap: int) -> int:
    """Put the cheapest hypotheses of a place, at most `cap`, into `top`; return how many."""
    size = 0
    h = first
    while h >= 0:
        g = beam.cost[h]
        if size < cap or g < beam.cost[top[size - 1]]:
            k = size if size < cap else cap - 1
            while k > 0 and beam.cost[top[k - 1]] > g:
                top[k] = top[k - 1]
                k -= 1
            top[k] = h
            if size < cap:
                size += 1
        h = beam.mate[h]
    return size


def trace(beam: Beam, last: int, arcs: int) -> Path:
    """Follow the best path back from the hypotheses of the last place; add the posteriors."""
    best = last
    h = last
    while h >= 0:
        if beam.cost[h] < beam.cost[best]:
            best = h
        h = beam.mate[h]
    path: list[int] = []
    said: list[int] = []
    h = best
    while h >= 0 and beam.arc[h] >= 0:
        path.append(beam.arc[h])
        said.append(beam.lm[h])
        h = beam.back[h]
    path.reverse()
    said.reverse()
    return Path(path, said, posteriors(beam, last, beam.cost[best], arcs))


def posteriors(beam: Beam, last: int, lowest: int, arcs: int) -> Any:
    """Return the posterior of every arc by forward-backward over the beam's edges.

    Sums are kept relative to the best cost of each hypothesis, so that nothing under- or
    overflows: forward[h] = sum over its incoming edges of exp(-(excess over cost[h])).
    """
    n, edges = beam.used, beam.edges
    forward = array("d", [0.0]) * n
    backward = array("d", [0.0]) * n
    result = array("d", [0.0]) * arcs
    edge_from, edge_to, edge_arc = beam.edge_from, beam.edge_to, beam.edge_arc
    edge_cost, cost, fade = beam.edge_cost, beam.cost, beam.fade
    h = last
    while h >= 0:
        t = cost[h] - lowest
        if t < _FADED:
            backward[h] = fade[t]
        h = beam.mate[h]
    for e in range(edges - 1, -1, -1):
        k = edge_to[e]
        if backward[k] > 0.0:
            h = edge_from[e]
            t = cost[h] + edge_cost[e] - cost[k]
            if t < _FADED:
                backward[h] += fade[t] * backward[k]
    whole = backward[0]
    forward[0] = 1.0
    for e in range(edges):
        k = edge_to[e]
        if backward[k] > 0.0:
            h = edge_from[e]
            t = cost[h] + edge_cost[e] - cost[k]
            if t < _FADED:
                share = forward[h] * fade[t]
                forward[k] += share
                result[edge_arc[e]] += share * backward[k]
    if whole > 0.0:
        for a in range(arcs):
            result[a] /= whole
    return result
