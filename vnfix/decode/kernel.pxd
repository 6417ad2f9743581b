# Types of kernel.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _INF
cdef int _LENGTHS
cdef int _NONE
cdef double _UNITS
cdef int _BINS
cdef int _SLOTS
cdef int _FADED

cdef class Trie:
    cdef readonly unsigned int[::1] first
    cdef readonly unsigned char[::1] label
    cdef readonly int[::1] word
    cdef readonly const int[::1] prior
    cdef readonly Py_ssize_t size
    cdef readonly int[::1] low

@cython.locals(v=int, u=int, least=int, low="int[::1]")
cpdef int[::1] lowest(const unsigned int[::1] first, const int[::1] word, const int[::1] prior)

@cython.locals(order="int[::1]", size=int, k=int, v=int, u=int, begin=int, at=int)
cdef int[::1] by_prior(const unsigned int[::1] first, int[::1] low)

cdef class Workspace:
    cdef readonly int nodes
    cdef readonly int letters
    cdef readonly int longest
    cdef public int[::1] best
    cdef public int[::1] cheapest
    cdef public int[::1] lengths
    cdef public int[::1] nothing
    cdef public int[::1] single
    cdef public int[::1] pair
    cdef public int[::1] entry_cost
    cdef public int[::1] entry_length
    cdef public int[::1] entry_second
    cdef public int[::1] entry_next
    cdef public int room
    cdef public int[::1] floors
    cdef public int[::1] queue
    cdef public int[::1] queued
    cdef public int[::1] bins
    cdef public int[::1] wanted

cdef class Channel:
    cdef readonly unsigned char[::1] first
    cdef readonly unsigned char[::1] second
    cdef readonly int[::1] cost

cdef class Chart:
    cdef readonly int size
    cdef int room
    cdef readonly int[::1] start
    cdef readonly int[::1] end
    cdef readonly int[::1] kind
    cdef readonly int[::1] unit
    cdef readonly int[::1] word
    cdef readonly int[::1] case
    cdef readonly int[::1] cost
    cdef readonly int[::1] channel
    cdef int[::1] twin
    cdef int[::1] slots

    @cython.locals(row="int[::1]")
    cdef make(self, int room)

    @cython.locals(k=int)
    cpdef clear(self)

    cdef int slot(self, unsigned int start, unsigned int end, unsigned int word)

    @cython.locals(k=int)
    cpdef int add(self, int start, int end, int kind, int unit, int cost)

    @cython.locals(at=int, k=int)
    cpdef note(self, int start, int end, int word, int case, int cost)

    @cython.locals(k=int, word=int, least=int, case=int, t=int, early="int[::1]", late="int[::1]")
    cpdef price(self, int[::1] usual, const unsigned short[::1] units, tuple extra, int untold)

    @cython.locals(k=int, least=int, t=int)
    cpdef int best(self, int first, int last, const int[::1] prior)

    @cython.locals(k=int, size=int, kept=Chart)
    cpdef Chart reaching(self, int least, int price)

    @cython.locals(a=int, case=int)
    cdef copy(self, int k, Chart into, int price)

    @cython.locals(
        forward="int[::1]", backward="int[::1]", first="int[::1]", order="int[::1]", k=int, i=int,
        a=int, t=int, limit=int, size=int, kept=Chart)
    cpdef Chart promising(self, int n, int hope)

@cython.locals(n=int, i=int, length=int, k=int, found="int[::1]", hit=tuple)
cpdef object spans_of(dict ranges, str seen)

@cython.locals(
    first="unsigned char[::1]", second="unsigned char[::1]", cost="int[::1]", single="int[::1]",
    pair="int[::1]", lists="int[::1]", entry_cost="int[::1]", entry_length="int[::1]",
    entry_second="int[::1]", entry_next="int[::1]", letters=int, size=int, used=int, i=int,
    length=int, k=int, e=int, at=int, c=int, p=int)
cpdef fill(Workspace ws, Channel channel, int[::1] spans, int n, int substitute)

cpdef search(Workspace ws, Trie trie, tuple bounds, Chart chart)

@cython.locals(
    first="unsigned int[::1]", label="unsigned char[::1]", word="int[::1]",
    best="int[::1]", single="int[::1]", pair="int[::1]", entry_cost="int[::1]",
    entry_length="int[::1]", entry_second="int[::1]", entry_next="int[::1]", start=int, n=int,
    width=int, cap=int, insert=int, nodes=int, letters=int, i=int, j=int, k=int, v=int, u=int,
    w=int, g=int, t=int, at=int, base=int, p=int, c=int, limit=int, most_left=int, shift=int,
    reach=int, cheapest=int, lengths=int,
    queue="int[::1]", queued="int[::1]", bins="int[::1]", floors="int[::1]",
    prior="const int[::1]", low="int[::1]", wanted="int[::1]", case=int)
cpdef spread(Workspace ws, Trie trie, tuple bounds, list seeds, Chart chart)

