# cython: language_level=3, annotation_typing=False, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Lattice search: the cheapest path through a paragraph, and forward-backward over the beam."""

from __future__ import annotations

from array import array
from math import exp
from typing import Any, NamedTuple

from vnfix.decode.kernel.chart import Arcs, grown
from vnfix.decode.kernel.ngrams import Context, LmArrays, State, advance
from vnfix.decode.prices import INF, UNITS, Kind
from vnfix.text.unicode import in_case

# Copies that are C numbers in the compiled kernel.
_INF = INF
_WORD, _NOTHING, _PROPOSED = Kind.WORD, Kind.NOTHING, Kind.PROPOSED
_UNITS = UNITS
_SLOTS = 1 << 12  # of the hash table
_FADED = 20_000  # an excess of so many units counts for nothing


Reading = tuple[int, int, int, str, int, int, int, tuple[int, int, int]]
"""One arc: the places where it leaves and arrives; one of `prices.Kind`; its text; all costs but
the language model's; the number of the word, -1 for none; 0, 1 or 2 for lower, title and upper
case; the channel's costs in the three cases."""


class Says:
    """What arcs say.

    Attributes:
        words: the vocabulary.
        observed: the tokens of the paragraph, one after the other.
        proposed: what is proposed, by the numbers of charts.

    """

    def __init__(self, words: Any, observed: str, proposed: dict[int, str]) -> None:
        """Keep the texts."""
        self.words = words
        self.observed = observed
        self.proposed = proposed


class Lattice:
    """Arcs between places of a paragraph, sorted by place of departure.

    Attributes:
        begin: for each place the first of its arcs; one more entry than places.
        end: place where each arc arrives (after its departure, always).
        cost: channel and other costs of each arc.
        units: for each arc the first of its words in `pool`; one more entry than arcs.
        pool: language-model words.
        charts: the tokens' arcs, and those of any other stretches.
        places: place in the paragraph of each chart's place 0.
        owner: number of the chart that each arc is from.
        index: number of the arc in that chart.

    """

    def __init__(
        self, charts: list[Arcs], places: Any, extras: Any, last: int, numbers: Any
    ) -> None:
        """Put charts one after the other; see `lay`."""
        self.charts = charts
        self.places = places
        self.lay(charts, places, extras, last, numbers)

    def lay(self, charts: list[Arcs], places: Any, extras: Any, last: int, numbers: Any) -> None:
        """Fill the arrays.

        Args:
            charts: the tokens' arcs, and those of any other stretches.
            places: place in the paragraph of each chart's place 0.
            extras: for a chart of one arc with several words: those words, else None.
            last: the last place.
            numbers: the language model's number of each word of the vocabulary.

        """
        count = array("i", [0]) * (last + 2)
        total, words = 0, 0
        for c in range(len(charts)):
            chart, place = charts[c], places[c]
            total += chart.size
            if extras[c] is not None:
                words += len(extras[c])
            row = chart.row
            for i in range(chart.places):
                count[place + i + 1] += row[i + 1] - row[i]
        self.begin = array("i", [0]) * (last + 2)
        for i in range(last + 1):
            count[i + 1] += count[i]
            self.begin[i + 1] = count[i + 1]
        end, cost = array("i", [0]) * total, array("i", [0]) * total
        owner, index = array("i", [0]) * total, array("i", [0]) * total
        for c in range(len(charts)):
            chart, place = charts[c], places[c]
            row = chart.row
            for i in range(chart.places):
                for k in range(row[i], row[i + 1]):
                    a = count[place + i]
                    count[place + i] += 1
                    end[a] = place + chart.end(k)
                    cost[a] = chart.cost(k)
                    owner[a] = c
                    index[a] = k
        self.end, self.cost, self.owner, self.index = end, cost, owner, index
        units, pool = array("i", [0]) * (total + 1), array("i", [0]) * (total + words)
        used = 0
        for a in range(total):
            c = owner[a]
            said = extras[c]
            if said is not None:
                for word in said:
                    pool[used] = word
                    used += 1
            else:
                chart = charts[c]
                unit = chart.unit(index[a], numbers)
                if unit >= 0:
                    pool[used] = unit
                    used += 1
            units[a + 1] = used
        self.units, self.pool = units, pool

    def start(self, number: int) -> int:
        """Return the place where an arc leaves, by its number."""
        low, high = 0, len(self.begin) - 1
        while high - low > 1:
            half = (low + high) >> 1
            if self.begin[half] <= number:
                low = half
            else:
                high = half
        return low

    def reading(self, number: int, says: Says) -> Reading:
        """Return an arc by its number; see `Reading`."""
        part = self.owner[number]
        chart = self.charts[part]
        k = self.index[number]
        kind, word, case = chart.kind(k), chart.word(k), chart.case(k)
        start, end = self.start(number), self.end[number]
        if kind == _WORD:
            text = in_case(says.words[word], case)
        elif kind == _NOTHING:
            text = ""
        elif kind == _PROPOSED:
            text = says.proposed[part]
        else:
            text = says.observed[start:end]
        return (start, end, kind, text, self.cost[number], word, case, chart.channel(k))

    def steps(self, path: Path, says: Says, least: float, makers: tuple[Any, Any]) -> list[Any]:
        """Return what the arcs of a path say, and what else may stand there.

        Args:
            path: the path.
            says: what arcs say.
            least: other readings below this probability are left out; 1 leaves all out.
            makers: make an arc of a `Reading`, and a step of its values.

        Returns:
            For each a step of the arc, its cost by the language model, the probability of what it
            says there, the arcs that say something else with theirs, best first, and twice False.

        """
        found = []
        make, step = makers
        posterior = path.posterior
        for n in range(len(path.arcs)):
            number = path.arcs[n]
            own = posterior[number]
            arc = self.reading(number, says)
            others: list[Any] = []
            if own <= 1.0 - least:
                texts: list[str] = []
                shares: list[float] = []
                start = arc[0]
                for a in range(self.begin[start], self.begin[start + 1]):
                    share = posterior[a]
                    if share <= least or a == number or self.end[a] != self.end[number]:
                        continue
                    other = self.reading(a, says)
                    if other[3] == arc[3]:
                        own += share
                    elif other[3] in texts:
                        k = texts.index(other[3])
                        shares[k] = shares[k] + share
                    else:
                        texts.append(other[3])
                        shares.append(share)
                        others.append(make(other))
                others = ranked(others, shares)
            told = (make(arc), path.lm[n], min(own, 1.0), tuple(others), False, False)
            found.append(step(told))
        return found


