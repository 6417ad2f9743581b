# Types of chart.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _INF
cdef int _WORD, _SLOTS, _KINDS, _CASES, _COSTS, _SAID, _CASE, _COST
cdef int[::1] _NO_SLOTS

cdef class Arcs

@cython.final
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

    cdef int slot(self, unsigned int start, unsigned int end, unsigned int word) noexcept

    @cython.locals(k=int)
    cpdef int add(self, int start, int end, int kind, int unit, int cost)

    @cython.locals(at=int, k=int)
    cpdef note(self, int start, int end, int word, int case, int cost)

    @cython.locals(
        k=int, word=int, least=int, case=int, t=int, early="int[::1]", late="int[::1]",
        words="int[::1]", channel="int[::1]", cases="int[::1]", cost="int[::1]")
    cpdef price(self, int[::1] usual, const unsigned short[::1] units, tuple extra, int untold)

    @cython.locals(k=int)
    cpdef rule_out(self, int first, int last, int cost)

    @cython.locals(k=int, least=int, t=int)
    cpdef int best(self, int first, int last, const int[::1] prior) noexcept

    @cython.locals(
        start="int[::1]", end="int[::1]", cost="int[::1]", forward="int[::1]", backward="int[::1]",
        order="int[::1]", k=int, a=int, t=int, limit=int, size=int)
    cpdef Arcs promising(self, int n, int hope)

    @cython.locals(order="int[::1]", n=int, k=int, a=int, size=int)
    cpdef Arcs reaching(self, int least, int price)

    @cython.locals(first="int[::1]", order="int[::1]", k=int, i=int)
    cdef int[::1] departures(self, int n)

    @cython.locals(
        kept=Arcs, row="int[::1]", costs=int, a=int, k=int, case=int, at=int, used=int, bits=int,
        number=int)
    cdef Arcs packed(self, int[::1] order, int size, int price)

@cython.final
cdef class Arcs:
    cdef readonly int size
    cdef readonly int places
    cdef readonly int[::1] row

    cpdef int end(self, int k) noexcept

    cpdef int said(self, int k) noexcept

    cpdef int cost(self, int k) noexcept

    cpdef int kind(self, int k) noexcept

    cpdef int case(self, int k) noexcept

    @cython.locals(said=int)
    cpdef int word(self, int k) noexcept

    @cython.locals(said=int, number=int)
    cpdef int unit(self, int k, const unsigned short[::1] units) noexcept

    @cython.locals(at=int, a=int, bits=int, low=int, title=int, up=int)
    cpdef tuple channel(self, int k)

    cpdef dearer(self, int k, int by)

    @cython.locals(
        found=Chart, row="int[::1]", used=int, i=int, k=int, said=int, number=int, case=int)
    cpdef Chart chart(self)

@cython.locals(found=Arcs, row="int[::1]")
cpdef Arcs one_arc(int end, int kind, int cost)

@cython.locals(fresh="int[::1]")
cdef int[::1] roomier(int[::1] row, int room)
