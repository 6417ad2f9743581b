# Types of rescoring.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

from vnfix.decode.align cimport Ear
from vnfix.decode.groups cimport least
from vnfix.decode.kernel.ngrams cimport LmArrays, State, advance, cost_of

cdef int _WORD, _KEPT, _AHEAD, _CONTEXT, _CACHE_PAIRS, _UNIT_BITS
cdef double _UNITS, _CREDIBLE, _IN_DOUBT, _FLATNESS, _OUTVOTED
cdef double _CACHE_SHARE, _CACHE_UNSEEN, _ANY_STRING, _ANY_LETTER, _LETTER_MISSING

@cython.final
cdef class Place:
    cdef object token
    cdef str seen
    cdef list head
    cdef list inner
    cdef list tail
    cdef double posterior
    cdef int case
    cdef object lost
    cdef tuple right
    cdef tuple ahead
    cdef State state

cdef long long key_of(long long before, long long unit) noexcept

@cython.final
cdef class Reader:
    cdef object lm
    cdef const unsigned short[::1] numbers

    @cython.locals(kind=int, word=Py_ssize_t)
    cdef add(self, object steps, list units)

@cython.final
cdef class Cache:
    cdef LmArrays arrays
    cdef Reader reader
    cdef dict pairs
    cdef dict words
    cdef State into
    cdef State beyond

    @cython.locals(
        before=int, unit=int, trust=double, credit=double, pairs=dict, words=dict, said=list)
    cpdef add(self, object steps)

    @cython.locals(gained=double)
    cpdef double gain(self, State state, int unit, int after, double own) except? -1.0

    @cython.locals(count=double, whole=double, said=double)
    cdef double _gain(self, State state, int unit, double own) except? -1.0

cdef class Rescorer:
    cdef object charts
    cdef object lm
    cdef object vocabulary
    cdef LmArrays arrays
    cdef const int[::1] usual
    cdef Ear ear
    cdef Cache cache
    cdef Reader reader

    @cython.locals(
        read=list, changed=bint, k=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, place=Place)
    cpdef list steps(self, object observed, list runs)

    @cython.locals(units=list, before=list, state=State, into=State, unit=int)
    cdef State _state(self, list read, Py_ssize_t k, list head)

    @cython.locals(
        text=str, seen=str, mark=str, first=Py_ssize_t, last=Py_ssize_t, begins=Py_ssize_t,
        ends=Py_ssize_t, steps=list, head=list, tail=list, inner=list, right=list, place=Place)
    cdef Place _place(self, object token, list read, Py_ssize_t k)

    @cython.locals(
        now=double, total=double, said=double, sure=double, found=tuple, inner=list, marks=list)
    cdef list _anew(self, Place place)

    @cython.locals(
        inner=list, units=list, cost="long long", said=int, price=double, total=double, after=int)
    cdef double _now(self, Place place) except? -1.0

    @cython.locals(
        known=dict, seen=str, after=int, best=int, best_said=double, lowest=int, cost=int,
        unit=int, word=int, said=double, price=double, total=double)
    cdef tuple _best(self, Place place, double bound)

    @cython.locals(known=dict)
    cdef dict _known(self, Place place)

    @cython.locals(said=str, missing=double, p=double, usual=double)
    cdef double channel(self, str seen, int word, int case) except? -1.0

    cdef object _arc(self, Place place, int word)

cpdef double credibility(double posterior) noexcept

@cython.locals(kind=int, posterior=double)
cpdef bint in_doubt(object token, object steps) except -1

@cython.locals(size=Py_ssize_t, words=int)
cpdef bint may_change(str seen, object inner) except -1
