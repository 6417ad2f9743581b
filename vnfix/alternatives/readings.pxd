# Types of readings.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.align cimport Hearing
from vnfix.decode.kernel.cases cimport Neighbours, between

cdef int _WORD
cdef double _WEIGHT, _FAR, _CASE_STEP
cdef tuple _IN_CAPITALS

@cython.final
cdef class Rival:
    cdef public double share
    cdef public int bits

@cython.locals(rival=Rival)
cpdef gather(dict found, list texts, int kind)

@cython.locals(rival=Rival)
cpdef weigh(dict found, str text, double share)

@cython.locals(
    kind="int[::1]", start="int[::1]", end="int[::1]", cost="int[::1]", word="int[::1]",
    case="int[::1]", a=int, found=dict, row=list, span=tuple)
cpdef dict words_of(object chart, int first, int last, bint wider)

@cython.final
cdef class Casing:
    cdef Neighbours table
    cdef readonly dict number
    cdef const unsigned short[::1] lm
    cdef const unsigned char[::1] own
    cdef bint caps
    cdef int before
    cdef int behind
    cdef dict known

    cpdef turn(self, tuple near, bint caps)

    @cython.locals(found=tuple, low=double, title=double, up=double)
    cpdef tuple costs(self, int word)

    @cython.locals(low=double, title=double, up=double)
    cpdef tuple likely(self, str word)

@cython.locals(cost=double, heard=double, word=str, found=list)
cpdef list by_ear(list likely, Hearing hearing)
