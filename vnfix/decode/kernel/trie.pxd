# Types of trie.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel cimport gil
from vnfix.decode.kernel.chart cimport Chart

cdef int _INF
cdef int _LENGTHS
cdef int _NONE
cdef int _TITLE
cdef int _NEVER
cdef int _LAST
cdef int _BINS

@cython.final
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

cdef zeros(Py_ssize_t size)

@cython.final
cdef class Sought:
    cdef readonly str observed
    cdef readonly tuple cases
    cdef readonly int width
    cdef readonly int cap
    cdef readonly int substitute
    cdef readonly int insert

@cython.final
cdef class Workspace:
    cdef readonly int nodes
    cdef readonly int letters
    cdef readonly int longest
    cdef public int[::1] best
    cdef public int[::1] cheapest
    cdef public int[::1] lengths
    cdef public int[::1] heads
    cdef int[::1] blank
    cdef int substitute
    cdef public int[::1] entries
    cdef public int[::1] floors
    cdef public int[::1] queue
    cdef public int[::1] queued
    cdef public int[::1] bins
    cdef public int[::1] wanted
    cdef int[::1] hits
    cdef readonly int[::1] spans
    cdef Channel channel
    cdef str laid
    cdef dict seen
    cdef str cut
    cdef list parts

    @cython.locals(
        ends=dict, chart=Chart, observed=str, n=int, case=int, start=int, state="gil.State*")
    cpdef find_words(self, Trie trie, tuple tables, Sought sought, tuple places)

    @cython.locals(heads="int[::1]", blank="int[::1]", size=int, k=int)
    cdef clear(self, int n, int substitute)

    @cython.locals(spans="int[::1]", size=int, k=int)
    cdef make_room(self, int n)

    cdef lay(self, Channel channel, str observed, int substitute)

    @cython.locals(
        hits="int[::1]", spans="int[::1]", begin="const int[::1]", own=dict, size=int, k=int, at=int,
        span=tuple)
    cpdef set_spans(self, Channel channel, str observed)

    @cython.locals(n=int, i=int, length=int, part=str)
    cdef look_up(self, dict seen, str observed)

    @cython.locals(k=int, end=int, number=int)
    cdef want(self, dict ends, int length)

    @cython.locals(i=int)
    cdef void begin(self, int length) noexcept

    @cython.locals(at=int)
    cdef bint push(self, int place, int node, int cost, int low) noexcept nogil

    cdef void again(self, int place, int node) noexcept nogil

@cython.final
cdef class Channel:
    cdef readonly const unsigned char[::1] first
    cdef readonly const unsigned char[::1] second
    cdef readonly const int[::1] cost
    cdef readonly dict seen
    cdef readonly const int[::1] begin
    cdef readonly dict own

@cython.locals(
    first="const unsigned char[::1]", second="const unsigned char[::1]", cost="const int[::1]",
    heads="int[::1]", entries="int[::1]", letters=int, size=int, used=int, i=int,
    length=int, k=int, e=int, at=int, c=int, p=int, spans="int[::1]")
cdef fill(Workspace ws, Channel channel, int n, int substitute)

@cython.locals(spans="int[::1]", length=int, k=int, e=int, u=int)
cdef enter_title(Workspace ws, Trie trie, Channel channel, int start, int n)

@cython.locals(u=int)
cdef int child(Trie trie, int node, int letter) noexcept

@cython.locals(
    first="unsigned int[::1]", label="unsigned char[::1]", low="int[::1]", best="int[::1]",
    heads="int[::1]", entries="int[::1]", width=int, cap=int, insert=int, nodes=int, letters=int,
    i=int, j=int, k=int, v=int, u=int, w=int, g=int, t=int, at=int, base=int, p=int, c=int,
    limit=int, most_left=int, shift=int, reach=int, cheapest=int, lengths=int, known=bint,
    letter=int, queue="int[::1]", queued="int[::1]", bins="int[::1]", floors="int[::1]")
cdef void spread(Workspace ws, Trie trie, Sought sought, int start, int n) noexcept nogil

@cython.locals(
    start=int, n=int, word="int[::1]", prior="const int[::1]", wanted="int[::1]", best="int[::1]",
    queue="int[::1]", queued="int[::1]", floors="int[::1]", bins="int[::1]", nodes=int, shift=int,
    i=int, k=int, v=int, t=int, base=int, limit=int)
cdef note_words(Workspace ws, Trie trie, Sought sought, tuple span, int case, Chart chart)

@cython.locals(shift=int)
cdef int coarseness(int width) noexcept nogil

@cython.locals(count=int, k=int)
cdef int most(int[::1] bins, int cap) noexcept nogil
