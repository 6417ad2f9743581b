# Types of signs.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

from vnfix.decode.align cimport Ear
from vnfix.decode.groups cimport Group
from vnfix.decode.kernel.ngrams cimport LmArrays, State, advance

cdef int _SIGNS, _WIDTH, _AHEAD, _COMMA, _WORD, _KEPT, _NOTHING, _PROPOSED
cdef double _UNITS, _SUREST, _STEEP, _LOUDEST, _UNLEARNT, _MOST_LEARNT, _UNTOLD

cpdef double logit(double p) except? -1.0

cpdef str letters_of(str text)

@cython.final
cdef class Pair:
    cdef readonly int places
    cdef readonly tuple units
    cdef readonly bint changes
    cdef readonly double agreement
    cdef readonly double edits
    cdef readonly double recased
    cdef readonly double foreign
    cdef readonly str seen
    cdef readonly str meant
    cdef readonly double price

@cython.locals(c=cython.Py_UCS4)
cpdef bint begins_large(str text)

@cython.final
cdef class Evidence:
    cdef double[::1] values
    cdef list pairs
    cdef LmArrays lm
    cdef int[::1] numbers
    cdef int[::1] units
    cdef int[::1] states
    cdef int[::1] ends
    cdef State one
    cdef State two
    cdef Ear ear
    cdef double mean
    cdef double size

    @cython.locals(at=Py_ssize_t, i=int, found=list, pair=Pair)
    cpdef tuple of(self, Py_ssize_t k)

    @cython.locals(k=Py_ssize_t, found=list, pair=Pair)
    cpdef list units_of(self, Py_ssize_t first, Py_ssize_t last)

    @cython.locals(g=Group, pair=Pair, known=dict, tokens=dict, before=str)
    cdef object _pair(self, list groups, object lm)

    @cython.locals(
        pair=Pair, size=Py_ssize_t, at=Py_ssize_t, k=Py_ssize_t, one=State, two=State,
        units="int[::1]", states="int[::1]", ends="int[::1]")
    cdef object _read(self, list groups, object lm)

    @cython.locals(
        g=Group, pair=Pair, values="double[::1]", at=Py_ssize_t, k=Py_ssize_t, words=int,
        length=double, whole=double)
    cdef object _price(self, list groups, object general)

    @cython.locals(
        values="double[::1]", cost=double, said=double, rival=double, share=double, words=int,
        kept=int, odd=int, size=int, kind=int, own=Py_ssize_t)
    cdef int _steps(self, Group g, Py_ssize_t at, bint changes) except -1

    @cython.locals(p=double)
    cdef double _chance(self, object general, str seen, str meant) except? -1.0

    @cython.locals(text=str, chance=double)
    cdef double _learnt(
        self, Group g, Pair pair, object general, double channel, int words) except? -2.0

    @cython.locals(
        g=Group, pair=Pair, follower=Group, values="double[::1]", size=Py_ssize_t, at=Py_ssize_t,
        k=Py_ssize_t, near=double)
    cdef object _compare(self, list groups)

    @cython.locals(
        values="double[::1]", end=Py_ssize_t, last=str, there=bint, comma=double)
    cdef object _marks(self, str after, str follower, Py_ssize_t k, Py_ssize_t at)

    @cython.locals(own=int, k=int, best=double)
    cdef double _unlikely(self, Py_ssize_t end) except? -2.0

    @cython.locals(
        one=State, two=State, states="int[::1]", units="int[::1]", total=int, k=Py_ssize_t)
    cdef double _cost(self, Py_ssize_t at, int unit, Py_ssize_t right) except? -2.0
