# Types of align.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _OBSERVED
cdef double _LEAST_SHARE
cdef double _INAUDIBLE
cdef int _ROOM
cdef int _LETTERS
cdef int _LONGEST

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
cdef class Columns:
    cdef readonly dict seen
    cdef readonly int size
    cdef readonly int letters
    cdef readonly int[::1] begin
    cdef readonly int[::1] owner
    cdef readonly int[::1] pair
    cdef readonly int[::1] letter
    cdef readonly int[::1] single
    cdef readonly int[::1] double
    cdef readonly unsigned char[::1] wide

    @cython.locals(
        begin="int[::1]", owner="int[::1]", pair="int[::1]", at="int[::1]", row=dict, s=int,
        segment=int, number=int)
    cpdef _place(self, dict numbers)

    @cython.locals(i=int, c=int, k=int, before=int, both=bint)
    cdef void segments(self, str meant, int[::1] one, int[::1] two) noexcept

@cython.final
cdef class Ear:
    cdef Columns columns
    cdef FlatLikelihood likelihood
    cdef readonly str seen
    cdef int n
    cdef int used
    cdef double[::1] floor
    cdef int[::1] last
    cdef int[::1] earlier
    cdef int[::1] start
    cdef int[::1] goal
    cdef double[::1] above
    cdef double[::1] reached
    cdef int[::1] one
    cdef int[::1] two
    cdef dict foreign
    cdef dict own

    cdef int _number(self, str segment) except -2

    @cython.locals(
        columns=Columns, p="const double[::1]", begin="int[::1]", owner="int[::1]",
        pair="int[::1]", wide="unsigned char[::1]", last="int[::1]", n=int, j=int, b=int, s=int,
        k=int, piece=str, number=object, more=int, x=double, both=bint, floor="double[::1]")
    cpdef listen(self, str seen)

    @cython.locals(at=int, above=double)
    cdef _put(self, int segment, int j, int b, double p, bint wide)

    cpdef double chance(self, str seen, str meant) except -1.0

    @cython.locals(
        m=int, n=int, width=int, i=int, j=int, k=int, at=int, into=int, low=int, high=int,
        floor="double[::1]", reached="double[::1]")
    cpdef double of(self, str meant) except -1.0

    @cython.locals(above=double, start=int, j=int, reached="double[::1]")
    cdef void _follow(self, int pair, int at, int into) noexcept

    cdef int _pairs(self, int segment, str meant, int i, int letters) except -2

@cython.final
cdef class Hearing:
    cdef readonly str observed
    cdef readonly Ear ear
    cdef dict known

    @cython.locals(found=double, p=double, known=object)
    cpdef double cost(self, str meant) except -1.0