@cython.locals(
    first="unsigned int[::1]", label="unsigned char[::1]",
    start=int, n=int, length=int, k=int, e=int, u=int, w=int, channel=Channel,
    spans="int[::1]")
cpdef search_title(Workspace ws, Trie trie, tuple title, tuple bounds, Chart chart)

@cython.locals(count=int, k=int)
cdef int most(int[::1] bins, int cap)

cdef class LmArrays:
    cdef const unsigned short[::1] word2
    cdef const unsigned short[::1] word3
    cdef const unsigned short[::1] word4
    cdef public const unsigned char[::1] cost1
    cdef const unsigned char[::1] cost2
    cdef const unsigned char[::1] cost3
    cdef const unsigned char[::1] cost4
    cdef const unsigned char[::1] back1
    cdef const unsigned char[::1] back2
    cdef const unsigned char[::1] back3
    cdef const unsigned int[::1] child1
    cdef const unsigned int[::1] child2
    cdef const unsigned int[::1] child3
    cdef public int[::1] costs
    cdef public int[::1] backs
    cdef readonly int two
    cdef readonly int three

@cython.locals(middle=int, end=int)
cdef int find(const unsigned short[::1] words, int low, int high, int word)

cdef class State:
    cdef public int one
    cdef public int two
    cdef public int three

@cython.locals(at2=int, at3=int, at4=int, total=int, costs="int[::1]", backs="int[::1]")
cpdef int advance(LmArrays lm, State state, int word, State into)

cdef class Lattice:
    cdef readonly int[::1] begin
    cdef readonly int[::1] end
    cdef readonly int[::1] cost
    cdef readonly int[::1] units
    cdef readonly int[::1] pool
    cdef readonly int[::1] owner
    cdef readonly int[::1] index
    cdef readonly list charts
    cdef readonly int[::1] places

    @cython.locals(count="int[::1]", total=int, c=int, k=int, i=int, a=int, place=int, words=int, used=int, word=int, chart=Chart)
    cpdef lay(self, list charts, int[::1] places, list extras, int last)

    @cython.locals(chart=Chart, place=int, k=int)
    cpdef tuple arc(self, int number)

    @cython.locals(chart=Chart, start=int, a=int, found=list)
    cpdef list rivals(self, int number, double[::1] posterior, double least)

cdef class Path:
    cdef public list arcs
    cdef public list lm
    cdef public object posterior

cdef class Beam:
    cdef int used
    cdef int room
    cdef int edges
    cdef int edge_room
    cdef int[::1] cost
    cdef int[::1] one
    cdef int[::1] two
    cdef int[::1] three
    cdef int[::1] back
    cdef int[::1] arc
    cdef int[::1] lm
    cdef int[::1] goal
    cdef int[::1] key
    cdef int[::1] twin
    cdef int[::1] mate
    cdef int[::1] slots
    cdef int[::1] edge_from
    cdef int[::1] edge_to
    cdef int[::1] edge_arc
    cdef int[::1] edge_cost
    cdef double scale
    cdef double[::1] fade

    @cython.locals(h=int)
    cdef clear(self, double scale)

    cdef int slot(self, unsigned int key, unsigned int goal)

    @cython.locals(h=int)
    cdef int find(self, int key, int goal)

    @cython.locals(h=int, at=int)
    cdef int add(self, int key, int goal)

    @cython.locals(e=int)
    cdef edge(self, int come, int go, int arc, int cost)

@cython.locals(
    width=int, cap=int, scale=double, places=int,
    begin="int[::1]", end="int[::1]", cost="int[::1]", units="int[::1]", pool="int[::1]",
    child1="const unsigned int[::1]", child2="const unsigned int[::1]", child3="const unsigned int[::1]",
    word2="const unsigned short[::1]", word3="const unsigned short[::1]", word4="const unsigned short[::1]",
    costs="int[::1]", backs="int[::1]", lowest="int[::1]", head="int[::1]", top="int[::1]",
    state=State, into=State, place=int, live=int, h=int, g=int, k=int, a=int, u=int, goal=int, t=int,
    one=int, two=int, three=int, low2=int, high2=int, low3=int, high3=int, low4=int, high4=int,
    behind1=int, behind2=int, behind3=int, at2=int, at3=int, at4=int, word=int, said=int,
    limit=int, limit3=int, key=int, other=int)
cpdef Path decode(Beam beam, Lattice lattice, LmArrays lm, State start, tuple limits)

@cython.locals(size=int, h=int, g=int, k=int)
cdef int best_of(Beam beam, int first, int[::1] top, int cap)

@cython.locals(best=int, h=int, path=list, said=list)
cdef Path trace(Beam beam, int last, int arcs)

@cython.locals(
    n=int, edges=int, e=int, h=int, k=int, t=int, a=int, whole=double, share=double,
    forward="double[::1]", backward="double[::1]", result="double[::1]",
    edge_from="int[::1]", edge_to="int[::1]", edge_arc="int[::1]", edge_cost="int[::1]",
    cost="int[::1]", fade="double[::1]")
cdef object posteriors(Beam beam, int last, int lowest, int arcs)
