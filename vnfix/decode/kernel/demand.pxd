# Types of demand.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel.ngrams cimport Context, LmArrays, State, going_on, rests

cdef int _KEYS
cdef int _ROUNDING
cdef int _DEAREST

@cython.final
cdef class Before:
    cdef int[::1] begin
    cdef unsigned short[::1] first
    cdef unsigned short[::1] cost

    @cython.locals(size=int, pairs=int, word=int, k=int, e=int, second=int, begin="int[::1]", at="int[::1]", first="unsigned short[::1]", cost="unsigned short[::1]")
    cpdef turn(self, LmArrays lm)

    @cython.locals(key="int[::1]", low=int, high=int, k=int)
    cpdef object cheapest(self, int second, int most)

@cython.locals(key="int[::1]", low=int, high=int, k=int)
cpdef object after_one(LmArrays lm, int word, int most)

@cython.locals(key="int[::1]", low=int, high=int, k=int)
cpdef object after_two(LmArrays lm, int pair, int most)

@cython.locals(tally="int[::1]", result="int[::1]", k=int, count=int, limit=int, left=int, used=int)
cpdef object cheapest(const unsigned short[::1] words, int low, int[::1] key, int most)

@cython.final
cdef class Pool:
    cdef readonly int size
    cdef readonly int[::1] word
    cdef readonly int[::1] cost
    cdef unsigned char[::1] met

    cpdef add(self, int word)

    @cython.locals(k=int)
    cpdef extend(self, int[::1] words)

    @cython.locals(
        state=State, right=tuple, letters="const int[::1]", seen=int, prices="const int[::1]",
        here=State, into=State, context=Context, rest="int[::1]", found=list, k=int, word=int,
        mask=int, least=int, cost=int)
    cpdef list within(self, LmArrays lm, tuple near, tuple told, int bound)

    @cython.locals(k=int, kept=int)
    cpdef only(self, const unsigned char[::1] wanted)

    @cython.locals(
        best="int[::1]", here=State, into=State, context=Context, rest="int[::1]", used=int,
        limit=int, k=int, cost=int, at=int)
    cpdef list cheapest(self, LmArrays lm, State state, tuple right, int most)

@cython.locals(count=int)
cdef int bits(int mask) noexcept
