# Types of align.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _OBSERVED
cdef double _LEAST_SHARE

cdef class Likelihood:
    cdef readonly dict rows
    cdef readonly double[::1] floor
    cdef readonly double one
    cdef readonly double two

    @cython.locals(p=double, row=dict)
    cpdef double of(self, str segment, str seen) except -1.0

@cython.locals(
    m=int, n=int, i=int, j=int, a=int, b=int, at=int, found="double[::1]", pieces=list, segment=str)
cdef double[::1] chances(str meant, str seen, Likelihood likelihood)

@cython.locals(
    width=int, i=int, j=int, a=int, b=int, at=int, f=double, p=double, reached="double[::1]")
cdef double[::1] forward(int m, int n, double[::1] steps)

@cython.locals(
    m=int, n=int, width=int, i=int, j=int, a=int, b=int, at=int, f=double, p=double, share=double,
    whole=double, steps="double[::1]", reached="double[::1]", left="double[::1]", counts=dict)
cpdef tuple expected(str meant, str seen, Likelihood likelihood)

@cython.locals(reached="double[::1]", whole=double)
cpdef double probability(str meant, str seen, Likelihood likelihood) except -1.0
