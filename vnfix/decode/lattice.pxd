# Types of lattice.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.candidates cimport Charts
from vnfix.decode.kernel.chart cimport Arcs, Chart, one_arc
from vnfix.decode.kernel.ngrams cimport State, advance
from vnfix.decode.kernel.paths cimport Lattice, Path, Says, decode

cdef int _KEPT, _PROPOSED, _MERGED_LENGTH, _TOKENS, _PLACES, _ENDLESS

cpdef bint in_capitals(str text) except -1

@cython.locals(letters=int, upper=int, c=Py_UCS4)
cdef bint mostly_upper(str text, bint none) except -1

cdef Py_ssize_t place_behind(list run) except -1

@cython.final
cdef class Builder:
    cdef readonly object observed
    cdef readonly Charts charts
    cdef readonly object lm
    cdef readonly str text
    cdef readonly list parts
    cdef readonly list places
    cdef readonly list extras
    cdef readonly dict proposals

    cpdef add(self, Arcs chart, int place, tuple words)

    @cython.locals(text=str, place=int)
    cpdef add_tokens(self)

    @cython.locals(words=tuple)
    cpdef add_arc(self, int start, int end, int kind, str text, int cost)

    @cython.locals(k=Py_ssize_t, seen=str, more=str, settled=dict, looks=list, least=int, chart=Chart)
    cpdef add_merges(self)

    @cython.locals(starts=list, first=Py_ssize_t, last=Py_ssize_t, a=int, b=int)
    cpdef add_proposals(self, object candidates)

    cpdef Lattice lattice(self)

    cpdef Says says(self)

    @cython.locals(lattice=Lattice)
    cpdef tuple searched(self)

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, length=Py_ssize_t, place=Py_ssize_t)
cdef Py_ssize_t place_of(object s, Py_ssize_t offset) except -2

@cython.locals(alike=bint)
cpdef bint may_merge(str a, str b) except -1

@cython.locals(builder=Builder)
cpdef Builder built(object observed, Charts charts, object proposals)

@cython.locals(builder=Builder, lattice=Lattice, path=Path)
cpdef list best_path(object observed, Charts charts, object proposals, double unlikely)
