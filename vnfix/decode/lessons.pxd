# Types of lessons.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel.chart cimport Arcs
from vnfix.decode.kernel.paths cimport Lattice, Path

cdef int _WORD, _KEPT, _SPLIT_ABOVE, _SPLIT_LETTER
cdef double _LEARNT, _SURE

@cython.final
cdef class Lessons:
    cdef readonly object words
    cdef readonly dict pairs
    cdef readonly set met
    cdef readonly set doubtful

    @cython.locals(
        text=str, arcs=list, posterior="double[::1]", k=Py_ssize_t, first=Py_ssize_t, goal=int,
        token=str, number=int, chart=Arcs, a=int, start=int, end=int, cost=int,
        sure=double, doubt=bint)
    cpdef learn(self, object observed, Lattice lattice, Path path)

    @cython.locals(key=tuple)
    cdef pair(self, str seen, str meant, int cost, double share)

    @cython.locals(k=Py_ssize_t, key=tuple)
    cdef run(self, object observed, Py_ssize_t first, Py_ssize_t last, bint doubt)

cdef bint is_dear(Py_ssize_t letters, int cost) noexcept
