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

from vnfix.decode.units import INF, LENGTHS, NONE, UNITS

# Copies that are C numbers in the compiled kernel.
_INF = INF
_LENGTHS = LENGTHS
_NONE = NONE
_UNITS = UNITS


def compiled() -> bool:
    """Return whether this is the compiled kernel."""
    return not __file__.endswith(".py")


class Trie:
    """The words that can be meant, as a tree of letters in flat arrays.

    The children of node v are the nodes first[v] .. first[v + 1] - 1; node 0 is the root.
    """

    def __init__(self, first: Any, label: Any, word: Any, prior: Any) -> None:
        """Keep the arrays.

        Args:
            first: first child of each node, one more entry than nodes.
            label: letter that leads to each node.
            word: number of the word that ends at each node, or -1.
            prior: cost of each word by itself, units: ranks the words that are found.

        """
        self.first = first
        self.label = label
        self.word = word
        self.prior = prior
        self.size = len(label)


class Workspace:
    """Memory of one thread for `search`; `best` is clean between calls."""

    def __init__(self, nodes: int, letters: int, longest: int) -> None:
        """Make room for tokens of at most `longest` observed characters."""
        self.nodes = nodes
        self.letters = letters
        self.longest = longest
        self.best = array("i", [_INF]) * (nodes * (longest + 1))
        self.empty = array("i", [_INF]) * (letters * _LENGTHS * (longest + 1))
        self.dense = array("i", self.empty)
        self.nowhere = array("i", [-1]) * (letters * (longest + 1))
        self.head = array("i", self.nowhere)
        room = 1 << 14
        self.pair_entry = array("i", [0]) * room
        self.pair_length = array("i", [0]) * room
        self.pair_next = array("i", [0]) * room
        self.room = room
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


def fill(ws: Workspace, channel: Channel, spans: Any, n: int) -> None:
    """Lay out the channel's entries for one observed token, by position and intended letter.

    Args:
        ws: the workspace; `dense`, `head` and the lists of pairs are filled.
        channel: the entries.
        spans: for each position and length the range of entries, low and high.
        n: length of the observed token.

    """
    letters = ws.letters
    size = letters * _LENGTHS * (n + 1)
    ws.dense[:size] = ws.empty[:size]
    size = letters * (n + 1)
    ws.head[:size] = ws.nowhere[:size]
    first, second, cost = channel.first, channel.second, channel.cost
    dense, head = ws.dense, ws.head
    pair_entry, pair_length, pair_next = ws.pair_entry, ws.pair_length, ws.pair_next
    used = 0
    for i in range(n + 1):
        for length in range(_LENGTHS):
            k = 2 * (i * _LENGTHS + length)
            base = (i * _LENGTHS + length) * letters
            for e in range(spans[k], spans[k + 1]):
                if second[e] == _NONE:
                    dense[base + first[e]] = cost[e]
                elif used < ws.room:
                    at = i * letters + first[e]
                    pair_entry[used] = e
                    pair_length[used] = length
                    pair_next[used] = head[at]
                    head[at] = used
                    used += 1


def search(
    ws: Workspace, trie: Trie, channel: Channel, bounds: tuple[int, int, int, int, int, int]
) -> list[tuple[int, int, int, int]]:
    """Find the words that may be meant by the observed characters from `start` on.

    Position by position; at each, the prefixes within `width` of the best one live on, at most
    `cap` of them. `fill` must have been called for the same token.

    Args:
        ws: the workspace.
        trie: the words.
        channel: the entries that the workspace was filled with.
        bounds: start, length of the token, width (units), cap, price of an unforeseen
            substitution of one letter, price of an unforeseen extra character.

    Returns:
        (cost with prior, word, cost, end) of the best words for each wanted end.

    """
    return spread(ws, trie, channel, bounds, [(bounds[0], 0, 0)])


