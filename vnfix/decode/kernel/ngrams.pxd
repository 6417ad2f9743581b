# Types of ngrams.py for Cython; without a compiler this file is not used.
cimport cython

cdef bint _PLAIN

@cython.final
cdef class LmArrays:
    cdef const unsigned short[::1] word2
    cdef const unsigned short[::1] word3
    cdef const unsigned short[::1] word4
    cdef public const unsigned char[::1] cost1
    cdef const unsigned char[::1] cost2
    cdef const unsigned char[::1] cost3
    cdef const unsigned char[::1] cost4
    cdef const unsigned char[::1] back1
    cdef const unsigned char[::1] back2
    cdef const unsigned char[::1] back3
    cdef const unsigned int[::1] child1
    cdef const unsigned int[::1] child2
    cdef const unsigned int[::1] child3
    cdef public int[::1] costs
    cdef public int[::1] backs
    cdef readonly int two
    cdef readonly int three

@cython.locals(size=int, half=int)
cdef int find(const unsigned short[::1] words, int low, int high, int word) noexcept

@cython.locals(at=int)
cdef int bisected(const unsigned short[::1] words, int low, int high, int word) noexcept

@cython.final
cdef class State:
    cdef public int one
    cdef public int two
    cdef public int three

@cython.locals(at2=int, at3=int, at4=int, total=int, costs="int[::1]", backs="int[::1]")
cpdef int advance(LmArrays lm, State state, int word, State into) noexcept

@cython.final
cdef class Context:
    cdef int low2
    cdef int high2
    cdef int low3
    cdef int high3
    cdef int low4
    cdef int high4
    cdef int behind1
    cdef int behind2
    cdef int behind3
    cdef public int two
    cdef public int three

    cpdef void enter(self, LmArrays lm, int one, int two, int three) noexcept

    @cython.locals(two=int, three=int, at4=int, total=int)
    cpdef int cost(self, LmArrays lm, int word) noexcept

@cython.locals(one=State, two=State, total=int, size=int, r=int, k=int, found="int[::1]")
cpdef int[::1] rests(LmArrays lm, tuple after)

@cython.locals(total=int, size=int, r=int)
cpdef int going_on(LmArrays lm, int[::1] rest, State one, State two) noexcept

@cython.locals(one=State, two=State, total=int, unit=int)
cpdef int cost_of(LmArrays lm, State state, tuple words)
