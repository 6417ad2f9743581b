# Types of paths.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel.chart cimport Arcs
from vnfix.decode.kernel.ngrams cimport Context, LmArrays, State, advance

cdef int _INF
cdef int _WORD
cdef int _NOTHING
cdef int _PROPOSED
cdef double _UNITS
cdef int _SLOTS
cdef int _FADED

@cython.final
cdef class Says:
    cdef object words
    cdef str observed
    cdef dict proposed

@cython.final
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

    @cython.locals(
        count="int[::1]", row="int[::1]", total=int, c=int, k=int, i=int, a=int, place=int,
        words=int, used=int, word=int, unit=int, chart=Arcs, end="int[::1]", cost="int[::1]",
        owner="int[::1]", index="int[::1]", units="int[::1]", pool="int[::1]")
    cpdef lay(
        self, list charts, int[::1] places, list extras, int last,
        const unsigned short[::1] numbers)

    @cython.locals(low=int, high=int, half=int)
    cpdef int start(self, int number) noexcept

    @cython.locals(
        chart=Arcs, part=int, k=int, kind=int, word=int, case=int, start=int, end=int, text=str)
    cpdef tuple reading(self, int number, Says says)

    @cython.locals(
        found=list, posterior="double[::1]", n=int, number=int, own=double, arc=tuple, others=list,
        texts=list, shares=list, start=int, a=int, share=double, other=tuple, told=tuple)
    cpdef list steps(self, Path path, Says says, double least, tuple makers)

@cython.locals(pairs=list)
cdef list ranked(list arcs, list shares)

@cython.final
cdef class Path:
    cdef public list arcs
    cdef public list lm
    cdef public object posterior

@cython.final
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

    cdef int slot(self, unsigned int key, unsigned int goal) noexcept

    @cython.locals(h=int)
    cdef int find(self, int key, int goal) noexcept

    @cython.locals(h=int, at=int)
    cdef int add(self, int key, int goal)

    @cython.locals(e=int)
    cdef edge(self, int come, int go, int arc, int cost)

@cython.locals(
    width=int, cap=int, scale=double, places=int,
    begin="int[::1]", end="int[::1]", cost="int[::1]", units="int[::1]", pool="int[::1]",
    lowest="int[::1]", head="int[::1]", top="int[::1]",
    state=State, into=State, context=Context, place=int, live=int, h=int, g=int, k=int, a=int, u=int,
    goal=int, t=int, one=int, two=int, three=int, at2=int, at3=int, word=int, said=int,
    limit=int, limit3=int, key=int, other=int)
cpdef Path decode(Beam beam, Lattice lattice, LmArrays lm, State start, object limits)

@cython.locals(size=int, h=int, g=int, k=int)
cdef int best_of(Beam beam, int first, int[::1] top, int cap) noexcept

@cython.locals(best=int, h=int, path=list, said=list)
cdef Path trace(Beam beam, int last, int arcs)

@cython.locals(
    n=int, edges=int, e=int, h=int, k=int, t=int, a=int, whole=double, share=double,
    forward="double[::1]", backward="double[::1]", result="double[::1]",
    edge_from="int[::1]", edge_to="int[::1]", edge_arc="int[::1]", edge_cost="int[::1]",
    cost="int[::1]", fade="double[::1]")
cdef object posteriors(Beam beam, int last, int lowest, int arcs)