def spread(
    ws: Workspace,
    trie: Trie,
    channel: Channel,
    bounds: tuple[int, int, int, int, int, int],
    seeds: list[tuple[int, int, int]],
) -> list[tuple[int, int, int, int]]:
    """Do the work of `search` from these (place, node, cost) on."""
    start, n, width, cap, substitute, insert = bounds
    first, label, word = trie.first, trie.label, trie.word
    prior, wanted = trie.prior, ws.wanted
    second, cost = channel.second, channel.cost
    best, dense, head = ws.best, ws.dense, ws.head
    pair_entry, pair_length, pair_next = ws.pair_entry, ws.pair_length, ws.pair_next
    nodes, letters = ws.nodes, ws.letters
    queues: list[list[int]] = [[] for _ in range(n + 1)]
    floors = ws.floors
    for i in range(n + 1):
        floors[i] = _INF
    found: list[tuple[int, int, int, int]] = []
    for j, v, g in seeds:
        if g < best[j * nodes + v]:
            if best[j * nodes + v] == _INF:
                queues[j].append(v)
            best[j * nodes + v] = g
            if g < floors[j]:
                floors[j] = g
    for i in range(start, n + 1):
        states = queues[i]
        if not states:
            continue
        base = i * nodes
        if len(states) > cap:
            queues[i] = prune(best, base, states, cap)
            wipe(best, base, states, queues[i])
            states = queues[i]
        k = 0
        while k < len(states):
            v = states[k]
            k += 1
            g = best[base + v]
            if g > floors[i] + width:
                continue
            if i < n and v and g + insert <= floors[i + 1] + width:
                at = base + nodes + v
                if g + insert < best[at]:
                    if best[at] == _INF:
                        queues[i + 1].append(v)
                    best[at] = g + insert
                    if g + insert < floors[i + 1]:
                        floors[i + 1] = g + insert
            for u in range(first[v], first[v + 1]):
                letter = label[u]
                for length in range(_LENGTHS):
                    j = i + length
                    if j > n:
                        break
                    t = g + dense[(i * _LENGTHS + length) * letters + letter]
                    if length == 1 and g + substitute < t:
                        t = g + substitute
                    if t > floors[j] + width:
                        continue
                    at = j * nodes + u
                    if t < best[at]:
                        if best[at] == _INF or j == i:
                            queues[j].append(u)
                        best[at] = t
                        if t < floors[j]:
                            floors[j] = t
                p = head[i * letters + letter]
                while p >= 0:
                    e = pair_entry[p]
                    j = i + pair_length[p]
                    p = pair_next[p]
                    t = g + cost[e]
                    if t > floors[j] + width:
                        continue
                    c = second[e]
                    for w in range(first[u], first[u + 1]):
                        if label[w] == c:
                            at = j * nodes + w
                            if t < best[at]:
                                if best[at] == _INF or j == i:
                                    queues[j].append(w)
                                best[at] = t
                                if t < floors[j]:
                                    floors[j] = t
                            break
        if wanted[i] and i > start:
            ranked = []
            for v in states:
                if word[v] >= 0 and best[base + v] <= floors[i] + width:
                    ranked.append((best[base + v] + prior[word[v]], word[v], best[base + v], i))
                    best[base + v] = _INF + 1  # once only; cleaned below
            ranked.sort()
            found += ranked[: wanted[i]]
    for i in range(start, n + 1):
        base = i * nodes
        for v in queues[i]:
            best[base + v] = _INF
    return found


def search_title(
    ws: Workspace,
    trie: Trie,
    title: tuple[Channel, Channel, Any],
    bounds: tuple[int, int, int, int, int, int],
) -> list[tuple[int, int, int, int]]:
    """Find words in title case: `search`, but the first segment is of other entries.

    Args:
        ws: the workspace, filled with the entries for the rest of the word.
        trie: the words.
        title: entries for the first segment, entries for the rest, spans of the first.
        bounds: as in `search`.

    """
    start, n = bounds[0], bounds[1]
    channel, rest, spans = title
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
    return spread(ws, trie, rest, bounds, seeds)


def prune(best: Any, base: int, states: list[int], cap: int) -> list[int]:
    """Return the `cap` cheapest states in order of cost."""
    keyed = [(best[base + v], v) for v in states]
    keyed.sort()
    return [v for _, v in keyed[:cap]]


