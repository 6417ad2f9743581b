# Types of align.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _OBSERVED
cdef double _LEAST_SHARE
cdef int _SEGMENTS
cdef int _LETTERS

cdef class Likelihood:
    cdef readonly dict rows
    cdef readonly double[::1] floor
    cdef readonly double one
    cdef readonly double two

    @cython.locals(p=double, row=dict)
    cpdef double of(self, str segment, str seen) except -1.0

    cdef double floored(self, double p, int meant, int seen) noexcept

    @cython.locals(low=int, high=int, at=int, n=int, j=int, b=int)
    cdef fill(self, str segment, list pieces, tuple span, double[::1] found)

cdef class FlatLikelihood(Likelihood):
    cdef readonly dict numbers
    cdef readonly const double[::1] p

    @cython.locals(p=double, row=dict, more=dict, k=int)
    cpdef double of(self, str segment, str seen) except -1.0

    @cython.locals(
        low=int, high=int, at=int, n=int, j=int, b=int, k=int, meant=int, row=dict, more=dict,
        x=double, p="const double[::1]")
    cdef fill(self, str segment, list pieces, tuple span, double[::1] found)

@cython.locals(
    m=int, n=int, i=int, a=int, low=int, high=int, at=int, found="double[::1]", pieces=list)
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

@cython.locals(
    m=int, n=int, i=int, j=int, a=int, b=int, e=int, k=int, size=int, used=int, row=dict, x=double,
    at="int[::1]", number="int[::1]", lengths="int[::1]", steps="double[::1]", found=list,
    reached="double[::1]", first=FlatLikelihood, table=FlatLikelihood, p="const double[::1]")
cpdef list likelihoods(str meant, str seen, list tables)

@cython.locals(counts="double[::1]", others=dict, share=double, k=int, row=dict, more=dict)
cpdef gather(str meant, str seen, FlatLikelihood likelihood, double weight, tuple into)

@cython.final
cdef class Heard:
    cdef int n
    cdef int stride
    cdef list pieces
    cdef Likelihood likelihood
    cdef dict places
    cdef double[::1] rows
    cdef double[::1] reached

    @cython.locals(
        m=int, n=int, width=int, i=int, j=int, b=int, k=int, at=int, one=int, two=int, low=int,
        high=int, f=double, rows="double[::1]", reached="double[::1]")
    cpdef double of(self, str meant) except -1.0

    @cython.locals(at=int, found=object, wider="double[::1]")
    cdef int place(self, str segment) except -1
