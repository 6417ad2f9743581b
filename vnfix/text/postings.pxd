# Types of postings.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _RUN, _AT_A_TIME, _CODES, _BITS

cdef class Postings:
    cdef readonly dict number
    cdef readonly const int[::1] begin
    cdef readonly const int[::1] keys
    cdef readonly const int[::1] sizes

    @cython.locals(
        counts="int[::1]", met="int[::1]", best="int[::1]", used=int, k=int, key=int, size=int,
        edits=int, found=list)
    cpdef list near(self, str line, double shared, int runs, int tried, double distance)

    @cython.locals(
        shared=double, runs=int, tried=int, used=int, shares="double[::1]", m=int, key=int,
        count=int, size=int, share=double, at=int, k=int)
    cdef int _most(self, int[::1] counts, int[::1] met, (double, int) least, int[::1] best)

    @cython.locals(
        begin="const int[::1]", keys="const int[::1]", met="int[::1]", known="int[::1]", hits=list,
        first=int, start=int, at=int, size=int, used=int, e=int, key=int)
    cdef int[::1] _counted(self, str line, int[::1] counts)

@cython.locals(near=list, masks="long long[::1]", number=int, key=str, most=int)
cpdef list within(list found, keys, str line, double distance)

@cython.locals(
    size=int, bit="long long", full="long long", high="long long", more="long long",
    less="long long", edits=int, least=int, same="long long", across="long long", up="long long",
    down="long long", c=Py_UCS4)
cdef int _least(str key, str line, long long[::1] masks, int most)