def wipe(best: Any, base: int, states: list[int], kept: list[int]) -> None:
    """Forget the costs of the states that are not kept."""
    costs = [best[base + v] for v in kept]
    for v in states:
        best[base + v] = _INF
    for v, c in zip(kept, costs, strict=True):
        best[base + v] = c


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
    total = 0
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

    """

    def __init__(self, begin: Any, end: Any, cost: Any, units: Any, pool: Any) -> None:
        """Keep the arrays."""
        self.begin = begin
        self.end = end
        self.cost = cost
        self.units = units
        self.pool = pool


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
    """Hypotheses of one lattice search in growing flat arrays, and the edges between them."""

    def __init__(self) -> None:
        """Start empty."""
        self.used = 0
        self.cost = array("i", [0]) * 1024
        self.one = array("i", self.cost)
        self.two = array("i", self.cost)
        self.three = array("i", self.cost)
        self.back = array("i", self.cost)
        self.arc = array("i", self.cost)
        self.lm = array("i", self.cost)
        self.edges = 0
        self.edge_from = array("i", self.cost)
        self.edge_to = array("i", self.cost)
        self.edge_arc = array("i", self.cost)
        self.edge_cost = array("i", self.cost)

    def add(self, cost: int, state: State, back: int, arc: int, lm: int) -> int:
        """Append a hypothesis that came from `back` by `arc` and return its number."""
        h = self.used
        if h == len(self.cost):
            self.cost, self.one = doubled(self.cost), doubled(self.one)
            self.two, self.three = doubled(self.two), doubled(self.three)
            self.back, self.arc = doubled(self.back), doubled(self.arc)
            self.lm = doubled(self.lm)
        self.cost[h] = cost
        self.one[h] = state.one
        self.two[h] = state.two
        self.three[h] = state.three
        self.back[h] = back
        self.arc[h] = arc
        self.lm[h] = lm
        self.used = h + 1
        return h

    def edge(self, come: int, go: int, arc: int, cost: int) -> None:
        """Note that `arc` leads from one hypothesis to another."""
        e = self.edges
        if e == len(self.edge_from):
            self.edge_from, self.edge_to = doubled(self.edge_from), doubled(self.edge_to)
            self.edge_arc, self.edge_cost = doubled(self.edge_arc), doubled(self.edge_cost)
        self.edge_from[e] = come
        self.edge_to[e] = go
        self.edge_arc[e] = arc
        self.edge_cost[e] = cost
        self.edges = e + 1


def doubled(values: Any) -> Any:
    """Return a copy with twice the room."""
    copy = array("i", values)
    copy.extend(array("i", values))
    return copy


def decode(lattice: Lattice, lm: LmArrays, start: State, limits: tuple[int, int, float]) -> Path:
    """Find the cheapest path and the posterior of every arc.

    Hypotheses at one place with one language-model state are one; a beam keeps the best.

    Args:
        lattice: the arcs; the last place must be reachable.
        lm: the language model.
        start: its state before the first word.
        limits: width of the beam (units), hypotheses kept at a place, scale of the costs in the
            posterior (1.0: as they are; less is flatter).

    """
    width, cap, scale = limits
    places = len(lattice.begin)
    begin, end, cost = lattice.begin, lattice.end, lattice.cost
    units, pool = lattice.units, lattice.pool
    beam = Beam()
    at: list[dict[int, int]] = [{} for _ in range(places)]
    lowest = [_INF] * places
    lowest[0] = 0
    at[0][0] = beam.add(0, start, -1, -1, 0)
    state, into = State(0, -1, -1), State(0, -1, -1)
    for place in range(places - 1):
        if not at[place]:
            continue
        live = list(at[place].values())
        if len(live) > cap:
            live = prune(beam.cost, 0, live, cap)
        limit = lowest[place] + width
        for h in live:
            g = beam.cost[h]
            if g > limit:
                continue
            for a in range(begin[place], begin[place + 1]):
                goal = end[a]
                t = g + cost[a]
                if t > lowest[goal] + width:
                    continue
                state.one, state.two, state.three = beam.one[h], beam.two[h], beam.three[h]
                said = 0
                for k in range(units[a], units[a + 1]):
                    said += advance(lm, state, pool[k], into)
                    state.one, state.two, state.three = into.one, into.two, into.three
                t += said
                if t > lowest[goal] + width:
                    continue
                if t < lowest[goal]:
                    lowest[goal] = t
                key = state.one
                if state.three >= 0:
                    key = lm.three + state.three
                elif state.two >= 0:
                    key = lm.two + state.two
                there = at[goal]
                other = there.get(key, -1)
                if other < 0:
                    other = beam.add(t, state, h, a, said)
                    there[key] = other
                elif t < beam.cost[other]:
                    beam.cost[other] = t
                    beam.back[other] = h
                    beam.arc[other] = a
                    beam.lm[other] = said
                beam.edge(h, other, a, t - g)
    return trace(beam, at[places - 1], len(cost), scale)


def trace(beam: Beam, last: dict[int, int], arcs: int, scale: float) -> Path:
    """Follow the best path back, and run forward-backward over all edges."""
    best = -1
    for h in last.values():
        if best < 0 or beam.cost[h] < beam.cost[best]:
            best = h
    path: list[int] = []
    said: list[int] = []
    h = best
    while h >= 0 and beam.arc[h] >= 0:
        path.append(beam.arc[h])
        said.append(beam.lm[h])
        h = beam.back[h]
    path.reverse()
    said.reverse()
    return Path(path, said, posteriors(beam, last, arcs, scale))


def posteriors(beam: Beam, last: dict[int, int], arcs: int, scale: float) -> Any:
    """Return the posterior of every arc by forward-backward over the beam's edges.

    Sums are kept relative to the best cost of each hypothesis, so that nothing under- or
    overflows: forward[h] = sum over its incoming edges of exp(-(excess over cost[h])).
    """
    n, edges = beam.used, beam.edges
    forward = array("d", [0.0]) * n
    backward = array("d", [0.0]) * n
    result = array("d", [0.0]) * arcs
    edge_from, edge_to, edge_arc = beam.edge_from, beam.edge_to, beam.edge_arc
    edge_cost, cost = beam.edge_cost, beam.cost
    rate = scale / _UNITS
    forward[0] = 1.0
    for e in range(edges):
        h, k = edge_from[e], edge_to[e]
        forward[k] += forward[h] * exp((cost[k] - cost[h] - edge_cost[e]) * rate)
    lowest = _INF
    for h in last.values():
        if cost[h] < lowest:
            lowest = cost[h]
    whole = 0.0
    for h in last.values():
        backward[h] = exp((lowest - cost[h]) * rate)
        whole += forward[h] * backward[h]
    for e in range(edges - 1, -1, -1):
        h, k = edge_from[e], edge_to[e]
        share = exp((cost[k] - cost[h] - edge_cost[e]) * rate) * backward[k]
        backward[h] += share
        result[edge_arc[e]] += forward[h] * share
    if whole > 0.0:
        for a in range(arcs):
            result[a] /= whole
    return result
