# Types of kernel.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _INF
cdef int _LENGTHS
cdef int _NONE
cdef double _UNITS

cdef class Trie:
    cdef readonly const unsigned int[::1] first
    cdef readonly const unsigned char[::1] label
    cdef readonly const int[::1] word
    cdef readonly const int[::1] prior
    cdef readonly Py_ssize_t size

cdef class Workspace:
    cdef readonly int nodes
    cdef readonly int letters
    cdef readonly int longest
    cdef public int[::1] best
    cdef public int[::1] empty
    cdef public int[::1] dense
    cdef public int[::1] nowhere
    cdef public int[::1] head
    cdef public int[::1] pair_entry
    cdef public int[::1] pair_length
    cdef public int[::1] pair_next
    cdef public int room
    cdef public int[::1] floors
    cdef public int[::1] wanted

cdef class Channel:
    cdef readonly unsigned char[::1] first
    cdef readonly unsigned char[::1] second
    cdef readonly int[::1] cost

@cython.locals(
    first="unsigned char[::1]", second="unsigned char[::1]", cost="int[::1]", dense="int[::1]",
    head="int[::1]", pair_entry="int[::1]", pair_length="int[::1]", pair_next="int[::1]",
    letters=int, size=int, used=int, i=int, length=int, k=int, base=int, e=int, at=int, low=int, high=int)
cpdef fill(Workspace ws, Channel channel, int[::1] spans, int n)

cpdef list search(Workspace ws, Trie trie, Channel channel, tuple bounds)

@cython.locals(
    first="const unsigned int[::1]", label="const unsigned char[::1]", word="const int[::1]",
    second="unsigned char[::1]", cost="int[::1]", best="int[::1]", dense="int[::1]",
    head="int[::1]", pair_entry="int[::1]", pair_length="int[::1]", pair_next="int[::1]",
    start=int, n=int, width=int, cap=int, substitute=int, insert=int, nodes=int, letters=int,
    i=int, j=int, k=int, v=int, u=int, w=int, g=int, t=int, at=int, base=int, letter=int, length=int,
    p=int, e=int, c=int, limit=int, queues=list, states=list, found=list, floors="int[::1]", prior="const int[::1]", wanted="int[::1]", ranked=list)
cpdef list spread(Workspace ws, Trie trie, Channel channel, tuple bounds, list seeds)

@cython.locals(
    first="const unsigned int[::1]", label="const unsigned char[::1]",
    start=int, n=int, length=int, k=int, e=int, u=int, w=int, channel=Channel, rest=Channel,
    spans="int[::1]", c=int)
cpdef list search_title(Workspace ws, Trie trie, tuple title, tuple bounds)

@cython.locals(v=int)
cpdef list prune(int[::1] best, int base, list states, int cap)

@cython.locals(v=int, c=int)
cpdef wipe(int[::1] best, int base, list states, list kept)

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

cdef class Path:
    cdef public list arcs
    cdef public list lm
    cdef public object posterior

cdef class Beam:
    cdef int used
    cdef int edges
    cdef int[::1] cost
    cdef int[::1] one
    cdef int[::1] two
    cdef int[::1] three
    cdef int[::1] back
    cdef int[::1] arc
    cdef int[::1] lm
    cdef int[::1] edge_from
    cdef int[::1] edge_to
    cdef int[::1] edge_arc
    cdef int[::1] edge_cost

    @cython.locals(h=int)
    cpdef int add(self, int cost, State state, int back, int arc, int lm)

    @cython.locals(e=int)
    cpdef edge(self, int come, int go, int arc, int cost)

@cython.locals(
    width=int, cap=int, scale=double, places=int, beam=Beam, at=list, live=list, lowest=list,
    begin="int[::1]", end="int[::1]", cost="int[::1]", units="int[::1]", pool="int[::1]",
    state=State, into=State, place=int, h=int, g=int, a=int, k=int, goal=int, t=int, said=int,
    key=int, other=int, there=dict, limit=int, low=int)
cpdef Path decode(Lattice lattice, LmArrays lm, State start, tuple limits)

@cython.locals(best=int, h=int, path=list, said=list)
cpdef Path trace(Beam beam, dict last, int arcs, double scale)

@cython.locals(
    n=int, edges=int, e=int, h=int, k=int, a=int, rate=double, whole=double, share=double,
    lowest=int, forward="double[::1]", backward="double[::1]", result="double[::1]",
    edge_from="int[::1]", edge_to="int[::1]", edge_arc="int[::1]", edge_cost="int[::1]",
    cost="int[::1]")
cpdef object posteriors(Beam beam, dict last, int arcs, double scale)