def ranked(arcs: list[Any], shares: list[float]) -> list[Any]:
    """Return arcs with their shares, the likeliest first."""
    pairs = list(zip(arcs, shares, strict=True))
    return sorted(pairs, key=by_share) if len(pairs) > 1 else pairs


def by_share(pair: tuple[Any, float]) -> float:
    """Return what sorts arcs by their shares."""
    return -pair[1]


class Path:
    """The result of `decode`.

    Attributes:
        arcs: the best path's arcs in order; none where no path was found.
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
            self.cost, self.lm, self.goal = grown(self.cost, self.lm, self.goal)
            self.one, self.two, self.three = grown(self.one, self.two, self.three)
            self.back, self.arc, self.key = grown(self.back, self.arc, self.key)
            self.twin, self.mate = grown(self.twin, self.mate)
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
            self.edge_from, self.edge_to = grown(self.edge_from, self.edge_to)
            self.edge_arc, self.edge_cost = grown(self.edge_arc, self.edge_cost)
        self.edge_from[e] = come
        self.edge_to[e] = go
        self.edge_arc[e] = arc
        self.edge_cost[e] = cost
        self.edges = e + 1


class BeamLimits(NamedTuple):
    """How wide the search is, and how flat its posteriors.

    Attributes:
        width: how much worse than the best a hypothesis may be, units.
        cap: how many hypotheses live on at a place.
        scale: scale of the costs in the posterior; 1.0 as they are, less is flatter.

    """

    width: int
    cap: int
    scale: float


def decode(beam: Beam, lattice: Lattice, lm: LmArrays, start: State, limits: BeamLimits) -> Path:
    """Find the cheapest path and the posterior of every arc.

    Hypotheses at one place with one language-model state are one; a beam keeps the best. The
    language model must hold the last two words of each of its n-grams, as `train.lm` sees to.

    Args:
        beam: memory.
        lattice: the arcs; the last place must be reachable.
        lm: the language model.
        start: its state before the first word.
        limits: how wide the search is.

    Returns:
        The path; one without arcs where all cost more than can be counted.

    """
    width, cap, scale = limits
    places = len(lattice.begin) - 1
    begin, end, cost = lattice.begin, lattice.end, lattice.cost
    units, pool = lattice.units, lattice.pool
    context = Context()
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
            context.enter(lm, one, two, three)
            for a in range(begin[place], begin[place + 1]):
                goal = end[a]
                limit3 = lowest[goal] + width
                t = g + cost[a]
                if t > limit3:
                    continue
                u = units[a]
                if units[a + 1] == u + 1:
                    word = pool[u]
                    said = context.cost(lm, word)
                    at2, at3 = context.two, context.three
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
    last = head[places - 1] if lowest[places - 1] < _INF else -1
    return trace(beam, last, len(cost))


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
    if last < 0:  # nothing has reached it
        return Path([], [], array("d", [0.0]) * arcs)
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
